"""Three answers kept apart, no network, and nobody's values."""

import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hertoets.extract import Extract, read_extract
from hertoets.quality import CheckResult, Expectation, assess, load_expectations
from hertoets.quality.assessing import run_checks
from hertoets.quality.kinds import KINDS
from hertoets.quality.marks import Marks
from hertoets.quality.own_kinds import counted_by
from hertoets.run import Parameters, compute_into
from hertoets.synth import write_synthetic_extract

from tests.faults.tidy_extract import read_with, set_
from tests.run.small_extract import write_quick_policy

PLAIN = Expectation("own", "notices", "Is alles goed?", "wat fout is", "filled", "low", "note")
KNOWN = replace(PLAIN, arguments={"columns": ["notice_date"]})
BOTH_KNOWN = replace(PLAIN, arguments={"columns": ["notice_date", "start_stated"]})


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


def test_spark_is_not_looked_for_where_it_is_installed(tmp_path: Path) -> None:
    (tmp_path / "pyspark.py").write_text("raise SystemExit('Spark was imported')\n")
    asked = "from hertoets.quality.context import Context; print(Context().library.__name__)"
    answer = subprocess.run(
        [sys.executable, "-c", asked],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.stdout, answer.stderr) == ("great_expectations\n", "")


def test_results_keep_the_order_of_the_files(faulted: Path) -> None:
    results = assess(read_extract(faulted)).results
    assert [result.id for result in results] == [entry.id for entry in load_expectations()]


def test_a_check_that_breaks_is_no_failed_check_and_tells_no_value(
    tidy: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_named: object) -> Marks:
        raise ValueError("P12345 was born on 1990-05-15")

    monkeypatch.setitem(KINDS, "filled", broken)
    result = one(tidy, BOTH_KNOWN)
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


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"column": "notice_date", "first": "the first of January"}, "ValueError"),
        ({"column": "municipality_informed", "first": "2022-01-01"}, "InvalidOperationError"),
    ],
)
def test_a_check_that_great_expectations_cannot_be_asked_breaks_alone(
    arguments: dict[str, str], told: str, tidy: Extract
) -> None:
    broken = replace(PLAIN, kind="within", arguments=arguments)
    results = run_checks(tidy, [broken, replace(KNOWN, id="known")]).results
    assert [result.state for result in results] == ["not_evaluable", "passed"]
    assert results[0].reason_nl == f"de controle liep vast ({told})"


def test_where_a_table_cannot_be_asked_after_no_check_of_another_is_lost(
    tidy: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hertoets.quality.context import Context

    validate = Context.validate

    def fail(self: Context, name: str, *given: Any, **told: Any) -> dict[str, Any]:
        if name == "notices":
            raise RuntimeError("P12345")
        return validate(self, name, *given, **told)

    monkeypatch.setattr(Context, "validate", fail)
    other = replace(KNOWN, id="other", table="residence_rights")
    other = replace(other, arguments={"columns": ["decision_date"]})
    result, passed = run_checks(tidy, [KNOWN, other]).results
    assert (result.state, result.reason_nl) == (
        "not_evaluable",
        "de controle liep vast (RuntimeError)",
    )
    assert passed.state == "passed"


def test_a_check_that_raises_within_great_expectations_is_no_failed_check(tidy: Extract) -> None:
    reversed_ = {"column": "notice_date", "first": "2022-01-01", "last": "2021-01-01"}
    entry = replace(PLAIN, kind="within", arguments=reversed_)
    result, other = run_checks(tidy, [entry, replace(KNOWN, id="known")]).results
    assert (result.state, result.reason_nl) == (
        "not_evaluable",
        "Great Expectations gaf geen oordeel",
    )
    assert (result.counted_by, other.state) == ("great_expectations", "passed")


def test_where_great_expectations_looked_at_other_rows_nobody_can_say(
    tidy: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hertoets.quality.counting._looked_at", lambda _result: 63)
    assert one(tidy, KNOWN).state == "not_evaluable"


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
    # What is withheld stands nowhere, so a policy that withholds nothing shows the most.
    policy = write_quick_policy(tmp_path)
    compute_into(faulted, out, Parameters.from_values({"disclosure": policy}))
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


def test_a_check_result_holds_counts_and_numbers_only(faulted: Path) -> None:
    for result in assess(read_extract(faulted)).results:
        if result.measure is not None:
            assert isinstance(result.rows, int)
            for numbers in (result.persons, result.wrong_rows):
                if numbers is not None:
                    assert numbers.dtype == np.int32
                    assert (np.diff(numbers) > 0).all()


def test_the_wrong_rows_are_as_many_as_are_counted_and_belong_to_its_persons(faulted: Path) -> None:
    extract = read_extract(faulted)
    seen = 0
    for result in assess(extract).results:
        if result.wrong_rows is None:
            continue
        assert len(result.wrong_rows) == result.rows
        frame = extract.tables[result.table]
        if "person" in frame.columns:
            persons = np.unique(frame["person"].gather(result.wrong_rows).to_numpy())
            assert (persons == result.persons).all()
            seen += 1
    assert seen > 100


def test_a_result_says_who_counted_it(faulted: Path) -> None:
    results = assess(read_extract(faulted)).results
    counted = {result.id: result.counted_by for result in results if result.measure is not None}
    said = {entry.id: counted_by(entry) for entry in load_expectations()}
    assert counted == {name: said[name] for name in counted}
    assert set(counted.values()) == {"great_expectations", "hertoets"}
