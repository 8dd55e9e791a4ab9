"""An extract without any fault, made by hand, and ways to spoil one row of it.

Each month from November 2019 to June 2022 brings one status holder (``A2021-03``) and one family
migrant (``F2021-03``), decided on, told, linked and registered as the law and the chain have it.
"""

import csv
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hertoets.extract import Extract, read_extract, schema

Tables = dict[str, list[dict[str, str]]]
Change = Callable[[Tables], object]

MONTHS = [f"{n // 12}-{n % 12 + 1:02d}" for n in range(2019 * 12 + 10, 2022 * 12 + 6)]
AT_RECEPTION, HOME = "GM0363", "GM0344"
KEYS = {
    "residence_rights": "right_id",
    "notices": "notice_id",
    "fines": "fine_id",
    "loans": "loan_id",
}


def tidy_tables() -> Tables:
    """Give the tables; ``choices`` is empty, because nobody was wrongly told."""
    tables: Tables = {name: [] for name in schema()}
    for month in MONTHS:
        for letter in "AF":
            _add_person(tables, f"{letter}{month}", month)
    for period in ("2022-05", "2022-09"):
        row = {"municipality": HOME, "period": period, "persons_counted": "12"}
        tables["guidance_counts"].append(row)
    exempt = {"person_id": "A2021-03", "kind": "medical"}
    exempt |= {"valid_from": "2021-06-01", "valid_to": "2021-12-31"}
    tables["exemptions"].append(exempt)
    fined = {"fine_id": "BA2019-11", "person_id": "A2019-11", "amount_euro": "500"}
    tables["fines"].append(fined | {"imposed_on": "2022-09-20"})
    return tables


def _add_person(tables: Tables, name: str, month: str) -> None:
    asylum = name.startswith("A")
    # During the stop nothing was sent: those of February 2022 were decided on at its end.
    day = 24 if month == "2022-02" else 5 if asylum else 6
    decided = date.fromisoformat(f"{month}-{day:02d}")
    told = decided + timedelta(days=5)
    new_law = decided >= date(2022, 1, 1)
    person = {"person_id": name, "birth_date": "1990-05-15", "sex": "f", "nationality": "SYR"}
    tables["persons"].append(person)
    tables["residence_rights"].append(
        {
            "right_id": f"R{name}",
            "person_id": name,
            "migrant_group": "asylum" if asylum else "family",
            "spiritual_minister": "false",
            "temporary_purpose": "false",
            "decision_date": str(decided),
            "document_collected_date": str(decided),
            "effective_date": str(decided - timedelta(days=30)),
        }
    )
    tables["notices"].append(
        {
            "notice_id": f"N{name}",
            "person_id": name,
            "notice_date": str(told),
            "regime_stated": "wi2021" if new_law else "wi2013",
            "start_stated": str(decided),
            "term_end_stated": "" if new_law else _three_years_on(decided),
            "municipality_informed": HOME,
        }
    )
    left = decided + timedelta(days=20)
    if asylum:
        tables["reception"].append(
            {
                "person_id": name,
                "location_municipality": AT_RECEPTION,
                "location_kind": "azc",
                "linked_municipality": HOME,
                "linked_on": str(decided + timedelta(days=2)),
                "from_date": str(decided - timedelta(days=3)),
                "to_date": str(left),
            }
        )
    registered = {"person_id": name, "municipality": HOME}
    registered["valid_from"] = str(left if asylum else decided)
    tables["registrations"].append(registered)
    if new_law:
        seen = {"person_id": name, "municipality": HOME, "visible_from": str(told)}
        tables["data_access"].append(seen | {"viewed": "true"})
        planned = {"person_id": name, "plan_date": str(told + timedelta(days=40))}
        tables["plans"].append(planned | {"municipality": HOME})
        return
    lent = {"loan_id": f"L{name}", "person_id": name, "amount_euro": "4000"}
    tables["loans"].append(lent | {"granted_on": str(told + timedelta(days=30))})
    if asylum:
        longer = {"person_id": name, "granted_on": str(told + timedelta(days=100))}
        tables["extensions"].append(longer | {"days": "60", "reason": "azc"})


def _three_years_on(day: date) -> str:
    return str(day.replace(year=day.year + 3))


def write_tables(tables: Tables, folder: Path, delivered_on: str = "2022-09-30") -> Path:
    """Write an extract; a table that is not among `tables` is absent."""
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, schema()[name].column_names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    told = f'name = "met de hand"\ndelivered_on = {delivered_on}\n' if delivered_on else ""
    (folder / "extract.toml").write_text(told, encoding="utf-8")
    return folder


def read_with(
    folder: Path, changes: Iterable[Change] = (), delivered_on: str = "2022-09-30"
) -> Extract:
    """Write the tidy extract with some changes, and read it."""
    tables = tidy_tables()
    for change in changes:
        change(tables)
    return read_extract(write_tables(tables, folder, delivered_on))


def set_(table: str, person: str, **values: str) -> Change:
    """Write other values in a person's first row (of counts: in the first row)."""

    def change(tables: Tables) -> None:
        _row(tables, table, person).update(values)

    return change


def add(table: str, like: str = "", **values: str) -> Change:
    """Add a row: that of a person with some values changed, or one of its own."""

    def change(tables: Tables) -> None:
        row = dict(_row(tables, table, like)) if like else {}
        tables[table].append(row | values)

    return change


def repeat(table: str, times: int, like: str, **values: str) -> Change:
    """Add rows of new people, each like a person's, with the number put in ``{}``."""

    def change(tables: Tables) -> None:
        for number in range(times):
            for name in {"persons", table}:
                given = values if name == table else {}
                row = dict(_row(tables, name, like)) | given | {"person_id": f"X{number:04d}"}
                key = KEYS.get(name)
                tables[name].append(row | ({key: f"X{number:04d}"} if key else {}))

    return change


def drop(table: str, **values: str) -> Change:
    """Take out the rows that hold these values."""

    def change(tables: Tables) -> None:
        tables[table] = [
            row for row in tables[table] if any(row.get(k) != v for k, v in values.items())
        ]

    return change


def without(table: str) -> Change:
    """Take a whole table out."""
    return lambda tables: tables.pop(table, None)


def _row(tables: Tables, table: str, person: str) -> dict[str, Any]:
    rows = tables[table]
    return rows[0] if not person else next(row for row in rows if row.get("person_id") == person)
