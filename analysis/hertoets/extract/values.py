"""What one value says, judged by itself: a date, a code, a count, or *unknown* with the reason.

Contract, section 1: impossible is unknown, never gone. Distinct values are few, so each is judged
once, in plain Python. A value that is not of the column's type at all stops the run.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from re import ASCII
from re import compile as pattern
from typing import TypeAlias

from hertoets.extract.schema import (
    MUNICIPALITY,
    NO_MUNICIPALITY,
    Column,
    codes_without_nationality,
    nationality_codes,
)
from hertoets.extract.stored import NotOfTypeError

DATE = pattern(r"(\d{4})-(\d{2})-(\d{2})", ASCII)
NUMBER = pattern(r"-?\d{1,30}", ASCII)
FIRST_YEAR = 1900  # an earlier date is a sentinel or a slip: unknown
FIRST_DAY = date(FIRST_YEAR, 1, 1)
OPEN = date.max  # 9999-12-31: how registers write "no end"
EMPTY = ""
"""How an open column of codes holds an empty cell; an unknown code is null."""
DUTCH = "NLD"

BEFORE_1900 = "before_1900"
NO_SUCH_DATE = "no_such_date"
AFTER_DELIVERY = "after_delivery"
OUTSIDE_LIST = "outside_list"
MEANS_UNKNOWN = "means_unknown"
OUT_OF_RANGE = "out_of_range"

BY_ITSELF = frozenset({BEFORE_1900, NO_SUCH_DATE, OUTSIDE_LIST, MEANS_UNKNOWN, OUT_OF_RANGE})
"""Checks for which a value need not be laid beside another, or beside the day of delivery."""

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_EPOCH = date(1970, 1, 1).toordinal()
_MOST = 2**31 - 1  # what a whole number of the tables can hold

_LAST_PLAIN = date(OPEN.year - 1, 12, 31)
_LENGTH = len("1990-05-15")

Judged: TypeAlias = tuple[object, str | None]
"""What a value becomes, and the check that made it unknown."""


def plain_days(column: Column, delivered: date | None) -> tuple[int, int]:
    """Between which days since 1970 a date of a column is what it says, whatever the column."""
    last = (delivered if column.by_delivery else None) or _LAST_PLAIN
    return FIRST_DAY.toordinal() - _EPOCH, last.toordinal() - _EPOCH


def judge_of(column: Column, delivered: date | None) -> Callable[[object], Judged]:
    """The judge of a column's values.

    Parameters
    ----------
    column : Column
    delivered : datetime.date or None
        The day of delivery.

    Returns
    -------
    callable
        From a value as stored (text, days since 1970, bool or int) to what it becomes: a
        birth date its first and last possible day. Raises `NotOfTypeError`.
    """
    latest = (delivered if column.by_delivery else None) or OPEN
    last = min(latest, _LAST_PLAIN)

    def date_(value: object) -> Judged:
        if (plain := _plain(value)) and FIRST_DAY <= plain <= last:
            return plain, None
        year, month, day = _parts(value)
        if reason := _why_impossible(year, month, day):
            return None, reason
        found = date(year, month, day)
        if found == OPEN:  # where nothing can be open it says nothing
            return (OPEN, None) if column.open else (None, NO_SUCH_DATE)
        return (None, AFTER_DELIVERY) if found > latest else (found, None)

    def birth_date(value: object) -> Judged:
        if (plain := _plain(value)) and FIRST_DAY <= plain <= last:
            return (plain, plain), None
        parts = _parts(value)
        if parts == (0, 0, 0):
            return None, MEANS_UNKNOWN  # how the BRP writes that nothing is known
        interval, reason = _interval(*parts)
        if interval and interval[0] > latest:
            return None, AFTER_DELIVERY
        return interval, reason

    def code(value: object) -> Judged:
        if not isinstance(value, str):
            raise NotOfTypeError
        reason = _why_no_code(column, value)
        return (None, reason) if reason else (value, None)

    def count(value: object) -> Judged:
        if isinstance(value, str) and NUMBER.fullmatch(value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise NotOfTypeError
        return (value, None) if column.least <= value <= _MOST else (None, OUT_OF_RANGE)

    judges = {"date": date_, "birth_date": birth_date, "code": code, "count": count, "bool": _bool}
    return judges[column.type]


def _interval(year: int, month: int, day: int) -> tuple[tuple[date, date] | None, str | None]:
    """The first and last possible day of birth; 00 stands for an unknown month and day, or day."""
    first, last = (month or 1, month or 12) if day == 0 else (month, month)
    if reason := _why_impossible(year, first, day or 1):
        return None, reason
    if year == OPEN.year:  # nobody is born at the end of time
        return None, NO_SUCH_DATE
    end = day or monthrange(year, last)[1]
    return (date(year, first, day or 1), date(year, last, end)), None


def _plain(value: object) -> date | None:
    """The date that a text is, found fast; None where it has to be looked at in parts."""
    if not isinstance(value, str) or len(value) != _LENGTH or not value[4] == value[7] == "-":
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _parts(value: object) -> tuple[int, int, int]:
    if isinstance(value, int):
        ordinal = value + _EPOCH
        if not _FIRST <= ordinal <= _LAST:
            return 0, 0, 1  # a day that no calendar of four digits has
        day = date.fromordinal(ordinal)
        return day.year, day.month, day.day
    if not isinstance(value, str) or not (match := DATE.fullmatch(value)):
        raise NotOfTypeError
    year, month, day_ = match.groups()
    return int(year), int(month), int(day_)


def _why_impossible(year: int, month: int, day: int) -> str | None:
    if not 1 <= month <= 12 or not 1 <= day <= 31 or year < 1:
        return NO_SUCH_DATE
    if day > monthrange(year, month)[1]:
        return NO_SUCH_DATE
    return BEFORE_1900 if year < FIRST_YEAR else None


def _bool(value: object) -> Judged:
    if isinstance(value, bool):
        return value, None
    # Upper case is how common tools write it; nothing else can be meant.
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true", None
    raise NotOfTypeError


def _why_no_code(column: Column, value: str) -> str | None:
    if column.codes == "municipality":
        if value in NO_MUNICIPALITY:
            return MEANS_UNKNOWN
        return None if MUNICIPALITY.fullmatch(value) else OUTSIDE_LIST
    if column.codes == "iso_3166_1_alpha_3":
        if value in codes_without_nationality() or (column.dutch_only and value == DUTCH):
            return MEANS_UNKNOWN
        return None if value in nationality_codes() else OUTSIDE_LIST
    return None if value in (column.codes or ()) else OUTSIDE_LIST
