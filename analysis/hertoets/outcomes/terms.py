"""Where the term of a duty under the Wi2013 ends that starts by a date (Wi2013 arts. 7 and 7b)."""

import polars as pl

from hertoets.facts.calendar import plus_years
from hertoets.law.constants import constants


def term_end_by(date_fact: str) -> pl.Expr:
    """Where the term ends of a duty under the Wi2013 that starts by a date (Date)."""
    if date_fact == "notice":
        return plus_years(pl.col("notice_date"), constants().number("term"))
    return pl.col(f"term_end_{date_fact}")
