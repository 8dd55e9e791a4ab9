"""Whose data a municipality could see without ground (kst-32824-356; FACTS K10).

Source: contract, section 4.
"""

from typing import Final

import polars as pl

from hertoets.facts.calendar import OPEN
from hertoets.facts.logic import surely

BREACH: Final = pl.Enum(["no", "visible", "viewed", "elsewhere", "unknown", "not_measured"])


def seen(access: pl.DataFrame, people: pl.DataFrame, offers: pl.DataFrame | None) -> pl.DataFrame:
    """What the portal showed of each person, less what the person's own choice gave ground for.

    Parameters
    ----------
    access : polars.DataFrame
        The table ``data_access``.
    people : polars.DataFrame
        ``person``, ``municipality_informed``.
    offers : polars.DataFrame or None
        From `hertoets.outcomes.choices.last_offers`.

    Returns
    -------
    polars.DataFrame
        ``person`` of those with a row, ``viewed_surely``, ``viewed_maybe``, ``seen_by_informed``.
    """
    if offers is not None:
        chosen = offers.filter(surely(pl.col("choice") == "wi2021")).select(
            "person", ground_from=pl.col("chosen_on").replace(OPEN, None)
        )
        access = access.join(chosen, on="person", how="left")
        access = access.filter(~surely(pl.col("visible_from") >= pl.col("ground_from")))
    rows = access.join(people.select("person", "municipality_informed"), on="person", how="left")
    return rows.group_by("person").agg(
        viewed_surely=surely(pl.col("viewed")).any(),
        viewed_maybe=pl.col("viewed").is_null().any(),
        seen_by_informed=surely(pl.col("municipality") == pl.col("municipality_informed")).any(),
    )


def breach() -> pl.Expr:
    """The breach, of people with ``regime`` and ``informed`` joined with `seen`."""
    regime, informed = pl.col("regime"), pl.col("informed")
    named = pl.col("seen_by_informed")
    return (
        pl.when(pl.col("viewed_surely").is_null())
        .then(pl.lit("no", BREACH))
        .when(regime.is_in(["unknown", "open"]))
        .then(pl.lit("unknown", BREACH))
        .when(regime == "wi2021")
        .then(
            pl.when(named & informed.is_in(["wrong_reception", "wrong_other"]))
            .then(pl.lit("elsewhere", BREACH))
            .when(named & (informed == "unknown"))
            .then(pl.lit("unknown", BREACH))
            .otherwise(pl.lit("no", BREACH))
        )
        .when("viewed_surely")
        .then(pl.lit("viewed", BREACH))
        .otherwise(pl.lit("visible", BREACH))
    )
