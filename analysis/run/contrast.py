"""Tell what differs between two runs: settings, hashes, figures, and people who moved.

Only protected figures are shown: a count of people who moved is rounded as any other.
"""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.disclosure.counts import round_count
from analysis.disclosure.policy import Policy
from analysis.run.compute import PROTECTED
from analysis.run.parameters import Parameters
from analysis.run.record import read_record
from analysis.run.tables import read_table

_GONE = "not in the extract"


@dataclass(frozen=True)
class Contrast:
    """What differs between two runs, the first and the second value of each."""

    settings: dict[str, tuple[str, str]]
    hashes: dict[str, tuple[str, str]]
    findings: dict[str, tuple[str, str]]
    moved: tuple[tuple[str, str, str], ...]

    def values(self) -> dict[str, Any]:
        """Give the differences for a machine."""
        return {
            "parameters": self.settings,
            "hashes": self.hashes,
            "findings": self.findings,
            "moved": [
                {"from": before, "to": after, "persons": persons}
                for before, after, persons in self.moved
            ],
        }

    def text(self) -> str:
        """Write the differences for a reader."""
        parts = [
            _part("Parameters", self.settings),
            _part("Hashes and versions", self.hashes),
            _part("Findings", self.findings),
        ]
        moved = [
            f"  {persons:>8}  {before} → {after}" for before, after, persons in self.moved
        ] or ["  nobody"]
        return "\n".join([*parts, "Persons who moved between headline outcomes", *moved, ""])


def contrast_runs(run_a: Path, run_b: Path) -> Contrast:
    """Compare two runs.

    Parameters
    ----------
    run_a, run_b : Path
        Folders of finished runs.

    Returns
    -------
    Contrast
        Counts of persons after disclosure control, by the policy of the second run.

    Raises
    ------
    UseError
        If one of the folders is not a run.
    """
    record_a, record_b = read_record(run_a), read_record(run_b)
    return Contrast(
        settings=_differ(record_a["parameters"], record_b["parameters"]),
        hashes=_differ(_hashes(record_a), _hashes(record_b)),
        findings=_differ(_findings(run_a), _findings(run_b)),
        moved=_moved(_outcomes(run_a, record_a), _outcomes(run_b, record_b), record_b),
    )


def _part(title: str, differences: dict[str, tuple[str, str]]) -> str:
    lines = [f"  {name}: {one} → {other}" for name, (one, other) in differences.items()]
    return "\n".join([title, *(lines or ["  no difference"]), ""])


def _differ(one: dict[str, Any], other: dict[str, Any]) -> dict[str, tuple[str, str]]:
    names = [*one, *(name for name in other if name not in one)]
    return {
        name: (str(one.get(name, "–")), str(other.get(name, "–")))
        for name in names
        if one.get(name) != other.get(name)
    }


def _hashes(record: dict[str, Any]) -> dict[str, str]:
    plain = {
        name: record[name]
        for name in ("hertoets", "code", "law", "policy", "expectations", "engine")
    }
    files = {f"extract {name}": digest for name, digest in record["extract"]["files"].items()}
    short = {name: str(value)[:12] for name, value in {**plain, **files}.items()}
    return {**short, **record["packages"]}


def _findings(run: Path) -> dict[str, str]:
    """Give one line a finding, as it is displayed."""
    findings = json.loads((run / "findings.json").read_text(encoding="utf-8"))
    return {finding["id"]: _line(finding) for finding in findings}


def _line(finding: dict[str, Any]) -> str:
    measured = finding["status"] == "measured"
    return str(finding["display_nl"] if measured else finding["status"])


def _outcomes(run: Path, record: dict[str, Any]) -> dict[str, str]:
    column = f"outcome_{record['parameters']['headline']}"
    table = read_table(run / PROTECTED / "outcomes.parquet", ["person_id", column])
    return dict(zip(table["person_id"].to_pylist(), table[column].to_pylist(), strict=True))


def _moved(
    one: dict[str, str], other: dict[str, str], record: dict[str, Any]
) -> tuple[tuple[str, str, str], ...]:
    policy = Parameters.from_values({"disclosure": record["parameters"]["disclosure"]}).policy()
    # Who is in only one of the two extracts is told too.
    paths = Counter((one.get(id_, _GONE), other.get(id_, _GONE)) for id_ in one.keys() | other)
    return tuple(
        (before, after, _shown(persons, policy))
        for (before, after), persons in sorted(paths.items())
        if before != after
    )


def _shown(persons: int, policy: Policy) -> str:
    rounded = round_count(persons, policy)
    return f"<{policy.threshold}" if rounded is None else str(rounded)
