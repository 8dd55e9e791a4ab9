"""Protected tables as accessible HTML and as plain text.

A table names itself (caption), each heading says what it heads (scope), numbers stand to the
right, and a hidden count is written in words.
"""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from hertoets.publish.blocks import Block, markup
from hertoets.publish.labels import TABLE, heading_nl, label_nl
from hertoets.publish.numbers import NUMERIC_KINDS, Value, cell_nl
from hertoets.release import ReleasedTable, TableColumn, rules_nl

Row = tuple[Value, ...]

_WIDE = 8
_WIDE_WITH_TEXT = 4
_STACKED = 8
"""Up to so many columns a table is laid out row by row on a phone, and never slides sideways."""
_TALL = 20
_LONG = 40


def table_block(table: ReleasedTable, *, synthetic: bool, top: int = 0, none: str = "") -> Block:
    """Show a released table.

    Parameters
    ----------
    table : ReleasedTable
    synthetic : bool
        Marks the caption FICTIEF.
    top : int
        Show this many rows, the largest of the first column of numbers first; 0 shows all.
    none : str
        Said for a count that is None; empty says that it was not measured.

    Returns
    -------
    Block
        ``<table>`` in a frame that can be scrolled sideways with the keyboard.
    """
    rows = largest(table, top) if top else list(table.rows)
    shown = len(rows) < len(table.rows)
    note = f"Getoond zijn de {len(rows)} grootste van {len(table.rows)} rijen. " if shown else ""
    note += "De hele tabel staat als CSV bij het rapport." if shown and table.id else ""
    return Block(
        _html(table, rows, note, none, synthetic),
        "\n".join([table.title_nl, _plain(table, rows, none), *([note] if note else [])]),
    )


def text_table(
    title: str, headings: Mapping[str, str], rows: Sequence[tuple[str, ...]]
) -> ReleasedTable:
    """Make a table of words, such as definitions or rules; it holds nothing to protect.

    Parameters
    ----------
    title : str
    headings : mapping of str to str
        Dutch heading by name of column; the first column heads the rows.
    rows : sequence of tuple of str
    """
    first, *rest = headings
    return ReleasedTable(
        id="",
        title_nl=title,
        columns=(
            TableColumn(first, headings[first], "label"),
            *(TableColumn(name, headings[name], "text") for name in rest),
        ),
        rows=tuple(rows),
        population="",
        unit="",
        source="",
        reading=None,
        note_nl="",
    )


def largest(table: ReleasedTable, top: int) -> list[Row]:
    """The rows with the largest sizes in the first column of numbers, hidden ones last."""
    numeric = [i for i, column in enumerate(table.columns) if column.kind in NUMERIC_KINDS]
    if not numeric:
        return list(table.rows)[:top]

    def size(row: Row) -> float:
        cell = row[numeric[0]]
        return -abs(cell) if isinstance(cell, int | float) else 1

    return sorted(table.rows, key=size)[:top]


def _html(table: ReleasedTable, rows: list[Row], note: str, none: str, synthetic: bool) -> Markup:
    wide = _longest(table, rows)
    kinds = ["number" if c.kind in NUMERIC_KINDS else "text" for c in table.columns]
    most = _WIDE_WITH_TEXT if _longest(table, list(table.rows)) else _WIDE
    frame = ["table", *["wide"] * (len(table.columns) > most), *["tall"] * (len(rows) > _TALL)]
    return markup(
        "table",
        id=table.id,
        title=table.title_nl,
        synthetic=synthetic,
        about="".join(f"{part}. " for part in _about(table)).strip(),
        note=" ".join(part for part in (table.note_nl, rules_nl(table.rules), note) if part),
        heads=[
            {
                "title": column.title_nl,
                "heading": heading_nl(column.title_nl),
                "kind": "long" if kind == "text" and column.name == wide else kind,
            }
            for column, kind in zip(table.columns, kinds, strict=True)
        ],
        rows=[
            [_written(column, cell, none) for column, cell in zip(table.columns, row, strict=True)]
            for row in rows
        ],
        frame=" ".join(frame),
        stack=bool(wide) or len(table.columns) <= _STACKED,
    )


def _about(table: ReleasedTable) -> list[str]:
    parts = []
    if table.population:
        parts.append(f"Populatie: {table.population}")
    if table.unit:
        parts.append(f"Eenheid: {table.unit}")
    if table.source:
        parts.append(f"Bron: {source_nl(table.source)}")
    return parts


def source_nl(source: str) -> str:
    """Write the ids of sources for a reader: what comes from the data is said in words.

    Examples
    --------
    >>> source_nl("L353, DATA"), source_nl("DATA persons, notices")
    ('L353, de levering', 'de levering (personen, kennisgevingen)')
    """
    _, data, tables = source.partition("DATA ")
    if data:
        return f"de levering ({', '.join(label_nl(TABLE, name) for name in tables.split(', '))})"
    return ", ".join("de levering" if name == "DATA" else name for name in source.split(", "))


def _written(column: TableColumn, cell: Value, none: str) -> str:
    if cell is None and none and column.kind == "count":
        return none
    named = column.kind == "label" and isinstance(cell, str)
    return label_nl(column.name, str(cell)) if named else cell_nl(cell, column.kind)


def _longest(table: ReleasedTable, rows: list[Row]) -> str:
    """Name the column with the most text, which is given half of the width; empty for none."""
    sizes = {
        column.name: sum(len(str(row[place])) for row in rows) / max(len(rows), 1)
        for place, column in enumerate(table.columns)
        if column.kind not in NUMERIC_KINDS
    }
    name = max(sizes, key=lambda name: sizes[name], default="")
    return name if sizes.get(name, 0) > _LONG else ""


def _plain(table: ReleasedTable, rows: list[Row], none: str) -> str:
    lines = [" | ".join(column.title_nl for column in table.columns)]
    for row in rows:
        cells = zip(table.columns, row, strict=True)
        lines.append(" | ".join(_written(column, cell, none) for column, cell in cells))
    return "\n".join(lines)
