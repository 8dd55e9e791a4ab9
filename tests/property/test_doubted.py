"""Whatever the truth about what is in doubt, what is said without it stays true."""

import random
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hertoets.extract import Extract, read_extract
from hertoets.outcomes import Comparison, Settings, compare
from hertoets.outcomes.people import outcomes_of

from tests.differential.rooms import LAW
from tests.oracle.fuzz import random_delivery, random_extract, random_settings, write_csv
from tests.property.compatible import differing
from tests.support.doubts import Truth, random_doubts

PERSONS = 120
TRUTHS = 3


def drawn(seed: int, persons: int = PERSONS) -> Comparison:
    """The random extract of a seed, with the settings of the seed."""
    tables, delivered = random_extract(seed, persons), random_delivery(seed)
    with tempfile.TemporaryDirectory() as folder:
        extract = read_extract(write_csv(tables, Path(folder) / "extract", delivered))
    return compare(extract, LAW, Settings(**random_settings(seed)))


def judged(comparison: Comparison, extract: Extract) -> Comparison:
    """Another extract, on the same day and with the same settings."""
    people = outcomes_of(extract.tables, LAW, comparison.settings)
    return Comparison(extract, LAW, comparison.settings, people)


@pytest.mark.parametrize("seed", range(500, 510))
def test_no_truth_differs_from_what_is_known_with_it_in_doubt(seed: int) -> None:
    comparison, rng = drawn(seed), random.Random(seed)
    doubts = random_doubts(rng, comparison.extract)
    basis = comparison.with_doubts(doubts).basis
    truth = Truth(rng, comparison.extract, comparison.settings.known_on)
    assert list(differing(basis, comparison)) == []
    for _ in range(TRUTHS):
        other = judged(comparison, truth.drawn(doubts))
        assert list(differing(basis, other)) == []


def test_something_is_known_of_most_who_are_in_doubt() -> None:
    """An answer that is always unknown is never wrong; that is not what is wanted."""
    comparison, rng = drawn(500), random.Random(500)
    doubts = random_doubts(rng, comparison.extract)
    doubted = comparison.with_doubts(doubts).doubted
    assert doubted is not comparison.people
    in_doubt = pl.col("in_doubt")
    some = doubted.told.filter(in_doubt)
    assert len(some) > PERSONS / 4
    for column in ("notice", "standing", "publication", "obliged", "duty_wi2013"):
        assert (some[column].cast(pl.String) != "unknown").mean() > 0.5, column
