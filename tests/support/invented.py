"""Findings of invented persons: who there are, and which counts of them are published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from hertoets.findings import (
    EURO_A_PERSON,
    RECORDS,
    SIDES,
    At,
    Basis,
    Bound,
    Column,
    Counted,
    Fact,
    Findings,
    Manner,
    Origin,
    Pair,
    Place,
    RawFinding,
    RawTable,
    display,
    load_definitions,
)
from hertoets.findings.basis import Rows
from hertoets.findings.drafts import Draft, cross, filled
from hertoets.findings.medians import as_pair
from hertoets.findings.sets import Value, persons, total
from hertoets.outcomes import Profiles
from hertoets.outcomes.profiles import counted_days

HEADLINE = "publication"
LABEL = Column("label", "", "label")
People = Sequence[tuple[int, Mapping[str, Value]]]
"""How many persons there are of each kind, and what is told of them; 0: there might have been."""


def basis_of(people: People, waited: Sequence[int] = (), rows: Rows | None = None) -> Basis:
    """Count by what is told of persons.

    Parameters
    ----------
    people : sequence of (int, mapping of str to value)
    waited : sequence of int
        The days that some of them waited.
    rows : Rows, optional
        What else is counted.
    """
    columns = dict.fromkeys(column for _, told in people for column in told)
    told = pl.DataFrame({name: [one.get(name) for _, one in people] for name in columns})
    sizes = np.array([number for number, _ in people], dtype=np.int64)
    of_persons = np.repeat(np.arange(len(people), dtype=np.int64), sizes)
    days = pl.DataFrame({"waited_days": waited}, schema={"waited_days": pl.Int32})
    days = counted_days(days.with_columns(group=pl.lit("asylum")))
    passes = [(HEADLINE, True), (HEADLINE, False)]
    profiles = Profiles(sizes, of_persons, dict.fromkeys(passes, told), dict.fromkeys(passes, days))
    names = [f"p{number:05d}" for number in range(len(of_persons))]
    return Basis(profiles, HEADLINE, rows or Rows(), names)


def listed(name: str, column: str, values: Iterable[str], *, totalled: bool = True) -> RawTable:
    """A table with a row for each value of a column, and their total below."""
    rows: list[tuple[Draft, ...]] = [(value, persons({column: (value,)})) for value in values]
    if totalled:
        rows.append(("totaal", total(cell for _, cell in rows if isinstance(cell, Counted))))
    return drawn(name, (LABEL, Column("persons", "personen", "count")), rows)


def crossed(name: str, down: Sequence[str], along: Sequence[str]) -> RawTable:
    """A table of the values of ``down`` by those of ``along``, with totals."""
    cells = {(d, a): persons({"down": (d,), "along": (a,)}) for d in down for a in along}
    return drawn(name, *cross("", {d: d for d in down}, {a: a for a in along}, cells))


def drawn(
    name: str, columns: tuple[Column, ...], rows: Iterable[tuple[Draft, ...]], **rest: object
) -> RawTable:
    """A table of which each cell that is a count says what it counts."""
    body = [tuple(row) for row in rows]
    counts = {
        (row, column): cell
        for row, cells in enumerate(body)
        for column, cell in enumerate(cells)
        if isinstance(cell, Counted)
    }
    empty = tuple(tuple(None if isinstance(c, Counted) else c for c in row) for row in body)
    table = RawTable(name, "", columns, empty, "", "personen", "DATA", None, counts=counts)
    return replace(table, **rest)  # type: ignore[arg-type]


def parts(*numbers: int, column: str = "part") -> list[tuple[int, dict[str, Value]]]:
    """So many persons of each value ``r0``, ``r1`` … of a column."""
    return [(number, {column: f"r{place}"}) for place, number in enumerate(numbers)]


def cells(counts: Sequence[Sequence[int]]) -> list[tuple[int, dict[str, Value]]]:
    """So many persons in each cell of a table of ``r0``, ``r1`` … by ``k0``, ``k1`` …."""
    return [
        (count, {"down": f"r{row}", "along": f"k{column}"})
        for row, line in enumerate(counts)
        for column, count in enumerate(line)
    ]


def crossing(name: str, counts: Sequence[Sequence[int]]) -> RawTable:
    """The table of `cells`."""
    return crossed(
        name, [f"r{row}" for row in range(len(counts))], [f"k{k}" for k in range(len(counts[0]))]
    )


def findings_of(
    people: People | Basis,
    *tables: RawTable,
    figures: Mapping[str, tuple[Counted, Counted]] | Sequence[str] = (),
    facts: Sequence[Fact] = (),
) -> Findings:
    """A run that publishes these tables and figures and nothing else.

    Parameters
    ----------
    people : sequence of (int, mapping), or Basis
    tables : RawTable
        Still to be filled.
    figures : mapping of str to (Counted, Counted), or sequence of str
        What each counts, lower and upper; by name alone those that are sets of persons, and the
        amounts and medians made from others.
    facts : sequence of Fact
    """
    basis = people if isinstance(people, Basis) else basis_of(people)
    body = {table.id: filled(table, basis) for table in tables}
    definitions = load_definitions()
    counts: dict[Place, Counted] = {
        At(name, *place): counted
        for name, table in body.items()
        for place, counted in table.counts.items()
    }
    for name in figures:
        definition = definitions[name]
        if isinstance(figures, Mapping):
            pair = figures[name]
        elif definition.who is not None:
            pair = definition.surely(HEADLINE), definition.at_most(HEADLINE)
        else:
            continue
        for reading in (HEADLINE, RECORDS):
            for side, counted in zip(SIDES, pair, strict=True):
                counts[Bound(name, reading, side)] = counted
    made = {name: _figure(name, counts, basis) for name in definitions if name in [*figures]}
    return Findings(
        findings=made,
        definitions=dict(definitions),
        tables=body,
        meta=Origin("met de hand", None, synthetic=True, source="verzonnen"),
        settings={"headline": HEADLINE},
        readings={HEADLINE: "Bekendmaking"},
        notes=(),
        counts=counts,
        facts=tuple(facts),
        basis=basis,
    )


def _figure(name: str, counts: Mapping[Place, Counted], basis: Basis) -> RawFinding:
    entry = load_definitions()[name]
    of = entry.of if entry.unit == "euro" else name
    pair: Pair
    if entry.days:
        pair = as_pair(basis.days(entry.days))
    else:
        worth = EURO_A_PERSON if entry.unit == "euro" else 1
        lower, upper = (
            worth * basis.count(counts[Bound(str(of), HEADLINE, side)]) for side in SIDES
        )
        pair = lower, upper
    text = "" if pair[0] is None else display(*pair, Manner(entry.unit, signed=entry.signed))
    return RawFinding(
        id=name,
        title_nl=entry.title_nl,
        definition=entry.definition,
        population=entry.population,
        within=entry.within,
        unit=entry.unit,
        source=", ".join(entry.source),
        reading=HEADLINE,
        lower=pair[0],
        upper=pair[1],
        records=pair,
        by_reading={HEADLINE: pair},
        undecided={},
        display_nl=text,
        status="measured",
    )
