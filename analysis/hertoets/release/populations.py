"""The attacker who reckons with persons: which populations show the same as the exact one.

How many persons there are of each kind is unknown; every published count is a sum of these. Where
no population gives a count some value, the solver proves it: the published counts, each times a
factor, add up to something that no person adds to. This is a relation that follows from who belongs
where, found where it binds: the system takes it in, and all else reckons with it from then on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Final

import numpy as np

from hertoets.release.attack import Bounds
from hertoets.release.variables import Floats, People, Row

if TYPE_CHECKING:
    from highspy import Highs

STEPS: Final = 30
"""In which fractions of persons are made whole, one kind after another."""
ROUNDING: Final = 1e-6
"""Of a solver, which works with fractions."""
FACTORS: Final = 60
"""By which the factors of a proof are multiplied at most, until they are whole."""


@dataclass
class Proved:
    """What was found of the counts asked.

    Attributes
    ----------
    bounds : dict of int to Bounds
        Of each count, what populations of whole persons were seen to show.
    rows : list of Row
        Relations between variables that say why no other values were seen.
    """

    bounds: dict[int, Bounds] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


class Populations:
    """Populations near the exact one, found for one published value after another.

    Parameters
    ----------
    people : People
        Of the system.
    """

    def __init__(self, people: People) -> None:
        self._people = people
        self._exact = np.rint(people.held @ people.there)
        self.low, self.high = self._exact.copy(), self._exact.copy()
        self._present = np.flatnonzero(people.there)
        self._random = np.random.default_rng(0)
        self._highs: Highs | None = None

    def attack(self, low: Floats, high: Floats, asked: Sequence[int], enough: int) -> Proved:
        """Look for values that each count may have.

        Parameters
        ----------
        low, high : numpy.ndarray of float, shape (variables,)
            What each variable shows by itself; only ever wider than when it was asked before.
        asked : sequence of int
            Variables; those that count no persons are passed over.
        enough : int
            Stop at so many values beside the exact one.
        """
        number = self._people.number
        self._least, self._most = low[number] - self._exact, high[number] - self._exact
        if self._highs is not None:
            self._bound(self._highs)
        proved = Proved()
        for count in np.flatnonzero(np.isin(number, asked)).tolist():
            signs = (1, -1) if self._most[count] >= -self._least[count] else (-1, 1)
            for sign in signs:
                proved.rows += self._stretch(count, sign, enough)
            seen = Bounds(self.low[count], self.high[count])
            own = proved.bounds.get(number[count], seen)
            narrow = min(seen, own, key=lambda bounds: bounds.greatest - bounds.least)
            proved.bounds[int(number[count])] = narrow
        return proved

    def _stretch(self, count: int, sign: int, enough: int) -> list[Row]:
        """Look for further values of a count, above or below, as far as is still asked."""
        rows: list[Row] = []
        end = sign * (self._most if sign > 0 else self._least)[count]
        while True:
            seen = abs((self.high if sign > 0 else self.low)[count] - self._exact[count])
            missing = enough - (self.high[count] - self.low[count])
            step = min(seen + missing, end)
            if step <= seen:
                return rows
            row, further = self._reach(count, sign * step)
            if row is not None and row.terms:
                rows.append(row)
            if not further:
                end = step - 1

    def _reach(self, count: int, change: float) -> tuple[Row | None, bool]:
        """Look for a population in which a count is so much more; or why there is none."""
        highs = self._ready()
        highs.changeRowBounds(count, change, change)
        found, row = self._solve(highs), None
        if found is None:
            row = self._why(highs)
        fixed: list[int] = []
        for _ in range(STEPS):
            if found is None or self._note(found):
                break
            found = self._make_whole(highs, found, fixed)
        for place in fixed:
            highs.changeColBounds(place, 0, self._ceiling[place])
        highs.changeRowBounds(count, self._least[count], self._most[count])
        return row, found is not None and self._is_whole(found)

    def _make_whole(self, highs: "Highs", found: Floats, fixed: list[int]) -> Floats | None:
        """Ask that a kind of which there is a fraction of a person be the next whole number."""
        apart = found - np.floor(found + ROUNDING)
        place = int(np.argmax(apart))
        fixed.append(place)
        whole = np.ceil(found[place])
        highs.changeColBounds(place, whole, self._ceiling[place])
        more = self._solve(highs)
        if more is None:
            highs.changeColBounds(place, 0, whole - 1)
            more = self._solve(highs)
        return more

    def _solve(self, highs: "Highs") -> Floats | None:
        from highspy import HighsModelStatus

        highs.run()
        if highs.getModelStatus() != HighsModelStatus.kOptimal:
            return None
        return np.array(highs.getSolution().col_value)

    @staticmethod
    def _is_whole(solution: Floats) -> bool:
        return bool(np.abs(solution - np.rint(solution)).max() <= ROUNDING)

    def _note(self, solution: Floats) -> bool:
        """Keep what a population shows, where it is one of whole persons."""
        if not self._is_whole(solution):
            return False
        size = len(self._people.there)
        change = np.rint(solution[:size])
        change[self._present] -= np.rint(solution[size:])
        values = self._exact + np.rint(self._people.held @ change)
        self.low, self.high = np.minimum(self.low, values), np.maximum(self.high, values)
        return True

    def _why(self, highs: "Highs") -> Row | None:
        """The relation that no person breaks and some value would."""
        _, there, ray = highs.getDualRay()
        if not there:
            return None
        ray = np.where(np.abs(ray) > ROUNDING * np.abs(ray).max(), ray, 0)
        ray /= np.abs(ray[ray != 0]).min()
        for times in range(1, FACTORS + 1):
            factors = np.rint(ray * times)
            if np.abs(factors - ray * times).max() < ROUNDING * times:
                break
        else:
            return None
        adds = self._people.held.T @ factors
        if adds.max() > 0 and adds.min() < 0:
            return None
        terms: dict[int, int] = {}
        for count in np.flatnonzero(factors).tolist():
            number = int(self._people.number[count])
            terms[number] = terms.get(number, 0) + int(factors[count])
        ends = (-inf, 0.0) if adds.max() <= 0 else (0.0, inf)
        return Row(tuple(sorted((n, factor) for n, factor in terms.items() if factor)), *ends)

    def _bound(self, highs: "Highs") -> None:
        every = np.arange(len(self._exact), dtype=np.int32)
        highs.changeRowsBounds(len(every), every, self._least, self._most)

    def _ready(self) -> "Highs":
        if self._highs is None:
            self._highs = self._prepare()
        return self._highs

    def _prepare(self) -> "Highs":
        from highspy import Highs, HighsLp, MatrixFormat
        from scipy.sparse import hstack

        held, there = self._people.held.tocsc(), self._people.there
        # What each kind rises above the exact population, and what it falls below it.
        matrix = hstack([held, -held[:, self._present]], format="csc")
        self._ceiling = np.concatenate([np.full(len(there), inf), there[self._present]])
        model = HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.row_lower_, model.row_upper_ = self._least, self._most
        model.col_cost_ = 1 + self._random.random(matrix.shape[1])
        model.col_lower_, model.col_upper_ = np.zeros(matrix.shape[1]), self._ceiling
        model.a_matrix_.format_ = MatrixFormat.kColwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data
        highs = Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("presolve", "off")  # each answer begins where the last ended
        highs.passModel(model)
        return highs
