"""Read the Parquet files of a table by Spark: the columns asked for, each row with its part.

Files that store their columns alike are read together; the others each by themselves, since Spark
would read all as the first says.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

import pyarrow as pa

from hertoets.extract.cutting import FILE, PART, PERSON, ROW
from hertoets.extract.parquetfile import describe_parquet
from hertoets.extract.tablefile import ParquetFile
from hertoets.run.spark.session import Session
from hertoets.run.spark.stored import cannot_cut, columns_after_cut
from hertoets.run.spark.tasks import broken

LINKS = "links"
"""Beside the folders of the tables: the one in which links to files lie meanwhile."""

_FILE_DIGITS = 8
_PATTERN = str.maketrans({letter: f"\\{letter}" for letter in "\\*?[]{}"})


@dataclass(frozen=True)
class Alike:
    """Files of one table that store their columns alike, each with its place among all.

    Attributes
    ----------
    names : dict of str to str
        As `hertoets.extract.tablefile.ParquetFile` has them.
    after : pyarrow.Schema
        The columns once Spark has written them.
    files : list of (int, Path)
    """

    names: dict[str, str]
    after: pa.Schema
    files: list[tuple[int, Path]]


def alike(table: str, files: Sequence[ParquetFile]) -> list[Alike]:
    """Put the files of a table together that store their columns alike.

    Raises
    ------
    CannotCutError
        Where a column would not come out as it is stored.
    """
    found: dict[tuple[tuple[str, str, str], ...], Alike] = {}
    for place, file in enumerate(files):
        stored = describe_parquet(file.path).columns
        asked = pa.schema(
            pa.field(name, stored.field(of_file).type) for name, of_file in file.names.items()
        )
        after = columns_after_cut(table, file.path.name, asked, (PART, FILE, ROW))
        # What is stored differs where what comes out is alike: a column without a type, say.
        key = tuple((one.name, file.names[one.name], _form(one.type)) for one in asked)
        same = found.setdefault(key, Alike(dict(file.names), after, []))
        same.files.append((place, file.path))
    return list(found.values())


@contextmanager
def reading(begun: Session, files: Alike, boundaries: Sequence[str], links: Path) -> Iterator[Any]:
    """Let Spark read files, for as long as the links to them are there.

    Parameters
    ----------
    begun : Session
    files : Alike
    boundaries : sequence of str
        In order; see `hertoets.run.spark.cutting.cut`.
    links : Path
        A folder to make: Spark passes over some names of files, so each goes by its place there.

    Yields
    ------
    pyspark.sql.DataFrame
        The columns under the names of the contract, then `FILE`, `ROW` and `PART`.
    """
    from pyspark.sql import functions as f

    links.mkdir(parents=True)
    try:
        for place, path in files.files:
            (links / f"{place:0{_FILE_DIGITS}d}.parquet").symlink_to(path.resolve())
        reader = begun.spark.read.option("recursiveFileLookup", "true")
        # Spark would take a bracket in a path for a pattern.
        read = reader.parquet(str(links).translate(_PATTERN))
        number = f.substring(f.col("_metadata.file_name"), 1, _FILE_DIGITS).cast("int")
        person = f.col(_quoted(files.names[PERSON])).cast("string")
        yield read.select(
            *(f.col(_quoted(of_file)).alias(name) for name, of_file in files.names.items()),
            number.alias(FILE),
            f.col("_metadata.row_index").alias(ROW),
            _part(person, boundaries, 0).alias(PART),
        )
    finally:
        rmtree(links, ignore_errors=True)


@contextmanager
def cannot_cut_where_spark_cannot(table: str) -> Iterator[None]:
    """Turn what Spark raises into CannotCutError: its own words may quote values."""
    try:
        yield
    except Exception as error:
        if not broken(error):
            raise
        raise cannot_cut(table, f"Spark could not cut the table ({type(error).__name__})") from None


def _form(kind: pa.DataType) -> str:
    """What tells apart the types that Spark would read differently."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    is_text = pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    return str(pa.string() if is_text else kind)


def _part(person: Any, boundaries: Sequence[str], first: int) -> Any:
    """The part of a person: halving, as deep as the logarithm of the number of boundaries."""
    from pyspark.sql import functions as f

    if not boundaries:
        return f.lit(first)
    middle = len(boundaries) // 2
    below = _part(person, boundaries[:middle], first)
    rest = _part(person, boundaries[middle + 1 :], first + middle + 1)
    # Nobody is not below a boundary either, and goes to the first part.
    return f.when(person >= f.lit(boundaries[middle]), rest).otherwise(below)


def _quoted(name: str) -> str:
    """A name as one column: a dot in it would mean a part of one."""
    return f"`{name.replace('`', '``')}`"
