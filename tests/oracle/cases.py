"""Random extracts that are hard to judge: dates on and beside every border of the contract.

Codes outside their list stay well below the 5% at which an extract is refused (contract 1).
"""

import csv
import random
from pathlib import Path

from hertoets.extract.schema import schema

from .people import person_rows

Tables = dict[str, list[dict[str, str]]]

BAD_CODE_SHARE = 0.03
OPTIONAL = ("registrations", "reception", "exemptions", "data_access", "guidance_counts", "choices")
NUMBERED = {"residence_rights": "right_id", "notices": "notice_id"}


def random_extract(seed: int, persons: int) -> Tables:
    """Make an extract of raw texts; the same seed gives the same extract.

    Every fifth seed (4, 9, 14, …) lacks some of the optional tables.
    """
    rng = random.Random(seed)
    tables: Tables = {name: [] for name in schema()}
    for number in range(persons):
        for name, rows in person_rows(rng, f"P{number:05d}").items():
            tables[name] += rows
    tables["guidance_counts"] = [
        {"municipality": code, "period": period, "persons_counted": str(rng.randint(0, 40))}
        for code in ("GM0363", "GM0599", "GM0518", "GM0034")
        for period in ("2022-05", "2022-09")
        if rng.random() < 0.8
    ]
    for name, column in NUMBERED.items():
        _number(tables[name], column)
    for name, rows in tables.items():
        if name != "guidance_counts":
            _spoil_codes(rng, name, rows)
            _add_strangers(rng, name, rows)
        _double(rng, name, rows)
        rng.shuffle(rows)
    if seed % 5 == 4:
        for name in OPTIONAL:
            if rng.random() < 0.4:
                del tables[name]
    return tables


def write_csv(tables: Tables, folder: Path) -> None:
    """Write each table as ``<table>.csv`` into the folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, schema()[name].column_names)
            writer.writeheader()
            writer.writerows(rows)


def _number(rows: list[dict[str, str]], column: str) -> None:
    """Give keys; every third one is lower than those before it, so that ties fall both ways."""
    for number, row in enumerate(rows):
        shown = 10 * number if number % 3 else max(0, 10 * number - 25)
        row[column] = f"{column[0].upper()}{shown:07d}"


def _spoil_codes(rng: random.Random, name: str, rows: list[dict[str, str]]) -> None:
    """Put codes outside their list into a few filled rows of each coded column."""
    for column in schema()[name].columns:
        if column.type != "code" or column.optional:
            continue
        filled = [row for row in rows if row[column.name]]
        bad = "GM36" if column.codes == "municipality" else "XXX"
        for row in rng.sample(filled, int(BAD_CODE_SHARE * len(filled))):
            row[column.name] = bad


def _add_strangers(rng: random.Random, name: str, rows: list[dict[str, str]]) -> None:
    """Add rows of someone who is not in persons, and of nobody."""
    if not rows:
        return
    for number, stranger in enumerate(("Q99999", "")):
        if rng.random() < 0.6 and not (name == "persons" and stranger):
            row = {**rng.choice(rows), "person_id": stranger}
            if name in NUMBERED:
                row[NUMBERED[name]] = f"X{number}"
            rows.append(row)


def _double(rng: random.Random, name: str, rows: list[dict[str, str]]) -> None:
    """Repeat some rows as they are, and some with one thing changed beside the key."""
    table = schema()[name]
    needed = [column.name for column in table.columns if not column.optional]
    free = [column for column in needed if column not in table.key]
    for row in list(rows):
        if rng.random() < 0.015:
            rows.append(dict(row))
        if rng.random() < 0.008 and free:
            changed = rng.choice(free)
            rows.append({**row, changed: rng.choice(rows)[changed]})
