"""What was done for who got a wrong notice: the steps of the recovery, and how long each took.

Source: contract, section 4 (N3; kst-32824-363).
"""

from datetime import timedelta
from typing import Final

import polars as pl

from hertoets.extract.values import EMPTY
from hertoets.facts.calendar import OPEN
from hertoets.facts.doubt import IN_DOUBT
from hertoets.facts.logic import any_of_rows, first_that_holds, maybe, surely
from hertoets.law.constants import constants
from hertoets.outcomes.settings import Settings
from hertoets.outcomes.told import MEASURED, NOT_MEASURED, late_wi2021, unless_missing, yes_no

REPAIR: Final = pl.Enum([
    "not_wronged", "told_right", "chose", "default", "offered", "withdrawn", "nothing", "unknown",
])  # fmt: skip


def repairs(
    people: pl.DataFrame, notices: pl.DataFrame, offers: pl.DataFrame | None, settings: Settings
) -> pl.DataFrame:
    """Judge the repair of each person who surely got a wrong notice.

    Parameters
    ----------
    people : polars.DataFrame
        ``person``, ``regime``, ``wrong_notice``, ``choice_default``.
    notices : polars.DataFrame
        Those up to ``as_of``.
    offers : polars.DataFrame or None
        From `hertoets.outcomes.choices.last_offers`; None without the table ``choices``.
    settings : Settings

    Returns
    -------
    polars.DataFrame
        ``person``, ``repair``, ``repair_days`` (Int32).
    """
    wronged = people.filter(pl.col("wrong_notice") == "yes").select(
        "person", "regime", "choice_default"
    )
    rows = wronged.join(notices, on="person", how="inner").with_columns(wrong=late_wi2021(settings))
    rows = rows.with_columns(withdrawn=_withdrawn(settings))
    steps = wronged.join(_notices_of(rows), on="person", how="left")
    if offers is None:
        steps = steps.with_columns(
            offered_on=pl.lit(None, pl.Date), chosen_on=pl.lit(None, pl.Date),
            so_offered=pl.lit(None, pl.Boolean), chose=pl.lit(None, pl.Boolean),
            by_default=pl.lit(None, pl.Boolean),
        )  # fmt: skip
    else:
        steps = _with_offers(steps, offers, settings)
    regime_none = pl.col("regime") == "none"
    told_right = pl.when(regime_none).then("all_withdrawn").otherwise("right_told")
    repair = first_that_holds(
        [
            (told_right, "told_right"),
            (pl.col("chose"), "chose"),
            (pl.col("by_default"), "default"),
            (pl.col("so_offered"), "offered"),
            (pl.col("all_withdrawn"), "withdrawn"),
        ],
        otherwise="nothing",
        unknown="unknown",
        kind=REPAIR,
    )
    steps = steps.with_columns(repair=repair)
    days = timedelta(days=constants().number("choice_days"))
    step = pl.col("repair")
    day = (
        pl.when((step == "told_right") & ~regime_none)
        .then("right_told_on")
        .when((step == "told_right") | (step == "withdrawn"))
        .then("withdrawn_last")
        .when(step == "chose")
        .then(pl.col("chosen_on").replace(OPEN, None))
        .when(step == "default")
        .then(pl.col("offered_on") + days)
        .when(step == "offered")
        .then("offered_on")
        .when(step == "nothing")
        .then(pl.lit(settings.known_on))
    )
    taken = (day - pl.col("wrong_first")).dt.total_days().cast(pl.Int32)
    known = pl.when(~pl.col("days_in_doubt")).then(taken)
    return steps.select("person", "repair", repair_days=known)


def _withdrawn(settings: Settings) -> pl.Expr:
    """Whether a notice was withdrawn by the day that the run looks back from."""
    return pl.col("withdrawn_on") <= settings.known_on


def _notices_of(rows: pl.DataFrame) -> pl.DataFrame:
    """What the notices of each wronged person say together."""
    wrong = surely(pl.col("wrong"))
    date, withdrawn = pl.col("notice_date"), pl.col("withdrawn")
    rows = rows.with_columns(
        wrong_last=date.filter(wrong).max().over("person"),
        wrong_first=date.filter(wrong).min().over("person"),
    )
    right = unless_missing(
        (date > pl.col("wrong_last"))
        & ~withdrawn
        & (pl.col("regime_stated").cast(pl.String) == pl.col("regime").cast(pl.String))
    )
    # One in doubt may be wrong, and sent before the first of those that are, or after the last.
    open_ = pl.any_horizontal(
        pl.col("notice_date", "regime_stated", "withdrawn_on").is_null(), "may_be"
    )
    # One that only may be wrong and is not withdrawn leaves open whether all were.
    undone = (
        pl.when(wrong)
        .then(withdrawn)
        .when(maybe(pl.col("wrong")) & ~surely(withdrawn))
        .then(pl.lit(None, pl.Boolean))
        .otherwise(True)
    )
    told = rows.group_by("person").agg(
        right_told=any_of_rows(right),
        right_told_on=date.filter(surely(right)).min(),
        all_withdrawn=undone.all(ignore_nulls=False),
        withdrawn_last=pl.col("withdrawn_on").filter(wrong & surely(withdrawn)).max(),
        wrong_first=pl.col("wrong_first").first(),
        wrong_in_doubt=(IN_DOUBT & pl.col("wrong").is_null()).any(),
        days_in_doubt=(IN_DOUBT & open_).any(),
    )
    right_told = pl.when(~(pl.col("wrong_in_doubt") & pl.col("right_told"))).then("right_told")
    return told.with_columns(right_told=right_told)


def _with_offers(steps: pl.DataFrame, offers: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    joined = steps.join(offers, on="person", how="left", validate="1:1")
    surely_offered = pl.col("surely_offered")
    since = pl.col("offered_from") >= pl.col("wrong_first")
    open_ = pl.col("offered_on").is_null() | pl.col("wrong_in_doubt")
    so_offered = (
        pl.when(surely_offered.is_null())
        .then(False)
        .when(surely_offered & since)
        .then(True)
        .when(surely_offered & ~open_)
        .then(since)
    )
    joined = joined.with_columns(so_offered=so_offered)
    chosen, in_doubt = pl.col("choice") != EMPTY, pl.col("choice_in_doubt")
    holds = (
        pl.when(surely_offered.is_null())
        .then(False)
        .when(in_doubt & chosen.is_null())
        .then(pl.lit(None, pl.Boolean))
        .otherwise(chosen.fill_null(True))
    )
    placed = pl.col("choice_default") == "wi2013"
    return joined.with_columns(
        chose=pl.col("so_offered") & holds,
        by_default=pl.col("so_offered") & placed & _time_is_up(settings) & ~holds,
    )


def _time_is_up(settings: Settings) -> pl.Expr:
    """Whether the weeks for a choice, counted from ``offered_on``, are over (nullable bool)."""
    days = timedelta(days=constants().number("choice_days"))
    return pl.col("offered_on") + days <= settings.known_on


def came_under_wi2013(
    people: pl.DataFrame, offers: pl.DataFrame | None, settings: Settings
) -> pl.DataFrame:
    """Who came under the Wi2013 by the choice offered, made or left to pass.

    Parameters
    ----------
    people : polars.DataFrame
        ``person``, ``regime_by_choice``, ``choice_default``.
    offers : polars.DataFrame or None
        From `hertoets.outcomes.choices.last_offers`; None without the table ``choices``.
    settings : Settings

    Returns
    -------
    polars.DataFrame
        ``person``, ``under_wi2013`` (one of `MEASURED`), wrongly told or not.
    """
    if offers is None:
        return people.select("person", under_wi2013=pl.lit(NOT_MEASURED, MEASURED))
    told = people.select("person", "regime_by_choice", "choice_default").join(
        offers.select("person", "offered_on"), on="person", how="left", validate="1:1"
    )
    chosen = pl.col("regime_by_choice")
    answer = (
        pl.when(chosen == "no_choice")
        .then((pl.col("choice_default") == "wi2013") & _time_is_up(settings))
        .when(chosen != "unknown")
        .then(chosen == "wi2013")
    )
    return told.select("person", under_wi2013=yes_no(answer, MEASURED))
