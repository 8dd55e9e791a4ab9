"""Protected tables as accessible HTML and as plain text.

A table names itself (caption), each heading says what it heads (scope), numbers stand to the
right, and a hidden count is written in words.
"""

from collections.abc import Mapping, Sequence
from html import escape

from hertoets.disclosure import ProtectedTable, TableColumn
from hertoets.publish.blocks import Block
from hertoets.publish.downloads import mark_table
from hertoets.publish.labels import TABLE, heading_nl, label_nl
from hertoets.publish.numbers import NUMERIC_KINDS, Value, cell_nl, note_nl

Row = tuple[Value, ...]

_WIDE = 8
_WIDE_WITH_TEXT = 4
_TALL = 20
_LONG = 40
_LEFT = ' style="text-align:left"'  # JupyterLab would set words to the right
_ROLES = {
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tr": "row",
    'th scope="col"': "columnheader",
    'th scope="row"': "rowheader",
    "td": "cell",
}


def table_block(table: ProtectedTable, *, synthetic: bool, top: int = 0, none: str = "") -> Block:
    """Show a protected table.

    Parameters
    ----------
    table : ProtectedTable
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
        _frame(table, _table(table, rows, synthetic, none), note, len(rows)),
        "\n".join([table.title_nl, _plain(table, rows, none), *([note] if note else [])]),
    )


def text_table(
    title: str, headings: Mapping[str, str], rows: Sequence[tuple[str, ...]]
) -> ProtectedTable:
    """Make a table of words, such as definitions or rules; it holds nothing to protect.

    Parameters
    ----------
    title : str
    headings : mapping of str to str
        Dutch heading by name of column; the first column heads the rows.
    rows : sequence of tuple of str
    """
    first, *rest = headings
    return ProtectedTable(
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


def largest(table: ProtectedTable, top: int) -> list[Row]:
    """Give the rows with the largest sizes in the first column of numbers, hidden ones last."""
    numeric = [i for i, column in enumerate(table.columns) if column.kind in NUMERIC_KINDS]
    if not numeric:
        return list(table.rows)[:top]

    def size(row: Row) -> float:
        cell = row[numeric[0]]
        return -abs(cell) if isinstance(cell, int | float) else 1

    return sorted(table.rows, key=size)[:top]


def _frame(table: ProtectedTable, inner: str, note: str, rows: int) -> str:
    words = " ".join(part for part in (note_nl(table.note_nl), note) if part)
    below = f'<p class="note">{escape(words)}</p>' if words else ""
    label = escape(f"Tabel: {table.title_nl}", quote=True)
    most = _WIDE_WITH_TEXT if _longest(table, list(table.rows)) else _WIDE
    kind = "table wide" if len(table.columns) > most else "table"
    kind += " tall" if rows > _TALL else ""
    # A group, not a landmark: fifty landmarks would hide the parts of the report.
    frame = f'class="{kind}" role="group" tabindex="0" aria-label="{label}"'
    return f"<div {frame}>{inner}</div>{below}{mark_table(table.id)}"


def _table(table: ProtectedTable, rows: list[Row], synthetic: bool, none: str) -> str:
    mark = ' <strong class="fictive">FICTIEF</strong>' if synthetic else ""
    about = "".join(f"{part}. " for part in _about(table)).strip()
    small = f"<br><small>{escape(about)}</small>" if about else ""
    caption = f"<caption{_LEFT}><span>{escape(table.title_nl)}{mark}{small}</span></caption>"
    wide = _longest(table, rows)
    heads = "".join(
        f'<th scope="col"{_class(column, wide)}>{escape(heading_nl(column.title_nl))}</th>'
        for column in table.columns
    )
    body = "".join(f"<tr>{_cells(table, row, none)}</tr>" for row in rows)
    inner = f"{caption}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody>"
    if not wide:
        return f"<table>{inner}</table>"
    # On a narrow screen this table is laid out row by row; the roles keep it a table for all.
    for tag, role in _ROLES.items():
        inner = inner.replace(f"<{tag}", f'<{tag} role="{role}"')
    return f'<table class="stack" role="table">{inner}</table>'


def _about(table: ProtectedTable) -> list[str]:
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


def _cells(table: ProtectedTable, row: Row, none: str) -> str:
    cells = []
    for number, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
        text = escape(_written(column, cell, none)).replace("\n", "<br>")
        if number == 0:
            cells.append(f'<th scope="row"{_LEFT}>{text}</th>')
        else:
            title = escape(column.title_nl, quote=True)
            cells.append(f'<td{_class(column)} data-title="{title}">{text}</td>')
    return "".join(cells)


def _written(column: TableColumn, cell: Value, none: str) -> str:
    if cell is None and none and column.kind == "count":
        return none
    named = column.kind == "label" and isinstance(cell, str)
    return label_nl(column.name, str(cell)) if named else cell_nl(cell, column.kind)


def _class(column: TableColumn, wide: str = "") -> str:
    if column.kind in NUMERIC_KINDS:
        return ' class="number"'
    return f' class="long"{_LEFT}' if wide and column.name == wide else _LEFT


def _longest(table: ProtectedTable, rows: list[Row]) -> str:
    """Name the column with the most text, which is given half of the width; empty for none."""
    sizes = {
        column.name: sum(len(str(row[place])) for row in rows) / max(len(rows), 1)
        for place, column in enumerate(table.columns)
        if column.kind not in NUMERIC_KINDS
    }
    name = max(sizes, key=lambda name: sizes[name], default="")
    return name if sizes.get(name, 0) > _LONG else ""


def _plain(table: ProtectedTable, rows: list[Row], none: str) -> str:
    lines = [" | ".join(column.title_nl for column in table.columns)]
    for row in rows:
        cells = zip(table.columns, row, strict=True)
        lines.append(" | ".join(_written(column, cell, none) for column, cell in cells))
    return "\n".join(lines)
