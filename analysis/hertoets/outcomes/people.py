"""The outcome of each person of a partition, which knows of no other persons.

First what no reading changes: facts, situations, the chain of notices, portal and offers. Then what
follows under one reading. Source: contract, section 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from hertoets.facts.calendar import next_day
from hertoets.facts.frames import attach
from hertoets.facts.parts import Part, as_one, parts_of
from hertoets.facts.people import Facts, find_facts
from hertoets.facts.values import FACTS
from hertoets.law import Law
from hertoets.outcomes.breach import BREACH, breach, seen
from hertoets.outcomes.choices import (
    BY_CHOICE,
    DEFAULT,
    choice_default,
    last_offers,
    regime_by_choice,
)
from hertoets.outcomes.duty import DUTIES, duties_when_judged
from hertoets.outcomes.following import follow, term_end_by
from hertoets.outcomes.informed import INFORMED, informed
from hertoets.outcomes.settings import Settings
from hertoets.outcomes.situations import KEY, judge_situations
from hertoets.outcomes.told import sent_late_wi2021, yes_no
from hertoets.outcomes.waiting import published_until_notice

NOT_MEASURED = "not_measured"
FOLLOWS = (
    "start_shift_days", "start_class", "term_class", "wrong_notice", "told_without_duty",
    "in_cohort", "breach",
)  # fmt: skip

NO_LONGER_ASKED = (
    "birth_from", "birth_to", "test_first", "test_last", "latest_decision",
    "published_surely", "published_maybe", "choice", "offered_on", "chosen_on", "is_offered",
)  # fmt: skip
"""Columns of a person from which others were made: a million rows of them are not kept."""


@dataclass(frozen=True)
class People:
    """What the law says of the persons of a partition, and what was done.

    Attributes
    ----------
    told : polars.DataFrame
        One row a person in the order of ``person``: facts, dates, what each reading says, what
        was told, seen and offered.
    situations : polars.DataFrame
        From `hertoets.outcomes.situations.judge_situations`.
    facts : Facts
    offers : polars.DataFrame or None
    measured : frozenset of str
        The tables that the extract holds.
    law : Law
    settings : Settings
    """

    told: pl.DataFrame
    situations: pl.DataFrame
    facts: Facts
    offers: pl.DataFrame | None
    measured: frozenset[str]
    law: Law
    settings: Settings

    def under(self, reading: str) -> pl.DataFrame:
        """What follows with one reading taken as the law; see `hertoets.outcomes.following`."""
        followed = follow(self.told, reading, self)
        if "data_access" in self.measured:
            return followed
        return followed.with_columns(breach=pl.lit(NOT_MEASURED, BREACH))

    def breaches(self, reading: str) -> pl.Series:
        """The breach of each person by a reading (text), of people with ``data_access``."""
        told = self.told.select(
            "viewed_surely", "seen_by_informed", "informed",
            regime=pl.col(f"regime_{reading}"),
        )  # fmt: skip
        return told.select(breach().cast(pl.String).alias("breach")).to_series()

    @property
    def outcomes(self) -> pl.DataFrame:
        """The columns of the contract's section 4, in its order."""
        by_reading = [
            pl.col(column).alias(name)
            for reading in self.law.readings
            for column, name in (
                (f"regime_{reading}", f"regime_{reading}"),
                (f"rule_{reading}", f"rule_{reading}"),
                (f"start_of_{reading}", f"start_{reading}"),
                (f"outcome_{reading}", f"outcome_{reading}"),
            )
        ]
        followed = self.under(self.settings.headline)
        return followed.select(
            "person_id", *FACTS, "situation_id", "regime_stated",
            "notice_date", "start_stated", "term_end_stated",
            *by_reading,
            "duty", "certainty", *FOLLOWS, "informed", "reception_kind", "waited_days",
            "choice_default", "regime_by_choice", "repair", "repair_days",
        )  # fmt: skip

    @property
    def duties(self) -> pl.DataFrame:
        """The day of judging, the duty under either Act on it, and the end of each term.

        ``person_id``, ``judged_on`` (Date, null where the first notice is undated),
        ``duty_wi2013``, ``duty_wi2021``, and for each reading ``term_end_…`` (Date), null where
        it does not say wi2013.
        """
        term_ends = {
            f"term_end_{name}": pl.when(pl.col(f"regime_{name}") == "wi2013").then(
                term_end_by(reading.date_fact)
            )
            for name, reading in self.law.readings.items()
        }
        return self.told.select("person_id", "judged_on", *DUTIES, **term_ends)


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
    of_persons = {name: rows for name, rows in tables.items() if "person" in rows.columns}
    found, notices, rights, offers = [], [], [], []
    for part in parts_of(of_persons):
        facts, offered = _judged_by_dates(part, settings)
        found.append(part.numbered(facts.people.drop(NO_LONGER_ASKED, strict=False)))
        notices.append(part.numbered(facts.notices))
        rights.append(part.numbered(facts.rights))
        offers += [] if offered is None else [part.numbered(offered)]
    facts = Facts(as_one(found), as_one(notices), as_one(rights), tables.get("exemptions"))
    situations = judge_situations(facts.people, law, settings.headline)
    told = situations.table.select(pl.exclude(*KEY, "persons", "^citation_.*$"))
    told = facts.people.hstack(told.select(pl.all().gather(situations.rows)))
    return People(
        _with_starts(told, tables.get("plans"), law),
        situations.table,
        facts,
        as_one(offers) if offers else None,
        frozenset(tables),
        law,
        settings,
    )


def _judged_by_dates(part: Part, settings: Settings) -> tuple[Facts, pl.DataFrame | None]:
    """What no reading changes of the persons of a part, and the offers made to them."""
    tables = part.tables
    facts = find_facts(tables, settings.reference_date, settings.known_on)
    told = facts.people
    offers = last_offers(tables["choices"], settings.known_on) if "choices" in tables else None
    told = attach(
        told,
        sent_late_wi2021(facts.notices, settings),
        published_until_notice(told, facts.rights),
        informed(told, tables.get("reception"), tables.get("registrations")),
    )
    measured = {"reception", "registrations"} <= tables.keys()
    was_informed = pl.col("informed").fill_null("not_informed")
    told = told.with_columns(informed=was_informed if measured else pl.lit(NOT_MEASURED, INFORMED))
    told = _with_offers(told, offers)
    told = told.with_columns(has_notice=yes_no(pl.col("notice_id").is_not_null()), was_offered=_was_offered())
    told = attach(told, duties_when_judged(told, facts, settings.known_on))
    if "data_access" in tables:
        told = attach(told, seen(tables["data_access"], told, offers))
    return replace(facts, people=told), offers


def _with_starts(told: pl.DataFrame, plans: pl.DataFrame | None, law: Law) -> pl.DataFrame:
    """Add the start by each reading: of the Wi2013 by its date, of the Wi2021 by the plan."""
    planned = pl.lit(None, pl.Date)
    if plans is not None:
        first = plans.group_by("person").agg(plan_start=next_day(pl.col("plan_date").min()))
        told = attach(told, first)
        planned = pl.col("plan_start")
    starts = {}
    for name, reading in law.readings.items():
        regime = pl.col(f"regime_{name}")
        starts[f"start_of_{name}"] = (
            pl.col("notice_date")
            if reading.date_fact == "notice"
            else pl.when(regime == "wi2013")
            .then(f"start_{reading.date_fact}")
            .when(regime == "wi2021")
            .then(planned)
        )
    return told.with_columns(**starts)


def _with_offers(told: pl.DataFrame, offers: pl.DataFrame | None) -> pl.DataFrame:
    if offers is None:
        return told.with_columns(
            choice_default=pl.lit(None, DEFAULT),
            regime_by_choice=pl.lit(NOT_MEASURED, BY_CHOICE),
        )
    told = attach(told, offers.with_columns(is_offered=pl.lit(True)))
    return told.with_columns(choice_default=choice_default(), regime_by_choice=regime_by_choice())


def _was_offered() -> pl.Expr:
    choice = pl.col("regime_by_choice").cast(pl.String)
    return (
        pl.when(choice == NOT_MEASURED)
        .then(pl.lit(NOT_MEASURED))
        .when(choice == "not_offered")
        .then(pl.lit("no"))
        .otherwise(pl.lit("yes"))
    )
