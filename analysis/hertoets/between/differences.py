"""The first thing that differs between the files of a run and the same computed again.

A finding is named by its id, a row by its number, a column by its name; a value never.
"""

import csv
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hertoets.datafile import UnreadableError, read_json
from hertoets.errors import Fault, UseError
from hertoets.run.tables import read_table

_DIFFERENT = "comes out differently"
_UNREADABLE = "cannot be read as a run writes it"


def find_changed_figures(run: Path, again: Path, names: Iterable[str]) -> list[Fault]:
    """Compare files of findings, figure by figure; one fault a file at most."""
    return [fault for name in names for fault in _figures(run, again, name)]


def find_changed_rows(run: Path, again: Path, names: Iterable[str]) -> list[Fault]:
    """Compare tables of persons, row by row; one fault a table at most."""
    return [fault for name in names for fault in _rows(run, again, name)]


def find_changed_files(run: Path, again: Path, patterns: Iterable[str]) -> list[Fault]:
    """Compare files byte by byte, whichever side has them; a CSV by row and column where it can."""
    names = {
        path.relative_to(folder).as_posix()
        for folder in (run, again)
        for pattern in patterns
        for path in folder.glob(pattern)
    }
    return [
        _file(run / name, again / name, name)
        for name in sorted(names)
        if _content(run / name) != _content(again / name)
    ]


def _file(then: Path, now: Path, name: str) -> Fault:
    at, what = "", "is not what the extract gives"
    if name.endswith(".csv") and then.is_file() and now.is_file():
        at, what = _first_cell(*map(_cells, (then, now))) or (at, what)
    return Fault(where=name, at=at, what=what, mend="Do not use this copy; run again")


def _cells(path: Path) -> list[list[str]]:
    # Whatever somebody wrote into it, it is only compared.
    return list(csv.reader(StringIO(path.read_text(encoding="utf-8", errors="replace"))))


def _first_cell(then: list[list[str]], now: list[list[str]]) -> tuple[str, str] | None:
    """The first cell that differs, by its row below the heading and the name of its column."""
    if then[:1] != now[:1]:
        return "", "has other columns when computed again"
    heading = now[0] if now else []
    for row, (one, other) in enumerate(zip(then, now, strict=False)):
        if len(one) != len(other):
            return f"row {row}", "has another number of cells when computed again"
        for column, cell, again in zip(heading, one, other, strict=False):
            if cell != again:
                return f"row {row}", f"{column} {_DIFFERENT}"
    return ("", "has another number of rows when computed again") if len(then) != len(now) else None


def _figures(run: Path, again: Path, name: str) -> list[Fault]:
    try:
        then, now = _findings(run / name), _findings(again / name)
    except (UnreadableError, ValueError, TypeError, KeyError, AttributeError):
        return [Fault(where=name, at="", what=_UNREADABLE)]
    for id_ in [*then, *(id_ for id_ in now if id_ not in then)]:
        if then.get(id_) != now.get(id_):
            one, other = then.get(id_, {}), now.get(id_, {})
            fields = [field for field in {**one, **other} if one.get(field) != other.get(field)]
            return [Fault(where=name, at=id_, what=f"{_DIFFERENT}: {', '.join(fields)}")]
    return []


def _findings(path: Path) -> dict[str, dict[str, Any]]:
    return {finding["id"]: finding for finding in read_json(path)}


def _rows(run: Path, again: Path, name: str) -> list[Fault]:
    now = read_table(again / name)
    try:
        then = read_table(run / name)
    except UseError as error:
        return list(error.faults)
    if then.equals(now):
        return []
    if then.schema != now.schema:
        return [Fault(where=name, at="", what="has other columns when computed again")]
    if then.num_rows != now.num_rows:
        return [Fault(where=name, at="", what="has another number of rows when computed again")]
    for column in then.column_names:
        row = _first_difference(then[column], now[column])
        if row is not None:
            return [Fault(where=name, at=f"row {row + 1}", what=f"{column} {_DIFFERENT}")]
    return []


def _first_difference(then: pa.ChunkedArray, now: pa.ChunkedArray) -> int | None:
    same = pc.or_(
        pc.fill_null(pc.equal(then, now), False), pc.and_(pc.is_null(then), pc.is_null(now))
    )
    row = pc.index(same, pa.scalar(False)).as_py()
    return None if row < 0 else int(row)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
