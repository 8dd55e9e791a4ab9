"""Read a CSV as it is written: counted first, parsed by Arrow, and compared."""

import gzip
import zlib
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa
from pyarrow import csv

from hertoets.errors import Fault, UseError
from hertoets.extract.blocks import MisreadError
from hertoets.extract.columns import Layout, holds_rows, lay_out
from hertoets.extract.limits import (
    EXPANSION_FROM_BYTES,
    MOST_EXPANSION,
    MOST_UNPACKED_BYTES,
)
from hertoets.extract.records import Records, count_records
from hertoets.extract.schema import Table
from hertoets.extract.tablefile import TableFile, unreadable
from hertoets.extract.wording import places

_PLAIN = "Save it as plain UTF-8 (without BOM)"
_GZIP = b"\x1f\x8b"
_MARKS = (
    (b"\xef\xbb\xbf", "the file begins with a byte-order mark", _PLAIN),
    (b"\xff\xfe\0\0", "the file is UTF-32: it begins with that byte-order mark", _PLAIN),
    (b"\0\0\xfe\xff", "the file is UTF-32: it begins with that byte-order mark", _PLAIN),
    (b"\xff\xfe", "the file is UTF-16: it begins with that byte-order mark", _PLAIN),
    (b"\xfe\xff", "the file is UTF-16: it begins with that byte-order mark", _PLAIN),
)
_OTHERS = (
    (_GZIP, "gzip", "Unpack it, or end its name in .csv.gz where it was packed once"),
    (b"PK\x03\x04", "a zip file or a workbook", "Unpack it, or save the sheet as CSV"),
    (b"PAR1", "Parquet", "End its name in .parquet"),
)
_SEPARATORS = ((";", "semicolons"), ("\t", "tabs"), ("|", "bars"))


class _Unpacked:
    """A file unpacked while it is read, up to a size that no table has."""

    def __init__(self, path: Path) -> None:
        self._file = gzip.open(path, "rb")  # noqa: SIM115 - closed by `close`
        size = path.stat().st_size
        self._most = min(MOST_UNPACKED_BYTES, max(EXPANSION_FROM_BYTES, MOST_EXPANSION * size))
        self._read = 0
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        text = self._file.read(size)
        self._read += len(text)
        if self._read > self._most:
            what = f"the file unpacks to more than {self._most >> 20:,} MB: far larger than a table"
            raise MisreadError(what, "Check where the file comes from; deliver it unpacked")
        return text

    def close(self) -> None:
        self.closed = True
        self._file.close()


def read_csv(path: Path, table: Table) -> TableFile:
    """Read the columns of the schema from a CSV.

    Raises
    ------
    UseError
        Where the file is not comma-separated UTF-8, rows would be lost, or a column is missing.
    """
    try:
        _refuse_mark(path)
        file = _open(path)
        try:
            found = count_records(file, frozenset(table.column_names))
        finally:
            file.close()
        layout = _lay_out(path, table, found)
        rows = _parse(path, found, layout)
    except MisreadError as error:
        at = places("row", [error.first]) if error.first else ""
        if error.last > error.first:
            at = f"rows {error.first} to {error.last}"
        raise UseError([Fault(path.name, at, error.what, error.mend)]) from None
    except UseError:
        raise
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, EOFError, zlib.error) as error:
        raise unreadable(path, error, "the file cannot be read") from None
    if rows.num_rows != found.rows:
        what = f"{found.rows:,} rows stand in the file and {rows.num_rows:,} could be read"
        raise UseError.of(where=path.name, what=what, mend="Write the file again")
    return TableFile(rows, found.rows, layout.notes, found.line)


def _refuse_mark(path: Path) -> None:
    with path.open("rb") as raw:
        packed = raw.read(len(_GZIP))
    if path.suffix.lower() == ".gz" and packed and packed != _GZIP:
        raise MisreadError("the file is not gzip, whatever its name says", "Take .gz off its name")
    file = _open(path)
    try:
        begin = file.read(4)
    finally:
        file.close()
    for mark, what, mend in _MARKS:
        if begin.startswith(mark):
            raise MisreadError(what, mend, 1)
    if other := other_kind(begin):
        raise MisreadError(*other)


def other_kind(begin: bytes) -> tuple[str, str] | None:
    """Tell of a file of another kind that was taken for text what it is, and how to mend it."""
    for mark, name, mend in _OTHERS:
        if begin.startswith(mark):
            return f"the file is {name}, whatever its name says", mend
    return None


def _lay_out(path: Path, table: Table, found: Records) -> Layout:
    if not set(found.header) & set(table.column_names):
        for separator, name in _SEPARATORS:
            names = {part.strip(' "') for part in ",".join(found.header).split(separator)}
            if names & set(table.column_names):
                what = f"the columns are separated by {name}"
                raise MisreadError(what, "Separate them by commas", 1)
    layout = lay_out(path.name, table, found.header)
    strange = [name for name in found.header if name not in table.column_names]
    if not found.rows and holds_rows(strange):
        what = "the rows stand in the row of the names: their ends were not recognised"
        raise MisreadError(what, "End each row with a line feed", 1)
    if found.uneven_rows:
        width = len(found.header)
        at = places("row", found.uneven, found.uneven_rows)
        what = f"more or fewer cells than the {width} of the header"
        raise UseError([Fault(path.name, at, what, "Quote cells that hold a comma")])
    return layout


def _parse(path: Path, found: Records, layout: Layout) -> pa.Table:
    file = _open(path)
    try:
        _skip(file, found.start)
        names = [str(number) for number in range(len(found.header))]
        chosen = [str(number) for number in layout.places.values()]
        if not found.rows:
            parsed = pa.table({name: pa.array([], pa.string()) for name in chosen})
        else:
            parsed = csv.read_csv(
                file,
                read_options=csv.ReadOptions(column_names=names, block_size=1 << 24),
                parse_options=csv.ParseOptions(newlines_in_values=found.breaks),
                convert_options=csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    include_columns=chosen,
                    strings_can_be_null=True,
                    null_values=[""],
                ),
            )
    finally:
        file.close()
    return parsed.rename_columns(list(layout.places)).combine_chunks()


def _skip(file: BinaryIO, size: int) -> None:
    while size and (read := len(file.read(min(size, 1 << 20)))):
        size -= read


def _open(path: Path) -> BinaryIO:
    return cast(BinaryIO, _Unpacked(path)) if path.suffix.lower() == ".gz" else path.open("rb")
