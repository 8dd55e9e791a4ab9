"""``make mutants``: change one operator at a time and see whether the quick tests notice it.

Writes a page for each group of rooms, ``docs/mutants.md`` and ``docs/mutants-figures.md``, and
beside it the same for another programme (``.json``).
"""

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks.mutants.mutant import Mutant
from benchmarks.mutants.page import page
from benchmarks.mutants.sample import GROUPS, all_mutants, drawn, places_of
from benchmarks.mutants.trial import PROJECT
from benchmarks.mutants.workers import all_tried

PAGES = {"law": "mutants.md", "figures": "mutants-figures.md"}
PACKAGE = PROJECT / "analysis" / "hertoets"


def main() -> None:
    """Draw, try and write the page."""
    asked = _arguments()
    found = all_mutants(PACKAGE, asked.group)
    mutants = drawn(found, asked.sample, asked.seed)
    before = _caught_before(asked.out) if asked.go_on else {}
    trials = [
        before[_name(mutant)] | {"line": mutant.line}
        for mutant in mutants
        if _name(mutant) in before
    ]
    mutants = [mutant for mutant in mutants if _name(mutant) not in before]
    for trial in all_tried(mutants, asked.parallel, asked.group):
        trials.append(trial)
        print(f"{len(trials):4} {trial['result']:11} {trial['seconds']:6} s  {trial['file']}:"
              f"{trial['line']}  {trial['change']}  {trial['by']}", flush=True)  # fmt: skip
        _write(asked, trials, found)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__.splitlines()[0])
    parser.add_argument("--group", choices=GROUPS, default="law")
    parser.add_argument("--sample", type=int, default=320)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--parallel", type=int, default=2)
    parser.add_argument("--out", type=Path)
    told = "keep what the page says was caught; try what survived or was not tried"
    parser.add_argument("--go-on", action="store_true", help=told)
    asked = parser.parse_args()
    asked.out = asked.out or PROJECT / "docs" / PAGES[asked.group]
    return asked


def _name(mutant: Mutant) -> tuple[str, str, str]:
    return mutant.file, mutant.text, mutant.change


def _caught_before(page: Path) -> dict[tuple[str, str, str], dict[str, Any]]:
    """The trials of the page that were caught, by what says which mutant it is."""
    trials = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    caught = [trial for trial in trials if trial["result"] != "survived"]
    return {(t["file"], t["text"], t["change"]): t for t in caught}


def _write(
    asked: argparse.Namespace, trials: list[dict[str, Any]], found: dict[str, list[Mutant]]
) -> None:
    places = dict.fromkeys(GROUPS[asked.group], 0)
    for file, mutants in found.items():
        places[file.partition("/")[0]] += places_of(mutants)
    size = min(asked.sample, sum(places.values()))
    text = page(trials, places, asked.seed, size)
    asked.out.write_text(text, encoding="utf-8")
    text = json.dumps(trials, indent=1, ensure_ascii=False)
    asked.out.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
