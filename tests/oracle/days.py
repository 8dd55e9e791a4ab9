"""Days of the calendar as the contract counts them."""

from collections.abc import Iterable
from datetime import date, timedelta

FIRST, LAST = date.min, date.max  # stand-ins for "however early" and "however late"

# AOW art. 7a: who was born before the day reaches pension age at so many years and months.
PENSION = (
    (date(1948, 1, 1), 65, 0),
    (date(1948, 12, 1), 65, 1),
    (date(1949, 11, 1), 65, 2),
    (date(1950, 10, 1), 65, 3),
    (date(1951, 7, 1), 65, 6),
    (date(1952, 4, 1), 65, 9),
    (date(1953, 1, 1), 66, 0),
    (date(1955, 9, 1), 66, 4),
    (date(1956, 6, 1), 66, 7),
    (date(1957, 3, 1), 66, 10),
)
PENSION_LATER = (67, 0)


def plus(day: date, years: int = 0, months: int = 0) -> date:
    """So many years and months later; a day that does not exist is the first of the next month."""
    count = day.year * 12 + day.month - 1 + 12 * years + months
    year, month = divmod(count, 12)
    if year > LAST.year:
        return LAST
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month + 2 > 12), (month + 1) % 12 + 1, 1)


def shift(day: date, days: int) -> date:
    try:
        return day + timedelta(days)
    except OverflowError:
        return LAST if days > 0 else FIRST


def pension_day(birth: date) -> date:
    for before, years, months in PENSION:
        if birth < before:
            return plus(birth, years, months)
    return plus(birth, *PENSION_LATER)


def beside(days: Iterable[date]) -> set[date]:
    """Each day with the day before and the day after."""
    return {shift(day, step) for day in days for step in (-1, 0, 1)}


def within(marks: Iterable[date], first: date, last: date) -> list[date]:
    """Both ends and every mark between them; nothing where the first comes after the last."""
    if first > last:
        return []
    return sorted({first, last, *(day for day in marks if first < day < last)})
