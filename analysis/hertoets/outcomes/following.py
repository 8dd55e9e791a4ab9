"""What follows for each person when one reading is taken as the law.

Duty, shift and class of start and term, wrong notices, cohort, breach, waiting, repair. Source:
contract, section 4.
"""

from typing import TYPE_CHECKING

import polars as pl

from hertoets.facts.calendar import plus_years
from hertoets.facts.days import every_day, same_on_all
from hertoets.facts.frames import attach
from hertoets.law.constants import constants
from hertoets.outcomes.breach import breach
from hertoets.outcomes.duty import WITHOUT, duty_on
from hertoets.outcomes.repair import repairs
from hertoets.outcomes.told import in_cohort, shift_class, shift_days, without_wi2021, yes_no
from hertoets.outcomes.waiting import waited_days

if TYPE_CHECKING:
    from hertoets.outcomes.people import People


def follow(told: pl.DataFrame, reading: str, people: "People") -> pl.DataFrame:
    """Add what follows under a reading.

    Parameters
    ----------
    told : polars.DataFrame
        ``People.told``.
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
    term_end = _term_end(people.law.readings[reading].date_fact)
    told = told.with_columns(
        start=pl.when(wi2013).then(f"start_of_{reading}"), term_end=pl.when(wi2013).then(term_end)
    )
    told = attach(told, _duty(told, people))
    shift = shift_days("start_stated", "start")
    term_shift = shift_days("term_end_stated", "term_end")
    sent = pl.when(pl.col("notice_id").is_null()).then(False).otherwise("sent")
    told = told.with_columns(
        start_shift_days=shift,
        start_class=shift_class(shift, "late", "early", settings.tolerance_days),
        term_class=shift_class(term_shift, "longer", "shorter", settings.tolerance_days),
        wrong_notice=yes_no(sent & without_wi2021(pl.col("regime"))),
        told_without_duty=_told_without_duty(),
        in_cohort=in_cohort(settings),
        waited_days=waited_days(settings),
    )
    if "viewed_surely" in told.columns:
        told = told.with_columns(breach=breach())
    told = attach(told, repairs(told, people.notices, people.offers, settings))
    wronged = pl.col("wrong_notice")
    return told.with_columns(
        repair=pl.when(wronged == "no")
        .then(pl.lit("not_wronged"))
        .when(wronged == "unknown")
        .then(pl.lit("unknown"))
        .otherwise("repair")
    )


def _term_end(date_fact: str) -> pl.Expr:
    if date_fact == "notice":
        return plus_years(pl.col("notice_date"), constants().number("term"))
    return pl.col(f"term_end_{date_fact}")


def _duty(told: pl.DataFrame, people: "People") -> pl.DataFrame:
    """The duty on the day of judging; of an unknown day where it is the same on all of them."""
    facts, as_of = people.facts, people.settings.known_on
    day = pl.col("notice_date")
    undated = pl.col("notice_id").is_not_null() & day.is_null()
    known = told.filter(~undated).select("person", "regime", day=day.fill_null(as_of))
    since = pl.col("published_maybe").fill_null(constants().day("duty_known_from"))
    spans = told.filter(undated).select(
        "person", first=pl.min_horizontal(since, pl.lit(as_of)), last=pl.lit(as_of)
    )
    spread = every_day(spans, facts.people, [facts.rights, facts.exemptions]).join(
        told.select("person", "regime"), on="person", how="left"
    )
    lone = duty_on(known, facts).select("person", "duty")
    shared = same_on_all(duty_on(spread.select("person", "regime", "day"), facts), ["duty"])
    return pl.concat([lone, shared.with_columns(pl.col("duty").fill_null("unknown"))])


def _told_without_duty() -> pl.Expr:
    duty = pl.col("duty")
    return (
        pl.when(pl.col("notice_id").is_null())
        .then(pl.lit("no"))
        .when(duty.is_in(WITHOUT))
        .then(pl.lit("yes"))
        .when(duty == "unknown")
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("no"))
    )
