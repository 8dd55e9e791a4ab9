"""Contract section 1: what a single cell says, looked at by itself."""

import calendar
import re
from datetime import date
from typing import Any

from . import schema
from .logic import OPEN, UNKNOWN

OLDEST = date(1900, 1, 1)
NO_END = date(9999, 12, 31)
Judged = tuple[Any, str | None]  # the value, and why it became unknown


class StopError(Exception):
    """The extract cannot be read: a table or column is missing, or no column of its type."""


def single(table: schema.Table, column: str, text: str) -> Judged:
    is_open = column in table.open
    if text == "":
        return (OPEN if is_open else UNKNOWN), None
    if column in schema.TEXTS:
        return text, None
    if column in schema.BOOLEANS:
        if text not in ("true", "false"):
            raise StopError(f"{table.name}.{column}: no boolean")
        return text == "true", None
    if column in schema.COUNTS:
        if re.fullmatch(r"-?[0-9]+", text) is None:
            raise StopError(f"{table.name}.{column}: no whole number")
        least = int(text) >= schema.COUNTS[column]
        return (int(text), None) if least else (UNKNOWN, "range")
    if column in schema.MUNICIPALITIES:
        return _municipality(text)
    if column in schema.CODES:
        return _code(column, text)
    return _birth(text) if column == "birth_date" else _day(text, is_open)


def _code(column: str, text: str) -> Judged:
    if text in schema.CODES[column]:
        return text, None
    # Countries that are no more, parts of the Kingdom, XXX: unknown, but no error of coding.
    if "nationality" in column:
        former_dutch = column == "former_nationality" and text == "NLD"
        if former_dutch or text in schema.NOT_COUNTED:
            return UNKNOWN, "not_counted"
    return UNKNOWN, "code"


def _municipality(text: str) -> Judged:
    if re.fullmatch(r"GM[0-9]{4}", text) is None:
        return UNKNOWN, "code"
    return (UNKNOWN, "not_counted") if text in ("GM0000", "GM1999") else (text, None)


def _parts(text: str) -> tuple[int, int, int]:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None:
        raise StopError("not written as a date")
    year, month, day = (int(part) for part in text.split("-"))
    return year, month, day


def _day(text: str, is_open: bool) -> Judged:
    try:
        value = date(*_parts(text))
    except ValueError:
        return UNKNOWN, "calendar"
    if value < OLDEST:  # also in an open column: neither open nor "has not happened"
        return UNKNOWN, "range"
    if value == NO_END:
        return (OPEN, None) if is_open else (UNKNOWN, "range")
    return value, None


def _birth(text: str) -> Judged:
    """The first and the last day on which someone may be born, as the BRP writes it."""
    year, month, day = _parts(text)
    try:
        if month == 0 and day == 0:
            first, last = date(year, 1, 1), date(year, 12, 31)
        elif day == 0:
            first = date(year, month, 1)
            last = date(year, month, calendar.monthrange(year, month)[1])
        else:
            first = last = date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return UNKNOWN, "calendar"
    if first < OLDEST or first == NO_END:
        return UNKNOWN, "range"
    return (first, last), None
