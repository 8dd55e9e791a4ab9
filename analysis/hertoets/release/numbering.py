"""One variable for the sets of several runs that hold the same persons."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from hertoets.findings import Counted, Findings
from hertoets.release.places import Key, places_of
from hertoets.release.told import Told

Whole = npt.NDArray[np.int64]
Mark = tuple[int, int]
"""Of the persons in a set, and how many there are."""


def numbered(
    marked: Sequence[Sequence[Mark]], keys: Sequence[Sequence[set[Key]]]
) -> tuple[list[Whole], list[int]]:
    """Number the sets of all runs.

    Of the variables of other runs that hold the same persons a set gets the one that stands in a
    place of the same name, else the next. Two sets of one run are two variables: who might have
    been tells them apart.

    Parameters
    ----------
    marked : sequence of sequence of (int, int)
        For each run the mark of each set.
    keys : sequence of sequence of set
        The names of the places where each stands.

    Returns
    -------
    numbers : list of numpy.ndarray of int64
        For each run the variable of each set.
    exact : list of int
        How many persons each variable holds.
    """
    known: dict[Mark, list[int]] = {}
    names: list[set[Key]] = []
    exact: list[int] = []
    numbers = []
    for marks, own in zip(marked, keys, strict=True):
        found = np.full(len(marks), -1, dtype=np.int64)
        before = {mark: list(same) for mark, same in known.items()}
        for named in (True, False):
            for place in np.flatnonzero(found < 0).tolist():
                free = before.get(marks[place], [])
                same = [number for number in free if not named or names[number] & own[place]]
                if same:
                    found[place] = same[0]
                    free.remove(same[0])
        for place in np.flatnonzero(found < 0).tolist():
            found[place] = len(exact)
            known.setdefault(marks[place], []).append(len(exact))
            exact.append(marks[place][1])
            names.append(set())
        for number, name in zip(found.tolist(), own, strict=True):
            names[number].update(name)
        numbers.append(found)
    return numbers, exact


def keys_here(findings: Findings, set_of: Mapping[Counted, int]) -> list[set[Key]]:
    """The names of the places where each set stands."""
    keys: list[set[Key]] = [set() for _ in set(set_of.values())]
    told: Findings | None = findings
    while told is not None:
        for key, place in places_of(told).items():
            if (number := set_of.get(told.counts[place])) is not None:
                keys[number].add(key)
        told = told.goes_on
    return keys


def keys_told(run: Told) -> list[set[Key]]:
    """The same of an earlier run."""
    keys: list[set[Key]] = [set() for _ in range(len(run.members.sets))]
    for said in run.said:
        if len(said.terms) == 1 and said.terms[0][0] == 1 and said.terms[0][1] < len(keys):
            keys[said.terms[0][1]].add(said.key)
    return keys


def told_apart(numbers: Sequence[Whole], goes_on: Sequence[bool]) -> list[bool]:
    """Of which runs something is to be derived: a question holds all the sets of its run.

    Parameters
    ----------
    numbers : sequence of numpy.ndarray of int64
        For each run the variable of each set; the first is the one at hand.
    goes_on : sequence of bool
        Which of them are questions.
    """
    sets = [set(some.tolist()) for some in numbers]
    return [
        number == 0
        or not any(
            one <= other and (one != other or place < number)
            for place, (other, question) in enumerate(zip(sets, goes_on, strict=True))
            if question and place != number
        )
        for number, one in enumerate(sets)
    ]
