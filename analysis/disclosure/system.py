"""Everything that a run publishes of its counts, as one system of whole numbers.

A count that stands in several places (a table's cell, a finding's bound, the same bound under
another reading) is one variable: what one place tells, all tell. The relations are the sums within
tables and those that the findings hand over. Source: contract, section 6.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from math import inf

import numpy as np
import numpy.typing as npt

from analysis.disclosure.counts import (
    Interval,
    hidden_range,
    is_small,
    median_range,
    round_count,
    unround,
    withheld_range,
)
from analysis.disclosure.policy import Policy
from analysis.errors import DataError
from analysis.findings import COUNTED, SIDES, At, Bound, Findings, RawTable, Relation, Tally, Term

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
SUM = "de som in de tabel"


@dataclass
class Variable:
    """One count: its exact number, every place where it is published, and what is known of it.

    `earlier` is what earlier runs already told; `under_median` that a median over these is shown
    where there are enough of them. Without places it is published nowhere, and only ties others
    together.
    """

    exact: int
    signed: bool = False
    under_median: bool = False
    places: list[At | Bound] = field(default_factory=list)
    earlier: Interval = (-inf, inf)

    def interval(self, policy: Policy, *, withheld: bool) -> Interval:
        """Give what its published form leaves, together with what earlier runs told."""
        known = [self._own(policy, withheld=withheld), self.earlier]
        if self.under_median:
            known.append(median_range(self.exact, policy))
        return max(low for low, _ in known), min(high for _, high in known)

    def _own(self, policy: Policy, *, withheld: bool) -> Interval:
        if withheld or not self.places:
            return withheld_range(signed=self.signed)
        shown = round_count(self.exact, policy)
        if shown is None:
            return hidden_range(policy, signed=self.signed)
        return unround(shown, policy)

    def is_hidden(self, policy: Policy) -> bool:
        """Tell whether its published form is ``<10``."""
        return bool(self.places) and is_small(self.exact, policy)


@dataclass(frozen=True)
class System:
    """Variables and relations; entry k says that relation `row[k]` holds `column[k]`.

    Attributes
    ----------
    variables : list of Variable
    row, column, factor : numpy.ndarray of int, shape (entries,)
        Sorted by row.
    least, most : numpy.ndarray of float, shape (relations,)
        Between which the terms of each relation add up.
    """

    variables: list[Variable]
    row: Whole
    column: Whole
    factor: Floats
    least: Floats
    most: Floats
    at: dict[Term, int]

    def boxes(self, policy: Policy) -> "Boxes":
        """Work out what each count leaves by itself, shown and withheld, to choose from often."""
        shown, withheld = (
            np.array(
                [variable.interval(policy, withheld=gone) for variable in self.variables],
                dtype=np.float64,
            ).reshape(-1, 2)
            for gone in (False, True)
        )
        return Boxes(shown, withheld)

    def protected(self, policy: Policy, withheld: Set[int]) -> list[int]:
        """Give the counts that must keep their options: the hidden and the withheld ones."""
        return [
            number
            for number, variable in enumerate(self.variables)
            if number in withheld or variable.is_hidden(policy)
        ]


@dataclass(frozen=True)
class Boxes:
    """The interval of each count where it is shown and where it is withheld.

    Attributes
    ----------
    shown, withheld : numpy.ndarray of float, shape (variables, 2)
    """

    shown: Floats
    withheld: Floats

    def at(self, withheld: Set[int]) -> tuple[Floats, Floats]:
        """Give least and greatest of every count, with some withheld; arrays of the caller's."""
        box = self.shown.copy()
        places = list(withheld)
        box[places] = self.withheld[places]
        return box[:, 0].copy(), box[:, 1].copy()


def build_system(findings: Findings) -> System:
    """Put every count and relation of a run into one system.

    Parameters
    ----------
    findings : Findings
        Exact.

    Returns
    -------
    System

    Raises
    ------
    DataError
        Where a relation does not hold for the exact counts: whatever it should protect would be
        protected against the wrong attack.
    """
    exact = dict(_counts(findings)) | dict(findings.tallies)
    relations = [
        relation
        for relation in (*_sums(findings.tables.values()), *findings.relations)
        if all(term in exact for _, term in relation.terms)
    ]
    _refuse_false(relations, exact)
    kin = _Kin()
    for relation in relations:
        if _is_identity(relation):
            kin.join(*(term for _, term in relation.terms))
    signed, under_median = _signed(findings), _under_median(findings)
    variables: list[Variable] = []
    at: dict[Term, int] = {}
    for term, value in exact.items():
        root = kin.root(term)
        if root not in at:
            at[root] = len(variables)
            variables.append(Variable(value))
        at[term] = at[root]
        variable = variables[at[term]]
        if not isinstance(term, Tally):
            variable.places.append(term)
            # What lies above zero in one place does so in all.
            first = len(variable.places) == 1
            variable.signed = term in signed and (first or variable.signed)
            variable.under_median |= term in under_median
    return _assemble(variables, relations, at)


def _assemble(
    variables: list[Variable], relations: Iterable[Relation], at: dict[Term, int]
) -> System:
    rows: dict[tuple[tuple[tuple[int, int], ...], str, int], None] = {}
    for relation in relations:
        factors: dict[int, int] = {}
        for factor, term in relation.terms:
            factors[at[term]] = factors.get(at[term], 0) + factor
        entries = tuple(sorted((place, factor) for place, factor in factors.items() if factor))
        if entries:
            rows[entries, relation.sense, relation.constant] = None
    flat = [(row, *entry) for row, (entries, _, _) in enumerate(rows) for entry in entries]
    table = np.array(flat, dtype=np.int64).reshape(-1, 3)
    return System(
        variables=variables,
        row=table[:, 0],
        column=table[:, 1],
        factor=table[:, 2].astype(np.float64),
        least=np.array([constant for _, _, constant in rows], dtype=np.float64),
        most=np.array([inf if sense == ">=" else fixed for _, sense, fixed in rows]),
        at=at,
    )


class _Kin:
    """Which terms are one and the same count."""

    def __init__(self) -> None:
        self._parent: dict[Term, Term] = {}

    def root(self, term: Term) -> Term:
        while term in self._parent:
            term = self._parent[term]
        return term

    def join(self, one: Term, other: Term) -> None:
        first, second = self.root(one), self.root(other)
        if first != second:
            self._parent[second] = first


def _is_identity(relation: Relation) -> bool:
    factors = sorted(factor for factor, _ in relation.terms)
    return relation.sense == "=" and relation.constant == 0 and factors == [-1, 1]


def _counts(findings: Findings) -> Iterator[tuple[Term, int]]:
    for name, finding in findings.findings.items():
        if finding.unit not in COUNTED:
            continue
        for reading, pair in finding.by_reading.items():
            for side, value in zip(SIDES, pair, strict=True):
                if isinstance(value, int):
                    yield Bound(name, reading, side), value
    for name, table in findings.tables.items():
        columns = [place for place, column in enumerate(table.columns) if column.kind == "count"]
        for number, row in enumerate(table.rows):
            for column in columns:
                cell = row[column]
                if isinstance(cell, int):
                    yield At(name, number, column), cell


def _sums(tables: Iterable[RawTable]) -> Iterator[Relation]:
    for table in tables:
        for entry in table.sums:
            parts = [(-1, At(table.id, *part)) for part in entry.parts]
            yield Relation(((1, At(table.id, *entry.total)), *parts), SUM)


def _signed(findings: Findings) -> set[Term]:
    signed: set[Term] = {
        At(name, row, column)
        for name, table in findings.tables.items()
        for row in table.signed_rows
        for column in range(len(table.columns))
    }
    for name, finding in findings.findings.items():
        if findings.definitions[name].signed:
            for reading in finding.by_reading:
                signed |= {Bound(name, reading, "lower"), Bound(name, reading, "upper")}
    return signed


def _under_median(findings: Findings) -> set[Term]:
    under: set[Term] = set()
    for name, table in findings.tables.items():
        for column in table.columns:
            if column.kind == "days":
                base = table.position(column.of[0])
                under |= {At(name, row, base) for row in range(len(table.rows))}
    for definition in findings.definitions.values():
        if definition.unit == "dagen" and definition.of:
            under |= {Bound(definition.of, reading, "lower") for reading in findings.readings}
    return under


def _refuse_false(relations: Iterable[Relation], exact: dict[Term, int]) -> None:
    for relation in relations:
        total = sum(factor * exact[term] for factor, term in relation.terms)
        holds = total >= relation.constant if relation.sense == ">=" else total == relation.constant
        if not holds:
            named = sorted({name_of(term) for _, term in relation.terms})
            raise DataError.of(
                where="disclosure",
                at=", ".join(named),
                what=f"these counts should satisfy, but do not: {relation.why}",
                mend="This is a fault of Hertoets itself: report it with the version and the "
                "command",
            )


def name_of(term: Term) -> str:
    """Name the output in which a term stands."""
    if isinstance(term, At):
        return term.table
    return term.finding if isinstance(term, Bound) else "a count behind the figures"
