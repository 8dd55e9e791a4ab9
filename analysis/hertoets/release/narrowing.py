"""Narrow what is known of each count by every relation, until nothing changes.

What comes out is an outer bound: never narrower than what an outsider can work out, so whatever is
exposed here surely is. What several relations tell only together is left to `attack`.
"""

from collections.abc import Sequence
from math import inf

import numpy as np
import numpy.typing as npt

from hertoets.release.variables import Floats, System, Whole

MOST_ROUNDS = 200  # it converges in a few; a bound that is not the narrowest is still true


def narrow(
    system: System, low: Floats, high: Floats, changed: Sequence[int] | None = None
) -> tuple[Floats, Floats]:
    """Narrow a box of intervals.

    Parameters
    ----------
    system : System
    low, high : numpy.ndarray of float, shape (variables,)
        What each count shows by itself.
    changed : sequence of int or None
        The counts of which less is possible than when the box was narrowed before; None where it
        never was.

    Returns
    -------
    tuple of numpy.ndarray
        Least and greatest of each, whole or infinite.
    """
    low, high = low.copy(), high.copy()
    moved = np.full(len(low), changed is None)
    moved[list(changed or ())] = True
    for _ in range(MOST_ROUNDS):
        # Only where something changed may more follow.
        touched = np.zeros(len(system.least), dtype=bool)
        touched[system.row[moved[system.column]]] = True
        entries = np.flatnonzero(touched[system.row])
        lower, upper = implied(system, low, high, entries)
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, system.column[entries], lower)
        np.minimum.at(new_high, system.column[entries], upper)
        moved = (new_low != low) | (new_high != high)
        low, high = new_low, new_high
        if not moved.any():
            break
    return low, high


def implied(system: System, low: Floats, high: Floats, entries: Whole) -> tuple[Floats, Floats]:
    """For some entries the bounds that the relation sets to the count, given all others.

    Parameters
    ----------
    system : System
    low, high : numpy.ndarray of float, shape (variables,)
    entries : numpy.ndarray of int
        All those of some relations.

    Returns
    -------
    tuple of numpy.ndarray of float, shape (entries,)
    """
    row, column, factor = system.row[entries], system.column[entries], system.factor[entries]
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
