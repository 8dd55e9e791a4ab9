"""Persons counted by what they are alike in are the persons judged one by one (contract, section 4)."""

from collections import Counter
from typing import Any

import polars as pl
import pytest
from hertoets.outcomes import Comparison

from tests.differential.rooms import compared
from tests.oracle.cases import load_cases, tables_of
from tests.oracle.schema import READINGS

ALIKE_IN = (
    "group", "notice", "regime_stated", "regime", "outcome", "duty", "start_shift_days",
    "start_class", "term_class", "wrong_notice", "told_without_duty", "in_cohort", "breach",
    "informed", "reception_kind", "waited", "waited_days", "waiting", "certainty",
    "regime_by_choice", "cohort_month",
)  # fmt: skip


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compared(tables_of(load_cases()), None, {})


@pytest.mark.parametrize("reading", READINGS)
def test_a_crowd_counts_the_persons_who_are_alike(reading: str, comparison: Comparison) -> None:
    persons = pl.from_pandas(comparison.under(reading))
    lawful = pl.when(pl.col("regime") == "wi2013").then("start")
    month = pl.coalesce("start_stated", lawful).dt.month_start()
    expected = Counter(persons.with_columns(cohort_month=month).select(ALIKE_IN).iter_rows())
    crowd = comparison.crowds(ALIKE_IN)[reading]
    found: dict[tuple[Any, ...], int] = {row[:-1]: row[-1] for row in crowd.iter_rows()}
    assert len(found) == crowd.height
    assert found == expected


def test_a_crowd_counts_rows_of_persons_in_their_stead(comparison: Comparison) -> None:
    beside = pl.DataFrame({"person": [2, 0, 2], "mark": ["a", "b", "a"]})
    regimes = comparison.under("notice")["regime"]
    crowd = comparison.crowds(["regime"], beside, ["notice"])["notice"]
    found = {row[:-1]: row[-1] for row in crowd.iter_rows()}
    assert found == {(regimes[2], "a"): 2, (regimes[0], "b"): 1}
