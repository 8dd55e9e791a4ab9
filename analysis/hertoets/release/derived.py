"""What an outsider can reckon with, derived from who belongs where: no relation is written down.

Over the exact persons it is found which sets contain each other, which exclude each other, and
which add up to which. A relation that only happens to hold for these persons is taken along with
those that hold by definition: it makes the attacker stronger than any outsider, never weaker.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, cast

import numpy as np
import numpy.typing as npt

from hertoets.release.pool import Pool, kinds_of
from hertoets.release.variables import Row

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.floating]
Bits = npt.NDArray[np.bool_]
Marks = npt.NDArray[np.uint64]

REACH: Final = 9.0
"""How far a count may lie from the exact one: a hidden one, or one withheld for its sake."""

AT_ONCE: Final = 150
"""Sets that are multiplied at once."""


def derive(pool: Pool, families: Sequence[Whole]) -> Iterator[Row]:
    """Every relation between sets that can bind anything.

    Parameters
    ----------
    pool : Pool
    families : sequence of numpy.ndarray of int64
        Sets that exclude each other, such as the cells of one table.

    Yields
    ------
    Row
        Over the numbers of sets; each once.
    """
    together = _shared(pool)
    alike = _Alike(together, np.diag(together).copy(), pool.exact.astype(np.float64))
    seen: set[tuple[tuple[int, int], ...]] = set()
    for row in (
        *_within_families(alike, families),
        *_apart_by_families(alike, families),
        *_contained(alike),
        *_sums_of_two_and_three(alike, _marks_of(pool)),
    ):
        if row.terms not in seen:
            seen.add(row.terms)
            yield row


def _shared(pool: Pool) -> Floats:
    """How many profiles each two sets share.

    A few sets tell few profiles apart: those alike are counted, and multiplied once.
    """
    from scipy.sparse import csr_array

    size = len(pool.sets)
    blocks = []
    for first in range(0, size, AT_ONCE):
        held = pool.sets.some(slice(first, first + AT_ONCE))
        some, kind = kinds_of(held, *held.shape)
        alike = csr_array(held[:, some].T.astype(np.float32))
        blocks.append((slice(first, first + len(held)), alike, kind))
    # Of the single kind each number of profiles is exact, up to 16 million of them.
    together = np.zeros((size, size), dtype=np.float32)
    for number, (own, held, kind) in enumerate(blocks):
        for other, theirs, of_them in blocks[number:]:
            pairs, times = np.unique(kind * theirs.shape[0] + of_them, return_counts=True)
            one, two = np.divmod(pairs, theirs.shape[0])
            counted = held[one]
            counted.data *= np.repeat(times, np.diff(counted.indptr)).astype(np.float32)
            shared = (counted.T @ theirs[two]).toarray()
            together[own, other], together[other, own] = shared, shared.T
    return together


@dataclass(frozen=True)
class _Alike:
    """How many profiles each two sets share, how many each holds, and how many persons."""

    together: Floats
    profiles: Floats
    exact: Floats

    @cached_property
    def within(self) -> Bits:
        """Which set (row) lies in which other one (column)."""
        within = (self.together == self.profiles[:, None]) & (self.profiles[:, None] > 0)
        np.fill_diagonal(within, val=False)
        return cast(Bits, within)


def _within_families(alike: _Alike, families: Sequence[Whole]) -> Iterator[Row]:
    """A set holds the cells that lie in it, and no more than the cells that it touches.

    What is the sum of the cells of a fine family needs no relation to a coarser one whose cells are
    sums of the same: that follows.
    """
    summed: list[Bits] = []
    for cells in sorted(families, key=len, reverse=True):
        shared = alike.together[:, cells]
        touched = shared > 0
        inner = touched & (shared == alike.profiles[cells])
        covered = shared.sum(axis=1) == alike.profiles
        whole = covered & (inner == touched).all(axis=1)
        follows = np.zeros(len(alike.exact), dtype=bool)
        for sums in summed:
            follows |= sums & (touched <= sums[cells]).all(axis=1)
        asked = (alike.profiles > 0) & ~follows
        of_inner, of_touched = inner.sum(axis=1), touched.sum(axis=1)
        # Every set of every family comes by here, so what can bind is told of all at once.
        beyond = alike.exact - inner @ alike.exact[cells]
        short = touched @ alike.exact[cells] - alike.exact
        itself = (of_inner == 1) & np.isin(np.arange(len(asked)), cells)
        equal = asked & whole & ~itself
        holds = asked & ~whole & (of_inner > 1) & (beyond < REACH * (of_inner + 1))
        held = asked & ~whole & covered & (short < REACH * (of_touched + 1))
        for number in np.flatnonzero(equal | holds | held).tolist():
            if equal[number]:
                yield _sum(number, cells[inner[number]].tolist())
            if holds[number]:
                yield _sum(number, cells[inner[number]].tolist(), most=np.inf)
            if held[number]:
                yield _sum(number, cells[touched[number]].tolist(), least=-np.inf)
        summed.append(whole)


def _apart_by_families(alike: _Alike, families: Sequence[Whole]) -> Iterator[Row]:
    """What a set holds more than another in it, where that is whole cells of a family.

    So two readings of one figure differ by some situations, whatever the figure asks besides.
    """
    parts, wholes = np.nonzero(alike.within)
    gap = (alike.profiles[wholes] - alike.profiles[parts]).astype(np.float32)
    summed: list[Bits] = []
    for cells in sorted(families, key=len, reverse=True):
        if any(sums[cells].all() for sums in summed):
            continue  # told by the finer family already
        shared = alike.together[:, cells].astype(np.float32)
        apart = shared == 0
        inner = np.where(shared == alike.profiles[cells], shared, np.float32(0))
        room = inner.sum(axis=1)
        sums = room == alike.profiles
        some = np.flatnonzero((room[wholes] >= gap) & ~(sums[parts] & sums[wholes]))
        between = np.einsum("ij,ij->i", inner[wholes[some]], apart[parts[some]])
        for pair in some[between == gap[some]].tolist():
            own = cells[(inner[wholes[pair]] > 0) & apart[parts[pair]]]
            if len(own) > 1:
                yield _sum(int(wholes[pair]), [int(parts[pair]), *own.tolist()])
        summed.append(sums)


def _contained(alike: _Alike) -> Iterator[Row]:
    """A set that lies in another is no larger."""
    near = (alike.exact[None, :] - alike.exact[:, None]) < 2 * REACH
    for part, whole in np.argwhere(alike.within & near).tolist():
        yield _sum(whole, [part], most=np.inf)


def _sums_of_two_and_three(alike: _Alike, marks: Marks) -> Iterator[Row]:
    """Two or three sets that exclude each other and are a further one together.

    Three of which two are a set by themselves need no relation: that follows.
    """
    known, short = set(marks.tolist()), marks.astype(np.uint16)
    for whole in np.flatnonzero(alike.within.any(axis=0)).tolist():
        parts = np.flatnonzero(alike.within[:, whole])
        place = dict(zip(marks[parts].tolist(), parts.tolist(), strict=True))
        # Which two may leave no more than a third is looked up by the last bits of the marks.
        some = np.zeros(1 << 16, dtype=bool)
        some[short[parts]] = some[0] = True
        left = short[whole] - short[parts]
        first, second = np.nonzero(np.triu(some[left[:, None] - short[parts]], 1))
        first, second = parts[first], parts[second]
        apart = alike.together[first, second] == 0
        first, second = first[apart], second[apart]
        both = marks[first] + marks[second]
        rests = (marks[whole] - both).tolist()
        for one, two, rest in zip(first.tolist(), second.tolist(), rests, strict=True):
            if not rest:
                yield _sum(whole, [one, two])
            elif (three := place.get(rest, -1)) > two:
                sums = marks[[one, one, two]] + marks[[two, three, three]]
                if known.isdisjoint(sums.tolist()):
                    yield _sum(whole, [one, two, three])


def _marks_of(pool: Pool) -> Marks:
    """A mark of the profiles in each set, also of those that nobody has."""
    count = pool.sets.profiles
    return pool.marks(np.random.default_rng(0).integers(1, 2**62, size=count, dtype=np.uint64))


def _sum(whole: int, parts: Sequence[int], least: float = 0.0, most: float = 0.0) -> Row:
    """That a whole less its parts lies between two ends."""
    terms = ((whole, 1), *((part, -1) for part in sorted(parts)))
    return Row(terms, least, most)
