"""Whatever follows by force between published sets is derived: nothing else may be reckoned with.

`tests.support.miner` enumerates what follows, apart from the release, and asks each of the system.
"""

from collections.abc import Callable

import pytest
from hertoets.findings import Findings
from hertoets.release import derived
from hertoets.release.system import Builder

from tests.support.invented import cells, crossing, findings_of, listed
from tests.support.miner import Mine
from tests.support.small_runs import found_in


def missing(findings: Findings, most: int = 5) -> list[str]:
    """What follows by force and is not derived, the first few."""
    mine, system = Mine(findings), Builder(findings).system()
    found = mine.missing(system)
    return [mine.told(one) for one, _ in zip(found, range(most), strict=False)]


def invented() -> Findings:
    """Persons of one table by two features, and beside it a table of each feature."""
    people = cells([[40, 3, 7], [5, 12, 1], [9, 0, 22]])
    down, along = [f"r{row}" for row in range(3)], [f"k{column}" for column in range(3)]
    tables = crossing("t", [[0, 0, 0]] * 3), listed("een", "down", down)
    return findings_of(people, *tables, listed("twee", "along", along[:2]))


def test_all_that_follows_among_invented_persons_is_derived() -> None:
    findings = invented()
    kinds = {one.kind for one in Mine(findings).forced()}
    assert kinds == {"contained", "two", "three", "family", "holds", "held"}
    assert not missing(findings)


@pytest.mark.parametrize(("persons", "seed"), [(200, 1), (400, 7)])
def test_all_that_follows_in_a_small_run_is_derived(persons: int, seed: int) -> None:
    findings = found_in(persons, seed)
    forced = list(Mine(findings).forced())
    assert len(forced) > 10_000
    assert not missing(findings)


FAULTS = ("_within_families", "_apart_by_families", "_contained", "_sums_of_two_and_three")


@pytest.mark.parametrize("family", FAULTS)
def test_a_family_of_relations_that_is_not_derived_is_noticed(
    family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = found_in(200, 1)
    monkeypatch.setattr(derived, family, lambda *_: [])
    assert missing(findings, most=1)


def test_a_relation_that_is_half_derived_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """That two sets hold no less than a third, but maybe more."""
    findings = invented()
    whole: Callable[..., derived.Row] = derived._sum

    def half(*terms: object, **ends: float) -> derived.Row:
        return whole(*terms, **{**ends, "most": float("inf")})

    monkeypatch.setattr(derived, "_sum", half)
    assert missing(findings, most=1)
