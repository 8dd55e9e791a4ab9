"""What a reading makes of persons who are alike in all that figures ask.

By the same `hertoets.outcomes.following.consequences` as of each person alone, and what only
figures ask for besides.
"""

from typing import Final

import polars as pl

from hertoets.outcomes.following import consequences
from hertoets.outcomes.repair import REPAIR
from hertoets.outcomes.settings import Settings
from hertoets.outcomes.told import MEASURED, NOT_MEASURED, UNSETTLED, YES_NO, yes_no
from hertoets.outcomes.waiting import waiting

REPAIRED: Final = ("wi2013", "none")
"""The regimes under which a notice of the Wi2021 is wrong."""

BY_READING: Final = frozenset({
    "regime", "rule", "outcome", "duty", "start_class", "term_class", "wrong_notice",
    "told_without_duty", "in_cohort", "breach", "through_stop", "january", "after_restart",
    "repair", "shift_known", "looked_at", "fine", "loan", "plan",
})  # fmt: skip
"""The columns of `Crowd.follow` that one reading makes other than the next."""


def made_by(reading: str, date_fact: str, settings: Settings) -> dict[str, pl.Expr]:
    """What follows under a reading, of rows with what the law says of their situations.

    Returns
    -------
    dict of str to polars.Expr
        By the column that it makes; each may ask for those before it.
    """
    made = consequences(reading, date_fact, settings)
    for days in ("start_shift_days", "waited_days", "access_late_days"):
        del made[days]  # their classes are what figures count; see `Crowd.days`
    made["waiting"] = waiting()
    return made | {
        "rule": pl.col(f"rule_{reading}"),
        "through_stop": _three_valued(pl.col("waited"), pl.col("waiting")),
        "january": yes_no(pl.col("sent_in_january") & _not_bound()),
        "after_restart": yes_no(pl.col("sent_after_restart") & _not_bound()),
        "repair": _repair(),
        "shift_known": yes_no(
            pl.col(f"start_shift_{date_fact}").is_not_null() & (pl.col("regime") == "wi2013")
        ),
        "looked_at": _looked_at(),
    }


def _not_bound() -> pl.Expr:
    """Whether the Wi2021 does not bind the person (nullable bool)."""
    regime = pl.col("regime").cast(pl.String)
    return pl.when(~regime.is_in(UNSETTLED)).then(regime.is_in(REPAIRED))


def _repair() -> pl.Expr:
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


def _looked_at() -> pl.Expr:
    """Whether a municipality looked without ground; where it could, a row may not say."""
    breach = pl.col("breach").cast(pl.String)
    may = (breach == "unknown") | ((breach == "visible") & (pl.col("viewed") == "unknown"))
    not_measured = pl.lit(NOT_MEASURED, MEASURED)
    answer = _three_valued(breach == "viewed", may).cast(MEASURED)
    return pl.when(breach == NOT_MEASURED).then(not_measured).otherwise(answer)


def _three_valued(surely: pl.Expr, may: pl.Expr) -> pl.Expr:
    """In words what surely holds, and what may."""
    return (
        pl.when(surely)
        .then(pl.lit("yes", YES_NO))
        .when(may)
        .then(pl.lit("unknown", YES_NO))
        .otherwise(pl.lit("no", YES_NO))
    )
