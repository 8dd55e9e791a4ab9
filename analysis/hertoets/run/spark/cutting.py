"""Cut raw tables by person into parts, by Spark: rows as they are stored, with whence each came.

Spark reads, sends each row to the part of its person and writes the parts; what comes out is
counted against what went in. Nothing is inferred or parsed.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hertoets.extract.cutting import FILE, PART, PERSON, ROW
from hertoets.extract.tablefile import ParquetFile
from hertoets.run.owner import owner_only
from hertoets.run.spark.asking import asked
from hertoets.run.spark.files import LINKS, Alike, alike, cannot_cut_where_spark_cannot, reading
from hertoets.run.spark.session import Session
from hertoets.run.spark.stored import cannot_cut


def cut(
    begun: Session, files: Mapping[str, Sequence[ParquetFile]], boundaries: Sequence[str], out: Path
) -> dict[str, dict[int, int]]:
    """Write the rows of each table by part, where `hertoets.extract.cutting.part_of` finds them.

    Parameters
    ----------
    begun : Session
    files : mapping of str to sequence of ParquetFile
        The files of each table, in their order; those of one have the same columns of the
        contract, and no others are written. A table without ``person_id`` is not cut.
    boundaries : sequence of str
        Where a next part begins: a row is in the part of as many boundaries as its ``person_id``,
        as text, is not below, in the order of bytes. Without a ``person_id`` it is in part 0.
    out : Path
        A folder that all of Spark can read and write at this path, and the files too.

    Returns
    -------
    dict of str to dict of int to int
        The rows that were written, by table that was cut and by part; a part without rows has no
        folder. In a file rows stand in order of `FILE` and `ROW`, its two last columns. Files that
        differ in their columns or types stay apart, so each file of a part is to be read by itself.

    Raises
    ------
    CannotCutError
        Where a column would not come out as it is stored, Spark cannot read or write a table, or
        other rows came out than its files say to hold.
    UseError
        Where a file is damaged.
    """
    persons = {table: own for table, own in files.items() if all(PERSON in o.names for o in own)}
    planned = {table: alike(table, own) for table, own in persons.items()}
    try:
        with owner_only():
            return {
                table: _cut_table(begun, table, groups, sorted(boundaries), out)
                for table, groups in planned.items()
            }
    finally:
        rmtree(out / LINKS, ignore_errors=True)


def _cut_table(
    begun: Session, table: str, groups: Sequence[Alike], boundaries: Sequence[str], out: Path
) -> dict[int, int]:
    folder = out / table
    folder.mkdir(parents=True)
    for number, group in enumerate(groups):
        with cannot_cut_where_spark_cannot(table):
            links = out / LINKS / table / str(number)
            with reading(begun, group, boundaries, links) as rows:
                _write(begun, rows, len(boundaries) + 1, folder)
    return _counted(table, folder, groups)


def _write(begun: Session, rows: Any, parts: int, folder: Path) -> None:
    from pyspark.sql import functions as f

    in_order = rows.repartitionById(parts, f.col(PART)).sortWithinPartitions(PART, FILE, ROW)
    asked(begun, partial(in_order.write.mode("append").partitionBy(PART).parquet, str(folder)))


def _counted(table: str, folder: Path, groups: Sequence[Alike]) -> dict[int, int]:
    """Count what was written by what each file says, and compare it with what was to be cut."""
    ours = [(FILE, pa.int32()), (ROW, pa.int64())]
    expected = [[*_names_and_types(group.after), *ours] for group in groups]
    rows: dict[int, int] = {}
    for path in sorted(folder.glob(f"{PART}=*/*.parquet")):
        described = pq.read_metadata(path)
        if _names_and_types(described.schema.to_arrow_schema()) not in expected:
            raise cannot_cut(table, "Spark wrote it in another type than it is stored")
        part = int(path.parent.name.removeprefix(f"{PART}="))
        rows[part] = rows.get(part, 0) + described.num_rows
    sources = [path for group in groups for _, path in group.files]
    delivered = sum(pq.read_metadata(path).num_rows for path in sources)
    if sum(rows.values()) != delivered:
        told = f"{delivered:,} rows and {sum(rows.values()):,} were cut"
        raise cannot_cut(table, f"its files say to hold {told}")
    return dict(sorted(rows.items()))


def _names_and_types(columns: pa.Schema) -> list[tuple[str, pa.DataType]]:
    return [(field.name, field.type) for field in columns]
