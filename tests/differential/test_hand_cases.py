"""The table of hand-worked cases, against the rooms."""

from dataclasses import replace
from functools import cache

import pytest

from tests.differential.rooms import by_rooms
from tests.oracle.cases import Case, group_of, load_cases, run_cases

CASES = load_cases()


def told_by_the_rooms(case: Case) -> dict[str, str]:
    """What the rooms have a word for; the start under the Wi2021 gives no term there."""
    left_out = {f"term_end_{name}" for name in ("notice",)}
    return {
        column: value
        for column, value in case.expected.items()
        if column not in left_out and not _term_under_wi2021(case, column)
    }


def _term_under_wi2021(case: Case, column: str) -> bool:
    reading = column.removeprefix("term_end_")
    return reading != column and case.expected.get(f"regime_{reading}") == "wi2021"


@cache
def differences(judged_together: str) -> dict[str, list[str]]:
    """What differs, by case, of those that are judged in one extract."""
    together = [case for case in CASES if group_of(case) == judged_together]
    asked = [replace(case, expected=told_by_the_rooms(case)) for case in together]
    found: dict[str, list[str]] = {}
    for case, text in run_cases(by_rooms, asked):
        found.setdefault(case.name, []).append(text)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hand_worked_case(case: Case) -> None:
    assert differences(group_of(case)).get(case.name, []) == [], case.why


def test_nearly_every_expectation_is_asked_of_the_rooms() -> None:
    every = sum(len(case.expected) for case in CASES)
    assert sum(len(told_by_the_rooms(case)) for case in CASES) > 0.95 * every
