"""Which file of a folder is which table: a name that is nearly right is never passed over.

A table that is silently absent costs figures: they become *not measured*. So what bears the name
of a table in another shape (``CHOICES.CSV``, ``choices.xlsx``, a folder) is read or refused.
A folder ``choices`` holds the table in parts (`hertoets.extract.parts`).
"""

import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from hertoets.errors import Fault, UseError
from hertoets.extract.parts import faults_of_folder
from hertoets.extract.schema import Table, schema
from hertoets.plain import visible

SUFFIXES = (".parquet", ".csv", ".csv.gz")
_NEAR = 0.85  # of difflib: one letter more, less or other in a name of six
_PROSE = (".md", ".rst", ".html", ".pdf", ".docx", ".odt", ".toml", ".py", ".ipynb", ".log")
"""Endings of files that tell of tables and hold none."""
_LONG = 8  # letters of a first half that stands for the whole: guidance, residence


def table_named(name: str) -> str | None:
    """The table that a file's name means, capitals or not; None where it means none.

    Examples
    --------
    >>> table_named("CHOICES.CSV"), table_named("choices.xlsx")
    ('choices', None)
    """
    lower = name.lower()
    for suffix in SUFFIXES:
        if lower.endswith(suffix) and lower.removesuffix(suffix) in schema():
            return lower.removesuffix(suffix)
    return None


def table_at(path: Path) -> str | None:
    """The table that a file means by its name, or a folder that holds one in parts."""
    name = path.name.lower()
    return name if name in schema() and path.is_dir() else table_named(name)


def nearest_table(name: str) -> str | None:
    """The table whose name is in, or near, a name that means none.

    Examples
    --------
    >>> nearest_table("choices_2022.csv.zip"), nearest_table("README.md")
    ('choices', None)
    """
    if name.lower().endswith(_PROSE):
        return None
    words = re.findall("[a-z]+", name.lower())
    joined = ["".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, a + 4)]
    tables = _letters()
    for word in joined:
        if word in tables:
            return tables[word]
        begun = [table for table in tables if len(word) >= _LONG and table.startswith(word)]
        if begun:
            return tables[begun[0]]
    for word in joined:
        if near := get_close_matches(word, tables, n=1, cutoff=_NEAR):
            return tables[near[0]]
    return None


def find_tables(folder: Path) -> tuple[dict[str, Path], list[str], list[Fault]]:
    """Find the file of each table, or the folder of its parts.

    Parameters
    ----------
    folder : Path
        Of the extract.

    Returns
    -------
    tuple of (dict of str to Path, list of str, list of Fault)
        The file, or folder of parts, of each table that is there; a note for each file that looks
        like a table and was not needed; a fault for each table that stands twice, is no file, or
        is absent while a file bears nearly its name, and for each required one that is missing.
    """
    entries = sorted(folder.iterdir())
    claims: dict[str, list[Path]] = {name: [] for name in schema()}
    others = []
    for path in entries:
        if name := table_at(path):
            claims[name].append(path)
        else:
            others.append(path)
    wrong = {name: faults for name, paths in claims.items() if (faults := _faults(name, paths))}
    faults = [fault for found in wrong.values() for fault in found]
    near: dict[str, list[Path]] = {}
    for path in others:
        if name := nearest_table(path.name):
            near.setdefault(name, []).append(path)
    faults += [_mistaken(path, name) for name in near if not claims[name] for path in near[name]]
    faults += [
        _missing(folder, table)
        for name, table in schema().items()
        if table.required and not claims[name] and name not in near
    ]
    notes = [_ignored(path, name) for name in near if claims[name] for path in near[name]]
    near_ones = {path for paths in near.values() for path in paths}
    notes += [
        f"{visible(path.name)}: not a table of the extract; it was ignored."
        for path in others
        if path.name.lower().endswith(SUFFIXES) and path not in near_ones
    ]
    found = {name: paths[0] for name, paths in claims.items() if paths and name not in wrong}
    return found, sorted(notes), faults


def find_table(folder: Path, table: Table) -> Path | None:
    """The one file that holds a table, or the folder of its parts; None where there is none.

    Raises
    ------
    UseError
        Where the table stands twice, or what bears its name is no file and no folder of parts.
    """
    claims = [path for path in sorted(folder.iterdir()) if table_at(path) == table.name]
    if faults := _faults(table.name, claims):
        raise UseError(faults)
    return claims[0] if claims else None


def why_no_file(path: Path) -> str:
    """Say why a thing in a folder cannot be read as a file; empty where it can.

    A pipe or a device is never opened: reading it would wait for ever.
    """
    if path.is_file():
        return ""
    if path.is_dir():
        return "this is a folder, not a file"
    if path.is_symlink() and not path.exists():
        return "this is a link to nothing"
    return "this is no ordinary file (a pipe, a socket or a device)"


@cache
def _letters() -> dict[str, str]:
    return {name.replace("_", ""): name for name in schema()}


def _faults(name: str, claims: list[Path]) -> list[Fault]:
    if len(claims) > 1:
        where = ", ".join(visible(f"{path.name}{'/' * path.is_dir()}") for path in claims)
        files = "in more than one file"
        if any(path.is_dir() for path in claims):
            files = "more than once, as a folder of parts or a file"
        return [Fault(where, "", f"the table {name} stands {files}", "Keep one of them")]
    if claims and claims[0].is_dir() and claims[0].name.lower() == name:
        return faults_of_folder(claims[0])
    if claims and (why := why_no_file(claims[0])):
        mend = f"Put a file there. {_names(name)}"
        if claims[0].is_dir():
            mend = f"Put a file there, or name the folder {name} where it holds Parquet files"
        return [Fault(visible(claims[0].name), "", why, mend)]
    return []


def _missing(folder: Path, table: Table) -> Fault:
    where = visible(folder.resolve().name)
    return Fault(where, table.name, "a required table is missing", f"Add {_choice(table.name)}")


def _mistaken(path: Path, name: str) -> Fault:
    what = f"the table {name} is absent and this bears nearly its name, yet cannot be read as it"
    mend = f"{_names(name)} Or take it out of the folder"
    return Fault(visible(path.name), "", what, mend)


def _ignored(path: Path, name: str) -> str:
    return f"{visible(path.name)}: not a table of the extract; it was ignored. Nearest is {name}."


def _names(name: str) -> str:
    return f"The table is read from {_choice(name)}."


def _choice(name: str) -> str:
    *others, last = (f"{name}{suffix}" for suffix in SUFFIXES)
    return f"{', '.join(others)} or {last}"
