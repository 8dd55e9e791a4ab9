"""Delivered rows into the rows of a table: keys carried down, columns to rows, one row of several.

Whatever is done is counted: a row is kept, or left out for a reason that has a name.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from hertoets.errors import DataError
from hertoets.prepare import dates
from hertoets.prepare.choosing import chosen
from hertoets.prepare.model import ColumnRule, OneOf, Rank, Source, ToRows
from hertoets.prepare.values import EMPTY, Indices, Unread, Values, as_text

NOT_CHOSEN = "one_of: another row won"
NO_CELLS = "to_rows: no cell is filled"
_LAST = np.iinfo(np.int64).max

Columns = dict[str, Values]


@dataclass
class Shaped:
    """Rows as they go into the table, and what became of the others."""

    columns: Columns
    rows: int
    filtered: Counter[str] = field(default_factory=Counter)
    added: int = 0
    """Rows that columns became, beyond those that were delivered."""

    def keep(self, kept: npt.NDArray[np.bool_], reason: str) -> None:
        """Leave rows out, counted under a reason."""
        if left := int((~kept).sum()):
            self.filtered[reason] += left
            self.columns = {name: values.rows(kept) for name, values in self.columns.items()}
            self.rows -= left


def reshape(source: Source, name: str, delivered: Columns, rows: int) -> Shaped:
    """Do with the rows of a file what the mapping says, in the order in which it is told here.

    Parameters
    ----------
    source : Source
        What the mapping says.
    name : str
        The file, for messages.
    delivered : dict of str to Values
        Its columns, cleaned.
    rows : int
        How many rows there are.

    Raises
    ------
    DataError
        Where rows would be chosen by cells that could not be read, or more than one row wins.
    """
    shaped = Shaped(dict(delivered), rows)
    for column in source.carry_down:
        shaped.columns[column] = _carried_down(shaped.columns[column])
    for choice in source.only:
        if choice.column in shaped.columns:
            _choose(shaped, source, name, choice.column, choice)
    if source.to_rows:
        _to_rows(shaped, source.to_rows)
        for choice in source.only:
            if choice.column in source.to_rows.made:
                _choose(shaped, source, name, choice.column, choice)
    if isinstance(source.one_of, OneOf):
        _one_of(shaped, source, name, source.one_of)
    return shaped


def _choose(shaped: Shaped, source: Source, name: str, column: str, choice: object) -> None:
    _refuse_unread(source, name, shaped.columns, (column,))
    shaped.keep(chosen(choice, shaped.columns[column]), choice.label)  # type: ignore[arg-type,attr-defined]


def _refuse_unread(source: Source, name: str, columns: Columns, named: tuple[str, ...]) -> None:
    for column in named:
        if unread := int(columns[column].unread.sum()):
            raise DataError.of(
                where=f"{source.label}, {name}",
                at=column,
                what=f"{unread} rows cannot be chosen: their cell holds a formula that was never "
                "calculated, or an error",
                mend="Open the workbook, let it calculate, and save it",
            )


def _carried_down(values: Values) -> Values:
    places = np.where(values.indices >= 0, np.arange(len(values)), EMPTY)
    above = np.maximum.accumulate(places) if len(places) else places
    found = np.where(above >= 0, values.indices[np.maximum(above, 0)], EMPTY)
    return Values(found.astype(np.int64), values.distinct)


def _to_rows(shaped: Shaped, to_rows: ToRows) -> None:
    groups = to_rows.columns
    parts = len(next(iter(groups.values())))
    before = shaped.rows
    order = np.repeat(np.arange(before), parts)
    columns = {name: values.rows(order) for name, values in shaped.columns.items()}
    for made, names in groups.items():
        columns[made] = _in_turn([shaped.columns[name] for name in names])
    filled = np.zeros(before * parts, dtype=bool)
    for made in groups:
        filled |= columns[made].indices >= 0
    if to_rows.name:
        named: list[object] = list(next(iter(groups.values())))
        columns[to_rows.name] = Values(np.tile(np.arange(parts), before), named)
    shaped.columns, shaped.rows = columns, before * parts
    shaped.added += shaped.rows - before
    shaped.keep(filled, NO_CELLS)


def _in_turn(columns: list[Values]) -> Values:
    """Put the cells of several columns behind each other, row by row."""
    distinct: list[object] = []
    indices = []
    for values in columns:
        indices.append(np.where(values.indices >= 0, values.indices + len(distinct), EMPTY))
        distinct += values.distinct
    return Values(np.stack(indices, axis=1).reshape(-1), distinct)


def _one_of(shaped: Shaped, source: Source, name: str, one_of: OneOf) -> None:
    _refuse_unread(source, name, shaped.columns, (*one_of.same, *_ranked(one_of)))
    groups = groups_of(source, shaped.columns, one_of.same)
    ranks = [_rank(rank, shaped.columns, one_of.dates, shaped.rows) for rank in one_of.ranks]
    order = np.lexsort([*reversed(ranks), groups])
    best = np.ones(shaped.rows, dtype=bool)
    best[order[1:]] = groups[order[1:]] != groups[order[:-1]]
    best |= groups < 0  # a row without its key is no one's double
    winners = np.zeros(groups.max(initial=-1) + 2, dtype=np.int64)
    winners[groups[best]] = np.flatnonzero(best)
    same = np.ones(shaped.rows, dtype=bool)
    for rank in ranks:
        same &= rank == rank[winners[groups]]
    differs = np.zeros(shaped.rows, dtype=bool)
    for rule in source.columns:
        for column in rule.sources:
            numbers = shaped.columns[column].numbered(rule.pad)
            differs |= numbers != numbers[winners[groups]]
    tied = same & differs & ~best & (groups >= 0)
    if tied.any():
        raise DataError.of(
            where=f"{source.label}, {name}",
            at="one_of",
            what=f"{len(np.unique(groups[tied]))} times more than one row wins, and they differ",
            mend="Add a ground that tells them apart (prefer, latest, earliest, filled, first)",
        )
    shaped.keep(best, NOT_CHOSEN)


def _ranked(one_of: OneOf) -> tuple[str, ...]:
    return tuple(rank.column for rank in one_of.ranks if rank.column)


def groups_of(source: Source, columns: Columns, same: tuple[str, ...]) -> Indices:
    """For each row a number, the same for rows that are the same in some columns.

    A row in which one of them is empty gets -1.
    """
    pads = {name: rule.pad for rule in source.columns for name in rule.sources}
    keys = np.stack([columns[name].numbered(pads.get(name, 0)) for name in same], axis=1)
    _, groups = np.unique(keys, axis=0, return_inverse=True)
    return np.where((keys < 0).any(axis=1), EMPTY, groups.reshape(-1)).astype(np.int64)


def _rank(rank: Rank, columns: Columns, forms: tuple[str, ...], rows: int) -> Indices:
    """For each row its place on one ground; the lowest wins."""
    if rank.way == "first":
        return np.arange(rows)
    values = columns[rank.column]
    if rank.way == "filled":
        return np.asarray(values.indices < 0, dtype=np.int64)
    if rank.way == "prefer":
        order = {code: place for place, code in enumerate(rank.codes)}
        places = [order.get(as_text(value), len(order)) for value in values.distinct]
        return _with_last(values, places)
    sign = -1 if rank.way == "latest" else 1
    days = (_day(value, forms) for value in values.distinct)
    return _with_last(values, [_LAST if day is None else sign * day for day in days])


def _with_last(values: Values, places: list[int]) -> Indices:
    """The places; an empty cell comes last."""
    given = np.append(np.asarray(places, dtype=np.int64), _LAST)
    return given[values.indices]


def _day(value: object, forms: tuple[str, ...]) -> int | None:
    parts = None if isinstance(value, Unread) else dates.read_date(value, forms)
    if parts is None or not parts.year or not dates.exists(parts):
        return None
    return parts.year * 10_000 + parts.month * 100 + parts.day


def next_begins(source: Source, rule: ColumnRule, columns: Columns, rows: int) -> Values:
    """For each row of a history the day on which the next one begins; the last has none.

    Where one begin of a history cannot be read, none of its ends is known.
    """
    begins = columns[rule.sources[0]]
    days = [_day(value, rule.dates) for value in begins.distinct]
    exact = [day if day and day % 100 and day // 100 % 100 else None for day in days]
    begin = _with_last(begins, [_LAST if day is None else day for day in exact])
    groups = groups_of(source, columns, rule.same)
    order = np.lexsort([begin, groups])
    found = np.full(rows, EMPTY, dtype=np.int64)
    sorted_groups, sorted_begins = groups[order], begin[order]
    # The next begin that is later: rows that begin on one day end on one day.
    later = np.full(rows, _LAST, dtype=np.int64)
    steps = np.flatnonzero(
        (sorted_groups[1:] != sorted_groups[:-1]) | (sorted_begins[1:] != sorted_begins[:-1])
    )
    ends = np.append(steps + 1, rows)  # where each run of one group and one day ends
    if rows:
        run = np.searchsorted(ends, np.arange(rows), side="right")
        after = ends[np.minimum(run, len(ends) - 1)]
        inside = (after < rows) & (sorted_groups[np.minimum(after, rows - 1)] == sorted_groups)
        later = np.where(inside, sorted_begins[np.minimum(after, rows - 1)], _LAST)
    unread = np.isin(groups, np.unique(groups[begin == _LAST])) | (groups < 0)
    distinct: list[object] = [Unread("begin_of_the_history_unknown")]
    known, numbers = np.unique(later, return_inverse=True)
    distinct += [None if day == _LAST else _as_date(int(day)) for day in known.tolist()]
    open_ends = np.array([value is None for value in distinct])
    found[order] = numbers.reshape(-1) + 1
    found = np.where(open_ends[np.maximum(found, 0)], EMPTY, found)
    found[unread] = 0
    return Values(found, distinct)


def _as_date(day: int) -> date:
    return date(day // 10_000, day // 100 % 100, day % 100)
