"""What every table is called and how its codes read in Dutch: ``tables.toml``, ``labels.toml``."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from hertoets.findings.model import Cell, Column, RawTable, Sum


@dataclass(frozen=True)
class Description:
    """One entry of ``tables.toml``; `needs` are the optional tables without which it is absent."""

    id: str
    title_nl: str
    population: str
    unit: str
    source: str
    depends: bool
    needs: tuple[str, ...]
    order_by: str | None
    note_nl: str


@cache
def load_descriptions() -> dict[str, Description]:
    """The description of every table by id, in the order in which they are shown."""
    return {
        entry["id"]: Description(
            id=entry["id"],
            title_nl=entry["title_nl"],
            population=entry["population"],
            unit=entry["unit"],
            source=", ".join(entry["source"]),
            depends=entry["depends"],
            needs=tuple(entry.get("needs", ())),
            order_by=entry.get("order_by"),
            note_nl=entry.get("note_nl", ""),
        )
        for entry in _read("tables.toml")["table"]
    }


@cache
def load_labels() -> dict[str, dict[str, str]]:
    """The Dutch label of every code, by the column that holds it, in order."""
    return dict(_read("labels.toml"))


def make_table(
    name: str,
    headline: str,
    columns: tuple[Column, ...],
    rows: list[tuple[Cell, ...]],
    sums: list[Sum] | None = None,
    signed_rows: tuple[int, ...] = (),
    keys: Iterable[str] = (),
) -> RawTable:
    """Put rows under the description of their table.

    Parameters
    ----------
    name : str
        Id in ``tables.toml``.
    headline : str
        The reading for which it is made; kept only where the table depends on it.
    columns, rows, sums, signed_rows, keys
        As in `RawTable`.

    Returns
    -------
    RawTable
    """
    description = load_descriptions()[name]
    return RawTable(
        id=name,
        title_nl=description.title_nl,
        columns=columns,
        rows=tuple(rows),
        population=description.population,
        unit=description.unit,
        source=description.source,
        reading=headline if description.depends else None,
        note_nl=description.note_nl,
        sums=tuple(sums or ()),
        order_by=description.order_by,
        signed_rows=signed_rows,
        keys=tuple(keys),
    )


def _read(name: str) -> dict[str, Any]:
    text = files("hertoets.findings").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)
