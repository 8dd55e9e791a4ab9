"""What an outsider can reckon with, derived from who belongs where: no relation is written down.

Over the exact persons it is found which sets contain each other, which exclude each other, and
which add up to which. A relation that only happens to hold for these persons is taken along with
those that hold by definition: it makes the attacker stronger than any outsider, never weaker.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from hertoets.release.pool import Pool

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

REACH: Final = 9.0
"""How far a count may lie from the exact one: a hidden one, or one withheld for its sake."""


@dataclass(frozen=True)
class Row:
    """A relation: counts, each times a factor, add up to at least and at most so much."""

    terms: tuple[tuple[int, int], ...]
    least: float = 0.0
    most: float = 0.0


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
    together = np.asarray((pool.sets @ pool.sets.T).todense(), dtype=np.float64)
    alike = _Alike(together, np.diag(together).copy(), pool.exact.astype(np.float64))
    seen: set[tuple[tuple[int, int], ...]] = set()
    for row in (*_within_families(alike, families), *_contained(alike), *_sums_of_two(alike, pool)):
        if row.terms not in seen:
            seen.add(row.terms)
            yield row


@dataclass(frozen=True)
class _Alike:
    """How many profiles each two sets share, how many each holds, and how many persons."""

    together: Floats
    profiles: Floats
    exact: Floats


def _within_families(alike: _Alike, families: Sequence[Whole]) -> Iterator[Row]:
    """A set holds the cells that lie in it, and no more than the cells that it touches.

    What is the sum of the cells of a fine family needs no relation to a coarser one whose cells are
    sums of the same: that follows.
    """
    summed: list[npt.NDArray[np.bool_]] = []
    for cells in sorted(families, key=len, reverse=True):
        shared = alike.together[:, cells]
        touched = shared > 0
        inner = touched & (shared == alike.profiles[cells])
        covered = shared.sum(axis=1) == alike.profiles
        follows = np.zeros(len(alike.exact), dtype=bool)
        for sums in summed:
            follows |= sums & (touched <= sums[cells]).all(axis=1)
        for whole in np.flatnonzero((alike.profiles > 0) & ~follows).tolist():
            own = cells[inner[whole]], cells[touched[whole]]
            yield from _sandwich(alike, whole, *own, covered=bool(covered[whole]))
        summed.append(covered & (inner == touched).all(axis=1))


def _sandwich(
    alike: _Alike, whole: int, inner: Whole, touched: Whole, *, covered: bool
) -> Iterator[Row]:
    if covered and len(inner) == len(touched):
        if inner.tolist() != [whole]:
            yield _sum(whole, inner.tolist())
        return
    exact = alike.exact
    if len(inner) > 1 and exact[whole] - exact[inner].sum() < REACH * (len(inner) + 1):
        yield _sum(whole, inner.tolist(), most=np.inf)
    if covered and exact[touched].sum() - exact[whole] < REACH * (len(touched) + 1):
        yield _sum(whole, touched.tolist(), least=-np.inf)


def _contained(alike: _Alike) -> Iterator[Row]:
    """A set that lies in another is no larger."""
    within = (alike.together == alike.profiles[:, None]) & (alike.profiles[:, None] > 0)
    np.fill_diagonal(within, val=False)
    near = (alike.exact[None, :] - alike.exact[:, None]) < 2 * REACH
    for part, whole in zip(*np.nonzero(within & near), strict=True):
        yield _sum(int(whole), [int(part)], most=np.inf)


def _sums_of_two(alike: _Alike, pool: Pool) -> Iterator[Row]:
    """Two sets that are a third one together, and one set that is what two others differ by."""
    within = (alike.together == alike.profiles[:, None]) & (alike.profiles[:, None] > 0)
    np.fill_diagonal(within, val=False)
    parts, wholes = np.nonzero(within)
    if not len(parts):
        return
    marks = np.random.default_rng(0).integers(1, 2**62, size=pool.sets.shape[1], dtype=np.int64)
    begins = pool.sets.indptr
    marks = np.cumsum(marks[pool.sets.indices].astype(np.uint64), dtype=np.uint64)
    marks = np.concatenate([np.zeros(1, dtype=np.uint64), marks])
    sums = marks[begins[1:]] - marks[begins[:-1]]
    order = np.argsort(sums, kind="stable")
    rest = sums[wholes] - sums[parts]
    at = np.searchsorted(sums[order], rest)
    at[at == len(order)] = 0
    found = order[at]
    # Sums are marks of profiles: that they are equal says where to look, and then it is looked up.
    hits = np.flatnonzero(sums[found] == rest)
    for hit in hits.tolist():
        part, whole, other = int(parts[hit]), int(wholes[hit]), int(found[hit])
        apart = alike.together[part, other] == 0 and alike.profiles[other] > 0
        filled = alike.profiles[part] + alike.profiles[other] == alike.profiles[whole]
        inside = alike.together[other, whole] == alike.profiles[other]
        if part < other and apart and filled and inside:
            yield _sum(whole, [part, other])


def _sum(whole: int, parts: Sequence[int], least: float = 0.0, most: float = 0.0) -> Row:
    """That a whole less its parts lies between two ends."""
    terms = ((whole, 1), *((part, -1) for part in sorted(parts)))
    return Row(terms, least, most)
