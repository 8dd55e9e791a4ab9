"""Contract section 2: the test day, `treaty`, `standing` and `obliged` of a person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .days import shift
from .exemptions import completed, diploma_a2, dispensed, nationality_before, schooling
from .logic import (
    UNKNOWN,
    Truth,
    agreed,
    both,
    contrary,
    either,
    first_that_holds,
    known,
    may,
    same,
)
from .nationality import excluded
from .person import EARLY, Person, days_between
from .rights import DATES, Right, fact_of_date

MAY_2020 = date(2020, 5, 1)


@dataclass
class Facts:
    standing: str
    treaty: str
    publication: str
    decision: str
    effective: str
    obliged: str
    notice: str
    group: str

    def date(self, kind: str) -> str:
        return str(getattr(self, kind))


def find_facts(person: Person, possible_starts: Callable[[Person], set[date] | None]) -> Facts:
    """Everything of section 2; the start, of section 3, is handed in."""
    person.test_days = test_days(person)
    dates = {
        kind: same(
            [fact_of_date(kind, day, person.rights, person.reference) for day in person.test_days],
            "unknown",
        )
        for kind in DATES
    }
    person.treaty = same([treaty(person, day) for day in person.test_days], "unknown")
    standing = find_standing(person, dates["publication"])
    obliged = find_obliged(person, standing, dates["publication"], possible_starts)
    right = right_of_group(person)
    group = right.group if right and known(right.group) else "unknown"
    return Facts(
        standing, person.treaty, **dates, obliged=obliged, notice=notice(person), group=group
    )


def published(person: Person, surely: bool) -> list[date]:
    """The known publication dates of the rights that qualify, surely or as they may."""
    days = [
        right.date_by("publication")
        for right in person.rights
        if (right.qualifies if surely else may(right.qualifies))
    ]
    return [day for day in days if known(day)]


def test_days(person: Person) -> list[date]:
    """Who was told on or before the reference date is tested on the day that this was right."""
    reference = person.reference
    if person.notices and not person.notice_day:
        first = min(published(person, surely=False), default=EARLY)
        return days_between(person, first, reference) or [reference]
    if not person.notice_day or person.notice_day > reference:
        return [reference]
    day = max([person.notice_day, *sorted(published(person, surely=True))[:1]])
    return [day if day <= reference else reference]


def treaty(person: Person, test_day: date) -> str:
    """What the treaty with Turkey says of this person, by the rights not yet ended."""
    candidates = [right for right in person.rights if may(right.qualifies)]
    nationality = nationality_before(person)
    if not candidates or (known(nationality) and nationality != "TUR"):
        return "none"
    running = [right for right in candidates if not (known(right.end) and right.end < test_day)]
    asked = running or candidates
    said = [_says(person, right) for right in asked]
    if not known(nationality):
        # Whatever the nationality: as a Turk they would be obliged just as well.
        obliged = {"asylum_since_may_2020", "asylum_opted_in"}
        return "none" if set(said) <= obliged else "unknown"
    if None not in said and len(set(said)) == 1:
        return str(said[0])
    sure = all(right.qualifies and known(right.decision) for right in asked)
    if sure and None not in said:
        first = min(zip(asked, said, strict=True), key=lambda pair: (pair[0].decision, pair[0].id))
        return str(first[1])
    return "unknown"


def _says(person: Person, right: Right) -> str | None:
    """Asylum and the family of asylum by date and choice; every other right: no duty."""
    if not known(right.group):
        return None
    if right.group == "other" or (right.group == "family" and right.of_asylum is False):
        return "family_or_other"
    if right.group == "family" and right.of_asylum is None:
        return None
    if not known(right.decision):
        return None
    if right.decision >= MAY_2020:
        return "asylum_since_may_2020"
    opted = either(
        *(first <= person.reference if known(first) else None for first in person.opt_ins)
    )
    return {True: "asylum_opted_in", False: "asylum_before_may_2020", None: None}[opted]


def find_standing(person: Person, publication: str) -> str:
    """First exclusion, on its own day; then the rest, all on the reference date."""
    excluded_then = agreed(excluded(person, day) for day in days_of_exclusion(person, publication))
    if excluded_then is not False:
        return "excluded" if excluded_then else "unknown"
    day = person.reference
    done = completed(person, day)
    if done is not False:
        return "completed" if done else "unknown"
    return first_that_holds(
        ("under_16", lambda: contrary(person.is_born_since(16, day))),
        ("schooling", lambda: schooling(person, day)),
        ("diploma_a2", lambda: diploma_a2(person, day)),
        ("dispensed", lambda: dispensed(person, day)),
        otherwise="obligable",
        unsure="not_excluded",
    )


def days_of_exclusion(person: Person, publication: str) -> list[date]:
    """The test day; for a right of after the reference date the day it was published."""
    if publication not in ("after", "unknown"):
        return person.test_days
    late = [day for day in published(person, surely=True) if day > person.reference]
    sure = min(late, default=None)
    spans = [
        span
        for right in person.rights
        if may(right.qualifies)
        for span in right.publication_spans(person.reference)
    ]
    if not person.rights:  # the right that is not on record may be of any day
        spans = [(shift(person.reference, 1), date.max)]
    if publication == "after" and sure and all(first >= sure for first, _ in spans):
        return [sure]
    latest = min(sure or date.max, person.as_of)
    days = {day for first, last in spans for day in days_between(person, first, min(last, latest))}
    if publication == "unknown":
        return sorted(days | set(person.test_days))
    return sorted(days) or [min(first for first, _ in spans)]


def find_obliged(
    person: Person,
    standing: str,
    publication: str,
    possible_starts: Callable[[Person], set[date] | None],
) -> str:
    """Had the duty under the Wi2013 begun on or before the reference date?"""
    if (
        publication in ("after", "no_right")
        or standing == "under_16"
        or person.treaty in ("family_or_other", "asylum_before_may_2020")
    ):
        return "no"
    if publication in ("bridged", "unknown") or person.treaty == "unknown":
        return "unknown"
    starts = possible_starts(person)
    if starts is None:
        return "unknown"
    return same([_obliged_from(person, start) for start in starts], "unknown")


def _obliged_from(person: Person, start: date) -> str:
    if start > person.reference:
        return "no"

    def settled(day: date) -> Truth:
        return either(excluded(person, day), completed(person, day), diploma_a2(person, day))

    if both(settled(start), settled(person.reference)):
        return "no"
    if may(settled(start)) or may(dispensed(person, start)):
        return "unknown"
    return "yes"


def notice(person: Person) -> str:
    if person.first is None:
        return "no_notice"
    if not person.notice_day:
        return "unknown"
    return "before" if person.notice_day <= person.reference else "after"


def right_of_group(person: Person) -> Right | None:
    """The right that may qualify with the earliest decision; undated last, then by number."""
    rights = [right for right in person.rights if may(right.qualifies)]
    dated = [right for right in rights if right.decision is not UNKNOWN]
    if dated:
        return min(dated, key=lambda right: (right.decision, right.id))
    return min(rights, key=lambda right: right.id, default=None)
