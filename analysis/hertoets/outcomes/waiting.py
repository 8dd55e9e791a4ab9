"""How long people waited because the process was stopped (FACTS K13).

Source: contract, section 4; the four dates are settings.
"""

import polars as pl

from hertoets.facts.frames import attach, rows_of, together
from hertoets.facts.logic import maybe, surely
from hertoets.outcomes.settings import Settings


def restart(settings: Settings) -> pl.Expr:
    """The day on which notices like the person's first one resumed (Date, null: not known)."""
    dates, stated, group = settings.stop_and_restart, pl.col("regime_stated"), pl.col("group")
    wi2021 = stated == "wi2021"
    return (
        pl.when(stated == "wi2013")
        .then(pl.lit(dates.wi2013))
        .when(wi2021 & (group == "family"))
        .then(pl.lit(dates.family))
        .when(wi2021 & group.is_in(["asylum", "other"]))
        .then(pl.lit(dates.asylum_and_other))
    )


def published_until_notice(people: pl.DataFrame, rights: pl.DataFrame) -> pl.DataFrame:
    """The earliest known publication of a right that surely qualifies and lasts to the notice.

    Returns
    -------
    polars.DataFrame
        ``person``, ``published`` (Date).
    """
    told = people.select("person", "notice_date").drop_nulls()
    rows = rows_of(told, rights.filter(surely(pl.col("qualifies"))))
    lasting = rows.filter(surely(pl.col("surely_until") >= pl.col("notice_date")))
    dated = lasting.select("person", published="publication").drop_nulls()
    return together(dated, "person", pl.Expr.min)


def waited_days(settings: Settings) -> pl.Expr:
    """Days waited, of people with ``published``, ``duty`` and ``start`` (Int32, null: none)."""
    told, published = pl.col("notice_date"), pl.col("published")
    resumed = restart(settings)
    since = pl.max_horizontal(published, pl.lit(settings.stop_and_restart.stop), "start")
    waited = (pl.col("duty") == "obliged") & (published < resumed) & (told >= resumed)
    return pl.when(waited).then((told - since).dt.total_days()).cast(pl.Int32)


def may_have_waited(followed: pl.DataFrame, rights: pl.DataFrame, settings: Settings) -> pl.Series:
    """Who waited no known number of days, but may have waited all the same.

    Parameters
    ----------
    followed : polars.DataFrame
        One row a person under a reading, with ``waited_days`` and ``duty``.
    rights : polars.DataFrame
    settings : Settings

    Returns
    -------
    polars.Series of bool
    """
    earliest = min(
        settings.stop_and_restart.family,
        settings.stop_and_restart.asylum_and_other,
        settings.stop_and_restart.wi2013,
    )
    told = followed.select("person", "notice_date")
    rows = rights.filter(maybe(pl.col("qualifies"))).join(told, on="person", how="inner")
    until, day = pl.col("maybe_until"), pl.col("notice_date")
    unsettled = (
        pl.col("qualifies").is_null()
        | pl.col("publication").is_null()
        | (pl.col("surely_until") >= day).is_null()
    )
    doubts = rows.filter(maybe(until >= day) & unsettled).select("person").unique()
    people = attach(followed, doubts.with_columns(right_in_doubt=pl.lit(True)))
    resumed = restart(settings)
    in_doubt = (
        pl.col("notice_date").is_null()
        | resumed.is_null()
        | (pl.col("duty") == "unknown")
        | pl.col("right_in_doubt").fill_null(False)
    )
    late = pl.col("notice_date").is_null() | (
        pl.col("notice_date") >= pl.coalesce(resumed, pl.lit(earliest))
    )
    may = (
        pl.col("notice_id").is_not_null()
        & pl.col("waited_days").is_null()
        & pl.col("duty").is_in(["obliged", "unknown"])
        & late
        & in_doubt
    )
    return people.select(may=may.fill_null(True))["may"]
