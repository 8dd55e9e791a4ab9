"""Where a person is on a day: registered, in reception, linked. Of spells the last begun counts.

Source: the contract's section 4 (responsible municipality); L356 for the link.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from hertoets.quality.look import UNKNOWN, Days, Look, Mask, Numbers

Rows: TypeAlias = npt.NDArray[np.int64]

SPAN = 200_000  # more days than lie between any two dates here
SHIFT = 50_000  # so that no day of 1900 or later is negative


@dataclass(frozen=True)
class Whereabouts:
    """Of each row that was asked about: municipalities by their digits, -1 where none or unknown.

    Attributes
    ----------
    inside : numpy.ndarray of bool
        In reception on the day.
    location, linked : numpy.ndarray of int32
        Municipality of the reception, and the one linked on or before the day.
    home : numpy.ndarray of int32
        Municipality of the registration.
    """

    inside: Mask
    location: Numbers
    linked: Numbers
    home: Numbers

    @property
    def responsible(self) -> Numbers:
        """In reception the linked municipality, otherwise the one of the registration."""
        return np.where(self.inside, self.linked, self.home)


def whereabouts(look: Look, person: Numbers, days: Days) -> Whereabouts:
    """Find where persons are on a day each.

    Parameters
    ----------
    look : Look
        With the tables ``reception`` and ``registrations``.
    person : numpy.ndarray of int32
    days : numpy.ndarray of float
        A day for each person asked about; nan is nowhere.

    Returns
    -------
    Whereabouts
    """
    stay = _covering(look, "reception", "from_date", "to_date", person, days)
    home = _covering(look, "registrations", "valid_from", "valid_to", person, days)
    inside = stay >= 0
    location = look.municipality("reception", "location_municipality")
    linked = look.municipality("reception", "linked_municipality")
    linked_on = look.days("reception", "linked_on")
    in_time = _pick(linked_on, stay, np.nan) <= days
    return Whereabouts(
        inside,
        _pick(location, stay, UNKNOWN),
        np.where(in_time, _pick(linked, stay, UNKNOWN), UNKNOWN).astype(np.int32),
        _pick(look.municipality("registrations", "municipality"), home, UNKNOWN),
    )


def in_notices(look: Look) -> Whereabouts:
    """Where the person of each notice was on its date, found once."""
    return look.shared("of notices", partial(_of_table, table="notices", column="notice_date"))


def in_access(look: Look) -> Whereabouts:
    """Where the person of each row of access was on its first day, found once."""
    return look.shared("of access", partial(_of_table, table="data_access", column="visible_from"))


def _of_table(look: Look, table: str, column: str) -> Whereabouts:
    return whereabouts(look, look.person(table), look.days(table, column))


def _covering(look: Look, table: str, begins: str, ends: str, person: Numbers, days: Days) -> Rows:
    """The row of the spell that began last of those that cover the day; -1 for none."""
    begin, end = look.days(table, begins), look.until(table, ends)
    known = np.flatnonzero(~np.isnan(begin))
    key = _key(look.person(table)[known], begin[known])
    order = np.argsort(key, kind="stable")
    key, known = key[order], known[order]
    asked = np.flatnonzero(~np.isnan(days))
    found = np.full(len(days), -1, dtype=np.int64)
    if not len(known):
        return found
    place = np.searchsorted(key, _key(person[asked], days[asked]), side="right") - 1
    # The spell that began last may be over while an earlier one still lasts.
    while len(asked):
        row = known[np.maximum(place, 0)]
        own = (place >= 0) & (look.person(table)[row] == person[asked])
        covers = own & (end[row] > days[asked])
        found[asked[covers]] = row[covers]
        left = own & ~covers
        asked, place = asked[left], place[left] - 1
    return found


def _key(person: Numbers, days: Days) -> Rows:
    return person.astype(np.int64) * SPAN + days.astype(np.int64) + SHIFT


def _pick(values: npt.NDArray[Any], rows: Rows, nothing: float) -> npt.NDArray[Any]:
    if not len(values):
        return np.full(len(rows), nothing)
    return np.where(rows >= 0, values[np.maximum(rows, 0)], nothing)
