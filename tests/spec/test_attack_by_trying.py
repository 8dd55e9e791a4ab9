"""The attacker beside the trying of every population: it never sees what is not possible.

Small systems are drawn at random; what each count may be is found by trying all.
"""

from itertools import product

import numpy as np
import pytest
from hertoets.release.attack import attack
from hertoets.release.narrowing import narrow
from hertoets.release.seen import Seen
from hertoets.release.separate import separate
from hertoets.release.variables import Floats, People, System, Variable
from scipy.sparse import csr_array

WIDE = 4
Drawn = tuple[System, Floats, Floats, Floats]
"""A system, its box, and every population that shows the same."""


def drawn(seed: int) -> Drawn:
    """Six counts, four relations that hold for the exact ones, and a box around these."""
    draws = np.random.default_rng(seed)
    exact = draws.integers(0, 7, 6)
    matrix = draws.choice([-1, 0, 1], (4, 6), p=[0.3, 0.4, 0.3])
    matrix[:, 0] += matrix.any(axis=1) == 0
    sums = matrix @ exact
    slack = draws.integers(0, 3, (2, 4)) * draws.integers(0, 2, 4)
    row, column = np.nonzero(matrix)
    nobody = np.empty(0, dtype=np.int64)
    system = System(
        variables=[Variable(int(number)) for number in exact],
        row=row, column=column, factor=matrix[row, column].astype(np.float64),
        least=(sums - slack[0]).astype(np.float64), most=(sums + slack[1]).astype(np.float64),
        at={}, people=People(csr_array((0, 0)), nobody, nobody), given=4,
    )  # fmt: skip
    low = np.maximum(exact - draws.integers(0, WIDE, 6), 0).astype(np.float64)
    high = (exact + draws.integers(0, WIDE, 6)).astype(np.float64)
    ranges = (np.arange(a, b + 1) for a, b in zip(low, high, strict=True))
    every = np.array(list(product(*ranges)))
    totals = every @ matrix.T
    same = ((totals >= system.least) & (totals <= system.most)).all(axis=1)
    return system, low, high, every[same]


@pytest.mark.parametrize("seed", range(60))
def test_what_the_attacker_saw_is_possible_and_hardly_less_than_all_that_is(seed: int) -> None:
    system, low, high, possible = drawn(seed)
    found = attack(system, low, high, list(range(6)), Seen(system), np.full(6, 100))
    missed = 0.0
    for number, bounds in found.items():
        least, greatest = possible[:, number].min(), possible[:, number].max()
        assert least <= bounds.least <= bounds.greatest <= greatest
        missed += (bounds.least - least) + (greatest - bounds.greatest)
    # A solver of fractions may miss a value; it must not miss many.
    assert missed <= 2


@pytest.mark.parametrize("seed", range(60))
def test_narrowing_leaves_out_nothing_that_is_possible(seed: int) -> None:
    system, low, high, possible = drawn(seed)
    narrowed = narrow(system, low, high)
    assert (possible >= narrowed[0]).all()
    assert (possible <= narrowed[1]).all()


@pytest.mark.parametrize("seed", range(60))
def test_narrowing_further_where_one_count_is_better_known_is_narrowing_anew(seed: int) -> None:
    system, low, high, possible = drawn(seed)
    before = narrow(system, low, high)
    number = seed % 6
    high[number] = possible[0, number]
    closer = before[0].copy(), np.minimum(before[1], high)
    again = narrow(system, *closer, [number])
    for one, other in zip(again, narrow(system, low, high), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("seed", range(60))
def test_each_part_by_itself_allows_what_all_together_allow(seed: int) -> None:
    system, low, high, possible = drawn(seed)
    for part in separate(system, low, high):
        sums = possible[:, part.variables] @ part.matrix.T
        assert (sums >= part.least - 1e-9).all()
        assert (sums <= part.most + 1e-9).all()
