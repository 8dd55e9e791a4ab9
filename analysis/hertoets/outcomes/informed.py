"""Was the right municipality told: the one responsible on the day of the first notice.

In reception that is the municipality COA linked the person to, otherwise the one of registration
(kst-32824-356; FACTS K11). Source: contract, section 4.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from hertoets.extract.values import EMPTY
from hertoets.facts.calendar import OPEN
from hertoets.facts.frames import attach, rows_of, shared
from hertoets.facts.logic import surely

INFORMED: Final = pl.Enum(
    ["not_informed", "right", "wrong_reception", "wrong_other", "unknown", "not_measured"]
)
STAY: Final = {
    "person": pl.Int32, "location_municipality": pl.String, "location_kind": pl.String,
    "linked_municipality": pl.String, "linked_on": pl.Date, "from_date": pl.Date,
    "to_date": pl.Date, "in_doubt": pl.Boolean,
}  # fmt: skip
HOME: Final = {
    "person": pl.Int32, "municipality": pl.String, "valid_from": pl.Date, "valid_to": pl.Date,
}  # fmt: skip


def informed(
    people: pl.DataFrame,
    reception: pl.DataFrame | None,
    registrations: pl.DataFrame | None,
) -> pl.DataFrame:
    """Judge the municipality that the first notice informed.

    Parameters
    ----------
    people : polars.DataFrame
        ``person``, ``notice_id``, ``notice_date``, ``municipality_informed``.
    reception, registrations : polars.DataFrame or None
        What is absent says nothing: the caller tells that it is not measured.

    Returns
    -------
    polars.DataFrame
        ``person`` of those with a notice, ``informed``, ``reception_kind``.
    """
    rows = responsible(people, reception, registrations)
    in_reception = pl.col("stay_doubtful").is_not_null()
    sure_stay = ~pl.col("stay_doubtful")
    named = pl.col("municipality_informed")
    answer = (
        pl.when(named == EMPTY)
        .then(pl.lit("not_informed", INFORMED))
        .when(named.is_null() | pl.col("responsible").is_null())
        .then(pl.lit("unknown", INFORMED))
        .when(named == pl.col("responsible"))
        .then(pl.lit("right", INFORMED))
        .when(in_reception & (named == pl.col("location")))
        .then(pl.lit("wrong_reception", INFORMED))
        .when("location_in_doubt")
        .then(pl.lit("unknown", INFORMED))
        .otherwise(pl.lit("wrong_other", INFORMED))
    )
    kind = pl.when(in_reception & sure_stay).then("location_kind")
    return rows.select("person", informed=answer, reception_kind=kind)


def responsible(
    people: pl.DataFrame,
    reception: pl.DataFrame | None,
    registrations: pl.DataFrame | None,
) -> pl.DataFrame:
    """Find the municipality responsible on the day of the first notice.

    Parameters
    ----------
    people, reception, registrations
        As `informed` takes them.

    Returns
    -------
    polars.DataFrame
        One row for each person with a notice: ``person``, ``municipality_informed``,
        ``responsible`` (null: unknown), and what it was found by.
    """
    told = people.filter(pl.col("notice_id").is_not_null()).select(
        "person", "notice_date", "municipality_informed"
    )
    dated = told.filter(pl.col("notice_date").is_not_null()).select("person", "notice_date")
    linked_by_then = pl.col("linked_on") <= pl.col("notice_date")
    stay = _deciding(dated, _or_none(reception, STAY), "from_date", "to_date").select(
        "person",
        "location_kind",
        stay_doubtful="doubtful",
        location="location_municipality",
        location_in_doubt=pl.col("in_doubt") & pl.col("location_municipality").is_null(),
        linked=pl.when(linked_by_then & (pl.col("linked_municipality") != EMPTY)).then(
            "linked_municipality"
        ),
    )
    home = _deciding(dated, _or_none(registrations, HOME), "valid_from", "valid_to").select(
        "person", home_doubtful="doubtful", home="municipality"
    )
    rows = attach(people.select("person", "notice_id", "municipality_informed"), stay, home)
    rows = rows.filter(pl.col("notice_id").is_not_null())
    in_reception = pl.col("stay_doubtful").is_not_null()
    sure_stay = ~pl.col("stay_doubtful")
    found = (
        pl.when(in_reception & sure_stay)
        .then("linked")
        .when(~in_reception & ~pl.col("home_doubtful"))
        .then("home")
    )
    return rows.with_columns(responsible=found)


def _or_none(spells: pl.DataFrame | None, columns: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    return pl.DataFrame(schema=columns) if spells is None else spells


def _deciding(days: pl.DataFrame, spells: pl.DataFrame, begins: str, ends: str) -> pl.DataFrame:
    """For each person the spell that covers the day and began last, and whether it is doubtful.

    A person without any spell that may cover the day is absent.
    """
    begin, end, day = pl.col(begins), pl.col(ends), pl.col("notice_date")
    near = rows_of(days, spells).with_columns(covers=(begin <= day) & (end > day))
    sure = near.filter(surely(pl.col("covers")))
    several = shared(sure["person"])
    last = sure.filter(several).sort("person", begins, descending=[False, True])
    last = last.unique("person", keep="first", maintain_order=True)
    sure = pl.concat([sure.filter(~several), last]).with_columns(doubtful=False)
    doubts = near.filter(pl.col("covers").is_null())
    if doubts.is_empty():
        return sure
    latest = doubts.group_by("person").agg(doubt_from=begin.fill_null(OPEN).max())
    beaten = sure.join(latest, on="person", how="left", maintain_order="left")
    sure = beaten.select(*sure.columns[:-1], doubtful=surely(pl.col("doubt_from") > begin))
    only_doubts = latest.join(sure, on="person", how="anti").select("person", doubtful=True)
    return pl.concat([sure, only_doubts], how="diagonal")
