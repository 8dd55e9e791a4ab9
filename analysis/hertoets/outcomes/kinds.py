"""Kinds of persons who are alike under both passes of the law, and how many there are of each.

Kinds of several parts of an extract are added up: a part holds some persons, each with all rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.extract.adding import added_rows

Pass = tuple[str, bool]
"""A reading, and whether what is in doubt is unknown."""


@dataclass(frozen=True)
class Kinds:
    """Who is alike.

    Attributes
    ----------
    now : polars.DataFrame
        One row a kind, as `hertoets.outcomes.crowd.Crowd.persons`, with what is in doubt unknown.
    before : polars.DataFrame
        The same of the records as they stand.
    persons : polars.Series of Int64
        How many there are of each.
    days : mapping of (str, bool) to polars.DataFrame
        Of all together, from `hertoets.outcomes.profiles.counted_days`.
    amounts : mapping of (str, bool) to polars.DataFrame
        The sums of `hertoets.outcomes.people.People.amounts` over the persons of each (Int64).
    """

    now: pl.DataFrame
    before: pl.DataFrame
    persons: pl.Series
    days: Mapping[Pass, pl.DataFrame]
    amounts: Mapping[Pass, pl.DataFrame]


def added_up(parts: Sequence[Kinds]) -> tuple[Kinds, npt.NDArray[np.int64]]:
    """The kinds of all parts, each once, in the order in which they occur first.

    Parameters
    ----------
    parts : sequence of Kinds
        At least one.

    Returns
    -------
    kinds : Kinds
    of_parts : numpy.ndarray of int64
        For each kind of the first part, then of the second and so on, its place among them.
    """
    names = parts[0].now.columns
    behind = {name: f"before_{name}" for name in names}
    every = pl.concat([part.now.hstack(part.before.rename(behind)) for part in parts])
    alike, of_parts = alike_in(every)
    persons = pl.concat([part.persons for part in parts]).to_frame("persons")
    before = alike.select(pl.col(name).alias(own) for own, name in behind.items())
    amounts = {
        one: summed(pl.concat([part.amounts[one] for part in parts]), of_parts, len(alike))
        for one in parts[0].amounts
    }
    days = {
        one: added_rows([part.days[one] for part in parts], ["persons"]) for one in parts[0].days
    }
    counted = summed(persons, of_parts, len(alike)).to_series()
    return Kinds(alike.select(names), before, counted, days, amounts), of_parts


def summed(rows: pl.DataFrame, places: npt.NDArray[np.int64], size: int) -> pl.DataFrame:
    """The sums over the rows of each place; null where there is none."""
    sums = rows.group_by(pl.Series("place", places)).sum()
    every = pl.DataFrame({"place": np.arange(size)})
    return every.join(sums, on="place", how="left", maintain_order="left").drop("place")


def alike_in(rows: pl.DataFrame) -> tuple[pl.DataFrame, npt.NDArray[np.int64]]:
    """Lay together the rows that are the same in every column.

    Returns
    -------
    alike : polars.DataFrame
        Each once, in the order in which it occurs first, with ``size`` (how many are so) and
        ``first`` (the place of the first).
    of_rows : numpy.ndarray of int64
        For each row the place among `alike`.
    """
    # By a number for each row: rows as keys would be held once more, and in full.
    tried = (_alike_by(rows.hash_rows(seed), rows) for seed in count())
    return next(found for found in tried if found is not None)


def _alike_by(
    numbers: pl.Series, rows: pl.DataFrame
) -> tuple[pl.DataFrame, npt.NDArray[np.int64]] | None:
    """What `alike_in` gives; None where two rows that differ have the same number."""
    _, first, of_rows, size = np.unique(
        numbers.to_numpy(), return_index=True, return_inverse=True, return_counts=True
    )
    order = np.argsort(first)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    of_rows, first = place[of_rows], first[order]
    alike = rows.select(pl.all().gather(first))
    if not all(column.eq_missing(alike[column.name].gather(of_rows)).all() for column in rows):
        return None
    return alike.with_columns(size=size[order], first=first), of_rows
