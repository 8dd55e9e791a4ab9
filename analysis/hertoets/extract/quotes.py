"""Quotation marks that would swallow rows: refused, with the first and the last row they reach."""

import numpy as np

from hertoets.extract.blocks import EDGES, LF, MEND_MARK, MIDDLE, Block, MisreadError, Places


def refuse_quotes(block: Block, begins: Places, lines: Places) -> None:
    """Refuse a quotation mark that stands neither around a cell nor doubled inside one."""
    if not len(block.quotes):
        return
    array = block.array
    opening, closing = block.quotes[0::2], block.quotes[1::2]
    before = np.where(opening > 0, array[opening - 1], LF)
    wrong = ~np.isin(before, EDGES) | ~np.isin(array[closing + 1], EDGES)
    if not wrong.any():
        return
    place = int(np.flatnonzero(wrong)[0])
    first, last = (_line_of(block, begins, lines, int(q[place])) for q in (opening, closing))
    if first == last:
        what = MIDDLE
    else:
        what = "a quotation mark opens in the first row and another stands in a cell of the last"
    raise MisreadError(what, MEND_MARK, first, last)


def _line_of(block: Block, begins: Places, lines: Places, place: int) -> int:
    row = int(np.searchsorted(begins, place, side="right")) - 1
    inside = np.searchsorted(block.breaks, [begins[row], place])
    return int(lines[row] + inside[1] - inside[0])


def refuse_swallowed(
    header: list[str],
    named: frozenset[str],
    text: bytes,
    rows: tuple[Places, Places, Places],
    breaks: Places,
    commas: Places,
) -> None:
    """Refuse a cell with line breaks that holds rows, or stands in a column of the contract."""
    begins, stops, lines = rows
    width = len(header)
    numbers = np.searchsorted(begins, breaks, side="right") - 1
    columns = np.searchsorted(commas, breaks) - np.searchsorted(commas, begins[numbers])
    mend = "Take the quotation mark away that opens in the first of them, or the line break"
    for number in np.unique(numbers).tolist():
        own = numbers == number
        pieces = text[begins[number] : stops[number]].splitlines()
        whole = [piece.count(b",") + 1 == width for piece in pieces]
        first = int(lines[number])
        at = first, first + int(own.sum())
        if any(column < width and header[column] in named for column in columns[own].tolist()):
            raise MisreadError("a cell of the extract runs over several lines", mend, *at)
        if any(whole[1:-1]) or (whole[0] and whole[-1]):
            raise MisreadError("a quotation mark swallows rows", mend, *at)
