"""Persons who are alike in everything that a figure asks, under both passes of the law.

Every figure and table counts profiles by the persons in them. Beside these stand profiles without
anybody: `hertoets.outcomes.possible`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.facts.values import FACTS
from hertoets.outcomes.crowd import Crowd
from hertoets.outcomes.harmed import is_harmed, made_whole
from hertoets.outcomes.people import People
from hertoets.outcomes.possible import possible


@dataclass(frozen=True)
class Profiles:
    """The profiles of an extract.

    Attributes
    ----------
    persons : numpy.ndarray of int64, shape (profiles,)
        How many persons each holds; none where it is one that might have been.
    of_persons : numpy.ndarray of int64, shape (persons of the extract,)
        The profile of each person.
    frames : mapping of (str, bool) to polars.DataFrame
        By reading and by whether what is in doubt is unknown: what `Crowd.follow` makes of each
        profile, codes as text. The records as they stand only by the headline.
    days : mapping of (str, bool) to polars.DataFrame
        The same, of `Crowd.days`: one row a person, with ``group``.
    """

    persons: npt.NDArray[np.int64]
    of_persons: npt.NDArray[np.int64]
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
    persons = as_doubted.persons
    before = persons if records is doubted else as_recorded.persons
    alike = persons.hstack([_apart(persons, before)]).with_row_index("person")
    grouped = alike.group_by(pl.exclude("person"), maintain_order=True).agg(
        size=pl.len(), members="person"
    )
    every = grouped.select("members").with_row_index("profile").explode("members")
    of_persons = np.empty(len(persons), dtype=np.int64)
    of_persons[every["members"].to_numpy()] = every["profile"].to_numpy()
    first = grouped["members"].list.first()
    base, base_before = grouped.select(persons.columns), before.select(pl.all().gather(first))
    headline = doubted.settings.headline
    facts = as_doubted.follow(base, headline).select(
        *FACTS, "stated", "has_notice",
        is_compared=pl.col("regime") == "wi2013", is_harmed=is_harmed(),
    )  # fmt: skip
    others = possible(base.with_columns(grouped["size"]), facts)
    others = made_whole(others, as_doubted.follow(others, headline), doubted.settings)
    others = others.unique(maintain_order=True).join(
        base, on=base.columns, how="anti", nulls_equal=True, maintain_order="left"
    )
    everyone = pl.concat([base, others])
    frames = {(name, True): as_doubted.follow(everyone, name) for name in doubted.law.readings}
    recorded = as_recorded.follow(base_before, headline)
    # Who might have been is in no doubt: what the records say is what is known.
    frames[headline, False] = pl.concat([recorded, frames[headline, True][len(base) :]])
    group = doubted.told.select(pl.col("group").cast(pl.String))
    days = {(name, True): as_doubted.days(name).hstack(group) for name in doubted.law.readings}
    days[headline, False] = as_recorded.days(headline).hstack(
        records.told.select(pl.col("group").cast(pl.String))
    )
    sizes = np.concatenate(
        [grouped["size"].cast(pl.Int64).to_numpy(), np.zeros(len(others), dtype=np.int64)]
    )
    return Profiles(sizes, of_persons, frames, days)


def _apart(persons: pl.DataFrame, before: pl.DataFrame) -> pl.Series:
    """A number of what the records make of who is other when doubted; null for the rest."""
    if persons is before:
        return pl.repeat(None, len(persons), dtype=pl.UInt32, eager=True).alias("apart")
    other = pl.any_horizontal(persons[name].ne_missing(before[name]) for name in persons.columns)
    changed = pl.select(other=other).to_series()
    own = before.filter(changed)
    kinds = own.unique(maintain_order=True).with_row_index("apart")
    numbers = own.join(kinds, on=own.columns, how="left", nulls_equal=True, maintain_order="left")
    places = np.flatnonzero(changed.to_numpy())
    apart = np.full(len(persons), -1, dtype=np.int64)
    apart[places] = numbers["apart"].to_numpy()
    series = pl.Series("apart", apart)
    return series.set(series < 0, None)
