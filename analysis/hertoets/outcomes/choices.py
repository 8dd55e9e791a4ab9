"""The choice offered in the recovery, and what was chosen (N3).

The choice cannot change which Act applied on the reference date: it stands beside the regime by
law. Source: contract, section 4.
"""

from datetime import date
from typing import Final

import polars as pl

from hertoets.extract.values import EMPTY
from hertoets.facts.calendar import OPEN
from hertoets.facts.logic import agreed

BY_CHOICE: Final = pl.Enum([
    "wi2013", "wi2021", "no_choice", "unknown", "not_offered", "not_measured",
])  # fmt: skip


DEFAULT: Final = pl.Enum(["wi2013", "wi2021"])


def last_offers(choices: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The offer made last to each person, as it was known on a day.

    Returns
    -------
    polars.DataFrame
        ``person``, ``offered_on``, ``choice`` (empty text: none recorded, null: a choice, unknown
        which), ``chosen_on`` (9999-12-31: not chosen).
    """
    known = choices.filter(~(pl.col("offered_on") > as_of).fill_null(False))
    later = (pl.col("chosen_on") > as_of).fill_null(False) & (pl.col("chosen_on") != OPEN)
    known = known.select(
        "person",
        "offered_on",
        choice=pl.when(later.fill_null(False)).then(pl.lit(EMPTY)).otherwise("choice"),
        chosen_on=pl.when(later.fill_null(False)).then(OPEN).otherwise("chosen_on"),
    )
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
    return pl.concat([dated, undated])


def choice_default() -> pl.Expr:
    """The Act under which somebody came who was offered a choice and made none."""
    group, family = pl.col("group"), pl.col("family_of_asylum")
    with_asylum = (group == "asylum") | ((group == "family") & family)
    apart = (group == "other") | ((group == "family") & ~family)
    offered = pl.col("is_offered").is_not_null()
    return (
        pl.when(offered & with_asylum)
        .then(pl.lit("wi2021", DEFAULT))
        .when(offered & apart)
        .then(pl.lit("wi2013", DEFAULT))
    )


def regime_by_choice() -> pl.Expr:
    """What was chosen, of people joined with `last_offers`."""
    choice = pl.col("choice")
    return (
        pl.when(pl.col("is_offered").is_null())
        .then(pl.lit("not_offered", BY_CHOICE))
        .when(choice.is_null())
        .then(pl.lit("unknown", BY_CHOICE))
        .when(choice == EMPTY)
        .then(pl.lit("no_choice", BY_CHOICE))
        .otherwise(choice.cast(BY_CHOICE, strict=False))
    )
