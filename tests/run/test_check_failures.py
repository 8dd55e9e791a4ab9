"""`hertoets check --failures`: keys of the rows that failed, for the supplier and nobody else."""

import csv
import json
import os
import stat
from pathlib import Path

import hertoets.run.check
import pytest
from hertoets.cli import main

from tests.faults.tidy_extract import set_, tidy_tables, write_tables

A = "A2021-03"


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
    assert heading == ["table", "key", "check"]
    assert rows == sorted(rows)
    assert ["data_access", "A2022-01|GM0344|2022-01-10", "access_viewed_known"] in rows
    assert ["registrations", f"{A}|2021-03-25", "registrations_municipality_valid"] in rows
    assert (told["failures"], told["failed_rows"]) == (str(file), len(rows))
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
