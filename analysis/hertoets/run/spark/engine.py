"""The parts of an extract side by side: Spark cuts what it can, and works on all parts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Final, TypeVar

import polars as pl

from hertoets.extract.cutting import Bounds, Sources, cut_table, has_own_key, keys_elsewhere
from hertoets.extract.schema import schema
from hertoets.extract.tablefile import ParquetFile, Source
from hertoets.run.ranges.engine import Work
from hertoets.run.spark.cutting import cut
from hertoets.run.spark.keys import keys_in_several_parts
from hertoets.run.spark.session import Session
from hertoets.run.spark.stored import CannotCutError
from hertoets.run.spark.tasks import each

Told = TypeVar("Told")

PERSONS_OF_A_TASK: Final = 50_000
"""So many take seconds, and half a gigabyte: a part that is lost with a machine is soon made up."""


@dataclass(frozen=True)
class _Silently:
    """Work of which Spark tells the driver only that it was done.

    Of fifty thousand persons some megabytes are told: the driver reads them from the disk, one part
    at a time, where Java would hold those of all parts.
    """

    work: Work[object]

    def __call__(self, number: int) -> int:
        self.work(number)
        return number


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

    def each(self, work: Work[Told], parts: int) -> Iterator[Told]:
        """What the work tells of each part, in their order."""
        for number in each(self._begun, _Silently(work), range(parts)):
            yield work.told(number)
