"""Several delivered columns into one: joined, the first that is filled, or the parts of a date."""

import re
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from hertoets.prepare.model import ColumnRule
from hertoets.prepare.values import Unread, Values, as_text

PART_EMPTY = "part_empty"
NOT_A_DATE = "not_a_date"
_YEAR, _PART = re.compile("[0-9]{4}"), re.compile("[0-9]{1,2}")


def combine(rule: ColumnRule, delivered: dict[str, Values]) -> Values:
    """The one column that a rule makes of the delivered ones.

    Parameters
    ----------
    rule : ColumnRule
        With at least one delivered column.
    delivered : dict of str to Values
        Cleaned, all of one length.

    Returns
    -------
    Values
        A row is empty where every part of it is. Where only some are, a joined value and a date
        without its year become a `Unread`.
    """
    columns = [delivered[name] for name in rule.sources]
    if rule.how is None:
        return columns[0]
    together: dict[str, Callable[[Sequence[object]], object]] = {
        "join": partial(_join, rule.glue),
        "first_filled": _first_filled,
        "year_month_day": _year_month_day,
    }
    rows = np.stack([column.indices for column in columns], axis=1)
    tuples, places = np.unique(rows, axis=0, return_inverse=True)
    parts = (
        [
            column.distinct[place] if place >= 0 else None
            for column, place in zip(columns, row, strict=True)
        ]
        for row in tuples.tolist()
    )
    given = [_one(together[rule.how], row) for row in parts]
    places = np.asarray(places, dtype=np.int64).reshape(-1)
    empty = np.array([value is None for value in given], dtype=bool)
    return Values(np.where(empty[places], -1, places) if len(given) else places, given)


def _one(together: Callable[[Sequence[object]], object], parts: Sequence[object]) -> object:
    """One value; a part that could not be read makes the whole so."""
    unread = next((part for part in parts if isinstance(part, Unread)), None)
    if unread or all(part is None for part in parts):
        return unread
    return together(parts)


def _join(glue: str, parts: Sequence[object]) -> object:
    if any(part is None for part in parts):
        return Unread(PART_EMPTY)
    return glue.join(map(as_text, parts))


def _first_filled(parts: Sequence[object]) -> object:
    return next(part for part in parts if part is not None)


def _year_month_day(parts: Sequence[object]) -> object:
    """Write the parts as the BRP does: zeros for a month or day that is not known."""
    year, month, day = ("" if part is None else as_text(part) for part in parts)
    right = _YEAR.fullmatch(year) and all(_PART.fullmatch(part or "0") for part in (month, day))
    if not right:
        return Unread(NOT_A_DATE if year else PART_EMPTY)
    return f"{year}-{int(month or 0):02d}-{int(day or 0):02d}"
