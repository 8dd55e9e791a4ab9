"""The same extract worked through whole and in parts, and everything in which the two differ."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import polars as pl
from hertoets.errors import HertoetsError
from hertoets.extract import Extract, read_extract
from hertoets.extract.parted import read_part
from hertoets.findings import Findings
from hertoets.findings.summing import Came, added_came, came_in, known_days
from hertoets.outcomes.as_of import last_days
from hertoets.release import save_exact
from hertoets.run.compute import find_in_memory
from hertoets.run.parameters import Parameters
from hertoets.run.ranges.compute import cut_extract, find_in_parts
from hertoets.run.ranges.engine import OneByOne
from hertoets.run.steps import Silent
from hertoets.runfolder import RunFolder

_IN_ANY_ORDER: Final = RunFolder.set_aside.name
"""The table whose rows stand by part; no row of it leans on another."""
_ADDED: Final = ["table", "column", "check"]


def read_in_parts(extract: Path, folder: Path, persons: int) -> list[Extract]:
    """Cut an extract into a new folder, and read each part."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    cut = cut_extract(extract, folder, OneByOne(), persons)
    return [read_part(cut, number) for number in range(cut.parts)]


def differing_extracts(whole: Extract, parts: Sequence[Extract]) -> Iterator[str]:
    """Name everything in which the parts together are not the whole."""
    for name, rows in whole.tables.items():
        if not _together(parts, name).equals(rows.pipe(_by_person, name)):
            yield f"rows of {name}"
    aside = pl.concat([part.aside for part in parts])
    if not aside.sort(pl.all()).equals(whole.aside.sort(pl.all())):
        yield "rows set aside"
    unknown = pl.concat([part.made_unknown for part in parts])
    unknown = unknown.group_by(_ADDED).agg(pl.col("rows").sum()).sort(_ADDED)
    if not unknown.equals(whole.made_unknown.sort(_ADDED)):
        yield "values made unknown"
    if known_days([last_days(part.tables) for part in parts]) != last_days(whole.tables):
        yield "last days"
    yield from _differing_sums(came_in(whole), [came_in(part) for part in parts])


def _differing_sums(whole: Came, parts: Sequence[Came]) -> Iterator[str]:
    """All at once, and one after another as they come."""
    one_by_one = parts[0]
    for part in parts[1:]:
        one_by_one = added_came([one_by_one, part])
    for field in fields(Came):
        expected = getattr(whole, field.name)
        for summed in (added_came(parts), one_by_one):
            found = getattr(summed, field.name)
            same_order = not isinstance(expected, dict) or list(found) == list(expected)
            if found != expected or not same_order:
                yield f"came in: {field.name}"


def _together(parts: Sequence[Extract], name: str) -> pl.DataFrame:
    """The rows of all parts, with persons numbered as in the whole."""
    begins, found = 0, []
    for part in parts:
        rows = part.tables[name]
        if "person" in rows.columns:
            rows = rows.with_columns(pl.col("person") + begins)
        found.append(rows)
        begins += len(part.tables["persons"])
    return _by_person(pl.concat(found), name)


def _by_person(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows of a person stay as they were delivered."""
    if name == "persons" or "person" not in rows.columns:
        return rows
    return rows.sort("person", maintain_order=True)


@dataclass(frozen=True)
class Done:
    """What came of an extract: findings, or why there are none."""

    folder: Path
    findings: Findings | None
    refused: tuple[str, int] | None


def in_memory(extract: Path, folder: Path, parameters: Parameters) -> Done:
    """Work through an extract at once."""
    return _done(folder, lambda: find_in_memory(extract, folder, parameters, Silent()))


def in_parts(extract: Path, folder: Path, parameters: Parameters, persons: int) -> Done:
    """Work through an extract in parts of about so many persons."""
    return _done(
        folder,
        lambda: find_in_parts(extract, folder, parameters, Silent(), OneByOne(), persons),
    )


def _done(folder: Path, find: Callable[[], Findings]) -> Done:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        findings = find()
    except HertoetsError as error:
        return Done(folder, None, (str(error), error.exit_code))
    save_exact(findings, folder)
    return Done(folder, findings, None)


def differing(whole: Done, parts: Done) -> Iterator[str]:
    """Name everything in which two workings of one extract are not the same."""
    if whole.refused or parts.refused:
        if whole.refused != parts.refused:
            yield f"refused: {whole.refused}, in parts {parts.refused}"
        return
    for name in ("findings", "tables", "notes", "counts", "facts", "settings", "meta", "readings"):
        if getattr(whole.findings, name) != getattr(parts.findings, name):
            yield f"findings: {name}"
    one, other = (RunFolder(done.folder).protected for done in (whole, parts))
    names = [{path.name for path in folder.iterdir()} for folder in (one, other)]
    yield from (f"{name} on one side alone" for name in sorted(names[0] ^ names[1]))
    for name in sorted(names[0] & names[1]):
        if name.endswith(".parquet"):
            same = rows_at(one / name).equals(rows_at(other / name))
        else:
            same = (one / name).read_bytes() == (other / name).read_bytes()
        if not same:
            yield name


def rows_at(path: Path) -> pl.DataFrame:
    """A table of a run, in one file or in parts."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    rows = pl.concat([pl.read_parquet(file, glob=False) for file in files])
    return rows.sort(pl.all()) if path.name == _IN_ANY_ORDER else rows


def whole_extract(extract: Path) -> Extract | str:
    """An extract read at once, or why it is refused."""
    try:
        return read_extract(extract)
    except HertoetsError as error:
        return str(error)
