"""Hand-worked cases: one table for every implementation of the contract.

A line of a `.txt` file is one case, one person: ``name | what is on record | what is expected |
why``. Records are parted by semicolons; a word is a cell in the order of `RECORDS`, ``cell=value``
names one, ``-`` is an empty cell. ``told`` is short for ``notice 2022-01-10 wi2021``. What is not
said is ordinary: an adult Syrian; a right that is collected and takes effect on its decision; a
notice that states its own date as the start; every table delivered, judged up to 2022-12-31.

Another implementation runs the same table: `run_cases(judge)` hands it tables of text, the day of
delivery and the settings, and asks for the rows of outcomes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ..schema import READINGS, TABLES

Row = dict[str, str]
Tables = dict[str, list[Row]]
Judge = Callable[[Tables, date | None, dict[str, Any]], Iterable[dict[str, Any]]]

FOLDER = Path(__file__).parent
AS_OF = date(2022, 12, 31)
FILLERS = 60  # ordinary persons, so that one bad code is not over 5% of its column

_RIGHT = "decision_date collected effective end temporary minister foa group"
# keyword: table, and the cells that a line may name, in order
RECORDS = {
    **dict.fromkeys(("asylum", "family", "other", "nogroup"), ("residence_rights", _RIGHT)),
    "person": ("persons", "birth sex nationality former since"),
    "notice": ("notices", "notice_date regime_stated start end informed withdrawn"),
    "exempt": ("exemptions", "kind valid_from valid_to"),
    "lives": ("registrations", "municipality valid_from valid_to"),
    "stays": (
        "reception",
        "location_municipality location_kind from_date to_date linked linked_on",
    ),
    "seen": ("data_access", "municipality visible_from viewed visible_to"),
    "extended": ("extensions", "granted_on days reason"),
    "fined": ("fines", "imposed_on amount_euro withdrawn"),
    "lent": ("loans", "granted_on amount_euro repayment written_off"),
    "plan": ("plans", "plan_date municipality"),
    "offered": ("choices", "offered_on choice chosen_on"),
}
COLUMNS = {
    "birth": "birth_date",
    "former": "former_nationality",
    "since": "dutch_since",
    "collected": "document_collected_date",
    "effective": "effective_date",
    "end": "end_date",
    "temporary": "temporary_purpose",
    "minister": "spiritual_minister",
    "foa": "family_of_asylum",
    "group": "migrant_group",
    "start": "start_stated",
    "informed": "municipality_informed",
    "withdrawn": "withdrawn_on",
    "linked": "linked_municipality",
    "repayment": "repayment_from",
    "written_off": "written_off_on",
}
NUMBERS = {"residence_rights": "right_id", "notices": "notice_id", "fines": "fine_id"}
NUMBERS |= {"loans": "loan_id"}


@dataclass
class Case:
    name: str
    expected: dict[str, str]
    why: str
    rows: Tables
    settings: dict[str, Any] = field(default_factory=dict)
    delivered_on: date | None = None
    without: tuple[str, ...] = ()


def load_cases() -> list[Case]:
    lines = [
        line
        for path in sorted(FOLDER.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    cases = [_case(*(part.strip() for part in line.split("|"))) for line in lines]
    names = [case.name for case in cases]
    assert len(set(names)) == len(names), "two cases of one name"
    return cases


def _case(name: str, records: str, expected: str, why: str) -> Case:
    case = Case(name, _expected(expected), why, defaultdict(list), {"as_of": AS_OF})
    ordinary = {"birth_date": "1990-05-15", "sex": "f", "nationality": "SYR"}
    person = {"former_nationality": "", "dutch_since": ""} | ordinary
    for record in records.split(";"):
        word, *cells = record.replace("told", "notice 2022-01-10 wi2021").split()
        if word == "set":
            case.settings |= {key: _setting(text) for key, text in (c.split("=") for c in cells)}
        elif word == "delivered":
            case.delivered_on = date.fromisoformat(cells[0])
        elif word == "without":
            case.without = (*case.without, *cells)
        elif word == "person":
            person |= _cells(word, cells)
        else:
            table = RECORDS[word][0]
            row = {**_defaults(word, _cells(word, cells)), "person_id": name}
            if table in NUMBERS:
                row[NUMBERS[table]] = f"{name}-{len(case.rows[table])}"
            case.rows[table].append(row)
    case.rows["persons"] = [{"person_id": name, **person}]
    return case


def _cells(word: str, cells: list[str]) -> Row:
    names = RECORDS[word][1].split()
    row: Row = {}
    for place, cell in enumerate(cells):
        name, text = cell.split("=") if "=" in cell else (names[place], cell)
        assert name in names, f"{word} has no {name}"
        column = "term_end_stated" if (word, name) == ("notice", "end") else COLUMNS.get(name, name)
        row[column] = "" if text == "-" else text
    return row


def _defaults(word: str, row: Row) -> Row:
    table = RECORDS[word][0]
    empty = dict.fromkeys(TABLES[table].columns, "")
    if table == "residence_rights":
        decision = row.get("decision_date", "")
        usual = {"document_collected_date": decision, "effective_date": decision}
        usual |= {"temporary_purpose": "false", "spiritual_minister": "false"}
        usual |= {"family_of_asylum": "false", "migrant_group": word if word != "nogroup" else ""}
    elif table == "notices":
        usual = {"start_stated": row.get("notice_date", "")}
    elif table == "plans":
        usual = {"municipality": "GM0363"}
    else:
        usual = {"reason": "other"} if table == "extensions" else {}
    return {**empty, **usual, **row}


def _expected(text: str) -> dict[str, str]:
    """Columns and values; `six` is the regime of the six readings that decide on certainty."""
    expected: dict[str, str] = {}
    for word in text.split():
        column, value = word.split("=")
        if column == "six":
            expected |= {f"regime_{reading}": value for reading in READINGS[:6]}
        else:
            expected[column] = value
    return expected


def _setting(text: str) -> Any:
    if text.isdigit():
        return int(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def tables_of(cases: Iterable[Case]) -> Tables:
    """One extract of all these cases and of ordinary fillers."""
    tables: Tables = {name: [] for name in TABLES}
    without: tuple[str, ...] = ()
    for case in [*cases, *_fillers()]:
        without = case.without or without
        for name, rows in case.rows.items():
            tables[name] += [{c: row.get(c, "") for c in TABLES[name].columns} for row in rows]
    for name in without:
        table, _, column = name.partition(".")
        if column:
            for row in tables[table]:
                del row[column]
        else:
            del tables[table]
    return tables


def _fillers() -> list[Case]:
    records = (
        "family 2019-02-01; notice 2019-02-10 wi2013 informed=GM0363; exempt partial 2020-01-01;"
        "lives GM0363 2019-02-01; stays GM0599 azc 2018-01-01 2018-06-01 linked=GM0363;"
        "seen GM0363 2022-01-01 false; extended 2021-01-01 30 corona; fined 2022-06-01 100;"
        "lent 2019-03-01 100; plan 2019-04-01; offered 2020-01-01 wi2013 2020-01-02"
    )
    return [_case(f"zz-{number:02d}", records, "", "") for number in range(FILLERS)]


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
        return [] if case.expected == {"person_id": "-"} else ["the person is not there"]
    return [
        f"{column}: {shown(row[column])}, expected {value}"
        for column, value in case.expected.items()
        if shown(row[column]) != value
    ]


def shown(value: Any) -> str:
    return "-" if value is None else str(value)
