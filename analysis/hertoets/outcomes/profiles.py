"""Persons who are alike in everything that a figure asks, under both passes of the law.

Every figure and table counts profiles by the persons in them. Beside these stand profiles without
anybody: `hertoets.outcomes.possible`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.extract.doubt import Numbers
from hertoets.facts.values import FACTS
from hertoets.outcomes.by_kind import ByKind, as_text, coded
from hertoets.outcomes.crowd import Crowd
from hertoets.outcomes.doubted import in_place
from hertoets.outcomes.harmed import HARMS, is_harmed, made_whole
from hertoets.outcomes.kinds import Kinds, alike_in, summed
from hertoets.outcomes.people import People
from hertoets.outcomes.possible import possible
from hertoets.outcomes.settings import Settings


@dataclass(frozen=True)
class Profiles:
    """The profiles of an extract.

    Attributes
    ----------
    persons : numpy.ndarray of int64, shape (profiles,)
        How many persons each holds; none where it is one that might have been.
    of_persons : numpy.ndarray of int, shape (persons of the extract,)
        The profile of each person.
    frames : mapping of (str, bool) to polars.DataFrame
        By reading and by whether what is in doubt is unknown: what `ByKind.follow` makes of each
        profile, texts `coded`. The records as they stand only by the headline.
    days : mapping of (str, bool) to polars.DataFrame
        The same, of `Crowd.days`: from `counted_days`.
    alike : polars.DataFrame
        What `Crowd.follow` took of each profile, with what is in doubt unknown.
    amounts : mapping of (str, bool) to polars.DataFrame
        By reading and pass: the sums of `People.amounts` over the persons of each profile (Int64);
        those without anybody stand last and are not there.
    """

    persons: npt.NDArray[np.int64]
    of_persons: npt.NDArray[np.integer]
    frames: Mapping[tuple[str, bool], pl.DataFrame]
    days: Mapping[tuple[str, bool], pl.DataFrame]
    alike: pl.DataFrame = field(default_factory=pl.DataFrame)
    amounts: Mapping[tuple[str, bool], pl.DataFrame] = field(default_factory=dict)


def profiles_of(records: People, doubted: People, in_doubt: Numbers) -> Profiles:
    """Find who is alike, and who might have been.

    Parameters
    ----------
    records, doubted : People
        Of the same persons in the same order: as the records stand, and with what is in doubt
        unknown. May be one and the same.
    in_doubt : numpy.ndarray of int32
        The persons of whom something is: all others are the same in both.

    Returns
    -------
    Profiles
    """
    kinds, of_persons = counted_kinds(records, doubted, in_doubt)
    by_kind = ByKind.of(records), ByKind.of(doubted)
    return profiles_from(kinds, of_persons, *by_kind, doubted.settings)


def counted_kinds(
    records: People, doubted: People, in_doubt: Numbers
) -> tuple[Kinds, npt.NDArray[np.int64]]:
    """Find who is alike, and count days and sum amounts; what `profiles_of` takes.

    Returns
    -------
    kinds : Kinds
    of_persons : numpy.ndarray of int64, shape (persons,)
        The kind of each person.
    """
    as_recorded, as_doubted = Crowd(records.some(in_doubt)), Crowd(doubted)
    kinds, of_persons = kinds_of(as_recorded, as_doubted, in_doubt)
    headline = doubted.settings.headline
    days = {(name, True): as_doubted.days(name) for name in doubted.law.readings}
    again = as_recorded.days(headline)
    days[headline, False] = in_place(days[headline, True], again, pl.Series(in_doubt))
    amounts = {(name, True): doubted.amounts(name) for name in doubted.law.readings}
    amounts[headline, False] = records.amounts(headline)
    size = len(kinds.persons)
    return replace(
        kinds,
        days={one: counted_days(own) for one, own in days.items()},
        amounts={one: summed(own, of_persons, size) for one, own in amounts.items()},
    ), of_persons


def profiles_from(
    kinds: Kinds,
    of_persons: npt.NDArray[np.integer],
    as_recorded: ByKind,
    as_doubted: ByKind,
    settings: Settings,
) -> Profiles:
    """The profiles of kinds of persons, and of who might have been.

    Parameters
    ----------
    kinds : Kinds
        Of an extract, or of all its parts together.
    of_persons : numpy.ndarray of int
        The kind of each person.
    as_recorded, as_doubted : ByKind
        With the situations of each pass.
    settings : Settings
    """
    everyone, frames = followed(kinds, as_recorded, as_doubted, settings)
    sizes = np.zeros(len(everyone), dtype=np.int64)
    sizes[: len(kinds.persons)] = kinds.persons.to_numpy()
    return Profiles(sizes, of_persons, frames, kinds.days, everyone, kinds.amounts)


def kinds_of(
    as_recorded: Crowd, as_doubted: Crowd, in_doubt: Numbers
) -> tuple[Kinds, npt.NDArray[np.int64]]:
    """Find who is alike under both passes, in the order in which they occur first.

    Returns
    -------
    kinds : Kinds
    of_persons : numpy.ndarray of int64, shape (persons,)
        The kind of each person.
    """
    persons, before = as_doubted.persons, as_recorded.persons
    alike, of_persons = alike_in(persons.hstack([_apart(persons, before, in_doubt)]))
    now = alike.select(persons.columns)
    place = np.full(len(persons), -1, dtype=np.int64)
    place[in_doubt] = np.arange(len(now), len(now) + len(in_doubt))
    first = place[alike["first"].to_numpy()]
    first = np.where(first < 0, np.arange(len(now)), first)
    recorded = pl.concat([now, before]).select(pl.all().gather(first))
    return Kinds(now, recorded, alike["size"].cast(pl.Int64), {}, {}), of_persons


def followed(
    kinds: Kinds, as_recorded: ByKind, as_doubted: ByKind, settings: Settings
) -> tuple[pl.DataFrame, dict[tuple[str, bool], pl.DataFrame]]:
    """What the law makes of each kind, and of those without anybody that there might have been.

    Returns
    -------
    everyone : polars.DataFrame
        The kinds, with what is in doubt unknown, and behind them those without anybody.
    frames : dict of (str, bool) to polars.DataFrame
        As `Profiles` has them.
    """
    headline, base = settings.headline, kinds.now
    asked = as_doubted.follow(base, headline).select(
        *FACTS, "stated", "has_notice", "regime", *HARMS
    )
    facts = as_text(asked).select(
        pl.exclude("regime", *HARMS),
        is_compared=pl.col("regime") == "wi2013",
        is_harmed=is_harmed(),
    )
    others = possible(base.with_columns(size=kinds.persons), facts)
    others = made_whole(others, as_doubted.follow(others, headline), settings)
    others = others.unique(maintain_order=True).join(
        base, on=base.columns, how="anti", nulls_equal=True, maintain_order="left"
    )
    everyone = pl.concat([base, others])
    frames = {(name, True): frame for name, frame in as_doubted.follow_each(everyone).items()}
    recorded = as_recorded.follow(kinds.before, headline)
    # Who might have been is in no doubt: what the records say is what is known.
    rest = frames[headline, True][len(base) :]
    frames[headline, False] = _with_behind(recorded, rest)
    return everyone, frames


def _with_behind(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """The rows of two frames `coded`, again so; one column after another."""
    columns = (
        coded(pl.concat([as_text(one.select(name)) for one in (first, second)]))
        for name in first.columns
    )
    return pl.DataFrame([column.to_series() for column in columns])


def counted_days(days: pl.DataFrame) -> pl.DataFrame:
    """Count who has how many days.

    Parameters
    ----------
    days : polars.DataFrame
        From `Crowd.days`, one row a person.

    Returns
    -------
    polars.DataFrame
        ``of`` (the column), ``group``, ``days`` and ``persons``, sorted; who has none is not there.
    """
    flat = days.unpivot(index="group", variable_name="of", value_name="days")
    by = ["of", "group", "days"]
    counted = flat.drop_nulls("days").group_by(by).agg(persons=pl.len().cast(pl.Int64))
    return counted.sort(by, nulls_last=True)


def _apart(persons: pl.DataFrame, before: pl.DataFrame, in_doubt: Numbers) -> pl.Series:
    """A number of what the records make of who is other when doubted; null for the rest."""
    now = persons.select(pl.all().gather(in_doubt))
    other = pl.any_horizontal(now[name].ne_missing(before[name]) for name in now.columns)
    changed = pl.select(other=other).to_series()
    own = before.filter(changed)
    kinds = own.unique(maintain_order=True).with_row_index("apart")
    numbers = own.join(kinds, on=own.columns, how="left", nulls_equal=True, maintain_order="left")
    places = in_doubt[changed.to_numpy()]
    apart = np.full(len(persons), -1, dtype=np.int64)
    apart[places] = numbers["apart"].to_numpy()
    series = pl.Series("apart", apart)
    return series.set(series < 0, None)
