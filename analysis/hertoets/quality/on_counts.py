"""Ways of looking at how many rows there are: on a day, in a month, in a period."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from hertoets.quality.look import Look, Mask, Where, day_of, is_known
from hertoets.quality.marks import Marks, Tally
from hertoets.quality.together import ROWS, together

FEW_DAYS, FEW_MONTHS = 20, 3  # with fewer there is no usual one to set a burst against


def counted(name: str, values: np.ndarray) -> pl.DataFrame:
    """How many rows there are of each value."""
    each, rows = np.unique(values, return_counts=True)
    return pl.DataFrame({name: each.astype(np.int64), ROWS: rows.astype(np.int64)})


def _by_day(look: Look, table: str, column: str) -> pl.DataFrame:
    days = look.days(table, column)
    return counted("day", days[~np.isnan(days)])


def _by_month(look: Look, table: str, column: str, where: Where | None = None) -> pl.DataFrame:
    """By month, written ``yyyymm``."""
    dates = look.numbers(table, column)
    return counted("month", dates[look.where(table, where) & is_known(dates)] // 100)


@together(_by_day)
def burst(
    look: Look, table: str, by_day: pl.DataFrame, column: str, times: int, least: int
) -> Marks:
    """No day holds more rows than so many times the usual day (the median), if at least `least`."""
    days = look.days(table, column)
    return _too_many(days, ~np.isnan(days), by_day, FEW_DAYS, times, least)


@together(_by_month)
def months_filled(
    look: Look,
    table: str,  # noqa: ARG001  kinds are called alike
    by_month: pl.DataFrame,
    column: str,  # noqa: ARG001
    since: str,
    where: Where | None = None,  # noqa: ARG001
    but: Sequence[str] = (),
) -> Tally:
    """No month from `since` to the last one is without a row, but for those known to be.

    Months are written ``2019-11``. The first month is the first with a row, so that a register
    that began later is not blamed for it.
    """
    months = by_month["month"].to_numpy()
    months = months[months >= int(since.replace("-", ""))]
    if len(months) < 2 or not look.speaks_for_all:
        return Tally(0, 0)
    places = months // 100 * 12 + months % 100 - 1
    known = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in but]
    due = np.setdiff1d(np.arange(places[0], places[-1] + 1), known)
    return Tally(len(due), len(np.setdiff1d(due, places)))


@together(_by_month)
def months_steady(
    look: Look, table: str, by_month: pl.DataFrame, column: str, times: int, least: int
) -> Marks:
    """No month holds more than so many times the rows of the usual month, if at least `least`."""
    dates = look.numbers(table, column)
    return _too_many(dates // 100, is_known(dates), by_month, FEW_MONTHS, times, least)


def in_period(
    look: Look, table: str, column: str, first: str, last: str, where: Where | None = None
) -> Marks:
    """How many rows there are in a period: each counts, for the limits of the entry to judge."""
    days = look.days(table, column)
    inside: Mask = (days >= day_of(first)) & (days <= day_of(last)) & look.where(table, where)
    return Marks(~np.isnan(days), inside)


def _too_many(
    values: np.ndarray, judged: Mask, of_each: pl.DataFrame, few: int, times: int, least: int
) -> Marks:
    """Mark the rows of a day or month that holds far more than the usual one."""
    rows = of_each[ROWS].to_numpy()
    if len(rows) < few:
        return Marks(np.zeros_like(judged), np.zeros_like(judged))
    high = (rows > times * np.median(rows)) & (rows >= least)
    wrong = np.isin(values, of_each.to_series(0).to_numpy()[high])
    return Marks(judged, judged & wrong)
