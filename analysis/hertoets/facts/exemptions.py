"""What a person's exemptions say on a day.

Sources: Wi2013 arts. 5 and 6; Besluit inburgering 2.3 to 2.8b; Leerplichtwet 1969 art. 4a;
contract, section 2. An exemption of unknown kind may be of any kind but ``opt_in``; one whose kind
is in doubt may be that too.
"""

from typing import Final

import polars as pl

from hertoets.facts.calendar import next_day
from hertoets.facts.doubt import IN_DOUBT
from hertoets.facts.frames import rows_of, together
from hertoets.facts.logic import any_of_rows, maybe, surely

EXCLUDED_FOR_GOOD: Final = ("eight_years", "diploma")
EXCLUDED_WHILE: Final = ("eu_national", "eu_family", "eu_longterm")
TREATY: Final = "treaty"
SCHOOLING: Final = ("compulsory_education", "follow_on_education")
DISPENSED: Final = ("medical", "effort", "integrated")
COMPLETED: Final = "completed"
DIPLOMA_A2: Final = "diploma_a2"
OPT_IN: Final = "opt_in"


KIND = pl.col("kind")
BEGIN, END = pl.col("valid_from"), pl.col("valid_to")


def not_opt_in() -> pl.Expr:
    """Rows that are, or may be, an exemption."""
    return (KIND != OPT_IN).fill_null(True)


def opting_in() -> pl.Expr:
    """Whether a row is an opt-in (null only where its kind is in doubt)."""
    return pl.when(KIND.is_null() & ~IN_DOUBT).then(False).otherwise(KIND == OPT_IN)


def on_days(exemptions: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """What a person's exemptions say on a day.

    Parameters
    ----------
    exemptions : polars.DataFrame
        The table ``exemptions``; in ``valid_to`` 9999-12-31 is open and null unknown.
    days : polars.DataFrame
        ``case`` (one number each), ``person``, ``day``, and of the person ``from_16`` (Date, the
        earliest that the 16th birthday can be) and ``treaty_counts`` (nullable bool: whether a row
        of kind treaty counts).

    Returns
    -------
    polars.DataFrame
        ``case`` of those with a row, and nullable booleans: ``exempt`` (an exemption of the
        excluded kinds counts), ``completed``, ``diploma_a2``, ``dispensed``, ``at_school``,
        ``choice_to_come`` (every opt-in, of at least one, begins later), ``school_known`` (never
        null: a spell of schooling is on record that lasts, or may, beyond the 16th birthday).
    """
    rows = rows_of(days, exemptions)
    day = pl.col("day")
    begun = day >= BEGIN
    # An end on or before the day tells that it began before: for what lasts that is enough.
    lasting = surely(day >= END) | begun
    running = begun & (day <= END)
    school = KIND.is_in(SCHOOLING)
    by_choice = opting_in()
    chosen = rows.filter(maybe(by_choice)).select("case", opted_in=by_choice & begun)
    chosen = together(chosen, "case", any_of_rows).with_columns(has_opt_in=pl.lit(True))
    rows = rows.join(chosen, on="case", how="left").with_columns(
        opted_in=pl.when(pl.col("has_opt_in").is_null()).then(False).otherwise("opted_in")
    )
    counts = (
        (KIND.is_in(EXCLUDED_FOR_GOOD) & lasting)
        | (KIND.is_in(EXCLUDED_WHILE) & running)
        | ((KIND == TREATY) & running & ~pl.col("opted_in") & pl.col("treaty_counts"))
    )
    beyond_16 = (pl.col("from_16") < END).fill_null(pl.col("from_16").is_null())
    known = BEGIN.is_not_null() & END.is_not_null()
    answers = rows.select(
        "case",
        choice_to_come=by_choice & ~pl.col("opted_in"),
        exempt=counts,
        completed=(KIND == COMPLETED) & lasting,
        diploma_a2=(KIND == DIPLOMA_A2) & lasting,
        dispensed=KIND.is_in(DISPENSED) & running,
        goes_on=school & begun & (day < END),
        covers=school & running,
        next_begins=school & (next_day(day) == BEGIN) & (day < END),
        school_known=surely(school) & known & beyond_16,
    )
    found = together(answers, "case", any_of_rows)
    at_school = pl.col("goes_on") | (pl.col("covers") & pl.col("next_begins"))
    return found.with_columns(at_school=at_school).drop("goes_on", "covers", "next_begins")
