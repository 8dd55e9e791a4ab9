"""Read the expectations: checked before use, every fault told at once.

The order is that of the files (the tables of the contract, then ``between``) and within a file
that of its entries.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from inspect import signature
from pathlib import Path
from types import UnionType
from typing import Any

from hertoets.datafile import UnreadableError, read_toml
from hertoets.errors import Fault, UseError
from hertoets.extract import schema
from hertoets.extract.aside import REASONS
from hertoets.extract.impossible import (
    BIRTH_AFTER_DECISION,
    COLLECTED_BEFORE_DECISION,
    END_BEFORE_BEGIN,
    TERM_BEFORE_START,
)
from hertoets.extract.values import AFTER_DELIVERY, BY_ITSELF
from hertoets.quality.expectation import CONSEQUENCES, SEVERITIES, Expectation
from hertoets.quality.kinds import KINDS
from hertoets.shipped import shipped

BETWEEN = "between"
ENTRIES = "expectation"
ASIDE_KIND = "touched"  # the only kind that looks at what the contract itself sets aside

_NEEDED = {"id", "question_nl", "kind", "severity", "consequence", "lesson", "source"}
_KNOWN = {entry.name for entry in fields(Expectation)}


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
    wrong = [*_wrong_values(content)] or [*_wrong(content, table)]
    name = str(content.get("id", "without id"))
    faults += [Fault(path.name, name, what, "See docs/quality.md") for what in wrong]
    if wrong:
        return None
    return Expectation(**{**content, "findings": tuple(content.get("findings", ()))})


def _wrong(content: dict[str, Any], file: str) -> Iterator[str]:
    for name in sorted(_NEEDED - set(content)):
        yield f"{name} is missing"
    for name in sorted(set(content) - _KNOWN):
        yield f"there is no field {name}"
    table = content.get("table")
    if table not in schema() or (file != BETWEEN and table != file):
        yield f"there is no table {table} here"
        return
    columns = {*schema()[table].column_names, "", "birth_from"}
    if content.get("date_column", "") not in columns:
        yield f"{table} has no column {content['date_column']}"
    if content.get("severity") not in SEVERITIES:
        yield f"severity is one of {', '.join(SEVERITIES)}"
    consequence = content.get("consequence")
    if consequence not in CONSEQUENCES:
        yield f"consequence is one of {', '.join(CONSEQUENCES)}"
    if consequence == "set_aside" and content.get("kind") != ASIDE_KIND:
        yield "only the contract sets rows aside; a check of your own widens or notes"
    if consequence == "widen" and not content.get("findings"):
        yield "it widens no finding"
    yield from _wrong_arguments(content)


def _wrong_values(content: dict[str, Any]) -> Iterator[str]:
    for names, kind, told in (
        (("at_most", "at_least", "least_persons"), int, "a whole number"),
        (("at_most_share",), float, "a share from 0 to 1"),
        (("hides",), bool, "true or false"),
        (_TEXTS, str, "a text"),
        (("arguments",), dict, "a table"),
    ):
        for name in names:
            value = content.get(name)
            if value is not None and type(value) is not kind:
                yield f"{name} is {told}"
    share = content.get("at_most_share")
    if type(share) is float and not 0 <= share <= 1:
        yield "at_most_share is a share from 0 to 1"
    findings = content.get("findings", [])
    if not isinstance(findings, list) or not all(isinstance(name, str) for name in findings):
        yield "findings is a list of names"
    arguments = content.get("arguments", {})
    if isinstance(arguments, dict):
        for name, (form, said) in _ARGUMENTS.items():
            if name in arguments and not isinstance(arguments[name], form):
                yield f"the argument {name} is {said}"


_TEXTS = (
    "id",
    "table",
    "question_nl",
    "kind",
    "severity",
    "consequence",
    "lesson",
    "source",
    "date_column",
)
_ARGUMENTS: dict[str, tuple[type | UnionType, str]] = {
    "columns": (list, "a list"),
    "checks": (list, "a list"),
    "where": (dict | list, "a table or a list"),
    "other": (str, "a text"),
}


def _wrong_arguments(content: dict[str, Any]) -> Iterator[str]:
    kind = KINDS.get(str(content.get("kind")))
    if kind is None:
        yield f"kind is one of {', '.join(KINDS)}"
        return
    # Every kind takes what to look at and the table first; the rest is the entry's to give.
    own = list(signature(kind).parameters.values())[2:]
    given = set(content.get("arguments", {}))
    for name in sorted(given - {one.name for one in own}):
        yield f"{content['kind']} has no argument {name}"
    for one in own:
        if one.default is one.empty and one.name not in given:
            yield f"{content['kind']} needs the argument {one.name}"
    yield from _wrong_names(content)


CHECKS_OF_READING = frozenset(
    {
        *REASONS,
        *BY_ITSELF,
        AFTER_DELIVERY,
        BIRTH_AFTER_DECISION,
        COLLECTED_BEFORE_DECISION,
        END_BEFORE_BEGIN,
        TERM_BEFORE_START,
    }
)
_COLUMNS = frozenset({"column", "on", "earlier", "later", "begins", "ends", "first", "second"})


def _wrong_names(content: dict[str, Any]) -> Iterator[str]:
    """Columns, tables and checks of reading that an argument names and nobody knows."""
    given = dict(content.get("arguments", {}))
    columns = {*schema()[content["table"]].column_names, "birth_from", "birth_to"}
    named = [
        given[name] for name in sorted(_COLUMNS & set(given)) if _names_a_column(content, name)
    ]
    named += [*given.get("columns", ()), *given.get("where", {})]
    for name in named:
        if not isinstance(name, str) or name not in columns:
            yield f"{content['table']} has no column {name}"
    for name in given.get("checks", ()):
        if not isinstance(name, str) or name not in CHECKS_OF_READING:
            yield f"reading knows no check {name}"
    other = given.get("other")
    if other is not None and other not in schema():
        yield f"there is no table {other}"
    for name, value in given.items():
        days = value if isinstance(value, list) else [value]
        if name in ("never", "least", "most") and not all(type(day) is int for day in days):
            yield f"{name} is a whole number, or a list of them"


def _names_a_column(content: dict[str, Any], name: str) -> bool:
    """In some kinds ``first`` is a day, in one it is a column."""
    return name not in ("first", "second") or content["kind"] == "together"
