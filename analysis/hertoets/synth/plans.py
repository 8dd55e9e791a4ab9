"""Personal plans (PIP) of municipalities, after a notice of Wi2021, also where that was wrong.

Source: Besluit inburgering 2021 art. 5.3 (ten weeks); W4 art. 11(3) (a revised plan).
"""

import numpy as np

from hertoets.synth.draws import (
    Column,
    Columns,
    Draw,
    days,
    no_dates,
    rows,
    spread_of,
    stacked,
    workday,
)
from hertoets.synth.municipalities import Municipalities
from hertoets.synth.parameters import Parameters


def draw_plans(
    notices: Columns,
    registrations: Columns,
    drawn: int,
    seed: int,
    numbers: Parameters,
    places: Municipalities,
) -> Columns:
    """Make a plan for some of those who were told Wi2021 and live in a municipality.

    Parameters
    ----------
    notices, registrations : dict of columns
        These tables, with `person` (row number).
    drawn : int
        Planted people, from this row on, have no plan: their cases say nothing of it.
    seed : int
    numbers : Parameters
    places : Municipalities

    Returns
    -------
    dict of columns
        The table `plans` with `person` (row number); one a day for each person.
    """
    draw = Draw(seed, "plans")
    told = (notices["regime_stated"] == "wi2021") & (notices["person"] < drawn)
    first = rows(notices, told)
    order = np.argsort(first["notice_date"], kind="stable")
    person, place = np.unique(first["person"][order], return_index=True)
    sent, withdrawn = (first[name][order][place] for name in ("notice_date", "withdrawn_on"))
    count = len(person)
    after = numbers.table("plan_after_days")
    wait = draw.days_around(after["median"], spread_of(after["median"], after["p95"]), count)
    begins = np.fmax(sent, _registered(registrations, drawn)[person])
    on = workday(begins + np.maximum(wait, days(14)))
    kept = draw.happens(numbers.number("plan"), count) & ~(withdrawn <= on)
    table: Columns = {"person": person[kept], "plan_date": on[kept]}
    again = rows(table, draw.happens(numbers.number("plan_revised"), len(table["person"])))
    later = draw.days_between(30, 120, len(again["person"]))
    again["plan_date"] = workday(again["plan_date"] + later)
    table = stacked([table, again])
    table = rows(table, table["plan_date"] <= numbers.day("delivered_on"))
    home = _home_on(registrations, table["person"], table["plan_date"], places)
    made = home >= 0
    table["municipality"] = places.code_on(np.maximum(home, 0), table["plan_date"])
    return rows(table, made)


def first_plans(plans: Columns, count: int) -> Column:
    """The day of the first plan of each person; empty without one."""
    first = no_dates(count)
    latest_first = np.argsort(plans["plan_date"], kind="stable")[::-1]
    first[plans["person"][latest_first]] = plans["plan_date"][latest_first]
    return first


def _registered(registrations: Columns, drawn: int) -> Column:
    """The day on which each person was first registered; empty without."""
    first = no_dates(drawn)
    latest_first = np.argsort(registrations["valid_from"], kind="stable")[::-1]
    latest_first = latest_first[registrations["person"][latest_first] < drawn]
    first[registrations["person"][latest_first]] = registrations["valid_from"][latest_first]
    return first


def _home_on(registrations: Columns, person: Column, day: Column, places: Municipalities) -> Column:
    """Where each person was registered on a day, as the row of a municipality; -1 where nowhere."""
    number = {code: row for row, code in enumerate(places.codes)}
    home = np.array([number[code] for code in registrations["municipality"]], dtype=np.int64)
    order = np.lexsort((registrations["valid_from"], registrations["person"]))
    key = registrations["person"][order] * 100_000 + registrations["valid_from"][order].astype(int)
    found = np.searchsorted(key, person * 100_000 + day.astype(int), side="right") - 1
    row = order[np.maximum(found, 0)]
    covers = (found >= 0) & (registrations["person"][row] == person)
    covers &= ~(registrations["valid_to"][row] <= day)
    return np.where(covers, home[row], -1)
