"""When DUO sent whom a notice, and under which law: the practice of November 2019 to 2022.

Until the stop of January 2022 the date of the notice decided (Kamerstuk 32 824 nr. 353); after
the restarts of 2022 the official rule with its exceptions (D1), with errors of hand work.
"""

from dataclasses import dataclass

import numpy as np

from hertoets.synth.draws import Column, Draw, days, no_dates, spread_of, workday, years_later
from hertoets.synth.exemptions import Exempt
from hertoets.synth.legal import (
    DUTY_FROM_AGE,
    NEW_LAW,
    REFERENCE_DATE,
    RESTART_ASYLUM_AND_OTHER,
    RESTART_FAMILY,
    RESTART_WI2013,
    SCHOOLING_UNTIL_AGE,
    TURKISH_ASYLUM,
    pension_day,
)
from hertoets.synth.parameters import Parameters
from hertoets.synth.persons import People
from hertoets.synth.rights import MainRights


@dataclass(frozen=True)
class Practice:
    """The first notice of each person, one row a person.

    `sent`: its date, empty without one; `new_law`: it states Wi2021; `old_right`: by the official
    rule, exceptions included, Wi2013 applies where a duty can exist; `no_duty`: none can;
    `missed`: half a year after the decision a notice was due and none was sent (Q13).
    """

    sent: Column
    new_law: Column
    old_right: Column
    no_duty: Column
    missed: Column


@dataclass(frozen=True)
class Planted:
    """How many notices of January 2022 other parts of the extract already hold."""

    wrong: int = 0
    right: int = 0


def practise(
    people: People,
    main: MainRights,
    exempt: Exempt,
    planted: Planted,
    persons: int,
    seed: int,
    numbers: Parameters,
) -> Practice:
    """Decide for everyone when the first notice goes out and which law it states.

    Returns
    -------
    Practice
    """
    draw = Draw(seed, "practice")
    count = people.count
    due = _due(draw, people, main, exempt, numbers)
    no_duty = _no_duty(people, main, exempt, due)
    told = ~no_duty | draw.happens(numbers.number("notice_though_excluded"), count)
    told &= ~_minor(people, numbers)
    told &= _turkish_told(draw, people, exempt, numbers)
    old_right = (main.published < NEW_LAW) & ~(_excepted(people, main, exempt) & (due >= NEW_LAW))
    may = told & ~no_duty
    january = _january(draw, people, main, due, may, old_right, planted, persons, numbers)
    sent, new_law = _after_the_stop(draw, people, due, old_right, numbers)
    before = due < NEW_LAW
    sent = np.where(before, due, np.where(np.isnat(january), sent, january))
    new_law = ~before & (~np.isnat(january) | new_law)
    told &= sent <= numbers.day("delivered_on")
    missed = told & draw.happens(_without(people, due, numbers), count) & np.isnat(january)
    told &= ~missed
    return Practice(
        sent=np.where(told, sent, np.datetime64("NaT")),
        new_law=new_law & told,
        old_right=old_right & ~no_duty,
        no_duty=no_duty,
        missed=missed & ~no_duty & (numbers.day("delivered_on") - people.decided > days(183)),
    )


def _due(
    draw: Draw, people: People, main: MainRights, exempt: Exempt, numbers: Parameters
) -> Column:
    """The day on which a notice would go out if nothing stood in its way."""
    after = numbers.table("notice_after_days")
    count = people.count
    asylum_spread = spread_of(after["asylum_median"], after["asylum_p95"])
    family_spread = spread_of(after["family_median"], after["family_p95"])
    delay = np.where(
        people.asylum,
        draw.days_around(after["asylum_median"], asylum_spread, count),
        draw.days_around(after["family_median"], family_spread, count),
    )
    hasty = ~people.asylum & draw.happens(numbers.number("notice_from_decision"), count)
    ready = np.where(hasty, people.decided, main.published)
    grown = years_later(people.birth, SCHOOLING_UNTIL_AGE)
    ready = np.maximum(ready, grown)
    ready = np.where(exempt.opted_in >= ready, exempt.opted_in, ready)
    ready = np.where(exempt.schooling_until >= ready, exempt.schooling_until + days(1), ready)
    return workday(ready + np.maximum(delay, days(1)))


def _no_duty(people: People, main: MainRights, exempt: Exempt, due: Column) -> Column:
    excluded = exempt.excluded | people.eu | (people.dutch_since <= due)
    excluded |= pension_day(people.birth) <= main.published
    turkish = people.turkish & ~people.as_asylum & (main.published < NEW_LAW)
    return excluded | turkish | ~main.duty


def _excepted(people: People, main: MainRights, exempt: Exempt) -> Column:
    """Whom the official rule puts under the new law, though the right was published before it.

    Under 16 or at school on the reference date, or never obliged because of an A2 diploma (D1).
    """
    young = years_later(people.birth, DUTY_FROM_AGE) > REFERENCE_DATE
    school = (exempt.schooling_from <= REFERENCE_DATE) & (exempt.schooling_until > REFERENCE_DATE)
    return np.asarray(young | school | (exempt.diploma_a2 <= main.published))


def _minor(people: People, numbers: Parameters) -> Column:
    return np.asarray(years_later(people.birth, SCHOOLING_UNTIL_AGE) > numbers.day("delivered_on"))


def _turkish_told(draw: Draw, people: People, exempt: Exempt, numbers: Parameters) -> Column:
    early = people.turkish & people.as_asylum & (people.decided < TURKISH_ASYLUM)
    mistaken = draw.happens(numbers.number("turkish_told_without_opt_in"), people.count)
    return ~early | ~np.isnat(exempt.opted_in) | mistaken


def january_sizes(persons: int, numbers: Parameters) -> tuple[int, int]:
    """How many wrong and right notices of January 2022 an extract of this size holds."""
    total = round(numbers.number("january_notices") * persons / numbers.number("full_size"))
    total = max(total, int(numbers.number("january_notices_least")))
    wrong = round(total * numbers.number("january_wrong"))
    return wrong, total - wrong


def _january(
    draw: Draw,
    people: People,
    main: MainRights,
    due: Column,
    may: Column,
    old_right: Column,
    planted: Planted,
    persons: int,
    numbers: Parameters,
) -> Column:
    """Choose who got a notice in January 2022, and on which day; the rest is empty."""
    first, last = numbers.day("january_first"), numbers.day("january_last")
    calendar = first + days(np.arange(int((last - first).astype(int)) + 1))
    workdays = calendar[np.is_busday(calendar)]
    wrong_size, right_size = january_sizes(persons, numbers)
    sent = no_dates(people.count)
    waiting = may & (due >= NEW_LAW) & (people.decided < last)
    for old, size in ((True, wrong_size - planted.wrong), (False, right_size - planted.right)):
        able = waiting & (old_right == old) & (main.published < last)
        able &= years_later(people.birth, SCHOOLING_UNTIL_AGE) < first
        # Those whose turn came first: the queue is by the day on which the notice was due.
        queue = np.flatnonzero(able)
        size = min(max(size, 0), len(queue))
        queue = queue[np.argsort(due[queue], kind="stable")][: max(3 * size, size)]
        chosen = draw.generator.permutation(queue)[:size]
        day = workdays[draw.generator.integers(0, len(workdays), size)]
        sent[chosen] = np.maximum(day, workday(main.published[chosen] + days(1)))
    return sent


def _after_the_stop(
    draw: Draw, people: People, due: Column, old_right: Column, numbers: Parameters
) -> tuple[Column, Column]:
    """Date and law of the notices that had to wait for a restart, or came after it."""
    count = people.count
    mistaken = draw.happens(numbers.number("restart_wrong"), count)
    new_law = ~old_right | mistaken
    begins = np.where(people.group == "family", RESTART_FAMILY, RESTART_ASYLUM_AND_OTHER)
    begins = np.where(new_law, begins, RESTART_WI2013)
    held = due < begins
    spread = draw.days_between(0, int(numbers.number("backlog_days")), count)
    return workday(np.where(held, begins + spread, due)), new_law


def _without(people: People, due: Column, numbers: Parameters) -> Column:
    share = numbers.table("without_notice")
    before = np.where(people.asylum, share["asylum_before_2022"], share["family_before_2022"])
    later = np.where(people.asylum, share["asylum_from_2022"], share["family_from_2022"])
    return np.where(due < NEW_LAW, before, later)
