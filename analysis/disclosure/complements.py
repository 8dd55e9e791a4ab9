"""No small count may follow from the rest of its table: withhold a second cell where one would.

Contract, section 6: at least five values stay possible for each hidden count. What an outsider
knows of a cell is an interval: a hidden count is 1 to 9, a rounded one lies within two of what is
shown, zero is zero. Every sum in the table narrows the intervals of its cells; they are narrowed
until nothing changes. With one sum the result is exact. With rows and columns that both add up it
is an outer bound: what follows from several sums together, or from two tables together, is not
seen here.
"""

from collections.abc import Collection, Sequence, Set
from math import inf, isinf

from analysis.disclosure.counts import (
    Interval,
    hidden_range,
    is_small,
    round_count,
    unround,
    withheld_range,
)
from analysis.disclosure.policy import Policy
from analysis.findings import Cell, RawTable, Sum

Place = tuple[int, int]
MOST_ROUNDS = 200  # narrowing converges in a few; a bound that is not the narrowest is still true


def find_withheld(table: RawTable, policy: Policy) -> frozenset[Place]:
    """Find the cells to withhold so that every small count keeps its options.

    Parameters
    ----------
    table : RawTable
        Exact; cells of its `sums` without a number are left out of account.
    policy : Policy

    Returns
    -------
    frozenset of (row, column)
    """
    counts = _counts(table)
    sums = [entry for entry in table.sums if counts.keys() >= set(_cells(entry))]
    small = [place for place, value in counts.items() if is_small(value, policy)]

    def find_exposed(withheld: Set[Place]) -> list[Place]:
        narrowed = narrow(sums, _intervals(table, counts, withheld, policy))
        return [place for place in small if _options(narrowed[place]) < policy.options]

    withheld: list[Place] = []
    while exposed := find_exposed(set(withheld)):
        withheld.append(_choose(exposed[0], sums, counts, withheld, policy))
    for place in tuple(withheld):
        # A later choice may have made an earlier one needless.
        without = [other for other in withheld if other != place]
        if not find_exposed(set(without)):
            withheld = without
    return frozenset(withheld)


def narrow(sums: Sequence[Sum], known: dict[Place, Interval]) -> dict[Place, Interval]:
    """Narrow what is known of each cell by every sum, until nothing changes.

    Parameters
    ----------
    sums : sequence of Sum
    known : dict of place to (least, greatest)
        What each cell shows by itself.

    Returns
    -------
    dict of place to (least, greatest)
    """
    narrowed = dict(known)
    for _ in range(MOST_ROUNDS):
        before = dict(narrowed)
        for entry in sums:
            _narrow_one(entry, narrowed)
        if narrowed == before:
            break
    return narrowed


def _narrow_one(entry: Sum, known: dict[Place, Interval]) -> None:
    """Total less parts is zero: each cell lies within what the others leave."""
    signs = [(entry.total, -1), *((part, 1) for part in entry.parts)]
    terms = [_signed(known[place], sign) for place, sign in signs]
    least, greatest = [low for low, _ in terms], [high for _, high in terms]
    for (place, sign), low, high in zip(signs, least, greatest, strict=True):
        others = -_without(greatest, high), -_without(least, low)
        bound = _signed(others, sign)
        known[place] = max(known[place][0], bound[0]), min(known[place][1], bound[1])


def _signed(interval: Interval, sign: int) -> Interval:
    return interval if sign > 0 else (-interval[1], -interval[0])


def _without(values: list[float], own: float) -> float:
    """Sum all values but one; several may be infinite, all of one sign."""
    endless = [value for value in values if isinf(value)]
    if len(endless) > (1 if isinf(own) else 0):
        return endless[0]
    return sum(value for value in values if not isinf(value)) - (0 if isinf(own) else own)


def _intervals(
    table: RawTable, counts: dict[Place, int], withheld: Set[Place], policy: Policy
) -> dict[Place, Interval]:
    known: dict[Place, Interval] = {}
    for place, value in counts.items():
        signed = place[0] in table.signed_rows
        shown = round_count(value, policy)
        if place in withheld:
            known[place] = withheld_range(signed=signed)
        elif shown is None:
            known[place] = hidden_range(policy, signed=signed)
        else:
            known[place] = unround(shown, policy)
    return known


def _counts(table: RawTable) -> dict[Place, int]:
    columns = [place for place, column in enumerate(table.columns) if column.kind == "count"]
    return {
        (number, column): value
        for number, row in enumerate(table.rows)
        for column in columns
        if (value := _whole(row[column])) is not None
    }


def _whole(cell: Cell) -> int | None:
    return cell if isinstance(cell, int) else None


def _options(interval: Interval) -> float:
    low, high = interval
    return inf if isinf(low) or isinf(high) else high - low + 1


def _choose(
    place: Place,
    sums: list[Sum],
    counts: dict[Place, int],
    withheld: Collection[Place],
    policy: Policy,
) -> Place:
    """Choose the cell whose loss costs the reader least.

    First the smallest count that is shown, then a total, then a zero; last another hidden count,
    whose ``<10`` also tells something. There is always one: where every cell is withheld, nothing
    follows from any.
    """
    near = {cell for entry in sums if place in _cells(entry) for cell in _cells(entry)}
    anywhere = {cell for entry in sums for cell in _cells(entry)}
    totals = {entry.total for entry in sums}

    def cost(cell: Place) -> tuple[bool, bool, bool, int, Place]:
        shown = round_count(counts[cell], policy)
        small = shown is None
        # Among hidden counts a total goes first: it bounds all its parts at once.
        return small, shown == 0, (cell in totals) != small, abs(shown or 0), cell

    free = near.difference(withheld, [place]) or anywhere.difference(withheld)
    return min(free, key=cost)


def _cells(entry: Sum) -> tuple[Place, ...]:
    return (entry.total, *entry.parts)
