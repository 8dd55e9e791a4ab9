"""Residence rights (IND): decision, collection of the document, effective date, end.

Most people have one right. Some have a second one that joins on or follows after a gap, some an
earlier one for a temporary purpose: the cases of Besluit inburgering art. 2.1 and 2.2.
"""

from dataclasses import dataclass

import numpy as np

from hertoets.synth.draws import (
    Column,
    Columns,
    Draw,
    days,
    filled,
    no_dates,
    rows,
    spread_of,
    stacked,
    workday,
    years_later,
)
from hertoets.synth.parameters import Parameters
from hertoets.synth.persons import People


@dataclass(frozen=True)
class MainRights:
    """The right that makes a person obliged, one row a person.

    `published` is the true day of publication, `collected` the true day of collection, also
    where the register lacks it (the table has it as `collected`); `duty` is false where the only
    right is for a temporary purpose.
    """

    effective: Column
    collected: Column
    published: Column
    duty: Column


def draw_rights(people: People, seed: int, numbers: Parameters) -> tuple[MainRights, Columns]:
    """Draw the rights of everyone.

    Returns
    -------
    MainRights
        One row a person.
    dict of columns
        The table `residence_rights` with `person` (row number) for the person and without key.
    """
    draw = Draw(seed, "rights")
    count = people.count
    delivered = numbers.day("delivered_on")
    effective = _effective(draw, people, numbers)
    collected = workday(people.decided + _collection(draw, numbers, count))
    other = people.group == "other"
    minister = other & draw.happens(numbers.number("spiritual_minister"), count)
    temporary = other & ~minister & draw.happens(numbers.number("temporary_only"), count)
    main = MainRights(
        effective=effective,
        collected=collected,
        published=np.where(people.asylum, people.decided, collected),
        duty=~temporary,
    )
    unknown = draw.happens(numbers.number("collected_unknown"), count) | (collected > delivered)
    end = years_later(effective, int(numbers.number("right_years")))
    end[~draw.happens(numbers.number("right_end_recorded"), count)] = np.datetime64("NaT")
    table: Columns = {
        "person": np.arange(count),
        "migrant_group": people.group.copy(),
        "spiritual_minister": minister,
        "temporary_purpose": temporary | minister,
        "family_of_asylum": _family_of_asylum(people),
        "decision_date": people.decided.copy(),
        "document_collected_date": np.where(unknown, np.datetime64("NaT"), collected),
        "collected": collected,
        "effective_date": effective.copy(),
        "end_date": end,
    }
    later = _second_rights(draw, people, table, numbers)
    earlier = _temporary_before(draw, people, effective, numbers)
    return main, stacked([table, later, earlier])


def _family_of_asylum(people: People) -> Column:
    """Whether a family right is for stay with a status holder; empty for rights of other groups."""
    known = people.of_asylum.astype(object)
    known[people.group != "family"] = None
    return np.asarray(known)


def _effective(draw: Draw, people: People, numbers: Parameters) -> Column:
    count = people.count
    before = np.empty(count)
    for name, share in numbers.table("effective_before_decision").items():
        before[people.group == name] = share
    median = np.empty(count)
    for label, weeks in numbers.table("effective_gap_weeks_asylum").items():
        if label.startswith("until_"):
            median[:] = weeks
        else:
            median[people.decided >= np.datetime64(label[5:], "D")] = weeks
    wait = draw.days_around(7 * median, numbers.number("effective_gap_spread"), count)
    most = int(7 * numbers.number("effective_gap_weeks_family_most"))
    short = draw.days_between(0, most, count)
    gap = np.where(people.asylum, np.maximum(wait, days(7)), short)
    gap[~draw.happens(before, count)] = days(0)
    return np.asarray(people.decided - gap)


def _collection(draw: Draw, numbers: Parameters, count: int) -> Column:
    after = numbers.table("collected_after_days")
    return draw.days_around(after["median"], spread_of(after["median"], after["p95"]), count)


def _second_rights(draw: Draw, people: People, table: Columns, numbers: Parameters) -> Columns:
    """Add rights that follow on the first; the end of the first moves in `table`."""
    count = people.count
    delivered = numbers.day("delivered_on")
    shares = numbers.table("second_right")
    kind = draw.code({"none": 1 - sum(shares.values()), **shares}, count)
    collected = table["document_collected_date"]
    settled = np.where(np.isnat(collected), people.decided + days(70), collected)
    end = settled + draw.days_between(60, 420, count)
    gap = np.select(
        [kind == "gap_within_a_year", kind == "gap_longer"],
        [draw.days_between(2, 365, count), draw.days_between(368, 600, count)],
        days(1),
    )
    start = end + gap
    decided = workday(start + draw.days_between(-20, 20, count))
    chosen = (kind != "none") & (decided <= delivered) & (start <= delivered)
    early = draw.happens(numbers.number("right_ended_early"), count) & (end <= delivered)
    table["end_date"] = np.where(chosen | early, end, table["end_date"])
    collected_again = workday(decided + _collection(draw, numbers, count))
    second: Columns = {
        **table,
        "decision_date": decided,
        "document_collected_date": np.where(
            collected_again <= delivered, collected_again, np.datetime64("NaT")
        ),
        "collected": collected_again,
        "effective_date": start,
        "end_date": no_dates(count),
    }
    return rows(second, chosen)


def _temporary_before(
    draw: Draw, people: People, effective: Column, numbers: Parameters
) -> Columns:
    chosen = ~people.asylum & draw.happens(numbers.number("temporary_before"), people.count)
    person = np.flatnonzero(chosen)
    count = len(person)
    start = effective[person] - draw.days_between(200, 900, count)
    decided = workday(start - draw.days_between(0, 30, count))
    collected = workday(decided + _collection(draw, numbers, count))
    return {
        "person": person,
        "migrant_group": filled("other", count),
        "spiritual_minister": np.zeros(count, dtype=bool),
        "temporary_purpose": np.ones(count, dtype=bool),
        "family_of_asylum": filled(None, count),
        "decision_date": decided,
        "document_collected_date": collected,
        "collected": collected.copy(),
        "effective_date": start,
        "end_date": effective[person] - days(1),
    }
