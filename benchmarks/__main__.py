"""``make bench``: the figures of the speed and memory budget, in one table.

Nothing here passes or fails: a clock on a shared machine proves nothing. The ratio to the
yardstick, taken in the same minute, is what may be compared between machines.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Cost, cost_of

PYTHON = sys.executable
HERTOETS = str(Path(PYTHON).with_name("hertoets"))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows: list[tuple[str, Cost, Cost | None, str]] = []
        default, million = folder / "default", folder / "million"
        made = cost_of([HERTOETS, "synth", "--out", str(default), "--quiet"])
        rows.append(("synth, 60,000 persons", made, None, ""))
        run = [HERTOETS, "run", str(default), "--out", str(folder / "run"), "--quiet"]
        stick = cost_of([PYTHON, "-m", "benchmarks.yardstick", str(default)])
        rows.append(("run, 60,000 persons, all notebooks", cost_of(run), stick, "90 s, 2 GiB"))
        check = cost_of([HERTOETS, "check", str(default)])
        rows.append(("every check, 60,000 persons", check, stick, "10 s"))
        synth = [HERTOETS, "synth", "--out", str(million), "--persons", "1000000", "--quiet"]
        rows.append(("synth, 1,000,000 persons", cost_of(synth), None, "60 s"))
        stick = cost_of([PYTHON, "-m", "benchmarks.yardstick", str(million)])
        (folder / "outcomes").mkdir()
        outcomes = [PYTHON, "-m", "benchmarks.outcomes", str(million), str(folder / "outcomes")]
        rows.append(("outcomes, 1,000,000 persons", cost_of(outcomes), stick, "15 s, 3 GiB"))
        crowd = folder / "crowd"
        cost_of([PYTHON, "-m", "benchmarks.crowd", str(million), str(crowd)])
        check = cost_of([HERTOETS, "check", str(crowd)])
        rows.append(("every check, 5,000,000 notices", check, stick, "60 s, 4 GiB"))
    print(f"{'what':38}{'seconds':>9}{'GiB':>7}{'x yardstick':>13}   budget")
    for what, cost, yardstick, budget in rows:
        ratio = f"{cost.seconds / yardstick.seconds:.1f}" if yardstick else ""
        print(f"{what:38}{cost.seconds:9.1f}{cost.gib:7.2f}{ratio:>13}   {budget}")


if __name__ == "__main__":
    main()
