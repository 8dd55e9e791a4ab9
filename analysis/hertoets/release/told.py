"""What a run told, whole in itself: who belonged to each count, and in which form it was shown.

A later run that lays it beside itself needs nothing else: not the extract of then, nor its law.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from hertoets.findings import RowSet
from hertoets.release.derived import derive
from hertoets.release.policy import Policy
from hertoets.release.pool import Members, Pool, pool_of
from hertoets.release.variables import Row

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Said:
    """One count as it was published.

    Attributes
    ----------
    key : tuple of str
        By which the same count is found in another run.
    output, place : str
        Where it stands, for people.
    terms : tuple of (int, int)
        A factor, and a base: the number of a set or, after all sets, of what counts rows.
    form : int or str
        A number, ``<10`` or ``x``.
    """

    key: tuple[str, ...]
    output: str
    place: str
    terms: tuple[tuple[int, int], ...]
    form: int | str


@dataclass(frozen=True)
class Told:
    """What one run told.

    Attributes
    ----------
    run : str
        Its name, for people.
    policy : Policy
        Under which it was released.
    members : Members
    families : tuple of numpy.ndarray of int64
        Sets that exclude each other.
    rows : tuple of (RowSet, int)
        What counts rows, and how many there are.
    said : tuple of Said
    goes_on : bool
        Whether it is a question, whose sets are those of its run and earlier questions too.
    """

    run: str
    policy: Policy
    members: Members
    families: tuple[Whole, ...]
    rows: tuple[tuple[RowSet, int], ...]
    said: tuple[Said, ...]
    goes_on: bool = False

    @cached_property
    def pool(self) -> Pool:
        """Its sets over its profiles."""
        return pool_of(self.members)

    @cached_property
    def derived(self) -> tuple[Row, ...]:
        """What follows between its sets: found once, however many runs it is laid beside."""
        return tuple(derive(self.pool, self.families))
