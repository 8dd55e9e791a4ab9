"""Who is in the extract: the persons that stay, numbered in the order of ``person_id``.

A person is found by the hash of the pseudonym, and what was found is compared with it: two
pseudonyms of one hash are told apart.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.extract.cells import Flags

NOT_IN_PERSONS, SET_ASIDE = -2, -1

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Persons:
    """The persons of an extract.

    Attributes
    ----------
    kept, aside : int
        How many stay, and how many ``person_id`` there are whose rows were all set aside. A row
        that names nobody is a row set aside, and no person.
    ids : polars.Series
        Those that stay, in order, then the others, and behind them nobody.
    numbers : numpy.ndarray of int32
        Of each of `ids` the number, or why there is none.
    hashes : numpy.ndarray of uint64
        Of `ids`, in order; the last is the highest there can be.
    places : numpy.ndarray of int32
        For each of `hashes` the place in `ids`.
    begins : numpy.ndarray of int32
        Where the hashes that begin with the same bits begin.
    """

    kept: int
    aside: int
    ids: pl.Series
    numbers: Numbers
    hashes: npt.NDArray[np.uint64]
    places: Numbers
    begins: Numbers

    def number(self, ids: pl.Series) -> Numbers:
        """The number of each row's person; negative where there is none."""
        wanted = hash_of(ids)
        at = self.begins.take((wanted >> _shift(len(self.ids))).view(np.int64))
        behind = np.flatnonzero(self.hashes.take(at) < wanted)
        while len(behind):
            at[behind] += 1
            behind = behind[self.hashes.take(at.take(behind)) < wanted.take(behind)]
        places = self.places.take(at)
        numbers: Numbers = self.numbers.take(places)
        other = np.flatnonzero(self.ids.gather(places).ne_missing(ids).to_numpy())
        numbers[other] = NOT_IN_PERSONS
        # Another pseudonym of the same hash: few if any, so they are looked up as written.
        clash = other[self.hashes[at[other]] == wanted[other]]
        if len(clash):
            known = dict(zip(self.ids.to_list(), self.numbers.tolist(), strict=True))
            numbers[clash] = [known.get(name, NOT_IN_PERSONS) for name in ids.gather(clash)]
        return numbers


def number_persons(ids: pl.Series, stays: Flags) -> Persons:
    """Number the persons whose row of the table ``persons`` stays."""
    kept = ids.filter(pl.Series(stays)).alias("id")
    if not kept.is_sorted():
        kept = kept.sort()
    lost = ids.filter(pl.Series(~stays)).drop_nulls().unique()
    # Of a sorted column the place of a value says whether it is there.
    at = kept.search_sorted(lost).to_numpy()
    lost = lost.filter(kept.extend_constant(None, 1).gather(at).ne_missing(lost)).alias("id")
    ids = pl.concat([kept, lost]).extend_constant(None, 1).rechunk()
    hashes = hash_of(ids)
    hashes[-1] = np.uint64(2**64 - 1)
    places = np.argsort(hashes).astype(np.int32)
    shift = _shift(len(ids))
    counts = np.bincount((hashes >> shift).view(np.int64), minlength=1 << int(64 - shift))
    numbers = np.full(len(ids), SET_ASIDE, dtype=np.int32)
    numbers[: len(kept)] = np.arange(len(kept))
    numbers[-1] = NOT_IN_PERSONS
    begins = (np.cumsum(counts) - counts).astype(np.int32)
    return Persons(len(kept), len(lost), ids, numbers, hashes[places], places, begins)


def hash_of(ids: pl.Series) -> npt.NDArray[np.uint64]:
    """A number of 64 bits for each pseudonym."""
    hashes: npt.NDArray[np.uint64] = ids.hash().to_numpy(writable=True)
    return hashes


def _shift(size: int) -> np.uint64:
    """How many bits of a hash to leave out, so that few persons share those that are left."""
    return np.uint64(64 - size.bit_length() - 1)
