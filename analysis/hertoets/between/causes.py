"""What differs between two runs and may therefore explain a figure that differs.

Read from the records alone: the hash of each table, of each row of the law, of the policy, the
expectations and the code, the parameters, the earlier runs laid beside, and the versions of the
packages. The notebooks are not among them: they tell the figures, and cannot change them; nor is
the engine, since all give the same bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from hertoets.run.described import inputs_of_run, same_extract
from hertoets.run.hashes import HEADER
from hertoets.run.parameters import PLACES
from hertoets.run.record import Described

Kind = Literal[
    "data", "reading", "parameter", "policy", "earlier", "expectations", "code", "package"
]
# What makes figures and cannot be put back once it is another version.
MAKERS = frozenset({"expectations", "code", "package"})
NONE = "–"
CHANGED = "changed"


@dataclass(frozen=True)
class Cause:
    """One thing that differs: its kind, its name, and the two values where they may be shown.

    A value is None where that side has none.
    """

    kind: Kind
    name: str
    before: str | int | None = None
    after: str | int | None = None

    def __str__(self) -> str:
        if self.before is None and self.after is None:
            return f"{self.kind} ({self.name})"
        return f"{self.kind} ({self.name} {self.shown(self.before)} → {self.shown(self.after)})"

    @staticmethod
    def shown(value: str | int | None) -> str:
        """Write a value for a reader."""
        return NONE if value is None else str(value)


def find_causes(
    record_a: Described, record_b: Described, run_a: Path, run_b: Path
) -> tuple[Cause, ...]:
    """List everything that differs between two runs.

    Parameters
    ----------
    record_a, record_b : Described
        From `hertoets.run.record.read_record` or `hertoets.run.described.describe`.
    run_a, run_b : Path
        Their folders, for the plain hashes of the tables under ``protected/``.

    Returns
    -------
    tuple of Cause
        In the order data, reading, parameter, policy, earlier, expectations, code, package.
    """
    return (
        *_data(record_a, record_b, run_a, run_b),
        *_law(record_a, record_b),
        *_parameters(record_a, record_b),
        *_named("policy", record_a.policy_settings, record_b.policy_settings),
        *_earlier(record_a, record_b),
        *_hashed("expectations", "checks of quality", record_a.expectations, record_b.expectations),
        *_hashed("code", "package hertoets", record_a.code, record_b.code),
        *_packages(record_a, record_b),
    )


def _data(record_a: Described, record_b: Described, run_a: Path, run_b: Path) -> list[Cause]:
    if same_extract(record_a, record_b, run_a, run_b):
        return []
    one, other = inputs_of_run(record_a, run_a), inputs_of_run(record_b, run_b)
    if one is None or other is None:
        return [Cause("data", "which tables cannot be told without protected/ of both runs")]
    before, after = _by_table(one.files), _by_table(other.files)
    return [
        Cause("data", f"{_named_as(name, before, after)} {_fate(name, before, after)}")
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def _by_table(files: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The files of each table: of one that was delivered in parts there are many."""
    found: dict[str, dict[str, str]] = {}
    for name, hashed in files.items():
        table, _, part = name.partition("/")
        found.setdefault(table if part else Path(name).stem, {})[name] = hashed
    return found


def _named_as(
    table: str, before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]
) -> str:
    """The file, where it is one and the same that changed; else the table."""
    files = {*before.get(table, {}), *after.get(table, {})}
    return files.pop() if len(files) == 1 else table


def _fate(name: str, one: Mapping[str, object], other: Mapping[str, object]) -> str:
    if name not in one:
        return "came in"
    return CHANGED if name in other else "left out"


def _law(record_a: Described, record_b: Described) -> list[Cause]:
    if record_a.law == record_b.law:
        return []
    one, other = record_a.rules, record_b.rules
    found: dict[str, list[str]] = {}
    for reading in [*one, *(name for name in other if name not in one)]:
        before, after = one.get(reading, {}), other.get(reading, {})
        for rule in [*before, *(name for name in after if name not in before)]:
            if before.get(rule) != after.get(rule):
                # A rule of all readings is told once, with the readings that it holds for.
                named = f"{reading} {rule}" if rule == HEADER else rule
                found.setdefault(f"{named} {_fate(rule, before, after)}", []).append(reading)
    return [
        Cause("reading", f"{rule} in {', '.join(readings)}") for rule, readings in found.items()
    ] or [Cause("reading", "order of rows, sources or vocabulary")]


def _parameters(record_a: Described, record_b: Described) -> list[Cause]:
    return [
        Cause("reading" if cause.name == "headline" else "parameter", *_rest(cause))
        for cause in _named("parameter", record_a.parameters, record_b.parameters)
        if cause.name not in PLACES  # what lies there is told by its hash
    ]


def _rest(cause: Cause) -> tuple[str, str | int | None, str | int | None]:
    return cause.name, cause.before, cause.after


def _earlier(record_a: Described, record_b: Described) -> list[Cause]:
    """Runs laid beside: what those told may be why less is shown."""
    one, other = (
        {entry.seal: entry.run for entry in record.beside} for record in (record_a, record_b)
    )
    return [
        *(Cause("earlier", f"{one[key]} not laid beside") for key in one if key not in other),
        *(Cause("earlier", f"{other[key]} laid beside") for key in other if key not in one),
    ]


def _packages(record_a: Described, record_b: Described) -> list[Cause]:
    one = {"python": record_a.python, **record_a.packages}
    other = {"python": record_b.python, **record_b.packages}
    return _named("package", one, other)


def _named(kind: Kind, one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Cause]:
    names = [*one, *(name for name in other if name not in one)]
    return [
        Cause(kind, name, one.get(name), other.get(name))
        for name in names
        if one.get(name) != other.get(name)
    ]


def _hashed(kind: Kind, what: str, one: str, other: str) -> list[Cause]:
    return [] if one == other else [Cause(kind, what, one[:12], other[:12])]
