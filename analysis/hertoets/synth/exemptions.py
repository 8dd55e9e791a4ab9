"""Exemptions and dispensations (DUO), from the start of a duty or earned later."""

from dataclasses import dataclass

import numpy as np

from hertoets.synth.draws import (
    EMPTY_DATE,
    Column,
    Columns,
    Draw,
    days,
    filled,
    no_dates,
    stacked,
    years_later,
)
from hertoets.synth.legal import (
    DUTY_FROM_AGE,
    EXCLUDING,
    NEW_LAW,
    SCHOOLING_UNTIL_AGE,
    TURKISH_ASYLUM,
)
from hertoets.synth.parameters import Parameters
from hertoets.synth.persons import People
from hertoets.synth.rights import MainRights


@dataclass(frozen=True)
class Exempt:
    """What DUO knew at the time of the notice, one row a person.

    `excluded`: no duty at all; `schooling_from` and `schooling_until`: first and last day of a
    schooling spell; `diploma_a2`: from when; `opted_in`: the day on which a Turkish asylum holder
    came under the Act by choice. A date is empty without.
    """

    excluded: Column
    schooling_from: Column
    schooling_until: Column
    diploma_a2: Column
    opted_in: Column


def draw_exemptions(
    people: People, main: MainRights, seed: int, numbers: Parameters
) -> tuple[Exempt, Columns]:
    """Draw the exemptions of everyone.

    Returns
    -------
    Exempt
        One row a person.
    dict of columns
        The table `exemptions`, with `person` (row number) and `unrecorded` (bool): true, but not
        in the register.
    """
    draw = Draw(seed, "exemptions")
    delivered = numbers.day("delivered_on")
    start = main.published + draw.days_between(-10, 20, people.count)
    shares = numbers.table("exempt_from_start")
    kind = draw.code({"none": 1 - sum(shares.values()), **shares}, people.count)
    kind[people.asylum & np.isin(kind.astype(str), ["eu_family", "eu_longterm"])] = "none"
    treaty = people.turkish & ~people.as_asylum
    kind[treaty] = "none"
    recorded = draw.happens(numbers.number("treaty_recorded"), people.count)
    kind[treaty & recorded & (main.published < NEW_LAW)] = "treaty"
    kind[people.eu] = "eu_national"
    school, school_from, until = _compulsory_education(draw, people, main, seed, numbers)
    kind[school] = "compulsory_education"
    course = kind == "follow_on_education"
    course_end = start + draw.days_between(200, 900, people.count)
    last = np.where(course, course_end, np.where(school, until, np.datetime64("NaT")))
    first = np.where(school, school_from, start)
    given = (kind != "none") & (first <= delivered)
    person = np.flatnonzero(given)
    begun: Columns = {
        "person": person,
        "kind": kind[given],
        "valid_from": first[given],
        "valid_to": last[given],
    }
    later = _later(draw, people, main, kind, numbers)
    opted_in = _opt_in(people, main, seed, numbers)
    by_choice = np.flatnonzero(~np.isnat(opted_in))
    choice: Columns = {
        "person": by_choice,
        "kind": filled("opt_in", len(by_choice)),
        "valid_from": opted_in[by_choice],
        "valid_to": no_dates(len(by_choice)),
    }
    table = stacked([begun, later, choice])
    lost = Draw(seed, "schooling recorded").happens(
        numbers.number("compulsory_education_unrecorded"), len(table["kind"])
    )
    table["unrecorded"] = lost & (table["kind"] == "compulsory_education")
    exempt = Exempt(
        excluded=np.isin(kind.astype(str), EXCLUDING),
        schooling_from=np.where(course | school, first, EMPTY_DATE),
        schooling_until=last,
        diploma_a2=np.where(kind == "diploma_a2", first, EMPTY_DATE),
        opted_in=opted_in,
    )
    return exempt, table


def _opt_in(people: People, main: MainRights, seed: int, numbers: Parameters) -> Column:
    """The day of the choice of Turkish asylum holders and their family, until it was a duty."""
    draw = Draw(seed, "opt in")
    last = TURKISH_ASYLUM - days(1)
    room = (last - main.published).astype(int)
    day = main.published + draw.days_between(0, np.maximum(room, 0), people.count)
    able = people.turkish & people.as_asylum & (room >= 0) & (people.decided < TURKISH_ASYLUM)
    able &= years_later(people.birth, SCHOOLING_UNTIL_AGE) <= day
    chose = able & draw.happens(numbers.number("turkish_opt_in"), people.count)
    return np.where(chose, day, EMPTY_DATE)


def _compulsory_education(
    draw: Draw, people: People, main: MainRights, seed: int, numbers: Parameters
) -> tuple[Column, Column, Column]:
    """Who is at school at 16 or 17 after publication, from when, and until when.

    Most until the day before the 18th birthday; the others leave before it, on any day.
    """
    until = years_later(people.birth, SCHOOLING_UNTIL_AGE) - days(1)
    young = main.published <= until
    stays = draw.happens(numbers.number("compulsory_education"), people.count)
    first = np.maximum(main.published, years_later(people.birth, DUTY_FROM_AGE))
    room = np.maximum((until - first).astype(int), 1)
    left = first + Draw(seed, "leaving school").days_between(1, room, people.count)
    return young, first, np.where(stays, until, np.minimum(left, until))


def _later(
    draw: Draw, people: People, main: MainRights, at_start: Column, numbers: Parameters
) -> Columns:
    shares = numbers.table("exempt_later")
    kind = draw.code({"none": 1 - sum(shares.values()), **shares}, people.count)
    first = main.published + draw.days_between(365, 900, people.count)
    free = (at_start == "none") & (people.decided < np.datetime64("2021-07-01"))
    grown = years_later(people.birth, 18) <= main.published
    given = (kind != "none") & free & grown & (first <= numbers.day("delivered_on"))
    return {
        "person": np.flatnonzero(given),
        "kind": kind[given],
        "valid_from": first[given],
        "valid_to": no_dates(int(given.sum())),
    }
