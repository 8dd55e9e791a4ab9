"""Doubts drawn at random, and what the records may then be in truth: a filling of what is in doubt."""

import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from hertoets.extract import Extract, read_extract, schema
from hertoets.extract.cells import TYPED
from hertoets.extract.doubt import Doubt
from hertoets.extract.schema import Column
from hertoets.extract.values import EMPTY, OPEN
from hertoets.outcomes import Comparison, Settings, compare
from hertoets.outcomes.people import outcomes_of
from hertoets.outcomes.variants import impossible

from tests.differential.rooms import LAW
from tests.oracle.days import plus, shift
from tests.oracle.draw import BORDERS, PLACES
from tests.oracle.fuzz import random_delivery, random_extract, random_settings, write_csv

Tables = dict[str, pl.DataFrame]
TRIES = 8
PRESUMED = ("nationality", "former_nationality", "dutch_since")

"""Where these are unknown in the records the contract presumes something of them (section 2)."""
NATIONALITIES = ("SYR", "TUR", "DEU", "NLD", "GBR", "ERI")


def drawn(seed: int, persons: int) -> Comparison:
    """The random extract of a seed, with the settings of the seed."""
    tables, delivered = random_extract(seed, persons), random_delivery(seed)
    with tempfile.TemporaryDirectory() as folder:
        extract = read_extract(write_csv(tables, Path(folder) / "extract", delivered))
    return compare(extract, LAW, Settings(**random_settings(seed)))


def judged(comparison: Comparison, extract: Extract) -> Comparison:
    """Another extract, on the same day and with the same settings."""
    people = outcomes_of(extract.tables, LAW, comparison.settings)
    return Comparison(extract, LAW, comparison.settings, people)


def columns_of(table: str) -> list[Column]:
    """The columns of a table that a check can doubt."""
    return [column for column in schema()[table].columns if column.type != "text"]


def random_doubts(rng: random.Random, extract: Extract, share: float = 0.5) -> tuple[Doubt, ...]:
    """Values and rows in doubt of a share of the persons: now one column, now several."""
    doubts = []
    persons = len(extract.tables["persons"])
    concerned = np.array([rng.random() < share for _ in range(persons)])
    for table, rows in extract.tables.items():
        if "person" not in rows.columns:
            continue
        if rng.random() < 0.35 and table != "persons":
            some = np.flatnonzero(concerned & [rng.random() < 0.5 for _ in range(persons)])
            doubts.append(
                Doubt(f"lost_{table}", "persons", missing=(table,), persons=some.astype(np.int32))
            )
        for number in range(rng.choice((0, 1, 1, 2))):
            columns = columns_of(table)
            columns = rng.sample(columns, min(len(columns), rng.choice((1, 1, 2, 3))))
            own = concerned[rows["person"].to_numpy()]
            some = np.flatnonzero(own & [rng.random() < 0.5 for _ in range(len(rows))])
            names = tuple(column.name for column in columns)
            doubts.append(Doubt(f"odd_{table}_{number}", table, names, some.astype(np.int32)))
    return tuple(rng.sample(doubts, min(len(doubts), rng.choice((1, 2, 4, len(doubts))))))


class Truth:
    """What the records may be in truth, where some are in doubt."""

    def __init__(self, rng: random.Random, extract: Extract, as_of: date) -> None:
        self._rng, self._extract = rng, extract
        self._until = extract.meta.delivered_on or as_of
        self._days: dict[int, list[date]] = {}
        for rows in extract.tables.values():
            if "person" not in rows.columns:
                continue
            for name, kind in rows.schema.items():
                if kind == pl.Date:
                    for person, day in rows.select("person", name).drop_nulls().iter_rows():
                        if day < date(2100, 1, 1):
                            self._days.setdefault(person, []).append(day)

    def drawn(self, doubts: Sequence[Doubt]) -> Extract:
        """The extract as it may be in truth; as it stands for whom nothing drawn was possible."""
        tables = self._extract.tables
        left = set(tables["persons"]["person"].to_list())
        for _ in range(TRIES):
            filled = self._filled(doubts)
            possible = left - _impossible(filled)
            left -= possible
            taken = pl.col("person").is_in(sorted(possible))
            tables = {
                name: pl.concat([rows.filter(~taken), filled[name].filter(taken)])
                if "person" in rows.columns
                else rows
                for name, rows in tables.items()
            }
        return replace(
            self._extract, tables={**tables, "persons": tables["persons"].sort("person")}
        )

    def _filled(self, doubts: Sequence[Doubt]) -> Tables:
        tables = dict(self._extract.tables)
        for doubt in doubts:
            for column in columns_of(doubt.table):
                if column.name in doubt.columns:
                    tables[doubt.table] = self._anew(tables[doubt.table], column, doubt)
            for name in doubt.missing:
                if name in tables:
                    tables[name] = self._with_more(tables[name], name, doubt)
        return tables

    def _anew(self, rows: pl.DataFrame, column: Column, doubt: Doubt) -> pl.DataFrame:
        names = TYPED.get(column.name, (column.name,))
        persons = rows["person"].to_list()
        told = {name: rows[name].to_list() for name in names}
        for row in doubt.rows.tolist():
            if self._rng.random() < 0.2:
                continue
            if told[names[0]][row] is None and column.name in PRESUMED:
                continue
            value = self._value(column, persons[row])
            for name in names:
                told[name][row] = value
        return rows.with_columns(
            pl.Series(name, values, dtype=rows.schema[name]) for name, values in told.items()
        )

    def _with_more(self, rows: pl.DataFrame, table: str, doubt: Doubt) -> pl.DataFrame:
        columns: dict[str, Column] = {one.name: one for one in schema()[table].columns}
        more = []
        for person in doubt.persons.tolist():
            if self._rng.random() < 0.3:
                continue
            row: dict[str, object] = {"person": person}
            for name in rows.columns:
                if name in columns and columns[name].type == "text":
                    row[name] = f"{self._rng.choice('AZ')}{person}-{self._rng.random()}"
                elif name in columns:
                    known = self._rng.random() < 0.85
                    row[name] = self._value(columns[name], person) if known else None
            more.append(row)
        return pl.concat([rows, pl.DataFrame(more, schema=rows.schema)]) if more else rows

    def _value(self, column: Column, person: int) -> object:
        rng = self._rng
        if column.open and rng.random() < 0.3:
            return OPEN if column.type == "date" else EMPTY
        if column.type == "bool":
            return rng.random() < 0.5
        if column.type == "count":
            return rng.choice((1, 30, 180))
        if column.type == "birth_date":
            return self._birth(person)
        if column.type == "date":
            day = self._day(person)
            return min(day, self._until) if column.by_delivery else day
        if column.codes == "municipality":
            return rng.choice(PLACES)
        if column.codes == "iso_3166_1_alpha_3":
            return rng.choice(
                [one for one in NATIONALITIES if one != "NLD" or not column.dutch_only]
            )
        return rng.choice(list(column.codes or ()))

    def _day(self, person: int) -> date:
        rng = self._rng
        own = self._days.get(person)
        if own and rng.random() < 0.5:
            day = plus(rng.choice(own), rng.choice((0, 0, 0, 1, 3)))
        elif rng.random() < 0.5:
            day = rng.choice(BORDERS)
        else:
            day = shift(date(2017, 1, 1), rng.randint(0, 2300))
        return min(max(shift(day, rng.choice((-1, 0, 0, 1))), date(1901, 1, 1)), date(2099, 1, 1))

    def _birth(self, person: int) -> date:
        rng = self._rng
        years = rng.choice((16, 17, 18, 30, 45, 66, 67, 70))
        return self._day(person) - timedelta(days=365 * years + rng.randint(-200, 200))


def _impossible(tables: Mapping[str, pl.DataFrame]) -> set[int]:
    """The persons of whom a value would be made unknown, or two rows have one key."""
    found = set(impossible(tables).tolist())
    for name, rows in tables.items():
        if "person" in rows.columns and name != "persons":
            key = ["person" if part == "person_id" else part for part in schema()[name].key]
            counted = rows.drop_nulls(key).group_by(key).agg(pl.len(), whose=pl.first("person"))
            found |= set(counted.filter(pl.col("len") > 1)["whose"].to_list())
    return found
