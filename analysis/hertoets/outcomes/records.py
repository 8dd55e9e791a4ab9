"""What the records of persons say, before any reading of the law is taken.

Facts and dates, the chain of notices, the portal, the offers of the recovery, what followed. A
partition knows of no other persons. Source: contract, sections 2 and 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from hertoets.facts.doubt import marked
from hertoets.facts.frames import attach
from hertoets.facts.parts import Part, as_one, parts_of
from hertoets.facts.people import Facts, find_facts
from hertoets.facts.values import DATE_FACTS
from hertoets.outcomes.breach import SEEN, seen
from hertoets.outcomes.choices import (
    BY_CHOICE,
    DEFAULT,
    choice_default,
    last_offers,
    regime_by_choice,
)
from hertoets.outcomes.duty import duties_when_judged
from hertoets.outcomes.fines import fines_by_regime, judged_fines
from hertoets.outcomes.harmed import age_class
from hertoets.outcomes.informed import INFORMED, informed
from hertoets.outcomes.lawful_end import extended
from hertoets.outcomes.loans import judged_loans
from hertoets.outcomes.plans import judged_plans
from hertoets.outcomes.settings import Settings
from hertoets.outcomes.told import MEASURED, NOT_MEASURED, YES_NO, sent_late_wi2021, there_is
from hertoets.outcomes.waiting import published_until_notice

TERM_FACTS: Final = (*DATE_FACTS, "notice")
"""The dates by which a term under the Wi2013 may be counted."""

NO_LONGER_ASKED: Final = (
    "birth_from", "birth_to", "test_first", "test_last", "latest_decision",
    "notice_from", "notice_by", "surely_told", "named_in_doubt",
    "published_surely", "published_maybe", "publication_in_doubt",
    "choice", "offered_on", "chosen_on", "offered_from", "surely_offered", "choice_in_doubt",
)  # fmt: skip
"""Columns of a person from which others were made: a million rows of them are not kept."""


@dataclass(frozen=True)
class Records:
    """What the records of persons say.

    Attributes
    ----------
    facts : Facts
        One row a person in `people`: facts, dates, what was told, seen and offered. Beside what
        the contract names ``has_notice`` (yes, no or unknown), ``was_offered`` and ``viewed``
        (the same, or not_measured).
    offers : polars.DataFrame or None
        From `hertoets.outcomes.choices.last_offers`; None without the table.
    fines : polars.DataFrame or None
        From `hertoets.outcomes.fines.judged_fines`; None without the table.
    measured : frozenset of str
        The tables that there are.
    """

    facts: Facts
    offers: pl.DataFrame | None
    fines: pl.DataFrame | None
    measured: frozenset[str]


def records_of(tables: Mapping[str, pl.DataFrame], settings: Settings) -> Records:
    """Read what the tables of persons say.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        All rows of some persons, numbered from zero; with or without marks of what is in doubt.
    settings : Settings

    Returns
    -------
    Records
    """
    of_persons = marked({name: rows for name, rows in tables.items() if "person" in rows.columns})
    found, notices, rights, offers, fines = [], [], [], [], []
    for part in parts_of(of_persons):
        facts, offered, fined = _of_part(part, settings)
        found.append(part.numbered(facts.people.drop(NO_LONGER_ASKED, strict=False)))
        notices.append(part.numbered(facts.notices))
        rights.append(part.numbered(facts.rights))
        offers += [] if offered is None else [part.numbered(offered)]
        fines += [] if fined is None else [part.numbered(fined)]
    facts = Facts(as_one(found), as_one(notices), as_one(rights), of_persons.get("exemptions"))
    return Records(
        facts,
        as_one(offers) if offers else None,
        as_one(fines) if fines else None,
        frozenset(tables),
    )


def _of_part(
    part: Part, settings: Settings
) -> tuple[Facts, pl.DataFrame | None, pl.DataFrame | None]:
    tables, as_of = part.tables, settings.known_on
    facts = find_facts(tables, settings.reference_date, as_of)
    told = facts.people
    offers = last_offers(tables["choices"], as_of) if "choices" in tables else None
    told = attach(
        told,
        sent_late_wi2021(facts.notices, settings),
        published_until_notice(told, facts.rights),
        informed(told, tables.get("reception"), tables.get("registrations")),
    )
    measured = {"reception", "registrations"} <= tables.keys()
    was_informed = (
        pl.when(pl.col("notice_id").is_null())
        .then(pl.lit("not_informed", INFORMED))
        .otherwise("informed")
    )
    told = told.with_columns(
        informed=was_informed if measured else pl.lit(NOT_MEASURED, INFORMED),
        has_notice=there_is(pl.col("surely_told"), YES_NO),
    )
    told = _with_offers(told, offers)
    told = attach(told, duties_when_judged(told, facts, as_of))
    told = _with_access(told, tables.get("data_access"), offers)
    told, fines = _with_followed(told, tables, facts, as_of)
    told = told.with_columns(age_class=age_class(settings.reference_date))
    return replace(facts, people=told), offers, fines


def _with_offers(told: pl.DataFrame, offers: pl.DataFrame | None) -> pl.DataFrame:
    if offers is None:
        return told.with_columns(
            choice_default=pl.lit(None, DEFAULT),
            regime_by_choice=pl.lit(NOT_MEASURED, BY_CHOICE),
            was_offered=pl.lit(NOT_MEASURED, MEASURED),
        )
    return attach(told, offers).with_columns(
        choice_default=choice_default(),
        regime_by_choice=regime_by_choice(),
        was_offered=there_is(pl.col("surely_offered"), MEASURED),
    )


def _with_access(
    told: pl.DataFrame, access: pl.DataFrame | None, offers: pl.DataFrame | None
) -> pl.DataFrame:
    if access is None:
        return told.with_columns(pl.lit(NOT_MEASURED, MEASURED).alias(name) for name in SEEN)
    told = attach(told, seen(access, told, offers))
    return told.with_columns(pl.col(name).fill_null("no") for name in SEEN)


def _with_followed(
    told: pl.DataFrame, tables: Mapping[str, pl.DataFrame], facts: Facts, as_of: date
) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """Add what the extensions, plans, loans and fines of persons say; and each fine."""
    told = attach(
        told,
        judged_plans(tables.get("plans"), tables.get("choices"), told, as_of),
        extended(tables.get("extensions"), told, as_of),
    )
    loans = judged_loans(tables.get("loans"), told, facts.exemptions, TERM_FACTS, as_of)
    fines = None
    if "fines" in tables:
        fines = judged_fines(tables["fines"], told, facts, TERM_FACTS, as_of)
    return attach(told, loans, fines_by_regime(fines, told, TERM_FACTS)), fines
