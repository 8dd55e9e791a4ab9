"""Arithmetic on dates written as whole numbers ``yyyymmdd``, as expressions for any engine.

An expression is computed anew wherever it stands, so these are not to be nested: give each result
a column of its own first.

A birthday or anniversary of 29 February falls on 1 March in other years (contract, section 2).
"""

from datetime import date

import narwhals as nw

from hertoets.facts.frames import Frame

OPEN = 99991231
"""Later than every date: an end that has not come, inside comparisons only."""

DAYS_TO_1970 = 719468  # days from 1 March of year 0 to 1 January 1970


def as_number(day: date) -> int:
    """Write a date as ``yyyymmdd``.

    >>> as_number(date(2021, 12, 31))
    20211231
    """
    return day.year * 10000 + day.month * 100 + day.day


def plus_years(day: nw.Expr, years: int) -> nw.Expr:
    """Give the same day of the year so many years later (int32 ``yyyymmdd``, null stays null)."""
    moved = day + years * 10000
    is_29_february = moved - (moved // 10000) * 10000 == 229
    first_of_march = moved + 72
    return nw.when(is_29_february & ~_leap(moved // 10000)).then(first_of_march).otherwise(moved)


def plus_years_and_months(day: nw.Expr, years: int, months: int) -> nw.Expr:
    """Give a number that compares like the day so many years and months later.

    A day that the month does not have (31 February) stays written as such: it lies after the
    month's last day and before the next month's first, which is all that comparing needs.
    """
    in_year = day - (day // 10000) * 10000
    next_year = in_year >= (13 - months) * 100
    return (
        nw.when(next_year)
        .then(day + years * 10000 + 10000 - (12 - months) * 100)
        .otherwise(day + years * 10000 + months * 100)
    )


def with_day_numbers(frame: Frame, *columns: str) -> Frame:
    """Add ``<column>_days``: the days since 1 January 1970, to subtract dates.

    Parameters
    ----------
    frame : narwhals.LazyFrame
    *columns : str
        Columns of ``yyyymmdd``.

    Returns
    -------
    narwhals.LazyFrame
        Null where the date is null.
    """
    for name in columns:
        day = nw.col(name)
        frame = frame.with_columns(
            _year=day // 10000, _month=day // 100, _early=day - (day // 10000) * 10000
        )
        # The year begins in March, so that the leap day is its last: no table of month lengths.
        frame = frame.with_columns(
            _early=(nw.col("_early") < 300).cast(nw.Int32),
            _month=nw.col("_month") - nw.col("_year") * 100,
            _day=day - nw.col("_month") * 100,
        )
        frame = frame.with_columns(
            _year=nw.col("_year") - nw.col("_early"),
            _month=nw.col("_month") + 12 * nw.col("_early") - 3,
        )
        year = nw.col("_year")
        in_year = (153 * nw.col("_month") + 2) // 5 + nw.col("_day") - 1
        number = 365 * year + year // 4 - year // 100 + year // 400 + in_year - DAYS_TO_1970
        frame = frame.with_columns(**{f"{name}_days": number})
        frame = frame.drop("_year", "_month", "_early", "_day")
    return frame


def next_day(day: nw.Expr) -> nw.Expr:
    """Give the day after (int32 ``yyyymmdd``, null stays null)."""
    month = day // 100 - (day // 10000) * 100
    in_month = day - (day // 100) * 100
    february_ends = (in_month == 29) | ((in_month == 28) & ~_leap(day // 10000))
    ends = (
        (in_month == 31)
        | ((in_month == 30) & month.is_in([4, 6, 9, 11]))
        | ((month == 2) & february_ends)
    )
    return (
        nw.when(ends & (month == 12))
        .then((day // 10000) * 10000 + 10101)
        .when(ends)
        .then((day // 100) * 100 + 101)
        .otherwise(day + 1)
    )


def _leap(year: nw.Expr) -> nw.Expr:
    by_4, by_100, by_400 = (year - (year // n) * n == 0 for n in (4, 100, 400))
    return by_4 & (~by_100 | by_400)
