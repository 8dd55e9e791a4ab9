"""Persons who have another headline outcome in another run, as counts that may be seen.

Both runs publish how many persons each outcome has. Together with the counts of who moved these
bound each other: what moved into an outcome less what moved out of it is the difference of its
totals. A count that would keep too few possible values is withheld, and others beside it, until
enough remain (contract, section 6). The bounds are found by SciPy's HiGHS; because every
constraint is the sum of a row or of a column, they are exact also for whole numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf, isinf
from typing import Any

from hertoets.release.count import WITHHELD, Count
from hertoets.release.counts import (
    Interval,
    hidden_range,
    is_small,
    round_count,
    unround,
    withheld_range,
)
from hertoets.release.model import Release
from hertoets.release.policy import Policy

GONE = "not in the extract"
_TABLE = "readings"
_ANY: Interval = (0, inf)
_UNBOUNDED = 3  # the status by which linprog says so
_ROUNDING_ERROR = 1e-6  # of the solver, which works with fractions
Route = tuple[str, str]


@dataclass(frozen=True)
class Move:
    """How many persons went from one outcome to another: rounded, ``<10`` or ``x``."""

    before: str
    after: str
    persons: str


def stricter(one: Policy, other: Policy) -> Policy:
    """The policy that protects as much as either does."""
    rounding = max(one.rounding, other.rounding)
    threshold = max(one.threshold, other.threshold)
    return Policy(
        threshold=-(-threshold // rounding) * rounding,  # the next multiple, which rounding divides
        rounding=rounding,
        percentage_base=max(one.percentage_base, other.percentage_base),
        median_base=max(one.median_base, other.median_base),
        options=max(one.options, other.options),
    )


def protect_moves(
    counted: Mapping[Route, int],
    before: Mapping[str, Interval],
    after: Mapping[str, Interval],
    policy: Policy,
) -> dict[Route, str]:
    """Protect counts of who moved, given what is published of the outcomes on either side.

    Parameters
    ----------
    counted : mapping of (before, after) to int
        Exact; who stayed may be left out, that count is not shown.
    before, after : mapping of str to (least, greatest)
        What is published of the persons with an outcome in the first and in the second run.
    policy : Policy

    Returns
    -------
    dict of (before, after) to str
        Every pair of different outcomes.
    """
    froms = sorted(before.keys() | {pair[0] for pair in counted})
    tos = sorted(after.keys() | {pair[1] for pair in counted})
    pairs = [(one, other) for one in froms for other in tos if one != other]
    counts = {pair: counted.get(pair, 0) for pair in pairs}
    margins = [([(one, to) for to in tos], before.get(one, _ANY)) for one in froms]
    margins += [([(one, to) for one in froms], after.get(to, _ANY)) for to in tos]
    withheld: list[Route] = []
    while exposed := _exposed(counts, withheld, margins, policy):
        free = [pair for pair in pairs if pair not in withheld]
        if not free:
            break  # nothing is shown: what follows, follows from what was published before
        near = [pair for pair in free if pair != exposed and _beside(pair, exposed)]
        withheld.append(min(near or free, key=lambda pair: _cost(counts[pair], pair, policy)))
    return {
        pair: WITHHELD if pair in withheld else _say(count, policy)
        for pair, count in counts.items()
    }


def _exposed(
    counts: Mapping[Route, int],
    withheld: Iterable[Route],
    margins: list[tuple[list[Route], Interval]],
    policy: Policy,
) -> Route | None:
    """Find a count, of who moved or of a published margin, with too few values left.

    A margin that is hidden itself begins at one; it is named by its first pair.
    """
    hidden = set(withheld)
    known = {pair: _known(count, pair in hidden, policy) for pair, count in counts.items()}
    bounds = {pair: known.get(pair, _ANY) for pairs, _ in margins for pair in pairs}
    targets = [[pair] for pair, count in counts.items() if is_small(count, policy)]
    targets += [pairs for pairs, margin in margins if margin[0] == 1]
    for target in targets:
        if _options(target, bounds, margins) < policy.options:
            named = [pair for pair in target if pair in counts]
            if named:
                return named[0]
    return None


def _known(count: int, withheld: bool, policy: Policy) -> Interval:
    if withheld:
        return withheld_range()
    shown = round_count(count, policy)
    return hidden_range(policy) if shown is None else unround(shown, policy)


def _options(
    target: list[Route],
    bounds: Mapping[Route, Interval],
    margins: list[tuple[list[Route], Interval]],
) -> float:
    from scipy.optimize import linprog  # slow to import, and only this needs it

    place = {pair: number for number, pair in enumerate(bounds)}
    rows, limits = [], []
    for pairs, (low, high) in margins:
        row = [0.0] * len(place)
        for pair in pairs:
            row[place[pair]] = 1.0
        if not isinf(high):
            rows.append(row)
            limits.append(high)
        rows.append([-value for value in row])
        limits.append(-low)
    cost = [0.0] * len(place)
    for pair in target:
        cost[place[pair]] = 1.0
    box = [(low, None if isinf(high) else high) for low, high in bounds.values()]
    least: Any = linprog(cost, A_ub=rows, b_ub=limits, bounds=box, method="highs")
    most: Any = linprog([-c for c in cost], A_ub=rows, b_ub=limits, bounds=box, method="highs")
    if most.status == _UNBOUNDED:
        return inf
    if least.fun is None or most.fun is None:
        return 0  # what is published contradicts the counts: nothing can be vouched for
    return float(int(-most.fun - least.fun + _ROUNDING_ERROR) + 1)


def _beside(pair: Route, other: Route) -> bool:
    return pair[0] == other[0] or pair[1] == other[1] or pair[0] == other[1] or pair[1] == other[0]


def _cost(count: int, pair: Route, policy: Policy) -> tuple[bool, bool, int, Route]:
    """Order by what a reader loses: the smallest shown count first, then a zero, then a hidden."""
    return is_small(count, policy), count == 0, count, pair


def _say(count: int, policy: Policy) -> str:
    rounded = round_count(count, policy)
    return str(Count("small", policy.threshold).form if rounded is None else rounded)


def published_outcomes(release: Release, headline: str, policy: Policy) -> dict[str, Interval]:
    """What a run's page shows of the number of persons with each headline outcome.

    Returns
    -------
    dict of outcome to (least, greatest)
    """
    table = release.tables.get(_TABLE)
    if table is None:
        return {}
    row = table.by_key()[headline]
    return {
        column.name: _interval(cell, policy)
        for column, cell in zip(table.columns, row, strict=True)
        if column.kind == "count" and column.name != "total"
    }


def _interval(cell: object, policy: Policy) -> Interval:
    if isinstance(cell, int):
        return unround(cell, policy)
    return hidden_range(policy) if cell == Count("small", policy.threshold).form else _ANY
