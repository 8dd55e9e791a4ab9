"""What to withhold so that one count keeps its options: the cheapest way to other values.

The classic formulation of secondary suppression (Fischetti and Salazar, 2001): ask that the count
be a value which it cannot be now, let every published count leave its interval at a price, and pay
as little as possible. What left its interval is withheld.
"""

from collections.abc import Set

import numpy as np

from hertoets.findings import Bound
from hertoets.release.counts import round_count
from hertoets.release.policy import Policy
from hertoets.release.seen import Seen
from hertoets.release.separate import separate
from hertoets.release.solver import Solver
from hertoets.release.variables import Forms, System

# What one unit outside its interval costs. A figure of the headline is the last to go, one of
# another reading, or of the records alone, the first; in tables a zero tells of nobody, and ``<10``
# tells something too.
HEADLINE, FIGURE, ZERO, SMALL, SHOWN = 1000.0, 0.5, 8.0, 4.0, 1.0
SMALL_TOTAL = 2.0  # it bounds all its parts at once
MOVED = 1e-6
NODES = 50  # of a search in whole numbers; counted, not timed, so that each machine does the same


class Opener:
    """Finds what to withhold; made once for a system."""

    def __init__(self, system: System, policy: Policy, headline: str, forms: Forms) -> None:
        self._system, self._policy, self._forms = system, policy, forms
        # A total: the one term of its sign in a relation.
        rises = system.factor > 0
        alone = np.bincount(system.row, weights=rises, minlength=len(system.least)) == 1
        self._totals = set(system.column[alone[system.row] & rises].tolist())
        self._widest_low, self._widest_high = forms.withheld.T
        price = [self._cost(number, headline) for number in range(len(system.variables))]
        self._price = np.array(price)
        self._parts = list(separate(system, self._widest_low, self._widest_high))
        self._part_of = np.full(len(system.variables), -1)
        for number, part in enumerate(self._parts):
            self._part_of[part.variables] = number
        self._solvers: dict[int, Solver] = {}

    def _solver_of(self, part: int) -> Solver:
        """Ready for one part: each count, what it rises above its interval and falls below it."""
        from scipy.sparse import hstack

        if part not in self._solvers:
            own = self._parts[part]
            both = hstack([own.matrix, own.matrix, -own.matrix], format="csr")
            self._solvers[part] = Solver(both, own.least, own.most, NODES)
        return self._solvers[part]

    def open_up(
        self,
        number: int,
        ways: list[tuple[float, ...]],
        withheld: Set[int],
        seen: Seen,
        *,
        whole: bool,
    ) -> frozenset[int] | None:
        """Find what to withhold so that a count may be some values.

        Parameters
        ----------
        number : int
            Place of the count in the system.
        ways : list of tuple of float
            The values of one of them must all become possible; the cheapest is taken.
        withheld : set of int
            What is withheld already, at no price.
        seen : Seen
            A population that needs nothing more withheld is noted there.
        whole : bool
            Reckon with whole numbers only, which takes longer.

        Returns
        -------
        frozenset of int or None
            Places to withhold besides, none where they are possible already; None where nothing
            that can be withheld helps.
        """
        solved: dict[float, tuple[float, frozenset[int]] | None] = {}
        found: list[tuple[float, list[int]]] = []
        for way in ways:
            for value in way:
                if value not in solved:
                    solved[value] = self._solve(number, value, withheld, seen, whole=whole)
            parts = [part for value in way if (part := solved[value]) is not None]
            if len(parts) == len(way):
                places = frozenset[int]().union(*(part[1] for part in parts))
                found.append((sum(part[0] for part in parts), sorted(places)))
        return frozenset(min(found)[1]) if found else None

    def _solve(
        self, number: int, value: float, withheld: Set[int], seen: Seen, *, whole: bool
    ) -> tuple[float, frozenset[int]] | None:
        part = int(self._part_of[number])
        if part < 0:
            return self._alone(number, value, withheld)
        own = self._parts[part].variables
        place = int(np.searchsorted(own, number))
        low, high = (side[own] for side in self._forms.box(withheld))
        up = np.maximum(self._widest_high[own] - np.where(np.isinf(high), 0, high), 0)
        down = np.maximum(np.where(np.isinf(low), 0, low) - self._widest_low[own], 0)
        up[np.isinf(high)] = 0
        down[np.isinf(low)] = 0
        # The count asked is fixed to the value as far as its own form allows; beyond, it pays too.
        inside = min(max(value, low[place]), high[place])
        low[place] = high[place] = inside
        beyond = value - inside
        if beyond > up[place] or -beyond > down[place]:
            return None
        least_up, least_down = np.zeros_like(up), np.zeros_like(down)
        up[place] = least_up[place] = max(beyond, 0)
        down[place] = least_down[place] = max(-beyond, 0)
        price = self._price[own]
        answer = self._solver_of(part).solve(
            np.concatenate([np.zeros_like(price), price, price]),
            np.concatenate([low, least_up, least_down]),
            np.concatenate([high, up, down]),
            whole=whole,
        )
        if answer.values is None:
            return None
        inside, up, down = np.split(answer.values, 3)
        moved = frozenset(own[(up > MOVED) | (down > MOVED)].tolist())
        if whole and moved <= withheld:
            seen.note(own, inside + up - down)
        return answer.least, moved - frozenset(withheld)

    def _alone(
        self, number: int, value: float, withheld: Set[int]
    ) -> tuple[float, frozenset[int]] | None:
        """The same for a count that no other has to do with."""
        if not self._widest_low[number] <= value <= self._widest_high[number]:
            return None
        low, high = (side[number] for side in self._forms.box(withheld))
        if low <= value <= high:
            return 0.0, frozenset()
        return float(self._price[number]), frozenset([number])

    def _cost(self, number: int, headline: str) -> float:
        variable = self._system.variables[number]
        bounds = [place for place in variable.places if isinstance(place, Bound)]
        if any(bound.reading == headline for bound in bounds):
            price = HEADLINE
        elif bounds and len(bounds) == len(variable.places):
            price = FIGURE
        else:
            shown = round_count(variable.exact, self._policy)
            small = SMALL_TOTAL if number in self._totals else SMALL
            price = small if shown is None else ZERO if shown == 0 else SHOWN
        # A large count is worth more to a reader, and one in many places is lost in many.
        return price * float(1 + np.log10(1 + abs(variable.exact)) / 4) + len(variable.places) / 100
