"""What figures ask of people under a reading, and no outcome says by itself.

Each is an expression over the columns of `hertoets.outcomes.crowd.Crowd.persons` and of what the
reading made of them.
"""

from typing import Final

import polars as pl

from hertoets.outcomes.repair import REPAIR
from hertoets.outcomes.told import MEASURED, NOT_MEASURED, UNSETTLED, YES_NO

REPAIRED: Final = ("wi2013", "none")
"""The regimes under which a notice of the Wi2021 is wrong."""


def not_bound() -> pl.Expr:
    """Whether the Wi2021 does not bind the person (nullable bool)."""
    regime = pl.col("regime").cast(pl.String)
    return pl.when(~regime.is_in(UNSETTLED)).then(regime.is_in(REPAIRED))


def repair_step() -> pl.Expr:
    """The step of the repair under the regime of a reading."""
    wronged = pl.col("wrong_notice").cast(pl.String)
    return (
        pl.when(wronged == "no")
        .then(pl.lit("not_wronged", REPAIR))
        .when(wronged == "unknown")
        .then(pl.lit("unknown", REPAIR))
        .when(pl.col("regime").cast(pl.String) == "none")
        .then("repair_none")
        .otherwise("repair_wi2013")
    )


def looked_at() -> pl.Expr:
    """Whether a municipality looked without ground; where it could, a row may not say."""
    breach = pl.col("breach").cast(pl.String)
    may = (breach == "unknown") | ((breach == "visible") & (pl.col("viewed") == "unknown"))
    not_measured = pl.lit(NOT_MEASURED, MEASURED)
    answer = three_valued(breach == "viewed", may).cast(MEASURED)
    return pl.when(breach == NOT_MEASURED).then(not_measured).otherwise(answer)


def three_valued(surely: pl.Expr, may: pl.Expr) -> pl.Expr:
    """In words what surely holds, and what may."""
    return (
        pl.when(surely)
        .then(pl.lit("yes", YES_NO))
        .when(may)
        .then(pl.lit("unknown", YES_NO))
        .otherwise(pl.lit("no", YES_NO))
    )
