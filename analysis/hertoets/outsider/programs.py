"""How a system of counts is told to the solver."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from highspy import Highs
    from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]


def prepared(
    matrix: "csr_array", least: Floats, most: Floats, low: Floats, high: Floats
) -> "Highs":
    """A linear program for HiGHS: relations between counts, and the ends of each; no goal yet."""
    from highspy import Highs, HighsLp, MatrixFormat

    model = HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.row_lower_, model.row_upper_ = least, most
    model.col_cost_ = np.zeros(matrix.shape[1])
    model.col_lower_, model.col_upper_ = low, high
    model.a_matrix_.format_ = MatrixFormat.kRowwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data
    highs = Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.passModel(model)
    return highs
