"""The schema of an extract, read once from ``schema.toml``.

Source: the registers named there (BRP, IND, COA, DUO) as the extract's agreement lists them.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

ColumnType = Literal["text", "code", "date", "birth_date", "bool", "count"]

MUNICIPALITY = re.compile(r"GM\d{4}")

NO_STATE = frozenset({"XKX", "XXA", "XXB", "XXC"})
"""Kosovo, stateless, and refugees of no state: codes that ISO 3166-1 leaves to its users."""


@dataclass(frozen=True)
class Column:
    """One column: its name, type, meaning, the codes it may hold and whether empty means open."""

    name: str
    type: ColumnType
    meaning: str
    codes: tuple[str, ...] | Literal["iso_3166_1_alpha_3", "municipality"] | None = None
    open: bool = False


@dataclass(frozen=True)
class Table:
    """One table: its key, its columns, whether a run needs it and the register behind it."""

    name: str
    required: bool
    key: tuple[str, ...]
    register: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the schema."""
        return tuple(column.name for column in self.columns)


@cache
def schema() -> dict[str, Table]:
    """Give the tables of an extract by name, in the order of the schema.

    Returns
    -------
    dict of str to Table
    """
    text = files("hertoets.extract").joinpath("schema.toml").read_text(encoding="utf-8")
    return {entry["name"]: _table(entry) for entry in tomllib.loads(text)["table"]}


@cache
def nationality_codes() -> frozenset[str]:
    """Give the ISO 3166-1 alpha-3 codes (package ``pycountry``)."""
    import pycountry

    return frozenset(country.alpha_3 for country in pycountry.countries) | NO_STATE


def _table(entry: dict[str, object]) -> Table:
    columns = tuple(
        Column(**{**column, "codes": _codes(column.get("codes"))})
        for column in entry["columns"]  # type: ignore[attr-defined]
    )
    return Table(**{**entry, "key": tuple(entry["key"]), "columns": columns})  # type: ignore[arg-type]


def _codes(codes: object) -> object:
    return tuple(codes) if isinstance(codes, list) else codes
