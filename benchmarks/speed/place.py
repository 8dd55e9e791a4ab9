"""Where a measurement works: extracts made once for all parts, and how programs are started."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measure import Cost, cost_of

PYTHON = sys.executable
HERTOETS = str(Path(PYTHON).with_name("hertoets"))
PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Place:
    """A folder for what is measured.

    Attributes
    ----------
    folder : Path
        Everything made lies there.
    most : int
        Rows of more persons are left out.
    """

    folder: Path
    most: int
    _made: dict[int, Cost] = field(default_factory=dict)

    def extract(self, persons: int) -> Path:
        """An invented extract of so many persons, with faults, made at the first asking."""
        self.cost_of_making(persons)
        return self._extract(persons)

    def cost_of_making(self, persons: int) -> Cost:
        """What making that extract took."""
        if persons not in self._made:
            asked = ["--out", str(self._extract(persons)), "--persons", str(persons), "--quiet"]
            self._made[persons] = cost_of([HERTOETS, "synth", *asked])
        return self._made[persons]

    def _extract(self, persons: int) -> Path:
        return self.folder / f"extract-{persons}"

    def empty(self, name: str) -> Path:
        """A folder of its own, empty."""
        folder = self.folder / name
        folder.mkdir(parents=True)
        return folder


def module(name: str, *arguments: object) -> list[str]:
    """The command that runs a module of the benchmarks."""
    return [PYTHON, "-m", f"benchmarks.{name}", *map(str, arguments)]


def by_turns(commands: dict[str, list[str]], times: int) -> dict[str, list[Cost]]:
    """Measure commands by turns, so that all meet the same minutes; the costs of each."""
    rounds = [{name: cost_of(command) for name, command in commands.items()} for _ in range(times)]
    return {name: [one[name] for one in rounds] for name in commands}


def least(costs: list[Cost]) -> Cost:
    """What took the fewest seconds of processor."""
    return min(costs, key=lambda cost: cost.cpu)


def least_of_each(commands: dict[str, list[str]], times: int) -> dict[str, Cost]:
    """Measure commands by turns; of each what took least."""
    return {name: least(costs) for name, costs in by_turns(commands, times).items()}
