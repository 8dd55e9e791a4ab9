"""The chain of rights: where it puts the start by each date, and its gaps.

Sources: Wi2013 arts. 3 and 7; Besluit inburgering 2.2(2) and 2.11; D1; contract, section 3 ("Start
by a reading").
"""

from datetime import date
from typing import NamedTuple

import polars as pl

from hertoets.facts.calendar import LONG_AGO, OPEN, next_day, plus_years
from hertoets.facts.doubt import IN_DOUBT
from hertoets.facts.frames import beside, rows_with, rows_without, shared
from hertoets.facts.logic import maybe, surely
from hertoets.facts.rights import by_day, date_of
from hertoets.law.constants import constants


class Chain(NamedTuple):
    """The starts that the rights give by one date, and the gaps in the chains behind them.

    Attributes
    ----------
    starts : polars.DataFrame
        ``person``, ``early``, ``late`` (Date), ``doubtful`` (the contract leaves it empty).
    gaps : polars.DataFrame
        ``person``, ``gap_from`` (Date, its first day), ``gap_days``; in order.
    """

    starts: pl.DataFrame
    gaps: pl.DataFrame


class Rights(NamedTuple):
    """The rights that may qualify: of persons who have one, and of those who have several."""

    lone: pl.DataFrame
    several: pl.DataFrame


def that_may_qualify(rights: pl.DataFrame) -> Rights:
    """Those of `hertoets.facts.rights.judge_rights` that may qualify, parted."""
    may = rights.filter(maybe(pl.col("qualifies")))
    several = shared(may["person"])
    return Rights(may.filter(~several), may.filter(several))


def chain_starts(rights: Rights, test_days: pl.DataFrame, fact: str, reference: date) -> Chain:
    """The start that the rights give by one date, and the gaps in the chain behind it.

    Parameters
    ----------
    rights : Rights
        From `that_may_qualify`.
    test_days : polars.DataFrame
        ``person``, ``first``, ``last``: the days that the test day can be.
    fact : str
        One of the facts of dates.
    reference : date

    Returns
    -------
    Chain
    """
    low, high = _dates_possible(fact)
    effective = pl.col("effective_date")
    any_day = IN_DOUBT & effective.is_null()
    of_one = rights.lone.with_columns(date=date_of(fact)).select(
        "person",
        early=pl.max_horizontal(low, effective),
        late=pl.when(any_day).then(OPEN).otherwise(pl.max_horizontal(high, effective)),
        doubtful=pl.col("date").is_null() | any_day,
    )
    several = rights.several.with_columns(date=date_of(fact))
    of_several = _of_several(several, test_days, fact, reference)
    return Chain(pl.concat([of_one, of_several.starts]), of_several.gaps)


def _dates_possible(fact: str) -> tuple[pl.Expr, pl.Expr]:
    """The earliest and the latest that a right's date can be (null: not known how far)."""
    date = pl.col("date")
    if fact != "publication":
        return date, date
    # Of an unknown group it is one of both; a document is never collected before its decision.
    both = ("decision_date", "document_collected_date")
    complete = pl.all_horizontal(pl.col(name).is_not_null() for name in both)
    high = pl.when(pl.col("migrant_group").is_null() & complete).then(pl.max_horizontal(*both))
    return pl.coalesce(date, "decision_date"), pl.coalesce(date, high)


def _of_several(may: pl.DataFrame, test_days: pl.DataFrame, fact: str, reference: date) -> Chain:
    effective, end, day = pl.col("effective_date"), pl.col("end_date"), pl.col("date")
    on = pl.lit(reference)
    rows = beside(may, test_days, "first", "last")
    lasting = (
        pl.when(pl.col("maybe_until") < pl.col("first"))
        .then(False)
        .when(surely(pl.col("surely_until") >= pl.col("last")))
        .then(True)
        .otherwise(pl.lit(None, pl.Boolean))
    )
    before = pl.col("qualifies") & by_day(fact, on) & lasting
    rows = rows.with_columns(
        makes_before=before,
        until=end.fill_null(OPEN),
        in_force=pl.max_horizontal(day, effective),
        doubt=pl.col("qualifies").is_null() | effective.is_null() | end.is_null() | day.is_null(),
    )
    sure = rows.filter(surely(pl.col("qualifies")) & effective.is_not_null()).sort(
        "person", "effective_date", "right_id"
    )
    bridge = constants().number("bridge")
    sure = sure.with_columns(so_far=pl.col("until").cum_max().shift(1).over("person"))
    sure = sure.with_columns(
        chain=surely(effective > plus_years(pl.col("so_far"), bridge)).cum_sum().over("person")
    )
    first = (
        sure.filter(maybe(pl.col("makes_before")))
        .group_by("person")
        .agg(
            may_chain=pl.col("chain").min(),
            chain=pl.col("chain").filter(surely(pl.col("makes_before"))).min(),
        )
    )
    chains = sure.join(first.select("person", "chain"), on=["person", "chain"], how="inner")
    together = chains.group_by("person", maintain_order=True).agg(
        start=pl.col("in_force").min(), chain_until=pl.col("until").max()
    )
    firsts = first.join(together, on="person", how="left")
    numbered = sure.select("right", number="chain")
    doubts = (
        rows.filter(pl.col("doubt"))
        .join(numbered, on="right", how="left")
        .join(firsts, on="person", how="left")
        .filter(
            effective.is_null()
            | (pl.col("number") <= pl.col("chain"))
            | (
                pl.col("number").is_null()
                & (effective <= plus_years(pl.col("chain_until"), bridge))
            )
        )
    )["person"]
    settled = rows_without(firsts, doubts).filter(pl.col("may_chain") >= pl.col("chain"))
    known = settled.select("person", early="start", late="start", doubtful=False)
    bounds = _outer_bounds(rows_without(rows, settled["person"]), fact, reference)
    bounds = bounds.select("person", early="lowest", late="highest", doubtful=True)
    starts = pl.concat([known, bounds])
    first_day = next_day(pl.col("so_far"))
    gaps = chains.filter(first_day < effective).select(
        "person", gap_from=first_day, gap_days=(effective - first_day).dt.total_days()
    )
    return Chain(starts, gaps)


def _outer_bounds(rows: pl.DataFrame, fact: str, reference: date) -> pl.DataFrame:
    """Between which days a start lies, whatever is not known of the rights.

    No earlier than the earliest that any right can give. No later than the first right that
    surely makes it *before*, or one of unknown answer that may come before that one.
    """
    low, high = _dates_possible(fact)
    effective, makes = pl.col("effective_date"), pl.col("makes_before")
    lowest = (
        _near_what_makes_it_before(rows)
        .group_by("person")
        .agg(lowest=pl.max_horizontal(low.fill_null(LONG_AGO), effective).min())
    )
    # Who makes it *before* has the date by the reference date, whatever it is.
    by_then = pl.min_horizontal(high.fill_null(reference), pl.lit(reference))
    latest = pl.max_horizontal(by_then, effective)
    sure = rows.filter(surely(makes) & effective.is_not_null()).sort("person", "effective_date")
    anchors = sure.select(
        "person", anchor="effective_date", of_anchor=latest, reach=_a_bridge_on(pl.col("end_date"))
    ).unique("person", keep="first", maintain_order=True)
    first = anchors.join(_surely_beside(rows, anchors), on="person", how="left")
    first = first.with_columns(of_anchor=pl.min_horizontal("of_anchor", "beside"))
    # One without an effective date comes before that right, if at all; alone it may begin any day.
    others = rows.filter(maybe(makes) & (makes.is_null() | effective.is_null()))
    begun = effective.fill_null(pl.col("anchor")).fill_null(OPEN)
    earlier = (
        others.join(first, on="person", how="left")
        .filter((effective <= pl.col("anchor")).fill_null(True))
        .group_by("person")
        .agg(of_others=pl.max_horizontal(by_then, begun).max())
    )
    bounds = lowest.join(first, on="person", how="left").join(earlier, on="person", how="left")
    return bounds.select("person", "lowest", highest=pl.max_horizontal("of_anchor", "of_others"))


def _a_bridge_on(end: pl.Expr) -> pl.Expr:
    return plus_years(end, constants().number("bridge"))


def _surely_beside(rows: pl.DataFrame, anchors: pl.DataFrame) -> pl.DataFrame:
    """The earliest that a right gives which surely stands in the chain of the anchor."""
    effective = pl.col("effective_date")
    known = rows.filter(
        surely(pl.col("qualifies")) & effective.is_not_null() & pl.col("date").is_not_null()
    )
    linked = known.join(anchors, on="person", how="inner").filter(
        effective.is_between("anchor", "reach")
    )
    return linked.group_by("person").agg(beside=pl.col("in_force").min())


def _near_what_makes_it_before(rows: pl.DataFrame) -> pl.DataFrame:
    """Leave out rights that surely stand in another chain than those that may make it *before*."""
    effective = pl.col("effective_date")
    # One without an effective date may begin before all others, and reaches to its own end.
    linked = rows.sort("person", "effective_date", "right_id")
    linked = linked.with_columns(so_far=pl.col("until").cum_max().shift(1).over("person"))
    apart = effective > _a_bridge_on(pl.col("so_far"))
    linked = linked.with_columns(loose=surely(apart).cum_sum().over("person"))
    near = maybe(pl.col("makes_before")).any().over("person", "loose")
    return linked.filter(effective.is_null() | near)


def term_ends(starts: pl.DataFrame, gaps: pl.DataFrame, fact: str) -> pl.Series:
    """Three years on, longer by each gap in the chain that the term meets (Besluit 2.11).

    Parameters
    ----------
    starts : polars.DataFrame
        ``person`` (from zero, in order) and ``start_<fact>``.
    gaps : polars.DataFrame
        From `chain_starts`, in the order in which they come.
    fact : str

    Returns
    -------
    polars.Series
        ``term_end_<fact>`` (Date, null without a start), in the order of starts.
    """
    start, end = f"start_{fact}", f"term_end_{fact}"
    ends = starts.with_columns(plus_years(pl.col(start), constants().number("term")).alias(end))
    numbered = gaps.with_columns(turn=pl.int_range(pl.len()).over("person"))
    longer = rows_with(ends, numbered["person"])
    for turn in sorted(numbered["turn"].unique()):
        this = numbered.filter(pl.col("turn") == turn).drop("turn")
        met = longer.join(this, on="person", how="left", maintain_order="left")
        meets = (pl.col("gap_from") > pl.col(start)) & (pl.col("gap_from") < pl.col(end))
        moved = pl.col(end) + pl.duration(days=pl.col("gap_days"))
        longer = met.select("person", start, pl.when(meets).then(moved).otherwise(end).alias(end))
    return ends[end].scatter(longer["person"], longer[end])
