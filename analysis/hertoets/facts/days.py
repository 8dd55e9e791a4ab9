"""Days that are not known: an answer is known where it is the same on every day that may be meant.

A person's answers change on few days only: where something begins or ends, on birthdays, at the
limits of the law. Who asks on those days and on the day after each has asked on every day.
"""

from collections.abc import Iterable

import polars as pl

from hertoets.facts.calendar import next_day
from hertoets.facts.frames import rows_with, together
from hertoets.law.constants import constants

BIRTHDAYS = ("from_16", "by_16", "from_18", "by_18", "pension_from", "pension_by", "dutch_since")


def every_day(
    spans: pl.DataFrame, people: pl.DataFrame, tables: Iterable[pl.DataFrame | None]
) -> pl.DataFrame:
    """The days of each span on which an answer may change.

    Parameters
    ----------
    spans : polars.DataFrame
        ``person``, ``first``, ``last`` (Date, both included): days of which one is meant.
    people : polars.DataFrame
        With ``person`` and the days of `BIRTHDAYS`.
    tables : iterable of polars.DataFrame or None
        Each with ``person``; every column of type Date in them counts.

    Returns
    -------
    polars.DataFrame
        ``person``, ``day``; each day once.
    """
    asked = spans.select("person").unique()
    changes = [_dates(rows_with(people.select("person", *BIRTHDAYS), asked["person"]))]
    changes += [_dates(rows_with(table, asked["person"])) for table in tables if table is not None]
    british = asked.with_columns(day=pl.lit(constants().day("british_until")))
    points = pl.concat([*changes, british])
    points = pl.concat([points, points.with_columns(next_day(pl.col("day")))])
    inside = points.join(spans, on="person", how="inner").filter(
        (pl.col("day") >= pl.col("first")) & (pl.col("day") <= pl.col("last"))
    )
    ends = [spans.select("person", day=end) for end in ("first", "last")]
    return pl.concat([inside.select("person", "day"), *ends]).unique(maintain_order=True)


def _dates(table: pl.DataFrame) -> pl.DataFrame:
    days = [name for name, kind in table.schema.items() if kind == pl.Date]
    return pl.concat(
        [table.select("person", day=name) for name in days]
        or [table.select("person").with_columns(day=pl.lit(None, pl.Date)).clear()]
    ).drop_nulls()


def same_on_all(answers: pl.DataFrame, columns: Iterable[str], per: str = "person") -> pl.DataFrame:
    """One row a person: each answer where it is the same on all the person's days, else null."""
    asked = answers.select(per, *columns)
    return together(asked, per, lambda told: pl.when(told.n_unique() == 1).then(told.first()))
