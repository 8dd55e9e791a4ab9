"""Ways to spoil one file of the planted extract, for the table of bad inputs."""

import gzip
import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hertoets.extract import Column, schema

from tests.extract.planted import MARK, as_arrow, as_csv, header_of, planted_tables

Spoil = Callable[[Path, str], object]
"""Makes one fault in the extract in a folder, in the file of a table."""


def with_type(kind: str) -> tuple[str, ...]:
    """Name the tables that have a column of a type."""
    return tuple(name for name, table in schema().items() if _first(kind, table.columns))


def _first(kind: str, columns: Iterable[Column]) -> str:
    """Name the first column of a type that must be there; empty where there is none."""
    found = (column.name for column in columns if column.type == kind and not column.optional)
    return next(found, "")


def text(change: Callable[[str, str], str]) -> Spoil:
    """Change the text of a CSV; given the text and the table."""

    def spoil(folder: Path, table: str) -> None:
        path = folder / f"{table}.csv"
        path.write_bytes(change(path.read_text(encoding="utf-8"), table).encode())

    return spoil


def raw(change: Callable[[bytes], bytes]) -> Spoil:
    """Change the bytes of a CSV."""

    def spoil(folder: Path, table: str) -> None:
        path = folder / f"{table}.csv"
        path.write_bytes(change(path.read_bytes()))

    return spoil


def of_type(kind: str, written: str, *, every: bool = False) -> Spoil:
    """Write this in the first column of a type: in the first row, or in all."""

    def changed(_: str, table: str) -> str:
        name = _first(kind, schema()[table].columns)
        rows = planted_tables()[table]
        for row in rows if every else rows[:1]:
            row[name] = written
        return as_csv(table, rows)

    return text(changed)


def beside(name: str, make: Callable[[Path], object]) -> Spoil:
    """Put a thing of another name in the place of a CSV."""

    def spoil(folder: Path, table: str) -> None:
        (folder / f"{table}.csv").unlink()
        make(folder / name.format(table=table, short=table.removesuffix("s"), big=table.upper()))

    return spoil


def zipped(change: Callable[[bytes], bytes]) -> Spoil:
    """Write the CSV as gzip, changed."""

    def spoil(folder: Path, table: str) -> None:
        path = folder / f"{table}.csv"
        (folder / f"{table}.csv.gz").write_bytes(change(gzip.compress(path.read_bytes(), mtime=0)))
        path.unlink()

    return spoil


def parquet(change: Callable[[pa.Table, str], pa.Table], **options: object) -> Spoil:
    """Write the table as Parquet, changed."""

    def spoil(folder: Path, table: str) -> None:
        (folder / f"{table}.csv").unlink()
        pq.write_table(change(as_arrow(table), table), folder / f"{table}.parquet", **options)

    return spoil


def stored(kind: str, make: Callable[[int], pa.Array]) -> Spoil:
    """Store the first column of a type otherwise."""

    def changed(rows: pa.Table, table: str) -> pa.Table:
        name = _first(kind, schema()[table].columns)
        place = rows.column_names.index(name)
        return rows.set_column(place, name, make(rows.num_rows))

    return parquet(changed)


def flipped(seed: int) -> Spoil:
    """Turn one bit of a Parquet file, at a place drawn for the table."""

    def spoil(folder: Path, table: str) -> None:
        parquet(lambda rows, _: rows)(folder, table)
        path = folder / f"{table}.parquet"
        content = bytearray(path.read_bytes())
        draw = random.Random(f"{seed} {table}")
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        path.write_bytes(bytes(content))

    return spoil


def meta(content: bytes) -> Spoil:
    """Write this as ``extract.toml``."""
    return lambda folder, _: (folder / "extract.toml").write_bytes(content)


def quoted(text: str, _: str) -> str:
    """Quote every cell."""
    return "".join(
        ",".join(f'"{one}"' for one in line.split(",")) + "\n" for line in text.splitlines()
    )


def broken_header(text: str, _: str) -> str:
    """Break the name of the remark over two lines."""
    return text.replace("remark", '"re\nmark"', 1)


def wide(text: str, _: str) -> str:
    """Add a hundred thousand columns."""
    more = "".join(f",{MARK}{number}" for number in range(100_000))
    return "".join(f"{line}{more}\n" for line in text.splitlines()[:2])


def bomb(folder: Path, table: str) -> None:
    """Write a table that unpacks to a thousand times its size."""
    with gzip.open(folder / f"{table}.csv.gz", "wb", compresslevel=9) as file:
        file.write(",".join(header_of(table)).encode() + b"\n")
        line = b",".join([b"x"] * len(header_of(table))) + b"\n"
        block = line * (1_000_000 // len(line))
        for _ in range(70):
            file.write(block)
    (folder / f"{table}.csv").unlink()


def days(values: pa.DataType) -> Callable[[int], pa.Array]:
    """Give 10 January 2022, 13:00 in a type of moments."""
    return lambda rows: pa.array([1_641_819_600_000_000] * rows, pa.int64()).cast(
        pa.timestamp("us", tz=getattr(values, "tz", None))
    )


def twice(text: str, _: str) -> str:
    """Write the first column again at the end."""
    return "".join(f"{line},{line.partition(',')[0]}\n" for line in text.splitlines())


def cut(size: int) -> Spoil:
    """Keep only the first bytes of a Parquet file."""

    def spoil(folder: Path, table: str) -> None:
        parquet(lambda rows, _: rows)(folder, table)
        path = folder / f"{table}.parquet"
        path.write_bytes(path.read_bytes()[:size])

    return spoil
