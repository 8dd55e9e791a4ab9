"""`hertoets explain` tells what is in doubt of a person, and every answer that this changes."""

from pathlib import Path

import polars as pl
from hertoets.run.doubtful import doubt_sections
from hertoets.run.tables import write_table
from hertoets.runfolder import RunFolder

RECORDED = {"person_id": "A1", "regime": "wi2013", "start": None, "duty": "obliged", "other": 1}


def sections(folder: Path, person: str) -> dict[str, object]:
    found = doubt_sections(RunFolder(folder), person, RECORDED)
    return {section.key: section.values() for section in found}


def write(folder: Path) -> None:
    run = RunFolder(folder)
    run.protected.mkdir()
    doubts = [
        ("A1", "notices", "", "told_evenly", ""),
        ("A1", "residence_rights", "R1", "collected_soon", "decision_date"),
        ("B2", "notices", "N2", "after_decision", "notice_date"),
    ]
    heading = ["person", "table", "key", "check", "column"]
    write_table(pl.DataFrame(doubts, schema=heading, orient="row"), run.doubts)
    second = [("A1", "unknown", None, "obliged"), ("B2", "wi2013", None, "no")]
    columns = {"person_id": pl.String, "regime": pl.String, "start": pl.Date, "duty": pl.String}
    write_table(pl.DataFrame(second, schema=columns, orient="row"), run.doubted)


def test_each_doubt_is_told_with_its_check_and_row(tmp_path: Path) -> None:
    write(tmp_path)
    assert sections(tmp_path, "A1")["doubts"] == [
        {
            "check": "collected_soon",
            "table": "residence_rights",
            "key": "R1",
            "column": "decision_date",
            "what": "this value",
        },
        {
            "check": "told_evenly",
            "table": "notices",
            "key": "",
            "column": "",
            "what": "rows may be missing",
        },
    ]


def test_only_the_answers_that_it_changes_are_told(tmp_path: Path) -> None:
    write(tmp_path)
    assert sections(tmp_path, "A1")["doubted"] == [
        {"answer": "regime", "by_the_records": "wi2013", "with_that_unknown": "unknown"}
    ]


def test_of_who_is_not_in_doubt_nothing_is_told(tmp_path: Path) -> None:
    write(tmp_path)
    assert sections(tmp_path, "C3") == {"doubts": [], "doubted": []}


def test_a_run_that_did_not_look_tells_nothing(tmp_path: Path) -> None:
    assert sections(tmp_path, "A1") == {"doubts": [], "doubted": []}
