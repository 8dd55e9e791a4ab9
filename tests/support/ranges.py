"""The same extract worked through whole and in parts, and everything in which the two differ."""

import csv
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
from hertoets.errors import HertoetsError
from hertoets.findings import Findings
from hertoets.release import save_exact
from hertoets.run.compute import find_in_memory
from hertoets.run.parameters import Parameters
from hertoets.run.ranges.compute import find_in_parts
from hertoets.run.ranges.engine import OneByOne
from hertoets.run.steps import Silent
from hertoets.runfolder import RunFolder

PROTECTED: Final = RunFolder.protected.as_posix()
_IN_ANY_ORDER: Final = (RunFolder.set_aside.name,)
"""Tables whose rows stand by part; no row of them leans on another."""


@dataclass(frozen=True)
class Done:
    """What came of an extract: findings, or why there are none."""

    folder: Path
    findings: Findings | None
    refused: tuple[str, int] | None

    @property
    def files(self) -> list[str]:
        """What lies there, by path."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*"))


def in_memory(extract: Path, folder: Path, parameters: Parameters | None = None) -> Done:
    """Work through an extract at once."""
    return _done(folder, lambda: find_in_memory(extract, folder, parameters or Parameters(), Silent()))


def in_parts(
    extract: Path, folder: Path, persons: int, parameters: Parameters | None = None
) -> Done:
    """Work through an extract in parts of about so many persons."""
    asked = parameters or Parameters()
    return _done(
        folder, lambda: find_in_parts(extract, folder, asked, Silent(), OneByOne(), persons)
    )


def _done(folder: Path, find) -> Done:
    if folder.exists():
        shutil.rmtree(folder)
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
            yield f"refused: {whole.refused} / {parts.refused}"
        return
    one, other = whole.findings, parts.findings
    assert one is not None
    assert other is not None
    for name in ("findings", "tables", "notes", "counts", "facts", "settings", "meta"):
        if getattr(one, name) != getattr(other, name):
            yield f"findings: {name}"
    yield from _differing_files(whole.folder / PROTECTED, parts.folder / PROTECTED)


def _differing_files(one: Path, other: Path) -> Iterator[str]:
    names = [{path.name for path in folder.iterdir()} for folder in (one, other)]
    for name in sorted(names[0] ^ names[1]):
        yield f"{name} on one side alone"
    for name in sorted(names[0] & names[1]):
        if not name.endswith(".parquet"):
            if (one / name).read_bytes() != (other / name).read_bytes():
                yield name
        elif not _rows(one / name).equals(_rows(other / name)):
            yield name


def _rows(path: Path) -> pl.DataFrame:
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    rows = pl.concat([pl.read_parquet(file, glob=False) for file in files])
    return rows.sort(pl.all()) if path.name in _IN_ANY_ORDER else rows
