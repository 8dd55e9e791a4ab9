"""The fact ``obliged``: had the duty under the Wi2013 begun by the reference date?

Sources: M1 and W8, which read art. 54 so; contract, section 2.
"""

from datetime import date

import polars as pl

from hertoets.facts.days import every_day, same_on_all
from hertoets.facts.frames import attach, beside, rows_with
from hertoets.facts.logic import maybe, surely
from hertoets.facts.onaday import judge_days
from hertoets.facts.starts import never_the_start
from hertoets.facts.values import UNKNOWN, kind_of

GROUNDS = ("excluded", "completed", "diploma_a2")


def obliged(
    people: pl.DataFrame,
    starts: pl.DataFrame,
    rights: pl.DataFrame,
    exemptions: pl.DataFrame | None,
    reference: date,
) -> pl.Series:
    """Whether each person's duty had begun.

    Parameters
    ----------
    people : polars.DataFrame
        In the order of ``person``: the facts ``standing``, ``treaty``, ``publication``, birthdays,
        and the answers on the reference date.
    starts : polars.DataFrame
        ``person``, ``early``, ``late``, ``doubtful`` by the publication date.
    rights, exemptions : polars.DataFrame
    reference : date

    Returns
    -------
    polars.Series of Enum
        One for each person: yes, no or unknown.
    """
    kind = kind_of("obliged")
    treaty, publication = pl.col("treaty"), pl.col("publication")
    never = (
        publication.is_in(["after", "no_right"])
        | (pl.col("standing") == "under_16")
        | treaty.is_in(["family_or_other", "asylum_before_may_2020"])
    )
    untold = publication.is_in(["bridged", UNKNOWN]) | (treaty == UNKNOWN)
    dated = attach(people, starts.select("person", "early", "late"))
    asked = dated.filter(~never & ~untold)
    on = pl.lit(reference)
    late, early = pl.col("late"), pl.col("early")
    spans = asked.filter(early <= on).select(
        "person", first="early", last=pl.min_horizontal(late, on)
    )
    known = spans.filter(pl.col("first") == pl.col("last")).select("person", day="first")
    spread = spans.filter(pl.col("first") != pl.col("last"))
    spread_people = rows_with(people, spread["person"])
    possible = every_day(spread, people, [rights, exemptions])
    days = pl.concat([known, _without(possible, never_the_start(spread_people, exemptions))])
    judged = judge_days(days, people, rights, exemptions)
    ended = people.select(ended=_surely_any("_on_reference"))
    judged = beside(judged, ended, "ended")
    may_not = maybe(pl.any_horizontal(*GROUNDS, "dispensed"))
    answer = (
        pl.when(_surely_any() & pl.col("ended"))
        .then(pl.lit("no", kind))
        .when(may_not)
        .then(pl.lit(UNKNOWN, kind))
        .otherwise(pl.lit("yes", kind))
    )
    on_start = same_on_all(judged.select("person", on_start=answer), ["on_start"])
    by_start = (
        pl.when(early > on)
        .then(pl.lit("no", kind))
        .when((late <= on) | (pl.col("on_start") == "no"))
        .then("on_start")
    )
    return (
        attach(dated, on_start)
        .select(
            pl.when(never)
            .then(pl.lit("no", kind))
            .when(untold)
            .then(pl.lit(UNKNOWN, kind))
            .otherwise(by_start.fill_null(UNKNOWN))
            .alias("obliged")
        )
        .to_series()
    )


def _without(days: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """Leave out the days inside periods."""
    day = pl.col("day")
    inside = days.join(periods, on="person", how="inner").filter(
        (pl.col("span_from") <= day) & (day < pl.col("span_to"))
    )
    return days.join(inside, on=["person", "day"], how="anti")


def _surely_any(suffix: str = "") -> pl.Expr:
    """Whether the person surely is excluded, or a diploma or the exam surely counts."""
    return surely(pl.any_horizontal(*(f"{name}{suffix}" for name in GROUNDS)))
