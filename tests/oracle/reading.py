"""Contract section 1: an extract as it was delivered, and what can be judged of it.

First rows are set aside, on what is written; then single values; then comparisons in the order of
the text, between what is still known.
"""

import csv
import gzip
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from .comparisons import compare_values
from .logic import UNKNOWN
from .schema import REQUIRED, TABLES, Table
from .values import StopError, single

Raw = dict[str, str]
RawTables = dict[str, list[Raw]]
Row = dict[str, Any]
SHARE_THAT_STOPS = 0.05
NEVER_EMPTY = ("person_id", "right_id", "notice_id")


@dataclass
class Extract:
    """`tables` holds the rows that were kept, typed; `set_aside` table, key, check and reason."""

    tables: dict[str, list[Row]]
    set_aside: list[tuple[str, tuple[str, ...], str, str]]
    persons_set_aside: int
    unknown: Counter[tuple[str, str, str]]
    absent_columns: list[tuple[str, str]]
    ignored_columns: list[tuple[str, str]]
    delivered_on: date | None = None
    meta: dict[str, Any] = field(default_factory=dict)

    def has(self, table: str) -> bool:
        return table in self.tables


def read_folder(folder: Path) -> Extract:
    """Read `<table>.csv` or `<table>.csv.gz` for every table, and `extract.toml`."""
    tables: RawTables = {}
    headers: dict[str, list[str]] = {}
    for name in TABLES:
        for path, opened in (
            (folder / f"{name}.csv", open),
            (folder / f"{name}.csv.gz", gzip.open),
        ):
            if path.exists():
                with opened(path, "rt", encoding="utf-8", newline="") as file:
                    reader = csv.DictReader(file)
                    tables[name] = list(reader)
                    headers[name] = list(reader.fieldnames or [])
    toml = folder / "extract.toml"
    meta = tomllib.loads(toml.read_text(encoding="utf-8")) if toml.exists() else {}
    return read_tables(tables, headers, **meta)


def read_tables(
    tables: RawTables,
    headers: dict[str, list[str]] | None = None,
    delivered_on: date | None = None,
    **meta: Any,
) -> Extract:
    """Read tables of raw text; without headers a table has every column that a row of it names."""
    missing = [name for name in REQUIRED if name not in tables]
    if missing:
        raise StopError(f"table missing: {missing}")
    extract = Extract({}, [], 0, Counter(), [], [], delivered_on, meta)
    present = {
        name: (headers or {}).get(name) or _columns(name, rows) for name, rows in tables.items()
    }
    for name, columns in present.items():
        table = TABLES[name]
        absent = [column for column in table.columns if column not in columns]
        if any(column not in table.optional for column in absent):
            raise StopError(f"{name}: column missing")
        extract.absent_columns += [(name, column) for column in absent]
        extract.ignored_columns += [(name, c) for c in columns if c not in table.columns]
        for row in tables[name]:  # a cell that is not of its type stops, also in a row set aside
            for column in table.columns:
                single(table, column, row.get(column) or "")
    kept = _set_aside(tables, present, extract)
    for name, rows in kept.items():
        extract.tables[name] = _typed(TABLES[name], rows, extract)
    compare_values(extract.tables, delivered_on, extract.unknown)
    return extract


def _columns(name: str, rows: list[Raw]) -> list[str]:
    """Without a header: the columns of the rows, and those that cannot be missing."""
    table = TABLES[name]
    named = {column for row in rows for column in row}
    return [*named, *(c for c in table.columns if c not in named and c not in table.optional)]


def _set_aside(tables: RawTables, present: dict[str, list[str]], extract: Extract) -> RawTables:
    kept: RawTables = {}
    for name, rows in tables.items():
        table = TABLES[name]
        columns = [column for column in table.columns if column in present[name]]
        kept[name] = _one_a_key(table, columns, rows, extract)
    persons = {row["person_id"] for row in kept["persons"]}
    named = {row["person_id"] for row in tables["persons"] if row.get("person_id")}
    extract.persons_set_aside = len(named - persons)
    for name, rows in kept.items():
        if name == "persons" or "person_id" not in TABLES[name].columns:
            continue
        kept[name] = []
        for row in rows:
            if row["person_id"] in persons:
                kept[name].append(row)
            else:
                check = "person_set_aside" if row["person_id"] in named else "person_unknown"
                _put_aside(extract, TABLES[name], row, check)
    return kept


def _one_a_key(table: Table, columns: list[str], rows: list[Raw], extract: Extract) -> list[Raw]:
    """Of equal rows the first stays; of rows that share a key and differ none does."""
    groups: dict[tuple[Any, ...], list[Raw]] = defaultdict(list)
    for row in rows:
        if any(not row.get(column) for column in NEVER_EMPTY if column in table.columns):
            _put_aside(extract, table, row, "id_empty")
            continue
        whole = tuple(row.get(column) or "" for column in columns)
        key = tuple(row.get(column) or "" for column in table.key)
        # An empty or impossible part: in common with another only where everything is the same.
        vague = any(_impossible(table, c, row.get(c) or "", extract) for c in table.key)
        groups[("whole", *whole) if vague else ("key", *key)].append(row)
    kept = []
    for group in groups.values():
        first = group[0]
        alike = all(
            (row.get(column) or "") == (first.get(column) or "")
            for row in group
            for column in columns
        )
        if alike:
            kept.append(first)
        check = "duplicate_identical" if alike else "duplicate_differing"
        for row in group[1:] if alike else group:
            _put_aside(extract, table, row, check)
    return kept


def _impossible(table: Table, column: str, text: str, extract: Extract) -> bool:
    """A part of a key that is empty, or impossible without looking at any other cell."""
    value, check = single(table, column, text)
    late = column == "offered_on" and isinstance(value, date) and extract.delivered_on is not None
    return text == "" or check is not None or (late and value > extract.delivered_on)


def _put_aside(extract: Extract, table: Table, row: Raw, check: str) -> None:
    key = tuple(row.get(column) or "" for column in table.key)
    extract.set_aside.append((table.name, key, check, REASONS[check]))


REASONS = {
    "id_empty": "the row has no person, or no number of its own",
    "duplicate_identical": "the same row stands there already",
    "duplicate_differing": "several rows share this key and differ",
    "person_unknown": "the person is not in persons",
    "person_set_aside": "every row of the person in persons was set aside",
}


def _typed(table: Table, rows: list[Raw], extract: Extract) -> list[Row]:
    typed: list[Row] = [{} for _ in rows]
    for column in table.columns:
        filled = bad = 0
        for raw, row in zip(rows, typed, strict=True):
            text = raw.get(column) or ""
            row[column], check = single(table, column, text)
            filled += text != ""
            bad += check == "code"
            if check:
                extract.unknown[table.name, column, check] += 1
        if bad > SHARE_THAT_STOPS * filled:
            raise StopError(f"{table.name}.{column}: over 5% of the codes are outside the list")
        if (table.name, column) in extract.absent_columns:
            for row in typed:
                row[column] = UNKNOWN
    return typed
