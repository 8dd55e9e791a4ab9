"""The population nearest to the exact one, solved by HiGHS for persons of few kinds at a time.

The solver begins with hardly any kinds of persons. Where it proves that there is no population, the
kinds that break the proof are taken in, and where one would lie nearer with others, these: what
comes out holds for all kinds. Inequalities between counts wait until a solution breaks them.
"""

from math import inf
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hertoets.release.variables import Floats, People, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MORE: Final = 20
"""Kinds of persons that are taken in at once."""
ROUNDING: Final = 1e-6
"""Of a solver, which works with fractions."""


class Nearest:
    """What each kind of persons, and each other count, rises above the exact one or falls below it.

    Parameters
    ----------
    people : People
    """

    _tied: "csr_array"
    """Relations besides: how often each holds a count of persons."""
    _apart: "csr_array"
    """And how often it holds another count."""
    _sides: tuple[Floats, Floats]
    _others: Whole
    _ceiling: Floats

    def __init__(self, people: People) -> None:
        self._people, self._random = people, np.random.default_rng(0)
        self._held = people.held
        self._by_kind = self._held.T.tocsr()
        self._price = 1 + self._random.random(self._held.shape[1])
        # Who counts in few places is the likelier to be let in.
        self._size = np.diff(self._by_kind.indptr) / (1 + self._held.shape[0])
        # The kinds that the solver knows of as yet, and whether there are more or fewer of each.
        self._kind, self._sign = np.empty(0, np.int64), np.empty(0)
        self._proof = np.zeros(len(people.number))
        # The relations that the solver knows of as yet.
        self._active = np.empty(0, np.int64)
        self._highs: Any = None  # highspy tells no types of its rays

    def _set_prices(self, highs: Any) -> None:
        """Draw what each person more or fewer costs: another population is then the nearest."""
        self._price = 1 + self._random.random(len(self._price))
        others = 1 + self._random.random(2 * len(self._others))
        price = np.concatenate([others, self._price[self._kind]])
        highs.changeColsCost(len(price), np.arange(len(price), dtype=np.int32), price)

    def _solve(self, highs: Any) -> Floats | None:
        """A solution in fractions; None where there is none, whoever there might be."""
        from highspy import HighsModelStatus

        counts = len(self._people.number)
        while True:
            highs.run()
            if highs.getModelStatus() == HighsModelStatus.kOptimal:
                solution = highs.getSolution()
                values = np.array(solution.col_value)
                prices = np.array(solution.row_dual)
                if not is_whole(values) and self._take_nearer(highs, prices):
                    continue
                if self._take_broken(highs, values):
                    continue
                return values
            _, found, ray = highs.getDualRay()
            if not found:
                self._proof = np.zeros(counts)
                return None
            ray[np.abs(ray) < ROUNDING * np.abs(ray).max()] = 0
            self._proof = ray[:counts] + self._tied[self._active].T @ ray[counts:]
            if not self._take_in(highs):
                return None

    def _take_in(self, highs: Any) -> bool:
        """Let the solver know of kinds that break its proof; tell whether there are any."""
        some = np.flatnonzero(np.abs(self._proof) > ROUNDING)
        adds = self._held[some].T @ self._proof[some]
        best = np.abs(adds) - self._size
        for sign in (1, -1):
            breaks = sign * adds > ROUNDING
            if sign == -1:
                breaks &= self._people.there > 0
            breaks[self._kind[self._sign == sign]] = False
            new = np.flatnonzero(breaks)
            if len(new):
                self._add(highs, new[np.argsort(-best[new], kind="stable")[:MORE]], sign)
                return True
        return False

    def _take_nearer(self, highs: Any, prices: Floats) -> bool:
        """Let the solver know of kinds with which a solution lies nearer to the exact one."""
        counts = len(self._people.number)
        saves = self._by_kind @ (prices[:counts] + self._tied[self._active].T @ prices[counts:])
        taken = False
        for sign in (1, -1):
            gain = sign * saves - self._price
            if sign == -1:
                gain[self._people.there == 0] = 0
            gain[self._kind[self._sign == sign]] = 0
            new = np.flatnonzero(gain > ROUNDING)
            if len(new):
                self._add(highs, new[np.argsort(-gain[new], kind="stable")[:MORE]], sign)
                taken = True
        return taken

    def _take_broken(self, highs: Any, values: Floats) -> bool:
        """Let the solver know of relations that a solution breaks; tell whether there are any."""
        others, change = 2 * len(self._others), np.zeros(self._held.shape[1])
        np.add.at(change, self._kind, self._sign * values[others:])
        rises, falls = np.split(values[:others], 2)
        sums = self._tied @ (self._held @ change) + self._apart @ (rises - falls)
        broken = (sums < self._sides[0] - ROUNDING) | (sums > self._sides[1] + ROUNDING)
        broken[self._active] = False
        rows = np.flatnonzero(broken)
        if len(rows):
            self._add_rows(highs, rows)
        return len(rows) > 0

    def _add_rows(self, highs: Any, rows: Whole) -> None:
        from scipy.sparse import diags_array, hstack

        apart, tied = self._apart[rows], self._tied[rows]
        persons = tied @ self._held[:, self._kind] @ diags_array(self._sign)
        entries = hstack([apart, -apart, persons], format="csr")
        highs.addRows(
            len(rows), self._sides[0][rows], self._sides[1][rows], entries.nnz,
            entries.indptr[:-1].astype(np.int32), entries.indices.astype(np.int32), entries.data,
        )  # fmt: skip
        self._active = np.append(self._active, rows)

    def _add(self, highs: Any, kinds: Whole, sign: int) -> None:
        from scipy.sparse import hstack

        held = self._by_kind[kinds] * sign
        tied = held @ self._tied[self._active].T
        columns = hstack([held, tied], format="csr")
        ceiling = (
            np.full(len(kinds), inf) if sign == 1 else self._people.there[kinds].astype(np.float64)
        )
        highs.addCols(
            len(kinds), self._price[kinds], np.zeros(len(kinds)), ceiling,
            columns.nnz, columns.indptr[:-1].astype(np.int32), columns.indices.astype(np.int32),
            columns.data,
        )  # fmt: skip
        self._kind = np.append(self._kind, kinds)
        self._sign = np.append(self._sign, np.full(len(kinds), sign))
        self._ceiling = np.append(self._ceiling, ceiling)

    def _ready(self) -> Any:
        if self._highs is None:
            least, most = self._sides
            self._active = np.flatnonzero(least == most)
            self._highs = self._prepare()
            # Without any the solver proves nothing.
            self._add(self._highs, np.argsort(self._size, kind="stable")[:MORE], 1)
        return self._highs

    def _prepare(self) -> Any:
        from highspy import Highs, HighsLp, MatrixFormat
        from scipy.sparse import csc_array, hstack, vstack

        # What each other count rises above the exact one, and what it falls below.
        counts, size = len(self._people.number), 2 * len(self._others)
        apart = self._apart[self._active]
        apart = hstack([apart, -apart])
        matrix = vstack([csc_array((counts, size)), apart], format="csc")
        model = HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.row_lower_ = np.concatenate([np.full(counts, -inf), self._sides[0][self._active]])
        model.row_upper_ = np.concatenate([np.full(counts, inf), self._sides[1][self._active]])
        model.col_cost_ = 1 + self._random.random(size)
        model.col_lower_, model.col_upper_ = np.zeros(size), self._ceiling
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


def is_whole(solution: Floats) -> bool:
    """Tell whether a solution is one of whole persons."""
    return bool(np.abs(solution - np.rint(solution)).max() <= ROUNDING)
