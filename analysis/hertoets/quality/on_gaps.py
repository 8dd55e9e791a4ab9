"""Are notices missing from the delivery: of a month, a group, a municipality? (Q20)

A lost row leaves nothing behind but a dip: a month in which a group got far fewer notices than in
the months around it, or people of one group, month or municipality of whom far fewer were told than
of the others. Whoever of them has no notice may have had one.
"""

from collections.abc import Callable

import numpy as np
import polars as pl

from hertoets.extract import schema
from hertoets.quality.look import UNKNOWN, Days, Look, Mask, Numbers, day_of, is_known
from hertoets.quality.marks import Marks, Tally
from hertoets.quality.on_counts import counted
from hertoets.quality.on_rights import first_rows
from hertoets.quality.rights import RIGHTS, rights_of
from hertoets.quality.together import OF_THESE, ROWS, together

NEAR = 3  # months before and after that say what is usual
FOREVER_AGO, FOREVER = "1900-01-01", "9999-12-31"
SCHOOLING = ("compulsory_education", "follow_on_education")
GROUPS = next(
    tuple(column.codes or ())
    for column in schema()[RIGHTS].columns
    if column.name == "migrant_group"
)
FEWEST_CELLS = 2  # with one there is nothing to set it beside


def _told_by_month(look: Look, table: str, group: str) -> pl.DataFrame:
    """The notices of a group in each month, numbered from the year 0."""
    dates = look.numbers("notices", "notice_date")
    of_group = look.holding(table, look.where(table, {"migrant_group": [group]}))
    told = dates[is_known(dates) & of_group[look.person("notices")]]
    return counted("month", told // 10000 * 12 + told // 100 % 100 - 1)


@together(_told_by_month)
def told_each_month(
    look: Look,
    table: str,
    by_month: pl.DataFrame,
    group: str,
    until: str,
    share: float,
    least: int,
    within_days: int,
) -> Marks | Tally:
    """No month up to `until` in which a group got less than a share of its usual notices.

    Usual is the smaller of the medians of the three months before and the three after; a month of
    which that is below `least` says nothing. Judges each person of the group once, at the row of
    the first decision (`table` is ``residence_rights``) or, where none is known, at the first row;
    wrong is who has no notice and was decided on, or left school, in the `within_days` before the
    end of such a month, and who was decided on on a day that nobody knows. Where no month says
    anything nothing is judged.
    """
    of_group = look.holding(table, look.where(table, {"migrant_group": [group]}))
    silent = of_group & ~look.holding("notices")
    decided, left_school = rights_of(look).first_decision, _left_school(look)
    missing: Mask = np.zeros(look.persons(), dtype=bool)
    lost = _lost_months(by_month, until, share, least)
    if lost is None:
        return Tally(0, 0)
    for end in lost:
        for since in (decided, left_school):
            waited = end - since
            missing |= silent & (waited >= 0) & (waited <= within_days)
        missing |= silent & np.isnan(decided)
    person = look.person(RIGHTS)
    undated = np.zeros(len(person), dtype=bool)
    undated[np.unique(person, return_index=True)[1]] = True
    undated &= np.isnan(decided)[person]
    return Marks((first_rows(look) | undated) & of_group[person], missing[person])


def _left_school(look: Look) -> Days:
    """The last day of each person's last schooling: no notice is sent while it lasts; nan for none.

    Where exemptions were not delivered nobody is known to have been at school.
    """
    last = np.full(look.persons(), -np.inf, dtype=np.float32)
    if look.extract.has("exemptions"):
        ends = look.until("exemptions", "valid_to")
        rows = look.where("exemptions", {"kind": SCHOOLING}) & ~np.isnan(ends)
        np.maximum.at(last, look.person("exemptions")[rows], ends[rows])
    return np.where(np.isfinite(last), last, np.nan)


def _told_by_cell(look: Look, table: str, by: str, after_days: int) -> pl.DataFrame:
    """People decided on long enough ago in each cell, and how many of them were told."""
    cells, old = _CELLS[by](look), _long_decided(look, table, after_days)
    old &= is_known(cells)
    told = look.holding("notices")[look.person(table)]
    people, of_these = counted("cell", cells[old]), counted("cell", cells[old & told])
    of_these = of_these.rename({ROWS: OF_THESE})
    return people.join(of_these, on="cell", how="left").with_columns(pl.col(OF_THESE).fill_null(0))


@together(_told_by_cell)
def told_evenly(
    look: Look,
    table: str,
    by_cell: pl.DataFrame,
    by: str,
    share: float,
    least: int,
    after_days: int,
    since: str = FOREVER_AGO,
    until: str = FOREVER,
    months_before: int = 0,
) -> Marks | Tally:
    """Nowhere were far fewer people told than is usual: no group, month or municipality.

    `by` is ``group``, ``decision_month`` (of each group) or ``municipality`` (the first one of
    registration). Usual is the median share of people told; a cell of fewer than `least` people
    says nothing by itself: it goes with the other groups of its month. A month lost takes the one
    after it along and the `months_before`, whose last notices were still to be sent. Judges each
    person decided on more than `after_days` before the delivery once, at the row of the first
    decision (`table` is ``residence_rights``) and between `since` and `until`; wrong is who has no
    notice in a cell with less than `share` of what is usual.
    """
    cells = _CELLS[by](look)
    size = int(max(by_cell["cell"].max() or 0, cells.max(initial=0))) + 1
    people, of_these = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    people[by_cell["cell"]] = by_cell[ROWS]
    of_these[by_cell["cell"]] = by_cell[OF_THESE]
    large = people >= least
    if not len(by_cell) or large.sum() < FEWEST_CELLS:
        return Tally(0, 0)
    rate = of_these[large] / people[large]
    lost = large.copy()
    lost[large] = rate < share * np.median(rate)
    if by == "decision_month":
        lost = _with_months_around(lost, large, len(GROUPS), months_before)
    asked = _long_decided(look, table, after_days) & is_known(cells)
    told = look.holding("notices")[look.person(table)]
    cells = np.maximum(cells, 0)
    decided = look.days(table, "decision_date")
    asked &= (decided >= day_of(since)) & (decided <= day_of(until))
    return Marks(asked & (large | lost)[cells], ~told & lost[cells])


def _long_decided(look: Look, table: str, after_days: int) -> Mask:
    """The rows of a first decision of longer ago than so many days; none without a delivery day."""
    day = look.extract.meta.delivered_on
    if day is None:
        return np.zeros(look.size(table), dtype=bool)
    ago = day_of(day.isoformat()) - look.days(table, "decision_date")
    old: Mask = first_rows(look) & (ago > after_days)
    return old


def _with_months_around(lost: Mask, large: Mask, groups: int, months_before: int) -> Mask:
    """The lost cells with those that lost notices beside them and could not show it themselves.

    Cells are numbered by month, and within it by group. A notice is sent up to a year after the
    decision, so what was lost from a month on belongs to decisions of long before it as well.
    """
    months = -(-len(lost) // groups)
    lost_by_month, small = (
        np.pad(cells, (0, months * groups - len(cells))).reshape(months, groups)
        for cells in (lost, ~large)
    )
    lost_by_month |= small & lost_by_month.any(axis=1, keepdims=True)
    wide = lost_by_month.copy()
    wide[1:] |= lost_by_month[:-1]
    for earlier in range(1, min(months_before, months - 1) + 1):
        wide[:-earlier] |= lost_by_month[earlier:]
    return wide.ravel()[: len(lost)]


def _groups(look: Look) -> Numbers:
    return look.coded(RIGHTS, "migrant_group", GROUPS)


def _months_of_groups(look: Look) -> Numbers:
    dates, group = look.numbers(RIGHTS, "decision_date"), _groups(look)
    month = dates // 10000 * 12 + dates // 100 % 100 - 1 - FIRST_YEAR * 12
    known = (dates >= FIRST_YEAR * 10000) & is_known(group)
    return np.where(known, month * len(GROUPS) + group, UNKNOWN).astype(np.int32)


def _first_municipalities(look: Look) -> Numbers:
    since = look.days("registrations", "valid_from")
    place = look.municipality("registrations", "municipality")
    person, rows = look.person("registrations"), np.flatnonzero(~np.isnan(since) & is_known(place))
    rows = rows[np.lexsort((rows, since[rows], person[rows]))][::-1]  # the earliest is put last
    first = np.full(look.persons(), UNKNOWN, dtype=np.int32)
    first[person[rows]] = place[rows]
    return first[look.person(RIGHTS)]


FIRST_YEAR = 2013  # the old Act: a decision before it says nothing of these notices
_CELLS: dict[str, Callable[[Look], Numbers]] = {
    "group": _groups,
    "decision_month": _months_of_groups,
    "municipality": _first_municipalities,
}


def _lost_months(
    by_month: pl.DataFrame, until: str, share: float, least: int
) -> list[float] | None:
    """The last day of each month that holds far fewer notices than is usual around it.

    None where no month has enough around it to say so.
    """
    if not len(by_month):
        return None
    counts = np.bincount(by_month["month"], weights=by_month[ROWS])
    last = int(until[:4]) * 12 + int(until[5:7]) - 1
    lost, judged = [], False
    latest = min(last, len(counts) - 1) - NEAR  # the last month with enough after it
    for month in range(int(np.flatnonzero(counts)[0]) + NEAR, latest + 1):
        before, after = counts[month - NEAR : month], counts[month + 1 : month + 1 + NEAR]
        usual = min(np.median(before), np.median(after))
        judged |= bool(usual >= least)
        if usual >= least and counts[month] < share * usual:
            lost.append(_last_day(month))
    return lost if judged else None


def _last_day(month: int) -> float:
    return day_of(f"{(month + 1) // 12}-{(month + 1) % 12 + 1:02}-01") - 1
