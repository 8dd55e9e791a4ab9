"""Small tables that are hard to cut, and a plain cut of them that shares nothing with Spark."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from hertoets.extract.cutting import FILE, PART, ROW
from hertoets.extract.tablefile import ParquetFile

# In the order of bytes: capitals before small letters, and those beyond U+FFFF last of all.
BOUNDARIES = ("10", "9", "Z", "a", "é", "\uffee", "\U0001f600")
IDS = (
    "", "!", "1", "10", "100", "2", "9", "90", "Z", "Za", "a", "a\x00", "b", "é", "éé", "\uffee",
    "\U0001f600", "\U0001f601", None, " a", "a ", "e\u0301",
)  # fmt: skip

_OLD = datetime(1582, 10, 4, 1, 2, 3, 4005)
TYPED: dict[str, list[Any]] = {
    "int8": [1, None, -128],
    "int16": [1, None, -(2**15)],
    "int32": [1, None, 2**31 - 1],
    "int64": [1, None, -(2**63)],
    "float": [1.5, None, -0.0],
    "double": [0.1, None, 1e308],
    "bool": [True, None, False],
    "string": ["é", None, ""],
    "binary": [b"\xff\x00", None, b""],
    "date32": [date(1, 1, 1), None, date(9999, 12, 31)],
    "timestamp_us": [_OLD, None, datetime(9999, 12, 31)],
    "timestamp_utc": [_OLD.replace(tzinfo=UTC), None, None],
    "decimal": [Decimal("1.10"), None, Decimal("-9999999.99")],
    "wide_decimal": [Decimal("1.10"), None, Decimal(10**35)],
}
_KINDS = {
    "int8": pa.int8(), "int16": pa.int16(), "int32": pa.int32(), "int64": pa.int64(),
    "float": pa.float32(), "double": pa.float64(), "bool": pa.bool_(), "string": pa.string(),
    "binary": pa.binary(), "date32": pa.date32(), "timestamp_us": pa.timestamp("us"),
    "timestamp_utc": pa.timestamp("us", "UTC"), "decimal": pa.decimal128(9, 2),
    "wide_decimal": pa.decimal128(38, 2),
}  # fmt: skip


def write_tables(folder: Path) -> dict[str, list[ParquetFile]]:
    """Write the tables; the files of each in the order in which they count.

    A column is asked for by its name without blanks; the one called ``ignored`` is not.
    """
    ids = pa.array(IDS, pa.string())
    number = pa.array(range(len(IDS)))
    typed = {name: pa.array(values, _KINDS[name]) for name, values in TYPED.items()}
    whole = pa.table({"person_id": ids, "n": number})
    tables = {
        "persons": {"b.parquet": whole, "a.parquet": whole.slice(0, 0), "c.parquet": whole},
        "notices": {
            "1.parquet": pa.table({"person_id": [10, 9, None, 100, -1], "n": range(5)}),
            "2.parquet": pa.table({"person_id": ["10", "9", None], "n": range(3)}),
        },
        "fines": {"1.parquet": whole.slice(0, 0)},
        "loans": {"1.parquet": pa.table({"person_id": ["1", None, "b"], **typed})},
        "plans": {
            # Names that Spark passes over, or takes for a pattern, a part or the same.
            "_een [1]*.parquet": pa.table({" person_id": ids, "a.b`c": number, "A.b`c": number}),
            ".twee {a,b}.PARQUET": pa.table(
                {" person_id": ids.cast(pa.large_string()), "a.b`c": number, "A.b`c": number}
            ),
        },
        "choices": {
            "1.parquet": pa.table(
                {
                    "n": number,
                    "ignored": pa.repeat(1, len(IDS)).cast(pa.duration("us")),
                    "person_id": ids.dictionary_encode(),
                }
            ),
            "2.parquet": pa.table({"n": pa.nulls(2), "person_id": ["a", "b"]}),
        },
        "extensions": {"1.parquet": pa.table({"person_id": pa.nulls(3), "n": range(3)})},
        "guidance_counts": {"1.parquet": pa.table({"municipality": ["GM0363"]})},
    }
    return {table: _write(folder / table, files) for table, files in tables.items()}


def _write(folder: Path, files: Mapping[str, pa.Table]) -> list[ParquetFile]:
    folder.mkdir(parents=True)
    for name, rows in files.items():
        pq.write_table(rows, folder / name, row_group_size=5)
    return [
        ParquetFile(
            folder / name, {one.strip(): one for one in rows.column_names if one != "ignored"}
        )
        for name, rows in files.items()
    ]


def folder_of(table: Path, part: int) -> Path:
    """Where the rows of a part lie."""
    return table / f"{PART}={part}"


def cut_plainly(
    files: Sequence[ParquetFile], boundaries: Sequence[str]
) -> dict[int, list[pa.Table]]:
    """The rows of each part and source file, as text is compared by its bytes."""
    bounds = [boundary.encode() for boundary in boundaries]
    parts: dict[int, list[pa.Table]] = {}
    for number, file in enumerate(files):
        rows = pq.read_table(file.path).select(list(file.names.values()))
        rows = rows.rename_columns(list(file.names))
        part = pa.array(
            [
                0 if one is None else bisect_right(bounds, str(one).encode())
                for one in rows["person_id"].to_pylist()
            ]
        )
        rows = rows.append_column(FILE, pa.repeat(pa.scalar(number, pa.int32()), len(rows)))
        rows = rows.append_column(ROW, pa.array(range(len(rows)), pa.int64()))
        for one in sorted(set(part.to_pylist())):
            parts.setdefault(one, []).append(rows.filter(pl.Series(part).eq(one).to_arrow()))
    return parts


def read_part(folder: Path) -> list[pa.Table]:
    """What was written of a part, in the order of source files, each by itself."""
    found: dict[int, list[pa.Table]] = {}
    for path in folder.iterdir():
        rows = pq.read_table(path, partitioning=None)
        for number in rows[FILE].unique().to_pylist():
            own = rows.filter(pl.Series(rows[FILE]).eq(number).to_arrow())
            found.setdefault(number, []).append(own)
    assert all(len(files) == 1 for files in found.values()), "a source file lies in two of a part"
    return [found[number][0] for number in sorted(found)]
