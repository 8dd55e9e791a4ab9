"""Read a delivered text file: any separator, quote and encoding, gzip or not, as written."""

import csv
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO, cast

import pyarrow as pa
from pyarrow import csv as arrow_csv

from hertoets.errors import Fault, UseError
from hertoets.prepare.model import Source
from hertoets.prepare.values import Values

_UTF8_MARK = b"\xef\xbb\xbf"
_SHOWN = 20  # faults of one file
_BLOCK_BYTES = 1 << 24


def header_of(path: Path, source: Source) -> list[str]:
    """Give the column names of a text file.

    Raises
    ------
    UseError
        Where the file is empty, or is not written in the encoding that the mapping names.
    """
    mark = _first_bytes(path)
    if mark == _UTF8_MARK and not source.encoding.startswith("utf-8"):
        raise UseError.of(
            where=path.name,
            what=f"the file begins with the mark of UTF-8, the mapping says {source.encoding}",
            mend='Write encoding = "utf-8" in the mapping',
        )
    try:
        with _open_text(path, source) as file:
            lines = islice(file, source.skip_rows, None)
            reader = csv.reader(
                lines,
                delimiter=source.separator,
                quotechar=source.quote or None,
                quoting=csv.QUOTE_MINIMAL if source.quote else csv.QUOTE_NONE,
            )
            names = next(reader, [])
    except UnicodeError:
        raise _other_encoding(path, source) from None
    except (OSError, EOFError, zlib.error, csv.Error):
        raise _unreadable(path, "the file cannot be read") from None
    if not any(name.strip() for name in names):
        raise _unreadable(path, "there is no row with column names")
    return [name.strip() for name in names]


def read_columns(
    path: Path, source: Source, header: list[str], names: list[str]
) -> dict[str, Values]:
    """Read some columns of a text file.

    Parameters
    ----------
    path : Path
        The file.
    source : Source
        How it is written.
    header : list of str
        As `header_of` gave it.
    names : list of str
        The columns to read.

    Returns
    -------
    dict of str to Values
        All text.

    Raises
    ------
    UseError
        Naming the rows at fault, never their content.
    """
    try:
        table = _parse(path, source, header, names)
    except pa.ArrowInvalid:
        raise _bad_rows(path, source, header, names) from None
    except UnicodeError:
        raise _other_encoding(path, source) from None
    except (pa.ArrowException, OSError, EOFError):
        raise _unreadable(path, "the file cannot be read") from None
    return {name: Values.from_arrow(table[name]) for name in names}


def _parse(
    path: Path,
    source: Source,
    header: list[str],
    names: list[str],
    on_bad: arrow_csv.InvalidRow | None = None,
) -> pa.Table:
    return arrow_csv.read_csv(
        path,
        read_options=arrow_csv.ReadOptions(
            column_names=header,
            skip_rows=source.skip_rows + 1,
            encoding=source.encoding,
            use_threads=on_bad is None,
            block_size=_BLOCK_BYTES,
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=source.separator,
            quote_char=source.quote or False,
            newlines_in_values=bool(source.quote),
            invalid_row_handler=on_bad,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            include_columns=names,
            strings_can_be_null=True,
            null_values=[""],
        ),
    )


def _bad_rows(path: Path, source: Source, header: list[str], names: list[str]) -> UseError:
    """Read again, slowly, to say which rows are at fault: Arrow's own words would show them."""
    try:
        with _open_text(path, source) as file:
            for _ in file:
                pass
    except UnicodeError:
        return _other_encoding(path, source)
    faults: list[Fault] = []

    def keep(row: arrow_csv.InvalidRow) -> str:
        what = f"the row has {row.actual_columns} cells, the header {row.expected_columns}"
        mend = "Check separator and quote in the mapping"
        at = f"row {row.number}" if row.number else "a row"
        faults.append(Fault(path.name, at, what, mend))
        return "skip"

    try:
        _parse(path, source, header, names, keep)
    except pa.ArrowException:
        return _unreadable(path, "the file is not well-formed")
    if not faults:
        return _unreadable(path, "the file is not well-formed")
    more = len(faults) - _SHOWN
    extra = [Fault(path.name, "", f"and {more} more rows like it")] if more > 0 else []
    return UseError([*faults[:_SHOWN], *extra])


def _first_bytes(path: Path) -> bytes:
    try:
        with _open_bytes(path) as file:
            return file.read(len(_UTF8_MARK))
    except (OSError, EOFError, zlib.error):
        raise _unreadable(path, "the file cannot be read") from None


def _open_bytes(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


@contextmanager
def _open_text(path: Path, source: Source) -> Iterator[TextIO]:
    encoding = "utf-8-sig" if source.encoding == "utf-8" else source.encoding
    with _open_bytes(path) as raw, TextIOWrapper(raw, encoding, newline="") as text:
        yield text


def _other_encoding(path: Path, source: Source) -> UseError:
    """Say where the text stops being what the mapping says it is."""
    at = ""
    if source.encoding != "utf-16":  # whose lines do not end at a byte
        with _open_bytes(path) as file:
            for row, line in enumerate(file, start=1):
                try:
                    line.decode(source.encoding)
                except UnicodeError:
                    at = f"row {row}"
                    break
    other = "windows-1252" if source.encoding.startswith("utf") else "utf-8"
    return UseError.of(
        where=path.name,
        at=at,
        what=f"the text is not {source.encoding}",
        mend=f'Write the right encoding in the mapping, perhaps encoding = "{other}"',
    )


def _unreadable(path: Path, what: str) -> UseError:
    return UseError.of(where=path.name, what=what, mend="Check the file and what the mapping says")
