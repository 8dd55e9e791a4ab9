"""Read a Parquet file: what its own description says is compared with what comes out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hertoets.errors import UseError
from hertoets.extract.columns import lay_out
from hertoets.extract.limits import MOST_ROWS, MOST_UNPACKED_BYTES
from hertoets.extract.schema import Table
from hertoets.extract.tablefile import ParquetFile, Source, row_below, unreadable
from hertoets.plain import visible

_DAMAGED = "not a Parquet file that can be read, or it is damaged"


@dataclass(frozen=True)
class Description:
    """What a Parquet file says of itself: its columns, its rows, and its bytes once unpacked."""

    columns: pa.Schema
    rows: int
    unpacked_bytes: int


@dataclass(frozen=True)
class ParquetRows:
    """The rows of a file: `names` are those that it gives its columns, by the contract's."""

    path: Path
    names: dict[str, str]
    counted: int
    coded: list[str]

    def read(self) -> pa.Table:
        """All of them; see `parquet_columns`."""
        asked = list(self.names.values())
        rows = parquet_columns(self.path, asked, self.counted, self.coded)
        return rows.rename_columns(list(self.names))

    def batches(self, rows: int, columns: tuple[str, ...] | None = None) -> Iterator[pa.Table]:
        """About so many at a time, in order."""
        chosen = {name: self.names[name] for name in columns or self.names if name in self.names}
        asked = list(chosen.values())
        seen = 0
        try:
            with pq.ParquetFile(self.path, page_checksum_verification=True) as file:
                for batch in file.iter_batches(rows, columns=asked, use_pandas_metadata=False):
                    part = pa.Table.from_batches([batch]).select(asked)
                    part.validate(full=True)
                    seen += part.num_rows
                    yield _plain_text(part).rename_columns(list(chosen))
        except (MemoryError, GeneratorExit):
            raise
        except Exception as error:
            raise unreadable(self.path, error, _DAMAGED) from None
        _refuse_other_number(self.path, self.counted, seen)


def look_at_parquet(path: Path, table: Table) -> Source:
    """Find the columns of the schema in a Parquet file.

    Raises
    ------
    UseError
        Where the file is damaged, beyond measure, or lacks a column.
    """
    described = describe_parquet(path)
    stored, counted = described.columns, described.rows
    names = stored.names
    layout = lay_out(path.name, table, [name.strip() for name in names])
    few = {column.name for column in table.columns if column.type != "text"}
    coded = [
        names[place]
        for name, place in layout.places.items()
        if name in few and pa.types.is_string(stored.field(place).type)
    ]
    asked = {name: names[place] for name, place in layout.places.items()}
    columns = pa.schema(
        pa.field(name, _plain(stored.field(place).type)) for name, place in layout.places.items()
    )
    rows = ParquetRows(path, asked, counted, coded)
    file = ParquetFile(path, asked)
    return Source(visible(path.name), columns, counted, layout.notes, row_below, rows, file)


def describe_parquet(path: Path) -> Description:
    """Read what a file says of itself.

    Raises
    ------
    UseError
        Where the file is damaged or beyond measure.
    """
    try:
        description = pq.read_metadata(path)
        stored = description.schema.to_arrow_schema()
        groups = (description.row_group(number) for number in range(description.num_row_groups))
        size = sum(group.total_byte_size for group in groups)
    except Exception as error:
        raise unreadable(path, error, _DAMAGED) from None
    described = Description(stored, description.num_rows, size)
    refuse_beyond_measure(path.name, "it says", [described])
    return described


def refuse_beyond_measure(
    where: str, says: str, described: Sequence[Description], times: int = 1
) -> None:
    """Refuse a file, or the files of one table together, that hold more than is read.

    Parameters
    ----------
    where, says : str
        For the message.
    described : sequence of Description
    times : int
        How often the limits of a file are allowed.

    Raises
    ------
    UseError
    """
    rows = sum(one.rows for one in described)
    size = sum(one.unpacked_bytes for one in described)
    most_rows, most_bytes = times * MOST_ROWS, times * MOST_UNPACKED_BYTES
    if rows > most_rows or size > most_bytes:
        what = f"{says} to hold {rows:,} rows in {size >> 20:,} MB once unpacked"
        mend = f"At most {most_rows:,} rows and {most_bytes >> 20:,} MB are read"
        raise UseError.of(where=where, what=what, mend=mend)


def parquet_columns(
    path: Path, names: list[str], counted: int, coded: Sequence[str] = ()
) -> pa.Table:
    """Read columns by the names that the file gives them, in that order.

    Columns of text that holds few words (`coded`) become the words and their numbers.

    Raises
    ------
    UseError
        Where the file is damaged, or does not hold as many rows as it says.
    """
    try:
        with pq.ParquetFile(path, read_dictionary=coded, page_checksum_verification=True) as file:
            read = file.read(columns=names, use_pandas_metadata=False)
        rows = read.select(names).combine_chunks()
        rows.validate(full=True)
        rows = _plain_text(rows)
    except MemoryError:
        what = "reading it needs more memory than there is, or the file is damaged"
        mend = "Write the file again; close other programs"
        raise UseError.of(where=path.name, what=what, mend=mend) from None
    except Exception as error:
        # A damaged file fails in any way: each means the same to who must mend it.
        raise unreadable(path, error, _DAMAGED) from None
    _refuse_other_number(path, counted, rows.num_rows)
    return rows


def _refuse_other_number(path: Path, counted: int, read: int) -> None:
    if read != counted:
        what = f"it says to hold {counted:,} rows and {read:,} were read"
        raise UseError.of(where=path.name, what=what, mend="Write the file again")


def _plain_text(rows: pa.Table) -> pa.Table:
    """Bring text that is stored as a view to plain text: Arrow can do little with views."""
    for place, column in enumerate(rows.schema):
        if column.type != _plain(column.type):
            rows = rows.set_column(place, column.name, rows[place].cast(_plain(column.type)))
    return rows.combine_chunks()


def _plain(kind: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_string_view(kind) else kind
