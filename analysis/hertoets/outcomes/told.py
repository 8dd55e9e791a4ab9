"""What the notices said against what the law says: shift, class, wrong notice, cohort.

FACTS K1 to K3; the cohort of kst-32824-356. Source: contract, section 4.
"""

from typing import Final

import polars as pl

from hertoets.facts.doubt import MAY_BE
from hertoets.facts.frames import together
from hertoets.facts.logic import any_of_rows, maybe
from hertoets.outcomes.settings import Settings

START_CLASS: Final = pl.Enum(["on_time", "late", "early", "unknown", "not_applicable"])
TERM_CLASS: Final = pl.Enum(["on_time", "longer", "shorter", "unknown", "not_applicable"])
YES_NO: Final = pl.Enum(["yes", "no", "unknown"])
NOT_MEASURED: Final = "not_measured"
MEASURED: Final = pl.Enum(["yes", "no", "unknown", NOT_MEASURED])
NOT_WI2021: Final = ("wi2013", "none")
UNSETTLED: Final = ("unknown", "open")


def shift_days(stated: str, start: str) -> pl.Expr:
    """Days from one date to another (Int32, null where one is not known)."""
    return (pl.col(stated) - pl.col(start)).dt.total_days().cast(pl.Int32)


def shift_class(shift: pl.Expr, kind: pl.Enum, tolerance_days: int) -> pl.Expr:
    """The class of a shift, of people with ``notice_id``, ``regime_stated`` and ``regime``."""
    above, below = kind.categories[1], kind.categories[2]
    stated, regime = pl.col("regime_stated"), pl.col("regime")
    another = (stated == "wi2021").fill_null(False) | regime.is_in(["wi2021", "none"])
    return (
        pl.when(pl.col("notice_id").is_null() | another)
        .then(pl.lit("not_applicable", kind))
        .when(stated.is_null() | regime.is_in(UNSETTLED) | shift.is_null())
        .then(pl.lit("unknown", kind))
        .when(shift > tolerance_days)
        .then(pl.lit(above, kind))
        .when(shift < -tolerance_days)
        .then(pl.lit(below, kind))
        .otherwise(pl.lit("on_time", kind))
    )


def without_wi2021(regime: pl.Expr) -> pl.Expr:
    """Whether the Wi2021 does not bind the person, so that a notice under it is wrong."""
    return (
        pl.when(regime.is_in(UNSETTLED))
        .then(pl.lit(None, pl.Boolean))
        .otherwise(regime.is_in(NOT_WI2021))
    )


def late_wi2021(settings: Settings) -> pl.Expr:
    """Whether a notice is dated after the reference date and states the Wi2021."""
    late = pl.col("notice_date") > settings.reference_date
    return unless_missing(late & (pl.col("regime_stated") == "wi2021"))


def unless_missing(holds: pl.Expr) -> pl.Expr:
    """What holds of a row, at best unknown where the row may not be there."""
    return pl.when(~(MAY_BE & maybe(holds))).then(holds)


def sent_late_wi2021(notices: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """``person``, ``sent`` (nullable bool): whether some notice may be a wrong one."""
    late = notices.select("person", sent=late_wi2021(settings))
    return together(late, "person", any_of_rows)


def yes_no(answer: pl.Expr, kind: pl.Enum = YES_NO) -> pl.Expr:
    """A nullable answer in words."""
    return (
        pl.when(answer.is_null())
        .then(pl.lit("unknown", kind))
        .when(answer)
        .then(pl.lit("yes", kind))
        .otherwise(pl.lit("no", kind))
    )


def of_measured(column: str) -> pl.Expr:
    """The nullable answer that a column of `MEASURED` holds; no where it is not measured."""
    return pl.when(pl.col(column) != "unknown").then(pl.col(column) == "yes")


def there_is(surely: pl.Expr, kind: pl.Enum) -> pl.Expr:
    """Whether there is one: *no* where nothing is said of it, *unknown* where there may be."""
    return (
        pl.when(surely.is_null())
        .then(pl.lit("no", kind))
        .otherwise(yes_no(pl.when(surely).then(True), kind))
    )


def unless_absent(column: str, answer: pl.Expr, kind: pl.Enum) -> pl.Expr:
    """An answer, or *not measured* where a column of `MEASURED` says that its table is absent."""
    absent = pl.col(column) == NOT_MEASURED
    return pl.when(absent).then(pl.lit(NOT_MEASURED, kind)).otherwise(answer)


def in_cohort(settings: Settings) -> pl.Expr:
    """Whether the stated or the lawful start (``start``) lies in the cohorts."""
    first, last = settings.cohort_from, settings.cohort_to

    def within(column: str) -> pl.Expr:
        return pl.col(column).is_between(first, last).fill_null(False)

    told = pl.col("notice_id").is_not_null()
    regime = pl.col("regime")
    open_start = (regime == "wi2013") & pl.col("start").is_null()
    may = (told & pl.col("start_stated").is_null()) | regime.is_in(UNSETTLED) | open_start
    return (
        pl.when(within("start_stated") | within("start"))
        .then(pl.lit("yes", YES_NO))
        .when(may)
        .then(pl.lit("unknown", YES_NO))
        .otherwise(pl.lit("no", YES_NO))
    )
