"""The toy rules in three systems on the same people: the answers are equal, the costs are told."""

import sys
from pathlib import Path

import numpy as np

from benchmarks.measure import Cost
from benchmarks.speed.environments import MissingError, python_of
from benchmarks.speed.place import PYTHON, Place, least_of_each
from benchmarks.speed.row import Row
from benchmarks.toy.people import draw_people

OURS = "toy in Hertoets"
SYSTEMS = {OURS: "hertoets", "toy in OpenFisca": "openfisca", "toy in ttsim": "ttsim"}
SIZES = (1, 100_000, 1_000_000, 10_000_000)
"""With one person it is the start that is measured."""
TIMES = 3


def measure(place: Place) -> list[Row]:
    """Measure each system at each size by turns, beside Hertoets at that size.

    Raises
    ------
    RuntimeError
        Where two systems answer differently of somebody: then no cost can be compared.
    """
    pythons = {}
    for name, system in SYSTEMS.items():
        try:
            pythons[name] = PYTHON if name == OURS else python_of(system)
        except MissingError as missing:
            print(f"{name} is left out: {missing}", file=sys.stderr)
    rows = []
    for persons in (size for size in SIZES if size <= place.most):
        costs = _at(place.empty(f"toy-{persons}"), persons, pythons)
        rows += [Row.for_size(name, persons, cost, costs[OURS]) for name, cost in costs.items()]
    return rows


def _at(folder: Path, persons: int, pythons: dict[str, str]) -> dict[str, Cost]:
    people = folder / "people.npz"
    np.savez(people, allow_pickle=False, **draw_people(persons))
    answers = {name: folder / f"{SYSTEMS[name]}.npy" for name in pythons}
    commands = {
        name: [
            python,
            "-m",
            f"benchmarks.toy.with_{SYSTEMS[name]}",
            str(people),
            str(answers[name]),
        ]
        for name, python in pythons.items()
    }
    costs = least_of_each(commands, TIMES)
    refuse_other_answers({name: np.load(path) for name, path in answers.items()})
    return costs


def refuse_other_answers(answers: dict[str, np.ndarray]) -> None:
    """Refuse to compare costs where somebody has another answer than Hertoets gives."""
    for name, answer in answers.items():
        if not np.array_equal(answer, answers[OURS]):
            raise RuntimeError(f"{name} answers otherwise than {OURS}")
