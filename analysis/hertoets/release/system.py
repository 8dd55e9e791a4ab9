"""Everything that a run publishes of its counts, as one system of whole numbers.

A count that stands in several places (a table's cell, a finding's bound, the same bound under
another reading) is one variable: what one place tells, all tell. The relations follow from who
belongs where (`hertoets.release.derived`). Source: contract, section 6.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import inf

import numpy as np
import numpy.typing as npt

from hertoets.errors import DataError
from hertoets.findings import (
    At,
    Base,
    Bound,
    Counted,
    Findings,
    PersonSet,
    Place,
    RowSet,
)
from hertoets.release.derived import Row, derive
from hertoets.release.pool import Membership, membership_of, pool_of
from hertoets.release.rowsets import Rowed, derive_rows, rowed_of
from hertoets.release.variables import System, Variable

Whole = npt.NDArray[np.int64]


class Builder:
    """Makes a system of a run's counts; what earlier runs told may be added before it is done.

    Parameters
    ----------
    findings : Findings
        Exact, with their basis.
    before : sequence of Membership
        Who belonged to the counts of earlier runs.
    """

    def __init__(self, findings: Findings, before: Sequence[Membership] = ()) -> None:
        self._findings = findings
        own = membership_of(findings)
        self.pool = pool_of([own, *before])
        self._set_of = {counted: int(self.pool.place[0][n]) for counted, n in own.set_of.items()}
        self.variables = [Variable(int(size)) for size in self.pool.exact]
        self._rows: list[Row] = []
        self._other: dict[tuple[tuple[int, int], ...], int] = {}
        self._rowed = self._add_rows()
        self._at: dict[Place, int] = {}
        for place, counted in findings.counts.items():
            self._at[place] = self.number(counted)
            self.variables[self._at[place]].places.append(place)
        self._tell_signs()
        for fact in findings.facts:
            terms = self._terms(fact.counted)
            if len(terms) == 1 and terms[0][1] == 1:
                self.tell(terms[0][0], fact.least, fact.most)
            else:
                self._rows.append(Row(terms, fact.least, fact.most))

    def number(self, counted: Counted) -> int:
        """The variable of a count; one that is made from others is tied to them."""
        if counted in self._set_of:
            return self._set_of[counted]
        if len(counted.terms) == 1 and counted.terms[0][0] == 1:
            return self._of_base(counted.terms[0][1])
        return self.combine(self._terms(counted))

    def combine(self, terms: tuple[tuple[int, int], ...]) -> int:
        """A variable that is the sum of others, each times a factor."""
        if terms in self._other:
            return self._other[terms]
        exact = sum(factor * self.variables[number].exact for number, factor in terms)
        self.variables.append(Variable(exact, signed=any(factor < 0 for _, factor in terms)))
        place = self._other[terms] = len(self.variables) - 1
        self._rows.append(Row(((place, -1), *terms)))
        return place

    def tell(self, number: int, least: float, most: float) -> None:
        """Note that a count is known to lie between two ends."""
        low, high = self.variables[number].known
        self.variables[number].known = max(low, least), min(high, most)

    def system(self, families: Iterable[Whole] = ()) -> System:
        """Put everything together.

        Parameters
        ----------
        families : iterable of numpy.ndarray of int64
            Sets of earlier runs that exclude each other.

        Raises
        ------
        DataError
            Where a relation does not hold for the exact counts: whatever it should protect would
            be protected against the wrong attack.
        """
        own = [self._sets(family) for family in families_of(self._findings)]
        sets = [family for family in own if len(family) > 1]
        self._rows += derive(self.pool, [*sets, *families])
        self._rows += self._row_relations()
        self._refuse_false()
        return _assemble(self.variables, self._rows, self._at)

    def _sets(self, family: Iterable[Counted]) -> Whole:
        numbers = {self._set_of[counted] for counted in family if counted in self._set_of}
        cells = np.array(sorted(n for n in numbers if self.variables[n].exact), dtype=np.int64)
        if len(cells) and self.pool.sets[cells].sum(axis=0).max() > 1:
            return cells[:0]  # not apart for these persons: it says nothing
        return cells

    def _terms(self, counted: Counted) -> tuple[tuple[int, int], ...]:
        factors: dict[int, int] = {}
        for factor, base in counted.terms:
            number = self._of_base(base)
            factors[number] = factors.get(number, 0) + factor
        return tuple(sorted((number, factor) for number, factor in factors.items() if factor))

    def _of_base(self, base: Base) -> int:
        if isinstance(base, RowSet):
            return int(self.pool.sets.shape[0]) + self._rowed.number_of[base]
        return self._set_of[Counted(((1, base),))]

    def _add_rows(self) -> Rowed:
        basis = self._findings.basis
        counts = [*self._findings.counts.values(), *(one.counted for one in self._findings.facts)]
        bases = dict.fromkeys(base for counted in counts for _, base in counted.terms)
        wanted = [base for base in bases if isinstance(base, RowSet)]
        assert basis is not None
        rowed = rowed_of(basis, wanted)
        self.variables += [Variable(int(exact)) for exact in rowed.exact]
        return rowed

    def _row_relations(self) -> Iterator[Row]:
        kinds: dict[tuple[object, ...], set[int]] = {}
        for name, number in self._rowed.number_of.items():
            kinds.setdefault((name.kind, *name.of[:-1]), set()).add(number)
        families = [np.array(sorted(some), dtype=np.int64) for some in kinds.values()]
        apart = [cells for cells in families if self._are_apart(cells)]
        return derive_rows(self._rowed, self.pool, self.pool.of_persons, apart)

    def _are_apart(self, cells: Whole) -> bool:
        once = self._rowed.brings[cells] > 0
        return len(cells) > 1 and int(once.sum(axis=0).max()) <= 1

    def _tell_signs(self) -> None:
        """What the place of a count tells: below zero or not, only what occurs, under a median."""
        signed = _signed(self._findings)
        for number in set(self._at.values()):
            variable = self.variables[number]
            # What lies above zero in one place does so in all.
            variable.signed = all(place in signed for place in variable.places)
        for name, table in self._findings.tables.items():
            if table.occurs:
                column = table.position(table.occurs)
                for row in range(len(table.rows)):
                    self.tell(self._at[At(name, row, column)], 1, inf)
        for place in _under_median(self._findings):
            if place in self._at:
                self.variables[self._at[place]].under_median = True

    def _refuse_false(self) -> None:
        for row in self._rows:
            total = sum(factor * self.variables[number].exact for number, factor in row.terms)
            if not row.least <= total <= row.most:
                places = [p for number, _ in row.terms for p in self.variables[number].places]
                raise DataError.of(
                    where="disclosure",
                    at=", ".join(sorted({name_of(place) for place in places})),
                    what="what was derived of these counts does not hold for them",
                    mend="This is a fault of Hertoets itself: report it with the version and the "
                    "command",
                )


def families_of(findings: Findings) -> list[list[Counted]]:
    """Counts that differ in the values of the same columns only, and so may exclude each other."""
    kinds: dict[tuple[object, ...], list[Counted]] = {}
    for counted in dict.fromkeys(findings.counts.values()):
        if len(counted.terms) == 1 and isinstance(base := counted.terms[0][1], PersonSet):
            shape = tuple((column, len(values)) for column, values in base.where)
            kinds.setdefault((shape, base.reading, base.doubted), []).append(counted)
    return [family for family in kinds.values() if len(family) > 1]


def name_of(place: Place) -> str:
    """Name the output in which a count stands."""
    return place.table if isinstance(place, At) else place.finding


def _assemble(variables: list[Variable], relations: Iterable[Row], at: dict[Place, int]) -> System:
    rows: dict[tuple[tuple[tuple[int, int], ...], float, float], None] = {}
    for relation in relations:
        factors: dict[int, int] = {}
        for number, factor in relation.terms:
            factors[number] = factors.get(number, 0) + factor
        entries = tuple(sorted((number, factor) for number, factor in factors.items() if factor))
        if entries:
            rows[entries, relation.least, relation.most] = None
    flat = [(row, *entry) for row, (entries, _, _) in enumerate(rows) for entry in entries]
    table = np.array(flat, dtype=np.int64).reshape(-1, 3)
    return System(
        variables=variables,
        row=table[:, 0],
        column=table[:, 1],
        factor=table[:, 2].astype(np.float64),
        least=np.array([least for _, least, _ in rows], dtype=np.float64),
        most=np.array([most for _, _, most in rows], dtype=np.float64),
        at=at,
    )


def _signed(findings: Findings) -> set[Place]:
    signed: set[Place] = {
        At(name, row, column)
        for name, table in findings.tables.items()
        for row in table.signed_rows
        for column in range(len(table.columns))
    }
    return signed | {
        place
        for place in findings.counts
        if isinstance(place, Bound) and findings.definitions[place.finding].signed
    }


def _under_median(findings: Findings) -> set[Place]:
    under: set[Place] = set()
    for name, table in findings.tables.items():
        for column in table.columns:
            if column.kind == "days":
                base = table.position(column.of[0])
                under |= {At(name, row, base) for row in range(len(table.rows))}
    for definition in findings.definitions.values():
        if definition.unit == "dagen" and definition.of:
            under |= {Bound(definition.of, reading, "lower") for reading in findings.readings}
    return under
