"""Who was harmed by what followed, and the groups by which that is told.

Nationality, sex, age and the month of the lawful start are told of nobody else, so that persons who
are alike in what figures ask stay alike. Source: contract, section 4 ("What followed").
"""

from datetime import date
from typing import Final

import polars as pl

from hertoets.facts.calendar import plus_years
from hertoets.outcomes.settings import Settings

NATIONALITIES: Final = ("SYR", "ERI", "TUR", "IRN", "IRQ", "AFG", "YEM")
"""Those told apart; the rest is one group. A choice of this project: countries from which many came
for asylum in the years of the cohorts, and Turkey, for which other rules hold (T1 to T4)."""
OTHER: Final = "other"
UNKNOWN: Final = "unknown"
NATIONALITY: Final = (*NATIONALITIES, OTHER, UNKNOWN)

AGE_EDGES: Final = (18, 30, 50)
AGES: Final = ("under_18", "18_to_29", "30_to_49", "50_or_older", UNKNOWN)
SEXES: Final = ("f", "m", "x", UNKNOWN)
SEX_AND_AGE: Final = tuple(f"{sex} {age}" for sex in SEXES for age in AGES)

HARMS: Final = {
    "fine": ("without_duty", "too_early"),
    "loan": ("not_written_off",),
    "plan": ("without_basis",),
}
"""What followed and should not have, by the column that says so."""

NATIONALITY_HARMED: Final = "nationality_harmed"
OF_HARMED: Final = (NATIONALITY_HARMED, "sex_and_age_harmed", "month_harmed")
"""Columns filled for who was harmed alone; empty text for everybody else."""


def values_of(settings: Settings) -> dict[str, tuple[str, ...]]:
    """The values of each of `OF_HARMED`; months are those of the cohorts, and all others one."""
    return dict(zip(OF_HARMED, (NATIONALITY, SEX_AND_AGE, (*months(settings), OTHER)), strict=True))


def months(settings: Settings) -> list[str]:
    """The months of the cohorts (``2019-11``)."""
    first, last = settings.cohort_from, settings.cohort_to
    every = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return [f"{month // 12}-{month % 12 + 1:02}" for month in every]


def age_class(on: date) -> pl.Expr:
    """The class of age on a day, of persons with ``birth_from`` and ``birth_to``.

    Known where it is the same for the earliest and the latest date of birth that there may be.
    """
    oldest, youngest = (_class(pl.col(name), on) for name in ("birth_from", "birth_to"))
    known = pl.when(oldest == youngest).then(oldest).otherwise(pl.lit(UNKNOWN))
    return known.cast(pl.Enum(AGES))


def _class(born: pl.Expr, on: date) -> pl.Expr:
    found = pl.lit(AGES[len(AGE_EDGES)])
    for edge, name in reversed(list(zip(AGE_EDGES, AGES, strict=False))):
        found = pl.when(plus_years(born, edge) > on).then(pl.lit(name)).otherwise(found)
    return pl.when(born.is_null()).then(pl.lit(UNKNOWN)).otherwise(found)


def is_harmed() -> pl.Expr:
    """Whether somebody surely was harmed, of people with ``fine``, ``loan`` and ``plan`` (bool)."""
    return pl.any_horizontal(
        pl.col(name).cast(pl.String).is_in(values) for name, values in HARMS.items()
    )


def of_harmed(start: str, settings: Settings) -> list[pl.Expr]:
    """The columns of `OF_HARMED` (text), of people with the columns of `is_harmed`.

    They ask for ``treaty_nationality`` (that before the Dutch one), ``sex``, ``age_class``,
    ``regime``, ``start_stated`` and the column `start` with that of the Wi2013. The month is of the
    start by the regime, where that is not known of the stated one.
    """
    own = pl.col("treaty_nationality").cast(pl.String)
    nationality = (
        pl.when(own.is_null())
        .then(pl.lit(UNKNOWN))
        .when(own.is_in(NATIONALITIES))
        .then(own)
        .otherwise(pl.lit(OTHER))
    )
    sex = pl.col("sex").cast(pl.String).fill_null(UNKNOWN)
    kind = pl.concat_str([sex, pl.col("age_class").cast(pl.String)], separator=" ")
    lawful = pl.when(pl.col("regime") == "wi2013").then(start)
    month = pl.coalesce(lawful, "start_stated").dt.strftime("%Y-%m")
    month = pl.when(month.is_in(months(settings))).then(month).otherwise(pl.lit(OTHER))
    nobody = pl.lit("")
    return [
        pl.when(is_harmed()).then(values).otherwise(nobody).alias(name)
        for name, values in zip(OF_HARMED, (nationality, kind, month), strict=True)
    ]


def made_whole(others: pl.DataFrame, followed: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Persons who might have been, with groups where they were harmed and nowhere else.

    What the lawful end makes of the stated one is theirs only where ends are compared at all.

    Parameters
    ----------
    others : polars.DataFrame
        Rows of `hertoets.outcomes.crowd.Crowd.persons`.
    followed : polars.DataFrame
        What the reading in front makes of them.
    """
    harmed = followed.select(is_harmed()).to_series()
    numbers = range(len(others))
    term_class = followed["term_class"].cast(pl.String)
    not_compared = term_class.is_in(["not_applicable", "unknown"])
    others = others.with_columns(
        lawful_term=pl.when(not_compared | (pl.col("lawful_term") == "not_applicable"))
        .then(term_class)
        .otherwise("lawful_term")
    )
    return others.with_columns(
        pl.when(~harmed)
        .then(pl.lit(""))
        .when(pl.col(name) == "")
        .then(pl.Series([values[number % len(values)] for number in numbers], dtype=pl.String))
        .otherwise(name)
        .alias(name)
        for name, values in values_of(settings).items()
    )
