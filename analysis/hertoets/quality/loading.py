"""Read the expectations: checked before use, every fault told at once.

The order is that of the files (the tables of the contract, then ``between``) and within a file
that of its entries.
"""

from collections import Counter
from pathlib import Path
from typing import Any

from hertoets.datafile import UnreadableError, read_toml
from hertoets.errors import Fault, UseError
from hertoets.extract import schema
from hertoets.quality.entries import BETWEEN, wrong_with
from hertoets.quality.expectation import Expectation
from hertoets.shipped import shipped

ENTRIES = "expectation"


def expectations_folder() -> Path:
    """The folder that ships with the project, beside the package."""
    return shipped("expectations")


def load_expectations(folder: Path | None = None) -> tuple[Expectation, ...]:
    """Read every expectation of a folder.

    Parameters
    ----------
    folder : Path or None
        With ``<table>.toml`` and ``between.toml``; None takes those of the project.

    Returns
    -------
    tuple of Expectation
        In the order of the files.

    Raises
    ------
    UseError
        A file cannot be read, or an entry says something that has no meaning.
    """
    folder = folder or expectations_folder()
    names = [*schema(), BETWEEN]
    paths = [folder / f"{name}.toml" for name in names]
    found = [path for path in paths if path.is_file()]
    strange = sorted(path.name for path in folder.glob("*.toml") if path not in paths)
    faults = [
        Fault(str(folder), name, "not the name of a table", "Name it after a table, or between")
        for name in strange
    ]
    if not found:
        faults.append(Fault(str(folder), "", "no expectations here", "Name a folder with them"))
    read = [(path, entry) for path in found for entry in _entries(path, faults)]
    loaded = [_read(path, entry, faults) for path, entry in read]
    ids = Counter(entry.id for entry in loaded if entry)
    faults += [
        Fault(str(folder), name, "stands more than once", "Give each its own id")
        for name, times in ids.items()
        if times > 1
    ]
    if faults:
        raise UseError(faults)
    return tuple(entry for entry in loaded if entry)


def _entries(path: Path, faults: list[Fault]) -> list[Any]:
    try:
        content = read_toml(path)
    except UnreadableError as error:
        faults.append(Fault(path.name, "", f"cannot be read: {error}", "Write TOML in UTF-8"))
        return []
    entries = content.get(ENTRIES, [])
    if set(content) - {ENTRIES} or not isinstance(entries, list):
        faults.append(Fault(path.name, "", f"holds more than [[{ENTRIES}]]", "Take the rest out"))
        return []
    return entries


def _read(path: Path, entry: object, faults: list[Fault]) -> Expectation | None:
    if not isinstance(entry, dict):
        faults.append(Fault(path.name, "", "an entry is no table", f"Write [[{ENTRIES}]] above it"))
        return None
    table = path.stem
    content = {**entry} if table == BETWEEN else {"table": table, **entry}
    if "at_most_share" in content:
        content.setdefault("at_most", None)
    wrong = wrong_with(content, table)
    name = str(content.get("id", "without id"))
    faults += [Fault(path.name, name, what, "See docs/quality.md") for what in wrong]
    if wrong:
        return None
    named = {name: tuple(content.get(name, ())) for name in ("doubts", "missing")}
    return Expectation(**{**content, **named})
