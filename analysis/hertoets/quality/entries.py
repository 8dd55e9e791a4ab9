"""What is wrong with an entry of an expectations file: told in words, all of it at once.

An entry can say only what has a meaning: a kind that exists with its arguments, columns and tables
of the schema, and doubts that rows of this kind can carry.
"""

from collections.abc import Iterator
from dataclasses import fields
from inspect import signature
from types import UnionType
from typing import Any

from hertoets.extract import Table, schema
from hertoets.extract.aside import NEEDED, REASONS
from hertoets.extract.impossible import (
    BIRTH_AFTER_DECISION,
    COLLECTED_BEFORE_DECISION,
    END_BEFORE_BEGIN,
    TERM_BEFORE_START,
)
from hertoets.extract.values import AFTER_DELIVERY, BY_ITSELF
from hertoets.quality.expectation import CONSEQUENCES, SEVERITIES, Expectation
from hertoets.quality.kinds import KINDS
from hertoets.quality.marks import Tally

BETWEEN = "between"
ASIDE_KIND = "touched"  # the only kind that looks at what the contract itself sets aside

_NEEDED = {"id", "question_nl", "finds_nl", "kind", "severity", "consequence", "lesson", "source"}
_KNOWN = {entry.name for entry in fields(Expectation)}
_PERSON = "person_id"


def wrong_with(content: dict[str, Any], file: str) -> list[str]:
    """Tell what is wrong with an entry.

    Parameters
    ----------
    content : dict
        As the file has it, with its ``table``.
    file : str
        The name of the file without its ending: a table, or ``between``.

    Returns
    -------
    list of str
        One text a fault; empty where the entry can be used.
    """
    return [*_wrong_values(content)] or [*_wrong(content, file)]


def _wrong(content: dict[str, Any], file: str) -> Iterator[str]:
    for name in sorted(_NEEDED - set(content)):
        yield f"{name} is missing"
    for name in sorted(set(content) - _KNOWN):
        yield f"there is no field {name}"
    table = content.get("table")
    if table not in schema() or (file != BETWEEN and table != file):
        yield f"there is no table {table} here"
        return
    dates = {column.name for column in schema()[table].columns if column.type == "date"}
    if content.get("date_column", "") not in {"", *dates}:
        yield f"{table} has no date {content['date_column']}"
    if content.get("severity") not in SEVERITIES:
        yield f"severity is one of {', '.join(SEVERITIES)}"
    consequence = content.get("consequence")
    if consequence not in CONSEQUENCES:
        yield f"consequence is one of {', '.join(CONSEQUENCES)}"
    if consequence == "set_aside" and content.get("kind") != ASIDE_KIND:
        yield "only the contract sets rows aside; a check of your own widens or notes"
    yield from _wrong_arguments(content)
    if content.get("kind") in KINDS:
        yield from _wrong_doubts(content)


def _wrong_doubts(content: dict[str, Any]) -> Iterator[str]:
    """What a failure puts in doubt must exist, and the kind must say in which rows or for whom."""
    table = schema()[content["table"]]
    doubts, missing = content.get("doubts", []), content.get("missing", [])
    widens = content.get("consequence") == "widen"
    if widens and not doubts and not missing:
        yield "it puts nothing in doubt; a check that widens names doubts or missing"
    if not widens and (doubts or missing):
        yield "only a check that widens puts something in doubt"
    if doubts and not _finds_rows(content):
        yield f"{content['kind']} finds no rows here whose values could be in doubt"
    if missing and _only_counts(content["kind"]):
        yield f"{content['kind']} finds nobody for whom rows could be missing"
    for name in doubts:
        if name not in table.column_names or name in NEEDED:
            yield f"{table.name} has no column {name} to doubt"
    for name in missing:
        if not _may_miss_rows(table, name):
            yield f"of {name} no rows can be missing for those in {table.name}"
    for name in content.get("missing_says", {}):
        if not any(name in schema()[one].column_names for one in missing if one in schema()):
            yield f"no table of missing has a column {name}"
    for name, given in (("doubts", doubts), ("missing", missing)):
        if len(set(given)) < len(given):
            yield f"{name} names one thing twice"


def _finds_rows(content: dict[str, Any]) -> bool:
    """Tell whether a check points at rows of the extract; rows set aside are no longer there."""
    if content["kind"] == ASIDE_KIND:
        return bool(content.get("arguments", {}).get("columns"))
    return not _only_counts(content["kind"])


def _only_counts(kind: str) -> bool:
    return signature(KINDS[kind]).return_annotation is Tally


def _may_miss_rows(table: Table, name: str) -> bool:
    """Whom rows of a table may miss is known by the person; of a table without, by its own rows."""
    if name == table.name:
        return name != "persons"
    known = name in schema() and name != "persons"
    return known and all(_PERSON in one.column_names for one in (table, schema()[name]))


def _wrong_values(content: dict[str, Any]) -> Iterator[str]:
    for names, kind, told in (
        (("at_most", "at_least", "least_persons"), int, "a whole number"),
        (("at_most_share",), float, "a share from 0 to 1"),
        (_TEXTS, str, "a text"),
        (("arguments", "missing_says"), dict, "a table"),
    ):
        for name in names:
            value = content.get(name)
            if value is not None and type(value) is not kind:
                yield f"{name} is {told}"
    share = content.get("at_most_share")
    if type(share) is float and not 0 <= share <= 1:
        yield "at_most_share is a share from 0 to 1"
    for name in ("doubts", "missing"):
        named = content.get(name, [])
        if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
            yield f"{name} is a list of names"
    arguments = content.get("arguments", {})
    if isinstance(arguments, dict):
        for name, (form, said) in _ARGUMENTS.items():
            if name in arguments and not isinstance(arguments[name], form):
                yield f"the argument {name} is {said}"


_TEXTS = (
    "id",
    "table",
    "question_nl",
    "finds_nl",
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
    columns = {*schema()[content["table"]].column_names}
    if "birth_date" in columns:  # which reading turns into the first and the last day it may be
        columns |= {"birth_from", "birth_to"}
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
