"""Folders of published files, written by hand: what an outsider reads, and nothing else."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HEADLINE = "publication_exceptions"
READINGS = (
    HEADLINE, "publication", "became_obliged", "decision", "duty", "scope", "effective", "notice",
)  # fmt: skip
FACTS = {
    "standing": "obligable",
    "treaty": "none",
    "publication": "before",
    "decision": "before",
    "effective": "before",
    "obliged": "yes",
    "notice": "before",
    "group": "asylum",
    "stated": "wi2013",
}
Form = int | str | None
Sets = dict[str, Any] | list[tuple[int, dict[str, Any]]]


def situation(regime: str = "wi2013", **facts: str) -> dict[str, str]:
    """One situation; `regime` by every reading of which nothing else is said."""
    regimes = {f"regime_{name}": regime for name in READINGS}
    return {**FACTS, **regimes, f"rule_{HEADLINE}": "C1", **facts}


def who(reading: str = HEADLINE, *, doubted: bool = True, **where: str | list[str]) -> Any:
    """A set of persons: every column holds its value, or one of its values."""
    listed = {name: [v] if isinstance(v, str) else v for name, v in where.items()}
    return {"persons": listed, "reading": reading, "doubted": doubted}


def rows(kind: str, *of: str) -> Any:
    """Something counted that is no set of persons."""
    return {"rows": kind, "of": list(of)}


@dataclass
class Hand:
    """What a run publishes, gathered place by place."""

    situations: list[dict[str, str]]
    _sets: list[dict[str, Any]] = field(default_factory=list)
    _counts: list[Any] = field(default_factory=list)
    _tables: dict[str, Any] = field(default_factory=dict)
    _findings: dict[str, Any] = field(default_factory=dict)
    _withheld: dict[str, list[list[str]]] = field(default_factory=dict)

    def table(self, name: str, *body: list[tuple[Form, Sets]]) -> "Hand":
        """A table of counts: of each cell its form and what it counts."""
        columns = [{"name": f"c{n}", "kind": "count"} for n in range(len(body[0]))]
        cells = [[form for form, _ in row] for row in body]
        self._tables[name] = {"columns": columns, "rows": cells, "unit": "personen"}
        for number, row in enumerate(body):
            for column, (_, counted) in enumerate(row):
                self._count(["table", name, number, column], counted)
        return self

    def figure(
        self, name: str, lower: tuple[Form, Sets], upper: tuple[Form, Sets], reading: str = HEADLINE
    ) -> "Hand":
        """Both bounds of a figure by one reading."""
        entry = self._findings.setdefault(name, {
            "id": name, "unit": "personen", "status": "measured", "by_reading": {},
            "records": [None, None], "undecided": {},
        })  # fmt: skip
        for side, (form, counted) in (("lower", lower), ("upper", upper)):
            if form == "x":
                self._withheld.setdefault(name, []).append([reading, side])
            shown = None if isinstance(form, str) else form
            entry["by_reading"].setdefault(reading, []).append(shown)
            self._count(["finding", name, reading, side], counted)
        return self

    def cause(self, name: str, cause: str, shown: Form) -> "Hand":
        """How many of the undecided one cause holds there; `shown` in the table of causes too."""
        self._findings[name]["undecided"][cause] = None if isinstance(shown, str) else shown
        counted = rows("cause", name, cause)
        self._count(["undecided", name, cause], counted)
        return self.table(f"undecided {name} {cause}", [(shown, counted)])

    def write(self, run: Path) -> Path:
        """Write the files; the folder of the run."""
        tables = run / "report" / "tables"
        tables.mkdir(parents=True)
        policy = {"threshold": 10, "rounding": 5, "options": 5, "median_base": 10}
        basis = {
            "settings": {"headline": HEADLINE},
            "policy": policy,
            "tables": list(self._tables),
            "withheld": self._withheld,
        }
        situations = {f"s{number}": one for number, one in enumerate(self.situations)}
        counts = {"sets": self._sets, "counts": self._counts, "situations": situations}
        for path, content in (
            (run / "report" / "basis.json", basis),
            (run / "report" / "counts.json", counts),
            (run / "findings.json", list(self._findings.values())),
            *((tables / f"{name}.json", table) for name, table in self._tables.items()),
        ):
            path.write_text(json.dumps(content), encoding="utf-8")
        return run

    def _count(self, place: list[Any], counted: Sets) -> None:
        terms = counted if isinstance(counted, list) else [(1, counted)]
        self._counts.append([place, [[factor, self._number(one)] for factor, one in terms]])

    def _number(self, one: dict[str, Any]) -> int:
        if one not in self._sets:
            self._sets.append(one)
        return self._sets.index(one)
