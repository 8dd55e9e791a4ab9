"""Ways of looking at the columns of one row: filled, in order, so many days apart.

Each takes what to look at and the table, then its own arguments, and gives `Marks`. A row with an
unknown value among those compared is not judged: unknown is no fault of the order.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from hertoets.quality.look import Days, Look, Mask, Where, day_of, is_known
from hertoets.quality.marks import Marks, Tally


def filled(look: Look, table: str, columns: Sequence[str], where: Where | None = None) -> Marks:
    """Every one of these columns holds a value."""
    judged = look.where(table, where)
    empty = np.zeros(len(judged), dtype=bool)
    for column in columns:
        empty |= ~look.filled(table, column)
    return Marks(judged, empty)


def together(look: Look, table: str, first: str, second: str) -> Marks:
    """Both open columns hold something, or neither; one that cannot be read is not judged."""
    one, other = look.open(table, first), look.open(table, second)
    readable = (one | look.filled(table, first)) & (other | look.filled(table, second))
    return Marks(readable, one != other)


def still_open(look: Look, table: str, column: str) -> Marks:
    """Nothing has happened yet: the open column is empty."""
    opened = look.open(table, column)
    return Marks(opened | look.filled(table, column), ~opened)


def days_between(
    look: Look,
    table: str,
    earlier: str,
    later: str,
    least: int | None = None,
    most: int | None = None,
    never: int | None = None,
    where: Where | None = None,
    since: str = "",
    until: str = "",
) -> Marks:
    """From one date to the other lie at least, at most, or never exactly so many days.

    `since` and `until` (both included) keep to rows whose later date lies within them.
    """
    begin, end = look.days(table, earlier), look.days(table, later)
    apart = end - begin
    judged = look.where(table, where) & ~np.isnan(apart)
    judged &= _within(end, since, until)
    return Marks(judged, _outside(apart, least, most) | (apart == never))


def years_between(
    look: Look,
    table: str,
    earlier: str,
    later: str,
    years: int,
    least: int | None = None,
    most: int | None = None,
    never: Sequence[int] = (),
    where: Where | None = None,
) -> Marks:
    """The later date lies so many years after the earlier one, give or take the days said.

    `least` and `most` bound the days that it lies beyond that day, `never` names days that it may
    not lie beyond. A 29 February falls on 1 March in other years (contract, section 2).
    """
    due = look.years_later(table, earlier, years)
    beyond = look.days(table, later) - due
    judged = look.where(table, where) & ~np.isnan(beyond)
    return Marks(judged, _outside(beyond, least, most) | np.isin(beyond, list(never)))


def within(
    look: Look, table: str, column: str, first: str = "", last: str = "", where: Where | None = None
) -> Marks:
    """The date lies on or after the first and on or before the last day."""
    days = look.days(table, column)
    judged = look.where(table, where) & ~np.isnan(days)
    return Marks(judged, ~_within(days, first, last))


def outside(look: Look, table: str, column: str, first: str, last: str) -> Marks:
    """The date does not lie within these days."""
    days = look.days(table, column)
    return Marks(~np.isnan(days), _within(days, first, last))


def delivered(look: Look, table: str, columns: Sequence[str]) -> Marks | Tally:
    """No date lies after the day of delivery; not to be judged where that day is unknown."""
    day = look.extract.meta.delivered_on
    if day is None:
        return Tally(0, 0)
    judged = np.zeros(look.size(table), dtype=bool)
    late = judged.copy()
    for column in columns:
        days = look.days(table, column)
        judged |= ~np.isnan(days)
        late |= days > day_of(day.isoformat())
    return Marks(judged, late)


def number_between(
    look: Look, table: str, column: str, least: int | None = None, most: int | None = None
) -> Marks:
    """The whole number is at least, or at most, so much; both are included."""
    numbers = look.numbers(table, column)
    return Marks(is_known(numbers), _outside(numbers.astype(np.float64), least, most))


def whole_birth_dates(look: Look, table: str) -> Marks:
    """Day and month of birth are known."""
    first, last = look.numbers(table, "birth_from"), look.numbers(table, "birth_to")
    return Marks(is_known(first), first != last)


def born_first_of_january(look: Look, table: str) -> Marks:
    """Born on another day than 1 January; only whole birth dates are judged."""
    first, last = look.numbers(table, "birth_from"), look.numbers(table, "birth_to")
    return Marks(is_known(first) & (first == last), first % 10000 == 101)


def _within(days: Days, first: str, last: str) -> Mask:
    inside = np.ones(len(days), dtype=bool)
    if first:
        inside &= days >= day_of(first)
    if last:
        inside &= days <= day_of(last)
    return inside


def _outside(apart: npt.NDArray[np.floating[Any]], least: int | None, most: int | None) -> Mask:
    wrong = np.zeros(len(apart), dtype=bool)
    if least is not None:
        wrong |= apart < least
    if most is not None:
        wrong |= apart > most
    return wrong
