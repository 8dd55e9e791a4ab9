"""Days and ages as expressions over real dates.

A birthday, anniversary or month's end on a day that does not exist falls on the first of the next
month (contract, section 2), where Polars by itself would take the last of the month.
"""

from datetime import date
from functools import cache
from typing import Final

import numpy as np
import polars as pl

from hertoets.extract import values
from hertoets.law.constants import PensionAge

OPEN: Final = values.OPEN
"""How an extract writes an end that has not come; an unknown end is null."""

LONG_AGO: Final = values.FIRST_DAY
"""The first day that an extract can hold (contract, section 1)."""

_EPOCH: Final = date(1970, 1, 1)
_FIRST: Final = (LONG_AGO - _EPOCH).days
_LAST: Final = (date(2199, 12, 31) - _EPOCH).days
"""The days that a table holds, counted from 1970."""


def plus_months(day: pl.Expr, months: int) -> pl.Expr:
    """The same day so many months later (Date; null stays null, an open end stays open)."""

    def moved(days: pl.Series) -> pl.Series:
        return _moved(days, months)

    return day.map_batches(moved, return_dtype=pl.Date, is_elementwise=True)


def plus_years(day: pl.Expr, years: int) -> pl.Expr:
    """The same day so many years later (Date; null stays null).

    >>> leap = pl.select(pl.lit(date(2020, 2, 29))).to_series()
    >>> leap.to_frame("day").select(plus_years(pl.col("day"), 1)).item()
    datetime.date(2021, 3, 1)
    """
    return plus_months(day, 12 * years)


def next_day(day: pl.Expr) -> pl.Expr:
    """The day after (Date; null stays null)."""
    return day + pl.duration(days=1)


def _moved(days: pl.Series, months: int) -> pl.Series:
    """Look each day up; the few beyond the table are worked out one by one."""
    ordinal = days.to_physical()
    inside = ordinal.is_between(_FIRST, _LAST).fill_null(True)
    if inside.all():
        return _table(months).gather(ordinal - _FIRST).alias(days.name)
    day = pl.col("day")
    worked_out = (
        pl.when(day == OPEN).then(OPEN).otherwise(_moved_on(day.replace(OPEN, None), months))
    )
    beyond = days.filter(~inside).to_frame("day").select(worked_out).to_series()
    at = (ordinal - _FIRST).to_frame("at").select(pl.when(inside).then("at")).to_series()
    moved = _table(months).gather(at).alias(days.name)
    return moved.scatter((~inside).arg_true(), beyond)


@cache
def _table(months: int) -> pl.Series:
    """For each day of the table the one so many months later."""
    days = np.arange(_FIRST, _LAST + 1).astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    into = days - month.astype("datetime64[D]")
    later, after = ((month + months + n).astype("datetime64[D]") for n in (0, 1))
    return pl.Series(np.minimum(later + into, after))


def _moved_on(day: pl.Expr, months: int) -> pl.Expr:
    moved = day.dt.offset_by(f"{months}mo")
    return pl.when(moved.dt.day() != day.dt.day()).then(next_day(moved)).otherwise(moved)


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
