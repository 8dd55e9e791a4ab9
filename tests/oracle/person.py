"""Contract 2: one person, the first notice and the test day.

A test day of ``None`` is an unknown day on or before the reference date: all notices undated.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .logic import Truth
from .tables import OPEN, Row

FAR_FUTURE = date.max


@dataclass
class Person:
    """One person with the rows that were kept, and the reference date."""

    row: Row
    rights: list[Row]
    exemptions: list[Row]
    notices: list[Row]
    reference: date

    @cached_property
    def first_notice(self) -> Row | None:
        """Earliest date, then ``notice_id``; undated ones last (contract 2, ``notice``)."""
        ordered = sorted(
            self.notices,
            key=lambda n: (
                n["notice_date"] or FAR_FUTURE,
                n["notice_id"] is None,
                n["notice_id"] or "",
            ),
        )
        return ordered[0] if ordered else None

    @cached_property
    def test_day(self) -> date | None:
        """The date of the first notice if on or before the reference date, else that date."""
        if self.first_notice is None:
            return self.reference
        told = self.first_notice["notice_date"]
        return None if told is None else min(told, self.reference)

    def lasts_to_test_day(self, end: date | str | None) -> Truth:
        """Whether an end is open or on or after the test day."""
        if end == OPEN:
            return True
        if end is None:
            return None
        if self.test_day is None:
            return True if end >= self.reference else None
        return end >= self.test_day


def notice_fact(person: Person) -> str:
    """Contract 2, ``notice``."""
    if person.first_notice is None:
        return "no_notice"
    told = person.first_notice["notice_date"]
    if told is None:
        return "unknown"
    return "before" if told <= person.reference else "after"
