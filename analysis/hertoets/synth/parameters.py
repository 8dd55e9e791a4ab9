"""The numbers from which the synthetic extract is drawn, each with its basis.

They stand in ``parameters.toml`` and nowhere else, so that a reviewer can weigh every one of
them; ``docs/synthetic-extract.md`` is written from the same file.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np

Basis = Literal["sourced", "derived", "assumed"]


@dataclass(frozen=True)
class Parameter:
    """One number or table: its value and unit, how it came about, from which sources and why."""

    name: str
    value: Any
    unit: str
    basis: Basis
    sources: tuple[str, ...]
    reasoning: str


@dataclass(frozen=True)
class Source:
    """A document that a parameter rests on."""

    id: str
    title: str
    date: str


@dataclass(frozen=True)
class Parameters:
    """The parameters by name, with the sources they name."""

    by_name: dict[str, Parameter]
    sources: tuple[Source, ...]

    def number(self, name: str) -> float:
        """A parameter that is one number."""
        return float(self.by_name[name].value)

    def table(self, name: str) -> dict[str, float]:
        """A parameter that is a table of numbers by label."""
        return {label: float(value) for label, value in self.by_name[name].value.items()}

    def day(self, name: str) -> np.datetime64:
        """A parameter that is a date."""
        return np.datetime64(self.by_name[name].value, "D")

    def days(self, name: str) -> dict[str, np.datetime64]:
        """A parameter that is a table of dates by label."""
        return {
            label: np.datetime64(value, "D") for label, value in self.by_name[name].value.items()
        }

    def raw(self, name: str) -> Any:
        """A parameter as it stands in the file, where it is neither of the above."""
        return self.by_name[name].value


@cache
def parameters() -> Parameters:
    """Read the parameters.

    Returns
    -------
    Parameters
        In the order of the file.
    """
    text = files("hertoets.synth").joinpath("parameters.toml").read_text(encoding="utf-8")
    content = tomllib.loads(text)
    read = [
        Parameter(**{**entry, "sources": tuple(entry["sources"])}) for entry in content["parameter"]
    ]
    sources = tuple(Source(**entry) for entry in content["source"])
    return Parameters({parameter.name: parameter for parameter in read}, sources)
