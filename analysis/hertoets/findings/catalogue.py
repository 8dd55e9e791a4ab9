"""What every table is called and how its codes read in Dutch: ``tables.toml``, ``labels.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Description:
    """One entry of ``tables.toml``.

    `needs` are the optional tables without which it is absent; `tells_of` those of which it tells
    what there is, and without all of which it is absent.
    """

    id: str
    title_nl: str
    population: str
    unit: str
    source: str
    depends: bool
    needs: tuple[str, ...]
    tells_of: tuple[str, ...]
    order_by: str | None
    occurs: str | None
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
            tells_of=tuple(entry.get("tells_of", ())),
            order_by=entry.get("order_by"),
            occurs=entry.get("occurs"),
            note_nl=entry.get("note_nl", ""),
        )
        for entry in _read("tables.toml")["table"]
    }


@cache
def load_labels() -> dict[str, dict[str, str]]:
    """The Dutch label of every code, by the column that holds it, in order."""
    return dict(_read("labels.toml"))


def _read(name: str) -> dict[str, Any]:
    text = files("hertoets.findings").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)
