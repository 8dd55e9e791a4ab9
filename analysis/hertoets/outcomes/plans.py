"""Plans of the Wi2021 (PIP) made for people whom that Act does not bind.

Sources: Wi2021 arts. 11(2) and 15; contract, section 4.
"""

from datetime import date
from typing import Final

import polars as pl

from hertoets.facts.calendar import LONG_AGO, OPEN, next_day
from hertoets.facts.doubt import IN_DOUBT, MAY_BE
from hertoets.facts.frames import attach
from hertoets.facts.logic import any_of_rows, first_that_holds, maybe, surely
from hertoets.outcomes.told import (
    MEASURED,
    NOT_MEASURED,
    of_measured,
    there_is,
    unless_absent,
    unless_missing,
    without_wi2021,
)

PLAN: Final = pl.Enum(["no_plan", "without_basis", "other", "unknown", NOT_MEASURED])

_DAY: Final = pl.col("plan_date")


def judged_plans(
    plans: pl.DataFrame | None, choices: pl.DataFrame | None, people: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    """What holds of each person's plans, whatever a reading says.

    Parameters
    ----------
    plans, choices : polars.DataFrame or None
        The tables with their marks; None where one is absent.
    people : polars.DataFrame
        With ``person``.
    as_of : date
        Later plans, offers and choices are left out.

    Returns
    -------
    polars.DataFrame
        ``person``; ``plan_start`` (Date: the day after the earliest plan, null where that is not
        known); ``planned`` (one of `MEASURED`); ``planned_before_choice`` (nullable bool: a plan
        was made and no choice for the Wi2021 before it).
    """
    if plans is None:
        return people.select(
            "person",
            plan_start=pl.lit(None, pl.Date),
            planned=pl.lit(NOT_MEASURED, MEASURED),
            planned_before_choice=pl.lit(False),
        )
    earlier = MAY_BE | (IN_DOUBT & _DAY.is_null())
    first = plans.group_by("person").agg(
        plan_start=pl.when(~earlier.any()).then(next_day(_DAY.min()))
    )
    rows = plans.filter(~surely(as_of < _DAY)).join(
        _chosen(choices, people, as_of), on="person", how="left", validate="m:1"
    )
    surely_chosen, may_be_chosen = pl.col("chosen_from"), pl.col("may_be_chosen_from")
    before = (
        pl.when(surely(surely_chosen <= _DAY))
        .then(False)
        .when(may_be_chosen.is_null() | surely(may_be_chosen > _DAY))
        .then(True)
    )
    found = rows.group_by("person").agg(
        planned=(~MAY_BE).any(), planned_before_choice=any_of_rows(unless_missing(before))
    )
    told = attach(people.select("person"), first, found)
    planned = pl.col("planned")
    return told.select(
        "person",
        "plan_start",
        planned=there_is(planned, MEASURED),
        planned_before_choice=pl.when(planned.is_null())
        .then(False)
        .otherwise("planned_before_choice"),
    )


def _chosen(choices: pl.DataFrame | None, people: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """From when on a person surely had chosen the Wi2021, and from when on may have.

    ``person``, ``chosen_from``, ``may_be_chosen_from`` (Date; null: never).
    """
    if choices is None:
        return people.select(
            "person", chosen_from=pl.lit(None, pl.Date), may_be_chosen_from=pl.lit(LONG_AGO)
        )
    on, choice = pl.col("chosen_on"), pl.col("choice")
    later = surely((on > as_of) & (on != OPEN))
    rows = choices.filter(~surely(pl.col("offered_on") > as_of) & ~later)
    dated = on.is_not_null() & (on != OPEN)
    day = pl.when(dated).then(on)
    chose = unless_missing(choice == "wi2021")
    return rows.group_by("person").agg(
        chosen_from=day.filter(surely(chose)).min(),
        may_be_chosen_from=pl.when(dated).then(on).otherwise(LONG_AGO).filter(maybe(chose)).min(),
    )


def plan_by() -> pl.Expr:
    """What holds of a person's plans under the ``regime``, of people with `judged_plans`."""
    not_bound = without_wi2021(pl.col("regime"))
    value = first_that_holds(
        [
            (not_bound & pl.col("planned_before_choice"), "without_basis"),
            (of_measured("planned"), "other"),
        ],
        otherwise="no_plan",
        unknown="unknown",
        kind=PLAN,
    )
    return unless_absent("planned", value, PLAN)
