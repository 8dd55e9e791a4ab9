"""Look at a table's file or files, and read them as Arrow exactly as they are written.

Text stays text here: what a cell means is judged in ``cells.py``.
"""

from collections.abc import Iterator
from pathlib import Path

from hertoets.extract.csvfile import look_at_csv
from hertoets.extract.parquetfile import look_at_parquet
from hertoets.extract.parts import sources_of_parts
from hertoets.extract.schema import Table
from hertoets.extract.tablefile import Source, TableFile


def sources_of(path: Path, table: Table) -> list[Source]:
    """Find the columns of the schema in a file, or in each of the parts in a folder.

    Parameters
    ----------
    path : Path
        From `hertoets.extract.tables.find_tables`.
    table : Table

    Returns
    -------
    list of Source
        At least one; all have the same columns. What is told of all alike stands in the first.

    Raises
    ------
    UseError
        Where a file cannot be read, rows would be lost, or a column is missing.
    """
    if path.is_dir():
        return sources_of_parts(path, table)
    look_at = look_at_parquet if path.suffix.lower() == ".parquet" else look_at_csv
    return [look_at(path, table)]


def each_file(path: Path, table: Table) -> Iterator[TableFile]:
    """Read the sources of a table one by one; raises as `sources_of`."""
    for source in sources_of(path, table):
        yield source.read()
