"""The keys of a table that stand in more than one part, found by Spark."""

from collections.abc import Sequence
from contextlib import ExitStack
from functools import reduce
from pathlib import Path
from shutil import rmtree
from typing import Any

import polars as pl
import pyarrow as pa

from hertoets.extract.cutting import PART, PERSON, is_name
from hertoets.extract.tablefile import ParquetFile
from hertoets.run.owner import owner_only
from hertoets.run.spark.asking import asked
from hertoets.run.spark.files import LINKS, alike, cannot_cut_where_spark_cannot, reading
from hertoets.run.spark.session import Session
from hertoets.run.spark.stored import cannot_cut


def keys_in_several_parts(
    begun: Session,
    table: str,
    key: str,
    files: Sequence[ParquetFile],
    boundaries: Sequence[str],
    out: Path,
) -> pl.Series:
    """The keys of which rows stand in more than one part.

    Parameters
    ----------
    begun : Session
    table, key : str
        The table and its column.
    files : sequence of ParquetFile
    boundaries : sequence of str
        As `hertoets.run.spark.cutting.cut` has them.
    out : Path
        A folder that all of Spark sees; nothing stays in it.

    Returns
    -------
    polars.Series of String
        As `hertoets.extract.cutting.keys_elsewhere` tells them.

    Raises
    ------
    CannotCutError
        Where Spark cannot read the files.
    """
    columns = [
        ParquetFile(file.path, {name: file.names[name] for name in (PERSON, key)}) for file in files
    ]
    with ExitStack() as stack:
        stack.callback(rmtree, out / LINKS, ignore_errors=True)
        stack.enter_context(owner_only())
        stack.enter_context(cannot_cut_where_spark_cannot(table))
        every = []
        for number, group in enumerate(alike(table, columns)):
            if all(is_name(kind) for kind in group.after.types):  # else refused when it is read
                rows = reading(begun, group, sorted(boundaries), out / LINKS / str(number))
                every.append(_named(stack.enter_context(rows), key))
        if not every:
            return pl.Series(key, [], dtype=pl.String)
        found: pa.Table = asked(
            begun, _several(reduce(lambda one, other: one.union(other), every), key)
        )
    try:
        found.validate(full=True)
    except pa.ArrowInvalid:
        raise cannot_cut(table, "it holds text that is none") from None
    return pl.Series(key, found[key].cast(pa.string()), dtype=pl.String)


def _named(rows: Any, key: str) -> Any:
    """Person and key as text, and the part, of rows that have both."""
    from pyspark.sql import functions as f

    texts = [f.nullif(f.col(name).cast("string"), f.lit("")).alias(name) for name in (PERSON, key)]
    return rows.select(*texts, PART).dropna()


def _several(rows: Any, key: str) -> Any:
    from pyspark.sql import functions as f

    parts = rows.groupBy(key).agg(f.min(PART).alias("first"), f.max(PART).alias("last"))
    return parts.where(f.col("first") < f.col("last")).select(key).toArrow
