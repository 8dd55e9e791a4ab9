"""Read one sheet of a delivered Excel workbook: cells as they are stored, not as they are shown."""

import warnings
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from hertoets.errors import UseError
from hertoets.prepare.model import Source
from hertoets.prepare.values import Values, as_text

Rows = list[tuple[object, ...]]

# What openpyxl raises on a file that is damaged or something else; a fault in its XML is a
# SyntaxError.
_UNREADABLE = (
    BadZipFile,
    InvalidFileException,
    EOFError,
    KeyError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
)


def read_sheet(path: Path, source: Source) -> tuple[list[str], Rows, int]:
    """Read the column names and rows of a sheet; rows without any cell are left out and counted.

    Parameters
    ----------
    path : Path
        An ``.xlsx`` file. A formula gives the value that was last saved with it.
    source : Source
        Names the sheet, unless there is only one, and how many rows stand above the names.

    Returns
    -------
    tuple of (list of str, list of tuple, int)
        Names, rows as long as the header, and how many rows were blank.

    Raises
    ------
    UseError
        Where the file is no workbook or the sheet is not in it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of print settings and the like, of no use here
            book = load_workbook(path, read_only=True, data_only=True)
            try:
                sheet = book[_sheet(path, source, book.sheetnames)]
                sheet.reset_dimensions()  # what a program wrote there need not be so
                rows: Rows = list(sheet.iter_rows(values_only=True, min_row=source.skip_rows + 1))
            finally:
                book.close()
    except _UNREADABLE:
        raise UseError.of(
            where=path.name,
            what="not an Excel workbook (.xlsx) that can be read",
            mend="Save it again as .xlsx, or deliver CSV",
        ) from None
    header = [as_text(cell).strip() if cell is not None else "" for cell in (rows or [()])[0]]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise UseError.of(
            where=path.name,
            what="there is no row with column names",
            mend="Check sheet and skip_rows in the mapping",
        )
    width = len(header)
    filled = [row for row in rows[1:] if any(cell not in (None, "") for cell in row)]
    whole = [(*row[:width], *(None,) * (width - len(row))) for row in filled]
    return header, whole, len(rows) - 1 - len(filled)


def columns_of(header: list[str], rows: Rows, names: list[str]) -> dict[str, Values]:
    """Give some columns of the rows of a sheet."""
    places = {name: header.index(name) for name in names}
    return {name: Values.from_objects(row[place] for row in rows) for name, place in places.items()}


def _sheet(path: Path, source: Source, names: list[str]) -> str:
    if source.sheet in names:
        return source.sheet
    if source.sheet is None and len(names) == 1:
        return names[0]
    what = f"there is no sheet {source.sheet}" if source.sheet else "there are several sheets"
    raise UseError.of(
        where=path.name, what=what, mend=f"Write in the mapping which sheet: {', '.join(names)}"
    )
