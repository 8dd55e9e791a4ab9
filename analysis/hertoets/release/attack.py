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
from hertoets.release.separate import Part, separate
from hertoets.release.solver import Solver
from hertoets.release.variables import Floats, System, Whole
from hertoets.release.walking import Walker

TRIES: Final = 2  # populations looked for before a value counts as not possible
STEPS: Final = 12
"""In which a solution in fractions is made whole, one count after another."""
IDLE: Final = 3
WORTH: Final = 5
"""Counts are looked at together until this often in turn fewer than so many came of it."""
PULL: Final = 1_000.0
"""What a count that has another value is worth, where each change costs about one."""
ROUNDING: Final = 1e-6
"""Of a solver, which works with fractions."""
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

    def note(self, numbers: Whole, values: Floats) -> None:
        """Note what some counts are in a population that shows the same as the exact one."""
        whole = np.round(values)
        self.low[numbers] = np.minimum(self.low[numbers], whole)
        self.high[numbers] = np.maximum(self.high[numbers], whole)


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
    for part in separate(system, low, high):
        mine = [number for number in part.variables.tolist() if number in open_to]
        if mine:
            found |= _Attack(system, part, low, high, seen).run(mine, enough)
    return found


@dataclass(frozen=True)
class _Pulled:
    """A solution, in what counts rise above the exact ones and what they fall, and its question."""

    price: Floats
    low: Floats
    high: Floats
    values: Floats


class _Attack:
    """One part of the system, ready to be solved again and again."""

    def __init__(self, system: System, part: Part, low: Floats, high: Floats, seen: Seen) -> None:
        from scipy.sparse import hstack

        self._number, self._matrix = part.variables, part.matrix
        self._least, self._most = part.least, part.most
        self._low, self._high = low[part.variables], high[part.variables]
        self._exact = np.array([system.variables[n].exact for n in part.variables.tolist()])
        self._floor = np.where(np.isinf(self._low), self._exact - FAR, self._low)
        self._ceiling = np.where(np.isinf(self._high), self._exact + FAR, self._high)
        # What each count rises above the exact one, and what it falls below it.
        exact = np.asarray(part.matrix @ self._exact)
        self._solver = Solver(
            hstack([part.matrix, -part.matrix], format="csr"),
            self._least - exact,
            self._most - exact,
        )
        self._random = np.random.default_rng(0)
        self._seen = seen
        self._walker = Walker(
            part.matrix, (self._least, self._most), (self._floor, self._ceiling), self._exact
        )
        self._walker.low[:] = seen.low[part.variables]
        self._walker.high[:] = seen.high[part.variables]

    def run(self, asked: Iterable[int], enough: Whole) -> dict[int, Bounds]:
        """The bounds of the counts asked, by their places in the system."""
        number = self._number
        places = np.searchsorted(number, np.array(list(asked)))
        self._stretch_together(places, enough[number[places]])
        for place in places.tolist():
            # Where there is most room first.
            above = self._ceiling[place] - self._exact[place]
            below = self._exact[place] - self._floor[place]
            for sign in (1, -1) if above >= below else (-1, 1):
                self._stretch(place, sign, enough[number[place]])
        self._seen.low[number], self._seen.high[number] = self._walker.low, self._walker.high
        return {int(number[place]): self._bounds(place) for place in places.tolist()}

    def _stretch_together(self, places: Whole, enough: Whole) -> None:
        """Look for populations in which as many counts as can be have other values at once.

        Each is pulled up or down, at random; what the answer changes in one place and what it
        changes in another, where no relation ties them, are two populations.
        """
        idle = 0
        while idle < IDLE:
            missing = enough - self._walker.width[places]
            short = missing >= 1
            if not short.any():
                return
            up = self._random.random(short.sum()) < 0.5
            own = places[short] + np.where(up, 0, len(self._exact))
            pulled = self._pull(own, missing[short], 1 + self._random.random(2 * len(self._exact)))
            for change in self._apart(self._change(pulled.values)):
                self._witness(change)
            better = short.sum() - np.count_nonzero(enough - self._walker.width[places] >= 1)
            idle = 0 if better >= WORTH else idle + 1

    def _stretch(self, place: int, sign: int, enough: int) -> None:
        """Look for further values of a count, above or below, as far as is still asked."""
        size = len(self._exact)
        own = np.array([place if sign == 1 else size + place])
        price = np.ones(2 * size)
        for _ in range(TRIES):
            self._walker.stretch(place, enough)
            missing = enough - self._walker.width[place]
            known = self._walker.high[place] if sign == 1 else -self._walker.low[place]
            known -= sign * self._exact[place]
            if missing < 1:
                return
            pulled = self._pull(own, np.array([known + missing]), price)
            if pulled.values[own[0]] < known + 1 - ROUNDING or self._is_made_whole(pulled):
                return
            # Another one may be whole, and one far away is the likelier to be.
            price = self._random.normal(size=size)
            price = np.concatenate([price, -price]) + ROUNDING

    def _pull(self, own: Whole, by: Floats, price: Floats) -> "_Pulled":
        """Find the solution in which counts rise or fall as far as can be, up to so much."""
        size = len(self._exact)
        low, high = (
            np.zeros(2 * size),
            np.concatenate([self._ceiling - self._exact, self._exact - self._floor]),
        )
        high[own] = np.minimum(high[own], by)
        high[(own + size) % (2 * size)] = 0
        price[own] = -PULL * (1 + self._random.random(len(own)))
        values = self._solver.solve(price, low, high, whole=False).values
        assert values is not None  # the exact population is one
        return _Pulled(price, low, high, values)

    def _is_made_whole(self, pulled: "_Pulled") -> bool:
        """Look for a population near a solution in fractions, one count after another.

        Each is asked to change by the next whole number, and where that cannot be by the last.
        """
        low, high, values = pulled.low, pulled.high, pulled.values
        for _ in range(STEPS):
            if self._witness(self._change(values)):
                return True
            apart = values - np.floor(values + ROUNDING)
            place = int(np.argmax(apart))
            if apart[place] < ROUNDING:
                return False
            low[place], before, lower = np.ceil(values[place]), low[place], np.floor(values[place])
            found = self._solver.solve(pulled.price, low, high, whole=False).values
            if found is None:
                low[place], high[place] = before, lower
                found = self._solver.solve(pulled.price, low, high, whole=False).values
            if found is None:
                return False
            values = found
        return False

    def _change(self, values: Floats) -> Floats:
        rises, falls = np.split(values, 2)
        return rises - falls

    def _apart(self, change: Floats) -> Iterator[Floats]:
        """The parts of a change that no relation ties to one another."""
        from scipy.sparse.csgraph import connected_components

        some = np.flatnonzero(np.abs(change) > ROUNDING)
        ties = abs(self._matrix[:, some]).sign()
        _, label = connected_components(ties.T @ ties, directed=False)
        for part in range(label.max(initial=-1) + 1):
            alone = np.zeros_like(change)
            alone[some[label == part]] = change[some[label == part]]
            yield alone

    def _witness(self, change: Floats) -> bool:
        """Keep what a change of the exact population shows, if it is one of whole persons."""
        if np.abs(change - np.round(change)).max() > ROUNDING:
            return False
        whole = self._exact + np.round(change)
        sums = np.asarray(self._matrix @ whole)
        if (sums < self._least - 0.5).any() or (sums > self._most + 0.5).any():
            return False
        self._walker.learn(whole)
        return True

    def _bounds(self, place: int) -> Bounds:
        low, high = self._walker.low[place], self._walker.high[place]
        far_low = np.isinf(self._low[place]) and low <= self._floor[place]
        far_high = np.isinf(self._high[place]) and high >= self._ceiling[place]
        return Bounds(-inf if far_low else float(low), inf if far_high else float(high))
