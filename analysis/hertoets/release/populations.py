"""The attacker who reckons with persons: which populations show the same as the exact one.

How many persons there are of each kind is unknown, and every published count of persons is a sum of
these; other counts are unknown themselves. Where no population gives a count some value, the solver
proves it: counts of persons, each times a factor, add up to something that no person adds to. This
is a relation that follows from who belongs where, found where it binds: the system takes it in, and
all else reckons with it from then on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from hertoets.release.narrowing import narrow
from hertoets.release.nearest import ROUNDING, Nearest, is_whole
from hertoets.release.seen import Bounds, Seen
from hertoets.release.variables import Floats, People, Row, System, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TRIES: Final = 3
"""Solutions in fractions of persons from which whole persons are looked for."""
STEPS: Final = 30
"""In which fractions of persons are made whole, one kind after another."""
FACTORS: Final = 60
"""By which the factors of a proof are multiplied at most, until they are whole."""


@dataclass
class Proved:
    """What was found of the counts asked.

    Attributes
    ----------
    bounds : dict of int to Bounds
        Of each variable, what populations of whole persons were seen to show.
    rows : list of Row
        Relations between variables that say why no other values were seen.
    """

    bounds: dict[int, Bounds] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


class Populations(Nearest):
    """Populations near the exact one, found for one published value after another.

    Parameters
    ----------
    system : System
    people : People
        Of it.
    """

    def __init__(self, system: System, people: People) -> None:
        from scipy.sparse import csr_array

        super().__init__(people)
        self._exact = np.array([one.exact for one in system.variables], dtype=np.float64)
        size = (system.given, len(system.variables))
        own = system.row < system.given
        entries = (system.factor[own], (system.row[own], system.column[own]))
        given = csr_array(entries, shape=size)
        self._others = _beside(given, self._people.number)
        # A row for each count of persons, and one for each relation besides.
        used = np.flatnonzero(_touches(given, np.append(self._others, self._people.number)))
        given = given[used]
        self._tied, self._apart = given[:, self._people.number], given[:, self._others]
        sums = given @ self._exact
        self._sides = system.least[used] - sums, system.most[used] - sums
        self._place = np.full(len(system.variables), -1)
        self._place[self._people.number] = np.arange(len(self._people.number))
        self._place[self._others] = np.arange(len(self._others))
        self._is_other = np.zeros(len(system.variables), dtype=bool)
        self._is_other[self._others] = True
        self._ceiling = np.full(2 * len(self._others), inf)

    def is_known(self, number: int) -> bool:
        """Tell whether a variable has to do with persons."""
        return bool(self._place[number] >= 0)

    def attack(
        self,
        system: System,
        low: Floats,
        high: Floats,
        asked: Sequence[int],
        seen: Seen,
        enough: Whole,
    ) -> Proved:
        """Look for values that each count may have.

        Parameters
        ----------
        system : System
            With what was proved before.
        low, high : numpy.ndarray of float, shape (variables,)
            What each variable shows by itself; only ever wider than when it was asked before.
        asked : sequence of int
            Variables; those that have nothing to do with persons are passed over.
        seen : Seen
            What is found is added.
        enough : numpy.ndarray of int, shape (variables,)
            Stop at so many values beside the exact one.
        """
        proved = Proved()
        low, high = narrow(system, low, high)
        self._least, self._most = low - self._exact, high - self._exact
        self._seen = seen
        self._set_bounds()
        for number in asked:
            if self.is_known(number):
                signs = (1, -1) if self._most[number] >= -self._least[number] else (-1, 1)
                for sign in signs:
                    rows = self._stretch(number, sign, enough[number])
                    self._narrow_by(rows)
                    proved.rows += rows
                least, most = seen.low[number], seen.high[number]
                proved.bounds[number] = Bounds(float(least), float(most))
        return proved

    def _stretch(self, number: int, sign: int, enough: int) -> list[Row]:
        """Look for further values of a count, above or below, as far as is still asked."""
        rows: list[Row] = []
        end = sign * (self._most if sign == 1 else self._least)[number]
        while True:
            low, high = self._seen.low[number], self._seen.high[number]
            known = abs((high if sign == 1 else low) - self._exact[number])
            step = min(known + enough - (high - low), end)
            if step <= known:
                return rows
            row, further = self._reach(number, sign * step)
            if row is not None and row.terms:
                rows.append(row)
            if not further:
                end = step - 1

    def _narrow_by(self, rows: Sequence[Row]) -> None:
        """What else a relation forbids need not be asked."""
        for row in rows:
            numbers, factors = np.array(row.terms).T
            if np.isinf(row.least):
                factors = -factors
            # The sum is no less than none, and none for the exact counts or more.
            ends = np.maximum(self._most[numbers] * factors, self._least[numbers] * factors)
            slack = factors @ self._exact[numbers]
            rest = np.array([np.delete(ends, one).sum() for one in range(len(ends))]) + slack
            end = -rest / factors
            up, down = factors < 0, factors > 0
            most = np.floor(end[up] + ROUNDING)
            self._most[numbers[up]] = np.minimum(self._most[numbers[up]], most)
            least = np.ceil(end[down] - ROUNDING)
            self._least[numbers[down]] = np.maximum(self._least[numbers[down]], least)

    def _reach(self, number: int, change: float) -> tuple[Row | None, bool]:
        """Look for a population in which a count is so much more; or why there is none."""
        highs, row, found = self._ready(), None, False
        self._fix(number, change, change)
        for attempt in range(TRIES):
            if attempt:  # another nearest one may be whole
                self._set_prices(highs)
            solution = self._solve(highs)
            if solution is None:
                row = self._why()
                break
            if found := self._is_made_whole(highs, solution):
                break
        self._fix(number, self._least[number], self._most[number])
        return row, found

    def _is_made_whole(self, highs: Any, found: Floats | None) -> bool:
        """Look for a population near a solution in fractions, one kind of persons after another.

        Each is asked to be the next whole number, and where that cannot be no more than the last.
        """
        fixed: list[int] = []
        while found is not None and not self._note(found) and len(fixed) < STEPS:
            apart = found - np.floor(found + ROUNDING)
            place = int(np.argmax(apart))
            fixed.append(place)
            whole = np.ceil(found[place])
            highs.changeColBounds(place, whole, self._ceiling[place])
            found = self._solve(highs)
            if found is None:
                highs.changeColBounds(place, 0, whole - 1)
                found = self._solve(highs)
        for place in fixed:
            highs.changeColBounds(place, 0, self._ceiling[place])
        return found is not None and is_whole(found)

    def _note(self, solution: Floats) -> bool:
        """Keep what a population shows, where it is one of whole persons."""
        if not is_whole(solution):
            return False
        whole, others = np.rint(solution), 2 * len(self._others)
        change = np.zeros(self._held.shape[1])
        np.add.at(change, self._kind, self._sign * whole[others:])
        values = self._exact.copy()
        some = np.flatnonzero(change)
        values[self._people.number] += np.rint(change[some] @ self._by_kind[some])
        rises, falls = np.split(whole[:others], 2)
        values[self._others] += rises - falls
        self._seen.note(np.arange(len(values)), values)
        return True

    def _why(self) -> Row | None:
        """The relation that no person breaks and some value would."""
        proof = np.where(np.abs(self._proof) > ROUNDING, self._proof, 0)
        if not proof.any():
            return None
        proof /= np.abs(proof[proof != 0]).min()
        for times in range(1, FACTORS + 1):
            factors = np.rint(proof * times)
            if np.abs(factors - proof * times).max() < ROUNDING * times:
                break
        else:
            return None
        some = np.flatnonzero(factors)
        if (self._held[some].T @ factors[some]).max() > 0:
            return None
        numbers = self._people.number[some].tolist()
        terms = sorted(zip(numbers, factors[some].astype(int).tolist(), strict=True))
        return Row(tuple(terms), -inf, 0.0)

    def _fix(self, number: int, least: float, most: float) -> None:
        """Set between which ends a count rises above the exact one."""
        highs, place = self._ready(), int(self._place[number])
        if not self._is_other[number]:
            highs.changeRowBounds(place, least, most)
            return
        falls = place + len(self._others)
        highs.changeColBounds(place, max(least, 0), max(most, 0))
        highs.changeColBounds(falls, max(-most, 0), max(-least, 0))

    def _set_bounds(self) -> None:
        """What each count leaves by itself."""
        highs, number = self._ready(), self._people.number
        every = np.arange(len(number), dtype=np.int32)
        highs.changeRowsBounds(len(every), every, self._least[number], self._most[number])
        others = np.arange(2 * len(self._others), dtype=np.int32)
        ends = np.concatenate([self._most[self._others], -self._least[self._others]])
        self._ceiling[others] = ends
        highs.changeColsBounds(len(others), others, np.zeros(len(others)), ends)


def _touches(given: "csr_array", numbers: Whole) -> Floats:
    """For each relation, how many terms are of some variables."""
    inside = np.zeros(given.shape[1])
    inside[numbers] = 1
    return cast(Floats, abs(given).sign() @ inside)


def _beside(given: "csr_array", persons: Whole) -> Whole:
    """The variables that count no persons and have to do with those that do."""
    near = np.zeros(given.shape[1])
    near[persons] = 1
    pattern = abs(given).sign()
    while True:
        more = (pattern.T @ (pattern @ near > 0)) + near > 0
        if (more == (near > 0)).all():
            break
        near = more.astype(np.float64)
    near[persons] = 0
    return np.flatnonzero(near)
