"""The miner: looks for all that follows by force between published sets, apart from the release.

It knows who is and who might be, and which of them each published count holds. What holds for all
of these holds for whoever reads the pages. Of the release it reads only which variable a count is,
and the relations that were derived; each that it finds itself must follow from those.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from hertoets.findings import At, Bound, Counted, Findings, PersonSet, Place
from hertoets.release.variables import System
from scipy.sparse import csr_array

from tests.support.linear import Linear

Bits = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

FAR = 9.0
"""A hidden count lies no further from the exact one than this; what is told beyond binds nothing."""

SHORT = 4


@dataclass(frozen=True)
class Forced:
    """That sets, each times a factor, add up to between two ends; sets by their numbers."""

    kind: str
    terms: tuple[tuple[int, int], ...]
    least: float = 0.0
    most: float = 0.0


class Mine:
    """The published sets of persons of one run, each once.

    Parameters
    ----------
    findings : Findings
    """

    def __init__(self, findings: Findings) -> None:
        assert findings.basis is not None
        profiles = findings.basis.profiles
        by_count = {
            counted: held
            for counted in dict.fromkeys(findings.counts.values())
            if (held := held_by(counted, findings)) is not None
        }
        absent = np.zeros(len(profiles.persons), dtype=bool)
        for held in by_count.values():
            if not held @ profiles.persons:
                absent |= held  # it is told that there are none of these
        numbers: dict[bytes, int] = {}
        self.places: list[list[Place]] = []
        self._set_at: dict[Place, int] = {}
        masks = []
        for place, counted in findings.counts.items():
            if counted in by_count and (held := by_count[counted] & ~absent).any():
                number = numbers.setdefault(held.tobytes(), len(masks))
                if number == len(masks):
                    masks.append(held)
                    self.places.append([])
                self.places[number].append(place)
                self._set_at[place] = number
        self.masks: Bits = np.array(masks)
        self.exact: Whole = self.masks @ profiles.persons
        self._shared = self.masks.astype(np.float32) @ self.masks.T.astype(np.float32)
        self._sizes = self._shared.diagonal().copy()
        self._within = self._shared == self._sizes[:, None]
        np.fill_diagonal(self._within, val=False)

    def forced(self) -> Iterator[Forced]:
        """Everything that follows by force."""
        yield from self._contained()
        yield from self._added_up()
        for cells in self._families:
            yield from self._in_families(cells)

    def _contained(self) -> Iterator[Forced]:
        for part, whole in np.argwhere(self._within).tolist():
            yield Forced("contained", ((whole, 1), (part, -1)), 0.0, np.inf)

    def _added_up(self) -> Iterator[Forced]:
        """Two or three sets that exclude each other and are together a fourth."""
        drawn = np.random.default_rng(7).integers(1, 2**62, self.masks.shape[1], dtype=np.uint64)
        marks = (self.masks * drawn).sum(axis=1, dtype=np.uint64)
        for whole in range(len(marks)):
            parts = np.flatnonzero(self._within[:, whole])
            first, second = np.triu_indices(len(parts), 1)
            apart = self._shared[parts[first], parts[second]] == 0
            first, second = parts[first[apart]], parts[second[apart]]
            both = marks[first] + marks[second]
            for one in np.flatnonzero(both == marks[whole]).tolist():
                yield self._sum("two", whole, [int(first[one]), int(second[one])])
            third = parts[np.argsort(marks[parts])]
            rest = marks[whole] - both
            at = np.searchsorted(marks[third], rest) % max(len(third), 1)
            for one in np.flatnonzero(marks[third[at]] == rest).tolist():
                if (last := int(third[at[one]])) > second[one]:
                    yield self._sum("three", whole, [int(first[one]), int(second[one]), last])

    def _in_families(self, cells: Whole) -> Iterator[Forced]:
        """A set, or what one has more than another in it, holds cells of a family."""
        shared = self._shared[:, cells]
        wholes, parts = np.nonzero(self._within.T)
        every = np.arange(len(self.exact))
        for whole, part, held in (
            (every, np.full_like(every, -1), shared),
            (wholes, parts, shared[wholes] - shared[parts]),
        ):
            more = part >= 0
            size = self._sizes[whole] - np.where(more, self._sizes[part], 0)
            touched = held > 0
            inner = held == self._sizes[cells]
            filled = held.sum(axis=1) == size
            alike = filled & (touched == inner).all(axis=1)
            for one in np.flatnonzero(alike & (inner.sum(axis=1) > 1)).tolist():
                own = [*cells[inner[one]].tolist(), *part[one : one + 1][more[one : one + 1]]]
                yield self._sum("family", int(whole[one]), own)
            for one in np.flatnonzero(~alike & ~more).tolist():
                if inner[one].sum() > 1:
                    yield self._sum("holds", int(whole[one]), cells[inner[one]], most=np.inf)
                if filled[one]:
                    yield self._sum("held", int(whole[one]), cells[touched[one]], least=-np.inf)

    def _sum(
        self, kind: str, whole: int, parts: Iterable[int], least: float = 0.0, most: float = 0.0
    ) -> Forced:
        return Forced(kind, ((whole, 1), *((int(part), -1) for part in parts)), least, most)

    @cached_property
    def _families(self) -> list[Whole]:
        """Sets that exclude each other: of one table, one of its columns, or one reading's figures.

        Those of the fewest persons first, each that shares nobody with those before it.
        """
        groups: dict[tuple[object, ...], set[int]] = {}
        for place, number in self._set_at.items():
            if isinstance(place, At):
                groups.setdefault((place.table,), set()).add(number)
                groups.setdefault((place.table, place.column), set()).add(number)
            elif isinstance(place, Bound):
                groups.setdefault((place.reading, place.side), set()).add(number)
        found: dict[tuple[int, ...], None] = {}
        for group in groups.values():
            cells: list[int] = []
            for number in sorted(group, key=lambda one: (self.exact[one], one)):
                if not self._shared[number, cells].any() and self.exact[number]:
                    cells.append(number)
            if len(cells) > 1:
                found[tuple(sorted(cells))] = None
        return [np.array(cells) for cells in found]

    def missing(self, system: System) -> Iterator[Forced]:
        """What follows by force and does not follow from the relations of a system."""
        variable = np.array([system.at[places[0]] for places in self.places])
        known = _Known(system)
        for one in self.forced():
            factors: dict[int, int] = {}
            for number, factor in one.terms:
                factors[int(variable[number])] = factors.get(int(variable[number]), 0) + factor
            terms = tuple(sorted((number, factor) for number, factor in factors.items() if factor))
            if terms and not known.implies(terms, one.least, one.most):
                yield one

    def told(self, forced: Forced) -> str:
        """What was found, for people: exact counts with where they stand."""
        words = [f"{f:+d}·{self.exact[n]} {self.places[n][:2]}" for n, f in forced.terms]
        return f"{forced.kind}: {forced.least} <= {'  '.join(words)} <= {forced.most}"


class _Known:
    """What a system implies, where each count lies near its exact one."""

    def __init__(self, system: System) -> None:
        self._rows: dict[tuple[tuple[int, int], ...], list[tuple[float, float]]] = {}
        ends = np.flatnonzero(np.diff(system.row, append=-1)) + 1
        for begin, end in zip([0, *ends[:-1]], ends, strict=True):
            row = system.row[begin]
            column, factor = system.column[begin:end], system.factor[begin:end].astype(int)
            for sign in (1, -1):
                terms = tuple(sorted(zip(column.tolist(), (sign * factor).tolist(), strict=True)))
                between = sorted((sign * system.least[row], sign * system.most[row]))
                self._rows.setdefault(terms, []).append((between[0], between[1]))
        exact = np.array([variable.exact for variable in system.variables], dtype=np.float64)
        signed = np.array([variable.signed for variable in system.variables], dtype=bool)
        self._low = np.where(signed, exact - FAR, np.maximum(exact - FAR, 0))
        self._high = exact + FAR
        shape = (len(system.least), len(exact))
        matrix = csr_array((system.factor, (system.row, system.column)), shape=shape)
        self._space = _space(matrix[np.flatnonzero(system.least == system.most)].toarray())
        sides = system.least, system.most
        # What some of the relations prove needs no others.
        lengths = np.diff(matrix.indptr)
        some = np.flatnonzero((system.least == system.most) | (lengths <= SHORT))
        self._linears = [
            Linear(matrix[rows], (sides[0][rows], sides[1][rows]), (self._low, self._high))
            for rows in (some, np.arange(len(lengths)))
        ]

    def implies(self, terms: tuple[tuple[int, int], ...], least: float, most: float) -> bool:
        """Whether a sum of counts lies between two ends by what the system says."""
        for low, high in [self._by_itself(terms), *self._rows.get(terms, [])]:
            least = -np.inf if low >= least else least
            most = np.inf if high <= most else most
        if least == -np.inf and most == np.inf:
            return True
        goal = np.zeros(len(self._low))
        numbers = [number for number, _ in terms]
        goal[numbers] = [factor for _, factor in terms]
        if least == most == 0:
            along = goal[numbers] @ self._space.T[numbers]
            if np.abs(goal - along @ self._space).max() < 1e-7:
                return True
        return self._proves(goal, most) and self._proves(-goal, -least)

    def _proves(self, goal: Floats, most: float) -> bool:
        """Whether a goal is no more than so much."""
        if most == np.inf:
            return True
        return any(linear.greatest(goal) <= most + 1e-6 for linear in self._linears)

    def _by_itself(self, terms: tuple[tuple[int, int], ...]) -> tuple[float, float]:
        ends = [
            (f * self._low[n], f * self._high[n])
            if f > 0
            else (f * self._high[n], f * self._low[n])
            for n, f in terms
        ]
        return sum(low for low, _ in ends), sum(high for _, high in ends)


def _space(rows: Floats) -> Floats:
    """Directions at right angles that span the rows."""
    if not len(rows):
        return rows
    _, strength, directions = np.linalg.svd(rows, full_matrices=False)
    return directions[strength > 1e-9]


def held_by(counted: Counted, findings: Findings) -> Bits | None:
    """Which profiles a count holds; None where it counts something else, or some of them twice."""
    assert findings.basis is not None
    profiles = findings.basis.profiles
    held = np.zeros(len(profiles.persons), dtype=np.int64)
    for factor, base in counted.terms:
        if not isinstance(base, PersonSet):
            return None
        frame = profiles.frames[base.reading or findings.settings["headline"], base.doubted]
        inside = np.ones(len(held), dtype=bool)
        for column, values in base.where:
            inside &= frame[column].is_in(list(values)).fill_null(value=False).to_numpy()
        held += factor * inside
    return held.astype(bool) if held.min() >= 0 and held.max() <= 1 else None
