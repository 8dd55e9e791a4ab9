"""From population to population along the ways that are known, which takes no solver.

What one population has more or fewer of than another is a way: where nothing forbids it, it can be
gone again, further, backwards and from wherever other ways have led.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hertoets.release.variables import Floats, Whole

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TRIED: Final = 30
"""Ways that are tried for one count, those found last first."""
APART: Final = 9
"""Steps that are gone along one way at most before another is taken."""


@dataclass(frozen=True)
class _Way:
    """Which counts change and by how much, and what that adds to which relations."""

    counts: Whole
    by: Floats
    relations: Whole
    adds: Floats


class Walker:
    """Goes from the exact population to others that show the same.

    Parameters
    ----------
    matrix : scipy.sparse.csr_array of float, shape (relations, counts)
    sides : tuple of numpy.ndarray of float, shape (relations,)
        Between which each relation lies.
    box : tuple of numpy.ndarray of float, shape (counts,)
        Between which each count lies.
    exact : numpy.ndarray of float, shape (counts,)
    """

    def __init__(
        self,
        matrix: "csr_array",
        sides: tuple[Floats, Floats],
        box: tuple[Floats, Floats],
        exact: Floats,
    ) -> None:
        self._by_count = matrix.tocsc()
        self._sides, self._box = sides, box
        self._exact = exact.astype(np.float64)
        self._at = self._exact.copy()
        self._sums = np.asarray(matrix @ self._at)
        self._ways: list[_Way] = []
        self._of_count: defaultdict[int, list[int]] = defaultdict(list)
        self._random = np.random.default_rng(0)
        self.low, self.high = self._exact.copy(), self._exact.copy()

    @property
    def width(self) -> Floats:
        """How far the greatest and the least that was seen of each count lie apart."""
        return self.high - self.low

    def learn(self, population: Floats) -> None:
        """Learn the way from the exact population to another one."""
        change = population - self._exact
        counts = np.flatnonzero(change)
        by = change[counts]
        adds = self._by_count[:, counts] @ by
        relations = np.flatnonzero(adds)
        for count in counts.tolist():
            self._of_count[count].append(len(self._ways))
        self._ways.append(_Way(counts, by, relations, adds[relations]))
        self.low, self.high = np.minimum(self.low, population), np.maximum(self.high, population)

    def stretch(self, count: int, enough: float) -> None:
        """Go along what changes a count, until so many more values of it were seen."""
        for number in self._of_count[count][: -TRIED - 1 : -1]:
            if self.width[count] >= enough:
                return
            self._go(self._ways[number])

    def _go(self, way: _Way) -> None:
        """Go along a way as far as can be, both sides, and stay somewhere on it."""
        at = self._at[way.counts]
        sums = self._sums[way.relations]
        first = _steps(self._box[0][way.counts] - at, self._box[1][way.counts] - at, way.by)
        second = _steps(
            self._sides[0][way.relations] - sums, self._sides[1][way.relations] - sums, way.adds
        )
        back, on = max(first[0], second[0], -APART), min(first[1], second[1], APART)
        ends = at + back * way.by, at + on * way.by
        self.low[way.counts] = np.minimum(self.low[way.counts], np.minimum(*ends))
        self.high[way.counts] = np.maximum(self.high[way.counts], np.maximum(*ends))
        steps = int(self._random.integers(back, on + 1))
        self._at[way.counts] += steps * way.by
        self._sums[way.relations] += steps * way.adds


def _steps(least: Floats, most: Floats, by: Floats) -> tuple[int, int]:
    """How often something may be added, from below none to above it, between two ends."""
    if not len(by):
        return -APART, APART
    back = np.where(by > 0, least, most) / by
    on = np.where(by > 0, most, least) / by
    return (
        int(max(np.ceil(back.max() - 1e-9), -APART)),
        int(min(np.floor(on.min() + 1e-9), APART)),
    )
