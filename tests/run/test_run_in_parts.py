"""A run on tables in parts: the record names each part, and verify, explain and belonging know them."""

import json
import shutil
from pathlib import Path

import nbformat
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from hertoets.cli import main
from hertoets.desk.belonging import find_strange
from hertoets.run import Parameters, run_extract
from hertoets.run.record import read_record
from nbformat.v4 import new_markdown_cell, new_notebook
from small_extract import write_extract, write_quick_policy

PARTS = ("a b.parquet", "c.parquet")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extract of two people as Parquet, each table in two parts, and its run."""
    place = tmp_path_factory.mktemp("parts")
    write_extract(place / "csv")
    (place / "extract").mkdir()
    for path in (place / "csv").iterdir():
        if path.suffix != ".csv":
            shutil.copy(path, place / "extract")
            continue
        (place / "extract" / path.stem).mkdir()
        as_text = pyarrow.csv.ConvertOptions(strings_can_be_null=True)
        rows = pyarrow.csv.read_csv(path, convert_options=as_text)
        for number, part in enumerate(PARTS):
            half = rows.slice(1) if number else rows.slice(0, 1)
            pq.write_table(half, place / "extract" / path.stem / part)
    (place / "notebooks").mkdir()
    title = new_markdown_cell("# Niets", id="title")
    nbformat.write(new_notebook(cells=[title]), place / "notebooks" / "01_none.ipynb")
    parameters = Parameters.from_values({"disclosure": write_quick_policy(place)})
    for extract in ("csv", "extract"):
        run = place / f"run_{extract}"
        run_extract(place / extract, run, parameters, notebooks=place / "notebooks")
    return place


def test_figures_are_those_of_one_file_a_table(place: Path) -> None:
    for name in ("findings.json", "protected/outcomes.parquet", "protected/findings.json"):
        one, parts = place / "run_csv" / name, place / "run_extract" / name
        assert one.read_bytes() == parts.read_bytes(), name


def test_the_record_names_parts_by_their_place_and_never_by_their_name(place: Path) -> None:
    files = read_record(place / "run_extract").extract.files
    named = {name for name in files if name.startswith("persons")}
    assert named == {"persons/part-00000.parquet", "persons/part-00001.parquet"}
    for name in ("record.json", "ro-crate-metadata.json"):
        for path in (place / "run_extract").rglob(name):
            assert "a b.parquet" not in path.read_text(encoding="utf-8")


def test_verify_names_the_part_that_changed(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "extract"
    shutil.copytree(place / "extract", changed)
    part = changed / "persons" / PARTS[1]
    pq.write_table(pq.read_table(part).slice(0, 0), part)
    assert main(["verify", str(place / "run_extract"), "--extract", str(changed)]) == 1
    said = capsys.readouterr()
    assert "persons/part-00001.parquet" in said.out + said.err
    assert "persons/part-00000.parquet" not in said.out + said.err


def test_explain_shows_the_rows_of_every_part(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = pq.read_table(place / "extract" / "persons")
    for person in rows["person_id"].to_pylist():
        assert main(["explain", str(place / "run_extract"), person, "--json"]) == 0
        sections = json.dumps(json.loads(capsys.readouterr().out))
        assert "delivered_persons" in sections


def test_a_run_belongs_to_the_same_parts_alone(place: Path, tmp_path: Path) -> None:
    run = place / "run_extract"
    record = read_record(run)
    parameters = Parameters.from_values({"disclosure": place / "quick.toml"})
    strange = find_strange(run, record, place / "extract", parameters)
    assert strange == []
    (tmp_path / "x").mkdir()
    shutil.copytree(place / "extract", tmp_path / "x" / "extract")
    (tmp_path / "x" / "extract" / "persons" / PARTS[1]).unlink()
    strange = find_strange(run, record, tmp_path / "x" / "extract", parameters)
    assert [fault.at for fault in strange if "persons" in fault.at] == [
        "persons/part-00001.parquet"
    ]
