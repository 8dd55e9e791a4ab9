"""Cut raw tables by person into parts, by Spark: rows as they are stored, with whence each came.

Spark reads, sends each row to the part of its person and writes the parts; what comes out is
counted against what went in. Nothing is inferred, parsed or left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hertoets.errors import UseError
from hertoets.extract.parquetfile import describe_parquet
from hertoets.run.owner import owner_only
from hertoets.run.spark.asking import asked
from hertoets.run.spark.session import Session
from hertoets.run.spark.stored import PERSON, CannotCutError, columns_after_cut
from hertoets.run.spark.tasks import broken

PART = "part"
SOURCE_FILE = "hertoets_file"
"""The place of a row's file among those of its table, from 0 (int32)."""
SOURCE_ROW = "hertoets_row"
"""The place of a row in that file, from 0 (int64)."""

_FILE_DIGITS = 8
_SOURCES = "sources"
_PATTERN = str.maketrans({letter: f"\\{letter}" for letter in "\\*?[]{}"})


@dataclass(frozen=True)
class _Alike:
    """Files of one table that have the same columns, each with its place among all."""

    person: str
    after: pa.Schema
    files: list[tuple[int, Path]]


def cut(
    begun: Session, files: Mapping[str, Sequence[Path]], boundaries: Sequence[str], out: Path
) -> dict[str, dict[int, int]]:
    """Write the rows of each table to ``out/<table>/part=K/*.parquet``, K the part of the person.

    Parameters
    ----------
    begun : Session
    files : mapping of str to sequence of Path
        The Parquet files of each table, in their order. A table without ``person_id`` is not cut.
    boundaries : sequence of str
        Where a next part begins: a row is in the part of as many boundaries as its ``person_id``,
        as text, is not below, in the order of bytes. Without a ``person_id`` it is in part 0.
    out : Path
        A folder that all of Spark can read and write at this path, and the files too.

    Returns
    -------
    dict of str to dict of int to int
        The rows that were written, by table that was cut and by part; a part without rows has no
        folder. In a file rows stand in order of `SOURCE_FILE` and `SOURCE_ROW`, its two last
        columns. Files that differ in their columns or types stay apart, so each file of a part
        is to be read by itself.

    Raises
    ------
    CannotCutError
        Where a column would not come out as it is stored, or Spark cannot read or write a table.
    UseError
        Where a file is damaged, or came out with other rows than it says to hold.
    """
    planned = {table: _plan(table, paths) for table, paths in files.items()}
    with owner_only():
        written = {
            table: _cut_table(begun, table, groups, sorted(boundaries), out)
            for table, groups in planned.items()
            if groups is not None
        }
    rmtree(out / _SOURCES, ignore_errors=True)
    return written


def _cut_table(
    begun: Session, table: str, groups: Sequence[_Alike], boundaries: Sequence[str], out: Path
) -> dict[int, int]:
    folder = out / table
    folder.mkdir(parents=True)
    for number, alike in enumerate(groups):
        with _linked(out / _SOURCES / table / str(number), alike) as sources:
            try:
                _write(begun.spark, sources, alike.person, boundaries, folder)
            except Exception as error:
                if not broken(error):
                    raise
                what = f"Spark could not cut the table ({type(error).__name__})"
                mend = "Check the disk and the cluster, or use another engine"
                raise CannotCutError.of(where=table, what=what, mend=mend) from None
    return _counted(table, folder, groups)


def _plan(table: str, paths: Sequence[Path]) -> list[_Alike] | None:
    """Put files with the same columns together; None where the table has no persons."""
    alike: dict[tuple[tuple[str, str], ...], _Alike] = {}
    described_files = [describe_parquet(path) for path in paths]
    having = [any(map(_is_person, described.columns.names)) for described in described_files]
    if paths and not any(having):
        return None
    for place, (path, described) in enumerate(zip(paths, described_files, strict=True)):
        persons = [name for name in described.columns.names if _is_person(name)]
        if len(persons) != 1:
            what = "the column stands twice" if persons else "column missing: other parts have it"
            mend = "Keep one of them" if persons else "Add it to every part"
            raise CannotCutError.of(where=path.name, at=PERSON, what=what, mend=mend)
        reserved = (PART, SOURCE_FILE, SOURCE_ROW)
        after = columns_after_cut(table, path.name, described.columns, reserved)
        # What is stored differs where what comes out is alike: a column without a type, say.
        key = tuple((field.name, _form(field.type)) for field in described.columns)
        alike.setdefault(key, _Alike(persons[0], after, [])).files.append((place, path))
    return list(alike.values())


def _is_person(name: str) -> bool:
    return name.strip() == PERSON


def _form(kind: pa.DataType) -> str:
    """What tells apart the types that Spark would read differently."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    is_text = pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    return str(pa.string() if is_text else kind)


def _write(spark: Any, sources: Path, person: str, boundaries: Sequence[str], folder: Path) -> None:
    from pyspark.sql import functions as f

    reader = spark.read.option("recursiveFileLookup", "true")
    # Spark would take a bracket in a path for a pattern.
    read = reader.parquet(str(sources).translate(_PATTERN))
    number = f.substring(f.col("_metadata.file_name"), 1, _FILE_DIGITS).cast("int")
    rows = read.select(
        *(f.col(_quoted(name)) for name in read.columns),
        number.alias(SOURCE_FILE),
        f.col("_metadata.row_index").alias(SOURCE_ROW),
        _part(f.col(_quoted(person)).cast("string"), boundaries, 0).alias(PART),
    )
    cut_rows = rows.repartitionById(len(boundaries) + 1, f.col(PART))
    in_order = cut_rows.sortWithinPartitions(PART, SOURCE_FILE, SOURCE_ROW)
    writer = in_order.write.mode("append").partitionBy(PART)
    asked(partial(writer.parquet, str(folder)))


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


@contextmanager
def _linked(folder: Path, alike: _Alike) -> Iterator[Path]:
    """A folder in which each file goes by its place: Spark passes over some names of files."""
    folder.mkdir(parents=True)
    try:
        for place, path in alike.files:
            (folder / f"{place:0{_FILE_DIGITS}d}.parquet").symlink_to(path.resolve())
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def _counted(table: str, folder: Path, groups: Sequence[_Alike]) -> dict[int, int]:
    """Count what was written by what each file says, and compare it with what was to be cut."""
    ours = [(SOURCE_FILE, pa.int32()), (SOURCE_ROW, pa.int64())]
    expected = [[*_names_and_types(group.after), *ours] for group in groups]
    rows: dict[int, int] = {}
    for path in sorted(folder.glob(f"{PART}=*/*.parquet")):
        described = pq.read_metadata(path)
        if _names_and_types(described.schema.to_arrow_schema()) not in expected:
            what, mend = "Spark wrote it in another type than it is stored", "Use another engine"
            raise CannotCutError.of(where=table, what=what, mend=mend)
        part = int(path.parent.name.removeprefix(f"{PART}="))
        rows[part] = rows.get(part, 0) + described.num_rows
    sources = [path for group in groups for _, path in group.files]
    delivered = sum(pq.read_metadata(path).num_rows for path in sources)
    if sum(rows.values()) != delivered:
        what = f"its files say to hold {delivered:,} rows and {sum(rows.values()):,} were cut"
        raise UseError.of(where=table, what=what, mend="Write the files again")
    return dict(sorted(rows.items()))


def _names_and_types(columns: pa.Schema) -> list[tuple[str, pa.DataType]]:
    return [(field.name, field.type) for field in columns]


def _quoted(name: str) -> str:
    """A name as one column: a dot in it would mean a part of one."""
    return f"`{name.replace('`', '``')}`"
