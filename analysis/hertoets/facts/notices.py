"""The first notice of each person, and the day on which the person's situation is tested.

Source: contract, section 2: the earliest ``notice_date``, then ``notice_id``; undated ones last. Of
several notices that are all undated, what they do not all state is unknown.
"""

from datetime import date

import polars as pl

from hertoets.facts.frames import rows_with, shared, together
from hertoets.facts.logic import agreed, maybe, surely
from hertoets.facts.values import UNKNOWN, kind_of
from hertoets.law.constants import constants

STATED = ("regime_stated", "start_stated", "term_end_stated")


def first_notices(notices: pl.DataFrame) -> pl.DataFrame:
    """The first notice of each person who has one.

    Parameters
    ----------
    notices : polars.DataFrame
        The table ``notices``, those after ``as_of`` left out.

    Returns
    -------
    polars.DataFrame
        ``person``, ``notice_id``, ``notice_date`` and what it states.
    """
    kept = ("person", "notice_id", "notice_date", *STATED, "municipality_informed")
    several = shared(notices["person"])
    lone = notices.filter(~several).select(kept)
    rest = (
        notices.filter(several)
        .select(kept)
        .sort("person", "notice_date", "notice_id", nulls_last=True)
    )
    dated = rest.group_by("person", maintain_order=True).first()
    undated = dated.filter(pl.col("notice_date").is_null()).select("person")
    agreeing = (
        rows_with(rest, undated["person"])
        .group_by("person", maintain_order=True)
        .agg(pl.first("notice_id"), pl.first("notice_date"), *map(agreed, kept[3:]))
    )
    dated = dated.filter(pl.col("notice_date").is_not_null())
    return pl.concat([lone, dated.select(kept), agreeing.select(kept)])


def notice_fact(reference: date) -> pl.Expr:
    """The fact ``notice`` of people joined with `first_notices`."""
    day, kind = pl.col("notice_date"), kind_of("notice")
    return (
        pl.when(pl.col("notice_id").is_null())
        .then(pl.lit("no_notice", kind))
        .when(day.is_null())
        .then(pl.lit(UNKNOWN, kind))
        .when(day <= reference)
        .then(pl.lit("before", kind))
        .otherwise(pl.lit("after", kind))
    )


def earliest_publications(rights: pl.DataFrame) -> pl.DataFrame:
    """The earliest known publication dates of each person's rights.

    Returns
    -------
    polars.DataFrame
        ``person``; ``published_surely`` of rights that surely qualify and ``published_maybe`` of
        those that may (Date, null where none is known).
    """
    known, qualifies = pl.col("publication"), pl.col("qualifies")
    dated = rights.select(
        "person",
        published_surely=pl.when(surely(qualifies)).then(known),
        published_maybe=pl.when(maybe(qualifies)).then(known),
    )
    return together(dated, "person", pl.Expr.min)


def test_day(reference: date) -> tuple[pl.Expr, pl.Expr]:
    """The first and the last day that a person's test day can be.

    Returns
    -------
    tuple of (polars.Expr, polars.Expr) of Date
        Of people joined with `first_notices` and `earliest_publications`; the same day where the
        test day is known.
    """
    told, on = pl.col("notice_date"), pl.lit(reference)
    later = pl.max_horizontal(told, "published_surely")
    known = pl.when((told <= on) & (later <= on)).then(later).otherwise(on)
    undated = pl.col("notice_id").is_not_null() & told.is_null()
    since = pl.col("published_maybe").fill_null(constants().day("duty_known_from"))
    return pl.when(undated).then(pl.min_horizontal(since, on)).otherwise(known), known
