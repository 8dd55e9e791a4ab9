"""Everything that a run publishes of persons, as sets of profiles.

Sets of two runs that hold the same persons are one count.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Final, cast

import numpy as np
import numpy.typing as npt

from hertoets.findings import At, Basis, Bound, Counted, Findings, PersonSet, bases_of
from hertoets.findings.basis import Packed, PersonIds
from hertoets.release.sets import Sets
from hertoets.release.variables import People

KINDS: Final = 2_000
"""Kinds of persons up to which populations are looked for: of more it takes too long."""

Whole = npt.NDArray[np.int64]
Bits = npt.NDArray[np.bool_]
Marks = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Members:
    """Who belongs to the sets of persons that one run counts.

    Attributes
    ----------
    persons : numpy.ndarray of uint64, shape (persons,)
        A mark of each person, the same in every run.
    profile : numpy.ndarray of int32, shape (persons,)
        The profile of each.
    sets : Sets
        Which profiles each set holds.
    """

    persons: Marks
    profile: Numbers
    sets: Sets


@dataclass(frozen=True)
class Pool:
    """The sets of one run, each once.

    Attributes
    ----------
    sizes : numpy.ndarray of int64, shape (profiles,)
        How many persons each profile holds.
    sets : Sets
    """

    sizes: Whole
    sets: Sets

    @cached_property
    def exact(self) -> Whole:
        """How many persons each set holds."""
        return self.sets.summed(self.sizes)

    def marks(self, of_profiles: Marks) -> Marks:
        """A mark of each set: the sum of the marks of its profiles.

        That two different sets get the same is as likely as to guess a number of 64 bits.
        """
        return self.sets.summed(of_profiles)


def members_of(findings: Findings, key: bytes = b"") -> tuple[Members, dict[Counted, int]]:
    """The sets of persons that a run counts.

    A sum of sets that exclude each other is a set too; a difference, or what counts rows, is none.

    Parameters
    ----------
    findings : Findings
    key : bytes
        Under which the pseudonyms become marks; at most 64 bytes.

    Returns
    -------
    members : Members
    set_of : dict of Counted to int
        The set that a count counts; a count that is no set of persons is not here.
    """
    basis = findings.basis
    if basis is None:
        nobody = np.empty(0, np.int64)
        return Members(nobody.astype(np.uint64), nobody.astype(np.int32), Sets.of((), 0, 0)), {}
    set_of: dict[Counted, int] = {}
    found: dict[bytes, int] = {}
    sets: list[Packed] = []
    counts = list(findings.every_count.values())
    every = [*counts, *(fact.counted for fact in findings.facts)]
    every += [Counted(((1, base),)) for base in bases_of(every) if isinstance(base, PersonSet)]
    every += _between(findings)
    for counted in every:
        if counted in set_of or not all(isinstance(b, PersonSet) for _, b in counted.terms):
            continue
        packed = _as_set(counted, basis)
        if packed is None:
            continue
        set_of[counted] = found.setdefault(packed.digest(), len(sets))
        if set_of[counted] == len(sets):
            sets.append(packed)
    counts += [fact.counted for fact in findings.facts if fact.most <= 0]
    published = sorted({set_of[one] for one in counts if one in set_of})
    there = ~_told_absent((sets[number].mask() for number in published), basis.profiles.persons)
    first, kind = kinds_of((one.mask() & there for one in sets), len(sets), len(there))
    of_sets = Sets.of((one.mask()[first] & there[first] for one in sets), len(sets), len(first))
    persons = marked(basis.person_ids, key)
    profile = kind.astype(np.int32)[basis.profiles.of_persons]
    return Members(persons, profile, of_sets), set_of


def _as_set(counted: Counted, basis: Basis) -> Packed | None:
    """The profiles that a count holds, each once; None where it is no set."""
    if len(counted.terms) == 1 and counted.terms[0][0] == 1:
        return basis.packed(cast(PersonSet, counted.terms[0][1]))
    summed = np.zeros(len(basis.profiles.persons), dtype=np.int8)
    for factor, base in counted.terms:
        summed += np.int8(factor) * basis.mask(cast(PersonSet, base)).view(np.int8)
    if len(summed) and (summed.min() < 0 or summed.max() > 1):
        return None
    return Packed(summed.view(np.bool_))


def kinds_of(held: Iterable[Bits], sets: int, profiles: int) -> tuple[Whole, Whole]:
    """Profiles that lie in the same sets: the first of each kind, and the kind of each profile."""
    drawn = np.random.default_rng(0).integers(1, 2**62, size=sets, dtype=np.uint64)
    marks = np.zeros(profiles, dtype=np.uint64)
    for mark, inside in zip(drawn, held, strict=True):
        marks[inside] += mark
    _, first, kind = np.unique(marks, return_index=True, return_inverse=True)
    return first.astype(np.int64), kind.astype(np.int64)


def marked(pseudonyms: PersonIds, key: bytes) -> Marks:
    """The mark of each person under a key: a keyed hash of the pseudonym, of eight bytes."""
    marks = (blake2b(name.encode(), digest_size=8, key=key).digest() for name in pseudonyms)
    numbers = (int.from_bytes(mark, "little") for mark in marks)
    return np.fromiter(numbers, dtype=np.uint64, count=len(pseudonyms))


def _between(findings: Findings) -> list[Counted]:
    """Who lies between the bounds of each figure: published nowhere, and the same for many."""
    counts = findings.every_count
    uppers = {
        (place.finding, place.reading): counted
        for place, counted in counts.items()
        if isinstance(place, Bound) and place.side == "upper"
    }
    return [
        uppers[place.finding, place.reading] - counted
        for place, counted in counts.items()
        if isinstance(place, Bound) and place.side == "lower"
    ]


def _told_absent(published: Iterable[Bits], persons: Whole) -> Bits:
    """The profiles that nobody can have, since a count that they belong to is shown as none."""
    absent, there = np.zeros(len(persons), dtype=bool), persons > 0
    for inside in published:
        if not (inside & there).any():
            absent |= inside
    return absent


def families_of(
    findings: Findings, set_of: Mapping[Counted, int], pool: "Pool"
) -> tuple[Whole, ...]:
    """The sets that exclude each other, of counts among which some do.

    Those that differ in the values of the same columns only, those of one table, and the figures of
    one reading.
    """
    kinds: dict[tuple[object, ...], set[int]] = {}
    for place, counted in findings.every_count.items():
        number = set_of.get(counted)
        if number is None:
            continue
        if len(counted.terms) == 1 and isinstance(base := counted.terms[0][1], PersonSet):
            shape = tuple((column, len(values)) for column, values in base.where)
            kinds.setdefault((shape, base.reading, base.doubted), set()).add(number)
        if isinstance(place, At):
            kinds.setdefault((place.table,), set()).add(number)
            kinds.setdefault((place.table, place.column), set()).add(number)
        elif isinstance(place, Bound):
            kinds.setdefault((place.reading, place.side), set()).add(number)
    found = (_apart(kind, pool) for kind in kinds.values())
    return tuple({cells.tobytes(): cells for cells in found if len(cells) > 1}.values())


def _apart(numbers: set[int], pool: "Pool") -> Whole:
    """The cells among some sets, those of the fewest persons first.

    What shares somebody with these is a sum.
    """
    exact, held = pool.exact, pool.sets.packed
    taken = np.zeros_like(held[0])
    cells = []
    for number in sorted((n for n in numbers if exact[n]), key=lambda n: (exact[n], n)):
        if not (taken & held[number]).any():
            taken |= held[number]
            cells.append(number)
    return np.array(sorted(cells), dtype=np.int64)


def pool_of(run: Members) -> Pool:
    """The sets of a run over its profiles."""
    sizes = np.bincount(run.profile, minlength=run.sets.profiles).astype(np.int64)
    return Pool(sizes, run.sets)


def people_of(
    pool: Pool, numbers: Whole, differences: Mapping[int, Sequence[tuple[int, int]]]
) -> People | None:
    """The kinds of persons that a run's counts tell apart.

    Parameters
    ----------
    pool : Pool
    numbers : numpy.ndarray of int64, shape (sets,)
        The variable of each set.
    differences : mapping of int to sequence of (int, int)
        For a variable that is no set: a factor and a set, for each term.

    Returns
    -------
    People or None
        None where they are more than `KINDS`: nobody asks for whole persons then.
    """
    from scipy.sparse import csr_array, vstack

    # Who counts nowhere is of no account.
    some = np.flatnonzero(
        np.unpackbits(np.bitwise_or.reduce(pool.sets.packed, axis=0), count=pool.sets.profiles)
    )
    if len(some) > KINDS:
        return None

    terms = [(row, *term) for row, of in enumerate(differences.values()) for term in of]
    row, factor, column = np.array(terms, dtype=np.int64).reshape(len(terms), 3).T
    sums = csr_array(
        (factor.astype(np.float64), (row, column)), shape=(len(differences), len(numbers))
    )
    sets = csr_array(pool.sets.some(slice(None))[:, some].astype(np.float64))
    held = vstack([sets, sums @ sets], format="csr")
    number = np.concatenate([numbers, np.array(list(differences), np.int64)])
    return People(held, pool.sizes[some], number)


def marks_of(run: Members, pool: Pool) -> Marks:
    """A mark of the persons in each set: the same persons, the same mark, in every run."""
    by_profile = np.zeros(run.sets.profiles, dtype=np.uint64)
    np.add.at(by_profile, run.profile, run.persons)
    return pool.marks(by_profile)
