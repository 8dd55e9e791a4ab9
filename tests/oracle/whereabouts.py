"""Contract section 4: who was responsible on the day of the first notice, and who was informed."""

from datetime import date
from typing import Any

from .logic import OPEN, UNKNOWN, Truth, both, known
from .person import Person
from .reading import Row


def _covers(row: Row, begin: str, end: str, day: date) -> Truth:
    begun = row[begin] <= day if known(row[begin]) else None
    if row[end] is OPEN:
        return begun
    return both(begun, day < row[end] if known(row[end]) else None)


def _deciding(rows: list[Row], begin: str, end: str, day: date) -> Row | Any:
    """The spell that covers the day and began last; None without one, UNKNOWN if one may."""
    sure = [row for row in rows if _covers(row, begin, end, day)]
    unsure = [row for row in rows if _covers(row, begin, end, day) is None]
    last = max(sure, key=lambda row: row[begin], default=None)
    for row in unsure:
        if last is None or not known(row[begin]) or row[begin] > last[begin]:
            return UNKNOWN
    return last


def deciding_reception(person: Person) -> Row | Any:
    if not person.notice_day:
        return UNKNOWN
    return _deciding(person.rows("reception"), "from_date", "to_date", person.notice_day)


def informed(person: Person) -> str:
    if not {"reception", "registrations"} <= person.measured:
        return "not_measured"
    if person.first is None or person.first["municipality_informed"] is OPEN:
        return "not_informed"
    told = person.first["municipality_informed"]
    day = person.notice_day
    spell = deciding_reception(person)
    if not known(told) or day is None or spell is UNKNOWN:
        return "unknown"
    if spell is not None:
        # In reception the municipality to which the person was linked by then.
        linked = known(spell["linked_on"]) and spell["linked_on"] <= day
        responsible = spell["linked_municipality"] if linked else UNKNOWN
        if not known(responsible):
            return "unknown"
        if told == responsible:
            return "right"
        return "wrong_reception" if told == spell["location_municipality"] else "wrong_other"
    home = _deciding(person.rows("registrations"), "valid_from", "valid_to", day)
    if home is None or home is UNKNOWN or not known(home["municipality"]):
        return "unknown"
    return "right" if told == home["municipality"] else "wrong_other"


def reception_kind(person: Person) -> str | None:
    if person.first is None:
        return None
    spell = deciding_reception(person)
    if spell is None or spell is UNKNOWN or not known(spell["location_kind"]):
        return None
    return str(spell["location_kind"])
