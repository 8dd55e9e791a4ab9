"""Notices (DUO): what they state, whom they inform, and which were withdrawn and sent again."""

import numpy as np

from hertoets.synth.draws import (
    Column,
    Columns,
    Draw,
    days,
    no_dates,
    rows,
    stacked,
    texts,
    workday,
    years_later,
)
from hertoets.synth.legal import NEW_LAW, RESTART_ASYLUM_AND_OTHER, TERM_YEARS
from hertoets.synth.municipalities import Municipalities
from hertoets.synth.parameters import Parameters
from hertoets.synth.persons import People
from hertoets.synth.practice import Practice
from hertoets.synth.reception import Stays
from hertoets.synth.registrations import Registered
from hertoets.synth.rights import MainRights


def draw_notices(
    people: People,
    main: MainRights,
    practice: Practice,
    stays: Stays,
    registered: Registered,
    seed: int,
    numbers: Parameters,
    places: Municipalities,
) -> Columns:
    """Write the first notice of everyone who got one, and what came after it.

    Returns
    -------
    dict of columns
        The table `notices` with `person` (row number), without key, and marks of the faults
        drawn here; corrections of wrong notices are not in it (`hertoets.synth.recovery`).
    """
    draw = Draw(seed, "notices")
    person = np.flatnonzero(~np.isnat(practice.sent))
    sent, new_law = practice.sent[person], practice.new_law[person]
    start, older = _start(draw, sent, new_law, main.published[person], numbers)
    end, shorter_by_a_day, extended = _term_end(draw, start, new_law, numbers)
    informed, of_reception = _informed(
        draw, people, sent, new_law, person, stays, registered, numbers, places
    )
    first: Columns = {
        "person": person,
        "notice_date": sent,
        "regime_stated": np.where(new_law, texts(["wi2021"]), texts(["wi2013"])),
        "start_stated": start,
        "term_end_stated": end,
        "municipality_informed": informed,
        "withdrawn_on": no_dates(len(person)),
        "Q01": of_reception,
        "Q06": older,
        "Q07": shorter_by_a_day,
        "Q08": extended,
    }
    return stacked([first, _again(draw, first, numbers)])


def _start(
    draw: Draw, sent: Column, new_law: Column, published: Column, numbers: Parameters
) -> tuple[Column, Column]:
    """The start that the notice states, and where it is weeks before the notice (Q06).

    Until the repair it is mostly the date of the notice itself (Q04).
    """
    count = len(sent)
    least, most = numbers.raw("older_practice_days")
    older = draw.happens(numbers.number("older_practice"), count)
    corrected = draw.happens(numbers.number("start_corrected"), count)
    earlier = sent - draw.days_between(least, most, count)
    after = ~new_law & (sent >= NEW_LAW)
    older &= ~new_law & ~after
    start = np.where(older, earlier, sent)
    return np.where(after & corrected, published, start), older


def _term_end(
    draw: Draw, start: Column, new_law: Column, numbers: Parameters
) -> tuple[Column, Column, Column]:
    """The term end under Wi2013, and where it is a day off (Q07) or extended (Q08).

    Under Wi2021 the term runs from the PIP, and its end stays empty.
    """
    shares = numbers.table("term_end")
    count = len(start)
    kind = draw.code({"plain": 1 - sum(shares.values()), **shares}, count)
    moved = {
        "a_day_short": -1,
        "extended_a_month": 31,
        "extended_half_a_year": 183,
        "extended_two_years": 731,
        "half_a_year_short": -183,
    }
    end = years_later(start, TERM_YEARS)
    for name, shift in moved.items():
        end[kind == name] += days(shift)
    extended = np.isin(kind, [name for name in shares if name.startswith("extended")])
    return (
        np.where(new_law, np.datetime64("NaT"), end),
        (kind == "a_day_short") & ~new_law,
        extended & ~new_law,
    )


def _informed(
    draw: Draw,
    people: People,
    sent: Column,
    new_law: Column,
    person: Column,
    stays: Stays,
    registered: Registered,
    numbers: Parameters,
    places: Municipalities,
) -> tuple[Column, Column]:
    """Whom the notice informs, and where that is the municipality of the reception (Q01)."""
    count = len(person)
    first, second = (part[person] for part in _parts(stays, sent, person))
    link = np.where(
        first & ~np.isnat(stays.moved[person]), stays.link_before[person], stays.link[person]
    )
    link_day = np.where(first, stays.linked_before_on[person], stays.linked_on[person])
    inside = (first | second) & (link >= 0) & (link_day <= sent)
    moved = registered.moved_on[person] <= sent
    living = np.where(moved, registered.moved_to[person], registered.home[person])
    right = np.where(
        inside,
        places.code_on(np.where(inside, link, 0), link_day),
        places.code_on(living, sent),
    )
    share = numbers.table("informed_reception")
    kind = np.where(second, stays.kind_after[person], texts(["azc"]))
    wrong = np.zeros(count)
    for name, value in share.items():
        wrong[(first | second) & (kind == name)] = value
    wrong[sent >= RESTART_ASYLUM_AND_OTHER] = 0.0
    location = np.where(second, stays.location_after[person], stays.location[person])
    astray = draw.happens(wrong, count)
    informed = np.where(astray, places.code_on(location, sent), right)
    elsewhere = draw.happens(numbers.number("informed_elsewhere"), count)
    informed[elsewhere] = places.code_on(
        places.draw(draw, places.lasting, int(elsewhere.sum())), sent[elsewhere]
    )
    told = numbers.table("informed")
    group_share = np.where(new_law, told["family_wi2021"], told["family_wi2013"])
    group_share[people.asylum[person]] = told["asylum"]
    informed[~draw.happens(group_share, count)] = None
    told_someone = np.array([code is not None for code in informed], dtype=bool)
    return informed, astray & inside & ~elsewhere & told_someone & (informed != right)


def _parts(stays: Stays, sent: Column, person: Column) -> tuple[Column, Column]:
    on = no_dates(len(stays.arrived))
    on[person] = sent
    return stays.part_on(on)


def _again(draw: Draw, first: Columns, numbers: Parameters) -> Columns:
    """Withdraw some notices and give the ones that were sent instead (Q23)."""
    count = len(first["person"])
    # Early enough for the second one to fall under the same practice.
    early = first["notice_date"] < np.datetime64("2021-09-01")
    withdrawn = early & draw.happens(numbers.number("second_notice"), count)
    on = first["notice_date"] + draw.days_between(10, 60, count)
    first["withdrawn_on"] = np.where(withdrawn, on, first["withdrawn_on"])
    again = rows(first, withdrawn)
    size = len(again["person"])
    again["notice_date"] = workday(again["withdrawn_on"] + draw.days_between(1, 20, size))
    again["withdrawn_on"] = no_dates(size)
    return again
