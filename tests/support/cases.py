"""People made by hand: each test says only what matters to it, the rest is an ordinary case."""

import csv
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq
from hertoets.extract import read_extract, schema
from hertoets.law import load_law
from hertoets.outcomes import Comparison, Settings, compare

DRAWN = tuple(schema())
"""The tables of an invented extract."""

Row = dict[str, str]
Tables = dict[str, list[Row]]


@dataclass
class Case:
    """One person: an adult Syrian, without rights or notices until they are added."""

    name: str
    birth_date: str = "1990-05-15"
    nationality: str = "SYR"
    rows: list[tuple[str, Row]] = field(default_factory=list)

    def right(
        self,
        group: str = "asylum",
        decision: str = "2021-05-03",
        *,
        collected: str | None = None,
        effective: str | None = None,
        end: str = "",
        temporary: str = "false",
        minister: str = "false",
    ) -> Self:
        """Add a right; collection and effect follow the decision unless said otherwise."""
        number = sum(table == "residence_rights" for table, _ in self.rows)
        return self._add(
            "residence_rights",
            right_id=f"R-{self.name}-{number}",
            migrant_group=group,
            spiritual_minister=minister,
            temporary_purpose=temporary,
            decision_date=decision,
            document_collected_date=decision if collected is None else collected,
            effective_date=decision if effective is None else effective,
            end_date=end,
        )

    def notice(
        self,
        day: str = "2022-01-10",
        regime: str = "wi2021",
        *,
        start: str | None = None,
        term_end: str = "",
        informed: str = "",
    ) -> Self:
        """Add a notice, which copies its own date as the start unless said otherwise."""
        number = sum(table == "notices" for table, _ in self.rows)
        return self._add(
            "notices",
            notice_id=f"N-{self.name}-{number}",
            notice_date=day,
            regime_stated=regime,
            start_stated=day if start is None else start,
            term_end_stated=term_end,
            municipality_informed=informed,
            withdrawn_on="",
        )

    def exempt(self, kind: str, since: str = "", until: str = "") -> Self:
        """Add an exemption, a dispensation or the exam."""
        return self._add("exemptions", kind=kind, valid_from=since, valid_to=until)

    def add(self, table: str, **row: str) -> Self:
        """Add a row of another table."""
        return self._add(table, **row)

    def renamed(self, name: str) -> Self:
        """Give the same person another name, in every row."""
        self.name = name
        for _, row in self.rows:
            row["person_id"] = name
            for key in ("right_id", "notice_id"):
                if key in row:
                    row[key] = f"{name}{row[key]}"
        return self

    def _add(self, table: str, **row: str) -> Self:
        self.rows.append((table, {"person_id": self.name, **row}))
        return self


def tables_of(cases: Iterable[Case], *also: str) -> Tables:
    """Gather the rows of all cases; ``also`` names tables to write although nobody has a row."""
    tables: Tables = {"persons": [], "residence_rights": [], "notices": [], "exemptions": []}
    tables |= {name: [] for name in also}
    for case in cases:
        person = {"person_id": case.name, "birth_date": case.birth_date}
        tables["persons"].append(person | {"sex": "f", "nationality": case.nationality})
        for table, row in case.rows:
            tables.setdefault(table, []).append(row)
    return tables


def write_tables(tables: Tables, folder: Path) -> Path:
    """Write an extract as CSV and give its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, schema()[name].column_names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def write_parquet(tables: Tables, folder: Path) -> Path:
    """Write the same extract as Parquet, with the types that a register would deliver."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds = {"date": pa.date32(), "bool": pa.bool_(), "count": pa.int64()}
    for name, rows in tables.items():
        columns = {
            column.name: pa.array(
                [_stored(column.type, row.get(column.name) or "") for row in rows],
                kinds.get(column.type, pa.string()),
            )
            for column in schema()[name].columns
        }
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    return folder


def _stored(kind: str, text: str) -> object:
    if not text:
        return None
    readers = {"date": date.fromisoformat, "bool": lambda value: value == "true", "count": int}
    return readers.get(kind, str)(text)


def compared(tables: Tables, **settings: object) -> Comparison:
    """Re-apply the law to hand-made tables."""
    with tempfile.TemporaryDirectory() as folder:
        extract = read_extract(write_tables(tables, Path(folder)))
    return compare(extract, load_law(None), Settings(**settings))  # type: ignore[arg-type]


def outcomes_of(tables: Tables, **settings: object) -> dict[str, dict[str, object]]:
    """Give the outcome of each person by ``person_id``, empty cells as None."""
    found = compared(tables, **settings).outcomes
    rows = found.astype(object).where(found.notna(), None).to_dict("records")
    return {str(row["person_id"]): row for row in rows}
