"""The one table of a question: drawn up from sets, and counted by a basis that tells them apart.

A row for each combination of the values that there are, and a total. Which rows there are must not
tell who is meant: codes are listed whether anybody has them or not, names and months where anybody
in the extract has them, and that is all that an outsider learns of it. Where that makes too many
rows, names and months are those of who may be meant, and an outsider learns that.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import inf
from typing import Final

import polars as pl

from hertoets.errors import Fault, UseError
from hertoets.findings.basis import Basis, Mask
from hertoets.findings.dimensions import check_values, load_dimensions, refuse_faults
from hertoets.findings.drafts import TOTAL
from hertoets.findings.model import TOTAL_ROW, At, Cell, Column, Fact, Findings, Place, RawTable
from hertoets.findings.question import Question, widened
from hertoets.findings.refined import RefinedBasis, unrefined, with_profile_values
from hertoets.findings.sets import Conditions, Counted, PersonSet, Value, persons, total
from hertoets.outcomes import Comparison
from hertoets.outcomes.dimensions import OF_PERSON, OF_PROFILE, dimension_values
from hertoets.outcomes.refined import refine

MOST_CELLS: Final = 2_000
"""Counts in the table of one question: more are no question but a copy of the extract."""
_CALL: Final = "ask"
_SIDES: Final = (("lower", "ten minste"), ("upper", "ten hoogste"))
Key = tuple[Value, ...]


@dataclass(frozen=True)
class Published:
    """What a run has told, and what its figures are counted from."""

    findings: Findings
    comparison: Comparison


def findings_of(question: Question, run: Published, earlier: Sequence[Question] = ()) -> Findings:
    """The findings of a question: its table alone, going on from those of the run.

    Parameters
    ----------
    question : Question
    run : Published
    earlier : sequence of Question
        What was asked of the run before.

    Returns
    -------
    Findings

    Raises
    ------
    UseError
        For a value that does not occur, a table that was not delivered, or too many cells.
    """
    asked = (*earlier, question)
    basis = _basis(asked, run)
    _refuse_strange(question, run.comparison, basis)
    told = run.findings
    for one in earlier:
        told = _with(told, one, basis)
    return _with(told, question, basis)


def _with(told: Findings, question: Question, basis: Basis) -> Findings:
    drawn = _Drawn(question, basis, told)
    table = drawn.table()
    counts: dict[Place, Counted] = {
        At(table.id, *place): counted for place, counted in table.counts.items()
    }
    return replace(
        told,
        findings={},
        tables={table.id: table},
        counts=counts,
        facts=(*told.facts, *drawn.facts()),
        basis=basis,
        causes=pl.DataFrame(),
        goes_on=told,
    )


def _basis(asked: Sequence[Question], run: Published) -> RefinedBasis:
    """Count by every dimension that any of the questions asks for."""
    basis = run.findings.basis
    assert basis is not None
    named = list(dict.fromkeys(name for one in asked for name in one.dimensions))
    own = tuple(sorted(name for name in named if name in OF_PERSON))
    beside = tuple(sorted(name for name in named if name in OF_PROFILE))
    refined = unrefined(basis)
    if own:
        refined = refine(
            basis.profiles, dimension_values(run.comparison, own), run.comparison.settings
        )
    if beside:
        refined = with_profile_values(basis, refined, beside)
    return RefinedBasis(basis, refined)


def _refuse_strange(question: Question, comparison: Comparison, basis: Basis) -> None:
    faults: list[Fault] = []
    for name in question.dimensions:
        missing = [one for one in load_dimensions()[name].needs if not comparison.extract.has(one)]
        if missing:
            what = f"is not measured: {', '.join(missing)} was not delivered"
            faults.append(Fault(_CALL, name, what, "Leave it out"))
    definition = question.definition
    if definition is not None:
        missing = [one for one in definition.needs if not comparison.extract.has(one)]
        if missing:
            what = f"is not measured: {', '.join(missing)} was not delivered"
            faults.append(Fault(_CALL, definition.id, what, "Ask another finding"))
    refuse_faults(faults)
    for name, values in (*question.where, *question.who):
        occurring = [
            value for reading in question.readings for value in basis.values(name, reading)
        ]
        faults += check_values(name, values, occurring, _CALL)
    refuse_faults(faults)


class _Drawn:
    """Draws up the table of one question."""

    def __init__(self, question: Question, basis: Basis, told: Findings) -> None:
        self._question, self._basis, self._told = question, basis, told
        self._wholes = {
            (reading, side): self._who(reading, side)
            for reading in question.readings
            for side, _ in _SIDES
        }
        self._of_meant = False
        for self._of_meant in (False, True):
            self._values = {name: self._occurring(name) for name in question.by}
            self._keys = self._listed()
            number = (len(self._keys) + 1) * len(self._wholes)
            if number <= MOST_CELLS:
                break
        if number > MOST_CELLS:
            raise UseError.of(
                where=_CALL,
                what=f"the table would have more than {MOST_CELLS} counts, which is the most",
                mend="Ask by fewer dimensions, under fewer readings, or with a condition more",
            )

    def table(self) -> RawTable:
        """The table, counted."""
        counts = dict(self._counts())
        rows: list[list[Cell]] = [
            [*self._labels(key), *[None] * len(self._wholes)] for key in self._keys
        ]
        width = max(len(self._question.by), 1)
        rows.append([TOTAL, *[""] * (width - 1), *[None] * len(self._wholes)])
        for (row, column), counted in counts.items():
            rows[row][column] = self._basis.count(counted)
        definition = self._question.definition
        return RawTable(
            id=self._question.id,
            title_nl=self._title(),
            columns=(*self._heads(), *self._columns()),
            rows=tuple(tuple(row) for row in rows),
            population=definition.population if definition else "personen in de levering",
            unit="personen",
            source=", ".join(definition.source) if definition else "DATA",
            reading=self._reading(),
            keys=(*("|".join(map(str, key)) for key in self._keys), TOTAL_ROW),
            counts=counts,
        )

    def facts(self) -> Iterator[Fact]:
        """What the rows tell: somebody has each name or month that is listed, nobody another."""
        for name, values in self._values.items():
            if load_dimensions()[name].kind != "code":
                yield from self._told_by(name, values)

    def _told_by(self, name: str, values: Sequence[Value]) -> Iterator[Fact]:
        for value in values:
            some = [self._meant(reading, {name: value}) for reading in self._question.readings]
            yield Fact(total(dict.fromkeys(some)), 1, inf, f"iemand heeft {name} {value}")
        for reading in self._question.readings:
            every = total(self._meant(reading, {name: value}) for value in values)
            rest = self._meant(reading, {}) - every
            if rest.terms:
                yield Fact(rest, 0, 0, f"niemand heeft een andere {name}")

    def _meant(self, reading: str, own: Mapping[str, Value]) -> Counted:
        """Of whom it is told which values they have: everybody, or who may be meant."""
        if self._of_meant:
            return self._who(reading, "upper", own)
        return persons({name: (value,) for name, value in own.items()}, reading)

    def _who(self, reading: str, side: str, own: Mapping[str, Value] | None = None) -> Counted:
        """Who is meant, surely or at most; of those who hold some values."""
        question = self._question
        where: Conditions = question.surely if side == "lower" else question.at_most
        asked: dict[str, tuple[Value, ...]] = dict(question.where)
        if side == "upper":
            asked = {name: widened(name, values) for name, values in asked.items()}
        found: dict[str, tuple[Value, ...]] = dict(where)
        exact = {name: (value,) for name, value in (own or {}).items()}
        for column, values in (*asked.items(), *exact.items()):
            known = found.get(column)
            found[column] = tuple(v for v in values if known is None or v in known)
        return persons(found, reading)

    def _listed(self) -> list[Key]:
        """The combinations of the values that there are, those of the conditions alone."""
        narrowed = dict(self._question.where)
        kept = (
            [value for value in values if value in narrowed.get(name, (value,))]
            for name, values in self._values.items()
        )
        return list(product(*kept)) if self._question.by else []

    def _occurring(self, name: str) -> list[Value]:
        """The codes of a dimension that are listed, and the values that anybody has, in order."""
        dimension = load_dimensions()[name]
        found = set[Value](dimension.codes if dimension.kind == "code" else ())
        for reading in self._question.readings:
            held = self._basis.column(name, reading).filter(pl.Series(self._inside(reading)))
            found.update(held.unique().drop_nulls())
        return sorted(found, key=dimension.place)

    def _inside(self, reading: str) -> Mask:
        """The profiles of persons, everybody or who may be meant."""
        there = self._basis.profiles.persons > 0
        for _, base in self._meant(reading, {}).terms:
            assert isinstance(base, PersonSet)
            there = there & self._basis.mask(base)
        return there

    def _row(self, key: Key) -> Iterator[Counted]:
        own = dict(zip(self._question.by, key, strict=True))
        for reading, side in self._wholes:
            yield self._who(reading, side, own)

    def _counts(self) -> Iterator[tuple[tuple[int, int], Counted]]:
        first = max(len(self._question.by), 1)
        for row, key in enumerate(self._keys):
            for place, counted in enumerate(self._row(key)):
                yield (row, first + place), counted
        for place, counted in enumerate(self._wholes.values()):
            yield (len(self._keys), first + place), counted

    def _heads(self) -> list[Column]:
        if not self._question.by:
            return [Column("label", "", "label")]
        kinds = ["label", *["text"] * (len(self._question.by) - 1)]
        titles = [load_dimensions()[name].title_nl for name in self._question.by]
        return [
            Column(name, title, "label" if kind == "label" else "text")
            for name, title, kind in zip(self._question.by, titles, kinds, strict=True)
        ]

    def _columns(self) -> Iterator[Column]:
        one = len(self._question.readings) == 1
        for reading in self._question.readings:
            for side, title in _SIDES:
                if one:
                    yield Column(side, title, "count")
                else:
                    named = f"{self._told.readings[reading]}, {title}"
                    yield Column(f"{reading}_{side}", named, "count")

    def _labels(self, key: Key) -> list[str]:
        named = zip(self._question.by, key, strict=True)
        return [load_dimensions()[name].label(value) for name, value in named]

    def _reading(self) -> str | None:
        question, headline = self._question, self._basis.headline
        depends = question.definition.depends if question.definition else False
        depends = depends or any(load_dimensions()[name].by_reading for name in question.dimensions)
        if not depends or question.readings == (headline,):
            return headline if depends else None
        return ", ".join(question.readings)

    def _title(self) -> str:
        question, dimensions = self._question, load_dimensions()
        title = question.definition.title_nl if question.definition else "Personen"
        said = [
            f"{dimensions[name].title_nl}: {' of '.join(dimensions[name].label(v) for v in values)}"
            for name, values in (*question.who, *question.where)
        ]
        by = " en ".join(dimensions[name].title_nl for name in question.by)
        return "; ".join([f"{title}, naar {by}" if by else title, *said])
