"""Dates as registers write them: closed forms, BRP zeros for unknown parts, spreadsheet numbers."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

EXCEL = "excel"
_PIECES = {"%Y": r"(?P<year>[0-9]{4})", "%H": "[0-9]{1,2}", "%M": "[0-9]{2}"}
_SECONDS = r"[0-9]{2}(?:\.[0-9]{1,9})?"
_TOKEN = re.compile(r"%[A-Za-z]|[^%]")
_BETWEEN = frozenset("-/. T:,")

# The calendar of spreadsheets has a 29 February 1900 that never was: numbers up to it are one off.
_EXCEL_DAY_0 = date(1899, 12, 30)
_EXCEL_FIRST, _EXCEL_LAST = 61, 2_958_465  # 1900-03-01 and 9999-12-31


class Parts(NamedTuple):
    """Year, month and day as written; 0 where the register says that it does not know."""

    year: int
    month: int
    day: int


def is_form(form: str) -> bool:
    """Tell whether a form is known: ``excel``, or year, month and day once each.

    Examples
    --------
    >>> is_form("%d-%m-%Y"), is_form("%d-%m-%y")
    (True, False)
    """
    if form == EXCEL:
        return True
    tokens = _TOKEN.findall(form)
    codes = [token for token in tokens if token.startswith("%")]
    others = [token for token in tokens if not token.startswith("%")]
    clock = codes[3:]
    return (
        "".join(tokens) == form
        and sorted(codes[:3]) == ["%Y", "%d", "%m"]
        and clock == ["%H", "%M", "%S"][: len(clock)]
        and len(clock) != 1
        and set(others) <= _BETWEEN
    )


def read_date(value: object, forms: Iterable[str]) -> Parts | None:
    """Read a date by the first form that fits.

    Parameters
    ----------
    value : object
        A date, a moment without a zone (its time of day is dropped), a text or a number.
    forms : iterable of str
        As `is_form` takes them.

    Returns
    -------
    Parts or None
        None where the value is not written in any of the forms. The parts need not be a day
        that exists.
    """
    if isinstance(value, datetime) and value.tzinfo is not None:
        return None  # the day depends on the zone: not guessed
    if isinstance(value, date):
        return Parts(value.year, value.month, value.day)
    for form in forms:
        found = _from_number(value) if form == EXCEL else _from_text(value, form)
        if found:
            return found
    return None


def exists(parts: Parts) -> bool:
    """Tell whether year, month and day, as far as they are known, are in the calendar."""
    year, month, day = parts
    if not 0 <= month <= 12 or (day and not month):
        return False
    return day <= (monthrange(year or 2000, month)[1] if month else 0)


def as_day(parts: Parts) -> date:
    """The day; every part must be known and the day exist."""
    return date(*parts)


def _from_text(value: object, form: str) -> Parts | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    match = _pattern(form).fullmatch(str(value))
    return Parts(*(int(match[name]) for name in ("year", "month", "day"))) if match else None


@cache
def _pattern(form: str) -> re.Pattern[str]:
    tokens = _TOKEN.findall(form)
    # Without anything between them the parts must fill their places.
    width = "{1,2}" if set(tokens) & _BETWEEN else "{2}"
    pieces = {
        **_PIECES,
        "%m": f"(?P<month>[0-9]{width})",
        "%d": f"(?P<day>[0-9]{width})",
        "%S": _SECONDS,
    }
    return re.compile("".join(pieces.get(token) or re.escape(token) for token in tokens))


def _from_number(value: object) -> Parts | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,7}(\.[0-9]+)?", value):
        return None
    number = float(value)
    if not _EXCEL_FIRST <= number < _EXCEL_LAST + 1:
        return None
    day = _EXCEL_DAY_0 + timedelta(days=int(number))
    return Parts(day.year, day.month, day.day)


def as_written(moment: date | datetime) -> Parts:
    """The parts of a day."""
    return Parts(moment.year, moment.month, moment.day)
