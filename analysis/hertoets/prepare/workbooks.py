"""Read one sheet of a delivered Excel workbook: cells as they are stored, not as they are shown.

What a cell cannot tell is never empty: a formula that was not calculated and an error become
`Unread`, and a cell inside a merged area is refused unless the mapping says that it carries on.
"""

import warnings
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser

from hertoets.errors import UseError
from hertoets.prepare.dates import EXCEL
from hertoets.prepare.model import Source
from hertoets.prepare.values import Unread, Values, as_name
from hertoets.prepare.workbookfile import asks_to_calculate, workbook_bytes

NOT_CALCULATED = "formula_not_calculated"
ERROR = "error_in_cell"
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_EPOCHS_APART = 1462  # days between 1900 and 1904 as a workbook's first day

# What openpyxl raises on a file that is damaged or something else; a fault in its XML is a
# SyntaxError.
_UNREADABLE = (
    AttributeError,
    BadZipFile,
    InvalidFileException,
    EOFError,
    IndexError,
    KeyError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)

Row = dict[int, object]
"""The filled cells of a row by their column, from 1."""


@dataclass
class Sheet:
    """A sheet as read.

    Attributes
    ----------
    header : list of str
        The column names, each on one line with single blanks.
    rows : list of dict
        The rows below the names that hold any cell.
    blank_rows : int
        Rows between the names and the last filled row that hold none.
    notes : list of str
        What a reader of the sheet in Excel would not see.
    """

    path: Path
    source: Source
    header: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    blank_rows: int = 0
    since_1904: bool = False
    notes: list[str] = field(default_factory=list)

    def columns(self, names: list[str]) -> dict[str, Values]:
        """Some columns of the rows."""
        numbers = {
            name
            for rule in self.source.columns
            for name in rule.sources
            if self.since_1904 and EXCEL in rule.dates
        }
        found = {}
        for name in names:
            place = self.header.index(name) + 1
            cells: Iterable[object] = (row.get(place) for row in self.rows)
            found[name] = Values.from_objects(map(_from_1904, cells) if name in numbers else cells)
        return found


class _Parser(WorkSheetParser):  # type: ignore[misc]
    """The parser of openpyxl, which also tells of formulas without a value and of errors."""

    must_calculate = False
    """Whether the workbook was saved by a program that does not calculate."""

    def parse_cell(self, element: Element) -> dict[str, object]:
        """Read one cell."""
        cell: dict[str, object] = super().parse_cell(element)
        if cell["data_type"] == "e":
            cell["value"] = Unread(ERROR)
        elif element.find(FORMULA_TAG) is not None and not self._calculated(element, cell["value"]):
            cell["value"] = Unread(NOT_CALCULATED)
        return cell

    def _calculated(self, element: Element, value: object) -> bool:
        """Tell whether the value saved with a formula is what it gave."""
        if value is None:  # an empty text that a formula gave is saved as a text, and empty
            return element.get("t") == "str" and element.find(VALUE_TAG) is not None
        # A program that does not calculate writes nought, and asks for it in the workbook.
        return not (self.must_calculate and value == 0)


def read_sheet(path: Path, source: Source) -> Sheet:
    """Read the column names and rows of a sheet.

    Parameters
    ----------
    path : Path
        An ``.xlsx`` file. A formula gives the value that was last saved with it.
    source : Source
        Names the sheet, unless there is only one, and how many rows stand above the names.

    Raises
    ------
    UseError
        Where the file is no workbook, the sheet is not in it, or cells are merged.
    """
    with _opened(path) as book:
        return _read(path, source, book, _sheet(path, source, book))


def sheets_of(path: Path) -> tuple[str, ...]:
    """The names of the sheets of a workbook that are not hidden."""
    with _opened(path) as book:
        return tuple(s.title for s in book.worksheets if s.sheet_state == "visible")


@contextmanager
def _opened(path: Path) -> Iterator[Workbook]:
    raw = workbook_bytes(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of print settings and the like, of no use here
            book = load_workbook(raw, read_only=True, data_only=True)
            try:
                yield book
            finally:
                book.close()
    except _UNREADABLE:
        raise UseError.of(
            where=path.name,
            what="the workbook is damaged: its parts do not fit together",
            mend="Save it again as .xlsx, or deliver CSV",
        ) from None


def _read(path: Path, source: Source, book: Workbook, sheet: ReadOnlyWorksheet) -> Sheet:
    with sheet._get_source() as stream:
        parser = _Parser(
            stream,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        parser.must_calculate = asks_to_calculate(book._archive)
        rows: dict[int, Row] = {}
        for number, cells in parser.parse():
            filled = {c["column"]: c["value"] for c in cells if c["value"] not in (None, "")}
            if number > MOST_ROWS or max(filled, default=0) > MOST_COLUMNS:
                raise ValueError  # no sheet is so large
            row = rows.setdefault(number, {}) if filled else {}
            if len({c["column"] for c in cells}) < len(cells) or row.keys() & filled.keys():
                raise ValueError  # two cells in one place: one of them would be lost
            row.update(filled)
    head = source.skip_rows + 1
    _carry_merged(path, source, parser, rows, head)
    names = rows.get(head, {})
    header = [as_name(names.get(place, "")) for place in range(1, max(names, default=0) + 1)]
    if not any(header):
        raise UseError.of(
            where=path.name,
            at=f"row {head}",
            what="there is no row with column names",
            mend="Check sheet and skip_rows in the mapping",
        )
    below = sorted(number for number in rows if number > head)
    blank = below[-1] - head - len(below) if below else 0
    return Sheet(
        path,
        source,
        header,
        [rows[number] for number in below],
        blank,
        book.epoch == MAC_EPOCH,
        _unseen(parser, sheet, set(below)),
    )


def _carry_merged(
    path: Path, source: Source, parser: _Parser, rows: dict[int, Row], head: int
) -> None:
    """Fill merged areas from their first cell, where they are names or the mapping says so."""
    areas = parser.merged_cells.mergeCell if parser.merged_cells else []
    names = {place: as_name(name) for place, name in rows.get(head, {}).items()}
    used = set(source.delivered_columns)
    lowest = max(rows, default=0)
    for area in areas:
        left, top = area.min_col, area.min_row
        right, bottom = min(area.max_col, max(names, default=0)), min(area.max_row, lowest)
        touched = {names.get(place, "") for place in range(left, right + 1)} & used
        if bottom < head or (bottom > head and not touched):
            continue
        if bottom > head and source.merged != "carry":
            raise UseError.of(
                where=path.name,
                at=f"cells {area.coord}",
                what="the cells are merged: only the first of them holds the value",
                mend='Take them apart, or write merged = "carry" where it counts for all of them',
            )
        value = rows.get(top, {}).get(left)
        if value is None:
            continue
        # Of names only those that run down: one over several columns is the name of none of them.
        across = range(left, right + 1) if bottom > head else range(left, left + 1)
        for number in range(max(top, head), bottom + 1):
            rows.setdefault(number, {}).update(dict.fromkeys(across, value))


def _unseen(parser: _Parser, sheet: ReadOnlyWorksheet, below: set[int]) -> list[str]:
    hidden_rows = sum(
        _is_hidden(row) for number, row in parser.row_dimensions.items() if int(number) in below
    )
    hidden_columns = [column for column in parser.column_dimensions.values() if _is_hidden(column)]
    notes = []
    if sheet.sheet_state != "visible":
        notes.append("the sheet is hidden")
    if hidden_rows:
        notes.append(f"{hidden_rows} hidden rows were read as the others")
    if hidden_columns:
        first = get_column_letter(int(hidden_columns[0]["min"]))
        notes.append(f"columns are hidden, the first is {first}; they were read as the others")
    return notes


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("hidden") in ("1", "true")


def _from_1904(value: object) -> object:
    """Bring the number of a day to a calendar that begins in 1900."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value + _EPOCHS_APART
    if isinstance(value, str) and value.strip().isdecimal() and value.isascii():
        return int(value) + _EPOCHS_APART if len(value.strip()) < 8 else value
    return value


def _sheet(path: Path, source: Source, book: Workbook) -> ReadOnlyWorksheet:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if source.sheet in sheets:
        return sheets[source.sheet]
    if not sheets:
        raise UseError.of(
            where=path.name, what="the workbook has no sheet with cells", mend="Check the file"
        )
    if source.sheet is None and len(sheets) == 1:
        return next(iter(sheets.values()))
    what = (
        f"there is no sheet {source.sheet}" if source.sheet else f"there are {len(sheets)} sheets"
    )
    names = [
        title if sheet.sheet_state == "visible" else f"{title} (hidden)"
        for title, sheet in sheets.items()
    ]
    raise UseError.of(
        where=path.name, what=what, mend=f"Write in the mapping which sheet: {', '.join(names)}"
    )
