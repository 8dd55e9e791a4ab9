"""How long people waited because the process was stopped (FACTS K13).

Source: contract, section 4; the four dates are settings.
"""

import polars as pl

from hertoets.facts.logic import surely
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
    rows = rights.filter(surely(pl.col("qualifies"))).join(told, on="person", how="inner")
    lasting = rows.filter(surely(pl.col("surely_until") >= pl.col("notice_date")))
    return lasting.group_by("person").agg(published=pl.col("publication").min()).drop_nulls()


def waited_days(settings: Settings) -> pl.Expr:
    """Days waited, of people with ``published``, ``duty`` and ``start`` (Int32, null: none)."""
    told, published = pl.col("notice_date"), pl.col("published")
    resumed = restart(settings)
    since = pl.max_horizontal(published, pl.lit(settings.stop_and_restart.stop), "start")
    waited = (pl.col("duty") == "obliged") & (published < resumed) & (told >= resumed)
    return pl.when(waited).then((told - since).dt.total_days()).cast(pl.Int32)
