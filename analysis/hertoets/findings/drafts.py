"""Tables as they are drawn up: a cell that is a count says what it counts, and is filled once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hertoets.findings.basis import Basis
from hertoets.findings.catalogue import load_descriptions
from hertoets.findings.model import Cell, Column, RawTable
from hertoets.findings.sets import Counted, total

TOTAL = "totaal"
Labels = Mapping[str, str]
Draft = Cell | Counted
"""A cell before it is counted."""


def make_table(
    name: str,
    headline: str,
    columns: tuple[Column, ...],
    rows: Iterable[tuple[Draft, ...]],
    signed_rows: tuple[int, ...] = (),
    keys: Iterable[str] = (),
    always: tuple[int, ...] = (),
) -> RawTable:
    """Put rows under the description of their table; counts are still to be filled.

    Parameters
    ----------
    name : str
        Id in ``tables.toml``.
    headline : str
        The reading for which it is made; kept only where the table depends on it.
    columns, rows, signed_rows, keys, always
        As in `RawTable`; a cell that is a count says what it counts.

    Returns
    -------
    RawTable
    """
    description = load_descriptions()[name]
    drawn = [tuple(row) for row in rows]
    return RawTable(
        id=name,
        title_nl=description.title_nl,
        columns=columns,
        rows=tuple(tuple(None if isinstance(c, Counted) else c for c in row) for row in drawn),
        population=description.population,
        unit=description.unit,
        source=description.source,
        reading=headline if description.depends else None,
        note_nl=description.note_nl,
        order_by=description.order_by,
        occurs=description.occurs,
        always=always,
        signed_rows=signed_rows,
        keys=tuple(keys),
        counts={
            (row, column): cell
            for row, cells in enumerate(drawn)
            for column, cell in enumerate(cells)
            if isinstance(cell, Counted)
        },
    )


def filled(table: RawTable, basis: Basis) -> RawTable:
    """The table with its counts; where only what occurs is listed, without rows of none."""
    rows = [list(row) for row in table.rows]
    for (row, column), counted in table.counts.items():
        rows[row][column] = basis.count(counted)
    kept = list(range(len(rows)))
    if table.occurs:
        place = table.position(table.occurs)
        kept = [row for row in kept if row in table.always or rows[row][place] != 0]
    if table.order_by:
        place = table.position(table.order_by)
        kept.sort(key=lambda row: (-_number(rows[row][place]), str(rows[row][0])))
    now_at = {row: place for place, row in enumerate(kept)}
    return replace(
        table,
        rows=tuple(tuple(rows[row]) for row in kept),
        keys=tuple(table.keys[row] for row in kept if table.keys),
        always=tuple(now_at[row] for row in table.always),
        signed_rows=tuple(now_at[row] for row in table.signed_rows if row in now_at),
        counts={
            (now_at[row], column): counted
            for (row, column), counted in table.counts.items()
            if row in now_at
        },
    )


def cross(
    title_nl: str, rows: Labels, columns: Labels, cells: Mapping[tuple[str, str], Counted]
) -> tuple[tuple[Column, ...], list[tuple[Draft, ...]]]:
    """A table with a total below and at the end.

    Parameters
    ----------
    title_nl : str
        Over the labels.
    rows, columns : mapping of str to str
        The codes that make rows and columns, with their labels.
    cells : mapping of (row, column) to Counted

    Returns
    -------
    tuple of columns and rows
        The first column holds the labels, the last one the totals, the last row the totals too.
    """
    headed = (
        Column("label", title_nl, "label"),
        *(Column(code, label, "count") for code, label in columns.items()),
        Column("total", TOTAL, "count"),
    )
    body = [[cells[row, column] for column in columns] for row in rows]
    body.append([total(column) for column in zip(*body, strict=True)])
    labels = [*rows.values(), TOTAL]
    return headed, [
        (label, *counts, total(counts)) for label, counts in zip(labels, body, strict=True)
    ]


def _number(cell: Cell) -> float:
    return cell if isinstance(cell, int | float) else 0
