"""The parts of an extract side by side: Spark cuts what it can, and works on all parts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from shutil import rmtree
from typing import Final, TypeVar

import polars as pl

from hertoets.extract.cutting import Bounds, Sources, cut_table, has_own_key, keys_elsewhere
from hertoets.extract.schema import schema
from hertoets.extract.tablefile import ParquetFile, Source
from hertoets.run.spark.cutting import cut
from hertoets.run.spark.keys import keys_in_several_parts
from hertoets.run.spark.session import Session
from hertoets.run.spark.stored import CannotCutError
from hertoets.run.spark.tasks import each

Told = TypeVar("Told")

PERSONS_OF_A_TASK: Final = 50_000
"""So many take seconds, and half a gigabyte: a part that is lost with a machine is soon made up."""

_AT_ONCE: Final = 16
"""Parts for each core of which the answers are held at once."""


class OnSpark:
    """The engine on Spark; see `hertoets.run.ranges.engine.Engine`.

    Parameters
    ----------
    begun : Session
        For as long as the engine works.
    """

    def __init__(self, begun: Session) -> None:
        self._begun = begun

    def cut(self, sources: Sources, bounds: Bounds, out: Path) -> Mapping[str, pl.Series]:
        """Write each table by part: with Spark where it can, else with Arrow."""
        boundaries = bounds.firsts.to_list()
        elsewhere: dict[str, pl.Series] = {}
        local: dict[str, Sequence[Source]] = {}
        for name, own in sources.items():
            files = [source.parquet for source in own if source.parquet is not None]
            keys = None
            if len(files) == len(own):
                keys = self._cut(name, files, boundaries, out)
            if keys is None:
                local[name] = own
                cut_table(own, bounds, out / name)
            elif len(keys):
                elsewhere[name] = keys
        return elsewhere | keys_elsewhere(local, out)

    def _cut(
        self, name: str, files: list[ParquetFile], boundaries: list[str], out: Path
    ) -> pl.Series | None:
        """Cut a table with Spark; gives its keys in several parts, or None where Spark cannot."""
        table = schema()[name]
        try:
            if name not in cut(self._begun, {name: files}, boundaries, out):
                return None
            if not has_own_key(table):
                return pl.Series(dtype=pl.String)
            return keys_in_several_parts(self._begun, name, table.key[0], files, boundaries, out)
        except CannotCutError:
            rmtree(out / name, ignore_errors=True)
            return None

    def each(self, work: Callable[[int], Told], parts: int) -> Iterator[Told]:
        """What the function tells of each part, in their order."""
        some = _AT_ONCE * max(1, self._begun.spark.sparkContext.defaultParallelism)
        for first in range(0, parts, some):
            yield from each(self._begun, work, range(first, min(first + some, parts)))
