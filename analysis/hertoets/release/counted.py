"""What each published count counts, as data: for a reader who asks, and for whoever checks a run.

``report/counts.json`` names every set once and says of which sets each number is made. It holds no
number of persons, and nothing that the exact counts decide.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from hertoets.findings import (
    At,
    Base,
    Bound,
    Counted,
    Findings,
    PersonSet,
    Place,
    RowSet,
    Undecided,
)
from hertoets.plain import json_text
from hertoets.release.door import Control
from hertoets.release.policy import Policy
from hertoets.release.tables import released_order
from hertoets.runfolder import RunFolder

BY_SIGN: Final = (
    "guidance_overpaid_persons", "guidance_underpaid_persons", "guidance_may_september_more",
    "guidance_may_september_less",
)  # fmt: skip
"""Figures over the municipalities with more, or with less: which those are is not told here."""

OF_SITUATION: Final = (
    "standing", "treaty", "publication", "decision", "effective", "obliged", "notice", "group",
    "stated", "regime", "rule",
)  # fmt: skip
"""What a situation is: its facts, the Act stated, the regime by each reading, the rule by one."""


def save_counted(control: Control, findings: Findings, policy: Policy, folder: Path) -> None:
    """Write what each published count counts.

    Parameters
    ----------
    control : Control
        What is published; its tables tell in which order their rows stand.
    findings : Findings
        Exact, of the same run.
    policy : Policy
    folder : Path
        The run's folder.
    """
    described = Described(findings)
    for place, name in named_places(control, findings, policy):
        described.add(place, name, findings.counts[place])
    run = RunFolder(folder)
    run.counts.parent.mkdir(parents=True, exist_ok=True)
    run.counts.write_text(f"{json_text(described.values())}\n", encoding="utf-8", newline="\n")


def named_places(
    control: Control, findings: Findings, policy: Policy
) -> Iterator[tuple[Place, tuple[str | int, ...]]]:
    """Each place of a count, and its name in ``counts.json``; see `save_counted`."""
    for place in findings.counts:
        if not isinstance(place, At):
            yield place, _name(place)
    for name, table in findings.tables.items():
        order = released_order(table, policy, control.withheld_cells(name))
        for row, stood in enumerate(order):
            for column in range(len(table.columns)):
                place = At(name, stood, column)
                if place in findings.counts:
                    yield place, ("table", name, row, column)


class Described:
    """Gathers sets, each once, and the sum of sets that stands in each place."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._sets: dict[Base, int] = {}
        self._counts: list[list[object]] = []
        self._by_sign: dict[Counted, RowSet] = {}
        told = set()
        for place, counted in findings.counts.items():
            if isinstance(place, Bound) and place.finding in BY_SIGN:
                of = place.reading, place.side
                self._by_sign.setdefault(counted, RowSet(place.finding, of))
            elif isinstance(place, Bound):
                told.add(counted)
        for counted in told & self._by_sign.keys():
            del self._by_sign[counted]

    def add(self, place: Place, name: Sequence[str | int], counted: Counted) -> None:
        """Add one place and what it counts."""
        terms = counted.terms
        if isinstance(place, Bound) and place.finding in BY_SIGN:
            terms = ((1, RowSet(place.finding, (place.reading, place.side))),)
        elif isinstance(place, At) and counted in self._by_sign:
            terms = ((1, self._by_sign[counted]),)
        numbers = [[factor, self._sets.setdefault(base, len(self._sets))] for factor, base in terms]
        self._counts.append([list(name), numbers])

    def values(self, *, situations: bool = True) -> dict[str, object]:
        """Everything, as it is written; with the situations, where they are among the tables."""
        found = _situations(self._findings) if situations else {}
        return {
            "sets": [_set(base) for base in self._sets],
            "counts": self._counts,
            "situations": found,
        }


def _name(place: Bound | Undecided) -> tuple[str, ...]:
    if isinstance(place, Bound):
        return "finding", place.finding, place.reading, place.side
    return "undecided", place.finding, place.cause


def _set(base: Base) -> dict[str, object]:
    if isinstance(base, PersonSet):
        where = {column: list(values) for column, values in base.where}
        return {"persons": where, "reading": base.reading, "doubted": base.doubted}
    return {"rows": base.kind, "of": list(base.of)}


def _situations(findings: Findings) -> dict[str, dict[str, str]]:
    """By situation that is listed: its facts, the Act stated, and the regime by each reading."""
    listed = {row[0] for row in findings.tables["situations"].rows}
    assert findings.basis is not None
    frames, headline = findings.basis.profiles.frames, findings.settings["headline"]
    found: dict[str, dict[str, str]] = {}
    for reading in findings.readings:
        frame = frames[reading, True].unique("situation_id", maintain_order=True)
        for row in frame.select("situation_id", *OF_SITUATION).iter_rows(named=True):
            if row["situation_id"] in listed:
                own = found.setdefault(row.pop("situation_id"), {})
                own[f"regime_{reading}"] = row.pop("regime")
                rule = row.pop("rule")
                own |= row | ({f"rule_{reading}": rule} if reading == headline else {})
    return found
