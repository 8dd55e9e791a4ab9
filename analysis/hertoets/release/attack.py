"""The attacker: the least and the greatest value that stay possible for each protected count.

It knows everything published and every relation, and solves for whole numbers. Solutions are
witnesses: a value seen in one needs no proof, so a single solution answers for many counts at once,
and only what is left is solved one by one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from hertoets.errors import DataError
from hertoets.release.narrowing import narrow
from hertoets.release.solver import Solver
from hertoets.release.variables import Floats, System, Whole

FEW = 3  # counts that are sooner solved one by one than pulled at together
WORTH = 0.9  # pulling at all goes on while it leaves no more than this share of them
NODES = 50  # of the search; counted, not timed, so that each machine does the same
ANY = 1e6  # a gap so wide that the first whole solution is taken
FAR = 10_000  # what a count without an upper end may take above its exact value, in a solution


@dataclass(frozen=True)
class Bounds:
    """The least and greatest value of one count; infinite where nothing ends it."""

    least: float
    greatest: float


class Seen:
    """The least and greatest value of each count in any solution so far; the truth is one."""

    def __init__(self, system: System) -> None:
        self.low = np.array([variable.exact for variable in system.variables], dtype=np.float64)
        self.high = self.low.copy()


def attack(
    system: System,
    low: Floats,
    high: Floats,
    asked: Sequence[int],
    seen: Seen,
    enough: int,
) -> dict[int, Bounds]:
    """Solve for the bounds of the counts asked.

    Parameters
    ----------
    system : System
    low, high : numpy.ndarray of float, shape (variables,)
        What each count shows by itself.
    asked : sequence of int
        Places of variables.
    seen : Seen
        From solutions that are still possible; what is found is added.
    enough : int
        Stop at so many values for a count: its bounds are then those that were seen, not the
        widest.

    Returns
    -------
    dict of int to Bounds
    """
    low, high = narrow(system, low, high)
    found = {number: Bounds(low[number], high[number]) for number in asked}
    open_to = {number for number in asked if low[number] < high[number]}
    for part in _parts(system, low, high):
        mine = [number for number in part.variables.tolist() if number in open_to]
        if mine:
            found |= _Attack(system, part, low, high, seen).run(mine, enough)
    return found


@dataclass(frozen=True)
class _Part:
    """Relations that share counts with one another and with no other relation."""

    variables: Whole
    relations: Whole


def _parts(system: System, low: Floats, high: Floats) -> Iterator[_Part]:
    """Split into independent parts, leaving out what can bind nothing."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size, relations = len(system.variables), len(system.least)
    positive = system.factor > 0
    least = system.factor * np.where(positive, low[system.column], high[system.column])
    most = system.factor * np.where(positive, high[system.column], low[system.column])
    can_bind = np.bincount(system.row, weights=least, minlength=relations) < system.least
    can_bind |= np.bincount(system.row, weights=most, minlength=relations) > system.most
    used = can_bind[system.row] & (low < high)[system.column]
    links = coo_array(
        (np.ones(used.sum()), (system.column[used], size + system.row[used])),
        shape=(size + relations, size + relations),
    )
    _, label = connected_components(links, directed=False)
    order = np.argsort(label, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        if len(group) > 1:
            yield _Part(group[group < size], group[group >= size] - size)


class _Attack:
    """One part of the system, ready to be solved again and again."""

    def __init__(self, system: System, part: _Part, low: Floats, high: Floats, seen: Seen) -> None:
        from scipy.sparse import csr_array

        self._part = part
        self._low, self._high = low[part.variables], high[part.variables]
        self._exact = np.array([system.variables[n].exact for n in part.variables.tolist()])
        self._floor = np.where(np.isinf(self._low), self._exact - FAR, self._low)
        self._ceiling = np.where(np.isinf(self._high), self._exact + FAR, self._high)
        own = np.isin(system.row, part.relations)
        row, column, factor = system.row[own], system.column[own], system.factor[own]
        # Counts that are known stand on the other side.
        fixed = ~np.isin(column, part.variables)
        known = np.bincount(
            np.searchsorted(part.relations, row[fixed]),
            weights=factor[fixed] * low[column[fixed]],
            minlength=len(part.relations),
        )
        matrix = csr_array(
            (
                factor[~fixed],
                (
                    np.searchsorted(part.relations, row[~fixed]),
                    np.searchsorted(part.variables, column[~fixed]),
                ),
            ),
            shape=(len(part.relations), len(part.variables)),
        )
        self._matrix = matrix
        self._least = system.least[part.relations] - known
        self._most = system.most[part.relations] - known
        self._solver = Solver(matrix, self._least, self._most, NODES)
        self._seen = seen
        self._seen_low = seen.low[part.variables]
        self._seen_high = seen.high[part.variables]

    def run(self, asked: Iterable[int], enough: int) -> dict[int, Bounds]:
        """The bounds of the counts asked, by their places in the system."""
        number = self._part.variables
        mine = np.searchsorted(number, np.array(list(asked))).tolist()
        self._sweep(mine, enough)
        for place in mine:
            for sign in (1, -1):
                if not self._is_done(place, sign, enough):
                    self._solve_one(place, sign)
        self._seen.low[number], self._seen.high[number] = self._seen_low, self._seen_high
        return {int(number[place]): self._bounds(place) for place in mine}

    def _sweep(self, mine: list[int], enough: int) -> None:
        """Pull at every count that is not done, up and down in turn, as long as it tells."""
        left, before = mine, 2 * len(mine)
        while FEW < len(left) < before * WORTH:
            for sign in (1, -1):
                pull = np.zeros(len(self._exact))
                pull[[place for place in left if not self._is_done(place, sign, enough)]] = sign
                solved, _ = self._solve(pull, whole=False)
                if not self._witness(solved):
                    # Any whole solution will do for a witness; the best is not asked for.
                    self._witness(self._solve(pull, whole=True, gap=ANY)[0])
            before = len(left)
            left = [place for place in left if not self._is_solved(place, enough)]

    def _is_solved(self, place: int, enough: int) -> bool:
        return all(self._is_done(place, sign, enough) for sign in (1, -1))

    def _is_done(self, place: int, sign: int, enough: int) -> bool:
        low, high = self._seen_low[place], self._seen_high[place]
        if high - low >= enough:
            return True
        return bool(low <= self._floor[place] if sign > 0 else high >= self._ceiling[place])

    def _solve_one(self, place: int, sign: int) -> None:
        """Prove the least (sign 1) or greatest (sign -1) value of one count."""
        goal = np.zeros(len(self._exact))
        goal[place] = sign
        solved, best = self._solve(goal, whole=False)
        seen = self._seen_low[place] if sign > 0 else -self._seen_high[place]
        if not self._witness(solved) and np.ceil(best - 1e-6) < seen:
            self._witness(self._solve(goal, whole=True)[0])

    def _solve(self, goal: Floats, *, whole: bool, gap: float = 0.0) -> tuple[Floats, float]:
        """Find the solution with the least `goal`: in whole numbers, or leaving them out."""
        answer = self._solver.solve(goal, self._floor, self._ceiling, whole=whole, gap=gap)
        # In a large system HiGHS may lose the one whole solution that is known.
        if answer.values is None and answer.least == inf and not whole:
            raise DataError.of(
                where="disclosure",
                what="the attacker found no answer, although the exact counts are one",
                mend="This is a fault of Hertoets itself: report it with the version and the "
                "command",
            )
        # Not answered within its means: what was seen so far stands, which is the safe side.
        values = self._exact.astype(np.float64) if answer.values is None else answer.values
        return values, answer.least

    def _witness(self, solution: Floats) -> bool:
        """Keep what a solution shows, if it holds when rounded to whole numbers."""
        whole = np.round(solution)
        sums = np.asarray(self._matrix @ whole)
        if (sums < self._least - 0.5).any() or (sums > self._most + 0.5).any():
            return False
        if (whole < self._floor).any() or (whole > self._ceiling).any():
            return False
        self._seen_low = np.minimum(self._seen_low, whole)
        self._seen_high = np.maximum(self._seen_high, whole)
        return True

    def _bounds(self, place: int) -> Bounds:
        low, high = self._seen_low[place], self._seen_high[place]
        far_low = np.isinf(self._low[place]) and low <= self._floor[place]
        far_high = np.isinf(self._high[place]) and high >= self._ceiling[place]
        return Bounds(-inf if far_low else float(low), inf if far_high else float(high))
