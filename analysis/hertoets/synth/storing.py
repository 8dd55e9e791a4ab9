"""Store columns as files: CSV or Parquet, byte for byte the same each time."""

from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from hertoets.extract.schema import Column, Table
from hertoets.extract.written import ARROW_TYPES
from hertoets.synth.draws import Columns

TRUTH = "truth"
"""The folder for what no delivery holds."""


def as_arrow(table: Table, columns: Columns) -> pa.Table:
    """The columns of a table that are there, in the order and types of the schema."""
    given = (column for column in table.columns if column.name in columns)
    arrays = {column.name: _array(column, columns) for column in given}
    return pa.table(arrays)


def _array(column: Column, columns: Columns) -> pa.Array:
    values = columns[column.name]
    if column.type == "bool" and values.dtype == object:
        return pa.array(values, type=pa.bool_())
    return pa.array(values, type=ARROW_TYPES[column.type])


def write_table(table: pa.Table, path: Path, format: str, *, below: bool = False) -> None:
    """Write a table as a file, or below the rows that a CSV has already."""
    if format == "csv":
        # Keys, codes and dates hold nothing that needs quotes; pyarrow would quote the heading.
        options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="none")
        with path.open("ab" if below else "wb") as file:
            if not below:
                file.write((",".join(table.column_names) + "\n").encode())
            pyarrow.csv.write_csv(table, file, options)
    else:
        pyarrow.parquet.write_table(table, path, compression="zstd", store_schema=False)


def read_truth(extract: Path, name: str) -> pa.Table:
    """Read what no delivery holds, in one file or in parts.

    Parameters
    ----------
    extract : Path
        The folder that `hertoets.synth.write_synthetic_extract` made.
    name : str
        ``truth`` or ``ledger``.
    """
    file = extract / TRUTH / f"{name}.parquet"
    return pyarrow.parquet.read_table(file if file.is_file() else extract / TRUTH / name)
