"""Which profiles the sets of a run hold, eight profiles to a byte.

A run has thousands of sets over hundreds of thousands of profiles: what is asked of them is asked
of some at a time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Bits = npt.NDArray[np.bool_]
_Number = TypeVar("_Number", np.int64, np.uint64)


@dataclass(frozen=True)
class Sets:
    """The sets of a run.

    Attributes
    ----------
    packed : numpy.ndarray of uint8, shape (sets, profiles / 8)
        Of each set, which profiles it holds, as `numpy.packbits` has it.
    profiles : int
        How many there are.
    """

    packed: npt.NDArray[np.uint8]
    profiles: int

    @classmethod
    def of(cls, held: Iterable[Bits], sets: int, profiles: int) -> "Sets":
        """Pack so many sets, each over so many profiles, one after another."""
        packed = np.empty((sets, -(-profiles // 8)), dtype=np.uint8)
        for number, one in enumerate(held):
            packed[number] = np.packbits(one)
        return cls(packed, profiles)

    def __len__(self) -> int:
        """How many sets there are."""
        return len(self.packed)

    def some(self, which: slice | Whole) -> Bits:
        """Which profiles some of the sets hold; a row for each."""
        return np.unpackbits(self.packed[which], axis=1, count=self.profiles).view(np.bool_)

    def one(self, number: int) -> Bits:
        """Which profiles one set holds."""
        return np.unpackbits(self.packed[number], count=self.profiles).view(np.bool_)

    def summed(self, values: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
        """Over each set, the sum of what its profiles have; whole numbers go round at their end."""
        return np.array(
            [values[self.one(number)].sum() for number in range(len(self))], dtype=values.dtype
        )
