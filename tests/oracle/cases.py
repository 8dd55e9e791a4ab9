"""Hand-worked cases: one table for every implementation of the contract.

They stand in `tests/cases` in the form that `hertoets assure` reads (docs/assure.md), and are read
here once more, without any code of the product. An empty cell is the empty text, in an answer ``-``.

Another implementation runs the same table: `run_cases(judge)` hands it tables of text, the day of
delivery and the settings, and asks for the rows of outcomes.
"""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from .schema import TABLES

Row = dict[str, str]
Tables = dict[str, list[Row]]
Judge = Callable[[Tables, date | None, dict[str, Any]], Iterable[dict[str, Any]]]

FOLDER = Path(__file__).parents[1] / "cases"
FILLERS = 60  # ordinary persons, so that one bad code is not over 5% of its column
ORDINARY = """
residence_rights = [{ migrant_group = "family", decision_date = 2019-02-01 }]
notices = [{ notice_date = 2019-02-10, regime_stated = "wi2013", municipality_informed = "GM0363" }]
exemptions = [{ kind = "partial", valid_from = 2020-01-01 }]
registrations = [{ municipality = "GM0363", valid_from = 2019-02-01 }]
data_access = [{ municipality = "GM0363", visible_from = 2022-01-01, viewed = false }]
extensions = [{ granted_on = 2021-01-01, days = 30, reason = "corona" }]
fines = [{ imposed_on = 2022-06-01, amount_euro = 100 }]
loans = [{ granted_on = 2019-03-01, amount_euro = 100 }]
plans = [{ plan_date = 2019-04-01, municipality = "GM0363" }]
choices = [{ offered_on = 2020-01-01, choice = "wi2013", chosen_on = 2020-01-02 }]
[[reception]]
location_municipality = "GM0599"
location_kind = "azc"
from_date = 2018-01-01
to_date = 2018-06-01
linked_municipality = "GM0363"
"""


@dataclass
class Case:
    name: str
    expected: dict[str, str]
    why: str
    rows: Tables
    settings: dict[str, Any] = field(default_factory=dict)
    delivered_on: date | None = None
    without: tuple[str, ...] = ()
    file: str = ""


def load_cases() -> list[Case]:
    cases = []
    for path in sorted(FOLDER.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        cases += [_case(case, content, path.name) for case in content["case"]]
    assert len({case.name for case in cases}) == len(cases), "two cases of one name"
    return cases


def _case(case: dict[str, Any], content: dict[str, Any], file: str = "") -> Case:
    name = case["name"]
    settings = {**content["parameters"], **case.get("parameters", {})}
    rows: Tables = {}
    for table, shape in TABLES.items():
        given = case.get(table, [{}] if table == "persons" else [])
        usual = content["usual"].get(table, {})
        rows[table] = [
            {**dict.fromkeys(shape.columns, ""), **_own(name, shape.key[0], n), **_row(row, usual)}
            for n, row in enumerate([given] if isinstance(given, dict) else given)
        ]
        for row in rows[table]:
            row["person_id"] = name
    return Case(
        name,
        {column: _text(value) or "-" for column, value in case["expect"].items()},
        case.get("why", ""),
        rows,
        {key: value for key, value in settings.items() if key != "delivered_on"},
        settings.get("delivered_on"),
        tuple(case.get("absent", ())),
        file,
    )


def _own(name: str, key: str, number: int) -> Row:
    """The number of a row, where its table has one."""
    return {key: f"{name}-{number}"} if key.endswith("_id") else {}


def _row(row: dict[str, Any], usual: dict[str, Any]) -> Row:
    """Cells as text; ``as COLUMN`` in what is usual is the same as that column of the row."""
    same = {c: v.removeprefix("as ") for c, v in usual.items() if str(v).startswith("as ")}
    own = usual | row
    own |= {column: own.get(other, "") for column, other in same.items() if column not in row}
    return {column: _text(value) for column, value in own.items()}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def tables_of(cases: Iterable[Case]) -> Tables:
    """One extract of all these cases and of ordinary fillers."""
    tables: Tables = {name: [] for name in TABLES}
    without: tuple[str, ...] = ()
    for case in [*cases, *_fillers()]:
        without = case.without or without
        for name, rows in case.rows.items():
            tables[name] += [dict(row) for row in rows]
    for name in without:
        table, _, column = name.partition(".")
        if column:
            for row in tables[table]:
                del row[column]
        else:
            del tables[table]
    return tables


def _fillers() -> list[Case]:
    path = FOLDER / "situations.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    ordinary = tomllib.loads(ORDINARY) | {"expect": {}}
    return [_case(ordinary | {"name": f"zz-{number:02d}"}, content) for number in range(FILLERS)]


def run_cases(judge: Judge, cases: Iterable[Case] | None = None) -> list[tuple[Case, str]]:
    """Judge all cases, those with the same settings in one extract; give what differs."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases if cases is not None else load_cases():
        groups[group_of(case)].append(case)
    differences = []
    for group in groups.values():
        one = group[0]
        rows = judge(tables_of(group), one.delivered_on, one.settings)
        found = {row["person_id"]: row for row in rows}
        for case in group:
            differences += [(case, text) for text in differing(case, found.get(case.name))]
    return differences


def group_of(case: Case) -> str:
    """What a case shares with those that are judged in one extract with it."""
    return repr((case.settings, case.delivered_on, case.without))


def differing(case: Case, row: dict[str, Any] | None) -> list[str]:
    if row is None:
        return ["the person is not there"]
    return [
        f"{column}: {shown(row[column])}, expected {value}"
        for column, value in case.expected.items()
        if shown(row[column]) != value
    ]


def shown(value: Any) -> str:
    return "-" if value is None else str(value)
