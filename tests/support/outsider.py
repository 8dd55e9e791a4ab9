"""An outsider who reads the pages and knows every definition: which values each hidden count may have.

One unknown for each kind of person who is, or might be, in the extract: how many there are. What is
published of persons says something of sums of these. It shares no code with the release, and takes
no part of the system of relations that the release attacks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from hertoets.findings import RECORDS, SIDES, At, Bound, Counted, Findings, PersonSet, Place
from hertoets.outcomes import Profiles
from hertoets.outcomes.by_kind import as_text
from hertoets.release import Policy, Release
from scipy.sparse import csr_array

from tests.support.linear import Linear

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

TRIES: Final = 10
FURTHER: Final = 60.0  # persons of a kind beyond those there are; no count needs as many


@dataclass(frozen=True)
class Shown:
    """What a count is, how it stands there, and between which ends its form leaves it."""

    exact: int
    form: object
    least: float
    most: float

    @property
    def is_protected(self) -> bool:
        """Tell whether five values must stay: a small count that is hidden in any way."""
        return not isinstance(self.form, int) and self.exact != 0


class Outsider:
    """What can be worked out from the published counts of persons.

    Parameters
    ----------
    findings : Findings
        Exact; their definitions are no secret, and how many there are is only asked to be possible.
    release : Release
    policy : Policy
    others : Profiles, optional
        Of other people: who is in an extract somewhere might have been in this one.
    """

    def __init__(
        self, findings: Findings, release: Release, policy: Policy, others: Profiles | None = None
    ) -> None:
        assert findings.basis is not None
        profiles, self._findings = findings.basis.profiles, findings
        self._frames, self._persons = profiles.frames, profiles.persons
        if others is not None:
            self._frames = {
                key: pl.concat([as_text(frame), as_text(others.frames[key].select(frame.columns))])
                for key, frame in profiles.frames.items()
            }
            nobody = np.zeros(len(others.persons), dtype=np.int64)
            self._persons = np.concatenate([profiles.persons, nobody])
        forms = dict(_forms(findings, release))
        small = policy.threshold - 1
        counts: dict[bytes, list[Shown]] = {}
        vectors: dict[bytes, Whole] = {}
        self.places: dict[bytes, list[Place]] = {}
        for place, counted in findings.counts.items():
            if (held := self._held(counted)) is None or place not in forms:
                continue
            exact, signed = int(held @ self._persons), bool((held < 0).any())
            ends = _ends(forms[place], policy)
            if forms[place] == f"<{policy.threshold}":
                ends = (-small if signed else 1, small)
            elif ends is None:
                ends = (-np.inf if signed else 0, np.inf)
            key = held.tobytes()
            vectors[key] = held
            counts.setdefault(key, []).append(Shown(exact, forms[place], *ends))
            self.places.setdefault(key, []).append(place)
        self.names, self.shown = list(vectors), list(counts.values())
        matrix = np.array(list(vectors.values()))
        # Who counts nowhere else than another is no other kind of person.
        kinds, kind_of = np.unique(matrix, axis=1, return_inverse=True)
        there = np.bincount(kind_of.ravel(), self._persons, kinds.shape[1])
        self._kinds, self._there = kinds, there
        least = np.array([max(one.least for one in shown) for shown in self.shown], dtype=float)
        most = np.array([min(one.most for one in shown) for shown in self.shown], dtype=float)
        # What each kind rises above the exact population, and what it falls below it.
        size = len(there)
        box = np.zeros(2 * size), np.concatenate([np.full(size, FURTHER), there.astype(float)])
        matrix = csr_array(np.hstack([kinds, -kinds]).astype(float))
        sides = least - kinds @ there, most - kinds @ there
        self._shares, self._whole = (Linear(matrix, sides, box, whole=w) for w in (False, True))
        self._exact = kinds @ there
        self._draws = np.random.default_rng(0)
        self.low = self.high = kinds @ there
        self._threshold = policy.threshold

    def _held(self, counted: Counted) -> Whole | None:
        """How often each profile counts; None where it counts something else than persons."""
        held = np.zeros(len(self._persons), dtype=np.int64)
        for factor, base in counted.terms:
            if not isinstance(base, PersonSet):
                return None
            reading = base.reading or self._findings.settings["headline"]
            frame = self._frames[reading, base.doubted]
            inside = np.ones(len(held), dtype=bool)
            for column, values in base.where:
                inside &= frame[column].is_in(list(values)).fill_null(value=False).to_numpy()
            held += factor * inside
        return held

    def exposed(self, options: int) -> Iterator[tuple[list[Place], int, float, float]]:
        """The protected counts that keep fewer values: where, exact, least and greatest."""
        protected = [any(one.is_protected for one in shown) for shown in self.shown]
        small = [0 < abs(shown[0].exact) < self._threshold for shown in self.shown]
        for number in np.flatnonzero(np.array(protected) & np.array(small)).tolist():
            for sign in (1, -1):
                while (missing := options - 1 - self.high[number] + self.low[number]) > 0:
                    seen = (self.high if sign > 0 else self.low)[number]
                    steps = range(int(missing), 0, -1)
                    if not any(self._reach(number, seen + sign * step) for step in steps):
                        break
            if self.high[number] - self.low[number] < options - 1:
                places, exact = self.places[self.names[number]], self.shown[number][0].exact
                yield places, exact, float(self.low[number]), float(self.high[number])

    def _reach(self, number: int, value: float) -> bool:
        """Look for a population near the exact one in which a count has a value."""
        least = max(one.least for one in self.shown[number])
        most = min(one.most for one in self.shown[number])
        if not least <= value <= most:
            return False
        # Shares of persons are found quickly, and are mostly whole for one price or another.
        for linear in (*[self._shares] * TRIES, self._whole):
            prices = 1 + self._draws.random(2 * len(self._there))
            found = linear.best(-prices, (number, value - self._exact[number]))
            if found is None:
                return False
            rises, falls = np.split(found, 2)
            population = self._there + rises - falls
            if np.abs(population - np.round(population)).max() < 1e-6:
                values = np.round(self._kinds @ population)
                self.low, self.high = np.minimum(self.low, values), np.maximum(self.high, values)
                return True
        raise AssertionError("a population of whole persons is not whole")


def _ends(form: object, policy: Policy) -> tuple[float, float] | None:
    """The counts that are shown so; None where no number stands there."""
    if not isinstance(form, int):
        return None
    around = range(abs(form) - policy.rounding, abs(form) + policy.rounding + 1)
    step = policy.rounding
    same = [
        number
        for number in around
        if (number >= policy.threshold or number == 0)
        and (2 * number + step) // (2 * step) * step == abs(form)
    ]
    return (same[0], same[-1]) if form >= 0 else (-same[-1], -same[0])


def _forms(findings: Findings, release: Release) -> Iterator[tuple[Place, object]]:
    """How each count stands on the pages."""
    for name, finding in release.findings.items():
        if finding.unit not in ("personen", "gemeenten") or finding.status != "measured":
            continue
        for reading, pair in {**finding.by_reading, RECORDS: finding.records}.items():
            for side, number in zip(SIDES, pair, strict=True):
                left_out = (reading, side) in finding.withheld
                form: object = "x" if left_out else number
                yield Bound(name, reading, side), f"<{finding.below}" if form is None else form
    for name, table in findings.tables.items():
        labels = [place for place, one in enumerate(table.columns) if one.kind in ("label", "text")]
        shown = release.tables[name]

        def named(row: tuple[object, ...], key: str, at: list[int] = labels) -> tuple[object, ...]:
            return (key, *(row[place] for place in at))

        own = [named(row, key) for row, key in _keyed(table.rows, table.keys)]
        found: Mapping[tuple[object, ...], tuple[object, ...]] = {
            named(row, key): row for row, key in _keyed(shown.rows, shown.keys)
        }
        if len(found) < len(own):
            assert table.order_by is None
            found = dict(zip(own, shown.rows, strict=True)) if len(set(own)) == len(own) else {}
        for row, name_of_row in enumerate(own):
            for column in range(len(table.columns)):
                if name_of_row in found:
                    yield At(name, row, column), found[name_of_row][column]


def _keyed(
    rows: tuple[tuple[object, ...], ...], keys: tuple[str, ...]
) -> Iterator[tuple[tuple[object, ...], str]]:
    return zip(rows, keys or [""] * len(rows), strict=True)
