"""The facts of the three dates, ``treaty`` and ``group``: what a person's rights say together.

Sources: Wi2013 art. 3(1); Besluit inburgering 2.2(2); T1 to T4 for Turkish nationals; contract,
section 2.
"""

from datetime import date

import polars as pl

from hertoets.facts.calendar import plus_years
from hertoets.facts.logic import any_of_rows, first_that_holds, maybe, surely
from hertoets.facts.rights import ASYLUM, by_day, lasts_to, other_rights, published_after
from hertoets.facts.values import DATE_FACTS, UNKNOWN
from hertoets.law.constants import constants

TURKISH = "TUR"
OF_ASYLUM = ASYLUM | ((pl.col("migrant_group") == "family") & pl.col("family_of_asylum"))
"""An asylum holder, or family of one (T2; Besluit inburgering 4.1a(3); Wi2021 art. 13(1)(b))."""


def date_facts(cases: pl.DataFrame, rights: pl.DataFrame, reference: date) -> pl.DataFrame:
    """The three facts of dates for persons on a test day.

    Parameters
    ----------
    cases : polars.DataFrame
        ``case``, ``person``, ``day``: the test day.
    rights : polars.DataFrame
        From `hertoets.facts.rights.judge_rights`.
    reference : date

    Returns
    -------
    polars.DataFrame
        ``case`` of those with a right; ``publication``, ``decision``, ``effective``; and
        ``may_qualify`` (bool).
    """
    day, on = pl.col("day"), pl.lit(reference)
    rows = cases.join(rights, on="person", how="inner")
    qualifies = pl.col("qualifies")
    answers: dict[str, pl.Expr] = {"may_qualify": maybe(qualifies)}
    for name in DATE_FACTS:
        before = by_day(name, on)
        answers[f"before_{name}"] = qualifies & before & lasts_to(day)
        answers[f"after_{name}"] = qualifies & ~before
    answers["after_publication"] = published_after(on)
    found = rows.select("case", **answers).group_by("case").agg(any_of_rows(pl.exclude("case")))
    found = found.join(_bridged(cases, rights, reference), on="case", how="left")
    return found.select(
        "case",
        "may_qualify",
        **{
            name: first_that_holds(
                [
                    (pl.col(f"before_{name}"), "before"),
                    (_none_is_no(f"bridged_{name}"), "bridged"),
                    (pl.col(f"after_{name}"), "after"),
                ],
                otherwise="no_right",
                unknown=UNKNOWN,
            )
            for name in DATE_FACTS
        },
    )


def _bridged(cases: pl.DataFrame, rights: pl.DataFrame, reference: date) -> pl.DataFrame:
    """A right ended before the test day and another began within a year, and lasts to it."""
    day, end = pl.col("day"), pl.col("end_date")
    pairs = cases.join(other_rights(rights), on="person", how="inner")
    year = plus_years(end, constants().number("bridge"))
    follows = (pl.col("next_effective") > end) & (pl.col("next_effective") <= year)
    ended = pl.col("qualifies") & (end < day)
    bridges = ended & pl.col("next_qualifies") & (pl.col("next_end") >= day) & follows
    answers = {f"bridged_{name}": bridges & by_day(name, pl.lit(reference)) for name in DATE_FACTS}
    found = pairs.select("case", bridging=True, **answers)
    return found.group_by("case").agg(any_of_rows(pl.exclude("case")))


def _none_is_no(column: str) -> pl.Expr:
    """False where the person has no two rights to bridge."""
    return pl.when(pl.col("bridging").is_null()).then(False).otherwise(pl.col(column))


def groups(rights: pl.DataFrame) -> pl.DataFrame:
    """The right that gives each person's group: the earliest decision that may qualify.

    Returns
    -------
    polars.DataFrame
        ``person``, ``group`` (String), ``family_of_asylum`` (nullable bool) of that right.
    """
    may = rights.filter(maybe(pl.col("qualifies")))
    first = _earliest_decision(may)
    return first.select(
        "person", "family_of_asylum", group=pl.col("migrant_group").fill_null(UNKNOWN)
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
        ``person`` and ``treaty_nationality``: before the Dutch one, null where unknown.
    opted_in : polars.DataFrame
        ``person``, ``opted_in`` (nullable bool: by the reference date) and ``has_opt_in`` (true)
        of those with such a row.

    Returns
    -------
    polars.DataFrame
        ``case``, ``treaty`` of those who are, or may be, Turkish and have a right that may qualify.
    """
    asked = people.filter((pl.col("treaty_nationality") == TURKISH).fill_null(True))
    rows = (
        cases.join(asked, on="person", how="inner")
        .join(rights.filter(maybe(pl.col("qualifies"))), on="person", how="inner")
        .join(opted_in, on="person", how="left")
    )
    ended = surely(pl.col("end_date") < pl.col("day"))
    rows = rows.filter(~ended | ended.all().over("case")).with_columns(says=_says())
    says = pl.col("says")
    complete = (
        surely(pl.col("qualifies")) & says.is_not_null() & pl.col("decision_date").is_not_null()
    )
    known = says.is_not_null().all()
    together = rows.group_by("case").agg(
        pl.col("treaty_nationality").first().is_null().alias("not_known"),
        pl.when(known & (says.n_unique() == 1)).then(says.first()).alias("all_say"),
        complete.all().alias("complete"),
        # Under every way to read the sources these two are bound as anybody is.
        surely(says.is_in(["asylum_since_may_2020", "asylum_opted_in"])).all().alias("bound"),
    )
    first = _earliest_decision(rows, per="case").select("case", first_says="says")
    treaty = (
        pl.when(pl.col("not_known"))
        .then(pl.when(pl.col("bound")).then(pl.lit("none")).otherwise(pl.lit(UNKNOWN)))
        .when(pl.col("all_say").is_not_null())
        .then(pl.col("all_say"))
        .when(pl.col("complete"))
        .then(pl.col("first_says"))
        .otherwise(pl.lit(UNKNOWN))
    )
    return together.join(first, on="case", how="inner").select("case", treaty=treaty)


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
    lone = pl.len().over(per) == 1
    several = rights.filter(~lone).sort(per, "decision_date", "right_id", nulls_last=True)
    return pl.concat([rights.filter(lone), several.unique(per, keep="first", maintain_order=True)])
