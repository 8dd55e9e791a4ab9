"""How many rows a separated text holds, counted apart from the parser, and rows that a quote ate.

A quote that was not meant as one (``"t Hoen``) opens a cell that ends at the next quote, fifty
rows on: a parser then gives one row where fifty were delivered and says nothing. Here the rows are
counted before anything is parsed, with quotes read as the parser reads them, and each quoted cell
that runs over several lines is looked at: where its lines would be rows by themselves, it is named.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hertoets.errors import Fault

Positions = npt.NDArray[np.int64]

LF, CR = 10, 13
_SHOWN = 20  # faults of one file


class NotInEncodingError(ValueError):
    """A text that is not written in the encoding it is said to have; `row` is where it stops."""

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(row)


class Swallowed(NamedTuple):
    """A quoted cell that holds rows: where it begins and ends, counted from the top of the file."""

    first_row: int
    last_row: int
    closed: bool
    """False where the quote is never closed."""


@dataclass(frozen=True)
class Records:
    """The rows of a separated text, as they stand in the file.

    Attributes
    ----------
    names : list of str
        The first row that is not blank, by its cells as written; empty where there is none.
    header_row : int
        The row where the names begin, counted from the top of the file.
    body : int
        Where the rows below the names begin, in bytes.
    rows : int
        Rows below the names that are not blank. A row with a line break in a quoted cell is one.
    blank_rows : int
        Rows with nothing at all in them, also above the names.
    swallowed : tuple of Swallowed
        Quoted cells that hold what would be rows.
    nul_row : int
        The first row that holds the character NUL; 0 where none does.
    """

    names: list[str]
    header_row: int
    body: int
    rows: int
    blank_rows: int
    swallowed: tuple[Swallowed, ...] = ()
    nul_row: int = 0
    places: Positions = field(default_factory=lambda: np.array([], dtype=np.int64), compare=False)
    """Of each row below the names the line where it begins, counted from the top of the file."""

    def faults(self, where: str, mend: str = "") -> list[Fault]:
        """Name the quotes that ate rows; `mend` is added to what can be done there."""
        found = [
            Fault(where, f"row {cell.first_row} to row {cell.last_row}", _what(cell), _mend(mend))
            for cell in self.swallowed[:_SHOWN]
        ]
        more = len(self.swallowed) - len(found)
        return [*found, *([Fault(where, "", f"and {more} more quotes like it")] if more else [])]


def _what(cell: Swallowed) -> str:
    if cell.closed:
        return "a quote in the first row closes in the last, and the rows between would be lost"
    return "a quote in the first row is never closed, and the rows after it would be lost"


def _mend(mend: str) -> str:
    return " ".join(["Double the quote inside its cell, or take it out.", mend]).strip()


def as_utf8(raw: bytes, encoding: str) -> bytes:
    """Bring a text to UTF-8, without its byte-order mark.

    Raises
    ------
    NotInEncodingError
        With the row where the text stops being what it is said to be.
    """
    name = "utf-8-sig" if encoding in ("utf-8", "utf8") else encoding
    try:
        text = raw.decode(name)
    except UnicodeError as error:
        before = raw[: getattr(error, "start", 0)].decode(encoding, errors="replace")
        row = 1 + before.replace("\r\n", "\n").replace("\r", "\n").count("\n")
        raise NotInEncodingError(row) from None
    if name == "utf-8-sig":
        return raw.removeprefix(b"\xef\xbb\xbf")
    return text.removeprefix("\ufeff").encode("utf-8")


def count_records(text: bytes, *, separator: str, quote: str, skip_rows: int = 0) -> Records:
    """Count the rows of a separated text before it is parsed.

    Parameters
    ----------
    text : bytes
        UTF-8, without a byte-order mark; lines end in LF, CR or both.
    separator, quote : str
        One ASCII letter each; an empty quote: nothing is quoted.
    skip_rows : int
        Lines above the row with the names.

    Returns
    -------
    Records

    Examples
    --------
    >>> found = count_records(b'a;b\\n1;"x\\ny"\\n2;z\\n', separator=";", quote='"')
    >>> found.names, found.rows, found.swallowed
    (['a', 'b'], 2, ())
    >>> count_records(b'a;b\\n1;"x\\n2;y"\\n', separator=";", quote='"').swallowed
    (Swallowed(first_row=2, last_row=3, closed=True),)
    """
    letters = np.frombuffer(text, np.uint8)
    lines = _line_ends(letters)
    begin = int(lines[min(skip_rows, len(lines)) - 1]) + 1 if skip_rows and len(lines) else 0
    if skip_rows > len(lines):
        begin = len(text)
    opens, closes = _quoted(text, letters, begin, separator, quote)
    held_by = (
        np.searchsorted(opens, lines) - 1
    )  # the last quoted cell that opens before the line ends
    held = (held_by >= 0) & (lines < np.append(closes, 0)[held_by])
    ends = lines[~held & (lines >= begin)]
    if begin < len(text) and (not len(ends) or ends[-1] != len(text) - 1):
        ends = np.append(ends, len(text))  # the last row has no line end
    starts = np.concatenate([[begin], ends[:-1] + 1]) if len(ends) else ends
    filled = np.flatnonzero(_lengths(letters, starts, ends))
    nul = text.find(b"\0")
    nul_row = _row(lines, nul) if nul >= 0 else 0
    if not len(filled):
        return Records([], 0, len(text), 0, len(ends), (), nul_row)
    first = filled[0]
    header = text[starts[first] : ends[first]]
    names = _cells(header, separator, quote)
    cells = _Cells(text, lines, opens, closes, starts, ends, separator.encode(), len(names))
    return Records(
        names,
        _row(lines, int(starts[first])),
        min(int(ends[first]) + 1, len(text)),
        len(filled) - 1,
        len(ends) - len(filled),
        tuple(cells.swallowed(np.union1d(held_by[held], np.flatnonzero(closes >= len(text))))),
        nul_row,
        np.searchsorted(lines, starts[filled[1:]]) + 1,
    )


def _row(lines: Positions, place: int) -> int:
    return int(np.searchsorted(lines, place)) + 1


def _line_ends(letters: npt.NDArray[np.uint8]) -> Positions:
    """Give the place of every line end; of CR LF that of the LF."""
    feeds = np.flatnonzero(letters == LF)
    returns = np.flatnonzero(letters == CR)
    alone = returns[letters[np.minimum(returns + 1, len(letters) - 1)] != LF]
    return np.sort(np.concatenate([feeds, alone])) if len(alone) else feeds


def _lengths(letters: npt.NDArray[np.uint8], starts: Positions, ends: Positions) -> Positions:
    """Give how many bytes stand in each row, without its line end."""
    lengths = ends - starts
    inside = np.minimum(ends, len(letters) - 1)
    pair = (letters[inside] == LF) & (letters[np.maximum(inside - 1, 0)] == CR) & (lengths > 0)
    lengths -= pair & (ends < len(letters))
    return lengths


def _quoted(
    text: bytes, letters: npt.NDArray[np.uint8], begin: int, separator: str, quote: str
) -> tuple[Positions, Positions]:
    """Give where each quoted cell opens and closes; one that never closes, at the end of the text.

    A quote opens a cell only where the cell begins; a doubled one inside it is a letter.
    """
    none = np.array([], dtype=np.int64)
    if not quote or text.find(quote.encode(), begin) < 0:
        return none, none
    places = np.flatnonzero(letters[begin:] == ord(quote)) + begin
    opens = places[::2]
    before = np.where(opens > begin, letters[opens - 1], LF)
    again = before == ord(quote)  # it closed just before: a doubled quote
    if not np.all(again | np.isin(before, (LF, CR, ord(separator)))):
        return _quoted_one_by_one(text, begin, separator, quote)
    closes = places[1::2]
    if len(closes) < len(opens):
        closes = np.append(closes, len(text))
    return opens[~again], closes[~np.append(again[1:], False)]


def _quoted_one_by_one(
    text: bytes, begin: int, separator: str, quote: str
) -> tuple[Positions, Positions]:
    """Do the same where quotes also stand inside unquoted cells, which is seldom."""
    q, s = re.escape(quote.encode()), re.escape(separator.encode())
    cell = re.compile(
        rb"%b(?:(?<=[%b\r\n]%b)|(?<=\A%b))[^%b]*+(?:%b%b[^%b]*+)*+(?:%b|\Z)"
        % (q, s, q, q, q, q, q, q, q)
    )
    spans = [match.span() for match in cell.finditer(memoryview(text)[begin:])]
    found = np.array(spans, dtype=np.int64).reshape(-1, 2) + begin
    closed = [text[end - 1 : end] == quote.encode() and end - 1 > at for at, end in found.tolist()]
    return found[:, 0], np.where(closed, found[:, 1] - 1, len(text))


def _cells(row: bytes, separator: str, quote: str) -> list[str]:
    # Only CR and LF end a line of a CSV; Python's own splitlines knows of eight more.
    lines = io.StringIO(row.decode("utf-8", errors="replace"), newline="")
    try:
        if quote:
            return next(csv.reader(lines, delimiter=separator, quotechar=quote), [])
        return next(csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE), [])
    except csv.Error:  # a cell longer than the module takes: rows that a quote ate
        return [""] * (row.count(separator.encode()) + 1)


@dataclass(frozen=True)
class _Cells:
    """The quoted cells of a text and the rows they stand in."""

    text: bytes
    lines: Positions
    opens: Positions
    closes: Positions
    starts: Positions
    ends: Positions
    separator: bytes
    width: int

    def swallowed(self, numbers: Positions) -> Iterator[Swallowed]:
        """Give the quoted cells that hold rows, of those over several lines or never closed.

        Rows vanish without a word only where the whole still has as many cells as the names: then
        the quote closes in the column in which it opened, and the first line and the last are
        complete rows by themselves. In a line break that is meant, they are not.
        """
        for number in numbers.tolist():
            opened, closed = int(self.opens[number]), int(self.closes[number])
            first, last = _row(self.lines, opened), _row(self.lines, closed)
            if closed >= len(self.text):
                yield Swallowed(first, _row(self.lines, len(self.text.rstrip(b"\r\n"))), False)
            elif not self._ends_its_cell(closed) or self._holds_rows(number, opened, closed):
                yield Swallowed(first, last, True)

    def _ends_its_cell(self, closed: int) -> bool:
        return self.text[closed + 1 : closed + 2] in (b"", b"\r", b"\n", self.separator)

    def _holds_rows(self, number: int, opened: int, closed: int) -> bool:
        inside = re.split(rb"\r\n|\r|\n", self.text[opened + 1 : closed])
        counts = [line.count(self.separator) for line in inside]
        before = self._separators_before(number, opened)
        first_is_whole = before + counts[0] == self.width - 1
        return (first_is_whole and counts[-1] == before) or self.width - 1 in counts[1:-1]

    def _separators_before(self, number: int, opened: int) -> int:
        """Count the cells before a quoted one in its row."""
        start = int(self.starts[np.searchsorted(self.starts, opened, side="right") - 1])
        before = self.text.count(self.separator, start, opened)
        for other in range(number - 1, -1, -1):
            if self.opens[other] < start:
                break
            before -= self.text.count(
                self.separator, int(self.opens[other]), int(self.closes[other])
            )
        return before
