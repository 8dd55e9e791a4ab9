"""Linear and whole-number programs over one set of relations, asked again and again."""

import numpy as np
import numpy.typing as npt
from highspy import Highs, HighsLp, HighsModelStatus, HighsVarType, MatrixFormat
from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]


class Linear:
    """Relations over variables that lie in a box.

    Parameters
    ----------
    matrix : scipy.sparse.csr_array of float, shape (relations, variables)
    sides, box : tuple of two numpy.ndarray of float
        Least and most of each relation, and of each variable.
    whole : bool
        Whether every variable is a whole number.
    """

    def __init__(
        self, matrix: csr_array, sides: tuple[Floats, Floats], box: tuple[Floats, Floats],
        *, whole: bool = False,
    ) -> None:  # fmt: skip
        model = HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.row_lower_, model.row_upper_ = sides
        model.col_lower_, model.col_upper_ = box
        model.col_cost_ = np.zeros(matrix.shape[1])
        model.a_matrix_.format_ = MatrixFormat.kRowwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data
        if whole:
            model.integrality_ = [HighsVarType.kInteger] * matrix.shape[1]
        self._highs = Highs()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("mip_rel_gap", 100.0)  # any whole solution will do
        if not whole:
            self._highs.setOptionValue("presolve", "off")  # each answer begins where the last ended
        self._highs.passModel(model)
        self._every, self._sides = np.arange(matrix.shape[1], dtype=np.int32), sides

    def greatest(self, goal: Floats) -> float:
        """The greatest value that a goal can have."""
        found = self.best(goal)
        assert found is not None
        return float(goal @ found)

    def best(self, goal: Floats, fixed: tuple[int, float] | None = None) -> Floats | None:
        """Values for which a goal is the greatest, one relation fixed to a value; None: there are none.

        Whole values are some that are possible, and the goal only says where to look.
        """
        self._highs.changeColsCost(len(goal), self._every, -goal)
        if fixed is not None:
            self._highs.changeRowBounds(fixed[0], fixed[1], fixed[1])
        self._highs.run()
        status = self._highs.getModelStatus()
        if fixed is not None:
            self._highs.changeRowBounds(fixed[0], *(side[fixed[0]] for side in self._sides))
        if status == HighsModelStatus.kInfeasible:
            return None
        assert status == HighsModelStatus.kOptimal, status
        return np.array(self._highs.getSolution().col_value)
