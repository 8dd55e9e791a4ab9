"""Everything that a run publishes of its counts, as one system of whole numbers.

A count that stands in several places (a table's cell, a finding's bound, the same bound under
another reading) is one variable: what one place tells, all tell. The relations are the sums within
tables and those that the findings hand over. Source: contract, section 6.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import inf

import numpy as np

from hertoets.errors import DataError
from hertoets.findings import (
    COUNTED,
    SIDES,
    At,
    Bound,
    Findings,
    RawTable,
    Relation,
    Tally,
    Term,
    Then,
)
from hertoets.release.variables import System, Variable

SUM = "de som in de tabel"


def build_system(
    findings: Findings, before: Sequence[Findings] = (), same: Iterable[Relation] = ()
) -> System:
    """Put every count and relation of a run, and of runs before it, into one system.

    Parameters
    ----------
    findings : Findings
        Exact.
    before : sequence of Findings
        What earlier runs counted, exact; their terms are `Then`.
    same : iterable of Relation
        What ties the runs together.

    Returns
    -------
    System

    Raises
    ------
    DataError
        Where a relation does not hold for the exact counts: whatever it should protect would be
        protected against the wrong attack.
    """
    exact = counts_of(findings)
    known = _relations(findings)
    signed = _signed(findings)
    under_median = _under_median(findings)
    for run, other in enumerate(before):
        exact |= {Then(run, term): count for term, count in counts_of(other).items()}
        known += [_then(run, relation) for relation in _relations(other)]
        signed |= {Then(run, term) for term in _signed(other)}
        under_median |= {Then(run, term) for term in _under_median(other)}
    relations = [
        relation for relation in (*known, *same) if all(term in exact for _, term in relation.terms)
    ]
    _refuse_false(relations, exact)
    kin = _Kin()
    for relation in relations:
        if _is_identity(relation):
            kin.join(*(term for _, term in relation.terms))
    variables: list[Variable] = []
    at: dict[Term, int] = {}
    for term, value in exact.items():
        root = kin.root(term)
        if root not in at:
            at[root] = len(variables)
            # What lies above zero in one place does so in all.
            variables.append(Variable(value, signed=True))
        at[term] = at[root]
        variable = variables[at[term]]
        variable.signed &= term in signed
        variable.under_median |= term in under_median
        if isinstance(term, At | Bound):
            variable.places.append(term)
        variable.behind |= isinstance(term, Tally)
    return _assemble(variables, relations, at)


def _relations(findings: Findings) -> list[Relation]:
    return [*_sums(findings.tables.values()), *findings.relations]


def _then(run: int, relation: Relation) -> Relation:
    terms = tuple((factor, Then(run, term)) for factor, term in relation.terms)
    return replace(relation, terms=terms)


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


def counts_of(findings: Findings) -> dict[Term, int]:
    """Every count of a run, exact: published, or only behind what is published."""
    return dict(_counts(findings)) | dict(findings.tallies)


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
                for side in SIDES:
                    # The figure, and what it was before any doubt.
                    signed |= {Bound(name, reading, side), Tally(reading, ((side, name),))}
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
    if isinstance(term, Then):
        return f"{name_of(term.term)} of an earlier run"
    if isinstance(term, At):
        return term.table
    return term.finding if isinstance(term, Bound) else "a count behind the figures"
