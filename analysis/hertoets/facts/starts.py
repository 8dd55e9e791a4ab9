"""Where the duty starts, for each of the three dates: the first chain, the 16th birthday, school.

Sources: Wi2013 arts. 3, 5(1)(a), (d), (e) and 7; Besluit inburgering 2.2(2); contract, section 3
("Start by a reading"). The dates stand for readings that say wi2013 on a date ``before``; whether
a reading says so is not judged here.
"""

import narwhals as nw

from hertoets.facts.calendar import OPEN, next_day, plus_years
from hertoets.facts.frames import Frame
from hertoets.facts.kleene import number, truth
from hertoets.facts.rights import BRIDGE_YEARS
from hertoets.facts.standing import CLASSES, DUTY_FROM_YEARS
from hertoets.facts.values import DATE_FACTS

ALWAYS = 0
"""Earlier than every date: a beginning not known, inside comparisons only."""


def chain_starts(rights: Frame) -> Frame:
    """Give the earliest date in the first chain that holds a right that makes it *before*.

    Parameters
    ----------
    rights : narwhals.LazyFrame
        From `judge_rights`.

    Returns
    -------
    narwhals.LazyFrame
        ``person`` and ``start_<d>`` (int32, null where it cannot be known) for each date fact d.
    """
    qualifies = nw.col("qualifies")
    needed = ["person", "row", "qualifies", "lasts", "end_date", "end_date_unknown", *DATE_FACTS]
    before = [f"before_{name}" for name in DATE_FACTS]
    may = rights.select(*needed, *before)
    may = may.filter(qualifies.is_null() | qualifies.fill_null(False))
    may = may.with_columns(may_rights=nw.len().over("person"))
    only = may.filter(nw.col("may_rights") == 1).select(
        "person", **{f"start_{name}": nw.col(name) for name in DATE_FACTS}
    )
    several = may.filter(nw.col("may_rights") > 1)
    return nw.concat([only, _of_several(several)], how="vertical")


def _of_several(rights: Frame) -> Frame:
    """Of persons with several rights that may qualify.

    An end not known is taken as early and as late as it can be; the start is known where that
    makes no difference.
    """
    doubtful = nw.col("qualifies").is_null() | nw.col("effective").is_null()
    gaps = {f"gap_{name}": (doubtful | nw.col(name).is_null()).cast(nw.Int8) for name in DATE_FACTS}
    starts = (
        rights.select("person", **gaps)
        .group_by("person")
        .agg(*(nw.col(name).max() for name in gaps))
    )
    unknown_end = nw.when(nw.col("end_date_unknown"))
    open_end = nw.col("end_date").fill_null(OPEN)
    early = _chains(rights, unknown_end.then(nw.col("effective")).otherwise(open_end))
    late = _chains(rights, open_end)
    for name in DATE_FACTS:
        starts = starts.join(_in_first_chain(early, name, "early"), on="person", how="left")
        starts = starts.join(_in_first_chain(late, name, "late"), on="person", how="left")
        known = (nw.col(f"gap_{name}") == 0) & (nw.col("early") == nw.col("late"))
        starts = starts.with_columns(**{f"start_{name}": nw.when(known).then(nw.col("late"))})
        starts = starts.drop("early", "late")
    return starts.select("person", *(f"start_{name}" for name in DATE_FACTS))


def _in_first_chain(linked: Frame, name: str, into: str) -> Frame:
    """Give the earliest of a date in the first chain that holds a right that makes it *before*."""
    makes_before = (nw.col(f"before_{name}") & nw.col("lasts")).fill_null(False)
    first = linked.filter(makes_before).group_by("person").agg(nw.col("chain").min())
    in_first = linked.select("person", "chain", **{into: nw.col(name)}).join(
        first, on=["person", "chain"], how="inner"
    )
    return in_first.group_by("person").agg(nw.col(into).min())


def _chains(rights: Frame, end: nw.Expr) -> Frame:
    """Number the chains: a right joins while it begins at most a year after the latest end."""
    order = ["effective", "row"]
    ends = rights.with_columns(end=end)
    ends = ends.filter(nw.col("qualifies").fill_null(False) & ~nw.col("effective").is_null())
    ends = ends.with_columns(latest=nw.col("end").cum_max().over("person", order_by=order))
    ends = ends.with_columns(so_far=nw.col("latest").shift(1).over("person", order_by=order))
    begins_new = nw.col("effective") > plus_years(nw.col("so_far"), BRIDGE_YEARS)
    ends = ends.with_columns(begins_new=begins_new.fill_null(False).cast(nw.Int32))
    return ends.with_columns(chain=nw.col("begins_new").cum_sum().over("person", order_by=order))


def move_starts(people: Frame, exemptions: Frame | None) -> Frame:
    """Move each ``start_<d>`` to the 16th birthday, then past the schooling that covers it.

    Computed twice: with the earliest birthday and the least that schooling can cover, and with
    the latest and the greatest. The start is known where both agree on a day.

    Parameters
    ----------
    people : narwhals.LazyFrame
        With ``birth_from``, ``birth_to`` and ``start_<d>``.
    exemptions : narwhals.LazyFrame or None
        The table ``exemptions``.

    Returns
    -------
    narwhals.LazyFrame
        The people, their ``start_<d>`` moved; null where it cannot be known.
    """
    names = [f"start_{name}" for name in DATE_FACTS]
    starts = people.select("person", "birth_from", "birth_to", *names).with_columns(
        # 29 February plus 16 years is a leap day again (but once in four centuries, in 2100).
        from_16=nw.col("birth_from") + DUTY_FROM_YEARS * 10000,
        by_16=nw.col("birth_to") + DUTY_FROM_YEARS * 10000,
    )
    starts = _bounds(starts)
    if exemptions is not None:
        starts = _past_schooling(starts, exemptions)
    known = {}
    for name in names:
        earliest, latest = nw.col(f"{name}_earliest"), nw.col(f"{name}_latest")
        certain = (earliest == latest) & (latest < OPEN) & ~nw.col("by_16").is_null()
        known[name] = nw.when(certain).then(latest)
    starts = starts.select("person", **known)
    return people.drop(*names).join(starts, on="person", how="left")


def _bounds(starts: Frame) -> Frame:
    """Take the 16th birthday at its earliest and at its latest."""
    moved = {}
    for name in DATE_FACTS:
        start = nw.col(f"start_{name}")
        for side, birthday in (("earliest", nw.col("from_16")), ("latest", nw.col("by_16"))):
            moved[f"start_{name}_{side}"] = (
                nw.when(birthday > start).then(birthday).otherwise(start)
            )
    return starts.with_columns(**moved)


def _past_schooling(starts: Frame, exemptions: Frame) -> Frame:
    """Move the earliest starts past the least, the latest past the most that schooling covers."""
    periods = {
        "earliest": _periods(_least(exemptions)),
        "latest": _periods(_greatest(exemptions)),
    }
    columns = [f"start_{name}_{side}" for name in DATE_FACTS for side in periods]
    # Few people were at school: only they are moved, and put back at once.
    pupils = starts.select("person", *columns).join(
        periods["latest"].select("person").unique(), on="person", how="semi"
    )
    for column in columns:
        pupils = _past(pupils, column, periods[column.rpartition("_")[2]])
    pupils = pupils.select(
        "person", **{f"{column}_moved": nw.col(column) for column in columns}, pupil=truth(True)
    )
    joined = starts.join(pupils, on="person", how="left")
    return joined.with_columns(
        **{
            column: nw.when(nw.col("pupil").is_null())
            .then(nw.col(column))
            .otherwise(nw.col(f"{column}_moved"))
            for column in columns
        }
    )


def _past(starts: Frame, column: str, periods: Frame) -> Frame:
    """Move a date to the day after the period that covers it, or to the open end."""
    day = nw.col(column)
    covered = (
        # periods do not touch: at most one covers a day
        starts.select("person", column)
        .join(periods, on="person", how="inner")
        .filter((nw.col("period_from") <= day) & (day <= nw.col("period_to")))
        .select("person", "past")
    )
    moved = nw.when(nw.col("past").is_null()).then(day).otherwise(nw.col("past"))
    return (
        starts.join(covered, on="person", how="left").with_columns(**{column: moved}).drop("past")
    )


def _least(exemptions: Frame) -> Frame:
    """The days that schooling surely covers: of one end unknown, at least the other day."""
    begins, ends = nw.col("valid_from"), nw.col("valid_to")
    open_end = ends.is_null() & ~nw.col("valid_to_unknown")
    last = nw.when(open_end).then(number(OPEN)).otherwise(ends)
    first_known = nw.when(begins.is_null()).then(ends).otherwise(begins)
    last_known = nw.when(last.is_null()).then(begins).otherwise(last)
    schooling = exemptions.filter(nw.col("kind").fill_null("").is_in(CLASSES["schooling"]))
    return schooling.select("person", period_from=first_known, period_to=last_known).filter(
        ~nw.col("period_from").is_null()
    )


def _greatest(exemptions: Frame) -> Frame:
    """The days that schooling may cover: a kind, beginning or end not known is taken widest."""
    kind = nw.col("kind")
    may = exemptions.filter(kind.is_null() | kind.fill_null("").is_in(CLASSES["schooling"]))
    return may.select(
        "person",
        period_from=nw.col("valid_from").fill_null(ALWAYS),
        period_to=nw.col("valid_to").fill_null(OPEN),
    )


def _periods(spells: Frame) -> Frame:
    """Join spells that overlap or touch, so that a start lies in one period at most."""
    order = ["period_from", "period_to"]
    spells = spells.with_columns(
        latest=nw.col("period_to").cum_max().over("person", order_by=order)
    )
    spells = spells.with_columns(so_far=nw.col("latest").shift(1).over("person", order_by=order))
    apart = nw.col("period_from") > next_day(nw.col("so_far"))
    spells = spells.with_columns(apart=apart.fill_null(False).cast(nw.Int32))
    spells = spells.with_columns(number=nw.col("apart").cum_sum().over("person", order_by=order))
    periods = spells.group_by("person", "number").agg(
        nw.col("period_from").min(), nw.col("period_to").max()
    )
    last = nw.col("period_to")
    past = nw.when(last < OPEN).then(next_day(last)).otherwise(last)
    return periods.select("person", "period_from", "period_to", past=past)
