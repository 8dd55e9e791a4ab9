"""Planted faults are found, and the bounds hold the truth: `make accuracy` on a smaller extract."""

import re

import pytest
from hertoets.findings import load_definitions
from hertoets.quality import load_expectations
from hertoets.synth.faults import known_kinds, record_faults

from benchmarks.caught import every_fault, plan
from benchmarks.measuring import Measured, measure_seeds
from benchmarks.page import PAGE, RECALL, as_markdown, misses

PERSONS, SEEDS = 6_000, (105, 108)
"""With fewer persons a lost month does not show; with these seeds every fault is planted."""


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure_seeds(SEEDS, PERSONS)


MADE_BY_OTHERS = {"Q12", "Q14", "Q16", "Q17", "Q18", "Q19", "Q20"}
"""Kinds that stand in the ledger under the faults of the records that make them."""

SEEN = [name for name in every_fault() if name not in MADE_BY_OTHERS | plan().hidden.keys()]


@pytest.mark.parametrize("fault", SEEN)
def test_every_fault_that_can_be_seen_is_caught(measured: Measured, fault: str) -> None:
    tally = measured.faults[fault]
    assert tally.recall is not None, "none was planted"
    assert tally.recall >= RECALL, f"{tally.caught} of {tally.planted}"


@pytest.mark.parametrize("figure", [n for n in load_definitions() if n not in plan().as_delivered])
def test_the_bounds_of_every_figure_hold_the_truth_under_every_reading(
    measured: Measured, figure: str
) -> None:
    found = measured.figures[figure]
    assert found.missed == [], dict(found.causes)


def test_hardly_anyone_has_another_outcome_than_the_true_one(measured: Measured) -> None:
    people = sum(measured.outcomes.values())
    assert people == pytest.approx(len(SEEDS) * PERSONS, rel=0.01)
    assert measured.outcomes["same"] > 0.94 * people
    # What is left are rows lost, set aside, or split from their person.
    assert measured.outcomes["other"] < 0.02 * people


def test_misses_are_none_where_all_targets_are_met(measured: Measured) -> None:
    assert misses(measured) == []


def test_a_figure_beside_its_truth_is_told_as_a_miss() -> None:
    wrong = Measured(PERSONS, seeds=[1])
    from benchmarks.measuring import Figure

    wrong.figures["wrong_notice"] = Figure(missed=[(1, "publication", (3, 5), (6, 6))])
    assert misses(wrong) == ["wrong_notice (publication), seed 1: (3, 5) does not hold (6, 6)"]


def test_every_check_of_the_plan_exists() -> None:
    assert set(plan().faults) <= {entry.id for entry in load_expectations()}


def test_every_fault_of_the_plan_exists() -> None:
    named = {fault for faults in plan().faults.values() for fault in faults}
    named |= set(plan().hidden) | {blind.fault for blind in plan().blind}
    named |= {fault for blind in plan().blind for fault in blind.where}
    assert named <= set(every_fault())


def test_every_fault_has_a_check_or_a_reason_why_not() -> None:
    for fault in record_faults():
        assert plan().catchers(fault.id) or plan().hidden.get(fault.id), fault.id


def test_every_known_kind_has_a_check_by_itself_or_by_a_fault_that_makes_it() -> None:
    for kind in known_kinds():
        made = [fault.id for fault in record_faults() if kind.id in fault.what]
        assert any(plan().catchers(name) for name in (kind.id, *made)), kind.id
        assert made or kind.id not in MADE_BY_OTHERS, kind.id


def test_figures_without_a_true_value_exist() -> None:
    assert set(plan().as_delivered) <= set(load_definitions())


def tables(text: str) -> list[list[list[str]]]:
    """The rows of each table of a page, without the lines under the headings."""
    found: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        if line.startswith("| "):
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        elif found[-1]:
            found.append([])
    return [[row for row in table if row[0] != "---"] for table in found if table]


def test_the_page_has_the_tables_of_the_last_run() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert re.search(r"\*\*20 seeds of\s+12,000 persons\*\*", text)
    figures, faults, hidden, blind, checks, as_delivered = tables(text)
    for table in (figures, faults, hidden, blind, checks, as_delivered):
        assert len({len(row) for row in table}) == 1
    measured = [name for name in load_definitions() if name not in plan().as_delivered]
    assert [row[0].strip("`") for row in figures[1:]] == measured
    assert {fault.id for fault in record_faults()} <= {row[0] for row in faults[1:]}
    assert [row[0].strip("`") for row in checks[1:]] == list(plan().faults)


def test_the_page_is_written_by_the_bench(measured: Measured) -> None:
    headings = re.findall(r"^#+ .*$", as_markdown(measured), re.MULTILINE)
    assert headings == re.findall(r"^#+ .*$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
