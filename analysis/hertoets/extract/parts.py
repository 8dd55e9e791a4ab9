"""A table that is delivered in parts: a folder with Parquet files, read in order of their names.

Every part is counted before any is parsed, and has the columns of the others. What is wrong names
the part; nothing but parts may lie in the folder, since what is passed over would be lost.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from hertoets.errors import Fault, UseError
from hertoets.extract.columns import Layout, lay_out
from hertoets.extract.limits import MOST_PARTS, MOST_TOGETHER
from hertoets.extract.parquetfile import (
    Description,
    describe_parquet,
    look_at_parquet,
    refuse_beyond_measure,
)
from hertoets.extract.schema import Table
from hertoets.extract.tablefile import Rows, Source, unreadable
from hertoets.plain import visible

PARQUET = ".parquet"

Found = TypeVar("Found")

_SHOWN = 3
_CSV = (".csv", ".csv.gz")


def parts_of(folder: Path) -> list[Path]:
    """The parts of a table, in the order of their names; other files play no part.

    Parameters
    ----------
    folder : Path
        It bears the name of the table.
    """
    found = (path for path in folder.iterdir() if path.name.lower().endswith(PARQUET))
    return sorted((path for path in found if path.is_file()), key=lambda path: path.name)


def name_of_part(folder: Path, place: int) -> str:
    """How a part is named where its own name may not be shown: by its place, from 0.

    Examples
    --------
    >>> name_of_part(Path("extract/notices"), 3)
    'notices/part-00003.parquet'
    """
    return f"{folder.name}/part-{place:05d}{PARQUET}"


def faults_of_folder(folder: Path) -> list[Fault]:
    """List why a folder is not a table in parts; nothing where it is.

    Parameters
    ----------
    folder : Path
        It bears the name of a table.
    """
    where = f"{visible(folder.name)}/"
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        return list(unreadable(folder, error, "the folder cannot be looked into").faults)
    parts = parts_of(folder)
    others = [path for path in entries if path not in parts]
    faults = [
        Fault(_name(folder, path), "", *_why_no_part(folder, path)) for path in others[:_SHOWN]
    ]
    if len(others) > _SHOWN:
        what = f"it holds {len(others) - _SHOWN:,} more things that are no parts of the table"
        faults.append(Fault(where, "", what, "Take them out of the folder"))
    if not parts and not others:
        mend = f"Put its parts there, as Parquet, or one file: {folder.name.lower()}{PARQUET}"
        faults.append(Fault(where, "", "the folder of this table is empty", mend))
    if len(parts) > MOST_PARTS:
        what = f"the table stands in {len(parts):,} parts; at most {MOST_PARTS:,} are read"
        faults.append(Fault(where, "", what, "Write fewer and larger parts"))
    return faults


def sources_of_parts(folder: Path, table: Table) -> list[Source]:
    """Look at all parts of a table, before any is read.

    Parameters
    ----------
    folder : Path
        Without `faults_of_folder`.
    table : Table

    Returns
    -------
    list of Source
        In order. What is told of every part alike is told with the first.

    Raises
    ------
    UseError
        Where a part is damaged, lacks a column, has not the columns of the others, or the parts
        together are beyond measure. Reading one that is damaged further on raises it too.
    """
    parts = parts_of(folder)
    described = _all(folder, parts, describe_parquet)
    refuse_beyond_measure(f"{visible(folder.name)}/", "its parts say", described, MOST_TOGETHER)
    layouts = _layouts(folder, parts, table, described)
    notes = _notes(folder, parts, layouts)
    sources = _all(folder, parts, lambda path: look_at_parquet(path, table))
    return [
        replace(
            source,
            name=_name(folder, part),
            notes=told,
            rows=_PartRows(_name(folder, part), source.rows),
        )
        for part, source, told in zip(parts, sources, notes, strict=True)
    ]


@dataclass(frozen=True)
class _PartRows:
    """The rows of a part: what is wrong with it is told under its name in the folder."""

    name: str
    rows: Rows

    def read(self) -> pa.Table:
        with _told_as(self.name):
            return self.rows.read()

    def batches(self, rows: int, columns: tuple[str, ...] | None = None) -> Iterator[pa.Table]:
        with _told_as(self.name):
            yield from self.rows.batches(rows, columns)


@contextmanager
def _told_as(name: str) -> Iterator[None]:
    try:
        yield
    except UseError as error:
        raise UseError(replace(fault, where=name) for fault in error.faults) from None


def _all(folder: Path, parts: Sequence[Path], look: Callable[[Path], Found]) -> list[Found]:
    """Look at each part; what is wrong with any of them is told at once, under its name."""
    found, faults = [], []
    for part in parts:
        try:
            found.append(look(part))
        except UseError as error:
            faults += [replace(fault, where=_name(folder, part)) for fault in error.faults]
    if faults:
        raise UseError(faults)
    return found


def _layouts(
    folder: Path, parts: list[Path], table: Table, described: list[Description]
) -> list[Layout]:
    """Find the columns of each part; they are the same in all."""
    columns = {
        part: [name.strip() for name in one.columns.names]
        for part, one in zip(parts, described, strict=True)
    }
    layouts = _all(folder, parts, lambda part: lay_out(part.name, table, columns[part]))
    faults = []
    for column in table.column_names:
        having = [part for part, one in zip(parts, layouts, strict=True) if column in one.places]
        if not having or len(having) == len(parts):
            continue
        what = f"column missing: {_name(folder, having[0])} has it"
        mend = "Add it, empty where it is unknown, or leave it out of every part"
        faults += [
            Fault(_name(folder, part), column, what, mend) for part in parts if part not in having
        ]
    if faults:
        raise UseError(faults)
    return layouts


def _notes(folder: Path, parts: list[Path], layouts: list[Layout]) -> list[list[str]]:
    """The notes of each part under its name; those of all alike once, under that of the table."""
    told = [
        [note.removeprefix(part.name) for note in one.notes]
        for part, one in zip(parts, layouts, strict=True)
    ]
    if all(notes == told[0] for notes in told):
        nothing: list[list[str]] = [[] for _ in parts[1:]]
        return [[f"{visible(folder.name)}{note}" for note in told[0]], *nothing]
    return [
        [f"{_name(folder, part)}{note}" for note in notes]
        for part, notes in zip(parts, told, strict=True)
    ]


def _name(folder: Path, path: Path) -> str:
    return visible(f"{folder.name}/{path.name}")


def _why_no_part(folder: Path, path: Path) -> tuple[str, str]:
    """What is wrong with a thing beside the parts of a table, and its mend."""
    table = folder.name.lower()
    if path.is_dir():
        return "this is a folder, not a part", f"Put the parts in {table}/ itself, as Parquet"
    if path.name.lower().endswith(_CSV):
        mend = f"Write the parts as Parquet, or all rows as one file: {table}.csv"
        return "a table cannot be delivered as CSV in parts", mend
    if path.name.lower().endswith(PARQUET):
        return "this is a link to nothing, or no ordinary file", "Put a file there"
    mend = f"Take it out of the folder: {table}/ holds Parquet files alone"
    return "this is no part of the table", mend
