"""The outcome of each person of a partition: one function, which knows of no other persons.

Source: contract, section 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from hertoets.facts.calendar import next_day
from hertoets.facts.days import every_day, same_on_all
from hertoets.facts.people import Facts, find_facts
from hertoets.facts.values import FACTS
from hertoets.law import Law
from hertoets.law.constants import constants
from hertoets.outcomes.breach import breach, seen
from hertoets.outcomes.choices import choice_default, last_offers, regime_by_choice
from hertoets.outcomes.duty import WITHOUT, duty_on
from hertoets.outcomes.informed import informed
from hertoets.outcomes.repair import repairs
from hertoets.outcomes.settings import Settings
from hertoets.outcomes.situations import KEY, judge_situations
from hertoets.outcomes.told import (
    in_cohort,
    sent_late_wi2021,
    shift_class,
    shift_days,
    without_wi2021,
    yes_no,
)
from hertoets.outcomes.waiting import published_until_notice, waited_days

NOT_MEASURED = "not_measured"


@dataclass(frozen=True)
class People:
    """What the law says of the persons of a partition, and what was done.

    Attributes
    ----------
    outcomes : polars.DataFrame
        The columns of the contract's section 4, in the order of ``person``.
    situations : polars.DataFrame
        From `hertoets.outcomes.situations.judge_situations`.
    facts : Facts
    """

    outcomes: pl.DataFrame
    situations: pl.DataFrame
    facts: Facts


def outcomes_of(tables: Mapping[str, pl.DataFrame], law: Law, settings: Settings) -> People:
    """Apply the law to persons.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        As `hertoets.facts.people.find_facts` takes them; all rows of some persons.
    law : Law
    settings : Settings

    Returns
    -------
    People
    """
    facts = find_facts(tables, settings.reference_date, settings.as_of)
    people = facts.people
    situations = judge_situations(people, law, settings.headline)
    told = people.join(
        situations.drop("persons"), on=KEY, how="left", maintain_order="left", nulls_equal=True
    )
    told = _with_starts(told, tables, law)
    headline = settings.headline
    told = told.with_columns(regime=pl.col(f"regime_{headline}"))
    wi2013 = pl.col("regime") == "wi2013"
    date_fact = law.readings[headline].date_fact
    term_end = _term_end(date_fact)
    told = told.with_columns(
        start=pl.when(wi2013).then(f"start_of_{headline}"), term_end=pl.when(wi2013).then(term_end)
    )
    told = told.join(_duty(told, facts, settings), on="person", how="left", maintain_order="left")
    told = _with_chain(told, tables, facts, settings)
    return People(_columns(told, tables["persons"], law), situations, facts)


def _term_end(date_fact: str) -> pl.Expr:
    from hertoets.facts.calendar import plus_years

    if date_fact == "notice":
        return plus_years(pl.col("notice_date"), constants().number("term"))
    return pl.col(f"term_end_{date_fact}")


def _with_starts(told: pl.DataFrame, tables: Mapping[str, pl.DataFrame], law: Law) -> pl.DataFrame:
    """Add the start by each reading: of the Wi2013 by its date, of the Wi2021 by the plan."""
    if "plans" in tables:
        plans = (
            tables["plans"].group_by("person").agg(plan_start=next_day(pl.col("plan_date").min()))
        )
        told = told.join(plans, on="person", how="left", maintain_order="left")
        planned = pl.col("plan_start")
    else:
        planned = pl.lit(None, pl.Date)
    starts = {}
    for name, reading in law.readings.items():
        regime = pl.col(f"regime_{name}")
        if reading.date_fact == "notice":
            starts[f"start_of_{name}"] = pl.col("notice_date")
        else:
            starts[f"start_of_{name}"] = (
                pl.when(regime == "wi2013")
                .then(f"start_{reading.date_fact}")
                .when(regime == "wi2021")
                .then(planned)
            )
    return told.with_columns(**starts)


def _duty(told: pl.DataFrame, facts: Facts, settings: Settings) -> pl.DataFrame:
    """The duty on the day of judging; of an unknown day where it is the same on all of them."""
    day = pl.col("notice_date")
    undated = pl.col("notice_id").is_not_null() & day.is_null()
    known = told.filter(~undated).select("person", "regime", day=day.fill_null(settings.as_of))
    since = pl.col("published_maybe").fill_null(constants().day("duty_known_from"))
    spans = told.filter(undated).select(
        "person",
        first=pl.min_horizontal(since, pl.lit(settings.as_of)),
        last=pl.lit(settings.as_of),
    )
    spread = every_day(spans, facts.people, [facts.rights, facts.exemptions]).join(
        told.select("person", "regime"), on="person", how="left"
    )
    lone = duty_on(known, facts).select("person", "duty")
    shared = same_on_all(duty_on(spread.select("person", "regime", "day"), facts), ["duty"])
    return pl.concat([lone, shared.with_columns(pl.col("duty").fill_null("unknown"))])


def _with_chain(
    told: pl.DataFrame, tables: Mapping[str, pl.DataFrame], facts: Facts, settings: Settings
) -> pl.DataFrame:
    """Add what was told, seen, waited for, offered and repaired."""
    notices = tables["notices"].filter(~(pl.col("notice_date") > settings.as_of).fill_null(False))
    told = _left(told, sent_late_wi2021(notices, settings))
    sent = pl.when(pl.col("notice_id").is_null()).then(False).otherwise("sent")
    shift, term_shift = (
        shift_days("start_stated", "start"),
        shift_days("term_end_stated", "term_end"),
    )
    told = told.with_columns(
        start_shift_days=shift,
        start_class=shift_class(shift, "late", "early", settings.tolerance_days),
        term_class=shift_class(term_shift, "longer", "shorter", settings.tolerance_days),
        wrong_notice=yes_no(sent & without_wi2021(pl.col("regime"))),
        told_without_duty=_told_without_duty(),
        in_cohort=in_cohort(settings),
    )
    told = _left(told, published_until_notice(told, facts.rights))
    told = told.with_columns(waited_days=waited_days(settings))
    told = _left(told, informed(told, tables.get("reception"), tables.get("registrations")))
    if "reception" in tables and "registrations" in tables:
        told = told.with_columns(pl.col("informed").fill_null("not_informed"))
    else:
        told = told.with_columns(informed=pl.lit(NOT_MEASURED))
    offers = last_offers(tables["choices"], settings.as_of) if "choices" in tables else None
    if offers is None:
        told = told.with_columns(
            choice_default=pl.lit(None, pl.String), regime_by_choice=pl.lit(NOT_MEASURED)
        )
    else:
        told = _left(told, offers.with_columns(is_offered=pl.lit(True)))
        told = told.with_columns(
            choice_default=choice_default(), regime_by_choice=regime_by_choice()
        )
    if "data_access" in tables:
        told = _left(told, seen(tables["data_access"], told, offers)).with_columns(breach=breach())
    else:
        told = told.with_columns(breach=pl.lit(NOT_MEASURED))
    told = _left(told, repairs(told, notices, offers, settings))
    wronged = pl.col("wrong_notice")
    return told.with_columns(
        repair=pl.when(wronged == "no")
        .then(pl.lit("not_wronged"))
        .when(wronged == "unknown")
        .then(pl.lit("unknown"))
        .otherwise("repair")
    )


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


def _left(people: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    return people.join(other, on="person", how="left", maintain_order="left", validate="1:1")


def _columns(told: pl.DataFrame, persons: pl.DataFrame, law: Law) -> pl.DataFrame:
    """The columns of the contract, in its order."""
    by_reading = [
        pl.col(column).alias(name)
        for reading in law.readings
        for column, name in (
            (f"regime_{reading}", f"regime_{reading}"),
            (f"rule_{reading}", f"rule_{reading}"),
            (f"start_of_{reading}", f"start_{reading}"),
            (f"outcome_{reading}", f"outcome_{reading}"),
        )
    ]
    return told.select(
        "person_id", *FACTS, "situation_id", "regime_stated",
        "notice_date", "start_stated", "term_end_stated",
        *by_reading,
        "duty", "certainty", "start_shift_days", "start_class", "term_class", "wrong_notice",
        "told_without_duty", "in_cohort", "breach", "informed", "reception_kind", "waited_days",
        "choice_default", "regime_by_choice", "repair", "repair_days",
    )  # fmt: skip
