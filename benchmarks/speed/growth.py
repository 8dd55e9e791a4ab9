"""How CPU seconds grow with the persons: the slope between two sizes, both logarithmic.

One: twice the persons, twice the seconds. Less: a part is the same whatever the number, as the
start of a process is.
"""

from collections.abc import Iterable
from itertools import pairwise
from math import log
from typing import NamedTuple

from benchmarks.speed.row import Row

FROM = 100_000
"""Below it the start of a process is most of what is measured."""


class Point(NamedTuple):
    """What a system took at a size."""

    persons: int
    cpu: float


class Growth(NamedTuple):
    """Between two sizes of one system."""

    system: str
    smaller: int
    larger: int
    exponent: float


def growths(rows: Iterable[Row]) -> list[Growth]:
    """The growth of every system between each two of its sizes that follow each other."""
    return [
        Growth(system, small.persons, large.persons, _slope(small, large))
        for system, points in by_system(rows).items()
        for small, large in pairwise(points)
    ]


def by_system(rows: Iterable[Row]) -> dict[str, list[Point]]:
    """Each system at its sizes from small to large, of `FROM` persons and more."""
    found: dict[str, list[Point]] = {}
    for row in rows:
        if row.system and row.persons is not None and row.persons >= FROM:
            found.setdefault(row.system, []).append(Point(row.persons, row.cpu))
    return {system: sorted(points) for system, points in found.items()}


def _slope(small: Point, large: Point) -> float:
    return log(large.cpu / small.cpu) / log(large.persons / small.persons)
