"""Contract section 3: the start by a reading, and the end of the term."""

from datetime import date

from .chains import begin_by, gaps, possible_begins
from .days import plus, shift
from .exemptions import holds_back
from .facts import Facts
from .logic import known, same
from .person import Person, days_between
from .readings import DATE_OF
from .rights import Right

NEVER = date.max  # something without an end holds the start back


def start_by(person: Person, reading: str, regime: str, facts: Facts) -> date | None:
    """The start under a reading; empty where it does not follow."""
    if reading == "notice":
        return person.notice_day
    if regime == "wi2021":
        plans = [row["plan_date"] for row in person.rows("plans") if known(row["plan_date"])]
        return shift(min(plans), 1) if plans else None
    kind = DATE_OF[reading]
    if regime != "wi2013" or facts.date(kind) != "before":
        return None
    return start_under_wi2013(person, kind)


def start_under_wi2013(person: Person, kind: str) -> date | None:
    days = {_one_start(person, kind, day) for day in person.test_days}
    return same(days, None)


def _one_start(person: Person, kind: str, test_day: date) -> date | None:
    begin = begin_by(person, kind, test_day).day
    if begin is None:
        return None
    found = moved(person, begin)
    start = same(found, NEVER)
    return None if start == NEVER else start


def possible_starts(person: Person) -> set[date] | None:
    """Every day on which the duty may have started, by publication date, for `obliged`."""
    found: set[date] = set()
    for test_day in person.test_days:
        begin = begin_by(person, "publication", test_day).day
        begins = {begin} if begin else possible_begins(person, test_day)
        if begins is None:
            return None
        for day in begins:
            found |= moved(person, day)
    return found or None


def moved(person: Person, begin: date) -> set[date]:
    """The possible starts from this day on; more than one where something unknown decides."""
    found = set()
    for day in _after_birthday(person, begin):
        found |= _after_spells(person, day)
    return found


def _after_birthday(person: Person, begin: date) -> set[date]:
    """Not before the choice to take part (treaty), and not before the 16th birthday."""
    first, last = begin, begin
    if person.treaty == "asylum_opted_in" and person.opt_ins:
        certain = [day for day in person.opt_ins if known(day)]
        last = max(begin, min(certain, default=NEVER))
        if len(certain) == len(person.opt_ins):
            first = last
    birthday = person.birthday(16)
    if birthday is None:
        last = NEVER
    else:
        first, last = max(first, birthday[0]), max(last, birthday[1])
    return set(days_between(person, first, last))


def _after_spells(person: Person, begin: date) -> set[date]:
    """The first day on which nothing holds back; where that is unsure, every day it may be."""
    found = set()
    day = begin
    while True:
        held = holds_back(person, day)
        if held is not True:
            found.add(day)
        if held is False:
            return found
        later = next((mark for mark in person.fine_marks if mark > day), None)
        if later is None:
            return found | {NEVER}
        day = later


def term_end_by(person: Person, reading: str, regime: str, start: date | None) -> date | None:
    """Three years, and the days of the gaps that begin within them."""
    if start is None:
        return None
    end = plus(start, 3)
    if reading == "notice" or regime != "wi2013":
        return end
    kind = DATE_OF[reading]
    return same(
        [_lengthened(start, end, begin_by(person, kind, day).chain) for day in person.test_days],
        None,
    )


def _lengthened(start: date, end: date, chain: list[Right]) -> date:
    for first, days in gaps(chain):
        if start < first < end:
            end = shift(end, days)
    return end
