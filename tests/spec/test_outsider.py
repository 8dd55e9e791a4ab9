"""Five values stay possible for each hidden count, by an outsider who reckons with whole persons.

`tests.support.outsider` shares nothing with the release but what is published and what it means.
"""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hertoets.findings import Findings
from hertoets.findings.sets import Value, persons
from hertoets.release import Release, load_policy, released

from tests.support.invented import cells, crossed, crossing, findings_of, listed, parts
from tests.support.outsider import Outsider
from tests.support.small_runs import compared, found_in

POLICY = load_policy()
DOWN, ALONG = ("r0", "r1", "r2"), ("k0", "k1", "k2", "k3")


def exposed(findings: Findings, release: Release) -> list[tuple[int, float, float]]:
    """Exact, least and greatest of the hidden counts that keep too few values."""
    found = Outsider(findings, release, POLICY).exposed(POLICY.options)
    return [(exact, low, high) for _, exact, low, high in found]


def drawn(seed: int) -> Findings:
    """Persons of every kind there may be, published in tables and figures that overlap."""
    draws = np.random.default_rng(seed)
    people: list[tuple[int, dict[str, Value]]] = []
    for down, along, wrong, january in product(
        DOWN, ALONG, ("yes", "unknown", "no"), ("yes", "no")
    ):
        if january == "yes" and wrong == "no":
            continue
        number = int(draws.geometric(0.4) - 1) if draws.random() < 0.8 else int(draws.integers(40))
        told = {"down": down, "along": along, "wrong_notice": wrong, "january": january}
        people.append((number, told))
    january, wrong = ({name: ("yes",)} for name in ("january", "wrong_notice"))
    may = {"wrong_notice": ("yes", "unknown")}
    figures = {
        "wrong_notice": (persons(wrong), persons(may)),
        "wrong_notice_january": (persons(january | wrong), persons(january | may)),
    }
    tables = crossed("t", DOWN, ALONG), listed("een", "wrong_notice", ["yes", "unknown", "no"])
    return findings_of(people, *tables, listed("twee", "along", ALONG[:2]), figures=figures)


@pytest.mark.parametrize("seed", range(12))
def test_five_values_stay_possible_in_tables_and_figures_that_overlap(seed: int) -> None:
    findings = drawn(seed)
    assert not exposed(findings, released(findings, POLICY))


@pytest.mark.parametrize("seed", range(25))
def test_five_values_stay_possible_in_a_table_of_small_numbers(seed: int) -> None:
    numbers = np.random.default_rng(seed).choice([0, 1, 2, 9, 10, 12, 13, 22], (3, 4)).tolist()
    findings = findings_of(cells(numbers), crossing("t", numbers))
    assert not exposed(findings, released(findings, POLICY))


def test_five_values_stay_possible_in_a_small_run() -> None:
    """Whoever is in another extract might have been in this one.

    Of a hundred persons more counts are hidden than of twice as many, in a fifth of the time.
    """
    findings = found_in(100, 1)
    others = compared(200, 99)[0].profiles
    outsider = Outsider(findings, released(findings, POLICY), POLICY, others)
    assert next(outsider.exposed(POLICY.options), None) is None


def test_the_outsider_sees_what_a_total_tells() -> None:
    """13 and 14 are shown as 15 and 15: from 1 to 4 are left where the 13 is not withheld."""
    findings = findings_of(parts(13, 1), listed("t", "part", ["r0", "r1"]))
    release = released(findings, POLICY)
    assert not exposed(findings, release)
    table = release.tables["t"]
    table = replace(table, rows=(("r0", 15), *table.rows[1:]))
    assert exposed(findings, replace(release, tables={"t": table})) == [(1, 1, 4)]
