"""Where the duty starts by each date: moved past opt-in, the 16th birthday and spells that hold.

Each start is worked out twice, as early and as late as it can be; it is known where both agree.
Sources: Wi2013 arts. 3, 5(1)(a), (d), (e) and 5(2); D1; contract, section 3 ("Start by a reading").
"""

import numpy as np
import polars as pl

from hertoets.facts.calendar import LONG_AGO, OPEN, next_day
from hertoets.facts.exemptions import (
    BEGIN,
    END,
    EXCLUDED_WHILE,
    KIND,
    OPT_IN,
    SCHOOLING,
    TREATY,
    not_opt_in,
    opting_in,
)
from hertoets.facts.frames import beside, rows_without, shared
from hertoets.facts.logic import maybe, surely

SIDES = ("early", "late")
MOVES = (*SCHOOLING, *EXCLUDED_WHILE, TREATY, OPT_IN)
"""The kinds of exemption that can move a start."""


def move_starts(
    starts: pl.DataFrame, people: pl.DataFrame, exemptions: pl.DataFrame | None
) -> pl.DataFrame:
    """Move starts past opt-in, the 16th birthday, schooling and exclusions that run.

    Parameters
    ----------
    starts : polars.DataFrame
        From `chain_starts`, any number a person.
    people : polars.DataFrame
        With ``person``, ``treaty``, ``treaty_counts`` and the birthdays.
    exemptions : polars.DataFrame or None

    Returns
    -------
    polars.DataFrame
        The starts, moved, in another order; 9999-12-31 where a spell has no end.
    """
    # Who is of age on the first possible day, and has no such exemption, moves past nothing.
    rows = pl.Series(np.zeros(len(people), dtype=bool))
    if exemptions is not None:
        exemptions = exemptions.filter(maybe(KIND.is_in(MOVES)))
        rows = rows.scatter(exemptions["person"].unique(), True)
    adult = (starts["early"] >= people["by_18"].gather(starts["person"])).fill_null(False)
    still = adult & ~rows.gather(starts["person"])
    return pl.concat([starts.filter(still), _moved(starts.filter(~still), people, exemptions)])


def _moved(
    starts: pl.DataFrame, people: pl.DataFrame, exemptions: pl.DataFrame | None
) -> pl.DataFrame:
    needed = ("treaty", "treaty_counts", "from_16", "by_16", "from_18", "by_18")
    moved = beside(starts, people, *needed).with_row_index("start")
    if exemptions is not None:
        moved = _past_opt_in(moved, exemptions)
    early, late = pl.col("early"), pl.col("late")
    moved = moved.with_columns(
        early=pl.max_horizontal(early, "from_16"),
        late=pl.when(pl.col("by_16").is_null())
        .then(OPEN)
        .otherwise(pl.max_horizontal(late, "by_16")),
    )
    spells = _spells(moved, exemptions)
    for side in SIDES:
        moved = _past_spells(moved, spells.filter(pl.col("side") == side), side)
    return moved.select(starts.columns)


def _past_opt_in(starts: pl.DataFrame, exemptions: pl.DataFrame) -> pl.DataFrame:
    """Who came under the Act by choice starts no earlier than that choice."""
    first = _first_opt_in(exemptions)
    starts = starts.join(first, on="person", how="left", maintain_order="left")
    by_choice = pl.col("treaty") == "asylum_opted_in"
    early, late = pl.col("early"), pl.col("late")
    later_early, later_late = (pl.max_horizontal(side, "opt_in") for side in SIDES)
    return starts.with_columns(
        early=pl.when(by_choice & ~pl.col("opt_in_undated")).then(later_early).otherwise(early),
        late=pl.when(by_choice).then(later_late).otherwise(late),
    ).drop("opt_in", "opt_in_undated")


def _first_opt_in(exemptions: pl.DataFrame) -> pl.DataFrame:
    """``person``, ``opt_in``: the first known; ``opt_in_undated``: another may be earlier."""
    sure = surely(opting_in())
    return (
        exemptions.filter(maybe(opting_in()))
        .group_by("person")
        .agg(
            opt_in=BEGIN.filter(sure).min(),
            opt_in_undated=(BEGIN.is_null() | ~sure).any(),
        )
    )


def _spells(people: pl.DataFrame, exemptions: pl.DataFrame | None) -> pl.DataFrame:
    """Spells past which a start moves: from a day up to, not including, another.

    *early* holds what is surely covered, *late* what may be: a kind, beginning or end that is not
    known is taken widest, and schooling is presumed of 16 and 17 year-olds without a record of it.
    """
    if exemptions is None:
        return _presumed(people)
    persons = people.unique("person", keep="first")
    rows = exemptions.join(persons, on="person", how="inner").filter(not_opt_in())
    beyond = (pl.col("from_16") < END).fill_null(pl.col("from_16").is_null())
    known = BEGIN.is_not_null() & END.is_not_null()
    at_school = rows.filter(surely(KIND.is_in(SCHOOLING)) & known & beyond).select("person")
    no_record = rows_without(people, at_school["person"])
    return pl.concat([_recorded(rows, exemptions), _presumed(no_record)])


def _presumed(people: pl.DataFrame) -> pl.DataFrame:
    """Of 16 and 17 year-olds; whose start lies beyond has no need of it."""
    young = people.filter(pl.col("late") < pl.col("by_18")).unique("person")
    return young.select("person", span_from="from_16", span_to="by_18", side=pl.lit("late"))


def _recorded(rows: pl.DataFrame, exemptions: pl.DataFrame) -> pl.DataFrame:
    rows = rows.join(_first_opt_in(exemptions), on="person", how="left")
    school = _joined(rows.filter(surely(KIND.is_in(SCHOOLING))).select("person", BEGIN, END))
    return pl.concat([_sure_spells(rows, school), _maybe_spells(rows)])


def _sure_spells(rows: pl.DataFrame, school: pl.DataFrame) -> pl.DataFrame:
    runs = surely(KIND.is_in(EXCLUDED_WHILE)) | (
        surely(KIND == TREATY)
        & surely(pl.col("treaty_counts"))
        & ~pl.col("opt_in_undated").fill_null(False)
    )
    own = rows.filter(runs)
    past = pl.when(END == OPEN).then(END).otherwise(next_day(END))
    until_choice = pl.when(KIND == TREATY).then(pl.min_horizontal(past, "opt_in")).otherwise(past)
    own = own.select("person", span_from=BEGIN, span_to=until_choice).drop_nulls()
    spans = pl.concat([school.select("person", span_from="begin", span_to="end"), own])
    return spans.with_columns(side=pl.lit("early"))


def _joined(school: pl.DataFrame) -> pl.DataFrame:
    """Spells of schooling that overlap or follow each other at once, as one."""
    known = school.select("person", begin=BEGIN, end=END).drop_nulls()
    return _as_one(known, "begin", "end", next_day(pl.col("so_far")))


def _maybe_spells(rows: pl.DataFrame) -> pl.DataFrame:
    kinds = KIND.is_in([*SCHOOLING, *EXCLUDED_WHILE]) | (
        (KIND == TREATY) & maybe(pl.col("treaty_counts"))
    )
    wide = rows.filter(maybe(kinds))
    begin, end = BEGIN.fill_null(LONG_AGO), END.fill_null(OPEN)
    day_after = pl.when(end == OPEN).then(end).otherwise(next_day(end))
    past = pl.when(surely(KIND.is_in(SCHOOLING))).then(end).otherwise(day_after)
    treaty_only = surely(KIND == TREATY) & ~pl.col("opt_in_undated").fill_null(False)
    past = pl.when(treaty_only).then(pl.min_horizontal(past, "opt_in")).otherwise(past)
    others = wide.filter(~surely(KIND.is_in(SCHOOLING))).select(
        "person", span_from=begin, span_to=past
    )
    # A row of unknown kind may be one of schooling too, and go on where another ends.
    school = wide.filter(maybe(KIND.is_in(SCHOOLING))).select(
        "person", begin.alias("valid_from"), end.alias("valid_to")
    )
    joined = _joined(school).select("person", span_from="begin", span_to="end")
    return pl.concat([others, joined]).with_columns(side=pl.lit("late"))


def never_the_start(people: pl.DataFrame, exemptions: pl.DataFrame | None) -> pl.DataFrame:
    """Periods in which no start can lie, because it would be moved past them.

    Parameters
    ----------
    people : polars.DataFrame
        ``person``, ``treaty_counts`` and the birthdays.
    exemptions : polars.DataFrame or None

    Returns
    -------
    polars.DataFrame
        ``person``, ``span_from``, ``span_to`` (Date, the first day after).
    """
    asked = people.with_columns(late=LONG_AGO)
    spells = _spells(asked, exemptions).filter(pl.col("side") == "early")
    return _periods(spells)


def _past_spells(starts: pl.DataFrame, spells: pl.DataFrame, side: str) -> pl.DataFrame:
    """Move a start to the end of the spells that hold on it, one after another."""
    periods = _periods(spells)
    day = pl.col(side)
    covered = starts.select("start", "person", side).join(periods, on="person", how="inner")
    covered = covered.filter((pl.col("span_from") <= day) & (day < pl.col("span_to")))
    moved = starts[side].scatter(covered["start"], covered["span_to"])
    return starts.with_columns(moved)


def _periods(spells: pl.DataFrame) -> pl.DataFrame:
    """Spells that overlap or follow each other at once, as one."""
    spans = spells.filter(pl.col("span_from") < pl.col("span_to"))
    return _as_one(spans, "span_from", "span_to", pl.col("so_far"))


def _as_one(spells: pl.DataFrame, begin: str, end: str, reaches: pl.Expr) -> pl.DataFrame:
    """Make one spell of those of which the next begins no later than the ones before reach."""
    several = shared(spells["person"])
    lone, rest = spells.filter(~several), spells.filter(several).sort("person", begin, end)
    rest = rest.with_columns(so_far=pl.col(end).cum_max().shift(1).over("person"))
    apart = surely(pl.col(begin) > reaches)
    rest = rest.with_columns(spell=apart.cum_sum().over("person"))
    joined = rest.group_by("person", "spell", maintain_order=True).agg(
        pl.col(begin).min(), pl.col(end).max()
    )
    columns = ("person", begin, end)
    return pl.concat([lone.select(columns), joined.select(columns)])
