"""What the regime's Act says of a person on a day: the duty, or the first ground against it.

Sources: Wi2013 arts. 3, 5 and 6; Wi2021 arts. 3 to 5; contract, section 3 ("Duty on a day").
"""

from typing import Final

import polars as pl

from hertoets.facts.logic import first_that_holds
from hertoets.facts.onaday import judge_days
from hertoets.facts.people import Facts
from hertoets.facts.values import UNKNOWN

DUTY: Final = ("no", "not_yet", "completed", "exempt", "dispensed", "obliged", "unknown")
WITHOUT: Final = ("no", "not_yet", "completed", "exempt", "dispensed")


def duty_on(days: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """The duty on each day.

    Parameters
    ----------
    days : polars.DataFrame
        ``person``, ``day`` (Date), ``regime`` (String), and whatever else is kept.
    facts : Facts

    Returns
    -------
    polars.DataFrame
        The days with ``duty``, one of `DUTY`.
    """
    treaty = pl.col("treaty")
    by_choice = pl.when(treaty != UNKNOWN).then(treaty == "asylum_opted_in")
    judged = judge_days(days, facts.people, facts.rights, facts.exemptions, with_rights=True).join(
        facts.people.select("person", by_choice=by_choice),
        on="person",
        how="left",
        maintain_order="left",
    )
    wi2013 = pl.col("regime") == "wi2013"
    not_in_force = pl.col("under_16") | ~pl.col("right_in_force")
    before_choice = pl.col("by_choice") & pl.col("choice_to_come")
    ladder = first_that_holds(
        [
            (pl.col("excluded") | ~pl.col("has_right"), "no"),
            (not_in_force | before_choice, "not_yet"),
            (pl.col("completed"), "completed"),
            (pl.col("schooling") | (wi2013 & pl.col("diploma_a2")), "exempt"),
            (pl.col("dispensed"), "dispensed"),
        ],
        otherwise="obliged",
        unknown="unknown",
    )
    told = (
        pl.when(pl.col("regime") == "none")
        .then(pl.lit("no"))
        .when(pl.col("regime").is_in(["wi2013", "wi2021"]))
        .then(ladder)
        .otherwise(pl.lit("unknown"))
    )
    return judged.select(*days.columns, duty=told)
