"""One sheet of the workbook: title in A1, what the table is about, then one marked table.

Source: the United Kingdom's Government Analysis Function, *Releasing statistics in
spreadsheets*: one table a sheet, marked as a table, no merged cells, no empty rows or columns,
notes above the table, so that a screen reader and a program read the same as the eye.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from hertoets.publish.numbers import NUMERIC_KINDS
from hertoets.publish.style import INK, RULE, SOFT_INK
from hertoets.publish.workbook_cells import FORMATS, Grid

_PAPER_A4: Final = 9
_NAME_LENGTH: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\']")
_LINE: Final = 14.5  # points
_MANY_COLUMNS: Final = 6
_WASH: Final = "#e8eef4"
_LINK: Final = "#0b5c94"
_WARN: Final = "#8f3200"


@dataclass(frozen=True)
class Link:
    """A text that leads to another sheet."""

    text: str
    sheet: str


@dataclass(frozen=True)
class Page:
    """What one sheet holds: its name, title, lines below it, and its table."""

    name: str
    title: str
    lines: tuple[str, ...]
    grid: Grid
    table: str
    links: Mapping[int, str] | None = None
    """Sheet that the first cell of a row leads to, by number of the row."""


class Styles:
    """The few formats of the workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        font = {"font_name": "Arial", "font_size": 11, "font_color": INK, "valign": "top"}
        self._book, self._font = book, font
        self.title = self._made(font_size=16, bold=True)
        self.line = self._made(font_color=SOFT_INK, quote_prefix=True)
        self.fictive = self._made(font_color=_WARN, bold=True)
        self.link = self._made(font_color=_LINK, underline=1)
        self.cells = {
            # A text stays a text also when somebody edits the cell.
            "text": self._made(
                text_wrap=True, indent=1, bottom=1, bottom_color=RULE, quote_prefix=True
            ),
            "link": self._made(
                text_wrap=True, indent=1, bottom=1, bottom_color=RULE, font_color=_LINK, underline=1
            ),
            **{
                kind: self._made(num_format=shown, align="right", bottom=1, bottom_color=RULE)
                for kind, shown in FORMATS.items()
            },
        }
        head = {"bold": True, "text_wrap": True, "bg_color": _WASH, "bottom": 2, "valign": "bottom"}
        self.head, self.number_head = (
            self._made(**head, indent=1),
            self._made(**head, align="right"),
        )

    def _made(self, **properties: Any) -> Any:
        return self._book.add_format({**self._font, **properties})


def sheet_name(words: str) -> str:
    """Make words fit to name a sheet.

    Examples
    --------
    >>> sheet_name("Wat de lezing ervan zegt: elke situatie")
    'Wat de lezing ervan zegt elke'
    """
    plain = " ".join(_FORBIDDEN.sub(" ", words).split())
    if len(plain) <= _NAME_LENGTH:
        return plain
    return plain[: _NAME_LENGTH + 1].rpartition(" ")[0] or plain[:_NAME_LENGTH]


def write_page(
    sheet: Worksheet, page: Page, styles: Styles, *, fictive: str, back: Link | None
) -> None:
    """Write one sheet.

    Parameters
    ----------
    sheet : Worksheet
        Empty.
    page : Page
    styles : Styles
    fictive : str
        The line that calls the data invented; empty for a real delivery.
    back : Link or None
        Where the last line above the table leads.

    Raises
    ------
    ValueError
        The table cannot be marked as one.
    """
    top = write_head(sheet, page.title, page.lines, styles, fictive=fictive, back=back)
    grid = page.grid
    for row, lines in enumerate(grid.lines(), start=top):
        sheet.set_row(row, lines * _LINE + _LINE / 4)
    for place, (kind, width) in enumerate(zip(grid.kinds, grid.widths(), strict=True)):
        sheet.set_column(place, place, width)
        numeric = kind in NUMERIC_KINDS
        for row, cells in enumerate(grid.rows, start=top + 1):
            _write(sheet, row, place, cells[place], styles.cells[kind if numeric else "text"])
        if place == 0 and page.links:
            for number, name in page.links.items():
                _lead(sheet, top + 1 + number, name, str(grid.rows[number][0]), styles)
    _mark(sheet, page, styles, top)
    wide = len(grid.headings) > _MANY_COLUMNS
    sheet.freeze_panes(top + 1, 1 if wide else 0)
    sheet.repeat_rows(top)
    set_print(sheet, fictive=fictive)


def write_head(
    sheet: Worksheet,
    title: str,
    lines: Sequence[str],
    styles: Styles,
    *,
    fictive: str,
    back: Link | None,
) -> int:
    """Write title and lines in the first column and give the number of the first free row."""
    sheet.write_string(0, 0, title, styles.title)
    sheet.set_row(0, 24)
    written = [(line, styles.line) for line in lines]
    if fictive:
        written.insert(0, (fictive, styles.fictive))
    for row, (line, style) in enumerate(written, start=1):
        sheet.write_string(row, 0, line, style)
    free = len(written) + 1
    if back:
        sheet.write_url(free, 0, f"internal:'{back.sheet}'!A1", styles.link, back.text)
        free += 1
    return free


def set_print(sheet: Worksheet, *, fictive: str) -> None:
    """Lay a sheet out for A4: as wide as the paper, its name and number at the foot."""
    sheet.set_paper(_PAPER_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
    mark = "&LFICTIEF" if fictive else ""
    sheet.set_header(f"{mark}&R&A")
    sheet.set_footer(f"{mark}&RBladzijde &P van &N")
    sheet.hide_gridlines(2)


def _write(sheet: Worksheet, row: int, column: int, cell: str | int | float, style: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, style)
    else:
        sheet.write_number(row, column, cell, style)


def _lead(sheet: Worksheet, row: int, name: str, text: str, styles: Styles) -> None:
    sheet.write_url(row, 0, f"internal:'{name}'!A1", styles.cells["link"], text)


def _mark(sheet: Worksheet, page: Page, styles: Styles, top: int) -> None:
    grid = page.grid
    heads = [
        {
            "header": heading,
            "header_format": styles.number_head if kind in NUMERIC_KINDS else styles.head,
        }
        for heading, kind in zip(grid.headings, grid.kinds, strict=True)
    ]
    options = {
        "name": f"tabel_{page.table}",
        "columns": heads,
        "style": None,
        "title": page.title,
        "description": " ".join(page.lines),
    }
    last = top + max(len(grid.rows), 1)
    if sheet.add_table(top, 0, last, len(heads) - 1, options) != 0:
        raise ValueError(f"table {page.table} cannot be marked as a table")
