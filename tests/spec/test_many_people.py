"""How many people there are changes nothing of what an outsider can work out of a few."""

import numpy as np
import pytest
from hertoets.outsider.solving import Box, Rows, narrow, solve
from scipy.sparse import csr_array

COUNTS, RELATIONS, ENOUGH = 60, 40, 5


def drawn(seed: int, most: int) -> tuple[Rows, Box, np.ndarray]:
    """Counts of which sums and differences are known; each lies near a number up to some size.

    Returns
    -------
    rows : Rows
    box : Box
    near : numpy.ndarray of float, shape (counts,)
        What each lies above or below by a few; all else is the same whatever the size.
    """
    draws = np.random.default_rng(seed)
    matrix = csr_array(draws.choice([-1.0, 0, 1], (RELATIONS, COUNTS), p=[0.05, 0.85, 0.1]))
    few, room = draws.integers(0, 10, COUNTS), draws.integers(0, 6, (2, COUNTS))
    loose = draws.integers(0, 3, RELATIONS)
    near = np.floor(np.random.default_rng(seed + 1).random(COUNTS) * most)
    sums = matrix @ (few + near)
    rows = Rows(matrix, sums - loose, sums + loose, np.arange(RELATIONS) % 3)
    return rows, Box(few + near - room[0], few + near + room[1]), near


@pytest.mark.parametrize("most", [1_000, 20_000_000, 2_000_000_000])
@pytest.mark.parametrize("seed", range(8))
def test_of_many_people_as_much_is_worked_out_as_of_few(seed: int, most: int) -> None:
    found = []
    for size in (0, most):
        rows, box, near = drawn(seed, size)
        asked = np.arange(COUNTS)
        ends = solve(rows, narrow(rows, box), asked, ENOUGH)
        found.append((ends.low - near, ends.high - near))
    (low, high), (low_of_many, high_of_many) = found
    assert (high - low < ENOUGH - 1).any()
    assert (high - low >= ENOUGH - 1).any()
    few = high - low < ENOUGH - 1
    assert (few == (high_of_many - low_of_many < ENOUGH - 1)).all()
    assert (low[few] == low_of_many[few]).all()
    assert (high[few] == high_of_many[few]).all()
