"""``make bench``: what the work costs, in one table, ``docs/speed.md``.

Nothing here passes or fails: a clock on a shared machine proves nothing. The ratio to the
yardstick, taken in the same minutes, is what may be compared between machines.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Cost, cost_of
from benchmarks.yardstick import lay_ready

PYTHON = sys.executable
HERTOETS = str(Path(PYTHON).with_name("hertoets"))
PAGE = Path(__file__).resolve().parents[1] / "docs" / "speed.md"
TIMES = 3

OPENING = """# What the work costs

Written by `make bench`; do not edit. CPU seconds are those of the whole process and its children;
memory is the greatest resident at once. The *yardstick* reads every column of the extract once and
writes its outcome file once, with Polars, and does no law at all: the ratio to it is what may be
compared between machines. Of three times the one that took least.

| what | CPU s | wall s | GiB | × yardstick | at most |
| --- | ---: | ---: | ---: | ---: | --- |
"""

CLOSING = """
*Outcomes* are `protected/outcomes.parquet`, `situations.parquet` and what was set aside; the work
list and the day of judging are written by a run besides. *Find* counts every figure and table with
both bounds under every reading, once outcomes and checks are there: its seconds are those of that
step, its memory that of the whole process. Not measured: extracts as CSV, more than a million
persons, and other systems than Linux.
"""


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    what: str
    cost: Cost
    yardstick: Cost | None = None
    budget: str = ""

    def __str__(self) -> str:
        ratio = f"{self.cost.cpu / self.yardstick.cpu:.1f}" if self.yardstick else ""
        numbers = (f"{self.cost.cpu:.2f}", f"{self.cost.seconds:.1f}", f"{self.cost.gib:.2f}")
        return f"| {self.what} | {' | '.join(numbers)} | {ratio} | {self.budget} |"


def main() -> None:
    """Measure, and write the page."""
    with tempfile.TemporaryDirectory() as name:
        rows = _measured(Path(name))
    table = "".join(f"{row}\n" for row in rows)
    PAGE.write_text(OPENING + table + CLOSING, encoding="utf-8")
    print(table)


def _measured(folder: Path) -> list[Row]:
    default, million, crowd = folder / "default", folder / "million", folder / "crowd"
    rows = [Row("help", cost_of([HERTOETS, "--help"], TIMES), budget="0.4 s")]
    made = cost_of([HERTOETS, "synth", "--out", str(default), "--quiet"])
    rows.append(Row("synth, 60,000 persons", made))
    run = [HERTOETS, "run", str(default), "--out", str(folder / "run"), "--quiet"]
    rows.append(Row("run, 60,000 persons, all notebooks", cost_of(run), budget="18 CPU s"))
    checked = cost_of([HERTOETS, "check", str(default)], TIMES)
    rows.append(Row("every check, 60,000 persons", checked))
    synth = [HERTOETS, "synth", "--out", str(million), "--persons", "1000000", "--quiet"]
    rows.append(Row("synth, 1,000,000 persons", cost_of(synth)))
    out = folder / "outcomes"
    out.mkdir()
    outcomes = [PYTHON, "-m", "benchmarks.outcomes", str(million), str(out)]
    cost_of(outcomes)
    ready = folder / "ready.arrow"
    lay_ready(out / "protected" / "outcomes.parquet", ready)
    written = str(folder / "yardstick.parquet")
    stick = [PYTHON, "-m", "benchmarks.yardstick", str(million), str(ready), written]
    costs = [(cost_of(stick), cost_of(outcomes)) for _ in range(TIMES)]
    yardstick, applied = (min(some, key=lambda one: one.cpu) for some in zip(*costs, strict=True))
    rows.append(Row("yardstick, 1,000,000 persons", yardstick, yardstick))
    rows.append(Row("outcomes, 1,000,000 persons", applied, yardstick, "4.5 ×, 1.1 GiB"))
    found = cost_of([PYTHON, "-m", "benchmarks.finding", str(million)])
    step = Cost(float(found.said), float(found.said), found.gib)
    rows.append(Row("find, 1,000,000 persons", step, budget="3 CPU s"))
    cost_of([PYTHON, "-m", "benchmarks.crowd", str(million), str(crowd)])
    checked = cost_of([HERTOETS, "check", str(crowd)])
    rows.append(Row("every check, 5,000,000 notices", checked))
    return rows


if __name__ == "__main__":
    main()
