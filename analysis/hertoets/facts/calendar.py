"""Days and ages as expressions over real dates.

A birthday, anniversary or month's end on a day that does not exist falls on the first of the next
month (contract, section 2), where Polars by itself would take the last of the month.
"""

from typing import Final

import polars as pl

from hertoets.extract import values
from hertoets.law.constants import PensionAge

OPEN: Final = values.OPEN
"""How an extract writes an end that has not come; an unknown end is null."""

LONG_AGO: Final = values.FIRST_DAY
"""The first day that an extract can hold (contract, section 1)."""


def plus_months(day: pl.Expr, months: int) -> pl.Expr:
    """The same day so many months later (Date; null stays null)."""
    moved = day.dt.offset_by(f"{months}mo")
    return pl.when(moved.dt.day() != day.dt.day()).then(next_day(moved)).otherwise(moved)


def plus_years(day: pl.Expr, years: int) -> pl.Expr:
    """The same day so many years later (Date; null stays null).

    >>> from datetime import date
    >>> leap = pl.select(pl.lit(date(2020, 2, 29))).to_series()
    >>> leap.to_frame("day").select(plus_years(pl.col("day"), 1)).item()
    datetime.date(2021, 3, 1)
    """
    return plus_months(day, 12 * years)


def next_day(day: pl.Expr) -> pl.Expr:
    """The day after (Date; null stays null)."""
    return day + pl.duration(days=1)


def pension_day(birth: pl.Expr, ages: tuple[PensionAge, ...]) -> pl.Expr:
    """The day on which the pension age is reached (AOW art. 7a).

    Parameters
    ----------
    birth : polars.Expr of Date
    ages : tuple of PensionAge
        From early to late; the last holds for everybody born later.
    """
    *earlier, last = ages
    reached = [
        pl.when(birth < age.born_before).then(plus_months(birth, age.months)) for age in earlier
    ]
    return pl.coalesce(*reached, plus_months(birth, last.months))
