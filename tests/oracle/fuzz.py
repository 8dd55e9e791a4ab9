"""Random extracts that are hard to judge, as tables of text; the same seed, the same extract."""

import csv
import random
from datetime import date
from pathlib import Path
from typing import Any

from .draw import PLACES, Draw
from .fuzz_people import person_rows
from .schema import CODES, MUNICIPALITIES, READINGS, REQUIRED, TABLES

Tables = dict[str, list[dict[str, str]]]
NUMBERED = {
    "residence_rights": "right_id",
    "notices": "notice_id",
    "fines": "fine_id",
    "loans": "loan_id",
}
BAD_CODES = 0.02  # well below the share at which an extract is refused


def random_extract(seed: int, persons: int) -> Tables:
    """Every fifth seed (4, 9, …) lacks some optional tables, every seventh an optional column."""
    rng = random.Random(seed)
    tables: Tables = {name: [] for name in TABLES}
    for number in range(persons):
        for name, rows in person_rows(Draw(rng), f"P{number:06d}").items():
            tables[name] += rows
    tables["guidance_counts"] = [
        {"municipality": place, "period": period, "persons_counted": str(rng.randint(0, 40))}
        for place in PLACES
        for period in ("2022-05", "2022-09")
    ]
    for name, column in NUMBERED.items():
        for number, row in enumerate(tables[name]):
            # Every third number is lower than those before it, so that ties fall both ways.
            shown = 10 * number if number % 3 else max(0, 10 * number - 25)
            row[column] = f"{column[0].upper()}{shown:08d}"
    for name, rows in tables.items():
        _spoil(rng, name, rows)
        rng.shuffle(rows)
    _thin_out(rng, seed, tables)
    return tables


def random_settings(seed: int) -> dict[str, Any]:
    """Mostly what a run does by itself; now and then another setting."""
    rng = random.Random(seed)
    settings: dict[str, Any] = {"headline": READINGS[seed % 8 if seed % 2 else 0]}
    if seed % 6 == 5:
        settings["reference_date"] = date(2020, 12, 31)
    if seed % 4 == 3:
        settings["as_of"] = rng.choice((date(2022, 6, 30), date(2022, 1, 31), date(2022, 12, 31)))
    if seed % 9 == 8:
        settings["tolerance_days"] = 0
    return settings


def random_delivery(seed: int) -> date | None:
    return None if seed % 3 == 0 else date(2022, 11, 30)


def write_csv(tables: Tables, folder: Path, delivered_on: date | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = [
            column
            for column in TABLES[name].columns
            if not rows or column not in TABLES[name].optional or any(column in r for r in rows)
        ]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    text = 'name = "fuzz"\nsynthetic = true\n'
    if delivered_on:
        text += f"delivered_on = {delivered_on}\n"
    (folder / "extract.toml").write_text(text, encoding="utf-8")
    return folder


def _spoil(rng: random.Random, name: str, rows: list[dict[str, str]]) -> None:
    """Codes outside their list, strangers, rows without a key, doubles alike and not."""
    table = TABLES[name]
    for column in table.columns:
        filled = [row for row in rows if row.get(column)]
        bad = "GM36" if column in MUNICIPALITIES else "???" if column in CODES else None
        for row in rng.sample(filled, int(BAD_CODES * len(filled))) if bad else ():
            row[column] = bad
    free = [column for column in table.columns if column not in table.key]
    for row in list(rows):
        if rng.random() < 0.006:
            rows.append(dict(row))
        if free and rng.random() < 0.003:
            column = rng.choice(free)
            rows.append({**row, column: rng.choice(rows)[column]})
        if rng.random() < 0.002 and "person_id" in table.columns:
            stranger = {**row, "person_id": rng.choice(("", "Q0"))}
            if name != "persons" or not stranger["person_id"]:
                rows.append({**stranger, **({table.key[0]: "X"} if name in NUMBERED else {})})


def _thin_out(rng: random.Random, seed: int, tables: Tables) -> None:
    if seed % 5 == 4:
        for name in [name for name in TABLES if name not in REQUIRED]:
            if rng.random() < 0.5:
                del tables[name]
    if seed % 7 == 6:
        for name, table in TABLES.items():
            if table.optional and rng.random() < 0.7:
                column = rng.choice(table.optional)
                for row in tables.get(name, ()):
                    del row[column]
