"""A file of separated text as UTF-8 rows, unpacked and decoded while it is read."""

import codecs
import gzip
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyarrow as pa
from pyarrow import csv

from hertoets.errors import UseError
from hertoets.extract.blocks import Dialect
from hertoets.extract.limits import EXPANSION_FROM_BYTES, MOST_EXPANSION, MOST_UNPACKED_BYTES
from hertoets.extract.misread import Cause, Misread, MisreadError
from hertoets.extract.records import Records, count_records
from hertoets.extract.tablefile import unreadable

_MARKS = {  # that of UTF-32 begins as one of UTF-16 does
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_GZIP = b"\x1f\x8b"
_OTHERS = (
    (_GZIP, "gzip", "Unpack it, or end its name in .csv.gz where it was packed once"),
    (b"PK\x03\x04", "a zip file or a workbook", "Unpack it, or save the sheet as CSV"),
    (b"PAR1", "Parquet", "End its name in .parquet"),
)
_NOT_UTF8 = b"\xff"


def mark_of(path: Path) -> str:
    """Name the encoding of which a file begins with the byte-order mark; empty where none is.

    Raises
    ------
    UseError
        Where it is a file of another kind that was taken for text.
    """
    _refuse_unpacked(path)
    with open_text(path) as file:
        begin = file.read(4)
    for kind, name, mend in _OTHERS:
        if begin.startswith(kind):
            what = f"the file is {name}, whatever its name says"
            raise UseError.of(where=path.name, what=what, mend=mend)
    return next((name for mark, name in _MARKS.items() if begin.startswith(mark)), "")


def _refuse_unpacked(path: Path) -> None:
    if path.suffix.lower() != ".gz":
        return
    with path.open("rb") as raw:
        begin = raw.read(len(_GZIP))
    if begin and begin != _GZIP:
        what = "the file is not gzip, whatever its name says"
        raise UseError.of(where=path.name, what=what, mend="Take .gz off its name")


def count_rows(
    path: Path,
    dialect: Dialect,
    named: frozenset[str] = frozenset(),
    mends: Mapping[Cause, str] | None = None,
) -> Records:
    """Count the rows of a file; see `count_records`.

    Parameters
    ----------
    path, dialect, named
        As there.
    mends : mapping of Cause to str
        What can be done about a cause, where it is not what the sender of an extract can do.

    Raises
    ------
    UseError
        Everything that is wrong, with its lines.
    """
    with open_text(path, dialect.encoding, mends) as file:
        return count_records(file, dialect, named)


def parse_rows(path: Path, dialect: Dialect, found: Records, places: dict[str, int]) -> pa.Table:
    """Read columns of a file whose rows were counted, as text; an empty cell is null.

    Parameters
    ----------
    path, dialect
        As counted.
    found : Records
    places : dict of str to int
        Where the columns stand, from 0, by the names they get.

    Raises
    ------
    UseError
        Where other rows come out than were counted.
    """
    if not found.rows:
        return pa.table({name: pa.array([], pa.string()) for name in places})
    with open_text(path, dialect.encoding) as file:
        _skip(file, found.start)
        parsed = csv.read_csv(file, **_options(dialect, found, places))
    _refuse_other_number(path, found, parsed.num_rows)
    return parsed.rename_columns(list(places)).combine_chunks()


def parse_batches(
    path: Path, dialect: Dialect, found: Records, places: dict[str, int]
) -> Iterator[pa.Table]:
    """The same some rows at a time, as many as stand in a block of the text."""
    if not found.rows:
        return
    seen = 0
    with open_text(path, dialect.encoding) as file:
        _skip(file, found.start)
        with csv.open_csv(file, **_options(dialect, found, places)) as reader:
            for batch in reader:
                seen += batch.num_rows
                yield pa.Table.from_batches([batch]).rename_columns(list(places))
    _refuse_other_number(path, found, seen)


def _options(dialect: Dialect, found: Records, places: dict[str, int]) -> dict[str, Any]:
    """How Arrow is to parse: text and nothing else."""
    names = [str(number) for number in range(len(found.header))]
    return {
        "read_options": csv.ReadOptions(column_names=names, block_size=1 << 24),
        "parse_options": csv.ParseOptions(
            delimiter=dialect.separator,
            quote_char=dialect.quote or False,
            newlines_in_values=found.breaks,
        ),
        "convert_options": csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            include_columns=[names[place] for place in places.values()],
            strings_can_be_null=True,
            null_values=[""],
        ),
    }


def _refuse_other_number(path: Path, found: Records, read: int) -> None:
    if read != found.rows:
        what = f"{found.rows:,} rows stand in the file and {read:,} could be read"
        raise UseError.of(where=path.name, what=what, mend="Write the file again")


@contextmanager
def open_text(
    path: Path, encoding: str = "", mends: Mapping[Cause, str] | None = None
) -> Iterator[BinaryIO]:
    """Open a file, out of its gzip where it is in one, as UTF-8 without its byte-order mark.

    Without an encoding the bytes are given as they are. What is not in its encoding becomes a byte
    that UTF-8 does not have, at which whoever reads the text can stop and say where.

    Raises
    ------
    UseError
        Where it cannot be read, or what reads it finds something wrong.
    """
    name = codecs.lookup(encoding).name if encoding else ""
    try:
        with closing(_Stream(path, name)) as stream:
            if name == "utf-8" and mark_of(path) == "utf-8":
                stream.read(len(codecs.BOM_UTF8))
            yield cast(BinaryIO, stream)
    except MisreadError as error:
        raise UseError(error.faults(path.name, mends)) from None
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, EOFError, zlib.error) as error:
        raise unreadable(path, error, "the file cannot be read; it may be damaged") from None


class _Stream:
    """A text while it is read, unpacked up to a size that no table has."""

    def __init__(self, path: Path, encoding: str) -> None:
        packed = path.suffix.lower() == ".gz"
        self._file = cast(BinaryIO, gzip.open(path)) if packed else path.open("rb")  # noqa: SIM115
        expanded = max(EXPANSION_FROM_BYTES, MOST_EXPANSION * path.stat().st_size)
        self._most = min(MOST_UNPACKED_BYTES, expanded) if packed else sys.maxsize
        self._size = 0
        plain = encoding in ("", "utf-8")
        self._decoder = None if plain else codecs.getincrementaldecoder(encoding)()
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        while not self.closed:
            raw = self._unpacked(size)
            text = self._decoded(raw)
            if text or not raw:
                return text
        return b""

    def close(self) -> None:
        self.closed = True
        self._file.close()

    def _unpacked(self, size: int) -> bytes:
        text = self._file.read(size)
        self._size += len(text)
        if self._size > self._most:
            what = f"the file unpacks to more than {self._most >> 20:,} MB: far larger than a table"
            raise MisreadError(Misread(Cause.EXPANSION, what))
        return text

    def _decoded(self, raw: bytes) -> bytes:
        if self._decoder is None:
            return raw
        try:
            return self._decoder.decode(raw, not raw).encode()
        except UnicodeDecodeError as error:
            known = max(0, error.start - len(error.object) + len(raw))
            self.close()
            return self._decoder.decode(raw[:known]).encode() + _NOT_UTF8


def _skip(file: BinaryIO, size: int) -> None:
    while size and (read := len(file.read(min(size, 1 << 20)))):
        size -= read
