"""The definition of every figure, read from ``definitions.toml``.

Source: contract, section 5. What a figure counts stands in one place, as data that a researcher
can read and a jurist can contest.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Unit = Literal["personen", "dagen", "euro", "gemeenten"]
Conditions = Mapping[str, tuple[str | bool, ...]]
"""Column and the values that it may hold; every column must match."""


@dataclass(frozen=True)
class Definition:
    """One figure: what it counts, of whom, after which sources and under which conditions.

    `sure` and `maybe` are None where the figure is worked out in code. `of` names the figure of
    persons from which an amount is made or over which a median is taken.
    """

    id: str
    title_nl: str
    definition: str
    population: str
    unit: Unit
    source: tuple[str, ...]
    depends: bool
    needs: tuple[str, ...] = ()
    within: Conditions | None = None
    sure: Conditions | None = None
    maybe: Conditions | None = None
    of: str | None = None
    signed: bool = False


@cache
def load_definitions() -> dict[str, Definition]:
    """Every definition by id, in the order in which figures are shown.

    Returns
    -------
    dict of str to Definition

    Examples
    --------
    >>> load_definitions()["wrong_notice"].unit
    'personen'
    """
    text = files("hertoets.findings").joinpath("definitions.toml").read_text(encoding="utf-8")
    entries = [_freeze(entry) for entry in tomllib.loads(text)["finding"]]
    return {entry.id: entry for entry in entries}


def _freeze(entry: dict[str, object]) -> Definition:
    frozen = {key: _freeze_value(value) for key, value in entry.items()}
    return Definition(**frozen)  # type: ignore[arg-type]


def _freeze_value(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {name: tuple(values) for name, values in value.items()}
    return value
