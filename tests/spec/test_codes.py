"""The codes that a column of the outcomes may hold are those that the hand-worked cases reach."""

import polars as pl
import pytest
from hertoets.facts.values import VALUES
from hertoets.outcomes.breach import BREACH
from hertoets.outcomes.choices import BY_CHOICE
from hertoets.outcomes.duty import DUTY
from hertoets.outcomes.informed import INFORMED
from hertoets.outcomes.repair import REPAIR
from hertoets.outcomes.situations import CERTAINTY, OUTCOMES
from hertoets.outcomes.told import START_CLASS, TERM_CLASS, YES_NO

from tests.oracle.cases import load_cases
from tests.oracle.schema import READINGS

CODES = {
    "start_class": START_CLASS,
    "term_class": TERM_CLASS,
    "wrong_notice": YES_NO,
    "told_without_duty": YES_NO,
    "in_cohort": YES_NO,
    "breach": BREACH,
    "regime_by_choice": BY_CHOICE,
    "duty": DUTY,
    "informed": INFORMED,
    "repair": REPAIR,
    "certainty": CERTAINTY,
    "outcome": OUTCOMES,
    **VALUES,
}
EMPTY_OR_NOT_MEASURED = {"-", "not_measured"}


@pytest.fixture(scope="module")
def expected() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for case in load_cases():
        for column, value in case.expected.items():
            name = "outcome" if column in {f"outcome_{r}" for r in READINGS} else column
            found.setdefault(name, set()).add(value)
    return found


@pytest.mark.parametrize("column", CODES)
def test_every_code_of_a_column_is_reached_by_a_case_and_no_other(
    column: str, expected: dict[str, set[str]]
) -> None:
    codes = CODES[column]
    may_be = {*(codes.categories if isinstance(codes, pl.Enum) else codes)}
    assert expected[column] - EMPTY_OR_NOT_MEASURED == may_be - EMPTY_OR_NOT_MEASURED
