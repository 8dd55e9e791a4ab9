"""Three answers kept apart, no network, nobody's values, and what a failed check does."""

import os
import socket
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hertoets.extract import Extract, read_extract
from hertoets.findings import find, load_definitions
from hertoets.quality import Assessment, CheckResult, Expectation, assess, load_expectations
from hertoets.quality.assessing import run_checks
from hertoets.quality.kinds import KINDS
from hertoets.quality.marks import Marks, Measure
from hertoets.release.system import build_system
from hertoets.run import Parameters, compute_into
from hertoets.synth import write_synthetic_extract
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.faults.tidy_extract import read_with, set_
from tests.handmade import Handmade, access, lawful, people

PLAIN = Expectation("own", "notices", "Is alles goed?", "filled", "low", "note")
KNOWN = replace(PLAIN, arguments={"columns": ["notice_date"]})


@pytest.fixture(scope="module")
def tidy(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    return read_with(tmp_path_factory.mktemp("tidy") / "extract")


@pytest.fixture(scope="module")
def faulted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faulted") / "extract"
    write_synthetic_extract(folder, persons=700, seed=11)
    return folder


def one(extract: Extract, entry: Expectation) -> CheckResult:
    [result] = run_checks(extract, [entry]).results
    return result


def test_it_runs_with_every_connection_refused(
    faulted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def refuse(*where: object, **_kept: object) -> None:
        tried.append(where)
        raise OSError("no network here")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    results = assess(read_extract(faulted)).results
    assert {result.state for result in results} == {"passed", "failed", "not_evaluable"}
    assert tried == []


def test_the_analytics_of_great_expectations_are_off(tidy: Extract) -> None:
    run_checks(tidy, [KNOWN])
    import great_expectations

    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
    context = great_expectations.get_context(mode="ephemeral")
    assert not context.variables.config.analytics_enabled


def test_results_keep_the_order_of_the_files(faulted: Path) -> None:
    results = assess(read_extract(faulted)).results
    assert [result.id for result in results] == [entry.id for entry in load_expectations()]


def test_a_check_that_breaks_is_no_failed_check_and_tells_no_value(
    tidy: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_named: object) -> Marks:
        raise ValueError("P12345 was born on 1990-05-15")

    monkeypatch.setitem(KINDS, "filled", broken)
    result = one(tidy, KNOWN)
    assert result.state == "not_evaluable"
    assert result.reason_nl == "de controle liep vast (ValueError)"
    assert result.rows is None


def test_a_check_that_great_expectations_cannot_judge_is_no_failed_check(
    tidy: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A text cannot be held against two limits: Great Expectations raises, and says so in its result.
    monkeypatch.setattr(
        "hertoets.quality.judging.value_of", lambda _entry, _found: {"no": "number"}
    )
    result = one(tidy, KNOWN)
    assert (result.state, result.reason_nl) == (
        "not_evaluable",
        "Great Expectations gaf geen oordeel",
    )


def test_without_rows_to_judge_nobody_can_say(tidy: Extract) -> None:
    result = one(
        tidy,
        replace(KNOWN, arguments={"columns": ["notice_date"], "where": {"regime_stated": ["x"]}}),
    )
    assert (result.state, result.reason_nl) == (
        "not_evaluable",
        "er zijn geen rijen, of te weinig, om iets over te zeggen",
    )


def test_without_the_day_of_delivery_nobody_can_say_what_lies_after_it(tmp_path: Path) -> None:
    extract = read_with(tmp_path / "extract", delivered_on="")
    entry = replace(PLAIN, kind="delivered", arguments={"columns": ["notice_date"]})
    assert one(extract, entry).state == "not_evaluable"


@pytest.mark.parametrize(
    ("limits", "state"),
    [
        pytest.param({"at_most": 1}, "passed", id="as many as accepted"),
        pytest.param({"at_most": 0}, "failed", id="one more than accepted"),
        pytest.param({"at_most": None, "at_most_share": 1 / 64}, "passed", id="share accepted"),
        pytest.param({"at_most": None, "at_most_share": 1 / 65}, "failed", id="share too great"),
    ],
)
def test_a_limit_is_still_accepted(limits: dict[str, Any], state: str, tmp_path: Path) -> None:
    extract = read_with(tmp_path / "extract", [set_("notices", "A2021-03", notice_date="")])
    result = one(extract, replace(KNOWN, **limits))
    # One of 64 notices has no date; it is told, whether that is accepted or not.
    assert (result.state, result.rows, result.judged) == (state, 1, 64)


def test_wrong_rows_are_counted_by_month_and_persons_in_their_first(tmp_path: Path) -> None:
    copied = [
        set_("notices", name, start_stated=day)
        for name, day in (("A2021-03", "2021-03-10"), ("A2021-05", "2021-05-10"))
    ]
    extract = read_with(tmp_path / "extract", copied)
    [entry] = [each for each in load_expectations() if each.id == "notices_start_not_copied"]
    result = one(extract, entry)
    assert result.by_month == {"2021-03": 1, "2021-05": 1}
    assert result.measure is not None
    assert result.measure.persons_by_month == {"2021-03": 1, "2021-05": 1}
    assert result.measure.judged_by_month["2021-04"] == 2


def test_no_value_of_a_person_stands_outside_protected(faulted: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    out.mkdir()
    compute_into(faulted, out, Parameters())
    extract = read_extract(faulted)
    keys = {
        key
        for table, column in (
            ("persons", "person_id"),
            ("residence_rights", "right_id"),
            ("notices", "notice_id"),
        )
        for key in extract.tables[table][column]
    } | set(extract.set_aside["key"])
    published = [
        path for path in out.rglob("*") if path.is_file() and "protected" not in path.parts
    ]
    assert published
    assert (out / "protected" / "quality.parquet").is_file()
    for path in published:
        text = path.read_text(encoding="utf-8")
        assert not [key for key in keys if len(key) > 6 and key in text], path


def widening(finding: str, *persons: int, hides: bool = False) -> CheckResult:
    """A failed check that puts these persons in doubt for one figure."""
    numbers = np.array(persons, dtype=np.int32)
    entry = replace(PLAIN, consequence="widen", findings=(finding,), hides=hides)
    return CheckResult(entry, "failed", measure=Measure(9, len(persons), numbers))


def bounds(comparison: Handmade, assessment: Assessment | None, name: str) -> tuple[Any, Any]:
    finding = find(comparison, assessment).findings[name]  # type: ignore[arg-type]
    return finding.lower, finding.upper


WRONG = people(2, wrong_notice="yes") + people(1, wrong_notice="unknown") + people(3)


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        pytest.param((), (2, 3), id="nothing failed"),
        pytest.param((widening("wrong_notice", 0),), (1, 3), id="a sure one becomes possible"),
        pytest.param((widening("wrong_notice", 2),), (2, 3), id="a possible one stays possible"),
        pytest.param((widening("wrong_notice", 5),), (2, 4), id="one left out becomes possible"),
        pytest.param(
            (widening("wrong_notice", 0, 5), widening("wrong_notice", 5)),
            (1, 4),
            id="two checks on one person count once",
        ),
        pytest.param(
            (widening("wrong_notice", 0, 5, hides=True),),
            (2, 4),
            id="who may be missing is no less sure where they are counted",
        ),
        pytest.param((widening("missing_notice", 0, 5),), (2, 3), id="another figure's doubt"),
        pytest.param(
            (replace(widening("wrong_notice", 0), state="passed"),),
            (2, 3),
            id="a check that passed",
        ),
        pytest.param(
            (
                CheckResult(
                    replace(PLAIN, findings=("wrong_notice",)),
                    "failed",
                    measure=Measure(9, 1, np.array([0], dtype=np.int32)),
                ),
            ),
            (2, 3),
            id="a check that only notes",
        ),
    ],
)
def test_a_failed_check_moves_persons_into_the_undecided_part(
    results: tuple[CheckResult, ...], expected: tuple[int, int]
) -> None:
    assert bounds(Handmade(WRONG), Assessment(results), "wrong_notice") == expected


def test_the_table_tells_the_bounds_before_and_after() -> None:
    found = find(Handmade(WRONG), Assessment((widening("wrong_notice", 0, 5),)))  # type: ignore[arg-type]
    [row] = found.tables["quality_effect"].rows
    assert row[1:7] == (2, 1, 1, 3, 4, 1)
    assert found.tables["quality"].rows[0][:3] == ("own", "Is alles goed?", "niet gehaald")
    summary = {row[0]: row[1:] for row in found.tables["quality_summary"].rows}
    assert summary["notices"] == ("1", "0", "0")


def test_an_amount_follows_the_doubt_about_its_persons() -> None:
    comparison = Handmade(people(3, group="asylum"), money=[("GM0363", 2, 3, 4)])
    comparison.extract.tables["registrations"] = registered(
        "2021-05-01", "2021-06-01", "2020-05-01"
    )
    doubt = Assessment((widening("guidance_difference_persons", 0, 2),))
    # Person 0 registered in the window, person 2 before it: only the first can change a count.
    assert bounds(comparison, None, "guidance_difference_persons") == (1, 2)
    assert bounds(comparison, doubt, "guidance_difference_persons") == (0, 3)
    assert bounds(comparison, doubt, "guidance_difference_euro") == (0, 3 * 2370)


def registered(*days: str) -> pl.DataFrame:
    dates = [date.fromisoformat(day) for day in days]
    return pl.DataFrame({"person": range(len(days)), "valid_from": dates})


def test_a_municipality_seen_only_with_a_doubted_person_is_not_sure() -> None:
    seen = access([("p0000", "GM0363"), ("p0001", "GM0344"), ("p0002", "GM0599")])
    comparison = Handmade(people(2, breach="visible") + people(1, breach="no"), access=seen)
    assert bounds(comparison, None, "breach_municipalities") == (2, 2)
    doubt = Assessment((widening("breach_municipalities", 1, 2),))
    assert bounds(comparison, doubt, "breach_municipalities") == (1, 3)


NUMBERS = st.lists(st.integers(0, 11), max_size=12, unique=True)
COUNTED = [name for name, entry in load_definitions().items() if entry.unit != "dagen"]
KINDS_OF_PERSON = st.fixed_dictionaries(
    {
        "group": st.sampled_from(["asylum", "family", "unknown"]),
        "notice": st.sampled_from(["before", "after", "unknown", "no_notice"]),
        "regime": st.sampled_from(["wi2013", "wi2021", "none", "open", "unknown"]),
        "duty": st.sampled_from(["no", "not_yet", "exempt", "obliged", "unknown"]),
        "wrong_notice": st.sampled_from(["yes", "no", "unknown"]),
        "in_cohort": st.sampled_from(["yes", "no", "unknown"]),
        "start_class": st.sampled_from(["on_time", "late", "early", "unknown", "not_applicable"]),
        "breach": st.sampled_from(["viewed", "visible", "elsewhere", "unknown", "no"]),
        "informed": st.sampled_from(["right", "wrong_reception", "wrong_other", "unknown"]),
        "waited_days": st.sampled_from([None, 5, 60]),
    }
).map(lawful)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    crowd=st.lists(KINDS_OF_PERSON, min_size=12, max_size=12),
    doubted=NUMBERS,
    hidden=NUMBERS,
    money=st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 4), st.none() | st.integers(0, 12)), max_size=4
    ),
)
def test_whatever_is_doubted_the_bounds_only_widen(
    crowd: list[dict[str, object]], doubted: list[int], hidden: list[int], money: list[Any]
) -> None:
    rows = [(f"GM{at:04d}", low, low + more, count) for at, (low, more, count) in enumerate(money)]
    seen = access([(f"p{place:04d}", f"GM{place % 5:04d}") for place in range(12)])
    comparison = Handmade(crowd, money=rows, access=seen)
    comparison.extract.tables["registrations"] = registered(*["2021-05-01"] * 12)
    results = [widening(name, *doubted) for name in COUNTED]
    results += [widening(name, *hidden, hides=True) for name in COUNTED]
    assessment = Assessment(tuple(results))
    before, after = find(comparison), find(comparison, assessment)  # type: ignore[arg-type]
    for name, finding in after.findings.items():
        for reading, (lower, upper) in finding.by_reading.items():
            low, high = before.findings[name].by_reading[reading]
            assert lower is None or upper is None or lower <= upper, name
            if name in COUNTED and low is not None and high is not None:
                assert lower <= low, name
                assert upper >= high, name
    build_system(after)  # refuses a relation among the widened figures that is not so


def test_an_assessment_shares_no_number_that_can_be_changed() -> None:
    doubts = Assessment((widening("wrong_notice", 0),)).doubts["wrong_notice"]
    with pytest.raises(ValueError, match="read-only"):
        doubts[0] = 1


def test_a_finding_without_assessment_is_as_the_rows_say() -> None:
    assert bounds(Handmade(WRONG), None, "wrong_notice") == (2, 3)
    assert "quality" not in find(Handmade(WRONG)).tables  # type: ignore[arg-type]


def test_a_check_result_holds_counts_and_numbers_only(faulted: Path) -> None:
    for result in assess(read_extract(faulted)).results:
        if result.measure is not None:
            assert isinstance(result.rows, int)
            assert result.persons.dtype == np.int32
            assert (np.diff(result.persons) > 0).all()


def test_a_person_number_fits_the_extract(faulted: Path) -> None:
    extract = read_extract(faulted)
    size = len(extract.tables["persons"])
    for numbers in assess(extract).doubts.values():
        assert numbers.max() < size


@pytest.mark.parametrize(("persons", "widens"), [(999, False), (1_000, True)])
def test_a_failed_check_moves_figures_only_in_an_extract_of_a_thousand_persons(
    tmp_path: Path, persons: int, widens: bool
) -> None:
    write_synthetic_extract(tmp_path / "extract", persons=persons, seed=11)
    extract = read_extract(tmp_path / "extract")
    # Persons delivered twice under one key are still one person.
    assert extract.persons_in_extract == persons
    assessment = assess(extract)
    failed = [entry for entry in assessment.results if entry.state == "failed"]
    assert any(entry.consequence == "widen" for entry in failed)
    assert assessment.widens is widens
    assert bool(assessment.doubts) is widens
    assert any(assessment.touching(name) for name in load_definitions()) is widens
