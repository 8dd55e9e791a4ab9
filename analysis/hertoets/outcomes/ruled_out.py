"""Who cannot be: values of two parts of a record that no law or definition lets stand together.

Somebody who might have been has one part of the record as another person has it. What the law says
of that part by the rest is held by the position in which both stand, save where it ties a month to
a month or an age: that stands here. Nobody may be supposed of whom an outsider knows that there is
no such person, else what the outsider works out is not seen.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import polars as pl

from hertoets.facts.dates import TURKISH
from hertoets.facts.onaday import BRITISH
from hertoets.law.constants import constants
from hertoets.outcomes.dimensions import NONE
from hertoets.outcomes.harmed import (
    AGE_EDGES,
    AGES,
    NATIONALITIES,
    OF_HARMED,
    OTHER,
    UNKNOWN,
    months,
)
from hertoets.outcomes.settings import Settings

_NOT_BOUND: Final = ("no", "not_yet", UNKNOWN)
ASKED: Final = (
    *OF_HARMED, "duty", "treaty", "publication", "group", "standing", "stated", "notice", "waits",
    "fine_wi2021",
)  # fmt: skip
"""The columns of `hertoets.outcomes.crowd.Crowd.follow` that are asked, by the headline."""

Ruling = tuple[tuple[str, ...], pl.Expr]
"""The dimensions that it asks for, and whether somebody cannot be so (bool)."""


def without_impossible(
    rows: pl.DataFrame, dimensions: list[str], settings: Settings
) -> pl.DataFrame:
    """Leave out who cannot be.

    Parameters
    ----------
    rows : polars.DataFrame
        With `dimensions` (text) and `ASKED`.
    dimensions : list of str
        Of `hertoets.outcomes.dimensions.OF_PERSON`, those that are told apart.
    settings : Settings
    """
    rulings = [bad for asked, bad in _rulings(settings) if {*asked} <= {*dimensions}]
    if not rulings:
        return rows
    return rows.filter(~pl.any_horizontal(bad.fill_null(False) for bad in rulings))


def as_little_known(
    rows: pl.DataFrame, dimensions: list[str], settings: Settings, elsewhere: str
) -> pl.DataFrame:
    """Make unknown what may be so, save what the groups say of whom harm was done.

    Parameters
    ----------
    rows, dimensions, settings
        As `without_impossible` takes them.
    elsewhere : str
        A nationality that no group is named after.
    """
    own, month = pl.col("nationality_harmed"), pl.col("month_harmed")
    groups = {
        "nationality": own.replace({"": None, OTHER: elsewhere}),
        "sex": _part(0).replace({"": None}),
        "age": _part(1),
        "month_start": pl.when(month.is_in(months(settings))).then(month),
    }
    return rows.with_columns(
        pl.when(pl.col(name) == NONE)
        .then(name)
        .otherwise(pl.coalesce(groups.get(name, pl.lit(None)), pl.lit(UNKNOWN)))
        .alias(name)
        for name in dimensions
    )


def _rulings(settings: Settings) -> Iterator[Ruling]:
    yield from _of_groups(settings)
    yield from _of_age(settings.reference_date)
    yield from _of_months(settings)
    yield from _of_nationality()


def _of_groups(settings: Settings) -> Iterator[Ruling]:
    """What the groups of whom harm was done say of a person, and the person of the group."""
    own, harmed = pl.col("nationality"), pl.col("nationality_harmed")
    group = pl.when(own.is_in([*NATIONALITIES, UNKNOWN])).then(own).otherwise(pl.lit(OTHER))
    yield ("nationality",), (harmed != "") & (group != harmed)
    kind = pl.col("sex_and_age_harmed")
    for name, of_kind in (("sex", _part(0)), ("age", _part(1))):
        yield (name,), (kind != "") & (of_kind != pl.col(name))
    start, month = pl.col("month_start"), pl.col("month_harmed")
    group = pl.when(start.is_in(months(settings))).then(start).otherwise(pl.lit(OTHER))
    yield ("month_start",), (month != "") & _known("month_start") & (month != group)


def _part(number: int) -> pl.Expr:
    return pl.col("sex_and_age_harmed").str.split(" ").list.get(number, null_on_oob=True)


def _of_age(reference: date) -> Iterator[Ruling]:
    """Nobody starts or is bound before the age of 16, nor has a decision before birth."""
    after, since = reference + timedelta(days=1), constants().number("duty_from_age")
    for edge, name in zip(AGE_EDGES, AGES, strict=False):
        young = pl.col("age") == name
        born = f"{after.year - edge}-{after.month:02}"
        bound = f"{after.year - edge + since}-{after.month:02}"
        yield ("age", "month_start"), young & _before("month_start", bound)
        told = young & _before("month_notice", bound)
        yield ("age", "month_notice"), told & ~pl.col("duty").is_in(_NOT_BOUND)
        yield ("age", "month_decided"), young & _before("month_decided", born)


def _of_months(settings: Settings) -> Iterator[Ruling]:
    """Who is told before any decision is bound to nothing; who waited was admitted before."""
    bound = ~pl.col("duty").is_in(_NOT_BOUND)
    told, decided = pl.col("month_notice"), pl.col("month_decided")
    both = _known("month_notice") & _known("month_decided")
    yield ("month_notice", "month_decided"), bound & both & (told < decided)
    late = _known("month_decided") & (decided > _month(settings.reference_date))
    yield ("month_decided",), bound & (pl.col("notice") == "before") & late
    dates = settings.stop_and_restart
    resumed = (
        pl.when(pl.col("stated") == "wi2013")
        .then(pl.lit(_month(dates.wi2013)))
        .when(pl.col("group") == "family")
        .then(pl.lit(_month(dates.family)))
        .otherwise(pl.lit(_month(max(dates.family, dates.asylum_and_other))))
    )
    waits = pl.col("waits").fill_null(False)
    yield ("month_decided",), waits & _known("month_decided") & (decided > resumed)
    if settings.headline == "notice":
        start = pl.col("month_start")
        known = _known("month_start") & _known("month_notice")
        yield ("month_start", "month_notice"), known & (start != told)


def _of_nationality() -> Iterator[Ruling]:
    """Of a Turk with a right the treaty says something, of nobody else. Whom the nationality of a
    member state frees at all times is fined without duty alone; a Briton who was told and admitted
    while that held is excluded."""
    turk, silent = pl.col("nationality") == TURKISH, pl.col("treaty") == "none"
    yield ("nationality",), turk & silent & (pl.col("group") != UNKNOWN)
    yield ("nationality",), ~turk & (pl.col("nationality") != UNKNOWN) & ~silent
    free = pl.col("nationality").is_in(sorted(constants().codes("free_movement")))
    yield ("nationality",), free & (pl.col("fine_wi2021") == "other")
    last = _month(constants().day("british_until"))
    published = (
        pl.when(pl.col("group") == "asylum")
        .then(_until("month_decided", last))
        .when(pl.col("group").is_in(["family", "other"]))
        .then(_until("month_collected", last))
    )
    briton = (pl.col("nationality") == BRITISH) & _until("month_notice", last)
    yield ("nationality", "month_notice"), briton & ~pl.col("duty").is_in(["no", UNKNOWN])
    admitted = published & pl.col("publication").is_in(["before", "bridged"])
    not_free = ~pl.col("standing").is_in(["excluded", UNKNOWN])
    asked = ("nationality", "month_notice", "month_decided", "month_collected")
    yield asked, briton & admitted & not_free


def _known(name: str) -> pl.Expr:
    return ~pl.col(name).is_in([NONE, UNKNOWN])


def _before(name: str, month: str) -> pl.Expr:
    return _known(name) & (pl.col(name) < month)


def _until(name: str, month: str) -> pl.Expr:
    return _known(name) & (pl.col(name) <= month)


def _month(day: date) -> str:
    return f"{day.year}-{day.month:02}"
