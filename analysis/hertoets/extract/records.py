"""The rows of a CSV as they stand in the file, counted and measured before anything parses it.

A parser that meets a stray quotation mark takes the rows that follow for one long cell, and says
nothing. Here the file is looked at by itself: where each row ends, how many cells it has, which
cells hold a line break, and whether a row was swallowed. Arrow parses only what passed, and what
it gives is compared with the count.
"""

import csv
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np

from hertoets.extract.blocks import (
    COMMA,
    CR,
    LF,
    Block,
    MisreadError,
    Places,
    cut_blocks,
    refuse_bytes,
)
from hertoets.extract.limits import MOST_COLUMNS, MOST_ROW_BYTES, MOST_ROWS
from hertoets.extract.quotes import refuse_quotes, refuse_swallowed


@dataclass
class Records:
    """What stands in a CSV.

    Attributes
    ----------
    header : list of str
        The names in the first row, without blanks around them.
    start : int
        Bytes before the first row below the header.
    rows : int
        Rows below the header; blank lines are none.
    breaks : bool
        Whether some cell holds a line break.
    uneven : list of int
        Lines of the first rows with more or fewer cells than the header.
    uneven_rows : int
        How many such rows there are.
    """

    header: list[str] = field(default_factory=list)
    start: int = 0
    rows: int = 0
    breaks: bool = False
    uneven: list[int] = field(default_factory=list)
    uneven_rows: int = 0
    _moved: list[tuple[Places, Places]] = field(default_factory=list, repr=False)

    def line(self, row: int) -> int:
        """Give the line of the file on which a row stands, counted from 0 below the header."""
        line = row + 2
        for rows, lines in self._moved:
            place = int(np.searchsorted(rows, row, side="right")) - 1
            if place >= 0:
                line = row - int(rows[place]) + int(lines[place])
        return line


def count_records(file: BinaryIO, named: frozenset[str]) -> Records:
    """Take a CSV apart into rows.

    Parameters
    ----------
    file : binary file
        Opened at its begin.
    named : frozenset of str
        Columns of the contract: none of their cells holds a line break.

    Returns
    -------
    Records

    Raises
    ------
    MisreadError
        Where a quotation mark swallows rows or stands in the middle of a cell, the text is not
        UTF-8, a row or the whole is beyond measure, or there is no header.
    OSError, EOFError
        Where the file cannot be read.
    """
    found = Records()
    line = 1
    for block in cut_blocks(file):
        refuse_bytes(block, line)
        line = _take(found, block, line, named)
        if found.rows > MOST_ROWS:
            what = f"the table has more than {MOST_ROWS:,} rows"
            raise MisreadError(what, "Deliver only the persons and years that are asked for")
    if not found.header:
        mend = "Write at least the row with the column names, or leave an optional table out"
        raise MisreadError("the file is empty", mend)
    return found


def _take(found: Records, block: Block, line: int, named: frozenset[str]) -> int:
    """Count the rows of a block; gives the line on which the next one begins."""
    array = block.array
    begins = np.concatenate([[0], block.ends[:-1] + 1])
    # The line end itself is one byte, or two with a carriage return before it.
    two = (array[block.ends] == LF) & (block.ends > 0) & (array[block.ends - 1] == CR)
    stops = block.ends - two
    lines = line + np.arange(len(begins)) + np.searchsorted(block.breaks, begins)
    following = line + len(block.ends) + len(block.breaks)
    refuse_quotes(block, begins, lines)
    filled = stops > begins
    begins, stops, lines, ends = begins[filled], stops[filled], lines[filled], block.ends[filled]
    if len(begins) and (stops - begins).max() > MOST_ROW_BYTES:
        at = int(lines[(stops - begins) > MOST_ROW_BYTES][0])
        what = f"a row is longer than {MOST_ROW_BYTES:,} bytes"
        raise MisreadError(what, "Leave columns of long text out of the file", at)
    commas = np.flatnonzero(array == COMMA)
    if len(block.quotes):
        commas = commas[np.searchsorted(block.quotes, commas) % 2 == 0]
    if not found.header and len(begins):
        found.header = _header(block.text[: int(ends[0]) + 1])
        begins, stops, lines = begins[1:], stops[1:], lines[1:]
        found.start += int(ends[0]) + 1
        commas = commas[commas > ends[0]]
        shift = int(ends[0]) + 1
    else:
        shift = 0
    if not found.header:
        found.start += len(block.text)
        return following
    cells = np.searchsorted(commas, stops) - np.searchsorted(commas, begins) + 1
    wrong = np.flatnonzero(cells != len(found.header))
    found.uneven += lines[wrong[: 3 - min(3, len(found.uneven))]].tolist()
    found.uneven_rows += len(wrong)
    breaks = block.breaks[block.breaks >= shift]
    if len(breaks):
        found.breaks = True
        refuse_swallowed(found.header, named, block.text, (begins, stops, lines), breaks, commas)
    _note_lines(found, lines)
    found.rows += len(begins)
    return following


def _note_lines(found: Records, lines: Places) -> None:
    """Keep the rows at which lines and rows part: behind a blank line or a break in a cell."""
    if not len(lines):
        return
    moved = np.flatnonzero(np.diff(lines, prepend=lines[0] - 2) != 1)
    found._moved.append((found.rows + moved, lines[moved]))


def _header(text: bytes) -> list[str]:
    line = text.decode("utf-8").strip("\r\n")
    if line.count(",") >= MOST_COLUMNS:
        what = f"the header has {line.count(',') + 1:,} columns; at most {MOST_COLUMNS:,} are read"
        mend = "Deliver the columns that are asked for"
        raise MisreadError(what, mend, 1)
    return [name.strip() for name in next(csv.reader([line], strict=False))]
