"""What follows for each person when one reading is taken as the law.

Duty, shift and class of start and term, wrong notices, cohort, breach, waiting, repair. Source:
contract, section 4.
"""

from typing import TYPE_CHECKING

import polars as pl

from hertoets.facts.calendar import plus_years
from hertoets.facts.frames import attach
from hertoets.law.constants import constants
from hertoets.outcomes.breach import breach
from hertoets.outcomes.duty import WITHOUT, duty_by_regime
from hertoets.outcomes.repair import REPAIR, repairs
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
from hertoets.outcomes.waiting import waited_days

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
        With ``regime``, ``outcome``, ``start`` and ``term_end`` (under the Wi2013), ``duty``,
        ``start_shift_days``, ``start_class``, ``term_class``, ``wrong_notice``,
        ``told_without_duty``, ``in_cohort``, ``waited_days``, ``repair``, ``repair_days``, and
        ``breach`` where the table is there.
    """
    settings = people.settings
    told = told.with_columns(
        regime=pl.col(f"regime_{reading}"), outcome=pl.col(f"outcome_{reading}")
    )
    wi2013 = pl.col("regime") == "wi2013"
    term_end = term_end_by(people.law.readings[reading].date_fact)
    told = told.with_columns(
        start=pl.when(wi2013).then(f"start_of_{reading}"), term_end=pl.when(wi2013).then(term_end)
    )
    told = told.with_columns(duty=duty_by_regime())
    shift = shift_days("start_stated", "start")
    term_shift = shift_days("term_end_stated", "term_end")
    sent = pl.when(pl.col("notice_id").is_null()).then(False).otherwise("sent")
    told = told.with_columns(
        start_shift_days=shift,
        start_class=shift_class(shift, START_CLASS, settings.tolerance_days),
        term_class=shift_class(term_shift, TERM_CLASS, settings.tolerance_days),
        wrong_notice=yes_no(sent & without_wi2021(pl.col("regime"))),
        told_without_duty=_told_without_duty(),
        in_cohort=in_cohort(settings),
        waited_days=waited_days(settings),
    )
    if "viewed_surely" in told.columns:
        told = told.with_columns(breach=breach())
    told = attach(told, repairs(told, people.facts.notices, people.offers, settings))
    wronged = pl.col("wrong_notice")
    return told.with_columns(
        repair=pl.when(wronged == "no")
        .then(pl.lit("not_wronged", REPAIR))
        .when(wronged == "unknown")
        .then(pl.lit("unknown", REPAIR))
        .otherwise("repair")
    )


def term_end_by(date_fact: str) -> pl.Expr:
    """Where the term ends of a duty under the Wi2013 that starts by a date (Date)."""
    if date_fact == "notice":
        return plus_years(pl.col("notice_date"), constants().number("term"))
    return pl.col(f"term_end_{date_fact}")


def _told_without_duty() -> pl.Expr:
    duty = pl.col("duty")
    return (
        pl.when(pl.col("notice_id").is_null())
        .then(pl.lit("no", YES_NO))
        .when(duty.is_in(WITHOUT))
        .then(pl.lit("yes", YES_NO))
        .when(duty == "unknown")
        .then(pl.lit("unknown", YES_NO))
        .otherwise(pl.lit("no", YES_NO))
    )
