"""The hand-worked cases of the project, against the rooms: as `hertoets assure` asks them."""

from functools import cache

import pytest
from hertoets.run.assure import Assured, assure_cases
from hertoets.run.parameters import Parameters

from tests.oracle.cases import FOLDER, Case, load_cases

CASES = load_cases()


@cache
def assured() -> Assured:
    return assure_cases(FOLDER, Parameters())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hand_worked_case(case: Case) -> None:
    found = [f"{one.column}: {one.found}" for one in assured().deviations if one.case == case.name]
    assert found == [], case.why


def test_every_case_and_answer_is_asked() -> None:
    assert assured().cases == len(CASES) >= 300
    assert assured().answers == sum(len(case.expected) for case in CASES)
