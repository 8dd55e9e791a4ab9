"""Extracts, published tables and code lists describe themselves so that other software reads them."""

import importlib.util
import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hertoets.extract import read_extract, schema
from hertoets.quality import load_expectations
from hertoets.quality.assessing import run_checks
from hertoets.quality.own_kinds import own_kind
from hertoets.quality.suites import suites
from hertoets.synth import write_synthetic_extract

from tests.docs.blocks import ROOT
from tests.support.machine import lacking


def validated(package: Path) -> Any:
    """What Frictionless says of a package and its files."""
    if importlib.util.find_spec("frictionless") is None:
        lacking("the packages of requirements-docs.lock (make docs)")
    from frictionless import validate

    return validate(str(package))


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tidy") / "extract"
    write_synthetic_extract(folder, persons=700, seed=3, faults=False, format="csv")
    return folder


def test_an_extract_is_what_its_package_says(extract: Path) -> None:
    report = validated(extract / "datapackage.json")
    assert report.valid, report.flatten(["type", "title", "message"])
    assert {task.name for task in report.tasks} == set(schema())


def test_a_package_tells_a_row_of_nobody_and_a_code_that_is_none(
    extract: Path, tmp_path: Path
) -> None:
    for path in extract.glob("*.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "fines.csv").open("a", encoding="utf-8") as file:
        file.write("F-new,nobody,2022-01-01,100,\n")
    text = (tmp_path / "persons.csv").read_text(encoding="utf-8")
    (tmp_path / "persons.csv").write_text(text.replace(",m,", ",man,", 1), encoding="utf-8")
    found = {one[0] for one in validated(tmp_path / "datapackage.json").flatten(["type"])}
    assert found == {"foreign-key", "constraint-error"}


def test_the_published_tables_are_what_their_package_says(bare_run: Path) -> None:
    package = bare_run / "report" / "datapackage.json"
    report = validated(package)
    assert report.valid, report.flatten(["type", "title", "message"])
    told = {entry["path"] for entry in json.loads(package.read_text("utf-8"))["resources"]}
    tables = (bare_run / "report" / "tables").glob("*.csv")
    assert told == {f"tables/{path.name}" for path in tables if not path.name.endswith(".nl.csv")}


def test_the_code_lists_are_what_their_package_says() -> None:
    package = ROOT / "analysis" / "hertoets" / "datapackage.json"
    assert validated(package).valid
    told = {entry["path"] for entry in json.loads(package.read_text("utf-8"))["resources"]}
    shipped = {
        path.relative_to(package.parent).as_posix() for path in package.parent.rglob("*.csv")
    }
    assert told == {name for name in shipped if not name.startswith(("docs/", "notebooks/"))}


# Suites of Great Expectations

SPOILED: dict[str, dict[str, object]] = {
    "notices": {"notice_date": None, "municipality_informed": "GM9998"},
    "residence_rights": {"migrant_group": "family", "document_collected_date": None},
}
"""What the first three rows of a table are made to say."""


def test_every_check_is_in_its_suite_or_named_as_left_out() -> None:
    for table, suite in suites().items():
        said = [one["meta"]["id"] for one in suite["expectations"]]
        wanted = [entry.id for entry in load_expectations() if entry.table == table]
        assert sorted(said + suite["meta"]["left_out"]) == sorted(wanted)


def test_a_suite_that_was_read_again_finds_the_rows_that_a_run_finds(tmp_path: Path) -> None:
    import great_expectations as gx

    folder = tmp_path / "extract"
    write_synthetic_extract(folder, persons=1_500, seed=12, faults=False)
    delivered = {}
    for table, spoiled in SPOILED.items():
        delivered[table] = frame = pd.read_parquet(folder / f"{table}.parquet")
        for column, value in spoiled.items():
            frame.loc[frame.index[:3], column] = value
        frame.to_parquet(folder / f"{table}.parquet", index=False)
        for column in schema()[table].columns:
            if column.type == "date":
                frame[column.name] = pd.to_datetime(frame[column.name])
    found = {one.id: one for one in run_checks(read_extract(folder), load_expectations()).results}
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    wrong = set()
    for table, frame in delivered.items():
        suite = gx.ExpectationSuite(**json.loads(json.dumps(suites()[table])))
        asset = context.data_sources.add_pandas(table).add_dataframe_asset(table)
        batch = asset.add_batch_definition_whole_dataframe(table).get_batch({"dataframe": frame})
        for told in batch.validate(suite).results:
            ours = found[told.expectation_config.meta["id"]]
            own = own_kind(ours.expectation, date.max)
            assert own is not None
            if own.first_is_right or ours.measure is None:
                continue  # of rows that say the same Great Expectations names the first as well
            assert told.result["unexpected_count"] == ours.measure.rows, ours.id
            wrong |= {ours.id} if ours.measure.rows else set()
    assert wrong >= {
        "notices_date_known",
        "notices_municipality_exists",
        "rights_document_collected",
    }
