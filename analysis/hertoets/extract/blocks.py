"""A separated text cut into blocks of whole rows: where each row ends, whatever the line ends."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from hertoets.extract.limits import MOST_ROW_BYTES
from hertoets.extract.misread import LONG_ROW, Cause, Misread, MisreadError

Places = npt.NDArray[np.int64]
Letters = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

LF, CR = b"\n\r"
MIDDLE = "a quotation mark stands in the middle of a cell"

_BLOCK_BYTES = 1 << 24


@dataclass(frozen=True)
class Dialect:
    """How a separated text is written.

    Attributes
    ----------
    separator, quote : str
        One ASCII letter each; without a quote nothing is quoted.
    skip_rows : int
        Lines above the row with the names.
    encoding : str
    loose : bool
        Whether a quotation mark within a cell that is not quoted is a letter, as in ``12" wide``;
        else it is refused.
    """

    separator: str = ","
    quote: str = '"'
    skip_rows: int = 0
    encoding: str = "utf-8"
    loose: bool = False

    @property
    def edges(self) -> list[int]:
        """What may stand beside a mark around a cell; another mark beside one doubles it."""
        return [LF, CR, *f"{self.separator}{self.quote}".encode()]


@dataclass
class Block:
    """Whole rows, one after another."""

    text: bytes
    dialect: Dialect
    line: int
    """The line of the file on which it begins."""
    start: int
    """Bytes of the file before it, once it is unpacked and UTF-8."""
    line_ends: Places
    """The last byte of each line end."""
    marks: Places
    """The quotation marks that open and close cells, by turns; doubled ones may be among them."""
    ends: Places = field(init=False)
    """The line ends that end a row."""
    breaks: Places = field(init=False)
    """The line ends within a cell."""

    def __post_init__(self) -> None:
        """Tell the line ends that end a row from those within a cell."""
        inside = self._quoted(self.line_ends)
        self.ends, self.breaks = self.line_ends[~inside], self.line_ends[inside]

    @property
    def array(self) -> Letters:
        """The bytes as numbers."""
        return np.frombuffer(self.text, dtype=np.uint8)

    @cached_property
    def separators(self) -> Places:
        """Every separator, within cells too."""
        return np.flatnonzero(self.array == ord(self.dialect.separator))

    @cached_property
    def cell_ends(self) -> Places:
        """The separators that end a cell."""
        return self.separators[~self._quoted(self.separators)]

    @cached_property
    def quoted_cells(self) -> tuple[Places, Places]:
        """Where each quoted cell opens and closes; a mark doubled inside it does neither."""
        opens, closes = self.marks[0::2], self.marks[1::2]
        apart = opens[1:] != closes[: len(opens) - 1] + 1
        return opens[np.append(True, apart)], closes[np.append(apart, True)[: len(closes)]]

    def lines(self, places: Places) -> Places:
        """The lines of the file on which bytes stand."""
        return self.line + np.searchsorted(self.line_ends, places)

    def misread(self, cause: Cause, what: str, first: int, last: int = 0) -> MisreadError:
        """Make the error for what is wrong between two bytes."""
        lines = self.lines(np.array([first, max(first, last)]))
        return MisreadError(Misread(cause, what, *lines.tolist()))

    def up_to(self, cut: int) -> "Block":
        """The rows that end before a byte."""
        ends, marks = self.line_ends, self.marks
        return Block(
            self.text[:cut],
            self.dialect,
            self.line,
            self.start,
            ends[ends < cut],
            marks[marks < cut],
        )

    def _quoted(self, places: Places) -> Flags:
        inside: Flags = np.searchsorted(self.marks, places) % 2 == 1
        return inside


def cut_blocks(file: BinaryIO, dialect: Dialect) -> Iterator[Block]:
    """Cut a text where a row ends; the last row may lack its line end."""
    rest, line, start, skip = b"", 1, 0, dialect.skip_rows
    while True:
        read = file.read(_BLOCK_BYTES)
        text = rest + read
        if not text:
            return
        if not read and not text.endswith((b"\n", b"\r")):
            text += b"\n"
        # A carriage return at the very end may be the first half of a line end.
        known = len(text) - 1 if read and text.endswith(b"\r") else len(text)
        if skip:
            above = _line_ends(text[:known])[:skip]
            cut = int(above[-1]) + 1 if len(above) else 0
            skip, line, start = skip - len(above), line + len(above), start + cut
            text, known = text[cut:], known - cut
        block = _block(text[:known], dialect, line, start)
        cut = int(block.ends[-1]) + 1 if len(block.ends) else 0
        rest = text[cut:]
        if cut:
            whole = block.up_to(cut)
            yield whole
            line, start = line + len(whole.line_ends), start + cut
        if rest and (not read or len(rest) > MOST_ROW_BYTES):
            left = _block(rest, dialect, line, start)
            if not read:
                refuse_bytes(left)
            raise _endless(left, at_end=not read)
        if not read:
            return


def _block(text: bytes, dialect: Dialect, line: int, start: int) -> Block:
    return Block(text, dialect, line, start, _line_ends(text), _marks(text, dialect))


def _line_ends(text: bytes) -> Places:
    """Find the last byte of each line end: LF, CR LF, and CR alone."""
    array = np.frombuffer(text, dtype=np.uint8)
    ends = np.flatnonzero(array == LF)
    if b"\r" not in text:
        return ends
    returns = np.flatnonzero(array == CR)
    last = returns == len(array) - 1
    alone = returns[last | (array[np.minimum(returns + 1, len(array) - 1)] != LF)]
    return np.sort(np.concatenate([ends, alone]))


def _marks(text: bytes, dialect: Dialect) -> Places:
    quote = dialect.quote.encode()
    if not quote or quote not in text:
        return np.array([], dtype=np.int64)
    array = np.frombuffer(text, dtype=np.uint8)
    marks = np.flatnonzero(array == quote[0])
    if dialect.loose and _stray(array, marks[::2], -1, dialect).any():
        return _marks_one_by_one(text, dialect)
    return marks


def stray(block: Block, marks: Places, beside: int) -> Flags:
    """Tell which marks have a letter on one side (-1 or 1), where an edge of a cell should be."""
    return _stray(block.array, marks, beside, block.dialect)


def _stray(array: Letters, marks: Places, beside: int, dialect: Dialect) -> Flags:
    places = marks + beside
    return ~np.isin(np.where(places >= 0, array[places], LF), dialect.edges)


def _marks_one_by_one(text: bytes, dialect: Dialect) -> Places:
    """Find the marks where some stand inside cells that are not quoted, which is seldom."""
    q, s = re.escape(dialect.quote.encode()), re.escape(dialect.separator.encode())
    cell = re.compile(
        rb"%b(?:(?<=[%b\r\n]%b)|(?<=\A%b))[^%b]*+(?:%b%b[^%b]*+)*+(?:%b|\Z)"
        % (q, s, q, q, q, q, q, q, q)
    )
    spans = np.array([match.span() for match in cell.finditer(text)], dtype=np.int64)
    marks: Places = (spans.reshape(-1, 2) - np.array([0, 1])).ravel()
    closed = len(marks) == 0 or (marks[-1] > marks[-2] and text[marks[-1]] == ord(dialect.quote))
    return marks if closed else marks[:-1]


def _endless(rest: Block, *, at_end: bool) -> MisreadError:
    begin = len(rest.text) - len(rest.text.lstrip(b"\r\n"))
    if len(rest.marks) and not rest.dialect.loose and stray(rest, rest.marks[:1], -1).any():
        return rest.misread(Cause.STRAY_MARK, MIDDLE, int(rest.marks[0]))
    if len(rest.marks) % 2 and not len(rest.ends):
        where = "never closes" if at_end else "has not closed a million bytes on"
        what = f"a quotation mark opens in the first row and {where}"
        return rest.misread(Cause.STRAY_MARK, what, begin, len(rest.text.rstrip(b"\r\n")))
    return rest.misread(Cause.LONG_ROW, LONG_ROW, begin)


def refuse_bytes(block: Block) -> None:
    """Refuse what is no UTF-8 text, naming the line."""
    if (place := block.text.find(b"\0")) >= 0:
        what = "the text holds the character NUL (zero bytes): it is UTF-16, or damaged"
        raise block.misread(Cause.ZERO_BYTES, what, place)
    if block.text.isascii():
        return
    try:
        codecs.utf_8_decode(block.text, "strict", True)
    except UnicodeDecodeError as error:
        what = f"the text is not {block.dialect.encoding}"
        raise block.misread(Cause.ENCODING, what, error.start) from None
