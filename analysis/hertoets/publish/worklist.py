"""The work list of the repair as a workbook for who has to do it; it stays under ``protected/``."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook

from hertoets.publish.numbers import date_nl
from hertoets.publish.tables import source_nl
from hertoets.publish.words import read_words
from hertoets.publish.workbook import TEXT_IS_TEXT, in_dutch, made_on
from hertoets.publish.workbook_cells import Grid
from hertoets.publish.workbook_sheet import Page, Styles, write_page
from hertoets.release import write_number

BETWEEN: Final = "; "
ROWS_A_SHEET: Final = 1_000_000
"""Fewer than the 1,048,576 that the file format allows, with room for what stands above."""

Cell = str | int | None


def work_list_workbook(
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    headline: str,
    as_of: date,
    delivered_on: date | None,
    synthetic: bool,
    municipalities: Mapping[str, str] | None = None,
    rows_a_sheet: int = ROWS_A_SHEET,
    elsewhere: int = 0,
) -> bytes:
    """The workbook: one sheet, or more where the rows do not fit on one.

    Parameters
    ----------
    columns : sequence of str
        Of the work list, by code.
    rows : sequence of sequence
        A row a person.
    headline : str
        Title of the reading that was followed.
    as_of, delivered_on : date
    synthetic : bool
        Marks every sheet as FICTIEF.
    municipalities : mapping of str to str or None
        The name of each municipality by its code; a code without one stands by itself.
    rows_a_sheet : int
    elsewhere : int
        The rows of a list that is too long for a workbook: it then says where they stand.

    Returns
    -------
    bytes
        The same for the same input. Codes are in words, texts are texts.
    """
    words = read_words("worklist")
    fictive = read_words("workbook")["fictive"] if synthetic else ""
    lines = [
        line.format(headline=headline, as_of=date_nl(as_of.isoformat())) for line in words["lines"]
    ]
    if elsewhere:
        lines.append(words["elsewhere"].format(rows=write_number(elsewhere)))
    parts = range(0, max(len(rows), 1), rows_a_sheet)
    stream = BytesIO()
    with Workbook(stream, TEXT_IS_TEXT) as book:
        title = f"{words['sheet']} (FICTIEF)" if synthetic else words["sheet"]
        book.set_properties(
            {"title": title, "author": "Hertoets", "created": made_on(delivered_on)}
        )
        styles = Styles(book)
        for number, first in enumerate(parts, start=1):
            name = words["sheet"] if number == 1 else f"{words['sheet']} {number}"
            grid = _grid(columns, rows[first : first + rows_a_sheet], words, municipalities or {})
            page = Page(name, words["title"], tuple(lines), grid, table=f"repair_{number}")
            write_page(book.add_worksheet(name), page, styles, fictive=fictive, back=None)
    return in_dutch(stream.getvalue())


def _grid(
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    words: Mapping[str, Any],
    municipalities: Mapping[str, str],
) -> Grid:
    places = {code: f"{name} ({code})" for code, name in municipalities.items()}
    codes: Mapping[str, Mapping[str, str]] = {**words["codes"], "municipality": places}
    return Grid(
        headings=tuple(words["headings"][column] for column in columns),
        kinds=tuple(map(_kind, columns)),
        rows=tuple(
            tuple(
                _source(cell) if column == "source" else _said(cell, codes.get(column))
                for column, cell in zip(columns, row, strict=True)
            )
            for row in rows
        ),
    )


def _kind(column: str) -> str:
    ends = {"_days": "days", "_euro": "euro"}
    return next((kind for end, kind in ends.items() if column.endswith(end)), "text")


def _source(cell: Cell) -> str:
    """Write a citation; what comes from the data names its tables in Dutch."""
    text = "" if cell is None else str(cell)
    return source_nl(text) if text.startswith("DATA ") else text


def _said(cell: Cell, codes: Mapping[str, str] | None) -> str | int:
    if cell is None:
        return ""
    if not codes or not isinstance(cell, str):
        return cell
    return BETWEEN.join(codes.get(code, code) for code in cell.split(BETWEEN))
