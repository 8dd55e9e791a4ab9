"""Ways of looking at how many rows there are: on a day, in a month, in a period."""

from collections.abc import Sequence

import numpy as np

from hertoets.quality.look import Look, Mask, Where, day_of, is_known
from hertoets.quality.marks import Marks, Tally

FIRST_DAY = day_of("1900-01-01")  # reading lets no earlier one through

FEW_DAYS, FEW_MONTHS = 20, 3  # with fewer there is no usual one to set a burst against


def burst(look: Look, table: str, column: str, times: int, least: int) -> Marks:
    """No day holds more rows than so many times the usual day (the median), if at least `least`."""
    days = look.days(table, column)
    judged = ~np.isnan(days)
    day = np.where(judged, days - FIRST_DAY, 0).astype(np.int64)
    counts = np.bincount(day[judged])
    usual = counts[counts > 0]
    if len(usual) < FEW_DAYS:
        return Marks(np.zeros_like(judged), np.zeros_like(judged))
    high = (counts > times * np.median(usual)) & (counts >= least)
    return Marks(judged, judged & high[day])


def months_filled(
    look: Look,
    table: str,
    column: str,
    since: str,
    where: Where | None = None,
    but: Sequence[str] = (),
) -> Tally:
    """No month from `since` to the last one is without a row, but for those known to be.

    Months are written ``2019-11``. The first month is the first with a row, so that a register
    that began later is not blamed for it.
    """
    dates = look.numbers(table, column)
    counted = np.bincount(dates[look.where(table, where) & is_known(dates)] // 100)
    months = np.flatnonzero(counted)
    months = months[months >= int(since.replace("-", ""))]
    if len(months) < 2:
        return Tally(0, 0)
    places = months // 100 * 12 + months % 100 - 1
    known = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in but]
    due = np.setdiff1d(np.arange(places[0], places[-1] + 1), known)
    return Tally(len(due), len(np.setdiff1d(due, places)))


def months_steady(look: Look, table: str, column: str, times: int, least: int) -> Marks:
    """No month holds more than so many times the rows of the usual month, if at least `least`."""
    dates = look.numbers(table, column)
    judged = is_known(dates)
    months = np.where(judged, dates // 100, 0)
    counts = np.bincount(months[judged])
    usual = counts[counts > 0]
    if len(usual) < FEW_MONTHS:
        return Marks(np.zeros_like(judged), np.zeros_like(judged))
    high = (counts > times * np.median(usual)) & (counts >= least)
    return Marks(judged, judged & high[months])


def in_period(
    look: Look, table: str, column: str, first: str, last: str, where: Where | None = None
) -> Marks:
    """How many rows there are in a period: each counts, for the limits of the entry to judge."""
    days = look.days(table, column)
    inside: Mask = (days >= day_of(first)) & (days <= day_of(last)) & look.where(table, where)
    return Marks(~np.isnan(days), inside)
