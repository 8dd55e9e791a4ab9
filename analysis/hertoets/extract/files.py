"""Read a table's file as Arrow, exactly as it is written, whatever form it has.

Text stays text here: what a cell means is judged in ``cells.py``.
"""

from pathlib import Path

from hertoets.extract.csvfile import read_csv
from hertoets.extract.parquetfile import read_parquet
from hertoets.extract.schema import Table
from hertoets.extract.tablefile import TableFile


def read_table(path: Path, table: Table) -> TableFile:
    """Read the columns of the schema from one file.

    Raises
    ------
    UseError
        Where the file cannot be read, rows would be lost, or a column is missing.
    """
    read = read_parquet if path.suffix.lower() == ".parquet" else read_csv
    return read(path, table)
