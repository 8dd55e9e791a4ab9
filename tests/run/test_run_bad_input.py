"""Bad input: one clear message, the contract's exit code, and nothing half-written."""

import json
from pathlib import Path

import pytest
from hertoets.cli import main
from small_extract import Spoil, content, encode, remove, replace, write_extract

HEADER = "person_id,birth_date,sex,nationality\n"

# what is wrong, how it comes about, exit code, what the message names
CASES: dict[str, tuple[Spoil, int, tuple[str, ...]]] = {
    "a missing table": (remove("notices.csv"), 2, ("notices", "missing", "notices.csv")),
    "a missing column": (
        replace("persons.csv", "birth_date", "birthdate"),
        2,
        ("persons.csv", "birth_date", "Column 2 comes nearest: rename it birth_date"),
    ),
    "a date like 31-12-2021": (
        replace("notices.csv", "2022-01-12,wi2021", "31-12-2021,wi2021"),
        2,
        ("notices.csv", "row 3", "notice_date", "YYYY-MM-DD"),
    ),
    "a semicolon CSV": (
        lambda folder: replace("persons.csv", ",", ";")(folder),
        2,
        ("persons.csv", "semicolons", "commas"),
    ),
    "a Latin-1 file": (
        encode("persons.csv", "latin-1", "A1", "Añ"),
        2,
        ("persons.csv", "row 2", "not UTF-8"),
    ),
    "a byte-order mark": (
        encode("persons.csv", "utf-8-sig"),
        2,
        ("persons.csv", "byte-order mark", "without BOM"),
    ),
    "an empty file": (content("persons.csv", ""), 2, ("persons.csv", "the file is empty")),
    "only headers": (content("persons.csv", HEADER), 1, ("persons", "no person")),
    "codes outside their list": (
        replace("persons.csv", "SYR", "Syria"),
        1,
        ("persons", "nationality", "5%"),
    ),
    "a number that is not a truth value": (
        replace("residence_rights.csv", "asylum,false", "asylum,0,5"),
        2,
        ("residence_rights.csv",),
    ),
    "extract.toml that is no TOML": (
        content("extract.toml", "name = without quotes"),
        2,
        ("extract.toml",),
    ),
}


def _said(capsys: pytest.CaptureFixture[str]) -> str:
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert "fault" in said.err.splitlines()[0]
    return said.err


@pytest.mark.parametrize("command", ["check", "run"])
@pytest.mark.parametrize("case", CASES)
def test_a_bad_extract_gets_one_message_and_leaves_nothing(
    case: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil, code, names = CASES[case]
    extract = write_extract(tmp_path / "extract")
    spoil(extract)
    before = sorted(tmp_path.rglob("*"))
    words = [command, str(extract)]
    words += ["--out", str(tmp_path / "runs" / "a"), "--quiet"] if command == "run" else ["--quiet"]
    assert main(words) == code
    said = _said(capsys)
    for name in names:
        assert name in said
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("case", "value"),
    [
        ("a date like 31-12-2021", "31-12-2021"),
        ("codes outside their list", "Syria"),
        ("a Latin-1 file", "1990-05-02"),
    ],
)
def test_a_message_shows_no_value_of_a_person(
    case: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extract = write_extract(tmp_path / "extract")
    CASES[case][0](extract)
    main(["check", str(extract), "--quiet"])
    assert value not in _said(capsys)


# what is asked, what the message names
ASKED: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "a folder that is not there": (
        ["run", "{tmp}/nowhere", "--out", "{tmp}/runs/a"],
        ("nowhere", "no such folder"),
    ),
    "an unknown parameter": (
        ["run", "{tmp}/extract", "--out", "{tmp}/runs/a", "--set", "headlin=duty"],
        ("headlin", "no such parameter", "Nearest is headline"),
    ),
    "an existing run folder": (
        ["run", "{tmp}/extract", "--out", "{tmp}/there"],
        ("there", "exists already", "--force"),
    ),
    "a folder of somebody's own, with force": (
        ["run", "{tmp}/extract", "--out", "{tmp}/there", "--force"],
        ("there", "holds no record.json"),
    ),
    "a place that cannot be written": (
        ["run", "{tmp}/extract", "--out", "{tmp}/file/run"],
        ("file/run", "cannot be written"),
    ),
    "a place inside the extract": (
        ["run", "{tmp}/extract", "--out", "{tmp}/extract/run"],
        ("the folder that is read",),
    ),
    "another engine": (
        ["run", "{tmp}/extract", "--out", "{tmp}/runs/a", "--engine", "polars"],
        ("--engine", "no engine polars", "memory"),
    ),
    "an engine of later": (
        ["run", "{tmp}/extract", "--out", "{tmp}/runs/a", "--engine", "spark"],
        ("--engine", "spark is not in this version", "memory"),
    ),
    "an earlier run that is none": (
        ["run", "{tmp}/extract", "--out", "{tmp}/runs/a", "--earlier", "{tmp}/there"],
        ("there", "not a run"),
    ),
    "no place to write to": (["run", "{tmp}/extract"], ("hertoets run", "--out")),
    "a command that does not exist": (["rum"], ("rum", "run")),
    "an option that does not exist": (["check", "{tmp}/extract", "--fast"], ("--fast",)),
    "explain on a folder that is no run": (["explain", "{tmp}/there", "A1"], ("not a run",)),
    "verify on a folder that is no run": (["verify", "{tmp}/nowhere"], ("no such folder",)),
    "compare with a folder that is no run": (
        ["compare", "{tmp}/there", "{tmp}/there"],
        ("not a run",),
    ),
    "an existing folder for a synthetic extract": (
        ["synth", "--out", "{tmp}/there", "--persons", "5"],
        ("there", "exists already"),
    ),
    "decision tables that are not there": (
        ["law", "--set", "readings={tmp}/nowhere"],
        ("readings",),
    ),
}


@pytest.mark.parametrize("case", ASKED)
def test_wrong_use_exits_with_2_and_leaves_nothing(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_extract(tmp_path / "extract")
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "letter.txt").write_text("dear", encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    words, names = ASKED[case]
    assert main([word.format(tmp=tmp_path) for word in words]) == 2
    said = _said(capsys)
    for name in names:
        assert name in said
    assert sorted(tmp_path.rglob("*")) == before


def test_all_faults_of_the_parameters_are_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extract = write_extract(tmp_path / "extract")
    wrong = ["reference_date=31-12-2021", "tolerance_days=-1", "cohort_from=2022-01-01", "headline"]
    sets = [word for assignment in wrong for word in ("--set", assignment)]
    assert main(["run", str(extract), "--out", str(tmp_path / "a"), *sets]) == 2
    said = _said(capsys)
    assert said.startswith("4 faults")
    for name in ("reference_date", "tolerance_days", "cohort_to", "headline"):
        assert name in said


@pytest.mark.parametrize("as_json", [False, True])
def test_of_very_many_faults_the_first_are_shown_and_the_others_counted(
    as_json: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extract = write_extract(tmp_path / "extract")
    tables = ("residence_rights.csv", "notices.csv", "persons.csv")
    for name in tables:
        text = (extract / name).read_text(encoding="utf-8")
        header, *rows = text.splitlines()
        names = [f"_{n}" if n else name for n, name in enumerate(header.split(","))]
        (extract / name).write_text("\n".join([",".join(names), *rows]), encoding="utf-8")
    missing = 8 + 7 + 3
    for name in ("plans", "loans", "fines"):
        (extract / f"{name}.xlsx").write_bytes(b"")
    assert main(["check", str(extract), *(["--json"] if as_json else [])]) == 2
    said = capsys.readouterr()
    assert said.err.splitlines()[0] == f"{missing + 3} faults."
    assert said.err.splitlines()[-1] == "and 1 more."
    assert len(said.err.splitlines()) == 22
    if as_json:
        told = json.loads(said.out)
        assert (len(told["faults"]), told["fault_count"]) == (20, missing + 3)


def test_a_scheduler_gets_the_faults_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path / "nowhere"), "--json"]) == 2
    said = capsys.readouterr()
    assert '"exit": 2' in said.out
    assert "no such folder" in said.out
