"""Compare what is hidden and what can be worked out: ``python -m benchmarks.disclosure``.

Each other tool runs in an environment of its own, named by its Python; without one it is left out.
"""

import argparse
import json
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hertoets.findings import At, Findings
from hertoets.release import WITHHELD, Policy, control, load_policy
from hertoets.release.attack import attack
from hertoets.release.seen import Bounds, Seen
from hertoets.release.system import Builder

from tests.support.invented import cells, crossing, findings_of

HERE = Path(__file__).parent.resolve()
TABLES = {  # one small count; two in one row; a diagonal of them; many
    "one small count": [[20, 13, 15], [37, 3, 20], [15, 15, 15]],
    "two in a row": [[40, 25, 31], [4, 6, 52], [33, 28, 47]],
    "a diagonal": [[3, 30, 28], [27, 5, 41], [36, 22, 8]],
    "many": [[2, 14, 7, 60], [11, 1, 9, 44], [25, 13, 4, 71]],
}
Shown = list[list[float | None]]


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acro", type=Path, help="Python with acro installed")
    parser.add_argument("--pytauargus", type=Path, help="Python with pytauargus installed")
    chosen = parser.parse_args()
    policy = replace(load_policy(), rounding=1)
    rows = [
        (f"Hertoets, rounded to {by.rounding}", name, *ours(counts, by))
        for by in (load_policy(), policy)
        for name, counts in TABLES.items()
    ]
    for tool in ("acro", "pytauargus"):
        python = getattr(chosen, tool)
        if python is not None:
            for (name, counts), shown in zip(TABLES.items(), run(tool, python), strict=True):
                rows.append((tool, name, *theirs(counts, shown, policy)))
    print("| tool | table | hidden | withheld | least values left |")
    print("|---|---|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(str(cell) for cell in row)} |")


def run(tool: str, python: Path) -> list[Shown]:
    """Give every table as a tool shows it."""
    command = [str(python), str(HERE / f"with_{tool}.py")]
    given = json.dumps(list(TABLES.values()))
    # tau-ARGUS leaves files of its own where it runs.
    with TemporaryDirectory() as folder:
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, check=True, cwd=folder
        )
    return list(json.loads(done.stdout.splitlines()[-1]))


def ours(counts: list[list[int]], policy: Policy) -> tuple[int, int, str]:
    """Count what Hertoets hides and withholds, and the least number of values left."""
    controlled = control(published(counts), policy)
    cells = [cell for row in controlled.release.tables["t"].rows for cell in row[1:]]
    least = min(bounds.greatest - bounds.least + 1 for bounds in controlled.secured.bounds.values())
    return cells.count(f"<{policy.threshold}"), cells.count(WITHHELD), f"{least:.0f}"


def theirs(counts: list[list[int]], shown: Shown, policy: Policy) -> tuple[int, int, str]:
    """Attack what another tool shows: all that it hides is withheld, all else is exact."""
    system = Builder(published(counts)).system()
    gone = {
        system.at[At("t", row, column + 1)]
        for row, line in enumerate(shown)
        for column, cell in enumerate(line)
        if cell is None
    }
    small = [number for number in gone if system.variables[number].is_hidden(policy)]
    low, high = system.forms(policy).box(gone)
    enough = np.full(len(system.variables), 1000)
    found: dict[int, Bounds] = attack(system, low, high, small, Seen(system), enough)
    least = min((bounds.greatest - bounds.least + 1 for bounds in found.values()), default=0)
    return len(small), len(gone) - len(small), f"{least:.0f}"


def published(counts: list[list[int]]) -> Findings:
    """Give a run that publishes one table."""
    return findings_of(cells(counts), crossing("t", counts))


if __name__ == "__main__":
    main()
