"""The rows of a separated text as they stand in the file, counted before anything parses it.

A parser that meets a stray quotation mark takes the rows that follow for one long cell, and says
nothing. Here the text is looked at by itself: where each row ends, how many cells it has, which
cells hold a line break, and whether a row was swallowed. Arrow parses only what passed, and what
it gives is compared with the count.
"""

import csv
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np

from hertoets.extract.blocks import CR, LF, Block, Dialect, Places, cut_blocks, refuse_bytes
from hertoets.extract.limits import MOST_ROW_BYTES, MOST_ROWS
from hertoets.extract.misread import LONG_ROW, MANY_ROWS, Cause, Misread, MisreadError
from hertoets.extract.quotes import refuse_stray, swallowed

_UNEVEN_SHOWN = 3
_ENOUGH = 1_000  # rows that are wrong, before the rest of the text is left alone


@dataclass
class Records:
    """What stands in a separated text.

    Attributes
    ----------
    header : list of str
        The names in the first row that is not blank, without blanks around them; empty where
        there is none.
    start : int
        Bytes before the first row below the header.
    rows : int
        Rows below the header; blank lines are none. A row with a line break in a cell is one.
    blank_rows : int
        Lines with nothing in them, also above the header.
    breaks : bool
        Whether some cell holds a line break.
    uneven : dict of int to int
        The cells of the first rows with more or fewer of them than the header, by their line.
    uneven_rows : int
        How many such rows there are.
    """

    header: list[str] = field(default_factory=list)
    start: int = 0
    rows: int = 0
    blank_rows: int = 0
    breaks: bool = False
    uneven: dict[int, int] = field(default_factory=dict)
    uneven_rows: int = 0
    _moved: list[tuple[Places, Places]] = field(default_factory=list, repr=False)
    _wrong: list[Misread] = field(default_factory=list, repr=False)

    def line(self, row: int) -> int:
        """The line of the file on which a row stands, counted from 0 below the header."""
        line = row + 2
        for rows, lines in self._moved:
            place = int(np.searchsorted(rows, row, side="right")) - 1
            if place >= 0:
                line = row - int(rows[place]) + int(lines[place])
        return line


def count_records(file: BinaryIO, dialect: Dialect, named: frozenset[str] = frozenset()) -> Records:
    r"""Take a separated text apart into rows.

    Parameters
    ----------
    file : binary file
        UTF-8, opened at its begin.
    dialect : Dialect
    named : frozenset of str
        Columns of which no cell holds a line break.

    Returns
    -------
    Records

    Raises
    ------
    MisreadError
        Where a quotation mark swallows rows or stands where it may not, the text is not in its
        encoding, or a row or the whole is beyond measure.
    OSError, EOFError
        Where the file cannot be read.

    Examples
    --------
    >>> from io import BytesIO
    >>> found = count_records(BytesIO(b'a;b\n1;"x\ny"\n2;z\n'), Dialect(";"))
    >>> found.header, found.rows
    (['a', 'b'], 2)
    """
    found = Records()
    try:
        for block in cut_blocks(file, dialect):
            refuse_bytes(block)
            _take(found, block, named)
            if found.rows > MOST_ROWS:
                raise MisreadError(Misread(Cause.MANY_ROWS, MANY_ROWS))
            if len(found._wrong) >= _ENOUGH:
                break
    except MisreadError as error:
        found._wrong += error.found
    if found._wrong:
        raise MisreadError(*found._wrong)
    return found


def _take(found: Records, block: Block, named: frozenset[str]) -> None:
    """Count the rows of a block."""
    if not block.dialect.loose:
        refuse_stray(block)
    array, ends = block.array, block.ends
    begins = np.concatenate([[0], ends[:-1] + 1])
    # The line end itself is one byte, or two with a carriage return before it.
    stops = ends - ((array[ends] == LF) & (ends > 0) & (array[ends - 1] == CR))
    filled = stops > begins
    found.blank_rows += len(ends) - int(filled.sum())
    begins, stops, ends = begins[filled], stops[filled], ends[filled]
    if not found.header and len(begins):
        found.header = _header(block.text[begins[0] : stops[0]], block.dialect)
        found.start = block.start + int(ends[0]) + 1
    below = found.start - block.start
    if len(block.breaks):
        found.breaks = found.breaks or bool(block.breaks[-1] >= below)
        wrong = swallowed(block, begins, found.header, named, below)
        found._wrong += [one for error in wrong for one in error.found]
    rows = begins >= below
    begins, stops, lines = begins[rows], stops[rows], block.lines(begins[rows])
    if not len(begins):
        return
    if (stops - begins).max() > MOST_ROW_BYTES:
        place = int(begins[(stops - begins) > MOST_ROW_BYTES][0])
        raise block.misread(Cause.LONG_ROW, LONG_ROW, place)
    cells = np.searchsorted(block.cell_ends, stops) - np.searchsorted(block.cell_ends, begins) + 1
    uneven = np.flatnonzero(cells != len(found.header))
    for row in uneven[: _UNEVEN_SHOWN - len(found.uneven)].tolist():
        found.uneven[int(lines[row])] = int(cells[row])
    found.uneven_rows += len(uneven)
    # Lines and rows part behind a blank line or a break in a cell; kept are the rows where.
    moved = np.flatnonzero(np.diff(lines, prepend=lines[0] - 2) != 1)
    found._moved.append((found.rows + moved, lines[moved]))
    found.rows += len(begins)


def _header(row: bytes, dialect: Dialect) -> list[str]:
    text = row.decode("utf-8")
    how: dict[str, Any] = {"quotechar": dialect.quote}
    if not dialect.quote:
        how = {"quoting": csv.QUOTE_NONE}
    try:
        names = next(csv.reader([text], delimiter=dialect.separator, **how))
    except csv.Error:  # a name longer than the module takes, which is none
        names = [""] * (text.count(dialect.separator) + 1)
    return [name.strip() for name in names]
