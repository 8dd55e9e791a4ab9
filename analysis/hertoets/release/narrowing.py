"""Narrow what is known of each count by every relation, until nothing changes.

What comes out is an outer bound: never narrower than what an outsider can work out, so whatever is
exposed here surely is. What several relations tell only together is left to `attack`.
"""

from math import inf

import numpy as np
import numpy.typing as npt

from hertoets.release.variables import Floats, System

MOST_ROUNDS = 200  # it converges in a few; a bound that is not the narrowest is still true


def narrow(system: System, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Narrow a box of intervals.

    Parameters
    ----------
    system : System
    low, high : numpy.ndarray of float, shape (variables,)
        What each count shows by itself.

    Returns
    -------
    tuple of numpy.ndarray
        Least and greatest of each, whole or infinite.
    """
    low, high = low.copy(), high.copy()
    for _ in range(MOST_ROUNDS):
        lower, upper = implied(system, low, high)
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, system.column, lower)
        np.minimum.at(new_high, system.column, upper)
        if np.array_equal(new_low, low) and np.array_equal(new_high, high):
            break
        low, high = new_low, new_high
    return low, high


def implied(system: System, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """For each entry the bounds that its relation sets to its count, given all others."""
    row, column, factor = system.row, system.column, system.factor
    positive = factor > 0
    least = factor * np.where(positive, low[column], high[column])
    most = factor * np.where(positive, high[column], low[column])
    size = len(system.least)
    rest_least = _without_own(row, least, size, -inf)
    rest_most = _without_own(row, most, size, inf)
    first = (system.least[row] - rest_most) / factor
    second = (system.most[row] - rest_least) / factor
    lower = np.ceil(np.where(positive, first, second) - 1e-9)
    upper = np.floor(np.where(positive, second, first) + 1e-9)
    return lower, upper


def _without_own(row: npt.NDArray[np.int64], term: Floats, size: int, endless: float) -> Floats:
    """Sum all terms of each row but one; several may be infinite, all of one sign."""
    infinite = np.isinf(term)
    finite = np.where(infinite, 0.0, term)
    sums = np.bincount(row, weights=finite, minlength=size)
    ends = np.bincount(row, weights=infinite, minlength=size)
    others = ends[row] - infinite
    return np.where(others > 0, endless, sums[row] - finite)
