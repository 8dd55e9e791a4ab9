"""What each residence right says: whether it obliges, its dates, how long it lasts.

Sources: Wi2013 art. 3(1); Besluit inburgering 2.1(3) and 2.2(2); D1 for *bekendmaking*; contract,
section 2.
"""

import polars as pl

from hertoets.facts.calendar import OPEN, next_day
from hertoets.facts.frames import attach, shared
from hertoets.facts.logic import maybe, surely

ASYLUM = pl.col("migrant_group") == "asylum"


def judge_rights(rights: pl.DataFrame) -> pl.DataFrame:
    """Add what follows from a right alone.

    Parameters
    ----------
    rights : polars.DataFrame
        The table ``residence_rights``: ``person`` (number), ``right_id``, real dates; in
        ``end_date`` 9999-12-31 is open and null unknown.

    Returns
    -------
    polars.DataFrame
        With ``qualifies`` (nullable bool), ``publication``, ``obtained`` (Date, null unknown),
        ``surely_until`` and ``maybe_until`` (Date: the last day to which the right lasts, with
        what joins it), ``right`` (a number each), ``several`` (bool: the person has others).
    """
    decision, collected = pl.col("decision_date"), pl.col("document_collected_date")
    publication = (
        pl.when(ASYLUM)
        .then(decision)
        .when(pl.col("migrant_group").is_not_null())
        .then(collected)
        .when(decision == collected)
        .then(decision)
    )
    judged = rights.with_columns(
        qualifies=ASYLUM | pl.col("spiritual_minister") | ~pl.col("temporary_purpose"),
        publication=publication,
        obtained=pl.when(decision.is_not_null() & pl.col("effective_date").is_not_null()).then(
            pl.max_horizontal(decision, pl.col("effective_date"))
        ),
        several=shared(rights["person"]),
    ).with_row_index("right")
    return _with_joined(judged)


def published_by(day: pl.Expr) -> pl.Expr:
    """Whether the right is published on or before a day.

    A document is never collected before its decision, so without a collection date a later
    decision is enough to tell that it was not.
    """
    decision, collected = pl.col("decision_date"), pl.col("document_collected_date")
    unknown = pl.lit(None, pl.Boolean)
    by_collection = (
        pl.when(collected.is_not_null())
        .then(collected <= day)
        .when(decision > day)
        .then(False)
        .otherwise(unknown)
    )
    of_either = (
        pl.when((decision <= day) & (collected <= day))
        .then(True)
        .when(decision > day)
        .then(False)
        .otherwise(unknown)
    )
    return (
        pl.when(ASYLUM)
        .then(decision <= day)
        .when(pl.col("migrant_group").is_not_null())
        .then(by_collection)
        .otherwise(of_either)
    )


def published_after(day: pl.Expr) -> pl.Expr:
    """Whether a right that qualifies is published after a day.

    Of an unknown group it is asked of an asylum right and of another: where both say the same, the
    group does not matter.
    """
    decision, collected = pl.col("decision_date"), pl.col("document_collected_date")
    of_asylum = decision > day
    later = pl.coalesce(collected > day, pl.when(decision > day).then(True))
    of_others = (pl.col("spiritual_minister") | ~pl.col("temporary_purpose")) & later
    no_group = pl.when(of_asylum.eq_missing(of_others)).then(of_asylum)
    return (
        pl.when(ASYLUM)
        .then(of_asylum)
        .when(pl.col("migrant_group").is_not_null())
        .then(of_others)
        .otherwise(no_group)
    )


def by_day(fact: str, day: pl.Expr) -> pl.Expr:
    """Whether the right's date of a fact lies on or before a day."""
    if fact == "publication":
        return published_by(day)
    effective = pl.col("effective_date") <= day
    return effective if fact == "effective" else effective & (pl.col("decision_date") <= day)


def date_of(fact: str) -> pl.Expr:
    """The right's date of a fact, null where it is not known."""
    return pl.col(
        {"publication": "publication", "decision": "obtained"}.get(fact, "effective_date")
    )


def lasts_to(day: pl.Expr) -> pl.Expr:
    """Whether the right, with what joins it, lasts to a day."""
    return (
        pl.when(pl.col("maybe_until") < day)
        .then(False)
        .when(surely(pl.col("surely_until") >= day))
        .then(True)
        .otherwise(pl.lit(None, pl.Boolean))
    )


def other_rights(rights: pl.DataFrame) -> pl.DataFrame:
    """Pairs of a right and another right of the same person that may qualify, as ``next_…``."""
    several = rights.filter("several")
    others = several.filter(maybe(pl.col("qualifies"))).select(
        "person",
        next_right="right",
        next_qualifies="qualifies",
        next_effective="effective_date",
        next_end="end_date",
    )
    pairs = several.join(others, on="person", how="inner")
    return pairs.filter(pl.col("right") != pl.col("next_right"))


def _with_joined(rights: pl.DataFrame) -> pl.DataFrame:
    """Follow each right to the next that joins it, at once or through further ones."""
    end = pl.col("end_date")
    reach = rights.with_columns(surely_until=end, maybe_until=end.fill_null(OPEN))
    pairs = other_rights(rights)
    if pairs.is_empty():
        return reach
    begins_in_time = pl.col("next_effective") <= next_day(end)
    ends_later = pl.col("next_end") > end
    joins = (pl.col("next_qualifies") & begins_in_time & ends_later).alias("joins")
    pairs = pairs.select("right", "next_right", joins).filter(maybe(pl.col("joins")))
    for column, links in (
        ("surely_until", pairs.filter(surely(pl.col("joins")))),
        ("maybe_until", pairs),
    ):
        reach = _followed(reach, links, column)
    return reach


def _followed(reach: pl.DataFrame, links: pl.DataFrame, column: str) -> pl.DataFrame:
    """Carry the latest day back along the links until nothing moves."""
    until = reach.select("right", column)
    while not links.is_empty():
        onward = links.join(until, left_on="next_right", right_on="right", how="inner")
        furthest = onward.group_by("right").agg(pl.col(column).max().alias("further"))
        moved = attach(until, furthest, by="right").select(
            "right", pl.max_horizontal(column, "further").alias(column)
        )
        if moved[column].equals(until[column]):
            break
        until = moved
    return reach.with_columns(until[column])
