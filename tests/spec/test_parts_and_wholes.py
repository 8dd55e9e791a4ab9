"""One basis: a part is never more than its whole, divisions add up, doubts alone move a figure.

Over an invented extract with planted faults, and over the persons who might have been (contract,
section 5). Nothing here is listed: what lies in what follows from who belongs.
"""

from itertools import permutations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hertoets.extract import read_extract
from hertoets.findings import Basis, Counted, Definition, Findings, find, load_definitions
from hertoets.findings.model import TOTAL_ROW
from hertoets.findings.sets import PersonSet
from hertoets.law import load_law
from hertoets.outcomes import Comparison, Settings, compare
from hertoets.quality import Assessment, assess

READINGS = tuple(load_law(None).readings)
OF_PERSONS = {name: one for name, one in load_definitions().items() if one.who is not None}
HEADLINE = Settings().headline
Mask = npt.NDArray[np.bool_]


@pytest.fixture(scope="module")
def assessment(full_extract: Path) -> Assessment:
    return assess(read_extract(full_extract))


@pytest.fixture(scope="module")
def comparison(full_extract: Path, assessment: Assessment) -> Comparison:
    compared = compare(read_extract(full_extract), load_law(None), Settings())
    return compared.with_doubts(assessment.doubts)


@pytest.fixture(scope="module")
def found(comparison: Comparison, assessment: Assessment) -> Findings:
    return find(comparison, assessment)


@pytest.fixture(scope="module")
def basis(found: Findings) -> Basis:
    assert found.basis is not None
    return found.basis


def mask(basis: Basis, counted: Counted) -> Mask:
    """The profiles that a figure of persons counts."""
    [(factor, base)] = counted.terms
    assert factor == 1
    assert isinstance(base, PersonSet)
    return basis.mask(base)


def lies_in(part: Mask, whole: Mask) -> bool:
    return not (part & ~whole).any()


def sides(basis: Basis, one: Definition, reading: str) -> tuple[Mask, Mask]:
    return mask(basis, one.surely(reading)), mask(basis, one.at_most(reading))


@pytest.mark.parametrize("reading", READINGS)
def test_of_any_two_figures_a_part_is_never_more_than_its_whole(
    reading: str, found: Findings, basis: Basis
) -> None:
    masks = {name: sides(basis, one, reading) for name, one in OF_PERSONS.items()}
    pairs = 0
    for part, whole in permutations(OF_PERSONS, 2):
        inside = [lies_in(masks[part][side], masks[whole][side]) for side in (0, 1)]
        if all(inside):
            pairs += 1
            ours, theirs = (found.findings[name].by_reading[reading] for name in (part, whole))
            assert ours[0] <= theirs[0], (part, whole)  # type: ignore[operator]
            assert ours[1] <= theirs[1], (part, whole)  # type: ignore[operator]
    assert pairs > len(OF_PERSONS)


@pytest.mark.parametrize("name", [n for n, one in OF_PERSONS.items() if one.within in OF_PERSONS])
def test_who_belongs_to_a_part_belongs_to_its_whole_for_sure_and_perhaps(
    name: str, basis: Basis
) -> None:
    """Whoever there is and whoever there might be, under every reading and by the records."""
    part = OF_PERSONS[name]
    whole = OF_PERSONS[str(part.within)]
    for reading in READINGS:
        for ours, theirs in zip(
            sides(basis, part, reading), sides(basis, whole, reading), strict=True
        ):
            assert lies_in(ours, theirs), reading
    for ask in (Definition.surely, Definition.at_most):
        ours, theirs = (mask(basis, ask(one, HEADLINE, doubted=False)) for one in (part, whole))
        assert lies_in(ours, theirs)


@pytest.mark.parametrize("name", OF_PERSONS)
def test_who_surely_belongs_may_belong(name: str, basis: Basis) -> None:
    for reading in READINGS:
        assert lies_in(*sides(basis, OF_PERSONS[name], reading))


@pytest.mark.parametrize("name", OF_PERSONS)
def test_the_records_say_otherwise_only_of_who_is_in_doubt(
    name: str, basis: Basis, assessment: Assessment
) -> None:
    in_doubt = np.unique(np.concatenate([doubt.persons for doubt in assessment.doubts]))
    assert 0 < len(in_doubt) < len(basis.person_ids)
    for ask in (Definition.surely, Definition.at_most):
        said, recorded = (
            mask(basis, ask(OF_PERSONS[name], HEADLINE, doubted=doubted))
            for doubted in (True, False)
        )
        moved = np.flatnonzero((said != recorded)[basis.profiles.of_persons])
        assert set(moved.tolist()) <= set(in_doubt.tolist())


def test_without_doubts_the_records_say_what_every_figure_says(full_extract: Path) -> None:
    plain = find(compare(read_extract(full_extract), load_law(None), Settings()))
    for name, finding in plain.findings.items():
        assert finding.records == (finding.lower, finding.upper), name


DIVISIONS = {
    column: [name for name, one in OF_PERSONS.items() if set(one.who or {}) == {column}]
    for column in ("repair", "certainty")
}


@pytest.mark.parametrize("reading", READINGS)
def test_the_steps_of_the_repair_add_up_with_one_undecided_remainder(
    reading: str, found: Findings, basis: Basis
) -> None:
    steps = [found.findings[name].by_reading[reading] for name in DIVISIONS["repair"]]
    assert len(steps) == 7
    remainder = {most - least for least, most in steps}  # type: ignore[operator]
    assert len(remainder) == 1
    assert sum(least for least, _ in steps) + remainder.pop() == len(basis.person_ids)  # type: ignore[misc]


def test_certain_dependent_and_unknown_add_up_to_everyone(found: Findings, basis: Basis) -> None:
    lowest = {name: found.findings[name].lower for name in DIVISIONS["certainty"]}
    assert sum(map(int, lowest.values())) == len(basis.person_ids)  # type: ignore[arg-type]
    unknown = lowest["certainty_unknown"]
    for name in ("certain", "reading_dependent"):
        assert found.findings[name].upper == lowest[name] + unknown  # type: ignore[operator]


def test_the_cells_of_every_division_add_up_to_its_total(found: Findings) -> None:
    """Along each row with a total at its end, and down each column with a total below."""
    along = down = 0
    for table in found.tables.values():
        names = [column.name for column in table.columns]
        counts = [place for place, column in enumerate(table.columns) if column.kind == "count"]
        if "total" in names:
            whole = names.index("total")
            parts = [place for place in counts if place != whole]
            for row in table.rows:
                assert row[whole] == sum(row[place] for place in parts), table.id  # type: ignore[misc]
                along += 1
        if table.keys and table.keys[-1] == TOTAL_ROW:
            for place in counts:
                cells = [row[place] for row in table.rows]
                if None not in cells:
                    assert cells[-1] == sum(cells[:-1]), (table.id, names[place])  # type: ignore[arg-type]
                    down += 1
    assert along > 40
    assert down > 30


def test_every_table_of_all_persons_holds_all_persons(found: Findings, basis: Basis) -> None:
    everyone = len(basis.person_ids)
    for name in ("certainty", "wrong_notice_by_group", "term_class_by_group", "breach", "informed"):
        assert found.tables[name].rows[-1][found.tables[name].position("total")] == everyone, name
    for name in ("situations", "rules"):
        table = found.tables[name]
        place = table.position("persons")
        assert sum(int(row[place] or 0) for row in table.rows) == everyone, name
    readings = found.tables["readings"]
    assert {row[-1] for row in readings.rows} == {everyone}


def test_one_word_has_one_value_wherever_it_stands(found: Findings) -> None:
    """*Zeker* and *niet vast te stellen* of the tables are the bounds of the figures."""
    figures = found.findings
    certainty, breach = found.tables["certainty"].rows[-1], found.tables["breach"]
    at = found.tables["certainty"].position
    assert certainty[at("certain")] == figures["certain"].lower
    assert certainty[at("unknown")] == figures["certainty_unknown"].lower
    wrong = found.tables["wrong_notice_by_group"]
    last = wrong.rows[-1]
    assert last[wrong.position("yes")] == figures["wrong_notice"].lower
    assert last[wrong.position("unknown")] == (
        int(figures["wrong_notice"].upper or 0) - int(figures["wrong_notice"].lower or 0)
    )
    seen = [breach.rows[-1][breach.position(name)] for name in ("viewed", "visible")]
    assert sum(map(int, seen)) == figures["breach_persons"].lower  # type: ignore[arg-type]
    waited = found.tables["waiting_by_group"]
    assert waited.rows[-1][waited.position("waited")] == figures["waited_persons"].lower
    cohort = found.tables["cohort_by_group"]
    assert cohort.rows[-1][cohort.position("persons")] == figures["cohort_size"].lower
    months = found.tables["cohort_by_month"]
    for name, figure in {"persons": "cohort_size", "late": "cohort_start_late"}.items():
        place = months.position(name)
        assert sum(int(row[place] or 0) for row in months.rows) == figures[figure].lower
    shift = found.tables["start_shift"]
    assert shift.rows[-1][shift.position("total")] == figures["cohort_start_shift_known"].lower
    duty = found.tables["told_without_duty_by_duty"]
    assert duty.rows[-1][duty.position("persons")] == figures["told_without_duty"].lower
    offer = found.tables["offer_by_group"]
    assert offer.rows[-1][offer.position("reached")] == figures["choices_offered_to_wronged"].lower
    assert offer.rows[-1][offer.position("missed")] == figures["wronged_without_offer"].lower
