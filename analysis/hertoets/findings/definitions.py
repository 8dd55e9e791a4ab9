"""The definition of every figure, read from ``definitions.toml``.

Source: contract, section 5. What a figure counts stands in one place, as data that a researcher
can read and a jurist can contest.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from hertoets.findings.sets import Conditions, Counted, persons

Unit = Literal["personen", "dagen", "euro", "gemeenten"]


@dataclass(frozen=True)
class Definition:
    """One figure: what it counts, of whom, after which sources and under which conditions.

    `who` says who surely belongs; None where the figure is no set of persons. `maybe` are the
    values that leave open whether somebody belongs, where they are others than `leaves_open` says.
    `within` names the figure of which this one is a part, `of` the figure of persons from which an
    amount is made or over which a median is taken, `amount` the amounts added up over these, `days`
    the days of a median. `never` is the reason why no extract can hold the answer.
    """

    id: str
    title_nl: str
    definition: str
    population: str
    unit: Unit
    source: tuple[str, ...]
    depends: bool
    within: str | None = None
    needs: tuple[str, ...] = ()
    who: Conditions | None = None
    maybe: Conditions | None = None
    of: str | None = None
    amount: Literal["", "fine", "loan"] = ""
    days: str = ""
    signed: bool = False
    never: str = ""

    def surely(self, reading: str, *, doubted: bool = True) -> Counted:
        """Who surely belongs."""
        return persons(self.who or {}, reading if self.depends else "", doubted=doubted)

    @property
    def widened(self) -> Conditions:
        """The conditions of who may belong: with the values that leave it open."""
        own = self.maybe or {}
        return {
            column: tuple(dict.fromkeys([*values, *own.get(column, leaves_open(column))]))
            for column, values in (self.who or {}).items()
        }

    def at_most(self, reading: str, *, doubted: bool = True) -> Counted:
        """Who surely belongs or may."""
        return persons(self.widened, reading if self.depends else "", doubted=doubted)


def leaves_open(column: str) -> tuple[str, ...]:
    """The values of a column that leave open whether another one holds."""
    return _read()["leaves_open"].get(column, ())  # type: ignore[no-any-return]


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
    return {entry["id"]: Definition(**entry) for entry in _read()["finding"]}


@cache
def _read() -> Any:
    text = files("hertoets.findings").joinpath("definitions.toml").read_text(encoding="utf-8")
    return _freeze(tomllib.loads(text))


def _freeze(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_freeze(one) for one in value)
    if isinstance(value, dict):
        return {name: _freeze(one) for name, one in value.items()}
    return value
