"""What to withhold: the cheapest way out, beside the trying of every one; and the solver behind it."""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from hertoets.findings import At, Place
from hertoets.findings.model import Bound
from hertoets.release import load_policy, solver
from hertoets.release.opening import Opener
from hertoets.release.seen import Seen
from hertoets.release.solver import Solver
from hertoets.release.variables import Floats, Forms, People, System, Variable
from scipy.sparse import csr_array

POLICY = replace(load_policy(), threshold=4, rounding=2, options=2)
HEADLINE = "publication"
TOP = 9
"""No count of these systems is more, whatever it may be."""
Whole = npt.NDArray[np.int64]


def system_of(variables: list[Variable], ties: Whole, least: Floats, most: Floats) -> System:
    row, column = np.nonzero(ties)
    nobody = np.empty(0, dtype=np.int64)
    return System(
        variables=variables, row=row, column=column,
        factor=ties[row, column].astype(np.float64), least=least, most=most,
        at={}, people=People(csr_array((0, 0)), nobody, nobody), given=len(least),
    )  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """A system of four counts in a table, its forms, and all that the counts may be."""

    system: System
    forms: Forms
    every: Whole


def drawn(seed: int) -> Drawn:
    draws = np.random.default_rng(seed)
    exact = draws.integers(0, 8, 4)
    ties = draws.choice([-1, 0, 1], (2, 4), p=[0.35, 0.15, 0.5])
    ties[0] = (1, -1, -1, 0)
    slack = draws.integers(0, 2, (2, 2)) * [[0, 1], [0, 1]]
    sums = ties @ exact
    least, most = (sums - slack[0]).astype(np.float64), (sums + slack[1]).astype(np.float64)
    variables = [
        Variable(int(n), places=[At("t", row, 1)], known=(0, TOP)) for row, n in enumerate(exact)
    ]
    system = system_of(variables, ties, least, most)
    every = np.array(list(product(range(TOP + 1), repeat=4)))
    totals = every @ ties.T
    fits = ((totals >= least) & (totals <= most)).all(axis=1)
    return Drawn(system, system.forms(POLICY), every[fits])


def cheapest(one: Drawn, prices: Floats, number: int, value: float, gone: frozenset[int]) -> float:
    """The least that is paid for counts that leave their intervals, where one is so much."""
    low, high = one.forms.box(gone)
    own = one.every[one.every[:, number] == value]
    left = np.maximum(low - own, 0) + np.maximum(own - high, 0)
    costs = left @ prices
    return float(costs.min()) if len(costs) else np.inf


@pytest.mark.parametrize("seed", range(8))
def test_it_pays_as_little_as_can_be(seed: int) -> None:
    one = drawn(seed)
    opener = Opener(one.system, POLICY, HEADLINE, one.forms)
    seen = Seen(one.system)
    for number, gone in product(range(4), (frozenset[int](), frozenset({seed % 4}))):
        for value in (0.0, 3.0, 8.0):
            best = cheapest(one, opener._price, number, value, gone)
            found = opener._solve(number, value, gone, seen, whole=True)
            if found is None:
                assert best == np.inf
                continue
            least, moved = found
            if opener._part_of[number] < 0:  # what nothing ties is withheld or not, however far
                best = min(best, float(opener._price[number]))
            assert least == pytest.approx(best)
            # What is withheld for it is enough: now the count may be that value.
            assert cheapest(one, opener._price, number, value, gone | moved) == 0
            in_fractions = opener._solve(number, value, gone, seen, whole=False)
            assert in_fractions is not None
            assert in_fractions[0] <= best + 1e-6
    for number in range(4):
        values = {*one.every[:, number].tolist()}
        assert {seen.low[number], seen.high[number]} <= values


def test_of_several_ways_the_cheapest_is_taken_and_all_its_values_are_paid_for() -> None:
    """Alone, a small count may be 1 to 3 and, withheld, anything; one that is 8 may be 8 or 9."""
    variables = [Variable(2, places=[At("t", 0, 1)]), Variable(8, places=[At("t", 1, 1)])]
    nothing = np.empty(0)
    system = system_of(variables, np.zeros((0, 2), dtype=np.int64), nothing, nothing)
    opener = Opener(system, POLICY, HEADLINE, system.forms(POLICY))

    def opened(number: int, *ways: tuple[float, ...], gone: frozenset[int] = frozenset()) -> object:
        return opener.open_up(number, [*ways], gone, Seen(system), whole=False)

    assert opened(0, (3.0,)) == frozenset()
    assert opened(0, (4.0,)) == {0}
    assert opened(0, (4.0,), gone=frozenset({0})) == frozenset()
    assert opened(0, (4.0,), (1.0, 3.0)) == frozenset()
    assert opened(0, (4.0, 3.0)) == {0}
    assert opened(0, (-1.0,)) is None
    assert opened(0, (-1.0, 3.0)) is None
    assert opened(0, (-1.0,), (4.0,)) == {0}
    assert opened(0) is None
    assert [opened(1, (value,)) for value in (6.0, 7.0, 8.0, 9.0)] == [
        {1},
        frozenset(),
        frozenset(),
        {1},
    ]


BY_OTHER: Place = Bound("wrong_notice", "duty", "lower")
IN_FRONT: Place = Bound("wrong_notice", HEADLINE, "lower")
CELL: Place = At("t", 0, 1)


@pytest.mark.parametrize(
    ("exact", "places", "is_total", "price"),
    [
        pytest.param(0, [CELL], False, 8.01, id="a zero tells of nobody"),
        pytest.param(9, [CELL], False, 4 * 1.25 + 0.01, id="a small one"),
        pytest.param(9, [CELL], True, 2 * 1.25 + 0.01, id="a small total"),
        pytest.param(99, [CELL], False, 1.5 + 0.01, id="a large one"),
        pytest.param(99, [CELL], True, 1.5 + 0.01, id="a large total"),
        pytest.param(-99, [CELL], False, 1.5 + 0.01, id="a difference"),
        pytest.param(99, [CELL, CELL], False, 1.5 + 0.02, id="in two places"),
        pytest.param(99, [BY_OTHER], False, 0.5 * 1.5 + 0.01, id="a figure of another reading"),
        pytest.param(9, [BY_OTHER], True, 0.5 * 1.25 + 0.01, id="small or not"),
        pytest.param(99, [BY_OTHER, CELL], False, 1.5 + 0.02, id="and in a table"),
        pytest.param(99, [IN_FRONT], False, 1500.01, id="a figure of the headline"),
        pytest.param(9, [CELL, BY_OTHER, IN_FRONT], True, 1250.03, id="wherever else it stands"),
        pytest.param(99, [], False, 1.5, id="what stands nowhere"),
    ],
)
def test_what_a_count_costs(exact: int, places: list[Place], is_total: bool, price: float) -> None:
    ties = np.array([[1, -1, -1]] if is_total else [[1, 1, -1]])
    variables = [Variable(exact, places=places), Variable(0), Variable(0)]
    system = system_of(variables, ties, np.array([-500.0]), np.array([500.0]))
    policy = load_policy()
    opener = Opener(system, policy, HEADLINE, system.forms(policy))
    assert opener._price[0] == pytest.approx(price)


@pytest.mark.parametrize("long", [0, 2, 8])
@pytest.mark.parametrize("seed", range(25))
def test_the_solver_finds_the_least_that_there_is(
    seed: int, long: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long an inequality must be to wait: the same best, asked again and in another box."""
    monkeypatch.setattr(solver, "LONG", long)
    draws = np.random.default_rng(seed)
    matrix = draws.integers(-2, 3, (3, 4))
    inside = draws.integers(0, 5, 4)
    sums = matrix @ inside
    least = sums - draws.integers(0, 3, 3) * np.array([0, 1, 1])
    most = sums + draws.integers(0, 3, 3) * np.array([0, 1, 1])
    one = Solver(csr_array(matrix.astype(np.float64)), least.astype(float), most.astype(float))
    every = np.array(list(product(range(6), repeat=4)))
    totals = every @ matrix.T
    fits = every[((totals >= least) & (totals <= most)).all(axis=1)]
    for whole, ends in product((True, False, True), ((0, 5), (1, 4), (2, 2))):
        goal = draws.integers(-3, 4, 4).astype(np.float64)
        box = np.full(4, float(ends[0])), np.full(4, float(ends[1]))
        answer = one.solve(goal, *box, whole=whole)
        own = fits[((fits >= ends[0]) & (fits <= ends[1])).all(axis=1)]
        if not len(own):
            if whole:
                assert answer.values is None
                assert answer.least == np.inf
            continue
        best = (own @ goal).min()
        assert answer.values is not None
        assert answer.least == pytest.approx(goal @ answer.values)
        reached = matrix @ answer.values
        assert ((reached >= least - 1e-6) & (reached <= most + 1e-6)).all()
        assert ((answer.values >= box[0] - 1e-6) & (answer.values <= box[1] + 1e-6)).all()
        assert answer.least == pytest.approx(best) if whole else answer.least <= best + 1e-6
