"""What Great Expectations counts itself: the same rows as our own way of looking finds."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hertoets.extract import Extract, read_extract
from hertoets.quality import Expectation, load_expectations
from hertoets.quality.assessing import run_checks
from hertoets.quality.kinds import KINDS
from hertoets.quality.look import Look
from hertoets.quality.marks import Measure, measure
from hertoets.quality.own_kinds import counted_by
from hertoets.synth import write_synthetic_extract

from tests.faults.test_expectations import FAULT, GIVEN
from tests.faults.tidy_extract import read_with

OWN = [entry for entry in load_expectations() if counted_by(entry) == "great_expectations"]
PLAIN = Expectation("own", "notices", "Is alles goed?", "wat fout is", "filled", "low", "note")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    folder = tmp_path_factory.mktemp("faulty") / "extract"
    write_synthetic_extract(folder, persons=3_000, seed=12)
    return read_extract(folder)


def both_ways(extract: Extract, entry: Expectation) -> tuple[Measure, Measure]:
    """What Great Expectations counts, and what our own kind does."""
    entry = replace(entry, least_persons=0)
    [result] = run_checks(extract, [entry]).results
    assert result.counted_by == "great_expectations"
    look = Look(extract)
    marks = KINDS[entry.kind](look, entry.table, **entry.arguments)
    ours = measure(look, entry.table, marks, entry.date_column)
    if result.measure is None:
        assert (result.state, ours.judged) == ("not_evaluable", 0)
        return ours, ours
    return result.measure, ours


def alike(one: Measure, other: Measure) -> None:
    for mine, its in zip(vars(one).values(), vars(other).values(), strict=True):
        if isinstance(mine, np.ndarray):
            assert mine.dtype == its.dtype
            assert mine.tolist() == its.tolist()
        else:
            assert mine == its


@pytest.mark.parametrize("entry", OWN, ids=lambda entry: entry.id)
def test_both_find_the_same_rows_in_an_extract_full_of_faults(
    entry: Expectation, faulty: Extract
) -> None:
    alike(*both_ways(faulty, entry))


@pytest.mark.parametrize("entry", OWN, ids=lambda entry: entry.id)
def test_both_find_its_own_fault(entry: Expectation, tmp_path: Path) -> None:
    extract = read_with(tmp_path / "extract", [*GIVEN.get(entry.id, []), *FAULT[entry.id]])
    found, ours = both_ways(extract, entry)
    assert found.rows
    alike(found, ours)


TWO = ["notice_date", "regime_stated"]
OLD_LAW = {"regime_stated": ["wi2013"]}


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        pytest.param("filled", {"columns": ["withdrawn_on"]}, id="an open column is not filled"),
        pytest.param("filled", {"columns": ["notice_date"], "where": OLD_LAW}, id="of some rows"),
        pytest.param(
            "filled",
            {"columns": ["notice_date"], "where": OLD_LAW | {"municipality_informed": ["GM0363"]}},
            id="of rows that meet two conditions",
        ),
        pytest.param("filled", {"columns": ["person_id"], "where": {}}, id="of all rows"),
        pytest.param("once", {"columns": TWO}, id="the first of each is no repetition"),
        pytest.param("once", {"columns": [], "where": OLD_LAW}, id="once a person, of some rows"),
        pytest.param(
            "within", {"column": "notice_date", "last": "2021-03-10"}, id="up to a day, included"
        ),
        pytest.param(
            "within",
            {"column": "notice_date", "first": "2021-03-10", "last": "2021-03-10"},
            id="on one day",
        ),
        pytest.param(
            "days_between",
            {"earlier": "start_stated", "later": "notice_date", "least": 1, "where": OLD_LAW},
            id="after, not on, the other date",
        ),
        pytest.param("delivered", {"columns": ["term_end_stated"]}, id="after the delivery"),
        pytest.param(
            "filled",
            {"columns": ["decision_date"], "where": {"temporary_purpose": [False]}},
            id="of rows in which something is not so",
        ),
    ],
)
def test_both_read_the_arguments_of_a_kind_alike(
    kind: str, arguments: dict[str, Any], faulty: Extract
) -> None:
    tables = {"person_id": "persons", "decision_date": "residence_rights"}
    [table] = {tables.get(name, "notices") for name in arguments.get("columns") or ["notice_date"]}
    entry = replace(PLAIN, kind=kind, table=table, arguments=arguments, date_column="")
    alike(*both_ways(faulty, entry))


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        pytest.param("filled", {"columns": TWO}, id="several columns"),
        pytest.param(
            "days_between",
            {"earlier": "start_stated", "later": "notice_date", "least": 0, "most": 7},
            id="how far apart",
        ),
        pytest.param(
            "days_between",
            {"earlier": "start_stated", "later": "notice_date", "least": 2},
            id="more than a day apart",
        ),
        pytest.param("within", {"column": "notice_date"}, id="no limit at all"),
        pytest.param("nationality_outside", {"codes": ["NLD"]}, id="another table's column"),
        pytest.param("apart", {"begins": "start_stated", "ends": "term_end_stated"}, id="spells"),
    ],
)
def test_what_is_no_kind_of_great_expectations_is_counted_here(
    kind: str, arguments: dict[str, Any], faulty: Extract
) -> None:
    entry = replace(PLAIN, kind=kind, arguments=arguments)
    [result] = run_checks(faulty, [entry]).results
    assert counted_by(entry) == result.counted_by == "hertoets"
    assert result.measure is not None


def test_there_are_a_score_of_them_over_all_tables_that_are_asked_after() -> None:
    assert len(OWN) >= 25
    assert len({entry.table for entry in OWN}) == 13


def test_no_value_comes_back_from_great_expectations(
    faulty: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hertoets.quality.context import Context

    seen: list[Any] = []
    validate = Context.validate

    def look_on(self: Context, name: str, *given: Any, **told: Any) -> dict[str, Any]:
        results = validate(self, name, *given, **told)
        seen.extend(result.result for result in results.values() if name != "counts")
        return results

    monkeypatch.setattr(Context, "validate", look_on)
    run_checks(faulty, OWN)
    assert len(seen) == len(OWN)
    values = {"unexpected_list", "partial_unexpected_list", "partial_unexpected_counts"}
    assert not [told for told in seen if values & set(told) or "unexpected_index_query" in told]
    assert {tuple(told) for one in seen for told in one["unexpected_index_list"]} == {("row",)}
