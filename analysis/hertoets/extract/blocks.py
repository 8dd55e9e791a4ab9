"""A CSV cut into blocks of whole rows: where each row ends, whatever the line ends and quotes."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from hertoets.extract.limits import MOST_ROW_BYTES

Places = npt.NDArray[np.int64]

LF, CR, QUOTE, COMMA = b'\n\r",'
EDGES = (LF, CR, QUOTE, COMMA)
"""What may stand beside the quotation marks around a cell; another mark beside one doubles it."""

MIDDLE = "a quotation mark stands in the middle of a cell"
MEND_MARK = "Put quotation marks around the whole cell and double those inside"

_BLOCK_BYTES = 1 << 24


class MisreadError(Exception):
    """A file that cannot be taken apart into rows.

    Attributes
    ----------
    what, mend : str
    first, last : int
        Lines of the file where it goes wrong; 0 where it is the whole file.
    """

    def __init__(self, what: str, mend: str, first: int = 0, last: int = 0) -> None:
        super().__init__(what)
        self.what, self.mend, self.first, self.last = what, mend, first, last or first


@dataclass
class Block:
    """Whole rows, one after another."""

    text: bytes
    ends: Places
    """The last byte of each line end that ends a row."""
    breaks: Places
    """The last byte of each line end within a cell."""
    quotes: Places

    @property
    def array(self) -> npt.NDArray[np.uint8]:
        """The bytes as numbers."""
        return np.frombuffer(self.text, dtype=np.uint8)


def cut_blocks(file: BinaryIO) -> Iterator[Block]:
    """Cut a file where a row ends; the last row may lack its line end."""
    rest, line = b"", 1
    while True:
        read = file.read(_BLOCK_BYTES)
        text = rest + read
        if not text:
            return
        if not read and not text.endswith((b"\n", b"\r")):
            text += b"\n"
        # A carriage return at the very end may be the first half of a line end.
        held = 1 if read and text.endswith(b"\r") else 0
        block = _rows(text[: len(text) - held])
        cut = int(block.ends[-1]) + 1 if len(block.ends) else 0
        rest = text[cut:]
        if cut:
            whole = Block(
                text[:cut],
                block.ends,
                block.breaks[block.breaks < cut],
                block.quotes[block.quotes < cut],
            )
            yield whole
            line += len(whole.ends) + len(whole.breaks)
        if rest and (not read or len(rest) > MOST_ROW_BYTES):
            raise _endless(rest, line, at_end=not read)
        if not read:
            return


def _rows(text: bytes) -> Block:
    array = np.frombuffer(text, dtype=np.uint8)
    ends = np.flatnonzero(array == LF)
    if b"\r" in text:
        returns = np.flatnonzero(array == CR)
        last = returns == len(array) - 1
        alone = returns[last | (array[np.minimum(returns + 1, len(array) - 1)] != LF)]
        ends = np.sort(np.concatenate([ends, alone]))
    if b'"' not in text:
        return Block(text, ends, ends[:0], ends[:0])
    quotes = np.flatnonzero(array == QUOTE)
    inside = np.searchsorted(quotes, ends) % 2 == 1
    return Block(text, ends[~inside], ends[inside], quotes)


def _endless(rest: bytes, line: int, *, at_end: bool) -> MisreadError:
    lead = len(rest) - len(rest.lstrip(b"\r\n"))
    line += _lines(rest[:lead])
    mark = rest.find(b'"')
    if mark > 0 and rest[mark - 1] not in EDGES:
        return MisreadError(MIDDLE, MEND_MARK, line)
    if mark >= 0 and len(_rows(rest).ends) == 0:
        where = "never closes" if at_end else "has not closed a million bytes on"
        return MisreadError(f"a quotation mark opens in the row and {where}", MEND_MARK, line)
    what = f"a row is longer than {MOST_ROW_BYTES:,} bytes"
    return MisreadError(what, "Leave columns of long text out of the file", line)


def _lines(text: bytes) -> int:
    """Count the line ends: LF, CR LF, and CR alone."""
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")


def refuse_bytes(block: Block, line: int) -> None:
    """Refuse what is no UTF-8 text, naming the line."""
    text = block.text
    if (place := text.find(b"\0")) >= 0:
        mend = "Save the file as UTF-8"
        what = "the file holds zero bytes: it is UTF-16, or damaged"
        raise MisreadError(what, mend, line + _lines(text[:place]))
    if text.isascii():
        return
    try:
        codecs.utf_8_decode(text, "strict", True)
    except UnicodeDecodeError as error:
        what = "the text is not UTF-8 (it may be Latin-1 or Windows-1252)"
        at = line + _lines(text[: error.start])
        raise MisreadError(what, "Save the file as UTF-8", at) from None
