"""The lawful end of a term: its end by a date, and the extensions granted by the day of judging.

Sources: Wi2013 arts. 7(3) and 7b; contract, section 4 ("What followed").
"""

from datetime import date
from typing import Final

import polars as pl

from hertoets.facts.doubt import MAY_BE
from hertoets.facts.frames import attach
from hertoets.facts.logic import surely
from hertoets.outcomes.terms import term_end_by

LONGEST: Final = 100_000
"""Days of extension of which no more are counted: any term would have ended long before."""


def extended(extensions: pl.DataFrame | None, people: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """By how many days each person's term was extended.

    Parameters
    ----------
    extensions : polars.DataFrame or None
        The table with its marks; None where it is absent: nobody's term was extended then.
    people : polars.DataFrame
        With ``person``.
    as_of : date
        Later extensions are left out.

    Returns
    -------
    polars.DataFrame
        ``person``, ``extended_days`` (Int32; null where it is not known).
    """
    none = pl.lit(0, pl.Int32)
    if extensions is None:
        return people.select("person", extended_days=none)
    days = pl.col("days").cast(pl.Int64)
    not_known = (days.is_null() | MAY_BE).any()
    total = pl.min_horizontal(days.sum(), pl.lit(LONGEST)).cast(pl.Int32)
    found = (
        extensions.filter(~surely(pl.col("granted_on") > as_of))
        .group_by("person")
        .agg(extended_days=pl.when(~not_known).then(total), some=pl.lit(True))
    )
    return attach(people.select("person"), found).select(
        "person",
        extended_days=pl.when(pl.col("some").is_null()).then(none).otherwise("extended_days"),
    )


def lawful_end(date_fact: str) -> pl.Expr:
    """The lawful end under the Wi2013, of people with ``extended_days`` (Date, null: unknown)."""
    end = term_end_by(date_fact) + pl.duration(days="extended_days")
    return end.cast(pl.Date)
