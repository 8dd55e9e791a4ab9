"""Which relations follow from who belongs where, beside all that there are among a few random sets."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from hertoets.release.derived import derive
from hertoets.release.pool import Pool
from hertoets.release.sets import Sets
from hertoets.release.variables import Row
from scipy.sparse import csr_array

from tests.support.linear import Linear

Whole = npt.NDArray[np.int64]
SEEDS = range(12)
FINE, COARSE = 6, 3


def pool_of(sizes: Whole, held: npt.NDArray[np.generic]) -> Pool:
    return Pool(sizes, Sets.of(held.astype(bool), *held.shape))


@cache
def drawn(seed: int) -> tuple[Whole, list[Whole], list[Row]]:
    """Sets of nine profiles: the cells of a fine and of a coarse table, their sums, and others.

    Returns
    -------
    sets : numpy.ndarray of int, shape (sets, profiles)
    families : list of numpy.ndarray
    rows : list of Row
        What was derived of them.
    """
    draws = np.random.default_rng(seed)
    fine = np.sort(draws.integers(0, FINE, 9))
    cells = fine == np.arange(FINE)[:, None]
    coarse = draws.integers(0, COARSE, FINE)[fine] == np.arange(COARSE)[:, None]
    sums = draws.integers(0, 2, (4, FINE)) @ cells
    others = draws.integers(0, 2, (5, 9)) & (draws.random((5, 1)) < 0.8)
    sets = np.unique(np.vstack([cells, coarse, sums, others]), axis=0)
    draws.shuffle(sets)
    kinds = [
        np.flatnonzero([any((one == cell).all() for cell in family) and one.any() for one in sets])
        for family in (cells, coarse)
    ]
    families = [kind for kind in kinds if len(kind) > 1]
    sizes = draws.integers(0, 4, 9)
    pool = pool_of(sizes, sets)
    return sets.astype(np.int64), families, list(derive(pool, families))


def vector(sets: Whole, terms: tuple[tuple[int, int], ...]) -> Whole:
    found: Whole = sum((factor * sets[one] for one, factor in terms), np.zeros(9, dtype=np.int64))
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_derived_holds_for_whoever_there_might_be(seed: int) -> None:
    sets, _, rows = drawn(seed)
    assert rows
    assert len({row.terms for row in rows}) == len(rows)
    for row in rows:
        told = vector(sets, row.terms)
        assert (row.least, row.most) in ((0, 0), (0, np.inf), (-np.inf, 0))
        assert row.least == -np.inf or (told >= 0).all()
        assert row.most == np.inf or (told <= 0).all()


def all_there_is(sets: Whole, families: list[Whole]) -> Iterator[tuple[dict[int, int], bool]]:
    """Every relation as factors of sets, of which the sum is none, or (False) none or more."""
    numbers = [number for number in range(len(sets)) if sets[number].any()]
    for whole in numbers:
        parts = [one for one in numbers if one != whole and (sets[one] <= sets[whole]).all()]
        for part in parts:
            yield {whole: 1, part: -1}, False
        for size in (2, 3):
            for some in combinations(parts, size):
                if (sets[list(some)].sum(axis=0) == sets[whole]).all():
                    yield {whole: 1, **dict.fromkeys(some, -1)}, True
        for family in families:
            inner = [one for one in family.tolist() if one in parts]
            touched = [one for one in family.tolist() if (sets[one] & sets[whole]).any()]
            if len(inner) > 1:
                summed = sets[inner].sum(axis=0)
                yield {whole: 1, **dict.fromkeys(inner, -1)}, bool((summed == sets[whole]).all())
            if whole not in touched and (sets[touched].sum(axis=0) >= sets[whole]).all():
                yield {whole: -1, **dict.fromkeys(touched, 1)}, False


@pytest.mark.parametrize("seed", SEEDS)
def test_all_that_there_is_follows_from_what_is_derived(seed: int) -> None:
    sets, families, rows = drawn(seed)
    matrix = np.zeros((len(rows), len(sets)))
    for number, row in enumerate(rows):
        for one, factor in row.terms:
            matrix[number, one] = factor
    sides = (np.array([row.least for row in rows]), np.array([row.most for row in rows]))
    nobody = np.where(sets.any(axis=1), 100.0, 0.0)
    linear = Linear(csr_array(matrix), sides, (np.zeros(len(sets)), nobody))
    asked = 0
    for factors, is_none in all_there_is(sets, families):
        goal = np.zeros(len(sets))
        goal[list(factors)] = list(factors.values())
        assert linear.greatest(-goal) <= 1e-6, factors
        assert not is_none or linear.greatest(goal) <= 1e-6, factors
        asked += 1
    assert asked > 20


def test_there_is_something_of_every_kind() -> None:
    kinds = {
        (row.least, row.most, min(len(row.terms), 4)) for seed in SEEDS for row in drawn(seed)[2]
    }
    assert {(0, 0, 3), (0, 0, 4), (0, np.inf, 2), (0, np.inf, 3), (-np.inf, 0, 3)} <= kinds


def derived_of(sizes: list[int], held: list[list[int]], family: list[int]) -> list[Row]:
    """What is derived of sets by the profiles that they hold."""
    sets = np.array([[place in some for place in range(len(sizes))] for some in held])
    pool = pool_of(np.array(sizes), sets)
    return list(derive(pool, [np.array(family)]))


@pytest.mark.parametrize(("beside", "is_told"), [(26, True), (27, False)])
def test_what_lies_too_far_apart_binds_nothing(beside: int, is_told: bool) -> None:
    """Each of a set and two cells may lie nine from its exact count: 27 together."""
    cells = [[0, 1], [2, 3]]
    touching = derived_of([1, beside - 20, 1, 20], [*cells, [0, 2]], [0, 1])
    assert (Row(((2, 1), (0, -1), (1, -1)), -np.inf, 0) in touching) is is_told
    holding = derived_of([1, 2, 3, 4, beside], [*cells, [0, 1, 2, 3, 4]], [0, 1])
    assert (Row(((2, 1), (0, -1), (1, -1)), 0, np.inf) in holding) is is_told


@pytest.mark.parametrize(("beside", "is_told"), [(17, True), (18, False)])
def test_a_part_much_smaller_than_its_whole_binds_nothing(beside: int, is_told: bool) -> None:
    rows = derived_of([5, beside], [[0], [0, 1]], [0])
    assert (Row(((1, 1), (0, -1)), 0, np.inf) in rows) is is_told


def test_what_the_finer_cells_tell_the_coarser_ones_need_not() -> None:
    """Eight cells, laid together two by two to four, and everybody: the sum of the four follows."""
    fine = [[place] for place in range(8)]
    coarse = [[place, place + 1] for place in range(0, 8, 2)]
    held = [*fine, *coarse, [*range(8)]]
    sets = np.array([[place in some for place in range(8)] for some in held])
    families = [np.arange(8), np.arange(8, 12)]
    terms = [row.terms for row in derive(pool_of(np.ones(8, np.int64), sets), families)]
    whole = (12, 1)
    assert (whole, *((cell, -1) for cell in range(8))) in terms
    assert ((8, 1), (0, -1), (1, -1)) in terms
    assert (whole, *((cell, -1) for cell in range(8, 12))) not in terms
