"""What the checks put in doubt of one person, and what the law then says otherwise."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hertoets.run.page import Cell, Section
from hertoets.run.tables import read_table
from hertoets.runfolder import RunFolder

_ROW = ("check", "table", "key", "column")
_NOT_COMPARED = ("person_id", "situation_id")


def doubt_sections(
    folder: RunFolder, person_id: str, recorded: Mapping[str, Any]
) -> tuple[Section, ...]:
    """A section with what is in doubt, and one with every answer that this changes.

    Parameters
    ----------
    folder : RunFolder
    person_id : str
        The pseudonym.
    recorded : mapping of str to any
        The person's outcomes by the records as they stand.

    Returns
    -------
    tuple of Section
        Without rows where nothing is in doubt, or the run is one that did not look.
    """
    doubts = _rows(folder.doubts, "person", person_id)
    second = _rows(folder.doubted, "person_id", person_id)
    return (
        Section(
            "doubts",
            "What the checks put in doubt (figures count it as unknown)",
            ("check", "table", "key", "column", "what"),
            tuple(sorted((*(row[name] for name in _ROW), _what(row)) for row in doubts)),
        ),
        Section(
            "doubted",
            "What is then said otherwise",
            ("answer", "by the records", "with that unknown"),
            tuple(_differing(recorded, second[0])) if second else (),
        ),
    )


def _rows(path: Path, column: str, person_id: str) -> list[dict[str, Any]]:
    if not path.exists():  # a file, or the folder of its parts
        return []
    rows: list[dict[str, Any]] = read_table(path, filters=[(column, "=", person_id)]).to_pylist()
    return rows


def _what(row: Mapping[str, Any]) -> str:
    return "this value" if row["column"] else "rows may be missing"


def _differing(recorded: Mapping[str, Any], second: Mapping[str, Any]) -> list[tuple[Cell, ...]]:
    return [
        (name, recorded[name], value)
        for name, value in second.items()
        if name not in _NOT_COMPARED and name in recorded and recorded[name] != value
    ]
