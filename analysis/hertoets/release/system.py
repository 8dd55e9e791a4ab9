"""Everything that a run publishes of its counts, as one system of whole numbers.

A count that stands in several places (a table's cell, a finding's bound, the same bound under
another reading) is one variable: what one place tells, all tell. The relations follow from who
belongs where (`hertoets.release.derived`). Source: contract, section 6.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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
    bases_of,
)
from hertoets.release.derived import derive
from hertoets.release.numbering import keys_here, keys_told, numbered, told_apart
from hertoets.release.pool import families_of, marks_of, members_of, people_of, pool_of
from hertoets.release.told import Told
from hertoets.release.variables import People, Row, System, Variable

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Reason:
    """What follows, for whoever reads all, of numbers by their places: they add up to so much."""

    terms: tuple[tuple[Place, int], ...]
    least: float


class Builder:
    """Makes a system of a run's counts; what earlier runs told may be added before it is done.

    Parameters
    ----------
    findings : Findings
        Exact, with their basis.
    before : sequence of Told
        What earlier runs told.
    key : bytes
        Under which persons got their marks in those.
    """

    def __init__(self, findings: Findings, before: Sequence[Told] = (), key: bytes = b"") -> None:
        self._findings = findings
        self.members, self.set_of = members_of(findings, key)
        runs = [self.members, *(run.members for run in before)]
        self._pools = [pool_of(self.members), *(run.pool for run in before)]
        goes_on = [findings.goes_on is not None, *(run.goes_on for run in before)]
        self.families = families_of(findings, self.set_of, self._pools[0])
        self._before = before
        self.variables: list[Variable] = []
        keys = [keys_here(findings, self.set_of), *(keys_told(run) for run in before)]
        marked = [
            list(zip(marks_of(run, pool).tolist(), pool.exact.tolist(), strict=True))
            for run, pool in zip(runs, self._pools, strict=True)
        ]
        self._numbers, exact = numbered(marked, keys)
        self.variables.extend(Variable(number) for number in exact)
        self._apart = told_apart(self._numbers, goes_on)
        self._rows: list[Row] = []
        self._other: dict[tuple[tuple[int, int], ...], int] = {}
        self._differences: dict[int, tuple[tuple[int, int], ...]] = {}
        self._of_rows = self._add_rows()
        self._at: dict[Place, int] = {}
        for place, counted in findings.counts.items():
            self._at[place] = self.number(counted)
            self.variables[self._at[place]].places.append(place)
        self._tell_signs()
        for fact in findings.facts:
            terms = self._terms(fact.counted)
            if len(terms) == 1 and terms[0][1] == 1:
                variable = self.variables[terms[0][0]]
                low, high = variable.ruled
                variable.ruled = max(low, fact.least), min(high, fact.most)
            else:
                self.add(Row(terms, fact.least, fact.most))

    def number(self, counted: Counted) -> int:
        """The variable of a count; one that is made from others is tied to them."""
        if counted in self.set_of:
            return int(self._numbers[0][self.set_of[counted]])
        if len(counted.terms) == 1 and counted.terms[0][0] == 1:
            return self._of_base(counted.terms[0][1])
        number = self.combine(self._terms(counted))
        if all(isinstance(base, PersonSet) for _, base in counted.terms):
            self._differences[number] = tuple(
                (factor, self.set_of[Counted(((1, base),))]) for factor, base in counted.terms
            )
        return number

    def numbers_before(self, run: int, told: Told) -> list[int]:
        """The variables of the sets of an earlier run, and after them those of its rows.

        Rows of a name of which there are as many as then are taken for the same.
        """
        numbers: list[int] = self._numbers[1 + run].tolist()
        for base, exact in told.rows:
            place = self._of_rows.get(base)
            if place is None or self.variables[place].exact != exact:
                place = len(self.variables)
                self.variables.append(Variable(exact))
            numbers.append(place)
        return numbers

    def add(self, row: Row) -> None:
        """Note that a relation holds."""
        self._rows.append(row)

    def add_reason(self, reason: Reason) -> None:
        """Note what was seen to follow for the numbers in some places."""
        terms = ((self._at[place], factor) for place, factor in reason.terms)
        self.add(Row(tuple(terms), reason.least, inf))

    def combine(self, terms: tuple[tuple[int, int], ...]) -> int:
        """A variable that is the sum of others, each times a factor."""
        if terms in self._other:
            return self._other[terms]
        exact = sum(factor * self.variables[number].exact for number, factor in terms)
        self.variables.append(Variable(exact, signed=any(factor < 0 for _, factor in terms)))
        place = self._other[terms] = len(self.variables) - 1
        self.add(Row(((place, -1), *terms)))
        return place

    def tell(self, number: int, least: float, most: float) -> None:
        """Note that a count is known to lie between two ends."""
        low, high = self.variables[number].known
        self.variables[number].known = max(low, least), min(high, most)

    def system(self) -> System:
        """Put everything together.

        Raises
        ------
        DataError
            Where a relation does not hold for the exact counts: whatever it should protect would
            be protected against the wrong attack.
        """
        told = zip(self._before, self._numbers[1:], self._apart[1:], strict=True)
        for run, numbers, apart in told:
            self._rows += _among(numbers, run.derived if apart else ())
        merged = _merged(self._rows, {})
        given = len(merged)
        here = derive(self._pools[0], self.families) if self._apart[0] else ()
        merged = _merged(_among(self._numbers[0], here), merged)
        people = people_of(self._pools[0], self._numbers[0], self._differences)
        system = _assemble(self.variables, list(merged), self._at, people, given)
        _refuse_false(system)
        return system

    def _terms(self, counted: Counted) -> tuple[tuple[int, int], ...]:
        factors: dict[int, int] = {}
        for factor, base in counted.terms:
            number = self._of_base(base)
            factors[number] = factors.get(number, 0) + factor
        return tuple(sorted((number, factor) for number, factor in factors.items() if factor))

    def _of_base(self, base: Base) -> int:
        if isinstance(base, RowSet):
            return self._of_rows[base]
        return int(self._numbers[0][self.set_of[Counted(((1, base),))]])

    def _add_rows(self) -> dict[RowSet, int]:
        """A variable for each count of rows; what they have to do with persons, facts tell."""
        basis = self._findings.basis
        counts = [
            *self._findings.every_count.values(),
            *(one.counted for one in self._findings.facts),
        ]
        numbers: dict[RowSet, int] = {}
        for base in bases_of(counts):
            if isinstance(base, RowSet):
                assert basis is not None
                numbers[base] = len(self.variables)
                self.variables.append(Variable(basis.count_base(base)))
        return numbers

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
                for row in set(range(len(table.rows))) - {*table.always}:
                    self.tell(self._at[At(name, row, column)], 1, inf)
        for place in _under_median(self._findings):
            if place in self._at:
                self.variables[self._at[place]].under_median = True


def _among(numbers: Whole, derived: Iterable[Row]) -> Iterator[Row]:
    """Relations between sets, as relations between their variables."""
    variable = numbers.tolist()
    for row in derived:
        terms = tuple((variable[one], factor) for one, factor in row.terms)
        yield Row(terms, row.least, row.most)


def _refuse_false(system: System) -> None:
    exact = np.array([variable.exact for variable in system.variables], dtype=np.float64)
    terms = system.factor * exact[system.column]
    totals = np.bincount(system.row, terms, len(system.least))
    false = np.flatnonzero((totals < system.least) | (totals > system.most))
    if len(false):
        numbers = system.column[np.isin(system.row, false)].tolist()
        places = {name_of(p) for number in numbers for p in system.variables[number].places}
        raise DataError.of(
            where="disclosure",
            at=", ".join(sorted(places)),
            what="what was derived of these counts does not hold for them",
            mend="This is a fault of Hertoets itself: report it with the version and the command",
        )


def name_of(place: Place) -> str:
    """Name the output in which a count stands."""
    return place.table if isinstance(place, At) else place.finding


def _merged(relations: Iterable[Row], rows: dict[Row, None]) -> dict[Row, None]:
    """Relations besides those there are, each once and with each variable once."""
    for relation in relations:
        factors: dict[int, int] = {}
        for number, factor in relation.terms:
            factors[number] = factors.get(number, 0) + factor
        entries = tuple(sorted((number, factor) for number, factor in factors.items() if factor))
        if entries or not relation.least <= 0 <= relation.most:  # what cancels out may be false
            rows[Row(entries, relation.least, relation.most)] = None
    return rows


def _assemble(
    variables: list[Variable],
    rows: Sequence[Row],
    at: dict[Place, int],
    people: People | None,
    given: int,
) -> System:
    flat = [(row, *entry) for row, one in enumerate(rows) for entry in one.terms]
    table = np.array(flat, dtype=np.int64).reshape(len(flat), 3)
    return System(
        variables=variables,
        row=table[:, 0],
        column=table[:, 1],
        factor=table[:, 2].astype(np.float64),
        least=np.array([one.least for one in rows], dtype=np.float64),
        most=np.array([one.most for one in rows], dtype=np.float64),
        at=at,
        people=people,
        given=given,
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
        median = findings.findings.get(definition.id)
        stands = median is None or median.status == "measured"
        if definition.unit == "dagen" and definition.of and stands:
            under |= {Bound(definition.of, reading, "lower") for reading in findings.readings}
    return under
