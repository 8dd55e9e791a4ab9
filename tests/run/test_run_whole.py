"""A whole run, from an extract to a run folder, and what reads that folder again."""

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import nbformat
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hertoets.between.changes import add_changes
from hertoets.cli import main
from hertoets.extract import read_extract
from hertoets.extract.keys import keys_of, persons_of
from hertoets.run import Parameters, run_extract
from hertoets.run.hashes import hashes_of_protected
from hertoets.run.record import read_record
from hertoets.synth.storing import read_truth
from nbformat.v4 import new_markdown_cell, new_notebook
from small_extract import write_extract, write_quick_policy

PERSONS = 600  # from here on every planted case occurs
PROTECTED = (
    "outcomes",
    "duties",
    "notices",
    "offers",
    "fines",
    "situations",
    "set_aside",
    "unknown",
    "doubts",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic extract, and one notebook that shows nothing, for runs that must be quick."""
    place = tmp_path_factory.mktemp("whole")
    asked = ["synth", "--persons", str(PERSONS), "--quiet", "--out"]
    assert main([*asked, str(place / "extract")]) == 0
    assert main([*asked, str(place / "extract_csv"), "--csv"]) == 0
    write_extract(place / "small")
    (place / "notebooks").mkdir()
    title = new_markdown_cell("# Niets", id="title")
    nbformat.write(new_notebook(cells=[title]), place / "notebooks" / "01_none.ipynb")
    return place


@pytest.fixture(scope="module")
def quick(place: Path) -> Path:
    """A run with one notebook that shows nothing."""
    return _quick(place, "quick")


def _quick(place: Path, name: str, extract: str = "extract", **values: object) -> Path:
    parameters = Parameters.from_values({"disclosure": write_quick_policy(place), **values})
    notebooks = place / "notebooks"
    run_extract(place / extract, place / name, parameters, notebooks=notebooks, force=True)
    return place / name


def _record(run: Path) -> dict[str, Any]:
    return dict(json.loads((run / "record.json").read_text(encoding="utf-8")))


def _files(run: Path) -> dict[str, bytes]:
    found = (path for path in sorted(run.rglob("*")) if path.is_file())
    return {path.relative_to(run).as_posix(): path.read_bytes() for path in found}


def _table(run: Path, name: str) -> pa.Table:
    return pq.read_table(run / "protected" / f"{name}.parquet")


def test_a_run_folder_holds_what_the_design_names(full_run: Path) -> None:
    files = _files(full_run)
    wanted = {"record.json", "findings.json", "report/index.html", "protected/findings.json"}
    wanted |= {f"protected/{name}.parquet" for name in PROTECTED}
    wanted |= {"protected/repair.csv", "protected/repair.xlsx"}
    assert wanted <= files.keys()
    assert sum(name.startswith("protected/notebooks/") for name in files) == 9
    assert [path.name for path in full_run.parent.iterdir() if path.name.startswith(".")] == []


def test_two_runs_give_identical_files_but_for_the_clock(
    full_run: Path, full_extract: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    assert main(["run", str(full_extract), "--out", str(again), "--quiet"]) == 0
    one, other = _files(full_run), _files(again)
    records = [json.loads(files.pop("record.json")) for files in (one, other)]
    for record in records:
        assert datetime.fromisoformat(record.pop("finished_at")).tzinfo is not None
    assert records[0] == records[1]
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_no_identifier_of_the_extract_leaves_protected(full_run: Path, full_extract: Path) -> None:
    """Neither persons, rights or notices, nor what was planted; looked for in packed files too."""
    columns = {"persons": "person_id", "residence_rights": "right_id", "notices": "notice_id"}
    ids = {
        id_
        for table, column in columns.items()
        for id_ in pq.read_table(full_extract / f"{table}.parquet")[column].to_pylist()
    }
    planted = read_truth(full_extract, "ledger")
    ids |= {id_ for name in ("key", "person_id") for id_ in planted[name].to_pylist()}
    # Keys of other tables are dates or codes after the person; short ones stand in any text.
    ids = {id_ for id_ in ids if id_ and len(id_) >= 8}
    birthdays = pq.read_table(full_extract / "persons.parquet")["birth_date"].to_pylist()
    ids |= {str(day) for day in birthdays if day and str(day) < "2005"}
    assert len(ids) > 5 * PERSONS
    open_ = [name for name in _files(full_run) if not name.startswith("protected/")]
    text = "\n".join(_unpacked(full_run / name) for name in open_)
    assert len(open_) > 100
    # Words, not substrings for each of thousands: the text is split once.
    assert ids & set(re.split(r"[^0-9A-Za-z-]+", text)) == set()
    assert not any(id_ in text for id_ in list(ids)[:200])


def _unpacked(path: Path) -> str:
    contents = [path.read_bytes()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            contents += [packed.read(name) for name in packed.namelist()]
    return "\n".join(content.decode("utf-8", "replace") for content in contents)


def test_the_record_names_what_ran_on_what(quick: Path, place: Path) -> None:
    record = _record(quick)
    places = json.loads((quick / "protected" / "places.json").read_text(encoding="utf-8"))
    assert places["extract"] == str(place / "extract")
    assert record["extract"]["synthetic"] is True
    delivered = {path.name for path in (place / "extract").iterdir() if path.is_file()}
    described = {"datapackage.json"}  # says what the tables are, and is not read
    assert set(record["extract"]["files"]) == delivered - described  # nor the truth beside them
    asked = Parameters.from_values({"disclosure": place / "quick.toml"})
    assert record["parameters"] == {**asked.as_values(), "disclosure": "quick.toml"}
    assert record["packages"].keys() >= {"pandas", "pyarrow", "papermill"}
    assert "pytest" not in record["packages"]
    assert not any(name.startswith("protected/") for name in record["results"])


def test_every_person_not_set_aside_has_one_row_in_order(quick: Path) -> None:
    persons = _table(quick, "outcomes")["person_id"].to_pylist()
    assert persons == sorted(set(persons))
    exact = json.loads((quick / "protected" / "findings.json").read_text(encoding="utf-8"))
    counted = {finding["id"]: finding["lower"] for finding in exact}
    assert len(persons) == counted["persons_in_extract"] - counted["persons_set_aside"]


def test_dates_are_dates_and_text_is_text_in_the_tables(quick: Path) -> None:
    schema = _table(quick, "outcomes").schema
    assert schema.field("person_id").type == pa.string()
    assert schema.field("notice_date").type == pa.date32()
    assert schema.field("start_publication").type == pa.date32()
    assert schema.field("in_cohort").type == pa.string()
    assert schema.field("waited_days").type == pa.int32()
    assert schema.metadata is None
    assert _table(quick, "set_aside").schema.names == ["table", "key", "check", "reason"]


def test_a_csv_extract_and_its_parquet_twin_give_identical_outcomes(
    quick: Path, place: Path
) -> None:
    twin = _quick(place, "twin", "extract_csv")
    assert hashes_of_protected(twin) == hashes_of_protected(quick)
    assert (twin / "findings.json").read_bytes() == (quick / "findings.json").read_bytes()


def test_an_extract_of_only_the_required_tables_is_run_without_a_crash(place: Path) -> None:
    run = _quick(place, "of_small", "small")
    person = _table(run, "outcomes").to_pylist()[0]
    # A1: asylum, decided 2021-10-04, told on 2022-01-10 that the new law holds.
    assert person["person_id"] == "A1"
    assert (person["regime_publication"], person["outcome_publication"]) == (
        "wi2013",
        "wrong_regime",
    )
    assert person["start_publication"] == date(2021, 10, 4)
    assert person["wrong_notice"] == "yes"
    assert (person["breach"], person["informed"]) == ("not_measured", "not_measured")
    findings = json.loads((run / "findings.json").read_text(encoding="utf-8"))
    assert {f["status"] for f in findings if f["id"] == "breach_persons"} == {"not_measured"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_full_stop_in_the_middle_of_a_run_leaves_nothing(
    place: Path, tmp_path: Path, number: signal.Signals
) -> None:
    script = "import sys; from hertoets.cli import main; sys.exit(main())"
    work = subprocess.Popen(
        [sys.executable, "-c", script, "run", str(place / "small"), "--out", f"{tmp_path}/run"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        text=True,
    )
    assert work.stderr is not None
    seen = ""
    for line in work.stderr:
        seen += line
        if "disclosure control" in line:
            break
    work.send_signal(number)
    seen += work.stderr.read()
    assert work.wait(timeout=30) == 128 + number, seen
    assert "Traceback" not in seen
    assert list(tmp_path.iterdir()) == []


def test_earlier_runs_go_into_the_record(quick: Path, place: Path) -> None:
    run_extract(
        place / "extract",
        place / "later",
        Parameters.from_values({"disclosure": place / "quick.toml"}),
        notebooks=place / "notebooks",
        earlier=[quick],
        changes=add_changes,
    )
    [earlier] = _record(place / "later")["earlier"]
    assert earlier["run"] == quick.name
    assert read_record(place / "later").earlier[0].run == str(quick)


def test_verify_finds_that_a_run_comes_out_the_same(
    quick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(quick), "--quiet"]) == 0
    assert capsys.readouterr().out.startswith("The same: ")


def test_verify_names_a_changed_extract(
    quick: Path, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extract = Path(shutil.copytree(place / "extract", tmp_path / "extract"))
    (extract / "choices.parquet").unlink()
    assert main(["verify", str(quick), "--extract", str(extract), "--quiet"]) == 1
    assert "choices.parquet: the input changed: this table is gone" in capsys.readouterr().err


def test_verify_names_the_first_row_that_comes_out_differently(
    quick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Path(shutil.copytree(quick, tmp_path / "run"))
    table = _table(run, "outcomes")
    column = table.schema.get_field_index("start_class")
    values = table["start_class"].to_pylist()
    values[7] = "late" if values[7] != "late" else "early"
    table = table.set_column(column, "start_class", pa.array(values))
    pq.write_table(table, run / "protected" / "outcomes.parquet")
    # Whoever changed it also changed the hash: only computing again shows it.
    hashes = json.dumps(hashes_of_protected(run))
    (run / "protected" / "hashes.json").write_text(hashes, encoding="utf-8")
    assert main(["verify", str(run), "--quiet"]) == 1
    said = capsys.readouterr().err
    assert "protected/outcomes.parquet  row 8: start_class comes out differently" in said
    assert table["person_id"][7].as_py() not in said


def test_compare_shows_what_differs_and_only_protected_counts(
    quick: Path, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = _quick(place, "duty", headline="duty")
    assert main(["compare", str(quick), str(other), "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert told["parameters"] == {"headline": ["publication_exceptions", "duty"]}
    assert told["hashes"] == {}
    assert "misclassified" in told["findings"]
    assert told["moved"] != []
    persons = [move["persons"] for move in told["moved"]]
    assert all(count is None or count % 5 == 0 for count in persons)
    assert any(isinstance(count, int) for count in persons)
    assert "misclassified" in told["figures_moved"]
    # Nothing in the extract moves by so much.
    assert main(["compare", str(quick), str(other), "--quick", "--tolerance", "999999"]) == 0
    assert "Figures that surely moved by more than 999999\n  none" in capsys.readouterr().out


def test_compare_of_a_run_with_itself_finds_nothing(
    quick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", str(quick), str(quick)]) == 0
    said = capsys.readouterr().out
    assert said.count("no difference") == 3
    assert "nobody" in said


def test_explain_tells_facts_rules_and_documents_of_one_person(
    quick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [person] = [
        row
        for row in _table(quick, "outcomes").to_pylist()
        if row["outcome_publication"] == "wrong_regime" and row["wrong_notice"] == "yes"
    ][:1]
    assert main(["explain", str(quick), person["person_id"]]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"FICTIEF   {person['person_id']}")
    for part in (
        person["standing"],
        person["rule_publication"],
        str(person["start_publication"]),
        str(person["notice_date"]),
        "D1",
        "residence_rights as delivered (IND)",
    ):
        assert part in said


def test_explain_shows_the_duty_under_both_acts_and_the_term_as_the_run_found_them(
    quick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [duties] = [
        row
        for row in _table(quick, "duties").to_pylist()
        if row["duty_wi2013"] == "exempt" and row["duty_wi2021"] == "obliged"
    ][:1]
    assert main(["explain", str(quick), duties["person_id"], "--json"]) == 0
    sections = json.loads(capsys.readouterr().out)["sections"]
    assert [(row["act"], row["duty"]) for row in sections["duty"]] == [
        ("wi2013", "exempt"),
        ("wi2021", "obliged"),
    ]
    for name in ("told_without_duty", "repair", "repair_days"):
        assert name in sections["consequences"]
    ends = {row["reading"]: row["term_ends"] for row in sections["readings"]}
    assert ends == {
        name: end and end.isoformat()
        for name, end in ((name, duties[f"term_end_{name}"]) for name in ends)
    }


def test_the_work_list_is_for_its_owner_alone_and_has_a_hash(quick: Path) -> None:
    with (quick / "protected" / "repair.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    outcomes = _table(quick, "outcomes").to_pylist()
    wronged = {row["person_id"]: row["wrong_notice"] for row in outcomes}
    assert {row["person_id"]: row["wrong_notice"] for row in rows} == {
        name: wrong for name, wrong in wronged.items() if wrong != "no"
    }
    for name in ("protected/repair.csv", "protected/repair.xlsx"):
        assert (quick / name).stat().st_mode & 0o777 == 0o600
        assert name in hashes_of_protected(quick)


def test_explain_shows_what_failed_checks_put_in_doubt_of_the_person(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("hertoets.quality.assessing.WIDENS_FROM", PERSONS)
    monkeypatch.setattr("hertoets.outsider.relations.DOUBT_FROM", PERSONS)
    run = _quick(place, "doubting")
    doubts = _table(run, "doubts").to_pylist()
    assert doubts == sorted(doubts, key=lambda row: tuple(row.values()))
    person = next(row["person"] for row in doubts if row["key"])
    own = [row for row in doubts if row["person"] == person]
    assert main(["explain", str(run), person, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["sections"]["doubts"]
    names = ("check", "table", "key")
    assert [[row[name] for name in names] for row in told] == [
        [row[name] for name in names] for row in own
    ]


def test_explain_says_what_would_decide_an_unknown(
    quick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [person] = [
        row
        for row in _table(quick, "outcomes").to_pylist()
        if row["regime_publication"] == "unknown" and row["standing"] == "unknown"
    ][:1]
    assert main(["explain", str(quick), person["person_id"], "--json"]) == 0
    sections = json.loads(capsys.readouterr().out)["sections"]
    # Each reading asks a standing for something else; of the main rule only its first row.
    [standing] = [
        row
        for row in sections["deciding"]
        if row["fact"] == "standing" and "publication" in row["by"].split(", ")
    ]
    assert "none: excluded" in standing["would_say"]
    assert "birth_date" in standing["rests_on"]
    # A machine reads a number as a number, and finds every section, also those without rows.
    assert sections["consequences"]["start_shift_days"] == [person["start_shift_days"]]
    assert sections["consequences"]["in_cohort"] == [person["in_cohort"]]
    keys = ("first_notice", "facts", "readings", "rules", "duty", "consequences", "deciding")
    assert [key for key in keys if key not in sections] == []


def _explained(run: Path, person: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["explain", str(run), person, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out)["sections"])


def test_explain_says_first_on_which_question_the_sources_are_silent(
    quick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = _table(quick, "outcomes").to_pylist()
    headline = "publication_exceptions"
    person = next(row for row in rows if row[f"regime_{headline}"] == "open")
    sections = _explained(quick, person["person_id"], capsys)
    [line] = sections["why"]["Undecided because"]
    assert line.startswith("the sources are silent: ")
    assert line.endswith(f"({person[f'rule_{headline}']})")
    decided = next(row for row in rows if row[f"regime_{headline}"] == "wi2013")
    assert _explained(quick, decided["person_id"], capsys)["why"] == {}


def test_explain_says_that_a_row_on_school_is_missing_of_who_was_16_or_17(
    quick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = _table(quick, "outcomes").to_pylist()
    undecided = [
        row["person_id"]
        for row in rows
        if row["standing"] == "not_excluded" and row["regime_publication_exceptions"] == "unknown"
    ]
    assert undecided
    told = [_explained(quick, person, capsys) for person in undecided]
    for sections in told:
        assert "exemptions: whether at school" in sections["why"]["Undecided because"][0]
        assert "standing" in [row["fact"] for row in sections["deciding"]]
    causes = {row["cause"] for sections in told for row in sections["causes"]}
    assert "missing:exemptions (schooling: no exemptions row)" in causes


def test_explain_says_which_value_is_not_known_and_which_check_made_it_so(
    quick: Path, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extract = read_extract(place / "extract")
    (table, column, check), rows = next(
        (of, rows)
        for of, rows in extract.traces.turned.items()
        if of[0] == "residence_rights" and of[1] == "document_collected_date"
    )
    person = persons_of(extract.tables, table, rows[:1]).item()
    told = _explained(quick, person, capsys)["unknown_values"]
    assert {
        "table": table,
        "key": keys_of(extract.tables, table, rows[:1]).item(),
        "column": column,
        "because": f"read as unknown by the check {check}",
    } in told


def test_explain_says_why_somebody_was_set_aside(
    quick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = set(_table(quick, "outcomes")["person_id"].to_pylist())
    aside = [row for row in _table(quick, "set_aside").to_pylist() if row["table"] == "persons"]
    [gone, *_] = [row for row in aside if row["key"] not in known]
    assert main(["explain", str(quick), gone["key"]]) == 2
    assert "this person was set aside, so there is no outcome: " in capsys.readouterr().err


def test_explain_names_nobody_else_for_an_unknown_person(
    quick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(quick), "P0"]) == 2
    said = capsys.readouterr()
    assert "no outcome for this person_id" in said.err
    persons = _table(quick, "outcomes")["person_id"].to_pylist()
    assert not any(person in said.err + said.out for person in persons)
