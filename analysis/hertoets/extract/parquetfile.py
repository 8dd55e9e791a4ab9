"""Read a Parquet file: what its own description says is compared with what comes out."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hertoets.errors import UseError
from hertoets.extract.columns import lay_out
from hertoets.extract.limits import MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED_BYTES
from hertoets.extract.schema import Table
from hertoets.extract.stored import without_view
from hertoets.extract.tablefile import TableFile, unreadable

_DAMAGED = "not a Parquet file that can be read, or it is damaged"


def read_parquet(path: Path, table: Table) -> TableFile:
    """Read the columns of the schema from a Parquet file.

    Raises
    ------
    UseError
        Where the file is damaged, beyond measure, or lacks a column.
    """
    try:
        description = pq.read_metadata(path)
        _refuse_size(path, description)
        # What the file says of pandas or Arrow types may be damaged too; it is not needed here.
        names = pq.read_schema(path).names
    except UseError:
        raise
    except Exception as error:
        raise unreadable(path, error, _DAMAGED) from None
    layout = lay_out(path.name, table, [name.strip() for name in names])
    stored = [names[place] for place in layout.places.values()]
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            read = file.read(columns=stored, use_pandas_metadata=False)
        rows = read.select(stored).rename_columns(list(layout.places)).combine_chunks()
        rows.validate(full=True)
        rows = _plain_text(rows)
    except MemoryError:
        what = "reading it needs more memory than there is, or the file is damaged"
        mend = "Write the file again; close other programs"
        raise UseError.of(where=path.name, what=what, mend=mend) from None
    except Exception as error:
        # A damaged file fails in any way: each means the same to who must mend it.
        raise unreadable(path, error, _DAMAGED) from None
    if rows.num_rows != description.num_rows:
        what = f"it says to hold {description.num_rows:,} rows and {rows.num_rows:,} were read"
        raise UseError.of(where=path.name, what=what, mend="Write the file again")
    return TableFile(rows, description.num_rows, layout.notes, lambda row: row + 1)


def _plain_text(rows: pa.Table) -> pa.Table:
    """Bring text that is stored as a view to plain text: Arrow can do little with views."""
    return pa.table({name: without_view(rows[name]) for name in rows.column_names}).combine_chunks()


def _refuse_size(path: Path, description: pq.FileMetaData) -> None:
    if description.num_columns > MOST_COLUMNS:
        what = (
            f"the table has {description.num_columns:,} columns; at most {MOST_COLUMNS:,} are read"
        )
        raise UseError.of(where=path.name, what=what, mend="Deliver the columns that are asked for")
    groups = (description.row_group(number) for number in range(description.num_row_groups))
    size = sum(group.total_byte_size for group in groups)
    if description.num_rows > MOST_ROWS or size > MOST_UNPACKED_BYTES:
        what = f"it says to hold {description.num_rows:,} rows in {size >> 20:,} MB once unpacked"
        mend = f"At most {MOST_ROWS:,} rows and {MOST_UNPACKED_BYTES >> 20:,} MB are read"
        raise UseError.of(where=path.name, what=what, mend=mend)
