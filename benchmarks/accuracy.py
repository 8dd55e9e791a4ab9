"""``make accuracy``: faults caught, outcomes right, bounds that hold the truth, over many seeds.

Prints the tables and writes them to ``docs/accuracy.md``. Exit 1 where a target is missed.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.measuring import Measured, measure_seeds
from benchmarks.page import PAGE, as_markdown, misses


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="how many seeds (20)")
    parser.add_argument("--persons", type=int, default=12_000, help="persons in each (12000)")
    parser.add_argument("--out", type=Path, default=PAGE, help="the page to write")
    parser.add_argument("--expectations", type=Path, help="their folder (the project's)")
    asked = parser.parse_args()
    measured = measure_seeds(
        range(1, asked.seeds + 1), asked.persons, asked.expectations, tell=_tell
    )
    text = as_markdown(measured)
    asked.out.write_text(text, encoding="utf-8")
    print(text)
    missed = misses(measured)
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed else 0


def _tell(seed: int, so_far: Measured) -> None:
    held = sum(not figure.missed for figure in so_far.figures.values())
    figures = f"{held} of {len(so_far.figures)} figures hold the truth"
    print(f"seed {seed}: {figures}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
