"""How many values stay possible: narrowed by every relation, then solved part by part (HiGHS).

A count keeps what no relation takes away; fractions of persons are allowed, so a bound is never
narrower than the true one and whoever is refused is refused for a reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from math import inf
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from hertoets.outsider.programs import prepared

if TYPE_CHECKING:
    from highspy import Highs
    from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Known = dict[bytes, tuple[Floats, Floats]]
"""What was found of systems, by their marks."""

ROUNDS: Final = 50
"""Of narrowing; a bound that is not the narrowest is still true."""
SWEEPS: Final = 8
"""Goals over many counts at once, before each is asked by itself."""
FAR: Final = 1e9
"""Stands for a count without an end: more than there are people, let alone rows about them."""
SLACK: Final = 1e-6
COMMON: Final = -1
"""The part of relations that belong to none."""
PRIMAL: Final = 4
"""HiGHS's number for going on from where the last answer stood: the goal changed, not the rows."""


class ContradictionError(ValueError):
    """Nobody can publish this: no population shows it."""


@dataclass
class Box:
    """Least and greatest of each count."""

    low: Floats
    high: Floats


@dataclass(frozen=True)
class Proof:
    """What relations make together: counts, each times a factor, add up to at least so much."""

    factors: Floats
    least: float


@dataclass(frozen=True)
class Rows:
    """Relations ``least <= matrix @ counts <= most``, and the part that each comes from."""

    matrix: "csr_array"
    least: Floats
    most: Floats
    part: Whole

    def of(self, kept: Whole) -> "Rows":
        """Some of the relations."""
        return Rows(self.matrix[kept], self.least[kept], self.most[kept], self.part[kept])


def narrow(rows: Rows, box: Box) -> Box:
    """Narrow by each relation in turn until nothing changes."""
    flat = rows.matrix.tocoo()
    row, column, factor = flat.row, flat.col, flat.data
    rises = factor > 0
    low, high = box.low, box.high
    for _ in range(ROUNDS):
        least = factor * np.where(rises, low[column], high[column])
        most = factor * np.where(rises, high[column], low[column])
        first = (rows.least[row] - _others(row, most, len(rows.least), inf)) / factor
        second = (rows.most[row] - _others(row, least, len(rows.least), -inf)) / factor
        lower = np.ceil(np.where(rises, first, second) - SLACK)
        upper = np.floor(np.where(rises, second, first) + SLACK)
        narrower = Box(low.copy(), high.copy())
        np.maximum.at(narrower.low, column, lower)
        np.minimum.at(narrower.high, column, upper)
        if np.array_equal(narrower.low, low) and np.array_equal(narrower.high, high):
            break
        low, high = narrower.low, narrower.high
        if (low > high).any():
            raise ContradictionError
    return Box(low, high)


def _others(row: Whole, term: Floats, size: int, endless: float) -> Floats:
    """The sum of all terms of a relation but one."""
    ends = np.isinf(term)
    finite = np.where(ends, 0.0, term)
    sums, many = np.bincount(row, finite, size), np.bincount(row, ends, size)
    return np.where(many[row] > ends, endless, sums[row] - finite)


def solve(rows: Rows, box: Box, asked: Whole, enough: int, known: Known | None = None) -> Box:
    """Find how far each count reaches that is asked for.

    Parameters
    ----------
    rows : Rows
    box : Box
        As `narrow` left it.
    asked : numpy.ndarray of int64
    enough : int
        Whoever reaches so many values is asked no further.
    known : dict or None
        What was found of systems before, and is added to: the same system is not solved again.

    Returns
    -------
    Box
        Of all counts; of those asked the narrowest that any part leaves, or wide enough.
    """
    found, known = Box(box.low.copy(), box.high.copy()), {} if known is None else known
    for some, mine in _asked_of_each(rows, box, asked):
        mine = mine[found.high[mine] - found.low[mine] >= enough - 1]
        if len(mine):
            reach = _Reach(some, box, mine, enough)
            if (mark := reach.mark()) not in known:
                known[mark] = reach.run()
            low, high = known[mark]
            # What was seen of others is no end: another part may have seen other values of them.
            ends = high - low < enough - 1
            found.low[mine[ends]] = np.maximum(found.low[mine[ends]], low[ends])
            found.high[mine[ends]] = np.minimum(found.high[mine[ends]], high[ends])
    return found


def why(rows: Rows, box: Box, asked: Whole) -> Iterator[Proof]:
    """What keeps counts from reaching further: for each, and each way, the relations that do.

    Parameters
    ----------
    rows : Rows
    box : Box
        As `narrow` left it.
    asked : numpy.ndarray of int64

    Yields
    ------
    Proof
        Over all counts.
    """
    for some, mine in _asked_of_each(rows, box, asked):
        if len(mine):
            reach = _Reach(some, box, mine, enough=0)
            for prices in reach.prices():
                factors = np.asarray(some.matrix.T @ prices)
                ends = np.where(prices > 0, some.least, some.most)[prices != 0]
                if np.isfinite(ends).all():
                    yield Proof(factors, float(prices[prices != 0] @ ends))


def _asked_of_each(rows: Rows, box: Box, asked: Whole) -> Iterator[tuple[Rows, Whole]]:
    """Each system that binds anything, and what is asked of the counts that it leaves open."""
    live = box.low < box.high
    rows = rows.of(_that_bind(rows, box))
    for own in _systems(rows, live):
        mine = _asked_here(rows, own, asked)
        yield rows.of(own), mine[live[mine]]


def _that_bind(rows: Rows, box: Box) -> Whole:
    """The relations that take anything away from the box."""
    flat = rows.matrix.tocoo()
    rises = flat.data > 0
    size = len(rows.least)
    least = flat.data * np.where(rises, box.low[flat.col], box.high[flat.col])
    most = flat.data * np.where(rises, box.high[flat.col], box.low[flat.col])
    bind = np.bincount(flat.row, least, size) < rows.least - SLACK
    return np.flatnonzero(bind | (np.bincount(flat.row, most, size) > rows.most + SLACK))


def _systems(rows: Rows, live: npt.NDArray[np.bool_]) -> Iterator[Whole]:
    """The relations of each part with those of none that hang together with it."""
    from scipy.sparse.csgraph import connected_components

    for part in np.unique(rows.part):
        own = np.flatnonzero((rows.part == part) | (rows.part == COMMON))
        matrix = rows.matrix[own][:, live]
        _, label = connected_components(abs(matrix) @ abs(matrix).T, directed=False)
        for group in np.unique(label[rows.part[own] == part]):
            yield own[label == group]


def _asked_here(rows: Rows, own: Whole, asked: Whole) -> Whole:
    """What is asked of the counts that a part tells of."""
    part = rows.part[own].max()
    return np.intersect1d(asked, rows.matrix[own[rows.part[own] == part]].indices)


class _Reach:
    """One system, asked again and again how far its counts reach.

    It is told of each count what it lies above a number near it: the solver rounds off at one part
    in ten millions, and of so many people not one may be rounded off.
    """

    def __init__(self, rows: Rows, box: Box, asked: Whole, enough: int) -> None:
        live = box.low < box.high
        columns = np.unique(rows.matrix.indices)
        columns = columns[live[columns]]
        self._enough = enough
        self._place = np.searchsorted(columns, asked)
        self._size = len(columns)
        self._matrix = rows.matrix[:, columns].tocsr()
        low, high = box.low[columns], box.high[columns]
        near = np.where(np.isfinite(low), low, np.where(np.isfinite(high), high, 0.0))
        fixed = np.asarray(rows.matrix[:, ~live] @ box.low[~live] + self._matrix @ near)
        self._ends = (
            rows.least - fixed, rows.most - fixed,
            np.maximum(low - near, -FAR), np.minimum(high - near, FAR),
        )  # fmt: skip
        self._near = near[self._place]
        self._low = np.full(len(asked), inf)
        self._high = np.full(len(asked), -inf)
        self._weight = 1 / np.minimum(box.high[asked] - box.low[asked], 100.0)
        self._random = np.random.default_rng(0)

    @cached_property
    def _highs(self) -> "Highs":
        return prepared(self._matrix, *self._ends)

    def mark(self) -> bytes:
        """The same for the same system, asked the same of the same counts."""
        matrix = self._matrix
        asked = self._place, self._near, self._enough
        parts = (matrix.indptr, matrix.indices, matrix.data, *self._ends, *asked)
        told = [np.asarray(part) for part in parts]
        held = [f"{one.dtype} {one.shape}".encode() + one.tobytes() for one in told]
        return sha256(b"".join(held)).digest()

    def run(self) -> tuple[Floats, Floats]:
        """The least and greatest that were seen, where too few also those that are possible."""
        size = len(self._place)
        for sweep in range(SWEEPS):
            goal = np.full(size, -1.0 if sweep % 2 else 1.0)
            if sweep > 1:
                goal = self._random.normal(size=size)
            goal[~self._few()] = 0
            if not goal.any():
                break
            self._look(goal * self._weight)
        for one in np.flatnonzero(self._few()).tolist():
            for way in (1.0, -1.0):
                if self._few()[one]:
                    goal = np.zeros(size)
                    goal[one] = way
                    self._look(goal)
        least, greatest = np.ceil(self._low - SLACK), np.floor(self._high + SLACK)
        return self._near + least, self._near + greatest

    def prices(self) -> Iterator[Floats]:
        """Of each relation, for each count and way, what it takes part in keeping it back."""
        for one in range(len(self._place)):
            for way in (1.0, -1.0):
                goal = np.zeros(len(self._place))
                goal[one] = way
                self._look(goal)
                found = np.array(self._highs.getSolution().row_dual)
                yield np.where(np.abs(found) > SLACK, found, 0)

    def _few(self) -> npt.NDArray[np.bool_]:
        return np.floor(self._high + SLACK) - np.ceil(self._low - SLACK) < self._enough - 1

    def _look(self, goal: Floats) -> None:
        from highspy import HighsModelStatus

        every = np.arange(self._size, dtype=np.int32)
        cost = np.zeros(self._size)
        cost[self._place] = -goal
        self._highs.changeColsCost(self._size, every, cost)
        self._highs.run()
        if self._highs.getModelStatus() != HighsModelStatus.kOptimal:
            raise ContradictionError
        self._highs.setOptionValue("simplex_strategy", PRIMAL)
        values = np.array(self._highs.getSolution().col_value)[self._place]
        self._low, self._high = np.minimum(self._low, values), np.maximum(self._high, values)
