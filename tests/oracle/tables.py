"""Contract 1: what is impossible becomes unknown, and which rows and persons are set aside.

A cell of the result is a value, ``None`` (unknown) or, in an open column, ``OPEN``.
"""

import calendar
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import pycountry
from hertoets.extract.schema import schema

OPEN = "open"
NO_CHOICE = "no_choice"
OLDEST = date(1900, 1, 1)
NO_END = date(9999, 12, 31)

RawTables = dict[str, list[dict[str, str | None]]]
Row = dict[str, Any]

NO_KEY = ("person_id", "right_id", "notice_id")
PARTS_OF_THE_KINGDOM = ("ABW", "CUW", "SXM", "BES")
SPELLS = {
    "residence_rights": ("effective_date", "end_date"),
    "registrations": ("valid_from", "valid_to"),
    "reception": ("from_date", "to_date"),
    "exemptions": ("valid_from", "valid_to"),
}


@dataclass
class Cleaned:
    """Typed rows that are kept, by table and person; and what was set aside."""

    persons: list[Row]
    by_person: dict[str, dict[str, list[Row]]]
    set_aside: list[Row]
    persons_set_aside: list[str]

    def rows(self, table: str, person: str) -> list[Row]:
        """The rows of one person, in the order of the extract."""
        return self.by_person[table].get(person, [])

    def has(self, table: str) -> bool:
        """Whether the extract holds the table."""
        return table in self.by_person


def clean(raw: RawTables) -> Cleaned:
    """Set rows aside and turn the others into typed values (contract 1)."""
    kept: dict[str, list[dict[str, str]]] = {}
    aside: list[Row] = []
    for name, rows in raw.items():
        named_rows, nameless = _with_keys(name, rows)
        kept[name], doubles = _without_doubles(name, named_rows)
        aside += nameless + doubles

    known = {row["person_id"] for row in kept["persons"] if row["person_id"]}
    named = {row.get("person_id") or "" for row in raw["persons"]} - {""}
    persons_set_aside = sorted(named - known)

    by_person: dict[str, dict[str, list[Row]]] = {}
    for name in kept:
        if name in ("persons", "guidance_counts"):
            continue
        by_person[name] = defaultdict(list)
        for row in kept[name]:
            person = row["person_id"]
            if person in known:
                by_person[name][person].append(_typed(name, row))
            else:
                why = "person_set_aside" if person in persons_set_aside else "no_person"
                aside.append(_aside(name, row, why))

    persons = [_typed("persons", row) for row in kept["persons"]]
    for person in persons:
        rights = by_person["residence_rights"].get(person["person_id"], [])
        _drop_impossible_birth(person, rights)
    return Cleaned(persons, by_person, aside, persons_set_aside)


def _with_keys(
    name: str, rows: list[dict[str, str | None]]
) -> tuple[list[dict[str, str]], list[Row]]:
    """The rows that name whose they are and which they are, and the others (contract 1)."""
    table = schema()[name]
    texts = [{column: row.get(column) or "" for column in table.column_names} for row in rows]
    nameless = [text for text in texts if any(text.get(key) == "" for key in NO_KEY)]
    named = [text for text in texts if text not in nameless]
    return named, [_aside(name, text, "no_key") for text in nameless]


def _without_doubles(
    name: str, texts: list[dict[str, str]]
) -> tuple[list[dict[str, str]], list[Row]]:
    """Of identical rows the first, of differing rows with one key none (contract 1, set aside).

    Judged on the text as delivered. A part of a key that is empty, or impossible by itself, equals
    nothing, so rows with one are doubles only if they are identical.
    """
    table = schema()[name]
    by_key = defaultdict(list)
    for text in texts:
        by_key[tuple(text[part] for part in table.key)].append(text)
    kept: list[dict[str, str]] = []
    aside: list[Row] = []
    taken: set[tuple[str, ...]] = set()
    for text in texts:
        key = tuple(text[part] for part in table.key)
        content = tuple(text.values())
        if _says_something(name, text) and any(other != text for other in by_key[key]):
            aside.append(_aside(name, text, "differing_rows"))
        elif content in taken:
            aside.append(_aside(name, text, "identical_row"))
        else:
            taken.add(content)
            kept.append(text)
    return kept, aside


def _says_something(name: str, text: dict[str, str]) -> bool:
    """Whether every part of the key is filled and possible by itself."""
    columns = {column.name: column for column in schema()[name].columns}
    parts = [_value(columns[part], text[part]) for part in schema()[name].key]
    return all(part is not None for part in parts)


def _aside(name: str, row: dict[str, str], check: str) -> Row:
    return {"table": name, "key": tuple(row[part] for part in schema()[name].key), "check": check}


def _typed(name: str, row: dict[str, str]) -> Row:
    typed = {column.name: _value(column, row[column.name]) for column in schema()[name].columns}
    if name == "residence_rights":
        _check_right(typed)
    elif name == "notices":
        _check_notice(typed)
    if name in SPELLS:
        _check_spell(typed, *SPELLS[name])
    if name == "choices" and row["choice"] == "":
        typed["choice"] = NO_CHOICE
    return typed


def _value(column: Any, text: str) -> Any:
    """One cell; an open column has three states: a value, open or unknown."""
    if text == "":
        return OPEN if column.open else None
    if column.type == "text":
        return text
    if column.type == "bool":
        return {"true": True, "false": False}[text.lower()]
    if column.type == "count":
        return int(text)
    if column.type == "code":
        return text if _is_code(column.codes, text) else None
    if column.type == "birth_date":
        return _birth(text)
    return _day(text, column.open)


def _is_code(codes: Any, text: str) -> bool:
    if codes == "municipality":
        known = re.fullmatch(r"GM[0-9]{4}", text) is not None
        return known and text not in ("GM0000", "GM1999")
    if codes == "iso_3166_1_alpha_3":
        if text in PARTS_OF_THE_KINGDOM:
            return False
        iso = any(country.alpha_3 == text for country in pycountry.countries)
        return iso or text in ("XKX", "XXA", "XXB", "XXC")
    return text in codes


def _day(text: str, is_open: bool) -> Any:
    """A date; unknown if it does not exist or lies before 1900; 9999-12-31 is open or unknown."""
    year, month, day = _parts(text)
    try:
        value = date(year, month, day)
    except ValueError:
        return None
    if value == NO_END:
        return OPEN if is_open else None
    return value if value >= OLDEST else None


def _birth(text: str) -> tuple[date, date] | None:
    """The first and the last possible day of birth (contract 1, "judged on the interval")."""
    year, month, day = _parts(text)
    try:
        if month == 0:
            first, last = date(year, 1, 1), date(year, 12, 31)
        elif day == 0:
            first = date(year, month, 1)
            last = date(year, month, calendar.monthrange(year, month)[1])
        else:
            first = last = date(year, month, day)
    except ValueError:
        return None
    return (first, last) if first >= OLDEST and first.year < NO_END.year else None


def _parts(text: str) -> tuple[int, int, int]:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is None:
        raise ValueError("not written as a date: the extract should have been refused")
    year, month, day = (int(part) for part in text.split("-"))
    return year, month, day


def _check_right(right: Row) -> None:
    """A document is never collected before its decision."""
    decision, collected = right["decision_date"], right["document_collected_date"]
    if decision and collected and collected < decision:
        right["document_collected_date"] = None


def _check_spell(row: Row, begin: str, end: str) -> None:
    """With an end before its begin neither is known."""
    if row[begin] is not None and isinstance(row[end], date) and row[end] < row[begin]:
        row[begin] = row[end] = None


def _check_notice(notice: Row) -> None:
    start, end = notice["start_stated"], notice["term_end_stated"]
    if start is not None and end is not None and end < start:
        notice["term_end_stated"] = None


def _drop_impossible_birth(person: Row, rights: list[Row]) -> None:
    birth = person["birth_date"]
    decisions = [right["decision_date"] for right in rights if right["decision_date"]]
    if birth is not None and any(birth[0] > decision for decision in decisions):
        person["birth_date"] = None
