"""Quotation marks that would swallow rows: told with the first and the last row they reach."""

from collections.abc import Iterator

import numpy as np

from hertoets.extract.blocks import MIDDLE, Block, Places, stray
from hertoets.extract.misread import Cause, MisreadError


def refuse_stray(block: Block) -> None:
    """Refuse a quotation mark that stands neither around a cell nor doubled inside one."""
    opening, closing = block.marks[0::2], block.marks[1::2]
    wrong = stray(block, opening, -1) | stray(block, closing, 1)
    if not wrong.any():
        return
    place = int(np.flatnonzero(wrong)[0])
    first, last = int(opening[place]), int(closing[place])
    if len(set(block.lines(np.array([first, last])).tolist())) == 1:
        raise block.misread(Cause.STRAY_MARK, MIDDLE, first)
    what = "a quotation mark opens in the first row and another stands in a cell of the last"
    raise block.misread(Cause.STRAY_MARK, what, first, last)


def swallowed(
    block: Block, begins: Places, header: list[str], named: frozenset[str], below: int
) -> Iterator[MisreadError]:
    """Name the quoted cells over several lines that hold rows, or stand in a column of `named`.

    Rows vanish without a word where a quote closes within a cell, where a line inside is as long
    as the header, or where the whole still is: then the quote closes in the column in which it
    opened, and the first line and the last are rows by themselves. In a line break that is meant,
    they are not.

    Parameters
    ----------
    block : Block
    begins : numpy array of int64
        Where its rows begin.
    header, named : list of str, frozenset of str
        The columns, and those of which no cell holds a line break.
    below : int
        Where the rows below the header begin.
    """
    opens, closes = block.quoted_cells
    cell = np.searchsorted(opens, block.breaks) - 1
    broken, first, times = np.unique(cell, return_index=True, return_counts=True)
    opens, closes, last = opens[broken], closes[broken], first + times - 1
    rows = begins[np.searchsorted(begins, opens, side="right") - 1]
    column = np.searchsorted(block.cell_ends, opens) - np.searchsorted(block.cell_ends, rows)
    before = np.searchsorted(block.separators, block.breaks)
    last_column = len(header) - 1
    between = (np.diff(before) == last_column) & (np.diff(cell) == 0)
    on_first = column + before[first] - np.searchsorted(block.separators, opens)
    on_last = np.searchsorted(block.separators, closes) - before[last]
    whole = (on_first == last_column) & (on_last == column)
    holds = stray(block, closes, 1) | whole | np.isin(broken, cell[1:][between])
    ours = np.isin(column, [place for place, name in enumerate(header) if name in named])
    ours &= opens >= below
    for number in np.flatnonzero(holds | ours).tolist():
        what = "a quotation mark swallows rows: it opens in the first and closes in the last"
        if ours[number]:
            what = "a cell of the extract runs over several lines"
        yield block.misread(Cause.SWALLOWED, what, int(opens[number]), int(closes[number]))
