"""Whatever the truth about what is in doubt, what is said without it stays true."""

import random

import polars as pl
import pytest

from tests.property.compatible import differing
from tests.support.doubts import Truth, drawn, judged, random_doubts

PERSONS = 120
TRUTHS = 3


@pytest.mark.parametrize("seed", range(500, 510))
def test_no_truth_differs_from_what_is_known_with_it_in_doubt(seed: int) -> None:
    comparison, rng = drawn(seed, PERSONS), random.Random(seed)
    doubts = random_doubts(rng, comparison.extract)
    basis = comparison.with_doubts(doubts).basis
    truth = Truth(rng, comparison.extract, comparison.settings.known_on)
    assert list(differing(basis, comparison)) == []
    for _ in range(TRUTHS):
        other = judged(comparison, truth.drawn(doubts))
        assert list(differing(basis, other)) == []


def test_something_is_known_of_most_who_are_in_doubt() -> None:
    """An answer that is always unknown is never wrong; that is not what is wanted."""
    found = []
    for seed in range(500, 506):
        comparison, rng = drawn(seed, PERSONS), random.Random(seed)
        doubts = random_doubts(rng, comparison.extract)
        doubted = comparison.with_doubts(doubts).doubted
        assert doubted is not comparison.people
        names = ("notice", "standing", "publication", "obliged", "duty_wi2013", "planned", "lent")
        found.append(doubted.told.filter("in_doubt").select(pl.col(names).cast(pl.String)))
    some = pl.concat(found)
    assert len(some) > PERSONS
    for column in some.iter_columns():
        assert (column != "unknown").mean() > 0.5, column.name
