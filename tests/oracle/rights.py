"""Contract section 2: which rights qualify, their three dates, and whether they last.

A right of unknown group is looked at as each group that it may be of, so that what holds for all
of them is known ("the same whatever the unknown is").
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from typing import Any

from .days import plus, shift
from .logic import OPEN, UNKNOWN, Truth, agreed, both, contrary, either, known
from .reading import Row

DATES = ("publication", "decision", "effective")


class Right:
    def __init__(self, row: Row):
        self.id: str = row["right_id"]
        self.group = row["migrant_group"]
        self.minister: Truth = (
            row["spiritual_minister"] if known(row["spiritual_minister"]) else None
        )
        self.temporary: Truth = (
            row["temporary_purpose"] if known(row["temporary_purpose"]) else None
        )
        self.of_asylum: Truth = row["family_of_asylum"] if known(row["family_of_asylum"]) else None
        self.decision = row["decision_date"]
        self.collected = row["document_collected_date"]
        self.effective = row["effective_date"]
        self.end = row["end_date"]

    @cached_property
    def groups(self) -> tuple[str, ...]:
        return (self.group,) if known(self.group) else ("asylum", "family", "other")

    def qualifies_as(self, group: str) -> Truth:
        """Asylum is never temporary; a minister of religion may be here temporarily."""
        return True if group == "asylum" else either(self.minister, contrary(self.temporary))

    @cached_property
    def qualifies(self) -> Truth:
        return agreed(self.qualifies_as(group) for group in self.groups)

    def date_by(self, kind: str) -> Any:
        """This date of the right where it is known as a day."""
        if kind == "effective":
            return self.effective
        if kind == "decision":
            if known(self.decision) and known(self.effective):
                return max(self.decision, self.effective)
            return UNKNOWN
        if known(self.group):
            return self.decision if self.group == "asylum" else self.collected
        # Of unknown group: known only where the decision and the collection are one day.
        return self.decision if self.decision == self.collected else UNKNOWN

    def dated_by(self, kind: str, day: date, group: str) -> Truth:
        """Is this date, if the right is of this group, on or before the day?"""
        if kind == "effective":
            return _by(self.effective, day)
        if kind == "decision":
            # Obtained on the later of both: not before one of them, and only once both are there.
            return both(_by(self.decision, day), _by(self.effective, day))
        if group == "asylum":
            return _by(self.decision, day)
        if not known(self.collected) and known(self.decision) and self.decision > day:
            return False  # no document is collected before its decision
        return _by(self.collected, day)

    def publication_spans(self, after: date) -> list[tuple[date, date]]:
        """The days after this one on which the right may be published and then qualifies."""
        spans = []
        for group in self.groups:
            if self.qualifies_as(group) is False:
                continue
            day = self.decision if group == "asylum" else self.collected
            first = shift(after, 1)
            if known(day):
                spans += [(day, day)] if day > after else []
            elif group != "asylum" and known(self.decision):
                spans.append((max(first, self.decision), date.max))
            else:
                spans.append((first, date.max))
        return spans


def _by(value: Any, day: date) -> Truth:
    return value <= day if known(value) else None


def some_right(rights: Iterable[Right], holds: Callable[[Right, str], Truth]) -> Truth:
    """Is there a right, of whichever group it may be, for which this holds?"""
    found: list[Truth] = []
    for right in rights:
        found.append(agreed(holds(right, group) for group in right.groups))
        if found[-1]:
            return True
    return either(*found)


def lasts(right: Right, day: date, rights: list[Right]) -> Truth:
    """Does the right last to the day, by itself or joined by other qualifying rights?

    All that is unknown only makes it last longer or shorter, never both: so it surely lasts where
    it does at worst, and surely does not where it does not at best.
    """
    if _reaches(right, day, rights, at_best=False):
        return True
    return None if _reaches(right, day, rights, at_best=True) else False


def _reaches(right: Right, day: date, rights: list[Right], at_best: bool) -> bool:
    end = _end(right, at_best)
    moved = True
    while moved:
        if end >= day:
            return True
        moved = False
        for other in rights:
            if other is right or not (other.qualifies or (at_best and other.qualifies is None)):
                continue
            joins = _by(other.effective, shift(end, 1))
            later = _end(other, at_best)
            if (joins or (at_best and joins is None)) and later > end:
                end = later
                moved = True
    return False


def _end(right: Right, at_best: bool) -> date:
    if right.end is OPEN:
        return date.max
    if known(right.end):
        return right.end
    return date.max if at_best else date.min


def fact_of_date(kind: str, test_day: date, rights: list[Right], reference: date) -> str:
    """`before`, `bridged`, `after` or `no_right` by this date, on one possible test day."""
    if not rights:
        return "unknown"  # a missing record is no proof of a missing right
    last = {right: lasts(right, test_day, rights) for right in rights}
    before = some_right(
        rights, lambda r, g: both(r.qualifies_as(g), r.dated_by(kind, reference, g), last[r])
    )
    if before is not False:
        return "before" if before else "unknown"
    bridged = some_right(
        rights,
        lambda r, g: both(
            r.qualifies_as(g),
            r.dated_by(kind, reference, g),
            either(*(_bridges(r, other, test_day) for other in rights if other is not r)),
        ),
    )
    if bridged is not False:
        return "bridged" if bridged else "unknown"
    after = some_right(
        rights, lambda r, g: both(r.qualifies_as(g), contrary(r.dated_by(kind, reference, g)))
    )
    if after is not False:
        return "after" if after else "unknown"
    return "no_right"


def _bridges(right: Right, other: Right, day: date) -> Truth:
    """Ended before the day; the other begins within a year after and reaches the day."""
    reaches = True if other.end is OPEN else contrary(_by(other.end, shift(day, -1)))
    return both(other.qualifies, reaches, _begins_within_a_year(right.end, other.effective, day))


def _begins_within_a_year(end: Any, begin: Any, day: date) -> Truth:
    if end is OPEN or (known(end) and end >= day):
        return False
    if known(end):
        return end < begin <= plus(end, 1) if known(begin) else None
    # The end is unknown: could it lie before the day and within the year before the begin?
    if known(begin):
        latest = min(shift(day, -1), shift(begin, -1))
        return None if begin <= plus(latest, 1) else False
    return None
