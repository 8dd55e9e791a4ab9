"""HiGHS (Huangfu and Hall, 2018), kept ready: one set of relations, solved for many goals.

Each answer begins where the one before ended, which makes the thousands of questions of one run
quick. Long inequalities hardly ever bind: each is left out until an answer breaks it. One thread
and a counted search, not a timed one: the same questions get the same answers.
"""

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Final

import numpy as np

from hertoets.errors import DataError
from hertoets.release.variables import Floats

if TYPE_CHECKING:
    from highspy import Highs
    from scipy.sparse import csr_array

LONG: Final = 8  # terms of an inequality from which it waits until it is broken
BROKEN: Final = 1e-6  # by more than a solver's rounding


@dataclass(frozen=True)
class Answer:
    """What was found: values, None where there are none; and what the goal is not below."""

    values: Floats | None
    least: float


class Solver:
    """Relations ``least <= matrix @ x <= most``, ready for goals and boxes.

    Parameters
    ----------
    matrix : scipy.sparse.csr_array of float, shape (relations, counts)
    least, most : numpy.ndarray of float, shape (relations,)
    nodes : int or None
        Of a search in whole numbers, after which it stops with what it has.
    """

    def __init__(
        self, matrix: "csr_array", least: Floats, most: Floats, nodes: int | None = None
    ) -> None:
        self._matrix, self._least, self._most, self._nodes = matrix, least, most, nodes
        lengths = np.diff(matrix.indptr)
        self._active = (least == most) | (lengths < LONG)
        self._ready: dict[bool, Highs] = {}

    def solve(self, goal: Floats, low: Floats, high: Floats, *, whole: bool) -> Answer:
        """Find the values with the least ``goal @ x`` for which ``low <= x <= high``.

        Parameters
        ----------
        goal, low, high : numpy.ndarray of float, shape (counts,)
        whole : bool
            In whole numbers only, which takes longer.

        Returns
        -------
        Answer

        Raises
        ------
        DataError
            Where the solver fails.
        """
        from highspy import HighsModelStatus, kSolutionStatusFeasible

        highs = self._prepared(whole)
        every = np.arange(len(goal), dtype=np.int32)
        highs.changeColsCost(len(goal), every, goal)
        highs.changeColsBounds(len(goal), every, low, high)
        while True:
            highs.run()
            status, info = highs.getModelStatus(), highs.getInfo()
            values = None
            if info.primal_solution_status == kSolutionStatusFeasible:
                values = np.array(highs.getSolution().col_value)
            if values is None or not self._add_broken(values):
                break
        if status == HighsModelStatus.kOptimal:
            return Answer(values, info.objective_function_value)
        if status in (HighsModelStatus.kInfeasible, HighsModelStatus.kUnboundedOrInfeasible):
            return Answer(None, inf)
        if status == HighsModelStatus.kSolutionLimit:
            return Answer(values, -inf)
        raise DataError.of(
            where="disclosure",
            what=f"the solver found no answer: {highs.modelStatusToString(status)}",
            mend="This is a fault of Hertoets itself: report it with the version and the command",
        )

    def _add_broken(self, values: Floats) -> bool:
        """Take in the inequalities that an answer breaks; tell whether there are any."""
        waiting = np.flatnonzero(~self._active)
        sums = np.asarray(self._matrix[waiting] @ values)
        broken = (sums < self._least[waiting] - BROKEN) | (sums > self._most[waiting] + BROKEN)
        rows = waiting[broken]
        if not len(rows):
            return False
        self._active[rows] = True
        more = self._matrix[rows]
        for highs in self._ready.values():
            highs.addRows(
                len(rows), self._least[rows], self._most[rows], more.nnz,
                more.indptr[:-1].astype(np.int32), more.indices.astype(np.int32),
                more.data.astype(np.float64),
            )  # fmt: skip
        return True

    def _prepared(self, whole: bool) -> "Highs":
        # Two of them, since a search in whole numbers would lose where the other one stood.
        if whole not in self._ready:
            self._ready[whole] = self._prepare(whole)
        return self._ready[whole]

    def _prepare(self, whole: bool) -> "Highs":
        from highspy import Highs, HighsLp, HighsVarType, MatrixFormat

        matrix = self._matrix[self._active]
        relations, counts = matrix.shape
        model = HighsLp()
        model.num_row_, model.num_col_ = relations, counts
        model.row_lower_ = self._least[self._active]
        model.row_upper_ = self._most[self._active]
        model.col_cost_ = model.col_lower_ = model.col_upper_ = np.zeros(counts)
        model.a_matrix_.format_ = MatrixFormat.kRowwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data
        if whole:
            model.integrality_ = [HighsVarType.kInteger] * counts
        highs = Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("mip_rel_gap", 0.0)  # the best whole answer, not one near it
        if self._nodes is not None:
            highs.setOptionValue("mip_max_nodes", self._nodes)
        highs.passModel(model)
        return highs
