"""Persons who are alike in everything that a figure asks, under both passes of the law.

Every figure and table counts profiles by the persons in them; whoever has to know of single persons
takes those that stand for a profile.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.outcomes.crowd import Crowd
from hertoets.outcomes.people import People

FEW: Final = 9
"""Persons who stand for a profile: a hidden count never holds more of one."""


@dataclass(frozen=True)
class Profiles:
    """The profiles of an extract.

    Attributes
    ----------
    persons : numpy.ndarray of int64, shape (profiles,)
        How many persons each holds.
    members : polars.Series of list of int, shape (profiles,)
        The numbers of the first `FEW` of them.
    frames : mapping of (str, bool) to polars.DataFrame
        By reading and by whether what is in doubt is unknown: what `Crowd.follow` makes of each
        profile, codes as text. The records as they stand only by the headline.
    days : mapping of (str, bool) to polars.DataFrame
        The same, of `Crowd.days`: one row a person, with ``group``.
    """

    persons: npt.NDArray[np.int64]
    members: pl.Series
    frames: Mapping[tuple[str, bool], pl.DataFrame]
    days: Mapping[tuple[str, bool], pl.DataFrame]


def profiles_of(records: People, doubted: People) -> Profiles:
    """Find who is alike.

    Parameters
    ----------
    records, doubted : People
        Of the same persons in the same order: as the records stand, and with what is in doubt
        unknown. May be one and the same.

    Returns
    -------
    Profiles
    """
    as_recorded, as_doubted = Crowd(records), Crowd(doubted)
    persons = _plain(as_doubted.persons)
    before = persons if records is doubted else _plain(as_recorded.persons)
    alike = persons.hstack([_apart(persons, before)]).with_row_index("person")
    grouped = alike.group_by(pl.exclude("person"), maintain_order=True).agg(
        size=pl.len(), members=pl.col("person").head(FEW)
    )
    first = grouped["members"].list.first()
    base, base_before = grouped.select(persons.columns), before.select(pl.all().gather(first))
    headline = doubted.settings.headline
    frames = {(name, True): as_doubted.follow(base, name) for name in doubted.law.readings}
    frames[headline, False] = as_recorded.follow(base_before, headline)
    group = doubted.told.select(pl.col("group").cast(pl.String))
    days = {(name, True): as_doubted.days(name).hstack(group) for name in doubted.law.readings}
    days[headline, False] = as_recorded.days(headline).hstack(
        records.told.select(pl.col("group").cast(pl.String))
    )
    return Profiles(
        grouped["size"].cast(pl.Int64).to_numpy(), grouped["members"], frames, days
    )


def _plain(persons: pl.DataFrame) -> pl.DataFrame:
    """Situations by their names: each pass has a list of its own."""
    return persons.with_columns(pl.col("situation_id").cast(pl.String))


def _apart(persons: pl.DataFrame, before: pl.DataFrame) -> pl.Series:
    """For who is other when doubted a number of what the records make of them; null for the rest."""
    if persons is before:
        return pl.repeat(None, len(persons), dtype=pl.UInt32, eager=True).alias("apart")
    other = pl.any_horizontal(
        persons[name].ne_missing(before[name]) for name in persons.columns
    )
    changed = pl.select(other=other).to_series()
    own = before.filter(changed)
    kinds = own.unique(maintain_order=True).with_row_index("apart")
    numbers = own.join(kinds, on=own.columns, how="left", nulls_equal=True, maintain_order="left")
    places = np.flatnonzero(changed.to_numpy())
    apart = np.full(len(persons), -1, dtype=np.int64)
    apart[places] = numbers["apart"].to_numpy()
    series = pl.Series("apart", apart)
    return series.set(series < 0, None)
