"""What each column of the outcomes means, which values it holds, and what an empty cell says.

``docs/outcomes.md`` is what `describe_outcomes` gives; a test holds the two equal, and the columns
of ``columns.toml`` those of the outcomes. The values follow from the code: the law is applied to
nobody, and the type of each column that comes of it names them. Source: contract, section 4.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import polars as pl

from hertoets.extract import Column, Table, schema
from hertoets.law import Law
from hertoets.outcomes.people import outcomes_of
from hertoets.outcomes.settings import Settings

_READING: Final = "{reading}"
_KINDS: Final = {
    "date": pl.Date, "birth_date": pl.Date, "bool": pl.Boolean, "count": pl.Int32,
}  # fmt: skip
_NAMES: Final = {pl.Date: "date", pl.Int32: "whole number", pl.Int64: "whole number"}

_OPENING: Final = """# The outcome of each person

`protected/outcomes.parquet` has one row for each person who was not set aside, sorted by
`person_id`: what the records say as they stand. `protected/doubted.parquet` has the same columns
with the values that a check doubts unknown; every published figure counts that one. Neither leaves
`protected/`.

`<reading>` stands for each reading of the law: {readings}.
An empty cell means what stands here, and nothing else. This page is written from
`analysis/hertoets/outcomes/columns.toml`.

| column | type | meaning | values | empty means | source |
| --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True)
class OutcomeColumn:
    """One column of the outcomes.

    Attributes
    ----------
    name, meaning, source : str
    type : str
        ``text``, ``code``, ``date`` or ``whole number``.
    values : tuple of str
        Those of a code; empty where they follow from the law or the delivery.
    empty : str
        What an empty cell means; empty text where there is none.
    """

    name: str
    meaning: str
    source: str
    type: str
    values: tuple[str, ...]
    empty: str


def outcome_columns(law: Law) -> dict[str, OutcomeColumn]:
    """Describe the columns of the outcomes, those by reading once for each, in their order."""
    kinds = outcome_kinds(law)
    described: dict[str, OutcomeColumn] = {}
    for entry in _entries():
        readings = law.readings if _READING in entry["name"] else [""]
        for reading in readings:
            name = entry["name"].replace(_READING, reading)
            described[name] = _column(entry, name, kinds[name])
    return {name: described[name] for name in kinds}


def outcome_kinds(law: Law) -> dict[str, pl.DataType]:
    """The type of each column of the outcomes, in their order: the law applied to nobody."""
    tables = {name: _nobody(table) for name, table in schema().items()}
    settings = Settings(as_of=Settings().reference_date)
    return dict(outcomes_of(tables, law, settings).outcomes.schema)


def describe_outcomes(law: Law) -> str:
    """Write the page about the columns of the outcomes, in Markdown."""
    columns = outcome_columns(law)
    first = next(iter(law.readings))
    lines = []
    for entry in _entries():
        column = columns[entry["name"].replace(_READING, first)]
        name = entry["name"].replace(_READING, "<reading>")
        values = " ".join(f"`{value}`" for value in column.values)
        lines.append(
            f"| `{name}` | {column.type} | {column.meaning} | {values} | {column.empty} "
            f"| {column.source} |"
        )
    readings = ", ".join(f"`{name}`" for name in law.readings)
    return _OPENING.format(readings=readings) + "\n".join(lines) + "\n"


def _column(entry: dict[str, str], name: str, kind: pl.DataType) -> OutcomeColumn:
    values = tuple(kind.categories) if isinstance(kind, pl.Enum) else ()
    named = "code" if isinstance(kind, pl.Enum) else _NAMES.get(type(kind), "text")
    empty = entry.get("empty", "")
    return OutcomeColumn(name, entry["meaning"], entry["source"], named, values, empty)


@cache
def _entries() -> list[dict[str, str]]:
    text = files("hertoets.outcomes").joinpath("columns.toml").read_text(encoding="utf-8")
    entries: list[dict[str, str]] = tomllib.loads(text)["column"]
    return entries


def _nobody(table: Table) -> pl.DataFrame:
    """A table of the extract, as it is read, without a row."""
    kinds: dict[str, pl.DataType | type[pl.DataType]] = {"person": pl.Int32}
    for column in table.columns:
        if column.name == "person_id" and table.name != "persons":
            continue
        kinds |= dict.fromkeys(_names(column), _KINDS.get(column.type, pl.String))
    return pl.DataFrame(schema=kinds)


def _names(column: Column) -> tuple[str, ...]:
    return ("birth_from", "birth_to") if column.type == "birth_date" else (column.name,)
