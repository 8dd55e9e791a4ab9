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

MUNICIPALITY = re.compile(r"GM\d{4}", re.ASCII)
NO_MUNICIPALITY = frozenset({"GM0000", "GM1999"})
"""Codes of the BRP for an unknown place and for people who live abroad."""

BESIDE_ISO = frozenset({"XKX", "XXA", "XXB", "XXC"})
"""Kosovo, stateless, and refugees of no state: no ISO country, yet a nationality here."""

OF_THE_KINGDOM = frozenset({"ABW", "CUW", "SXM", "BES"})
"""ISO countries whose people have the Dutch nationality: none of their own."""


@dataclass(frozen=True)
class Column:
    """One column as ``schema.toml`` describes it; what each attribute means is told there."""

    name: str
    type: ColumnType
    meaning: str
    codes: tuple[str, ...] | Literal["iso_3166_1_alpha_3", "municipality"] | None = None
    open: bool = False
    optional: bool = False
    by_delivery: bool = False
    dutch_only: bool = False
    least: int = 0


@dataclass(frozen=True)
class Table:
    """One table: its key, its columns, its spell, whether a run needs it, and its register."""

    name: str
    required: bool
    key: tuple[str, ...]
    register: str
    meaning: str
    columns: tuple[Column, ...]
    spell: tuple[str, str] | None = None

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the schema."""
        return tuple(column.name for column in self.columns)


@cache
def schema() -> dict[str, Table]:
    """The tables of an extract by name, in the order of the schema.

    Returns
    -------
    dict of str to Table
    """
    text = files("hertoets.extract").joinpath("schema.toml").read_text(encoding="utf-8")
    return {entry["name"]: _table(entry) for entry in tomllib.loads(text)["table"]}


@cache
def nationality_codes() -> frozenset[str]:
    """The codes of today's nationalities: ISO 3166-1 alpha-3 (``pycountry``) and some more."""
    import pycountry

    countries = {country.alpha_3 for country in pycountry.countries}
    return frozenset(countries - OF_THE_KINGDOM | BESIDE_ISO)


@cache
def codes_without_nationality() -> frozenset[str]:
    """Codes that registers use and that name no nationality of today.

    Countries withdrawn from ISO 3166-1 (ISO 3166-3, ``pycountry``), the parts of the Kingdom, and
    ``XXX``, which says that the nationality is unknown.
    """
    import pycountry

    withdrawn = {country.alpha_3 for country in pycountry.historic_countries}
    return frozenset((withdrawn | OF_THE_KINGDOM | {"XXX"}) - nationality_codes())


def _table(entry: dict[str, object]) -> Table:
    columns = tuple(
        Column(**{**column, "codes": _codes(column.get("codes"))})
        for column in entry["columns"]  # type: ignore[attr-defined]
    )
    spell = _codes(entry.get("spell"))
    shape = {"key": _codes(entry["key"]), "spell": spell, "columns": columns}
    return Table(**{**entry, **shape})  # type: ignore[arg-type]


def _codes(codes: object) -> object:
    return tuple(codes) if isinstance(codes, list) else codes
