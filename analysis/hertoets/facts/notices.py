"""The first notice of each person, and the day on which the person's situation is tested.

Source: contract, section 2: the earliest ``notice_date``, then ``notice_id``; undated ones last. Of
several notices that are all undated, what they do not all state is unknown. A notice whose date is
in doubt, or that may be missing, may be the first.
"""

from datetime import date

import polars as pl

from hertoets.facts.calendar import LONG_AGO, OPEN
from hertoets.facts.doubt import IN_DOUBT, MAY_BE, has
from hertoets.facts.frames import rows_with, rows_without, shared, together
from hertoets.facts.logic import agreed, maybe, surely
from hertoets.facts.values import UNKNOWN, kind_of
from hertoets.law.constants import constants

STATED = ("regime_stated", "start_stated", "term_end_stated")
_KEPT = ("person", "notice_id", "notice_date", *STATED, "municipality_informed")


def first_notices(notices: pl.DataFrame) -> pl.DataFrame:
    """The first notice of each person who has one.

    Parameters
    ----------
    notices : polars.DataFrame
        The table ``notices`` with its marks, those after ``as_of`` left out.

    Returns
    -------
    polars.DataFrame
        ``person``, ``notice_id``, ``notice_date`` and what it states; ``notice_from`` and
        ``notice_by`` (Date), between which it is dated, null where it is undated; ``surely_told``
        (bool): whether there surely is one; ``named_in_doubt`` (bool): whether the municipality
        that it informed is.
    """
    may_be_first = notices.filter(MAY_BE | (IN_DOUBT & pl.col("notice_date").is_null()))["person"]
    if may_be_first.is_empty():
        return _first_of(notices)
    doubtful = _may_be_first(rows_with(notices, may_be_first))
    return pl.concat([_first_of(rows_without(notices, may_be_first)), doubtful])


def _first_of(notices: pl.DataFrame) -> pl.DataFrame:
    several = shared(notices["person"])
    lone = notices.filter(~several).select(_KEPT)
    rest = (
        notices.filter(several)
        .select(_KEPT)
        .sort("person", "notice_date", "notice_id", nulls_last=True)
    )
    dated = rest.group_by("person", maintain_order=True).first()
    undated = dated.filter(pl.col("notice_date").is_null()).select("person")
    agreeing = (
        rows_with(rest, undated["person"])
        .group_by("person", maintain_order=True)
        .agg(pl.first("notice_id"), pl.first("notice_date"), *map(agreed, _KEPT[3:]))
    )
    dated = dated.filter(pl.col("notice_date").is_not_null())
    first = pl.concat([lone, dated.select(_KEPT), agreeing.select(_KEPT)])
    unnamed = pl.col("municipality_informed").is_null()
    return first.with_columns(
        notice_from="notice_date",
        notice_by="notice_date",
        surely_told=True,
        named_in_doubt=unnamed & has(first, notices, IN_DOUBT & unnamed),
    )


def _may_be_first(notices: pl.DataFrame) -> pl.DataFrame:
    """What is known of the first notice where it is in doubt which one that is.

    It is no later than the first that surely is there and dated. What all say that may be the
    first, it says.
    """
    day = pl.col("notice_date")
    rows = notices.sort("person", "notice_date", "notice_id", nulls_last=True).with_columns(
        by=day.filter(~MAY_BE).min().over("person")
    )
    latest = maybe(day <= pl.col("by")) & (day.is_not_null() | pl.col("by").is_null())
    candidates = rows.filter((IN_DOUBT & day.is_null()) | MAY_BE | latest)
    stated = candidates.group_by("person").agg(map(agreed, _KEPT[3:]))
    told = rows.group_by("person", maintain_order=True).agg(
        pl.first("notice_id"),
        notice_by=pl.first("by").fill_null(OPEN),
        surely_told=(~MAY_BE).any(),
    )
    told = told.join(stated, on="person", how="left", validate="1:1")
    sure, named = pl.col("surely_told"), pl.col("municipality_informed")
    told = told.with_columns(pl.when(sure).then(name).alias(name) for name in _KEPT[3:])
    return told.select(
        "person",
        "notice_id",
        pl.lit(None, pl.Date).alias("notice_date"),
        *_KEPT[3:],
        notice_from=pl.lit(LONG_AGO),
        notice_by="notice_by",
        surely_told="surely_told",
        named_in_doubt=named.is_null(),
    )


def notice_fact(reference: date) -> pl.Expr:
    """The fact ``notice`` of people joined with `first_notices`."""
    kind = kind_of("notice")
    return (
        pl.when(pl.col("notice_id").is_null())
        .then(pl.lit("no_notice", kind))
        .when(pl.col("notice_by") <= reference)
        .then(pl.lit("before", kind))
        .when(pl.col("notice_from") > reference)
        .then(pl.lit("after", kind))
        .otherwise(pl.lit(UNKNOWN, kind))
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


def publication_in_doubt() -> pl.Expr:
    """Whether a right may be published on any day, or may not oblige, because it is in doubt."""
    qualifies = pl.col("qualifies")
    open_ = qualifies.is_null() | pl.col("publication").is_null()
    return IN_DOUBT & maybe(qualifies) & open_


def test_day(reference: date) -> tuple[pl.Expr, pl.Expr]:
    """The first and the last day that a person's test day can be.

    Returns
    -------
    tuple of (polars.Expr, polars.Expr) of Date
        Of people joined with `first_notices` and `earliest_publications`, with
        ``publication_in_doubt`` (bool: another right may be published earlier); the same day where
        the test day is known.
    """
    on, in_doubt = pl.lit(reference), pl.col("publication_in_doubt")
    first_told, last_told = pl.col("notice_from"), pl.col("notice_by")

    def tested(told: pl.Expr) -> pl.Expr:
        later = pl.max_horizontal(told, "published_surely")
        return pl.when((told <= on) & (later <= on)).then(later).otherwise(on)

    first = (
        pl.when(undated())
        .then(pl.min_horizontal(may_be_told_from(), on))
        .when(in_doubt)
        .then(pl.min_horizontal(first_told, on))
        .otherwise(tested(first_told))
    )
    none_known = in_doubt & pl.col("published_surely").is_null()
    return first, pl.when(none_known).then(on).otherwise(tested(last_told))


def undated() -> pl.Expr:
    """Whether somebody has notices, and all are undated."""
    return pl.col("notice_id").is_not_null() & pl.col("notice_from").is_null()


def may_be_told_from() -> pl.Expr:
    """The first day on which an undated first notice may have been sent (Date)."""
    earliest = pl.col("published_maybe").fill_null(constants().day("duty_known_from"))
    return pl.when("publication_in_doubt").then(LONG_AGO).otherwise(earliest)
