"""The hand-worked cases, each by name, against the oracle."""

import pytest

from . import oracle
from .cases import load_cases, run_cases

CASES = load_cases()


def by_oracle(tables, delivered_on, settings):
    return oracle(tables, delivered_on=delivered_on, **settings).outcomes


@pytest.fixture(scope="module")
def differences():
    found = {}
    for case, text in run_cases(by_oracle):
        found.setdefault(case.name, []).append(text)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hand_worked_case(case, differences):
    assert differences.get(case.name, []) == [], case.why


def test_there_are_enough_cases():
    assert len(CASES) >= 300
