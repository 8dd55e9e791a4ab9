"""One row for each person: the facts that the law looks at, and the dates behind them.

Everything here is about one person at a time, so it may be given any part of an extract.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from hertoets.facts.calendar import OPEN
from hertoets.facts.chains import chain_starts, term_ends, that_may_qualify
from hertoets.facts.dates import TURKISH, date_facts, groups, treaties
from hertoets.facts.days import every_day, same_on_all
from hertoets.facts.doubt import OF_PERSONS, has
from hertoets.facts.exclusion import exclusion_days
from hertoets.facts.exemptions import BEGIN, opting_in
from hertoets.facts.frames import attach, beside, together
from hertoets.facts.logic import any_of_rows, maybe, surely
from hertoets.facts.notices import (
    earliest_publications,
    first_notices,
    notice_fact,
    publication_in_doubt,
    test_day,
)
from hertoets.facts.obliged import obliged
from hertoets.facts.onaday import DUTCH, judge_days, with_ages
from hertoets.facts.rights import judge_rights
from hertoets.facts.standing import ON_REFERENCE, standing
from hertoets.facts.starts import move_starts
from hertoets.facts.values import DATE_FACTS, REGIME_STATED, UNKNOWN

LOOKED_AT = (
    "person", "person_id", "birth_from", "birth_to", "sex", "nationality", "former_nationality",
    "dutch_since", *OF_PERSONS,
)  # fmt: skip
"""The columns of a person that the law looks at, and the names."""


@dataclass(frozen=True)
class Facts:
    """The facts of persons, and what later rooms ask of them.

    Attributes
    ----------
    people : polars.DataFrame
        One row a person in the order of ``person``: the eight facts (Enum), the first notice,
        the birthdays, ``start_<d>`` and ``term_end_<d>`` for each fact of a date.
    notices : polars.DataFrame
        Those known on the day `as_of`.
    rights : polars.DataFrame
        From `hertoets.facts.rights.judge_rights`.
    exemptions : polars.DataFrame or None
    """

    people: pl.DataFrame
    notices: pl.DataFrame
    rights: pl.DataFrame
    exemptions: pl.DataFrame | None


def find_facts(tables: Mapping[str, pl.DataFrame], reference: date, as_of: date) -> Facts:
    """Turn the tables of persons into facts and dates.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        ``persons`` in the order of ``person`` (numbers from zero), ``residence_rights``,
        ``notices`` and what else there is; real dates, 9999-12-31 open, null unknown. With the
        marks of `hertoets.facts.doubt.marked`.
    reference : date
        The day that art. 54 looks at.
    as_of : date
        Later notices are left out.

    Returns
    -------
    Facts
        Source: contract, sections 2 and 3.
    """
    exemptions = tables.get("exemptions")
    known = ~surely(pl.col("notice_date") > as_of)
    stated = pl.col("regime_stated").cast(REGIME_STATED)
    notices = tables["notices"].filter(known).with_columns(stated)
    rights = judge_rights(tables["residence_rights"])
    people = with_ages(tables["persons"].select(LOOKED_AT), max(as_of, reference))
    people = attach(people, first_notices(notices), earliest_publications(rights))
    in_doubt = has(people, rights, publication_in_doubt())
    people = _with_bounds(people.with_columns(publication_in_doubt=in_doubt), rights)
    first, last = test_day(reference)
    people = people.with_columns(test_first=first, test_last=last)
    cases = _test_cases(people, rights, exemptions)
    people = _with_dates(people, cases, rights, exemptions, reference)
    people = attach(people, groups(rights)).with_columns(pl.col("group").fill_null(UNKNOWN))
    people = _with_standing(people, cases, rights, exemptions, reference, as_of)
    people = _with_starts(people, rights, exemptions, reference)
    people = people.with_columns(notice=notice_fact(reference))
    return Facts(people, notices, rights, exemptions)


def _with_bounds(people: pl.DataFrame, rights: pl.DataFrame) -> pl.DataFrame:
    """Add how far an open right surely covers, and the nationality that the treaty asks for."""
    decided = rights.select("person", latest_decision="decision_date")
    latest = together(decided, "person", pl.Expr.max)
    own = pl.col("nationality")
    return attach(people, latest).with_columns(
        covered_by=pl.max_horizontal("latest_decision", "notice_date"),
        treaty_nationality=pl.when(own == DUTCH).then("former_nationality").otherwise(own),
    )


def _test_cases(
    people: pl.DataFrame, rights: pl.DataFrame, exemptions: pl.DataFrame | None
) -> pl.DataFrame:
    """Each person's test day; of an unknown one every day on which an answer may change."""
    first, last = pl.col("test_first"), pl.col("test_last")
    known = people.filter(first == last).select("person", day="test_first")
    spans = people.filter(first != last).select("person", first=first, last=last)
    days = pl.concat([known, every_day(spans, people, [rights, exemptions])])
    return days.with_row_index("case")


def _with_dates(
    people: pl.DataFrame,
    cases: pl.DataFrame,
    rights: pl.DataFrame,
    exemptions: pl.DataFrame | None,
    reference: date,
) -> pl.DataFrame:
    found = cases.hstack(date_facts(cases, rights, reference))
    opted_in = _opted_in(exemptions, people, reference)
    nationality = people.select("person", "treaty_nationality", "nationality_in_doubt")
    bound = treaties(cases, rights, nationality, opted_in)
    found = attach(found, bound, by="case")
    # Nobody is bound by a treaty without a right.
    found = found.with_columns(pl.col("treaty").fill_null("none"))
    names = [*DATE_FACTS, "treaty"]
    people = attach(people, same_on_all(found, names))
    people = people.with_columns(pl.col(name).fill_null(UNKNOWN) for name in names)
    turkish = pl.col("treaty_nationality") == TURKISH
    since = pl.col("treaty") == "asylum_since_may_2020"
    counts = (
        pl.when(~turkish)
        .then(True)
        .when(turkish & since)
        .then(False)
        .when(turkish & (pl.col("treaty") != UNKNOWN))
        .then(True)
    )
    return people.with_columns(treaty_counts=counts)


def _opted_in(
    exemptions: pl.DataFrame | None, people: pl.DataFrame, reference: date
) -> pl.DataFrame:
    if exemptions is None:
        none = pl.Schema({"opted_in": pl.Boolean, "has_opt_in": pl.Boolean})
        return people.select("person").clear().hstack(none.to_frame())
    chosen = exemptions.filter(maybe(opting_in()))
    return chosen.group_by("person").agg(
        opted_in=any_of_rows(opting_in() & (reference >= BEGIN)), has_opt_in=pl.lit(True)
    )


def _with_standing(
    people: pl.DataFrame,
    cases: pl.DataFrame,
    rights: pl.DataFrame,
    exemptions: pl.DataFrame | None,
    reference: date,
    as_of: date,
) -> pl.DataFrame:
    """Add the standing, and what holds on the reference date (``…_on_reference``)."""
    on_reference = judge_days(
        people.select("person", day=pl.lit(reference)), people, rights, exemptions
    )
    names = ("excluded", *ON_REFERENCE)
    told = on_reference.select(
        "person", *(pl.col(name).alias(f"{name}_on_reference") for name in names)
    )
    people = attach(people, told)
    days = exclusion_days(people, cases, rights, exemptions, reference, as_of)
    others = days.filter(pl.col("day") != reference)
    judged = pl.concat(
        [
            judge_days(others, people, rights, exemptions).select("person", "excluded"),
            beside(days.filter(pl.col("day") == reference), told, "excluded_on_reference").select(
                "person", excluded="excluded_on_reference"
            ),
        ]
    )
    people = attach(people, same_on_all(judged, ["excluded"]))
    asked = people.select(
        "excluded", *(pl.col(f"{name}_on_reference").alias(name) for name in ON_REFERENCE)
    )
    return people.with_columns(asked.select(standing=standing())["standing"])


def _with_starts(
    people: pl.DataFrame,
    rights: pl.DataFrame,
    exemptions: pl.DataFrame | None,
    reference: date,
) -> pl.DataFrame:
    """Add where the duty starts by each date, where its term ends, and the fact ``obliged``."""
    test_days = people.select("person", first="test_first", last="test_last")
    may_count = that_may_qualify(rights)
    for fact in DATE_FACTS:
        chain = chain_starts(may_count, test_days, fact, reference)
        starts = move_starts(chain.starts, people, exemptions)
        known = (pl.col("early") == pl.col("late")) & ~pl.col("doubtful") & (pl.col("late") < OPEN)
        start = f"start_{fact}"
        people = attach(people, starts.select("person", pl.when(known).then("late").alias(start)))
        before = pl.col(fact) == "before"  # the start of a bridged right is nowhere told
        people = people.with_columns(pl.when(before).then(start).alias(start))
        people = people.with_columns(term_ends(people.select("person", start), chain.gaps, fact))
        if fact == "publication":
            people = people.with_columns(obliged(people, starts, rights, exemptions, reference))
    return people
