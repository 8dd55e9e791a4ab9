"""Everything that a run publishes of persons, as sets of profiles.

Sets of two runs that hold the same persons are one count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt

from hertoets.findings import Bound, Counted, Findings, PersonSet, bases_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Whole = npt.NDArray[np.int64]
Bits = npt.NDArray[np.bool_]
Marks = npt.NDArray[np.uint64]


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
    """The sets of one run, each once.

    Attributes
    ----------
    sizes : numpy.ndarray of int64, shape (profiles,)
        How many persons each profile holds.
    sets : scipy.sparse.csr_array of float32, shape (sets, profiles)
    """

    sizes: Whole
    sets: "csr_array"

    @property
    def exact(self) -> Whole:
        """How many persons each set holds."""
        exact = np.rint(self.sets @ self.sizes.astype(np.float64))
        return cast(Whole, exact.astype(np.int64))


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
    every += _between(findings)
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
    persons = basis.person_ids
    order = np.argsort(np.array(persons, dtype=object), kind="stable")
    held = np.array(sets, dtype=bool).reshape(len(sets), len(basis.profiles.persons))
    published = sorted({set_of[one] for one in findings.counts.values() if one in set_of})
    return Membership(
        tuple(persons[place] for place in order),
        order,
        basis.profiles.of_persons[order],
        held & ~_told_absent(held[published], basis.profiles.persons),
        set_of,
    )


def _between(findings: Findings) -> list[Counted]:
    """Who lies between the bounds of each figure: published nowhere, and the same for many."""
    uppers = {
        (place.finding, place.reading): counted
        for place, counted in findings.counts.items()
        if isinstance(place, Bound) and place.side == "upper"
    }
    return [
        uppers[place.finding, place.reading] - counted
        for place, counted in findings.counts.items()
        if isinstance(place, Bound) and place.side == "lower"
    ]


def _told_absent(published: Bits, persons: Whole) -> Bits:
    """The profiles that nobody can have, since a count that they belong to is shown as none."""
    if not len(published):
        return np.zeros(len(persons), dtype=bool)
    none = ~(published & (persons > 0)).any(axis=1)
    return cast(Bits, published[none].any(axis=0))


def pool_of(run: Membership) -> Pool:
    """The sets of a run over its profiles."""
    from scipy.sparse import csr_array

    sizes = np.bincount(run.profile, minlength=run.sets.shape[1]).astype(np.int64)
    return Pool(sizes, csr_array(run.sets.astype(np.float32)))


def marks_of(runs: Sequence[Membership]) -> list[Marks]:
    """A mark of the persons in each set of each run: the same persons, the same mark.

    Marks are sums of a random number a person; that two different sets get one is as likely as to
    guess a number of sixty-four bits.
    """
    everyone = sorted({person for run in runs for person in run.persons})
    drawn = np.random.default_rng(0).integers(1, 2**62, size=len(everyone), dtype=np.uint64)
    mark_of = dict(zip(everyone, drawn, strict=True))
    found = []
    for run in runs:
        own = np.array([mark_of[person] for person in run.persons], dtype=np.uint64)
        by_profile = np.zeros(run.sets.shape[1], dtype=np.uint64)
        np.add.at(by_profile, run.profile, own)
        found.append(run.sets.astype(np.uint64) @ by_profile)
    return found
