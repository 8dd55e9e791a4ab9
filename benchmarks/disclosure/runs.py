"""What an attacker and an outsider leave of whole runs: ``python -m benchmarks.disclosure.runs``.

Prints tables in Markdown: synthetic runs of several sizes, tables by hand with awkward margins, and
runs on the same people laid beside one another.
"""

import argparse
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hertoets.errors import DataError
from hertoets.outsider import examine
from hertoets.release import Control, control, load_policy
from hertoets.release.variables import values_between
from hertoets.run.compute import compute_into
from hertoets.run.parameters import Parameters
from hertoets.run.registered import Beside
from hertoets.synth.write import write_synthetic_extract

from tests.support.invented import cells, crossing, findings_of
from tests.support.outsider import Outsider

SIZES = [(persons, seed) for persons in (400, 700, 1_100, 2_000, 5_000) for seed in range(1, 5)]
SMALL = [(300, seed) for seed in range(1, 16)]
AWKWARD = {
    "a margin of one person": [[1, 0, 0], [0, 20, 30], [0, 15, 40]],
    "two persons in a row of two": [[1, 1, 0], [30, 24, 12], [11, 60, 13]],
    "every cell nine": [[9, 9, 9], [9, 9, 9], [9, 9, 9]],
    "every cell ten but one": [[10, 10, 10], [10, 9, 10], [10, 10, 10]],
    "zeros around one small count": [[0, 0, 0], [0, 3, 0], [0, 0, 500]],
    "all but one shown exactly by zeros": [[4, 0, 0], [0, 200, 0], [0, 0, 300]],
    "a total that a small count makes round": [[196, 4, 300], [12, 13, 25], [50, 50, 50]],
    "small counts on a ring": [[3, 40, 5], [33, 22, 41], [7, 38, 2]],
    "a row of which all is small": [[2, 3, 4], [100, 200, 300], [55, 66, 77]],
    "one column of persons": [[1], [8], [12], [250]],
}
MARKS = b"benchmarks"
CHANGES = {
    "headline duty": {"headline": "duty"},
    "cohort a month shorter": {"cohort_to": "2021-11-30"},
    "cohort a day shorter": {"cohort_to": "2021-12-30"},
    "tolerance of a day": {"tolerance_days": "1"},
}


@dataclass(frozen=True)
class Left:
    """What one run leaves: counts hidden and withheld, the least number of values, its cost."""

    hidden: int
    withheld: int
    attacker: float
    outsider: str
    seconds: float

    def cells(self) -> str:
        """The same as cells of a table."""
        told = f"{self.hidden} | {self.withheld} | {self.attacker:.0f} | {self.outsider}"
        return f"{told} | {self.seconds:.0f}"


HEADINGS = "hidden | withheld | least values left: attacker | outsider | CPU s, whole run"


def main() -> None:
    """Print the tables asked for."""
    tables = {"runs": _runs, "by-hand": _by_hand, "beside": _beside}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", choices=tables, nargs="*", default=list(tables))
    for name in parser.parse_args().table:
        for line in tables[name]():
            print(line, flush=True)
        print()


def _runs() -> Iterator[str]:
    yield f"| persons | seed | {HEADINGS} |"
    yield "|---:" * 7 + "|"
    for persons, seed in (*SIZES, *SMALL):
        with TemporaryDirectory() as folder:
            extract = Path(folder) / "extract"
            write_synthetic_extract(extract, persons, seed)
            yield f"| {persons:,} | {seed} | {_told(extract)} |"


def _by_hand() -> Iterator[str]:
    yield "| table | hidden | withheld | least values left: attacker | by all populations |"
    yield "|---|---:|---:|---:|---:|"
    policy = load_policy()
    for name, counts in AWKWARD.items():
        findings = findings_of(cells(counts), crossing("t", counts))
        controlled = control(findings, policy)
        found = Outsider(findings, controlled.release, policy).exposed(policy.options)
        least = min((high - low + 1 for _, _, low, high in found), default=policy.options)
        left = left_by(controlled, 0, "")
        yield f"| {name} | {left.hidden} | {left.withheld} | {left.attacker:.0f} | {least:.0f} |"


def _beside() -> Iterator[str]:
    yield f"| persons | runs, one after another | {HEADINGS} |"
    yield "|---:|---|" + "---:|" * 5
    for persons in (300, 3_000):
        with TemporaryDirectory() as folder:
            extract, other = Path(folder) / "extract", Path(folder) / "other"
            write_synthetic_extract(extract, persons, 1)
            _with_one_person_less(extract, other)
            _, first = run_once(extract)
            for name, values in CHANGES.items():
                again = _told(extract, [first], values)
                yield f"| {persons:,} | default; {name} | {again} |"
            less = _told(other, [first])
            yield f"| {persons:,} | default; one person less | {less} |"
            for one, two in (("headline duty", "cohort a month shorter"),
                             ("cohort a month shorter", "cohort a day shorter")):  # fmt: skip
                try:
                    _, second = run_once(extract, [first], CHANGES[one])
                except DataError:
                    continue
                third = _told(extract, [first, second], CHANGES[two])
                yield f"| {persons:,} | default; {one}; {two} | {third} |"


def run_once(
    extract: Path, before: Sequence[Control] = (), values: Mapping[str, str] | None = None
) -> tuple[Left, Control]:
    """Compute a run beside others on the same people."""
    parameters = Parameters.from_values(values or {})
    told = tuple(one.told for one in before)
    with TemporaryDirectory() as folder:
        began = time.process_time()
        beside = Beside(told, key=MARKS)
        controlled, _ = compute_into(extract, Path(folder), parameters, reckon=lambda _: beside)
        seconds = time.process_time() - began
        least = examine(Path(folder)).least
    return left_by(controlled, seconds, f"{least} or more"), controlled


def left_by(controlled: Control, seconds: float, outsider: str) -> Left:
    """What the attacker left of a run."""
    secured, policy = controlled.secured, load_policy()
    left, hidden = [float("inf")], 0
    for number, bounds in secured.bounds.items():
        variable = secured.system.variables[number]
        hidden += variable.is_hidden(policy)
        # Where a rule that everybody knows leaves fewer, whatever is published, all that are left.
        if variable.needs(policy, withheld=number in secured.withheld) >= policy.options:
            ends = bounds.least, bounds.greatest
            left.append(values_between(*ends, variable.is_not_zero(policy)))
    return Left(hidden, len(secured.withheld), min(left), outsider, seconds)


def _told(
    extract: Path, before: Sequence[Control] = (), values: Mapping[str, str] | None = None
) -> str:
    try:
        return run_once(extract, before, values)[0].cells()
    except DataError as refused:
        what = sorted({fault.what for fault in refused.faults})
        return f"– | – | – | **refused**: {'; '.join(what)} | –"


def _with_one_person_less(extract: Path, other: Path) -> None:
    """The same extract without the last person."""
    other.mkdir()
    last = pl.read_parquet(extract / "persons.parquet")["person_id"][-1]
    for file in extract.iterdir():
        if file.suffix == ".parquet":
            table = pl.read_parquet(file)
            if "person_id" in table.columns:
                table = table.filter(pl.col("person_id") != last)
            table.write_parquet(other / file.name)
        elif file.is_file():
            shutil.copy(file, other)


if __name__ == "__main__":
    main()
