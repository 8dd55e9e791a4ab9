"""The attacker who reckons with persons, beside the trying of every population.

Small systems are drawn at random: kinds of persons, what counts them, and other counts tied to those.
"""

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from hertoets.release.populations import Populations, Proved
from hertoets.release.seen import Seen
from hertoets.release.variables import Floats, People, System, Variable
from scipy.sparse import csr_array

Whole = npt.NDArray[np.int64]
KINDS, COUNTS, OTHERS = 4, 4, 2
PLENTY = np.full(COUNTS + OTHERS, 100)


@dataclass(frozen=True)
class Drawn:
    """A system, its box, which kinds each count holds, and the counts of each population there is."""

    system: System
    low: Floats
    high: Floats
    held: Whole
    possible: Whole


@cache
def drawn(seed: int) -> Drawn:
    """Three sets of persons and a difference, two counts of rows, and three relations."""
    draws = np.random.default_rng(seed)
    held = draws.integers(0, 2, (COUNTS, KINDS))
    held[2] |= ~held[:2].any(axis=0)  # everybody counts somewhere
    held[3] = held[0] - held[1]
    there = draws.integers(0, 4, KINDS)
    exact = np.concatenate([held @ there, draws.integers(0, 6, OTHERS)])
    ties = draws.choice([-1, 0, 1], (3, COUNTS + OTHERS), p=[0.3, 0.3, 0.4])
    ties[:, COUNTS] += ties.any(axis=1) == 0
    slack = draws.integers(0, 3, (2, 3)) * draws.integers(0, 2, 3)
    sums = ties @ exact
    row, column = np.nonzero(ties)
    signed = np.arange(COUNTS + OTHERS) == 3
    room = draws.integers(0, 4, (2, COUNTS + OTHERS))
    low = np.where(signed, exact - room[0], np.maximum(exact - room[0], 0)).astype(np.float64)
    high = (exact + room[1]).astype(np.float64)
    system = System(
        variables=[Variable(int(n), signed=bool(s)) for n, s in zip(exact, signed, strict=True)],
        row=row, column=column, factor=ties[row, column].astype(np.float64),
        least=(sums - slack[0]).astype(np.float64), most=(sums + slack[1]).astype(np.float64),
        at={}, people=People(csr_array(held.astype(np.float64)), there, np.arange(COUNTS)), given=3,
    )  # fmt: skip
    return Drawn(system, low, high, held, every_population(system, held, low, high))


def every_population(system: System, held: Whole, low: Floats, high: Floats) -> Whole:
    """The counts of each population of whole persons that fits the box and the relations."""
    most = [int(high[:3][held[:3, kind] > 0].min()) for kind in range(KINDS)]
    persons = np.array(list(product(*(range(top + 1) for top in most)))) @ held.T
    fits = (persons >= low[:COUNTS]) & (persons <= high[:COUNTS])
    persons = np.unique(persons[fits.all(axis=1)], axis=0)
    ranges = (range(int(a), int(b) + 1) for a, b in zip(low[COUNTS:], high[COUNTS:], strict=True))
    others = np.array(list(product(*ranges)))
    every = np.hstack([np.repeat(persons, len(others), 0), np.tile(others, (len(persons), 1))])
    ties = csr_array((system.factor, (system.row, system.column)), shape=(3, every.shape[1]))
    totals = (ties @ every.T).T
    found: Whole = every[((totals >= system.least) & (totals <= system.most)).all(axis=1)]
    return found


@cache
def proved_of(seed: int) -> Proved:
    return attacked(drawn(seed))


def known_of(system: System) -> Populations:
    assert system.people is not None
    return Populations(system, system.people)


def attacked(one: Drawn, seen: Seen | None = None) -> Proved:
    asked = range(COUNTS + OTHERS)
    seen = seen or Seen(one.system)
    return known_of(one.system).attack(one.system, one.low, one.high, asked, seen, PLENTY)


@pytest.mark.parametrize("seed", range(60))
def test_what_it_saw_some_population_shows_and_hardly_less_than_all_that_is(seed: int) -> None:
    one = drawn(seed)
    proved = proved_of(seed)
    assert {*range(COUNTS)} <= {*proved.bounds}
    missed = 0.0
    for number, bounds in proved.bounds.items():
        values = {*one.possible[:, number].tolist()}
        assert {bounds.least, bounds.greatest} <= values
        missed += (bounds.least - min(values)) + (max(values) - bounds.greatest)
    # It begins from fractions of persons and may miss a value; it must not miss many.
    assert missed <= 2


def test_of_all_values_hardly_any_is_missed() -> None:
    missed, every = 0.0, 0
    for seed in range(60):
        one = drawn(seed)
        for number, bounds in proved_of(seed).bounds.items():
            values = one.possible[:, number]
            every += int(np.ptp(values))
            missed += np.ptp(values) - (bounds.greatest - bounds.least)
    assert every > 300
    assert missed / every < 0.02


@pytest.mark.parametrize("seed", range(60))
def test_what_it_proved_no_kind_of_person_breaks(seed: int) -> None:
    one = drawn(seed)
    for row in proved_of(seed).rows:
        assert (row.least, row.most) == (-np.inf, 0)
        numbers, factors = np.array(row.terms).T
        assert (numbers < COUNTS).all()
        assert (factors @ one.held[numbers] <= 0).all()
        assert (one.possible[:, numbers] @ factors <= 0).all()


def test_something_is_proved() -> None:
    assert sum(len(proved_of(seed).rows) for seed in range(60)) > 20


def test_what_was_seen_is_kept_and_not_asked_again() -> None:
    one = drawn(3)
    seen = Seen(one.system)
    bounds = attacked(one, seen).bounds
    for number, found in bounds.items():
        assert (seen.low[number], seen.high[number]) == (found.least, found.greatest)
    again = attacked(one, seen)
    assert again.bounds == bounds


@pytest.mark.parametrize("enough", [0, 1, 2, 4])
def test_it_stops_where_enough_values_were_seen(enough: int) -> None:
    """It may pass by more on its way, but it asks no further."""
    more = 0
    for seed in range(30):
        one = drawn(seed)
        proved = known_of(one.system).attack(
            one.system, one.low, one.high, [0], Seen(one.system), np.full(6, enough)
        )
        bounds, values = proved.bounds[0], one.possible[:, 0]
        if not enough:
            assert bounds.least == bounds.greatest == one.system.variables[0].exact
        assert bounds.greatest - bounds.least >= min(enough, np.ptp(values) - 1)
        more += bounds.greatest - bounds.least > enough
    assert more <= 6


def test_counts_that_have_nothing_to_do_with_persons_are_left_to_others() -> None:
    """Two counts of rows that only each other tie; a third is tied to one of persons."""
    variables = [Variable(3), Variable(2), Variable(5), Variable(4)]
    system = System(
        variables=variables,
        row=np.array([0, 0, 1, 1]), column=np.array([1, 2, 0, 3]),
        factor=np.array([1.0, 1, 1, -1]), least=np.array([0.0, -9]), most=np.array([9.0, 9]),
        at={}, people=People(csr_array(np.ones((1, 1))), np.array([3]), np.array([0])), given=2,
    )  # fmt: skip
    known = known_of(system)
    assert [known.is_known(number) for number in range(4)] == [True, False, False, True]
