"""Find a table's file and read it as Arrow, exactly as it is written.

Text stays text here: what a cell means is judged in ``cells.py``. A file that is not UTF-8,
comma-separated CSV or Parquet is refused with its place and the mend.
"""

import gzip
from collections.abc import Callable
from difflib import get_close_matches
from io import BufferedReader
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from hertoets.errors import Fault, UseError
from hertoets.extract.schema import Table

SUFFIXES = (".parquet", ".csv", ".csv.gz")
OnBadRow = Callable[[csv.InvalidRow], str]
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def find_table(folder: Path, table: Table) -> Path | None:
    """Give the one file that holds a table.

    Returns
    -------
    Path or None
        None where the folder has no file of that name.

    Raises
    ------
    UseError
        Where two files claim to be the same table.
    """
    found = [path for suffix in SUFFIXES if (path := folder / f"{table.name}{suffix}").is_file()]
    if len(found) > 1:
        raise UseError.of(
            where=", ".join(path.name for path in found),
            what=f"the table {table.name} stands in more than one file",
            mend="Keep one of them",
        )
    return found[0] if found else None


def read_table(path: Path, table: Table) -> tuple[pa.Table, list[str]]:
    """Read the columns of the schema from one file.

    Returns
    -------
    tuple of pyarrow.Table and list of str
        The named columns in the schema's order (CSV: all text), and a note for each column
        that the schema does not name.

    Raises
    ------
    UseError
        Where the file cannot be read or a column is missing.
    """
    read = _read_parquet if path.suffix == ".parquet" else _read_csv
    names = _parquet_names(path) if path.suffix == ".parquet" else _csv_names(path)
    _refuse_wrong_columns(path, table, names)
    notes = [
        f"{path.name}: column {name} is not part of the extract and was ignored."
        for name in names
        if name not in table.column_names
    ]
    return read(path, list(table.column_names)).combine_chunks(), notes


def _refuse_wrong_columns(path: Path, table: Table, names: list[str]) -> None:
    if not set(names) & set(table.column_names):
        # The first row is then most likely a person's, so nothing of it is named.
        raise UseError.of(
            where=path.name,
            what=f"no header: none of the columns of {table.name} is in it, "
            f"and {table.column_names[0]} and all others are missing",
            mend=f"Write the names of the columns first: {','.join(table.column_names)}",
        )
    faults = [
        Fault(path.name, name, "the column stands twice", "Keep one of them")
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    others = [name for name in names if name not in table.column_names]
    for name in table.column_names:
        if name not in names:
            near = get_close_matches(name, others, n=1) or others[:1]
            mend = f"Nearest is {near[0]}: rename it" if near else "Add it"
            faults.append(Fault(path.name, name, "column missing", mend))
    if faults:
        raise UseError(faults)


def _parquet_names(path: Path) -> list[str]:
    try:
        return list(pq.read_schema(path).names)
    except (pa.ArrowException, OSError):
        raise _unreadable(path, "not a Parquet file that can be read") from None


def _read_parquet(path: Path, names: list[str]) -> pa.Table:
    try:
        return pq.read_table(path, columns=names, use_pandas_metadata=False).select(names)
    except (pa.ArrowException, OSError):
        raise _unreadable(path, "not a Parquet file that can be read") from None


def _csv_names(path: Path) -> list[str]:
    first = _first_line(path)
    for mark in BYTE_ORDER_MARKS:
        if first.startswith(mark):
            raise UseError.of(
                where=path.name,
                at="row 1",
                what="the file begins with a byte-order mark",
                mend="Save it as plain UTF-8 (without BOM)",
            )
    if not first.strip():
        raise UseError.of(
            where=path.name,
            what="the file is empty",
            mend="Write at least the row with the column names, or leave an optional table out",
        )
    if b"," not in first:
        for separator, name in ((b";", "semicolons"), (b"\t", "tabs"), (b"|", "bars")):
            if separator in first:
                raise UseError.of(
                    where=path.name,
                    at="row 1",
                    what=f"the columns are separated by {name}",
                    mend="Separate them by commas",
                )
    try:
        text = first.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise _not_utf8(path, 1) from None
    return [name.strip().removeprefix('"').removesuffix('"') for name in text.split(",")]


def _read_csv(path: Path, names: list[str]) -> pa.Table:
    try:
        return _parse_csv(path, names)
    except pa.ArrowInvalid:
        raise _csv_error(path, names) from None
    except (pa.ArrowException, OSError, EOFError):
        raise _unreadable(path, "the file cannot be read") from None


def _parse_csv(
    path: Path, names: list[str], use_threads: bool = True, on_bad: OnBadRow | None = None
) -> pa.Table:
    everything = csv.ConvertOptions(
        column_types={name: pa.string() for name in names},
        include_columns=names,
        strings_can_be_null=True,
        null_values=[""],
    )
    return csv.read_csv(
        path,
        read_options=csv.ReadOptions(use_threads=use_threads, block_size=1 << 24),
        parse_options=csv.ParseOptions(newlines_in_values=True, invalid_row_handler=on_bad),
        convert_options=everything,
    )


def _csv_error(path: Path, names: list[str]) -> UseError:
    """Read again, slowly, to say which row is at fault: Arrow's own words would show the row."""
    with _open(path) as lines:
        for number, line in enumerate(lines, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return _not_utf8(path, number)
    faults: list[Fault] = []

    def keep(row: csv.InvalidRow) -> str:
        what = f"the row has {row.actual_columns} cells, the header {row.expected_columns}"
        faults.append(Fault(path.name, f"row {row.number}", what, "Quote cells that hold a comma"))
        return "skip"

    try:
        _parse_csv(path, names, use_threads=False, on_bad=keep)
    except pa.ArrowInvalid:
        return _unreadable(path, "the file is not well-formed CSV")
    return UseError(faults[:20]) if faults else _unreadable(path, "the file is not well-formed CSV")


def _first_line(path: Path) -> bytes:
    try:
        with _open(path) as file:
            return file.readline()
    except (OSError, EOFError):
        raise _unreadable(path, "the file cannot be read") from None


def _open(path: Path) -> gzip.GzipFile | BufferedReader:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")


def _not_utf8(path: Path, row: int) -> UseError:
    return UseError.of(
        where=path.name,
        at=f"row {row}",
        what="the text is not UTF-8 (it may be Latin-1 or Windows-1252)",
        mend="Save the file as UTF-8",
    )


def _unreadable(path: Path, what: str) -> UseError:
    return UseError.of(where=path.name, what=what, mend="Write the file again")
