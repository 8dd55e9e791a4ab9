"""The facts of the three dates, ``treaty`` and ``group``: what a person's rights say together.

Sources: Wi2013 art. 3(1); Besluit inburgering 2.2(2); T1 to T4 for Turkish nationals; contract,
section 2.
"""

from datetime import date

import polars as pl

from hertoets.facts.calendar import plus_years
from hertoets.facts.doubt import IN_DOUBT
from hertoets.facts.frames import attach, beside, rows_of, rows_with, rows_without, shared, together
from hertoets.facts.logic import agreed, any_of_rows, first_that_holds, maybe, surely
from hertoets.facts.rights import ASYLUM, by_day, lasts_to, other_rights, published_after
from hertoets.facts.values import DATE_FACTS, UNKNOWN, kind_of
from hertoets.law.constants import constants

TURKISH = "TUR"
OF_ASYLUM = ASYLUM | ((pl.col("migrant_group") == "family") & pl.col("family_of_asylum"))
"""An asylum holder, or family of one (T2; Besluit inburgering 4.1a(3); Wi2021 art. 13(1)(b))."""


def date_facts(cases: pl.DataFrame, rights: pl.DataFrame, reference: date) -> pl.DataFrame:
    """The three facts of dates for persons on a test day.

    Parameters
    ----------
    cases : polars.DataFrame
        ``case`` (from zero, in order), ``person``, ``day``: the test day.
    rights : polars.DataFrame
        From `hertoets.facts.rights.judge_rights`.
    reference : date

    Returns
    -------
    polars.DataFrame
        One row a case, in their order: ``publication``, ``decision``, ``effective`` (Enum).
    """
    day, on = pl.col("day"), pl.lit(reference)
    rows = rows_of(cases, rights)
    qualifies = pl.col("qualifies")
    answers: dict[str, pl.Expr] = {}
    for name in DATE_FACTS:
        before = by_day(name, on)
        answers[f"before_{name}"] = qualifies & before & lasts_to(day)
        answers[f"after_{name}"] = qualifies & ~before
    answers["after_publication"] = published_after(on)
    found = together(rows.select("case", **answers), "case", any_of_rows)
    # A missing record is no proof of a missing right: who has none is unknown throughout.
    answered = attach(cases.select("case"), found, _bridged(cases, rights, reference), by="case")
    return answered.select(
        **{
            name: first_that_holds(
                [
                    (pl.col(f"before_{name}"), "before"),
                    (_none_is_no(f"bridged_{name}"), "bridged"),
                    (pl.col(f"after_{name}"), "after"),
                ],
                otherwise="no_right",
                unknown=UNKNOWN,
                kind=kind_of(name),
            )
            for name in DATE_FACTS
        },
    )


def _bridged(cases: pl.DataFrame, rights: pl.DataFrame, reference: date) -> pl.DataFrame:
    """A right ended before the test day and another began within a year, and lasts to it."""
    day, end = pl.col("day"), pl.col("end_date")
    pairs = rows_of(cases, other_rights(rights))
    year = plus_years(end, constants().number("bridge"))
    follows = (pl.col("next_effective") > end) & (pl.col("next_effective") <= year)
    ended = pl.col("qualifies") & (end < day)
    bridges = ended & pl.col("next_qualifies") & (pl.col("next_end") >= day) & follows
    answers = {f"bridged_{name}": bridges & by_day(name, pl.lit(reference)) for name in DATE_FACTS}
    return together(pairs.select("case", bridging=True, **answers), "case", any_of_rows)


def _none_is_no(column: str) -> pl.Expr:
    """False where the person has no two rights to bridge."""
    return pl.when(pl.col("bridging").is_null()).then(False).otherwise(pl.col(column))


def groups(rights: pl.DataFrame) -> pl.DataFrame:
    """The right that gives each person's group: the earliest decision that may qualify.

    Returns
    -------
    polars.DataFrame
        ``person``, ``group`` (Enum), ``family_of_asylum`` (nullable bool) of that right. Where in
        doubt which right that is, what all say that it may be.
    """
    may = rights.filter(maybe(pl.col("qualifies")))
    open_ = pl.any_horizontal(pl.col("qualifies", "decision_date").is_null())
    in_doubt = may.filter(IN_DOUBT & open_)["person"]
    told = ("person", "migrant_group", "family_of_asylum")
    first = _earliest_decision(may).select(told)
    if not in_doubt.is_empty():
        several = _may_be_earliest(rows_with(may, in_doubt))
        first = pl.concat([rows_without(first, in_doubt), several.select(told)])
    return first.select(
        "person",
        "family_of_asylum",
        group=pl.col("migrant_group").fill_null(UNKNOWN).cast(kind_of("group")),
    )


def right_of_group(rights: pl.DataFrame) -> pl.DataFrame:
    """The right that gives each person's group, by the records as they stand.

    Parameters
    ----------
    rights : polars.DataFrame
        From `hertoets.facts.rights.judge_rights`.

    Returns
    -------
    polars.DataFrame
        ``person``, ``right_id``; nobody of whom no right may qualify.
    """
    may = rights.filter(maybe(pl.col("qualifies")))
    return _earliest_decision(may).select("person", "right_id")


def _may_be_earliest(may: pl.DataFrame) -> pl.DataFrame:
    """What all rights say that may be the one of the earliest decision, some being in doubt."""
    decision = pl.col("decision_date")
    known = pl.when(surely(pl.col("qualifies"))).then(decision).min().over("person")
    rows = may.with_columns(by=known).filter(
        maybe(decision <= pl.col("by"))
        & (IN_DOUBT | decision.is_not_null() | pl.col("by").is_null())
    )
    # Where none surely qualifies, none may: then nobody is of any group.
    some = surely(pl.col("qualifies")).any().alias("some")
    said = rows.group_by("person").agg(agreed("migrant_group"), agreed("family_of_asylum"), some)
    return said.with_columns(
        pl.when("some").then(name).alias(name) for name in ("migrant_group", "family_of_asylum")
    )


def treaties(
    cases: pl.DataFrame, rights: pl.DataFrame, people: pl.DataFrame, opted_in: pl.DataFrame
) -> pl.DataFrame:
    """The fact ``treaty`` of persons on a test day.

    Parameters
    ----------
    cases : polars.DataFrame
        ``case``, ``person``, ``day``.
    rights : polars.DataFrame
        From `hertoets.facts.rights.judge_rights`.
    people : polars.DataFrame
        ``person``, ``treaty_nationality`` (before the Dutch one, null where unknown) and
        ``nationality_in_doubt``.
    opted_in : polars.DataFrame
        ``person``, ``opted_in`` (nullable bool: by the reference date) and ``has_opt_in`` (true)
        of those with such a row.

    Returns
    -------
    polars.DataFrame
        ``case``, ``treaty`` of those who are, or may be, Turkish and have a right that may qualify.
    """
    asked = beside(cases, people, "treaty_nationality", "nationality_in_doubt").filter(
        maybe(pl.col("treaty_nationality") == TURKISH)
    )
    rows = rows_of(asked, rights.filter(maybe(pl.col("qualifies"))))
    rows = rows.join(opted_in, on="person", how="left").with_columns(says=_says())
    rows = _asked_of(rows)
    says, sure = pl.col("says"), surely(pl.col("qualifies"))
    settled = ~pl.col("vague").any()
    complete = sure & says.is_not_null() & pl.col("decision_date").is_not_null()
    known = says.is_not_null().all()
    said = rows.group_by("case").agg(
        pl.col("treaty_nationality").first().is_null().alias("not_known"),
        pl.col("nationality_in_doubt").first(),
        pl.when(known & (says.n_unique() == 1) & (settled | sure.any()))
        .then(says.first())
        .alias("all_say"),
        (complete.all() & settled).alias("complete"),
        # Under every way to read the sources these two are bound as anybody is.
        surely(says.is_in(["asylum_since_may_2020", "asylum_opted_in"])).all().alias("bound"),
    )
    first = _earliest_decision(rows, per="case").select("case", first_says="says")
    treaty = (
        pl.when("not_known")
        .then(
            pl.when(pl.col("bound") & ~pl.col("nationality_in_doubt"))
            .then(pl.lit("none"))
            .otherwise(pl.lit(UNKNOWN))
        )
        .when(pl.col("all_say").is_not_null())
        .then(pl.col("all_say"))
        .when(pl.col("complete"))
        .then(pl.col("first_says"))
        .otherwise(pl.lit(UNKNOWN))
    )
    return said.join(first, on="case", how="inner").select(
        "case", treaty=treaty.cast(kind_of("treaty"))
    )


def _asked_of(rows: pl.DataFrame) -> pl.DataFrame:
    """The rights of each case that say something; where one is in doubt (``vague``), that may."""
    day, end, qualifies = pl.col("day"), pl.col("end_date"), pl.col("qualifies")
    unsettled = pl.any_horizontal(
        pl.col("qualifies", "end_date", "decision_date", "says").is_null()
    )
    ended, lasts = surely(end < day), surely(qualifies & (end >= day))
    rows = rows.with_columns(vague=(IN_DOUBT & unsettled).any().over("case"))
    alone = pl.when("vague").then(~lasts.any().over("case")).otherwise(ended.all().over("case"))
    return rows.filter(~ended | alone)


def _says() -> pl.Expr:
    """What one right of a Turkish national says; null where what decides is unknown."""
    since = pl.col("decision_date") >= constants().day("turkish_asylum_obliged_from")
    opted_in = pl.when(pl.col("has_opt_in").is_null()).then(False).otherwise(pl.col("opted_in"))
    return (
        pl.when(~OF_ASYLUM)
        .then(pl.lit("family_or_other"))
        .when(OF_ASYLUM & since)
        .then(pl.lit("asylum_since_may_2020"))
        .when(OF_ASYLUM & ~since & opted_in)
        .then(pl.lit("asylum_opted_in"))
        .when(OF_ASYLUM & ~since & ~opted_in)
        .then(pl.lit("asylum_before_may_2020"))
    )


def _earliest_decision(rights: pl.DataFrame, per: str = "person") -> pl.DataFrame:
    """The right with the earliest decision of each person; undated last, then ``right_id``."""
    among = shared(rights[per])
    several = rights.filter(among).sort(per, "decision_date", "right_id", nulls_last=True)
    return pl.concat(
        [rights.filter(~among), several.unique(per, keep="first", maintain_order=True)]
    )
