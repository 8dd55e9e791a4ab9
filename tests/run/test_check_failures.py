"""`hertoets check --failures`: keys of the rows that failed, for the supplier and nobody else."""

import csv
import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import hertoets.run.check
import pytest
from hertoets.cli import main
from hertoets.quality import load_expectations
from hertoets.quality.assessing import run_checks
from hertoets.run.check import Checked

from tests.faults.tidy_extract import drop, read_with, set_, tidy_tables, write_tables

A, F = "A2021-03", "F2021-03"
PERSON_KNOWN = "residence_rights_person_known"


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tables = tidy_tables()
    set_("registrations", A, municipality="GM0003")(tables)
    set_("data_access", "A2022-01", viewed="")(tables)
    return write_tables(tables, tmp_path_factory.mktemp("tables") / "extract")


def test_the_keys_of_the_rows_that_failed_are_written_in_order(
    extract: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "failures.csv"
    assert main(["check", str(extract), "--failures", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    with file.open(encoding="utf-8", newline="") as read:
        heading, *rows = csv.reader(read)
    assert heading[:3] == ["table", "key", "check"]
    listed = [dict(zip(heading, row, strict=True)) for row in rows]
    order = [(row["about"], row["table"], row["key"], row["check"]) for row in listed]
    assert order == sorted(order)  # "delivery" comes before "finding"
    assert ["data_access", "A2022-01|GM0344|2022-01-10", "access_viewed_known"] in [
        row[:3] for row in rows
    ]
    [row] = [row for row in listed if row["check"] == "registrations_municipality_valid"]
    assert row == {
        "table": "registrations",
        "key": f"{A}|2021-03-25",
        "check": "registrations_municipality_valid",
        "about": "delivery",
        "consequence": "widen",
        "severity": row["severity"],
        "columns": "municipality valid_from",
        "reason": "",
        "question": "Bestond de gemeente op de dag van inschrijving?",
    }
    assert (told["failures"], told["failed_rows"]) == (str(file), len(rows))
    assert told["faults_of_the_delivery"] == sum(row["about"] == "delivery" for row in listed)
    assert [path.name for path in tmp_path.iterdir()] == ["failures.csv"]


def test_the_reader_is_told_where_the_keys_are(
    extract: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "failures.csv"
    assert main(["check", str(extract), "--failures", str(file), "--quiet"]) == 0
    rows = file.read_text(encoding="utf-8").count("\n") - 1
    assert f"{rows:,}  {file}" in capsys.readouterr().out


def test_without_it_nothing_is_written_and_nothing_said(
    extract: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check", str(extract), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["failures"], told["failed_rows"]) == (None, None)
    assert list(tmp_path.iterdir()) == []


def listed(extract: Path, file: Path) -> list[dict[str, str]]:
    assert main(["check", str(extract), "--failures", str(file), "--quiet"]) == 0
    with file.open(encoding="utf-8", newline="") as read:
        return list(csv.DictReader(read))


def test_a_fault_of_the_delivery_is_told_from_what_the_chain_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = tidy_tables()
    set_("notices", A, start_stated="2021-12-01")(tables)
    set_("persons", A, nationality="QQQ")(tables)
    extract = write_tables(tables, tmp_path / "extract")
    about = {row["check"]: row["about"] for row in listed(extract, tmp_path / "f.csv")}
    capsys.readouterr()
    assert about["start_is_publication"] == "finding"
    assert about["persons_nationality_listed"] == "delivery"


def test_whose_person_was_set_aside_is_not_said_to_be_outside_the_delivery(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = tidy_tables()
    [own] = [row for row in tables["persons"] if row["person_id"] == A]
    tables["persons"].append(own | {"sex": "x"})
    [right] = [row for row in tables["residence_rights"] if row["person_id"] == A]
    tables["residence_rights"].append(right | {"person_id": "NOBODY", "right_id": "R0"})
    extract = write_tables(tables, tmp_path / "extract")
    rows = listed(extract, tmp_path / "f.csv")
    capsys.readouterr()
    reasons = {row["key"]: row["reason"] for row in rows if row["check"] == PERSON_KNOWN}
    assert reasons == {
        right["right_id"]: "the rows of this person in the table persons were set aside",
        "R0": "the person is not in the table persons",
    }


def test_a_check_that_counts_is_said_to_have_no_row(tmp_path: Path) -> None:
    extract = read_with(
        tmp_path / "extract", [drop("registrations", person_id=one) for one in (A, F)]
    )
    names = ("registrations_months", "registrations_begin_known")
    by_id = {entry.id: entry for entry in load_expectations()}
    asked = [replace(by_id[name], least_persons=0) for name in names]
    assessment = run_checks(extract, asked)
    assert [one.state for one in assessment.results] == ["failed", "passed"]
    checked = Checked(extract, assessment, failures=tmp_path / "f.csv")
    assert checked.values()["counted_only"] == ["registrations_months"]
    said = checked.text().partition("have no row to name:")[2].split()
    assert said[0] == "registrations_months"
    assert assessment.failures(extract).is_empty()


def test_a_column_without_a_value_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = tidy_tables()
    for row in tables["residence_rights"]:
        row |= {"effective_date": "", "end_date": "", "family_of_asylum": "false"}
    extract = write_tables(tables, tmp_path / "extract")
    assert main(["check", str(extract), "--json", "--quiet"]) == 0
    told = json.loads(capsys.readouterr().out)["empty_columns"]
    own = {one["column"]: one["read_as"] for one in told if one["table"] == "residence_rights"}
    assert own == {"effective_date": "unknown", "end_date": "open"}
    assert main(["check", str(extract), "--quiet"]) == 0
    said = capsys.readouterr().out
    assert "residence_rights.effective_date: no value in any row: read as unknown" in said


def test_it_is_replaced_with_force_only(
    extract: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "failures.csv"
    file.write_text("of yesterday", encoding="utf-8")
    asked = ["check", str(extract), "--quiet", "--failures", str(file)]
    assert main(asked) == 2
    assert "replace it with --force" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "of yesterday"
    assert main([*asked, "--force"]) == 0
    assert file.read_text(encoding="utf-8").startswith("table,key,check")


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_its_owner_alone_may_read_it_whatever_the_umask(
    extract: Path, tmp_path: Path, umask: int, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "failures.csv"
    before = os.umask(umask)
    try:
        assert main(["check", str(extract), "--failures", str(file), "--quiet"]) == 0
    finally:
        os.umask(before)
    capsys.readouterr()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("place", "code"),
    [
        pytest.param("failures.csv", 2, id="beside the record"),
        pytest.param("report/tables/failures.csv", 2, id="among the tables"),
        pytest.param("protected/failures.csv", 0, id="under protected"),
        pytest.param("protected/../failures.csv", 2, id="past protected"),
        pytest.param("protected/open/failures.csv", 2, id="by a link out of protected"),
    ],
)
def test_it_never_comes_to_lie_where_a_run_is_published(
    extract: Path, tmp_path: Path, place: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    (run / "protected").mkdir(parents=True)
    (run / "report" / "tables").mkdir(parents=True)
    (run / "protected" / "open").symlink_to(run / "report")
    (run / "record.json").write_text("{}", encoding="utf-8")
    assert main(["check", str(extract), "--failures", str(run / place), "--quiet"]) == code
    said = capsys.readouterr().err
    assert ("lies in a run" in said) is bool(code)
    assert (run / place).exists() is not bool(code)


def test_where_the_work_fails_nothing_is_left(
    extract: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(_folder: Path) -> None:
        raise RuntimeError("GEHEIM")

    monkeypatch.setattr(hertoets.run.check, "read_extract", fail)
    file = tmp_path / "failures.csv"
    assert main(["check", str(extract), "--failures", str(file), "--quiet"]) == 1
    assert "GEHEIM" not in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_appeared_meanwhile_is_left_as_it_is(
    extract: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "failures.csv"
    read = hertoets.run.check.read_extract

    def read_slowly(folder: Path) -> object:
        file.write_text("mine", encoding="utf-8")
        return read(folder)

    monkeypatch.setattr(hertoets.run.check, "read_extract", read_slowly)
    assert main(["check", str(extract), "--failures", str(file), "--quiet"]) == 2
    assert "appeared while the work was going on" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "mine"


def test_the_same_extract_gives_the_same_bytes(
    extract: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / name for name in ("one.csv", "two.csv")]
    for file in files:
        assert main(["check", str(extract), "--failures", str(file), "--quiet"]) == 0
    capsys.readouterr()
    assert files[0].read_bytes() == files[1].read_bytes()
