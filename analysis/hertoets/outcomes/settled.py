"""When a duty was settled: on the earliest day on which it was completed, excluded or dispensed.

What settles is a row of `exemptions` on the day that it begins. Of a row that may settle the day is
tried on which it may have begun. Sources: Wi2013 arts. 5 to 7; contract, section 4.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from hertoets.facts.calendar import LONG_AGO, next_day
from hertoets.facts.exemptions import (
    BEGIN,
    COMPLETED,
    DISPENSED,
    END,
    EXCLUDED_FOR_GOOD,
    EXCLUDED_WHILE,
    KIND,
    TREATY,
    opting_in,
)
from hertoets.facts.frames import attach, rows_of, rows_with
from hertoets.facts.logic import agreed, any_of_rows, maybe, surely
from hertoets.outcomes.told import unless_missing

_SETTLES: Final = (*EXCLUDED_FOR_GOOD, *EXCLUDED_WHILE, TREATY, *DISPENSED)
_DAY: Final = pl.col("day")


def settled_between(
    asked: pl.DataFrame, ends: Mapping[str, str], exemptions: pl.DataFrame | None, as_of: date
) -> pl.DataFrame:
    """Whether the duty was settled after the stated end of the term, but by the lawful one.

    Parameters
    ----------
    asked : polars.DataFrame
        Persons with a first notice: ``person``, ``term_end_stated`` (Date), ``treaty_counts``
        (nullable bool) and the columns that `ends` names (Date, null unknown).
    ends : mapping of str to str
        By the name of an answer the column with the lawful end.
    exemptions : polars.DataFrame or None
        None where the table is absent: nothing is settled then.
    as_of : date
        What begins later has not happened.

    Returns
    -------
    polars.DataFrame
        ``person`` and the answers (nullable bool).
    """
    people = asked.select("person")
    if exemptions is None:
        return people.with_columns(pl.lit(False).alias(name) for name in ends)
    rows = rows_with(exemptions, asked["person"]).filter(~surely(as_of < BEGIN))
    days = _days(rows, asked, list(ends.values()))
    first = days.filter("sure").group_by("person").agg(first=_DAY.min())
    days = days.join(first, on="person", how="left", validate="m:1")
    doubtful = days.filter(~pl.col("sure") & maybe(pl.col("first") > _DAY))
    # Where nothing surely settled it, it may be that nothing did.
    certain = people.join(first, on="person", how="left", validate="1:1").rename({"first": "day"})
    possible = pl.concat([certain, doubtful.select("person", "day")])
    stated = pl.col("term_end_stated")
    answers = possible.join(
        asked.select("person", "term_end_stated", *ends.values()), on="person", validate="m:1"
    ).select(
        "person",
        *(
            pl.when(_DAY.is_null())
            .then(False)
            .otherwise((stated < _DAY) & (pl.col(end) >= _DAY))
            .alias(name)
            for name, end in ends.items()
        ),
    )
    return answers.group_by("person").agg(map(agreed, ends))


def settled_on(people: pl.DataFrame, exemptions: pl.DataFrame | None, as_of: date) -> pl.DataFrame:
    """The day on which the duty was settled, for who has to explain it.

    Parameters
    ----------
    people : polars.DataFrame
        ``person``, ``term_end_stated`` (Date), ``treaty_counts`` (nullable bool).
    exemptions : polars.DataFrame or None
    as_of : date
        What begins later has not happened.

    Returns
    -------
    polars.DataFrame
        ``person``, ``settled_on`` (Date, null where nothing surely settled it, or something else
        may have done so earlier); of whom a row of `exemptions` is known.
    """
    if exemptions is None:
        return pl.DataFrame(schema={"person": people.schema["person"], "settled_on": pl.Date})
    asked = rows_with(people, exemptions["person"])
    days = _days(exemptions.filter(~surely(as_of < BEGIN)), asked, [])
    sure = pl.col("sure")
    first = days.group_by("person").agg(
        first=_DAY.filter(sure).min(), maybe=_DAY.filter(~sure).min()
    )
    earlier = pl.col("maybe") < pl.col("first")
    return first.select("person", settled_on=pl.when(~earlier.fill_null(False)).then("first"))


def _days(rows: pl.DataFrame, asked: pl.DataFrame, ends: list[str]) -> pl.DataFrame:
    """``person``, ``day``, ``sure`` (bool): each day on which a row settles the duty, or may."""
    rows = rows.with_columns(opt_in=opting_in())
    settling = rows.filter(maybe(KIND == COMPLETED) | maybe(KIND.is_in(_SETTLES)))
    begun = settling.with_columns(day=BEGIN).filter(BEGIN.is_not_null())
    limits = (
        asked.select("person", "term_end_stated", *ends, pl.lit(LONG_AGO).alias("long_ago"))
        .unpivot(index="person", value_name="day")
        .drop_nulls("day")
    )
    limits = (
        pl.concat([limits, limits.with_columns(next_day(_DAY))]).select("person", "day").unique()
    )
    undated = settling.filter(BEGIN.is_null()).join(limits, on="person", how="inner")
    days = pl.concat([begun, undated.select(begun.columns)]).with_row_index("case")
    days = days.join(asked.select("person", "treaty_counts"), on="person", validate="m:1")
    days = attach(days, _opted_in(days, rows), by="case")
    counts = pl.col("treaty_counts") & ~pl.col("opted_in").fill_null(False)
    holds = (
        # No end lies before its begin: one that is unknown leaves what began running on that day.
        pl.when(surely(_DAY > END))
        .then(False)
        .when(KIND == TREATY)
        .then(counts)
        .when((KIND == COMPLETED) | KIND.is_in(_SETTLES))
        .then(True)
    )
    return (
        days.with_columns(holds=unless_missing(holds))
        .filter(maybe(pl.col("holds")))
        .select("person", "day", sure=surely(pl.col("holds")) & BEGIN.is_not_null())
    )


def _opted_in(days: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """``case``, ``opted_in`` (nullable bool): whether an opt-in had begun, where there is one."""
    chosen = rows.filter(maybe(pl.col("opt_in"))).select(
        "person", chosen_from=BEGIN, opt_in="opt_in"
    )
    treaty = days.filter(KIND == TREATY).select("case", "person", "day")
    both = rows_of(treaty, chosen)
    begun = pl.col("opt_in") & (pl.col("chosen_from") <= _DAY)
    return both.group_by("case").agg(opted_in=any_of_rows(begun))
