"""Everything that runs publish of persons, as sets over the same profiles.

A run names its counts by sets of profiles. Beside another run, profiles are split until every set
of either is made of whole ones; then a set of the one is, lies in, or adds up with sets of the
other exactly where it does so for the persons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from hertoets.findings import Counted, Findings, PersonSet, bases_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Whole = npt.NDArray[np.int64]
Bits = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Membership:
    """Who belongs to the counts of one run.

    Attributes
    ----------
    persons : tuple of str
        Pseudonyms, sorted.
    numbers : numpy.ndarray of int64, shape (persons,)
        The number of each in the extract.
    profile : numpy.ndarray of int64, shape (persons,)
        The profile of each.
    sets : numpy.ndarray of bool, shape (sets, profiles)
        Which profiles each set holds.
    set_of : mapping of Counted to int
        The set that a count counts; a count that is no set of persons is not here.
    """

    persons: tuple[str, ...]
    numbers: Whole
    profile: Whole
    sets: Bits
    set_of: Mapping[Counted, int]


@dataclass(frozen=True)
class Pool:
    """The sets of several runs.

    Attributes
    ----------
    sizes : numpy.ndarray of int64, shape (profiles,)
        How many persons each profile holds.
    sets : scipy.sparse.csr_array of float32, shape (sets, profiles)
        Each set once.
    place : tuple of numpy.ndarray of int64
        For each run the number here of each of its sets.
    of_persons : numpy.ndarray of int64
        The profile here of each person of the first run, by their numbers.
    """

    sizes: Whole
    sets: "csr_array"
    place: tuple[Whole, ...]
    of_persons: Whole

    @property
    def exact(self) -> Whole:
        """How many persons each set holds."""
        sums: npt.NDArray[np.float64] = self.sets @ self.sizes.astype(np.float64)
        return np.rint(sums).astype(np.int64)


def membership_of(findings: Findings) -> Membership:
    """The sets of persons that a run counts.

    A sum of sets that exclude each other is a set too; a difference, or what counts rows, is none.
    """
    basis = findings.basis
    if basis is None:
        nobody = np.empty(0, np.int64)
        return Membership((), nobody, nobody, np.empty((0, 0), bool), {})
    set_of: dict[Counted, int] = {}
    found: dict[bytes, int] = {}
    sets: list[Bits] = []
    every = [*findings.counts.values(), *(fact.counted for fact in findings.facts)]
    every += [Counted(((1, base),)) for base in bases_of(every) if isinstance(base, PersonSet)]
    for counted in every:
        if counted in set_of or not all(isinstance(b, PersonSet) for _, b in counted.terms):
            continue
        vector = np.zeros(len(basis.profiles.persons), dtype=np.int8)
        for factor, base in counted.terms:
            assert isinstance(base, PersonSet)
            vector += (factor * basis.mask(base)).astype(np.int8)
        if len(vector) and (vector.min() < 0 or vector.max() > 1):
            continue
        inside = vector.astype(bool)
        set_of[counted] = found.setdefault(inside.tobytes(), len(sets))
        if set_of[counted] == len(sets):
            sets.append(inside)
    shape = (0, len(basis.profiles.persons))
    persons = basis.person_ids
    order = np.argsort(np.array(persons, dtype=object), kind="stable")
    return Membership(
        tuple(persons[place] for place in order),
        order,
        basis.profiles.of_persons[order],
        np.array(sets) if sets else np.empty(shape, dtype=bool),
        set_of,
    )


def pool_of(runs: Sequence[Membership]) -> Pool:
    """Put the sets of runs over profiles that serve all.

    Parameters
    ----------
    runs : sequence of Membership

    Returns
    -------
    Pool
    """
    from scipy.sparse import csr_array

    own, sizes, of_first = _joint(runs)
    found: dict[bytes, int] = {}
    rows: list[Whole] = []
    places = []
    for run, profile in zip(runs, own, strict=True):
        numbers = []
        here = np.flatnonzero(profile >= 0)
        for one in run.sets:
            inside = here[one[profile[here]]]
            number = found.setdefault(inside.tobytes(), len(rows))
            if number == len(rows):
                rows.append(inside)
            numbers.append(number)
        places.append(np.array(numbers, dtype=np.int64))
    lengths = np.array([0, *(len(row) for row in rows)])
    columns = np.concatenate(rows) if rows else np.empty(0, dtype=np.int64)
    sets = csr_array(
        (np.ones(len(columns), dtype=np.float32), columns, np.cumsum(lengths)),
        shape=(len(rows), len(sizes)),
    )
    of_persons = np.empty(len(of_first), dtype=np.int64)
    of_persons[runs[0].numbers] = of_first
    return Pool(sizes, sets, tuple(places), of_persons)


def _joint(runs: Sequence[Membership]) -> tuple[list[Whole], Whole, Whole]:
    """For each run the profile that each joint profile lies in (-1: in none); and their sizes.

    Also the joint profile of each person of the first run, in their order there.
    """
    if len(runs) == 1:
        size, profile = runs[0].sets.shape[1], runs[0].profile
        return [np.arange(size)], np.bincount(profile, minlength=size).astype(np.int64), profile
    everyone = sorted({person for run in runs for person in run.persons})
    place = {person: number for number, person in enumerate(everyone)}
    profiles = np.full((len(everyone), len(runs)), -1, dtype=np.int64)
    for column, run in enumerate(runs):
        at = np.array([place[person] for person in run.persons], dtype=np.int64)
        profiles[at, column] = run.profile
    joint, number, sizes = np.unique(profiles, axis=0, return_inverse=True, return_counts=True)
    first = np.array([place[person] for person in runs[0].persons], dtype=np.int64)
    columns = [joint[:, column] for column in range(len(runs))]
    return columns, sizes.astype(np.int64), number.ravel()[first]
