"""How long people waited because the process was stopped (FACTS K13).

Source: contract, section 4; the four dates are settings.
"""

import polars as pl

from hertoets.facts.doubt import IN_DOUBT
from hertoets.facts.frames import attach, rows_of, rows_with, together
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
        ``person``, ``published`` (Date), ``published_in_doubt`` (true where one that is in doubt
        may be published earlier; else null).
    """
    told = people.select("person", "notice_date").drop_nulls()
    rows = rows_of(told, rights.filter(surely(pl.col("qualifies"))))
    lasting = rows.filter(surely(pl.col("surely_until") >= pl.col("notice_date")))
    dated = lasting.select("person", published="publication").drop_nulls()
    published = together(dated, "person", pl.Expr.min)
    doubts = rows_with(rights.filter(IN_DOUBT), published["person"]).select("person").unique()
    doubts = doubts.with_columns(published_in_doubt=True)
    return published.join(doubts, on="person", how="left", maintain_order="left", validate="1:1")


def waits(settings: Settings) -> pl.Expr:
    """Whether a person with ``published`` waited through the stop, if obliged (bool)."""
    resumed = restart(settings)
    return surely((pl.col("published") < resumed) & (pl.col("notice_date") >= resumed))


def days_waited(settings: Settings, *starts: str) -> pl.Expr:
    """Days from publication, the stop and these starts on, of who ``waits`` (Int32, else null)."""
    stop = pl.lit(settings.stop_and_restart.stop)
    days = pl.col("notice_date") - pl.max_horizontal("published", stop, *starts)
    # The contract passes over a start that is not known; one that is in doubt may be any day.
    unknown = pl.any_horizontal(
        surely(pl.col("published_in_doubt")) & (pl.col("published") > stop),
        *(pl.col("in_doubt") & pl.col(start).is_null() for start in starts),
    )
    return pl.when(pl.col("waits") & ~unknown).then(days.dt.total_days()).cast(pl.Int32)


def may_wait(told: pl.DataFrame, rights: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """What leaves open whether a person waited, whatever the regime.

    Parameters
    ----------
    told : polars.DataFrame
        One row a person, in their order.
    rights : polars.DataFrame
    settings : Settings

    Returns
    -------
    polars.DataFrame
        ``told_late`` (bool): the first notice came, or may have come, after notices resumed;
        ``wait_in_doubt`` (bool): of these, whether notice, restart or right leave open that the
        person waited.
    """
    dates = settings.stop_and_restart
    earliest = min(dates.family, dates.asylum_and_other, dates.wi2013)
    until, day, resumed = pl.col("maybe_until"), pl.col("notice_date"), restart(settings)
    late = day.is_null() | (day >= pl.coalesce(resumed, pl.lit(earliest)))
    told = told.select(
        "person",
        "notice_date",
        told_late=pl.col("notice_id").is_not_null() & late,
        undecided=day.is_null() | resumed.is_null(),
    )
    asked = told.filter(pl.col("told_late") & ~pl.col("undecided"))
    rows = rights.select("person", "qualifies", "publication", "maybe_until", "surely_until")
    rows = rows.filter(maybe(pl.col("qualifies"))).join(asked, on="person", how="inner")
    unsettled = (
        pl.col("qualifies").is_null()
        | pl.col("publication").is_null()
        | (pl.col("surely_until") >= day).is_null()
    )
    doubts = rows.filter(maybe(until >= day) & unsettled).select("person").unique()
    told = attach(told, doubts.with_columns(right_in_doubt=pl.lit(True)))
    in_doubt = pl.col("undecided") | surely(pl.col("right_in_doubt"))
    return told.select("told_late", wait_in_doubt=pl.col("told_late") & in_doubt)


def waiting() -> pl.Expr:
    """Whether a person with `may_wait`, ``waited`` and ``duty`` may have waited all the same."""
    duty_unknown = pl.col("duty") == "unknown"
    in_question = (pl.col("duty") == "obliged") | duty_unknown
    in_doubt = pl.col("wait_in_doubt") | duty_unknown
    return pl.col("told_late") & ~pl.col("waited") & in_question & in_doubt
