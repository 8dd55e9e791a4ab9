"""What a run publishes of its counts, read from its open files and from nothing else.

``report/counts.json`` says of each place what it counts, ``findings.json`` and the tables what
stands there. Source: contract, sections 5 and 6.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any, Final

from hertoets.errors import DataError

Interval = tuple[float, float]
Terms = tuple[tuple[int, int], ...]
"""Sets by their numbers, each times a factor."""
Place = tuple[Any, ...]
"""``table``, its name, row and column; ``finding``, its name, reading and side; ``undecided``, …"""

WITHHELD: Final = "x"
SIGNED: Final = frozenset({"guidance_difference_persons", "guidance_may_september_difference"})
"""Figures that may lie below zero; a table of figures ends each row with the name of its own."""
SIGNED_ROWS: Final = frozenset({("guidance_total", 2)})
LISTS_WHAT_OCCURS: Final = {
    "set_aside": 2, "unknown_values": 3, "situations": 10, "rules": 3,
}  # fmt: skip
"""Tables of which every row holds somebody, and the column that says how many."""
LISTED_ALWAYS: Final = "code buiten de lijst"
"""But this row stands there for every column that has a list."""


@dataclass(frozen=True)
class PersonSet:
    """Persons of whom every column holds one of some values, in one reading and pass."""

    where: tuple[tuple[str, frozenset[str]], ...]
    reading: str
    doubted: bool


@dataclass(frozen=True)
class RowSet:
    """Something counted that is no set of persons."""

    kind: str
    of: tuple[str, ...]


@dataclass
class Number:
    """One number: the sets it is made of, where it stands, and what it may be.

    `hidden` tells that somewhere a form of a small count stands for it, `withheld` that somewhere
    nothing stands.
    """

    terms: Terms
    places: list[Place] = field(default_factory=list)
    least: float = -inf
    greatest: float = inf
    hidden: bool = False
    withheld: bool = False
    signed: bool = True

    def told(self, interval: Interval) -> None:
        """Take along one thing that is known of it."""
        self.least = max(self.least, interval[0])
        self.greatest = min(self.greatest, interval[1])


@dataclass(frozen=True)
class Published:
    """Everything that an outsider reads.

    Attributes
    ----------
    sets : tuple of PersonSet or RowSet
    numbers : list of Number
        Each sum of sets once.
    situations : mapping of str to mapping of str to str
        What each situation is, and the regime that each reading says.
    headline : str
    columns : mapping of str to tuple of str
        The names of the columns of each table.
    medians : mapping of (str, str) to bool
        By figure and reading whether a median stands there.
    options, limit, rounding, median_base : int
        Of the policy: how many values must be left, under which number a count is small, the step
        of rounding, and over how many persons a median stands.
    """

    sets: tuple[PersonSet | RowSet, ...]
    numbers: list[Number]
    situations: Mapping[str, Mapping[str, str]]
    headline: str
    columns: Mapping[str, tuple[str, ...]]
    medians: Mapping[tuple[str, str], bool]
    options: int
    limit: int
    rounding: int
    median_base: int


def read_published(run: Path) -> Published:
    """Read what a run publishes.

    Parameters
    ----------
    run : Path
        The run's folder; nothing under ``protected`` is opened.

    Returns
    -------
    Published

    Raises
    ------
    DataError
        Where a published number has no meaning, or a meaning has no number.
    """
    report = run / "report"
    described, basis = _read(report / "counts.json"), _read(report / "basis.json")
    findings = {entry["id"]: entry for entry in _read(run / "findings.json")}
    tables = {name: _read(report / "tables" / f"{name}.json") for name in basis["tables"]}
    policy = basis["policy"]
    shown = Shown(findings, tables, basis["withheld"], policy["threshold"], policy["rounding"])
    numbers: dict[Terms, Number] = {}
    for place, sums in described["counts"]:
        terms = tuple((factor, base) for factor, base in sums)
        shown.tell(place, numbers.setdefault(terms, Number(terms)))
    shown.refuse_without_meaning(described["counts"])
    return Published(
        sets=tuple(set_of(entry) for entry in described["sets"]),
        numbers=list(numbers.values()),
        situations=described["situations"],
        headline=basis["settings"]["headline"],
        columns={
            name: tuple(column["name"] for column in table["columns"])
            for name, table in tables.items()
        },
        medians=dict(_medians(findings)),
        options=policy["options"],
        limit=policy["threshold"],
        rounding=policy["rounding"],
        median_base=max(policy["median_base"], policy["threshold"]),
    )


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise DataError.of(
            where=path.name, what="cannot be read as what a run publishes", mend="Run again"
        ) from None


def set_of(entry: Mapping[str, Any]) -> PersonSet | RowSet:
    """Read a set as ``counts.json`` writes it."""
    if "rows" in entry:
        return RowSet(entry["rows"], tuple(entry["of"]))
    where = ((name, frozenset(map(str, values))) for name, values in entry["persons"].items())
    return PersonSet(tuple(sorted(where)), entry["reading"], entry["doubted"])


def _medians(findings: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], bool]]:
    for name, entry in findings.items():
        if entry["unit"] == "dagen" and entry["status"] == "measured":
            for reading, pair in entry["by_reading"].items():
                yield (name, reading), pair[0] is not None


class Shown:
    """Looks up what stands in a place, and what it leaves."""

    def __init__(
        self, findings: Mapping[str, Any], tables: Mapping[str, Any],
        withheld: Mapping[str, list[list[str]]], limit: int, rounding: int,
    ) -> None:  # fmt: skip
        self._findings, self._tables = findings, tables
        self._withheld = {(name, *bound) for name, bounds in withheld.items() for bound in bounds}
        self._limit, self._rounding = limit, rounding

    def tell(self, place: list[Any], number: Number) -> None:
        """Tell a number what stands for it in a place."""
        kind, name, *rest = place
        form, signed = self._form(kind, name, rest)
        number.places.append(tuple(place))
        number.signed = number.signed and signed
        if kind == "table" and LISTS_WHAT_OCCURS.get(name) == rest[1]:
            number.told((0 if LISTED_ALWAYS in self._tables[name]["rows"][rest[0]] else 1, inf))
        if form == WITHHELD:
            number.withheld = True
            number.told((-inf if signed else 0, inf))
        elif isinstance(form, str):
            number.hidden = True
            most = self._limit - 1
            number.told((-most if signed else 1, most))
        elif form is None:
            # Not told whether small or withheld: a table beside it tells.
            number.told((0, inf))
        else:
            number.told(self._unrounded(form))

    def _form(self, kind: str, name: str, rest: list[Any]) -> tuple[str | int | None, bool]:
        if kind == "table":
            row, column = rest
            cells = self._tables[name]["rows"][row]
            return cells[column], (name, row) in SIGNED_ROWS or cells[-1] in SIGNED
        entry = self._findings[name]
        if kind == "undecided":
            return entry["undecided"][rest[0]], False
        reading, side = rest
        pair = entry["records"] if reading == "records" else entry["by_reading"][reading]
        shown = pair[("lower", "upper").index(side)]
        if shown is None:
            gone = (name, reading, side) in self._withheld
            shown = WITHHELD if gone else f"<{self._limit}"
        return shown, name in SIGNED

    def _unrounded(self, shown: int) -> Interval:
        if shown == 0:
            return 0, 0
        low = max(abs(shown) - self._rounding // 2, self._limit)
        high = abs(shown) + (self._rounding - 1) // 2
        return (low, high) if shown > 0 else (-high, -low)

    def refuse_without_meaning(self, counts: list[list[Any]]) -> None:
        """Stop where a count stands in a table and nothing says what it counts."""
        told = {tuple(place) for place, _ in counts}
        lost = sorted({
            name
            for name, table in self._tables.items()
            for column, entry in enumerate(table["columns"])
            for row, cells in enumerate(table["rows"])
            if entry["kind"] == "count" and table["unit"] != "controles"
            and cells[column] is not None and ("table", name, row, column) not in told
        })  # fmt: skip
        if lost:
            raise DataError.of(
                where="counts.json",
                at=", ".join(lost),
                what="a count is published of which nothing says what it counts",
                mend="This is a fault of Hertoets itself: report it with the version",
            )
