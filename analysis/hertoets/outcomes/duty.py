"""What the regime's Act says of a person on a day: the duty, or the first ground against it.

Sources: Wi2013 arts. 3, 5 and 6; Wi2021 arts. 3 to 5; contract, section 3 ("Duty on a day").
"""

from datetime import date
from typing import Final

import polars as pl

from hertoets.facts.days import every_day, same_on_all
from hertoets.facts.frames import beside
from hertoets.facts.logic import first_that_holds
from hertoets.facts.notices import may_be_told_from, undated
from hertoets.facts.onaday import judge_days
from hertoets.facts.people import Facts
from hertoets.facts.values import UNKNOWN

DUTY: Final = pl.Enum(["no", "not_yet", "completed", "exempt", "dispensed", "obliged", "unknown"])
DUTIES: Final = ("duty_wi2013", "duty_wi2021")
WITHOUT: Final = ("no", "not_yet", "completed", "exempt", "dispensed")


def duties_on(days: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """The duty on each day under either Act, whatever a reading says.

    Parameters
    ----------
    days : polars.DataFrame
        ``person``, ``day`` (Date), and whatever else is kept.
    facts : Facts

    Returns
    -------
    polars.DataFrame
        The days with ``duty_wi2013`` and ``duty_wi2021``, each one of `DUTY`.
    """
    treaty = pl.col("treaty")
    by_choice = pl.when(treaty != UNKNOWN).then(treaty == "asylum_opted_in")
    judged = judge_days(days, facts.people, facts.rights, facts.exemptions, with_rights=True)
    judged = beside(judged, facts.people.select(by_choice=by_choice), "by_choice")
    exempt = pl.col("schooling")
    return judged.select(
        *days.columns,
        duty_wi2013=_ladder(exempt | pl.col("diploma_a2")),
        duty_wi2021=_ladder(exempt),
    )


def _ladder(exempt: pl.Expr) -> pl.Expr:
    not_in_force = pl.col("under_16") | ~pl.col("right_in_force")
    before_choice = pl.col("by_choice") & pl.col("choice_to_come")
    return first_that_holds(
        [
            (pl.col("excluded") | ~pl.col("has_right"), "no"),
            (not_in_force | before_choice, "not_yet"),
            (pl.col("completed"), "completed"),
            (exempt, "exempt"),
            (pl.col("dispensed"), "dispensed"),
        ],
        otherwise="obliged",
        unknown="unknown",
        kind=DUTY,
    )


def duty_by_regime() -> pl.Expr:
    """The duty that the ``regime`` gives, of who has both duties beside it."""
    regime = pl.col("regime")
    return (
        pl.when(regime == "none")
        .then(pl.lit("no", DUTY))
        .when(regime == "wi2013")
        .then("duty_wi2013")
        .when(regime == "wi2021")
        .then("duty_wi2021")
        .otherwise(pl.lit("unknown", DUTY))
    )


def duties_when_judged(told: pl.DataFrame, facts: Facts, as_of: date) -> pl.DataFrame:
    """Each person's duty under either Act on the day of judging.

    That day is the date of the first notice; without a notice ``as_of``. Of an undated notice the
    duty is known where it is the same on every day that it can be.

    Parameters
    ----------
    told : polars.DataFrame
        One row a person: ``person``, ``notice_id``, ``notice_date``, ``notice_from``,
        ``notice_by``, ``published_maybe``, ``publication_in_doubt``.
    facts : Facts
    as_of : date

    Returns
    -------
    polars.DataFrame
        ``person``, ``judged_on`` (Date, null where it is not known), ``duty_wi2013``,
        ``duty_wi2021``.
    """
    day, on = pl.col("notice_date"), pl.lit(as_of)
    not_known = pl.col("notice_id").is_not_null() & day.is_null()
    known = told.filter(~not_known).select("person", day=day.fill_null(as_of))
    since = pl.when(undated()).then(may_be_told_from()).otherwise("notice_from")
    spans = told.filter(not_known).select(
        "person",
        first=pl.min_horizontal(since, on),
        last=pl.min_horizontal("notice_by", on),
    )
    spread = every_day(spans, facts.people, [facts.rights, facts.exemptions])
    lone = duties_on(known, facts).rename({"day": "judged_on"})
    shared = same_on_all(duties_on(spread.select("person", "day"), facts), list(DUTIES))
    shared = shared.select(
        "person",
        pl.lit(None, pl.Date).alias("judged_on"),
        *(pl.col(name).fill_null(UNKNOWN) for name in DUTIES),
    )
    return pl.concat([lone, shared])
