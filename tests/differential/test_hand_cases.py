"""The hand-worked cases of the project, against the rooms: as `hertoets assure` asks them."""

from functools import cache

import pytest
from hertoets.run.assure import Assured, assure_cases
from hertoets.run.parameters import Parameters

from tests.oracle.cases import FOLDER, Case, load_cases

CASES = load_cases()


@cache
def assured(file: str) -> Assured:
    return assure_cases(FOLDER / file, Parameters())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hand_worked_case(case: Case) -> None:
    deviations = assured(case.file).deviations
    assert [f"{d.column}: {d.found}" for d in deviations if d.case == case.name] == [], case.why


def test_every_case_and_answer_is_asked() -> None:
    found = [assured(file) for file in {case.file for case in CASES}]
    assert sum(one.cases for one in found) == len(CASES) >= 300
    assert sum(one.answers for one in found) == sum(len(case.expected) for case in CASES)
