"""The attacker: the least and the greatest value that stay possible for each protected count.

It knows everything published and every relation. A value is possible where some other population
shows the same: whole numbers in all places at once. Such a population is a witness and needs no
proof; the attacker looks for one that lies as near to the exact counts as can be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Final, cast

import numpy as np

from hertoets.release.narrowing import narrow
from hertoets.release.seen import Bounds, Seen
from hertoets.release.separate import Part, separate
from hertoets.release.solver import Solver
from hertoets.release.variables import Floats, System, Whole

TRIES: Final = 2  # populations looked for before a value counts as not possible
STEPS: Final = 40
"""In which a solution in fractions is made whole, one count of each part after another."""
STEPS_TOGETHER: Final = 5
"""The same where many counts are looked at together: another group is then the likelier to be."""
TOGETHER: Final = 5
"""Groups that a count is looked at with, before it is looked at alone."""
FEWEST: Final = 4
"""Counts in a group."""
WELL: Final = 0.3
"""Where it goes well with so large a share of a group the next is larger, else smaller."""
AT_ONCE: Final = 60
"""Exposed counts of a part that are told at once."""
PULL: Final = 1_000.0
"""What a count that has another value is worth, where each change costs about one."""
ROUNDING: Final = 1e-6
"""Of a solver, which works with fractions."""
FAR: Final = (
    10_000  # what a count without an upper end may take above its exact value, in a solution
)


def attack(
    system: System,
    low: Floats,
    high: Floats,
    asked: Sequence[int],
    seen: Seen,
    enough: Whole,
    *,
    hasty: bool = False,
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
    hasty : bool
        Where fractions of persons leave some count fewer than are enough, leave out those of the
        same part of which whole persons would have to be looked for.

    Returns
    -------
    dict of int to Bounds
    """
    low, high = narrow(system, low, high)
    open_to = {number for number in asked if low[number] < high[number]}
    found = {n: Bounds(low[n], high[n]) for n in asked if n not in open_to}
    for part in separate(system, low, high):
        mine = [number for number in part.variables.tolist() if number in open_to]
        open_to.difference_update(mine)
        if mine:
            found |= _Attack(system, part, low, high, seen).run(mine, enough, hasty=hasty)
    # What no relation ties may be all that its form leaves.
    found |= {number: Bounds(low[number], high[number]) for number in open_to}
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
        self._low, self._high = low[part.variables], high[part.variables]
        self._exact = np.array([system.variables[n].exact for n in part.variables.tolist()])
        floor = np.where(np.isinf(self._low), self._exact - FAR, self._low)
        ceiling = np.where(np.isinf(self._high), self._exact + FAR, self._high)
        # What each count rises above the exact one, and what it falls below it.
        self._room = np.concatenate([ceiling - self._exact, self._exact - floor])
        sums = np.asarray(part.matrix @ self._exact)
        self._sides = part.least - sums, part.most - sums
        self._solver = Solver(hstack([part.matrix, -part.matrix], format="csr"), *self._sides)
        self._random = np.random.default_rng(0)
        self._seen = seen
        seen_to_fall = self._exact - seen.low[part.variables]
        self._known = np.concatenate([seen.high[part.variables] - self._exact, seen_to_fall])

    def run(self, asked: Sequence[int], enough: Whole, *, hasty: bool) -> dict[int, Bounds]:
        """The bounds of the counts asked, by their places in the system."""
        number = self._number
        places, enough = np.searchsorted(number, np.array(asked)), enough[number]
        # A count with hardly any room holds back whatever is looked at with it.
        roomy = self._room.reshape(2, -1).sum(axis=0) > enough
        self._stretch_together(places[roomy[places]], enough)
        left = self._short(places, enough)
        unclear = self._unclear(left, enough) if hasty else left
        if len(unclear) == len(left):
            for place in self._short(left, enough).tolist():
                self._stretch(place, enough[place], steps=STEPS)
            unclear = left[:0]
        rises, falls = np.split(self._known, 2)
        self._seen.high[number], self._seen.low[number] = self._exact + rises, self._exact - falls
        told = np.setdiff1d(places, self._short(unclear, enough))
        return {int(number[place]): self._bounds(place) for place in told.tolist()}

    def _unclear(self, left: Whole, enough: Whole) -> Whole:
        """Those of some counts that fractions of persons do not show to be exposed.

        A few of the exposed end the search: what is withheld for them may help the others.
        """
        exposed = np.zeros(len(left), dtype=bool)
        for one, place in enumerate(left.tolist()):
            exposed[one] = not self._stretch(place, enough[place], steps=1)
            if exposed.sum() == AT_ONCE:
                break
        return left[~exposed]

    def _missing(self, enough: Whole) -> Floats:
        """How many values each count still misses."""
        return cast(Floats, enough - self._known.reshape(2, -1).sum(axis=0))

    def _short(self, places: Whole, enough: Whole) -> Whole:
        return places[self._missing(enough)[places] >= 1]

    def _stretch_together(self, places: Whole, enough: Whole) -> None:
        """Look for populations in which many counts have other values at once.

        Each is pulled up or down, at random.
        """
        size, group = len(self._exact), len(places)
        tried = np.zeros(size, dtype=np.int64)
        while True:
            left = self._short(places, enough)
            left = self._random.permutation(left[tried[left] < TOGETHER])
            if not len(left):
                return
            some = left[np.argsort(tried[left], kind="stable")][:group]
            above, below = (self._room > self._known).reshape(2, size)[:, some]
            up = above & (~below | (self._random.random(len(some)) < 0.5))
            own = some + np.where(up, 0, size)
            price = 1 + self._random.random(2 * size)
            by = self._known[own] + self._missing(enough)[some]
            self._make_whole(self._pull(own, by, price), STEPS_TOGETHER)
            tried[some] += 1
            well = len(self._short(some, enough)) <= (1 - WELL) * len(some)
            group = 2 * group if well else max(len(some) // 2, FEWEST)

    def _stretch(self, place: int, enough: int, steps: int) -> bool:
        """Look for further values of a count, as far as is still asked.

        Tell whether fractions of persons go so far.
        """
        # Where there is most room first.
        sides = np.array([place, place + len(self._exact)])
        reach = [
            self._stretch_to(own, place, enough, steps)
            for own in sides[np.argsort(-self._room[sides], kind="stable")].tolist()
        ]
        return sum(reach) >= enough

    def _stretch_to(self, own: int, place: int, enough: int, steps: int) -> float:
        """The same to one side; how far fractions of persons go there."""
        size, reach = len(self._exact), self._known[own]
        price = np.ones(2 * size)
        for _ in range(TRIES):
            known = self._known[own]
            missing = enough - self._known[[place, place + size]].sum()
            if missing < 1 or self._room[own] <= known:
                break
            pulled = self._pull(np.array([own]), np.array([known + missing]), price)
            reach = np.floor(pulled.values[own] + ROUNDING)
            if reach <= known:
                break
            self._make_whole(pulled, steps)
            if self._known[own] > known or steps == 1:
                break
            # Another one may be whole, and one far away is the likelier to be.
            price = self._random.normal(size=size)
            price = np.concatenate([price, -price]) + ROUNDING
        return float(max(reach, self._known[own]))

    def _pull(self, own: Whole, by: Floats, price: Floats) -> _Pulled:
        """Find the solution in which counts rise or fall as far as can be, up to so much."""
        size = len(self._exact)
        low, high = np.zeros(2 * size), self._room.copy()
        high[own] = np.minimum(high[own], by)
        high[(own + size) % (2 * size)] = 0
        price[own] = -PULL * (1 + self._random.random(len(own)))
        values = self._solver.solve(price, low, high, whole=False).values
        assert values is not None  # the exact population is one
        return _Pulled(price, low, high, values)

    def _make_whole(self, pulled: _Pulled, steps: int) -> None:
        """Look for populations near a solution in fractions, one count of each part after another.

        Each is asked to change by the next whole number, and where that cannot be by the last.
        """
        low, high, values = pulled.low, pulled.high, pulled.values
        for step in range(steps):
            places = self._note(values)
            if not len(places) or step == steps - 1:
                return
            before, further = low[places], np.ceil(values[places])
            low[places] = further
            found = self._solver.solve(pulled.price, low, high, whole=False).values
            if found is None:
                low[places], high[places] = before, further - 1
                found = self._solver.solve(pulled.price, low, high, whole=False).values
            if found is None:
                return
            values = found

    def _note(self, values: Floats) -> Whole:
        """Keep what a solution shows in the parts where it is one of whole persons.

        What it changes in one place and what it changes in another, where no relation ties them,
        are two populations. Of each other part comes out the count that most nearly rises.
        """
        size = len(self._exact)
        rises, falls = np.split(values, 2)
        change, apart = rises - falls, values - np.floor(values + ROUNDING)
        fractions = np.flatnonzero(apart > ROUNDING)
        part = self._parts_of(change) if len(fractions) else np.zeros(size, dtype=np.int64)
        own = part[fractions % size]
        whole = np.where(np.isin(part, own), 0, np.round(change))
        sums = np.asarray(self._matrix @ whole)
        if (sums > self._sides[0] - 0.5).all() and (sums < self._sides[1] + 0.5).all():
            self._known = np.maximum(self._known, np.concatenate([whole, -whole]))
        order = np.argsort(-apart[fractions], kind="stable")
        _, first = np.unique(own[order], return_index=True)
        return fractions[order[first]]

    def _parts_of(self, change: Floats) -> Whole:
        """The part of each count in a change: parts that no relation ties to one another."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        flat, size = self._matrix.tocoo(), len(change)
        some = np.abs(change)[flat.col] > ROUNDING
        links = coo_array(
            (np.ones(some.sum()), (flat.col[some], size + flat.row[some])),
            shape=(size + len(self._sides[0]),) * 2,
        )
        return cast(Whole, connected_components(links, directed=False)[1][:size])

    def _bounds(self, place: int) -> Bounds:
        rises, falls = self._known[[place, place + len(self._exact)]]
        far_low = np.isinf(self._low[place]) and falls >= FAR
        far_high = np.isinf(self._high[place]) and rises >= FAR
        exact = float(self._exact[place])
        return Bounds(-inf if far_low else exact - falls, inf if far_high else exact + rises)
