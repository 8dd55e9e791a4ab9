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
from hertoets.findings import RECORDS, SIDES, At, Bound, Counted, Findings, PersonSet, Place
from hertoets.release import Policy, Release
from scipy.sparse import csr_array

from tests.support.linear import Linear

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

TRIES: Final = 40  # populations drawn before each count is asked by itself
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
    """

    def __init__(self, findings: Findings, release: Release, policy: Policy) -> None:
        assert findings.basis is not None
        self._profiles, self._findings = findings.basis.profiles, findings
        forms = dict(_forms(findings, release))
        small = policy.threshold - 1
        counts: dict[bytes, list[Shown]] = {}
        vectors: dict[bytes, Whole] = {}
        self.places: dict[bytes, list[Place]] = {}
        for place, counted in findings.counts.items():
            if (held := self._held(counted)) is None or place not in forms:
                continue
            exact, signed = int(held @ self._profiles.persons), bool((held < 0).any())
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
        there = np.bincount(kind_of.ravel(), self._profiles.persons, kinds.shape[1])
        self._kinds, self._there = kinds, there
        least = np.array([max(one.least for one in shown) for shown in self.shown], dtype=float)
        most = np.array([min(one.most for one in shown) for shown in self.shown], dtype=float)
        box = np.zeros(len(there)), there + FURTHER
        self._linear = Linear(csr_array(kinds.astype(float)), (least, most), box, whole=True)
        self.low = self.high = kinds @ there

    def _held(self, counted: Counted) -> Whole | None:
        """How often each profile counts; None where it counts something else than persons."""
        held = np.zeros(len(self._profiles.persons), dtype=np.int64)
        for factor, base in counted.terms:
            if not isinstance(base, PersonSet):
                return None
            reading = base.reading or self._findings.settings["headline"]
            frame = self._profiles.frames[reading, base.doubted]
            inside = np.ones(len(held), dtype=bool)
            for column, values in base.where:
                inside &= frame[column].is_in(list(values)).fill_null(value=False).to_numpy()
            held += factor * inside
        return held

    def exposed(self, options: int) -> Iterator[tuple[list[Place], int, float, float]]:
        """The protected counts that keep fewer values: where, exact, least and greatest."""
        asked = np.array([any(one.is_protected for one in shown) for shown in self.shown])
        small = np.array([abs(shown[0].exact) < 10 for shown in self.shown])
        asked = np.flatnonzero(asked & small)
        draws = np.random.default_rng(0)
        for _ in range(TRIES):
            needy = asked[(self.high - self.low)[asked] < options - 1]
            if not len(needy):
                return
            weights = draws.choice([-1.0, 1.0], len(needy)) * draws.random(len(needy))
            self._note(self._linear.best(weights @ self._kinds[needy]))
        for number in asked.tolist():
            for sign in (1, -1):
                if self.high[number] - self.low[number] < options - 1:
                    self._note(self._linear.best(sign * self._kinds[number].astype(float)))
            if self.high[number] - self.low[number] < options - 1:
                places = self.places[self.names[number]]
                exact = self.shown[number][0].exact
                yield places, exact, float(self.low[number]), float(self.high[number])

    def _note(self, population: Floats) -> None:
        values = np.round(self._kinds @ np.round(population))
        self.low, self.high = np.minimum(self.low, values), np.maximum(self.high, values)


def _ends(form: object, policy: Policy) -> tuple[float, float] | None:
    """The counts that are shown so; None where no number stands there."""
    if not isinstance(form, int):
        return None
    around = range(abs(form) - policy.rounding, abs(form) + policy.rounding + 1)
    step = policy.rounding
    same = [n for n in around if (n >= policy.threshold or n == 0) and (2 * n + step) // (2 * step) * step == abs(form)]
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
