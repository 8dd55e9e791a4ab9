"""Counts of rows beside the sets of persons: which rows lie in which, and whose they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from hertoets.findings import Basis, RowSet
from hertoets.release.derived import REACH, Row
from hertoets.release.pool import Pool

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rowed:
    """Counts of rows that persons bring, each once.

    Attributes
    ----------
    number_of : mapping of RowSet to int
        The count that each row set is.
    exact : numpy.ndarray of int64, shape (counts,)
    brings : scipy.sparse.csr_array of int64, shape (counts, persons of the extract)
        How many rows each person brings; only of counts that nothing else belongs to.
    """

    number_of: dict[RowSet, int]
    exact: Whole
    brings: "csr_array"


def rowed_of(basis: Basis, wanted: Sequence[RowSet]) -> Rowed:
    """Lay the counts of rows to persons, those that are the same put together.

    Parameters
    ----------
    basis : Basis
    wanted : sequence of RowSet

    Returns
    -------
    Rowed
    """
    from scipy.sparse import csr_array

    loose: dict[RowSet, list[tuple[int, int]]] = {}
    for place, one in enumerate(basis.rows.loose):
        for name, number in one.adds:
            loose.setdefault(name, []).append((place, number))
    nobody = (np.empty(0, np.int64), np.empty(0, np.int64))
    found: dict[tuple[bytes, bytes, bytes], int] = {}
    number_of: dict[RowSet, int] = {}
    exact: list[int] = []
    parts: list[tuple[Whole, Whole]] = []
    for name in wanted:
        persons, numbers = basis.rows.of_persons.get(name, nobody)
        others = np.array(loose.get(name, []), dtype=np.int64).tobytes()
        key = persons.tobytes(), numbers.tobytes(), others
        number_of[name] = found.setdefault(key, len(parts))
        if number_of[name] == len(parts):
            exact.append(basis.count_base(name))
            parts.append(nobody if others else (persons, numbers))
    begins = np.cumsum([0, *(len(persons) for persons, _ in parts)])
    columns = np.concatenate([nobody[0], *(persons for persons, _ in parts)])
    numbers = np.concatenate([nobody[1], *(number for _, number in parts)])
    shape = (len(parts), len(basis.profiles.of_persons))
    brings = csr_array((numbers, columns, begins), shape=shape)
    return Rowed(number_of, np.array(exact, dtype=np.int64), brings)


def derive_rows(
    rowed: Rowed, pool: Pool, profile: Whole, families: Sequence[Whole]
) -> Iterator[Row]:
    """Relations among counts of rows, and between them and sets of persons.

    Parameters
    ----------
    rowed : Rowed
    pool : Pool
    profile : numpy.ndarray of int64, shape (persons of the extract,)
        The profile of the pool that each person lies in.
    families : sequence of numpy.ndarray of int64
        Counts of rows that exclude each other.

    Yields
    ------
    Row
        Over sets by their numbers, and counts of rows by theirs after those.
    """
    first = pool.sets.shape[0]
    once = (rowed.brings > 0).astype(np.float32)
    persons = np.asarray(once.sum(axis=1)).ravel()
    together = np.asarray((once @ once.T).todense())
    largest = np.asarray(rowed.brings.max(axis=1).todense()).ravel()
    # One row a person: then as many rows as persons, and both are bounded alike.
    single = (largest == 1) & (persons > 0)
    within = single[:, None] & (together == persons[:, None])
    np.fill_diagonal(within, val=False)
    near = rowed.exact[None, :] - rowed.exact[:, None] < 2 * REACH
    for part, whole in zip(*np.nonzero(within & near), strict=True):
        yield _more(first + whole, [first + part])
    for cells in families:
        yield from _in_whole(within, cells, rowed, first)
    yield from _with_sets(pool, _by_profile(once, profile, len(pool.sizes)), persons, single, rowed)


def _in_whole(
    within: npt.NDArray[np.bool_], cells: Whole, rowed: Rowed, first: int
) -> Iterator[Row]:
    """The cells of a family that lie in a count are together no more than it."""
    inner = within[cells]
    for whole in np.flatnonzero(inner.sum(axis=0) > 1).tolist():
        own = cells[inner[:, whole]]
        if rowed.exact[whole] - rowed.exact[own].sum() < REACH * (len(own) + 1):
            yield _more(first + whole, (first + own).tolist())


def _by_profile(once: "csr_array", profile: Whole, profiles: int) -> "csr_array":
    from scipy.sparse import csr_array

    size = len(profile)
    lies_in = csr_array((np.ones(size, np.float32), profile, np.arange(size + 1)), (size, profiles))
    return once @ lies_in


def _with_sets(
    pool: Pool, by_profile: "csr_array", persons: npt.NDArray[np.float32],
    single: npt.NDArray[np.bool_], rowed: Rowed,
) -> Iterator[Row]:  # fmt: skip
    """Persons who bring a row lie in a set, or all of a set bring one."""
    first, exact = pool.sets.shape[0], pool.exact
    shared = np.asarray((by_profile @ pool.sets.T).todense())
    near = np.abs(rowed.exact[:, None] - exact[None, :]) < 2 * REACH
    in_set = single[:, None] & (shared == persons[:, None]) & near
    of_set = (shared == exact[None, :]) & (exact[None, :] > 0) & (persons[:, None] > 0) & near
    for row, whole in zip(*np.nonzero(in_set), strict=True):
        yield _more(whole, [first + row])
    for row, part in zip(*np.nonzero(of_set), strict=True):
        yield _more(first + row, [part])


def _more(whole: int, parts: Sequence[int]) -> Row:
    terms = ((int(whole), 1), *((int(part), -1) for part in parts))
    return Row(terms, 0.0, np.inf)
