"""Whose data a municipality could see without ground (kst-32824-356; FACTS K10).

Source: contract, section 4.
"""

from typing import Final

import polars as pl

from hertoets.extract.values import EMPTY
from hertoets.facts.calendar import OPEN
from hertoets.facts.doubt import IN_DOUBT, MAY_BE
from hertoets.facts.frames import beside
from hertoets.facts.logic import any_of_rows, maybe, surely
from hertoets.outcomes.told import MEASURED, NOT_MEASURED, yes_no

BREACH: Final = pl.Enum(["no", "visible", "viewed", "elsewhere", "unknown", NOT_MEASURED])
SEEN: Final = ("visible", "viewed", "named")
"""What the portal showed of a person: anything, looked at, to the municipality informed."""


def seen(access: pl.DataFrame, people: pl.DataFrame, offers: pl.DataFrame | None) -> pl.DataFrame:
    """What the portal showed of each person, less what the person's own choice gave ground for.

    Parameters
    ----------
    access : polars.DataFrame
        The table ``data_access`` with its marks.
    people : polars.DataFrame
        ``person``, ``municipality_informed``, ``named_in_doubt``, in the order of ``person``.
    offers : polars.DataFrame or None
        From `hertoets.outcomes.choices.last_offers`.

    Returns
    -------
    polars.DataFrame
        ``person`` of those with a row and the columns of `SEEN` (yes, no or unknown).
    """
    counts: pl.Expr = pl.when(~MAY_BE).then(True)
    if offers is not None:
        access = access.join(_grounds(offers), on="person", how="left", validate="m:1")
        counts = counts & ~_left_out()
    rows = beside(access, people, "municipality_informed", "named_in_doubt")
    rows = rows.with_columns(counts=counts)
    answers = rows.group_by("person").agg(
        visible=any_of_rows(pl.col("counts")),
        viewed=any_of_rows(pl.col("counts") & pl.col("viewed")),
        named=any_of_rows(pl.col("counts") & _named()),
    )
    return answers.select("person", *(yes_no(pl.col(name), MEASURED).alias(name) for name in SEEN))


def _grounds(offers: pl.DataFrame) -> pl.DataFrame:
    """From when a choice for the Wi2021 gave ground; ``ground_in_doubt`` where that may be any."""
    wi2021, in_doubt = pl.col("choice") == "wi2021", pl.col("choice_in_doubt")
    return offers.select(
        "person",
        ground_from=pl.when(surely(wi2021) & ~in_doubt).then(
            pl.col("chosen_on").replace(OPEN, None)
        ),
        ground_in_doubt=maybe(wi2021) & in_doubt,
    )


def _left_out() -> pl.Expr:
    """Whether a row is left out; only of a known day, unless that day is in doubt."""
    since, ground = pl.col("visible_from"), pl.col("ground_from")
    open_day, open_ground = IN_DOUBT & since.is_null(), surely(pl.col("ground_in_doubt"))
    return (
        pl.when(open_ground)
        .then(pl.when(since.is_null() & ~IN_DOUBT).then(False))
        .when(open_day & ground.is_not_null())
        .then(pl.lit(None, pl.Boolean))
        .otherwise(surely(since >= ground))
    )


def _named() -> pl.Expr:
    """Whether a row is of the municipality that the first notice informed."""
    there, informed = pl.col("municipality"), pl.col("municipality_informed")
    any_there, any_informed = IN_DOUBT & there.is_null(), surely(pl.col("named_in_doubt"))
    may_be = (
        pl.when(any_informed)
        .then(there.is_not_null() | any_there)
        .otherwise(any_there & surely(informed != EMPTY))
    )
    return pl.when(surely(there == informed)).then(True).when(~may_be).then(False)


def breach() -> pl.Expr:
    """The breach, of people with ``regime`` and ``informed`` joined with `seen`."""
    regime, informed = pl.col("regime"), pl.col("informed")
    visible, named = pl.col("visible"), pl.col("named")
    wrong = informed.is_in(["wrong_reception", "wrong_other"])
    return (
        pl.when(visible.is_in(["no", NOT_MEASURED]))
        .then(visible.cast(BREACH))
        .when(regime.is_in(["unknown", "open"]))
        .then(pl.lit("unknown", BREACH))
        .when(regime == "wi2021")
        .then(
            pl.when(wrong & (named == "yes"))
            .then(pl.lit("elsewhere", BREACH))
            .when((wrong | (informed == "unknown")) & (named != "no"))
            .then(pl.lit("unknown", BREACH))
            .otherwise(pl.lit("no", BREACH))
        )
        .when(visible == "unknown")
        .then(pl.lit("unknown", BREACH))
        .when(pl.col("viewed") == "yes")
        .then(pl.lit("viewed", BREACH))
        .otherwise(pl.lit("visible", BREACH))
    )
