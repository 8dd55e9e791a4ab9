"""Exemptions and dispensations (DUO), from the start of a duty or earned later."""

from dataclasses import dataclass

import numpy as np

from hertoets.synth.draws import Column, Columns, Draw, days, no_dates, stacked, years_later
from hertoets.synth.parameters import Parameters
from hertoets.synth.persons import People
from hertoets.synth.rights import MainRights

EXCLUDING = ("diploma", "eight_years", "treaty", "eu_national", "eu_family", "eu_longterm")


@dataclass(frozen=True)
class Exempt:
    """What DUO knew at the time of the notice, one row a person.

    `excluded`: no duty at all; `schooling_until`: last day of a schooling spell, empty without.
    """

    excluded: Column
    schooling_until: Column


def draw_exemptions(
    people: People, main: MainRights, seed: int, numbers: Parameters
) -> tuple[Exempt, Columns]:
    """Draw the exemptions of everyone.

    Returns
    -------
    Exempt
        One row a person.
    dict of columns
        The table `exemptions`, with `person` (row number).
    """
    draw = Draw(seed, "exemptions")
    delivered = numbers.day("delivered_on")
    start = main.published + draw.days_between(-10, 20, people.count)
    shares = numbers.table("exempt_from_start")
    kind = draw.code({"none": 1 - sum(shares.values()), **shares}, people.count)
    kind[people.asylum & np.isin(kind.astype(str), ["eu_family", "eu_longterm"])] = "none"
    kind[people.turkish & ~people.asylum] = "none"
    recorded = draw.happens(numbers.number("treaty_recorded"), people.count)
    kind[people.turkish & ~people.asylum & recorded & (main.published < _LAW)] = "treaty"
    kind[people.eu] = "eu_national"
    school, until = _compulsory_education(draw, people, main, numbers)
    kind[school] = "compulsory_education"
    course = kind == "follow_on_education"
    course_end = start + draw.days_between(200, 900, people.count)
    last = np.where(course, course_end, np.where(school, until, np.datetime64("NaT")))
    first = np.where(school, np.maximum(main.published, years_later(people.birth, 16)), start)
    given = (kind != "none") & (first <= delivered)
    person = np.flatnonzero(given)
    begun: Columns = {
        "person": person,
        "kind": kind[given],
        "valid_from": first[given],
        "valid_to": last[given],
    }
    excluded = np.isin(kind.astype(str), EXCLUDING)
    return Exempt(excluded, last), stacked([begun, _later(draw, people, main, kind, numbers)])


_LAW = np.datetime64("2022-01-01")


def _compulsory_education(
    draw: Draw, people: People, main: MainRights, numbers: Parameters
) -> tuple[Column, Column]:
    """Who is 16 or 17 after publication and at school, and the day before the 18th birthday."""
    until = years_later(people.birth, 18) - days(1)
    young = main.published <= until
    return young & draw.happens(numbers.number("compulsory_education"), people.count), until


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
