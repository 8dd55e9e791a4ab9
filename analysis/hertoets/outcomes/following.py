"""What follows for each person when one reading is taken as the law.

Duty, shift and class of start and term, wrong notices, cohort, breach, waiting, repair. Source:
contract, section 4. What the dates of a person say is worked out apart from what a regime makes of
it, so that persons who are alike can be judged once (`hertoets.outcomes.crowd`).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import polars as pl

from hertoets.facts.frames import attach
from hertoets.facts.values import UNKNOWN
from hertoets.outcomes.breach import breach
from hertoets.outcomes.duty import WITHOUT, duty_by_regime
from hertoets.outcomes.fines import fine_by, fine_sums
from hertoets.outcomes.loans import loan_by
from hertoets.outcomes.plans import plan_by
from hertoets.outcomes.repair import REPAIR, repairs
from hertoets.outcomes.settings import Settings
from hertoets.outcomes.situations import CERTAINTY, OUTCOMES
from hertoets.outcomes.terms import term_end_by
from hertoets.outcomes.told import (
    START_CLASS,
    TERM_CLASS,
    YES_NO,
    in_cohort,
    shift_class,
    shift_days,
    without_wi2021,
    yes_no,
)
from hertoets.outcomes.waiting import days_waited, waits

if TYPE_CHECKING:
    from hertoets.outcomes.people import People


def follow(told: pl.DataFrame, reading: str, people: "People") -> pl.DataFrame:
    """Add what follows under a reading.

    Parameters
    ----------
    told : polars.DataFrame
        ``People.told``, with the duty under either Act.
    reading : str
    people : People

    Returns
    -------
    polars.DataFrame
        With the columns of `dated` and `consequences`, ``repair``, ``repair_days`` and what
        `hertoets.outcomes.fines.fine_sums` adds up.
    """
    settings = people.settings
    date_fact = people.law.readings[reading].date_fact
    told = dated(told, [date_fact], settings)
    for name, consequence in consequences(reading, date_fact, settings).items():
        told = told.with_columns(consequence.alias(name))
    told = attach(
        told,
        repairs(told, people.facts.notices, people.offers, settings),
        fine_sums(people.records.fines, told, date_fact),
    )
    wronged = pl.col("wrong_notice")
    return told.with_columns(
        repair=pl.when(wronged == "no")
        .then(pl.lit("not_wronged", REPAIR))
        .when(wronged == "unknown")
        .then(pl.lit("unknown", REPAIR))
        .otherwise("repair")
    )


def dated(told: pl.DataFrame, date_facts: Iterable[str], settings: Settings) -> pl.DataFrame:
    """Add what the dates of each person say, whatever the regime.

    Returns
    -------
    polars.DataFrame
        With ``waits`` (bool), ``wait`` (Int32, days) and, for the start of the Wi2013 by each date
        fact, ``start_…`` and ``term_end_…`` (Date), ``start_shift_…``, ``term_shift_…`` and
        ``wait_…`` (Int32, days).
    """
    told = told.with_columns(
        start_notice="notice_date",
        term_end_notice=term_end_by("notice"),
        waits=waits(settings),
    )
    return told.with_columns(
        days_waited(settings).alias("wait"),
        *(
            expression
            for fact in date_facts
            for expression in (
                shift_days("start_stated", f"start_{fact}").alias(f"start_shift_{fact}"),
                shift_days("term_end_stated", f"term_end_{fact}").alias(f"term_shift_{fact}"),
                days_waited(settings, f"start_{fact}").alias(f"wait_{fact}"),
            )
        ),
    )


def consequences(reading: str, date_fact: str, settings: Settings) -> dict[str, pl.Expr]:
    """What follows under a reading, of people with the columns of `dated`.

    Returns
    -------
    dict of str to polars.Expr
        By the column that it makes; each may ask for those before it.
    """
    wi2013 = pl.col("regime") == "wi2013"
    tolerance = settings.tolerance_days
    start_shift, term_shift = pl.col(f"start_shift_{date_fact}"), pl.col(f"term_shift_{date_fact}")
    sent = pl.when(pl.col("notice_id").is_null()).then(False).otherwise("sent")
    wait = pl.when(wi2013).then(f"wait_{date_fact}").otherwise("wait")
    obliged = pl.col("duty") == "obliged"
    return {
        "regime": pl.col(f"regime_{reading}"),
        "outcome": if_told(pl.col(f"outcome_{reading}"), OUTCOMES),
        "certainty": if_told(pl.col("certainty"), CERTAINTY),
        "start": pl.when(wi2013).then(f"start_{date_fact}"),
        "duty": duty_by_regime(),
        "start_shift_days": pl.when(wi2013).then(start_shift),
        "start_class": shift_class(start_shift, START_CLASS, tolerance),
        "term_class": shift_class(term_shift, TERM_CLASS, tolerance),
        "wrong_notice": yes_no(sent & without_wi2021(pl.col("regime"))),
        "told_without_duty": _told_without_duty(),
        "in_cohort": in_cohort(settings),
        "waited": obliged & pl.col("waits"),
        "waited_days": pl.when(obliged).then(wait),
        "breach": breach(),
        "fine": fine_by(date_fact),
        "loan": loan_by(date_fact),
        "plan": plan_by(),
        "access_late_days": pl.when(pl.col("start_class") == "late").then("start_shift_days"),
    }


def if_told(answer: pl.Expr, kind: pl.Enum) -> pl.Expr:
    """What compares a notice with the law: unknown where it is, whether one was sent.

    Everybody in a situation is told, or nobody; only a notice that may be missing leaves it open.
    """
    return pl.when(pl.col("has_notice") != UNKNOWN).then(answer).otherwise(pl.lit(UNKNOWN, kind))


def _told_without_duty() -> pl.Expr:
    duty = pl.col("duty")
    return (
        pl.when(pl.col("notice_id").is_null())
        .then(pl.lit("no", YES_NO))
        .when(duty.is_in(WITHOUT) & (pl.col("has_notice") == "yes"))
        .then(pl.lit("yes", YES_NO))
        .when(duty != "obliged")
        .then(pl.lit("unknown", YES_NO))
        .otherwise(pl.lit("no", YES_NO))
    )
