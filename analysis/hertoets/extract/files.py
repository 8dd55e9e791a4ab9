"""Read a table's file or files as Arrow, exactly as it is written, whatever form it has.

Text stays text here: what a cell means is judged in ``cells.py``.
"""

from collections.abc import Iterator
from pathlib import Path

from hertoets.extract.csvfile import read_csv
from hertoets.extract.parquetfile import read_parquet
from hertoets.extract.parts import each_part
from hertoets.extract.schema import Table
from hertoets.extract.tablefile import TableFile


def each_file(path: Path, table: Table) -> Iterator[TableFile]:
    """Read the columns of the schema from a file, or from the parts in a folder one by one.

    Parameters
    ----------
    path : Path
        From `hertoets.extract.tables.find_tables`.
    table : Table

    Yields
    ------
    TableFile
        At least one; all have the same columns.

    Raises
    ------
    UseError
        Where the file cannot be read, rows would be lost, or a column is missing.
    """
    if path.is_dir():
        yield from each_part(path, table)
    else:
        read = read_parquet if path.suffix.lower() == ".parquet" else read_csv
        yield read(path, table)
