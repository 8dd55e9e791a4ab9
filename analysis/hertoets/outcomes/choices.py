"""The choice offered in the recovery, and what was chosen (N3).

The choice cannot change which Act applied on the reference date: it stands beside the regime by
law. Source: contract, section 4.
"""

from datetime import date
from typing import Final

import polars as pl

from hertoets.extract.values import EMPTY
from hertoets.facts.calendar import OPEN
from hertoets.facts.doubt import IN_DOUBT, MAY_BE, has
from hertoets.facts.frames import rows_with, rows_without
from hertoets.facts.logic import agreed, maybe
from hertoets.facts.values import UNKNOWN

BY_CHOICE: Final = pl.Enum([
    "wi2013", "wi2021", "no_choice", "unknown", "not_offered", "not_measured",
])  # fmt: skip


DEFAULT: Final = pl.Enum(["wi2013", "wi2021"])


_LAST: Final = ("person", "offered_on", "choice", "chosen_on")


def last_offers(choices: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The offer made last to each person, as it was known on a day.

    Parameters
    ----------
    choices : polars.DataFrame
        The table, with the marks of `hertoets.facts.doubt.marked`.
    as_of : date

    Returns
    -------
    polars.DataFrame
        ``person``, ``offered_on``, ``choice`` (empty text: none recorded, null: a choice, unknown
        which), ``chosen_on`` (9999-12-31: not chosen), ``offered_from`` (Date: no earlier than
        that), ``surely_offered`` and ``choice_in_doubt`` (bool).
    """
    known = choices.filter(~(pl.col("offered_on") > as_of).fill_null(False))
    later = (pl.col("chosen_on") > as_of).fill_null(False) & (pl.col("chosen_on") != OPEN)
    known = known.select(
        "person",
        "offered_on",
        choice=pl.when(later.fill_null(False)).then(pl.lit(EMPTY)).otherwise("choice"),
        chosen_on=pl.when(later.fill_null(False)).then(OPEN).otherwise("chosen_on"),
        in_doubt="in_doubt",
        may_be="may_be",
    )
    may_be_last = known.filter(MAY_BE | (IN_DOUBT & pl.col("offered_on").is_null()))["person"]
    last = _last_of(known if may_be_last.is_empty() else rows_without(known, may_be_last))
    untold = pl.any_horizontal(pl.col("choice", "chosen_on").is_null())
    last = last.select(
        *_LAST,
        offered_from="offered_on",
        surely_offered=True,
        choice_in_doubt=untold & has(last, known, IN_DOUBT & untold),
    )
    if may_be_last.is_empty():
        return last
    return pl.concat([last, _may_be_last(rows_with(known, may_be_last))])


def _last_of(known: pl.DataFrame) -> pl.DataFrame:
    dated = (
        known.filter(pl.col("offered_on").is_not_null())
        .sort("person", "offered_on", descending=[False, True])
        .unique("person", keep="first", maintain_order=True)
    )
    # Several undated offers: which came last is not known, so only what they all say is.
    undated = known.join(dated.select("person"), on="person", how="anti")
    undated = undated.group_by("person").agg(
        pl.lit(None, pl.Date).alias("offered_on"), agreed("choice"), agreed("chosen_on")
    )
    return pl.concat([dated.select(_LAST), undated.select(_LAST)])


def _may_be_last(known: pl.DataFrame) -> pl.DataFrame:
    """What is known of the last offer where it is in doubt which one that is."""
    day = pl.col("offered_on")
    rows = known.with_columns(since=day.filter(~MAY_BE).max().over("person"))
    latest = maybe(day >= pl.col("since")) & (day.is_not_null() | pl.col("since").is_null())
    said = rows.filter((IN_DOUBT & day.is_null()) | MAY_BE | latest)
    return (
        said.group_by("person")
        .agg(
            pl.lit(None, pl.Date).alias("offered_on"),
            agreed("choice"),
            agreed("chosen_on"),
            pl.first("since").alias("offered_from"),
            (~MAY_BE).any().alias("some"),
        )
        .with_columns(surely_offered=pl.col("some") | pl.col("offered_from").is_not_null())
        .select(
            *_LAST,
            "offered_from",
            "surely_offered",
            choice_in_doubt=~pl.col("surely_offered")
            | pl.any_horizontal(pl.col("choice", "chosen_on").is_null()),
        )
    )


def of_asylum() -> pl.Expr:
    """Whether the right that gives the group is asylum, or stay with its holder (nullable bool)."""
    group = pl.col("group")
    return (
        pl.when(group == "family")
        .then("family_of_asylum")
        .when(group != UNKNOWN)
        .then(group == "asylum")
    )


def choice_default() -> pl.Expr:
    """The Act under which somebody came who was offered a choice and made none."""
    with_asylum = of_asylum()
    offered = pl.col("surely_offered").fill_null(False)
    return (
        pl.when(offered & with_asylum)
        .then(pl.lit("wi2021", DEFAULT))
        .when(offered & ~with_asylum)
        .then(pl.lit("wi2013", DEFAULT))
    )


def regime_by_choice() -> pl.Expr:
    """What was chosen, of people joined with `last_offers`."""
    choice = pl.col("choice")
    return (
        pl.when(pl.col("surely_offered").is_null())
        .then(pl.lit("not_offered", BY_CHOICE))
        .when(choice.is_null() | ~pl.col("surely_offered"))
        .then(pl.lit("unknown", BY_CHOICE))
        .when(choice == EMPTY)
        .then(pl.lit("no_choice", BY_CHOICE))
        .otherwise(choice.cast(BY_CHOICE, strict=False))
    )
