"""What a published count counts: a set of persons, rows of a table, or sums and differences.

A figure is a set. Each count that is published anywhere names its set once, as data; what contains,
excludes or adds up to what follows from the sets, and nobody writes a relation down.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hertoets.outcomes import BY_READING

Value = str | int | bool
Conditions = Mapping[str, tuple[Value, ...]]
"""Column and the values that it may hold; every column must match."""


@dataclass(frozen=True, slots=True)
class PersonSet:
    """Persons of whom every column holds one of some values.

    `where` is sorted by column; `reading` is empty where no column depends on it. `doubted` tells
    the pass of the law: with what is in doubt unknown, or the records as they stand.
    """

    where: tuple[tuple[str, tuple[Value, ...]], ...]
    reading: str = ""
    doubted: bool = True


@dataclass(frozen=True, slots=True)
class RowSet:
    """Rows of the extract, or what is counted of them: a kind and what it is of.

    Who counts them is `hertoets.findings.rows`.
    """

    kind: str
    of: tuple[str, ...] = ()


Base = PersonSet | RowSet


@dataclass(frozen=True, slots=True)
class Counted:
    """A count: bases, each times a factor, added up."""

    terms: tuple[tuple[int, Base], ...]

    def __add__(self, other: "Counted") -> "Counted":
        return total([self, other])

    def __sub__(self, other: "Counted") -> "Counted":
        return total([self, times(-1, other)])


def persons(where: Conditions, reading: str = "", *, doubted: bool = True) -> Counted:
    """The persons who meet every condition."""
    boxed = tuple(sorted((column, tuple(values)) for column, values in where.items()))
    if doubted and not any(column in BY_READING for column in where):
        reading = ""
    return Counted(((1, PersonSet(boxed, reading, doubted)),))


def rows(kind: str, *of: str) -> Counted:
    """Rows of a kind."""
    return Counted(((1, RowSet(kind, of)),))


def total(parts: Iterable[Counted]) -> Counted:
    """The sum of counts; what cancels out is gone."""
    factors: dict[Base, int] = {}
    for part in parts:
        for factor, base in part.terms:
            factors[base] = factors.get(base, 0) + factor
    return Counted(tuple([(factor, base) for base, factor in factors.items() if factor]))


def times(factor: int, counted: Counted) -> Counted:
    """A count so many times."""
    return Counted(tuple([(factor * own, base) for own, base in counted.terms]))
