"""The attacker: the least and the greatest value that stay possible for each protected count.

It knows everything published and every relation. A value is possible where some other population
shows the same: whole numbers in all places at once. Such a population is a witness and needs no
proof; the attacker looks for one that lies as near to the exact counts as can be.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

import numpy as np

from hertoets.release.narrowing import narrow
from hertoets.release.solver import Solver
from hertoets.release.variables import Floats, System, Whole

TRIES: Final = 6  # populations looked for before a value counts as not possible
FAR: Final = (
    10_000  # what a count without an upper end may take above its exact value, in a solution
)


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

    def note(self, population: Floats) -> None:
        """Note a population that shows the same as the exact one."""
        whole = np.round(population)
        self.low, self.high = np.minimum(self.low, whole), np.maximum(self.high, whole)


def attack(
    system: System,
    low: Floats,
    high: Floats,
    asked: Sequence[int],
    seen: Seen,
    enough: Whole,
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
    enough : numpy.ndarray of int, shape (variables,)
        Stop at so many values beside the exact one: the bounds are then those that were seen, not
        the widest.

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
        from scipy.sparse import csr_array, hstack

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
        # What each count rises above the exact one, and what it falls below it.
        exact = np.asarray(matrix @ self._exact)
        self._solver = Solver(
            hstack([matrix, -matrix], format="csr"), self._least - exact, self._most - exact
        )
        self._random = np.random.default_rng(0)
        self._seen = seen
        self._seen_low = seen.low[part.variables]
        self._seen_high = seen.high[part.variables]

    def run(self, asked: Iterable[int], enough: Whole) -> dict[int, Bounds]:
        """The bounds of the counts asked, by their places in the system."""
        number = self._part.variables
        mine = np.searchsorted(number, np.array(list(asked))).tolist()
        for place in mine:
            # Where there is most room first.
            above = self._ceiling[place] - self._exact[place]
            below = self._exact[place] - self._floor[place]
            for sign in (1, -1) if above >= below else (-1, 1):
                self._stretch(place, sign, enough[number[place]])
        self._seen.low[number], self._seen.high[number] = self._seen_low, self._seen_high
        return {int(number[place]): self._bounds(place) for place in mine}

    def _stretch(self, place: int, sign: int, enough: int) -> None:
        """Look for further values of a count, above or below, as far as is still asked."""
        tried = inf
        while True:
            missing = enough - (self._seen_high[place] - self._seen_low[place])
            end = self._ceiling[place] if sign > 0 else self._floor[place]
            seen = self._seen_high[place] if sign > 0 else self._seen_low[place]
            step = min(missing, sign * (end - seen), tried - 1)
            if step < 1:
                return
            if not self._reach(place, seen + sign * step):
                tried = step

    def _reach(self, place: int, value: float) -> bool:
        """Look for a population in which a count has a value."""
        size = len(self._exact)
        low = np.zeros(2 * size)
        high = np.concatenate([self._ceiling - self._exact, self._exact - self._floor])
        change = value - self._exact[place]
        own, other = (place, size + place) if change > 0 else (size + place, place)
        low[own] = high[own] = abs(change)
        high[other] = 0
        price = np.ones(2 * size)
        for attempt in range(TRIES):
            answer = self._solver.solve(price, low, high, whole=False)
            if answer.values is None:
                return False
            rises, falls = np.split(answer.values, 2)
            if self._witness(self._exact + rises - falls):
                return True
            # Another nearest one may be whole.
            price = 1 + self._random.random(2 * size) * (2 + attempt)
        return False

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
