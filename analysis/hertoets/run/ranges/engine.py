"""Who cuts an extract and works through its parts: here, one part after another."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

import polars as pl

from hertoets.extract.cutting import Bounds, Sources, cut_table, keys_elsewhere
from hertoets.run.memory import give_back_memory

Told = TypeVar("Told")
Told_co = TypeVar("Told_co", covariant=True)


class Work(Protocol[Told_co]):
    """What is done with a part, and what it told of one: that is kept beside what it wrote."""

    def __call__(self, number: int, /) -> Told_co:
        """Work on a part, and tell."""
        ...

    def told(self, number: int, /) -> Told_co:
        """What was told of a part on which some process has worked."""
        ...


class Engine(Protocol):
    """Cuts an extract, and lets work be done on each part."""

    def cut(self, sources: Sources, bounds: Bounds, out: Path) -> Mapping[str, pl.Series]:
        """Write each table by part; gives what `keys_elsewhere` does."""
        ...

    def each(self, work: Work[Told], parts: int) -> Iterator[Told]:
        """What the work tells of each part, in their order."""
        ...


class OneByOne:
    """In this process, one part after another."""

    def cut(self, sources: Sources, bounds: Bounds, out: Path) -> Mapping[str, pl.Series]:
        """Write each table by part, with Arrow."""
        out.mkdir(mode=0o700)
        for name, own in sources.items():
            cut_table(own, bounds, out / name)
        return keys_elsewhere(sources, out)

    def each(self, work: Work[Told], parts: int) -> Iterator[Told]:
        """What the work tells of each part, in their order."""
        for number in range(parts):
            yield work(number)
            give_back_memory()
