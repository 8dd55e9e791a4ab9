"""By what a question may count, and its conditions: ``dimensions.toml``, read and checked."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from hertoets.errors import Fault, UseError, nearest
from hertoets.extract.schema import MUNICIPALITY, nationality_codes
from hertoets.findings.catalogue import load_labels
from hertoets.findings.definitions import leaves_open
from hertoets.findings.sets import Value
from hertoets.outcomes import BY_READING

NONE: Final = "none"
"""The value of who cannot have one: the month of the notice of who got none."""
UNKNOWN: Final = "unknown"
MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_WRITTEN: Final = {
    "nationality": "Write a country as ISO 3166-1 alpha-3 (SYR), or as the contract does (XXA)",
    "municipality": "Write a municipality as GM0363",
    "month": "Write a month as 2022-03",
}


@dataclass(frozen=True)
class Dimension:
    """One entry of ``dimensions.toml``; `column` is the one by which sets ask for it."""

    name: str
    title_nl: str
    labels: str = ""
    kind: Literal["code", "month", "name"] = "code"
    own: bool = False
    needs: tuple[str, ...] = ()
    about: str = ""

    @property
    def by_reading(self) -> bool:
        """Whether one reading says of it other than the next."""
        return self.name in BY_READING

    @property
    def codes(self) -> dict[str, str]:
        """The values that are listed, with their Dutch labels, in order."""
        return load_labels()[self.labels] if self.labels else {}

    def label(self, value: Value) -> str:
        """What a value is called in Dutch."""
        code = str(value)
        return self.codes.get(code) or load_labels()["unlisted"].get(code, code)

    def place(self, value: Value) -> tuple[int, str]:
        """Where a value stands among others: as listed, else by name; what is not known last."""
        code, codes = str(value), list(self.codes)
        if self.kind == "code" and code in codes:
            return codes.index(code), code
        last = {UNKNOWN: 2, NONE: 1}.get(code, 0)
        return len(codes) + last, code

    def open_values(self) -> tuple[str, ...]:
        """The values that leave open whether another one holds."""
        return leaves_open(self.name) or (UNKNOWN,)


@cache
def load_dimensions() -> dict[str, Dimension]:
    """Every dimension by name, in the order in which they are listed."""
    return {
        entry["name"]: Dimension(**{**entry, "needs": tuple(entry.get("needs", ()))})
        for entry in _read()["dimension"]
    }


def dimension_named(name: str) -> str:
    """The name of a dimension, of which another may be given."""
    return str(_read()["alias"].get(name, name))


def check_dimensions(names: Sequence[object], call: str) -> Iterator[Fault]:
    """Tell what is wrong with names of dimensions."""
    known = load_dimensions()
    seen: set[str] = set()
    for name in names:
        real = dimension_named(str(name))
        if real not in known:
            yield Fault(call, str(name), "no such dimension", nearest(name, [*known, *_aliases()]))
        elif real in seen:
            yield Fault(call, str(name), "stands there twice", "Name it once")
        seen.add(real)


def check_values(
    name: str, values: Iterable[Value], occurring: Iterable[Value], call: str
) -> Iterator[Fault]:
    """Tell which values a dimension cannot have; of codes, it can what occurs or is listed."""
    dimension = load_dimensions()[name]
    known = list(dict.fromkeys([*dimension.codes, *map(str, occurring)]))
    for value in values:
        text = str(value)
        if text in (UNKNOWN, NONE) or _may_be(dimension, text, known):
            continue
        # Who is told what occurs would know of whom there is one.
        mend = _WRITTEN.get(name) or _WRITTEN.get(dimension.kind) or nearest(text, known)
        yield Fault(call, f"{name}={value}", f"{name} has no such value", mend)


def _may_be(dimension: Dimension, value: str, known: Sequence[str]) -> bool:
    """Whether anybody may have a value; of names, whether anybody has it is not told."""
    if dimension.name == "nationality":
        return value in nationality_codes()
    if dimension.name == "municipality":
        return MUNICIPALITY.fullmatch(value) is not None
    if dimension.kind == "month":
        return MONTH.fullmatch(value) is not None
    return value in known


def refuse_faults(faults: Iterable[Fault]) -> None:
    """Refuse what was asked where anything is wrong with it, all at once."""
    if found := list(faults):
        raise UseError(found)


def _aliases() -> Mapping[str, str]:
    return dict(_read()["alias"])


@cache
def _read() -> Any:
    text = files("hertoets.findings").joinpath("dimensions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
