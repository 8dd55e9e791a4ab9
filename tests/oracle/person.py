"""One person: the rows that are about this person only, as known on the day up to which is judged.

What later modules find out about the person (test days, treaty) is kept here too, because the
facts build on each other.
"""

from datetime import date
from functools import cached_property
from typing import Any

from .days import beside, pension_day, plus
from .logic import OPEN, UNKNOWN, Truth, known, same
from .reading import Extract, Row
from .rights import Right
from .settings import Settings

EARLY = date(2013, 1, 1)  # the first day of the Wi2013: where no publication date is known
NAMED_DAYS = (EARLY, date(2020, 5, 1), date(2021, 1, 1))


class Person:
    test_days: list[date]  # one day, or where it is unknown every day that matters
    treaty: str

    def __init__(self, row: Row, own: dict[str, list[Row]], extract: Extract, settings: Settings):
        self.id: str = row["person_id"]
        self.birth: tuple[date, date] | Any = row["birth_date"]
        self.nationality = row["nationality"]
        # The earlier nationality and the day of becoming Dutch are read of Dutch nationals only.
        dutch = self.nationality == "NLD"
        self.former = row["former_nationality"] if dutch else UNKNOWN
        self.dutch_since = row["dutch_since"] if dutch else UNKNOWN
        self.settings = settings
        self.reference = settings.reference_date
        assert settings.as_of is not None
        self.as_of = settings.as_of
        self.measured = set(extract.tables)
        self.own = own
        self.rights = sorted((Right(right) for right in self.rows("residence_rights")), key=_id)
        # What is dated after the day up to which is judged was not known then.
        self.notices = [
            {**notice, "withdrawn_on": self.not_yet(notice["withdrawn_on"])}
            for notice in self.rows("notices")
            if not self.later(notice["notice_date"])
        ]
        self.choices = [
            {**offer, "choice": OPEN, "chosen_on": OPEN}
            if self.later(offer["chosen_on"])
            else offer
            for offer in self.rows("choices")
            if not self.later(offer["offered_on"])
        ]
        self.exemptions = self.rows("exemptions")
        self.first = _first_notice(self.notices)

    def rows(self, table: str) -> list[Row]:
        return self.own.get(table, [])

    def later(self, day: Any) -> bool:
        return known(day) and day > self.as_of

    def not_yet(self, day: Any) -> Any:
        """An open date that lies after the day up to which is judged: not happened."""
        return OPEN if self.later(day) else day

    @property
    def notice_day(self) -> date | None:
        return (
            self.first["notice_date"] if self.first and known(self.first["notice_date"]) else None
        )

    def birthday(self, years: int) -> tuple[date, date] | None:
        """The first and the last day on which this birthday may fall."""
        if not known(self.birth):
            return None
        return plus(self.birth[0], years), plus(self.birth[1], years)

    def is_born_since(self, years: int, day: date) -> Truth:
        """Has this birthday come on the day?"""
        return _reached(self.birthday(years), day)

    def pension_reached(self, day: date) -> Truth:
        if not known(self.birth):
            return None
        return _reached((pension_day(self.birth[0]), pension_day(self.birth[1])), day)

    @cached_property
    def opt_ins(self) -> list[Any]:
        return [row["valid_from"] for row in self.exemptions if row["kind"] == "opt_in"]

    @cached_property
    def marks(self) -> set[date]:
        """Every day on which something may change in what this person's records say."""
        days: set[date] = {*NAMED_DAYS, self.reference, self.as_of}
        for right in self.rights:
            days |= {d for d in (right.decision, right.collected, right.effective) if known(d)}
            if known(right.end):
                days |= {right.end, plus(right.end, 1)}
        for row in self.exemptions:
            days |= {d for d in (row["valid_from"], row["valid_to"]) if known(d)}
        for row in self.notices:
            days |= {d for d in (row["notice_date"],) if known(d)}
        if known(self.dutch_since):
            days.add(self.dutch_since)
        if known(self.birth):
            for years in (16, 18):
                days |= {plus(day, years) for day in self.birth}
            days |= {pension_day(day) for day in self.birth}
        return beside(days)

    @cached_property
    def fine_marks(self) -> list[date]:
        return sorted(beside(self.marks))


def _id(right: Right) -> str:
    return right.id


def _reached(span: tuple[date, date] | None, day: date) -> Truth:
    if span is None or span[0] <= day < span[1]:
        return None
    return span[1] <= day


def _first_notice(notices: list[Row]) -> Row | None:
    """The earliest notice; undated ones last, and of those only what they all say is known."""
    dated = [notice for notice in notices if known(notice["notice_date"])]
    if dated:
        return min(dated, key=lambda notice: (notice["notice_date"], notice["notice_id"]))
    if not notices:
        return None
    return {column: same([notice[column] for notice in notices], UNKNOWN) for column in notices[0]}


def days_between(person: Person, first: date, last: date) -> list[date]:
    """Every day from first to last that may differ from its neighbours, both ends included."""
    if first > last:
        return []
    return sorted({first, last, *(day for day in person.marks if first < day < last)})
