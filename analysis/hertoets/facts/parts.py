"""Persons in parts: nothing in this room looks at two persons at once, so memory can stay small.

What a step makes and drops again is as large as the part, not as the extract.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

PERSONS_A_PART: Final = 250_000
"""How many persons are worked on at once: larger parts are no faster."""

NUMBER = pl.col("person")


@dataclass(frozen=True)
class Part:
    """Some persons in a row, numbered from zero, and all their rows.

    Attributes
    ----------
    first : int
        The number of the first of them among all.
    tables : dict of str to polars.DataFrame
    """

    first: int
    tables: dict[str, pl.DataFrame]

    def numbered(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The same rows with the numbers that the persons have among all."""
        return rows.with_columns(NUMBER + self.first)


def parts_of(tables: Mapping[str, pl.DataFrame], size: int = PERSONS_A_PART) -> Iterator[Part]:
    """Cut tables by person.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        Each with ``person``; ``persons`` in the order of their numbers.
    size : int
        Persons in a part.

    Yields
    ------
    Part
        At least one.
    """
    persons = len(tables["persons"])
    for first in range(0, max(persons, 1), size):
        if persons <= size:
            yield Part(0, dict(tables))
        else:
            inside = NUMBER.is_between(first, first + size, closed="left")
            cut = {
                name: table.filter(inside).with_columns(NUMBER - first)
                for name, table in tables.items()
            }
            yield Part(first, cut)


def as_one(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """The rows of all parts in one frame; the list is emptied, so that no row is held twice.

    Parameters
    ----------
    parts : list of polars.DataFrame
        At least one; all with the same columns.
    """
    columns = pl.concat(parts, rechunk=False).get_columns()
    parts.clear()
    for place, column in enumerate(columns):
        columns[place] = column.rechunk()
    return pl.DataFrame(columns)
