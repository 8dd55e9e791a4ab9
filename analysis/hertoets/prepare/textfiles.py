"""Read separated text files: any separator, quote and encoding, gzip or not, as written.

The rows are counted before the file is parsed (`hertoets.prepare.records`) and compared after it.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyarrow import csv as arrow_csv

from hertoets.errors import Fault, UseError
from hertoets.extract.columns import holds_rows
from hertoets.extract.csvfile import other_kind
from hertoets.prepare.model import Source
from hertoets.prepare.records import NotInEncodingError, Records, as_utf8, count_records
from hertoets.prepare.values import Values, as_name

MOST_BYTES = 2 << 30
"""How large a text may become: a compressed file may be a thousand times as large."""

_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SHOWN = 20  # faults of one file
_BLOCK_BYTES = 1 << 24


@dataclass(frozen=True)
class TextFile:
    """A text file whose rows were counted.

    Attributes
    ----------
    header : list of str
        The column names, each on one line with single blanks.
    rows, blank_rows : int
        As they stand in the file, below the names; blank ones also above them.
    """

    path: Path
    source: Source
    header: list[str]
    rows: int
    blank_rows: int

    @classmethod
    def open(cls, path: Path, source: Source) -> "TextFile":
        """Count the rows of a file and read its column names.

        Raises
        ------
        UseError
            Where the file is empty, a quote eats rows, or it is not in the encoding that the
            mapping names.
        """
        _, records = _text_of(path, source)
        header = [as_name(name) for name in records.names]
        used = set(source.delivered_columns)
        unused = [name for name in records.names if as_name(name) not in used]
        if used and used <= set(header) and not records.rows and holds_rows(unused):
            what = "the rows stand in the row of the names: their ends were not recognised"
            mend = "Deliver it with a line feed at the end of each row"
            raise UseError.of(
                where=path.name, at=f"row {source.skip_rows + 1}", what=what, mend=mend
            )
        return cls(path, source, header, records.rows, records.blank_rows)

    def columns(self, names: list[str]) -> dict[str, Values]:
        """Read some columns, all text.

        Raises
        ------
        UseError
            Naming the rows at fault, never their content.
        """
        text, records = _text_of(self.path, self.source)
        body = pa.py_buffer(text)[records.body :]
        places = {name: self.header.index(name) for name in names}
        try:
            table = self._parse(body, list(places.values()))
        except pa.ArrowInvalid:
            raise self._bad_rows(text, records) from None
        except (pa.ArrowException, OSError):
            raise _unreadable(self.path, "the file cannot be read") from None
        if table.num_rows != records.rows:
            what = f"the file has {records.rows} rows, and {table.num_rows} were read"
            raise _unreadable(self.path, what)
        return {name: Values.from_arrow(table[str(place)]) for name, place in places.items()}

    def _parse(
        self, body: pa.Buffer, places: list[int], on_bad: arrow_csv.InvalidRow | None = None
    ) -> pa.Table:
        wanted = [str(place) for place in places]
        if not self.rows:
            return pa.table({name: pa.array([], pa.string()) for name in wanted})
        return arrow_csv.read_csv(
            pa.BufferReader(body),
            read_options=arrow_csv.ReadOptions(
                column_names=[str(place) for place in range(len(self.header))],
                use_threads=on_bad is None,
                block_size=_BLOCK_BYTES,
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self.source.separator,
                quote_char=self.source.quote or False,
                newlines_in_values=bool(self.source.quote),
                invalid_row_handler=on_bad,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(wanted, pa.string()),
                include_columns=wanted,
                strings_can_be_null=True,
                null_values=[""],
            ),
        )

    def _bad_rows(self, text: bytes, records: Records) -> UseError:
        """Read again, slowly, to say which rows are at fault: Arrow's own words would show them."""
        faults: list[Fault] = []

        def keep(row: arrow_csv.InvalidRow) -> str:
            what = f"the row has {row.actual_columns} cells, the header {row.expected_columns}"
            at = f"row {records.places[row.number - 1]}" if row.number else "a row"
            faults.append(Fault(self.path.name, at, what, "Check separator and quote"))
            return "skip"

        try:
            self._parse(pa.py_buffer(text)[records.body :], [0], keep)
        except pa.ArrowException:
            return _unreadable(self.path, "the file is not well-formed")
        if not faults:
            return _unreadable(self.path, "the file is not well-formed")
        more = len(faults) - _SHOWN
        extra = [Fault(self.path.name, "", f"and {more} more rows like it")] if more > 0 else []
        return UseError([*faults[:_SHOWN], *extra])


def text_of(path: Path) -> bytes:
    """Give the bytes of a file, out of its gzip where it is in one.

    Raises
    ------
    UseError
        Where it cannot be read or becomes larger than ``MOST_BYTES``.
    """
    with _reading(path):
        raw = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
        if raw is not None and path.suffix.lower() == ".gz":
            raw = _inflated(raw)
    if raw is None or len(raw) > MOST_BYTES:
        raise UseError.of(
            where=path.name,
            what=f"the text is larger than {MOST_BYTES >> 30} GiB",
            mend="Deliver it in parts",
        )
    return raw


def _inflated(raw: bytes) -> bytes | None:
    """Unpack gzip, several members too; None where it would be too large."""
    parts: list[bytes] = []
    size = 0
    while raw:
        member = zlib.decompressobj(wbits=31)
        part = member.decompress(raw, MOST_BYTES + 1 - size)
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            return None
        if not member.eof:
            raise EOFError
        raw = member.unused_data.lstrip(b"\0")
    return b"".join(parts)


def _text_of(path: Path, source: Source) -> tuple[bytes, Records]:
    """Give the text as UTF-8, and its rows."""
    raw = text_of(path)
    if kind := other_kind(raw[:4]):
        raise UseError.of(where=path.name, what=kind[0], mend=kind[1])
    marked = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), None)
    if marked and marked != source.encoding:
        raise UseError.of(
            where=path.name,
            what=f"the file begins with the mark of {marked}, the mapping says {source.encoding}",
            mend=f'Write encoding = "{marked}" in the mapping',
        )
    try:
        text = as_utf8(raw, source.encoding)
    except NotInEncodingError as error:
        other = "windows-1252" if source.encoding.startswith("utf") else "utf-8"
        raise UseError.of(
            where=path.name,
            at=f"row {error.row}",
            what=f"the text is not {source.encoding}",
            mend=f'Write the right encoding in the mapping, perhaps encoding = "{other}"',
        ) from None
    records = count_records(
        text, separator=source.separator, quote=source.quote, skip_rows=source.skip_rows
    )
    _refuse(path, records)
    return text, records


def _refuse(path: Path, records: Records) -> None:
    if records.nul_row:
        raise UseError.of(
            where=path.name,
            at=f"row {records.nul_row}",
            what="the text holds the character NUL",
            mend='Where it is UTF-16 write encoding = "utf-16"; else the file is damaged',
        )
    mend = 'Where nothing is quoted, write quote = "" in the mapping'
    if faults := records.faults(path.name, mend):
        raise UseError(faults)
    if not any(name.strip() for name in records.names):
        raise _unreadable(path, "there is no row with column names")


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, zlib.error):
        raise _unreadable(path, "the file cannot be read; it may be damaged") from None


def _unreadable(path: Path, what: str) -> UseError:
    return UseError.of(where=path.name, what=what, mend="Check the file and what the mapping says")
