"""Bad inputs, made by rule: each kind of fault in each file where it can occur, and how it ends.

`python -m tests.extract.bad_inputs` writes ``docs/bad-inputs.md``; the tests try every one of them.
"""

import gzip
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from hertoets.extract import schema

from tests.extract.planted import MARK, as_csv
from tests.extract.spoiling import (
    Spoil,
    beside,
    bomb,
    broken_header,
    cut,
    days,
    flipped,
    meta,
    of_type,
    parquet,
    quoted,
    raw,
    stored,
    text,
    twice,
    wide,
    with_type,
    zipped,
)  # fmt: skip

READ, COUNTED, REFUSED, UNREADABLE = (
    "read as if nothing were wrong",
    "read, the values unknown and counted",
    "stops with 1",
    "stops with 2",
)
EXITS = {READ: 0, COUNTED: 0, REFUSED: 1, UNREADABLE: 2}
TABLES = tuple(schema())
OPTIONAL = tuple(name for name, table in schema().items() if not table.required)


DATED, CODED = with_type("date"), with_type("code")
PAGE = Path(__file__).parents[2] / "docs" / "bad-inputs.md"


@dataclass(frozen=True)
class Kind:
    """One kind of fault: what it is, how it is made, where, and how it may end."""

    form: str
    name: str
    spoil: Spoil
    tables: tuple[str, ...]
    ends: tuple[str, ...]


def _csv() -> Iterator[Kind]:
    read = (
        ("lines that end in CR alone", lambda t, _: t.replace("\n", "\r")),
        ("lines that end in CR LF", lambda t, _: t.replace("\n", "\r\n")),
        ("mixed line ends", lambda t, _: t.replace("\n", "\r\n", 2).replace(",\n", ",\r")),
        ("no line end at the end", lambda t, _: t.rstrip("\n")),
        ("a blank first line", lambda t, _: "\n" + t),
        ("blank lines between and at the end", lambda t, _: t.replace("\n", "\n\n") + "\r\n"),
        ("blanks around names in the header", lambda t, _: t.replace(",", " , ", 3)),
        ("every cell between quotation marks", quoted),
        (
            "a line break in an ignored cell",
            lambda t, _: t.replace("note 0", "x").replace(f"{MARK} x", f'"{MARK} one\ntwo"'),
        ),
        ("a line break in an ignored name", broken_header),
    )
    for name, change in read:
        yield Kind("CSV", name, text(change), TABLES, (READ,))
    refused: tuple[tuple[str, Callable[[str, str], str]], ...] = (
        ("semicolons", lambda t, _: t.replace(",", ";")),
        ("tabs", lambda t, _: t.replace(",", "\t")),
        ("bars", lambda t, _: t.replace(",", "|")),
        ("no header", lambda t, _: t.partition("\n")[2]),
        ("no header, lines that end in CR", lambda t, _: t.partition("\n")[2].replace("\n", "\r")),
        ("a name that is nearly right", lambda t, _: t.replace("_", "", 1)),
        ("a column twice", twice),
        ("a cell too many", lambda t, _: t.rstrip("\n") + f",{MARK}more\n"),
        ("a cell too few", lambda t, _: t.rstrip("\n").rpartition(",")[0] + "\n"),
        ("a mark that never closes", lambda t, _: t.replace(f"{MARK} note 0", f'"{MARK} note 0')),
        ("a mark that closes in a later row", lambda t, _: t.replace(f"{MARK} note 0", f'"{MARK} note 0').replace(f"{MARK} note 2", f'{MARK} note 2"')),
        ("a mark that opens twice", lambda t, _: t.replace(f"{MARK} note", f'"{MARK} note', 2)),
        ("a mark in the middle of a cell", lambda t, _: t.replace(f"{MARK} note", f'{MARK} "note', 1)),
        ("rows that end in NEL", lambda t, _: t.replace("\n", "\x85")),
        ("rows that end in a line separator", lambda t, _: t.replace("\n", "\u2028")),
        ("rows that end in a vertical tab", lambda t, _: t.replace("\n", "\v")),
        ("rows that end in <br>", lambda t, _: t.replace("\n", "<br>")),
        ("one row, ended by NEL", lambda t, _: "\x85".join(t.split("\n")[:2])),
        ("a Parquet file", lambda t, _: "PAR1" + t),
        ("a zip file", lambda t, _: "PK\x03\x04" + t),
        ("an empty file", lambda _, __: ""),
        ("only line ends", lambda _, __: "\n\r\n\r"),
        ("zero bytes", lambda t, _: t.replace(MARK, f"{MARK}\0", 1)),
        ("a row of two million letters", lambda t, _: t.replace(f"{MARK} note 0", MARK * 700_000)),
    )  # fmt: skip
    for name, change in refused:
        yield Kind("CSV", name, text(change), TABLES, (UNREADABLE,))
    encodings = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "windows-1252")
    for encoding in encodings:
        change = lambda t, e=encoding: t.decode().replace("note", "noté").encode(e)  # noqa: E731
        yield Kind("CSV", f"text in {encoding}", raw(change), TABLES, (UNREADABLE,))
    yield Kind("CSV", "100,000 columns", text(wide), ("persons", "plans"), (UNREADABLE,))
    yield Kind("CSV", "a date as 31-12-1990", of_type("date", "31-12-1990"), DATED, (UNREADABLE,))
    yield Kind("CSV", "a date as 19901231", of_type("date", "19901231"), DATED, (UNREADABLE,))
    yield Kind("CSV", "a date with blanks", of_type("date", " 1990-12-31"), DATED, (UNREADABLE,))
    yield Kind("CSV", "the date 2021-02-30", of_type("date", "2021-02-30"), DATED, (COUNTED,))
    yield Kind("CSV", "the date 1899-12-31", of_type("date", "1899-12-31"), DATED, (COUNTED,))
    yield Kind("CSV", "the date 9999-99-99", of_type("date", "9999-99-99"), DATED, (COUNTED,))
    yield Kind("CSV", "a foreign code everywhere", of_type("code", f"{MARK}code", every=True), CODED, (REFUSED,))  # fmt: skip
    yield Kind("CSV", "a cell of 5,000 letters", of_type("code", MARK * 1_700), CODED, (UNREADABLE,))  # fmt: skip
    yield Kind("CSV", "only a header", text(lambda t, _: t.partition("\n")[0] + "\n"), ("persons",), (REFUSED,))  # fmt: skip
    yield Kind("CSV", "only a header", text(lambda t, _: t.partition("\n")[0]), OPTIONAL, (READ,))


def _names() -> Iterator[Kind]:
    write = lambda path: path.write_text(as_csv(path.name.partition(".")[0].lower()), "utf-8")  # noqa: E731
    yield Kind("names", "capitals in the suffix", beside("{table}.CSV", write), TABLES, (READ,))
    yield Kind("names", "capitals everywhere", beside("{big}.Csv", write), TABLES, (READ,))
    anything = lambda path: path.write_bytes(MARK.encode())  # noqa: E731
    for name in ("{table}.xlsx", "{table}.csv.zip", "{short}.csv", "{table}_2022.csv", "{table}"):
        shown = name.replace("{table}", "TABLE").replace("{short}", "TABL")
        yield Kind("names", f"`{shown}` instead", beside(name, anything), TABLES, (UNREADABLE,))
    things: tuple[tuple[str, Callable[[Path], object]], ...] = (
        ("a folder", Path.mkdir),
        ("a pipe", os.mkfifo),
        ("a link to nothing", lambda path: path.symlink_to("nowhere")),
    )
    for name, make in things:
        yield Kind("names", f"{name} of that name", beside("{table}.csv", make), TABLES, (UNREADABLE,))  # fmt: skip
    again = lambda folder, table: (folder / f"{table}.CSV.gz").write_bytes(b"")  # noqa: E731
    yield Kind("names", "a table in two files", again, TABLES, (UNREADABLE,))


def _packed() -> Iterator[Kind]:
    changes: tuple[tuple[str, Callable[[bytes], bytes], str], ...] = (
        ("whole", lambda content: content, READ),
        ("cut off", lambda content: content[:-9], UNREADABLE),
        ("damaged", lambda content: content[:20] + b"\0\0\0\0" + content[24:], UNREADABLE),
        ("no gzip at all", lambda content: gzip.decompress(content), UNREADABLE),
        ("with text behind it", lambda content: content + MARK.encode(), UNREADABLE),
    )
    for name, change, end in changes:
        yield Kind("gzip", name, zipped(change), TABLES, (end,))
    yield Kind("gzip", "a thousand times its size", bomb, ("persons",), (UNREADABLE,))


def _parquet() -> Iterator[Kind]:
    whole = lambda rows, _: rows  # noqa: E731
    yield Kind("Parquet", "whole", parquet(whole), TABLES, (READ,))
    yield Kind("Parquet", "texts numbered in a dictionary", parquet(lambda rows, _: pa.table({name: rows[name].dictionary_encode() for name in rows.column_names})), TABLES, (READ,))  # fmt: skip
    yield Kind("Parquet", "large texts", parquet(lambda rows, _: rows.cast(pa.schema([(n, pa.large_string()) for n in rows.column_names]))), TABLES, (READ,))  # fmt: skip
    moments = days(pa.timestamp("us"))
    zoned = lambda rows: moments(rows).cast(pa.timestamp("us", tz="Europe/Amsterdam"))  # noqa: E731
    types: tuple[tuple[str, str, Callable[[int], pa.Array]], ...] = (
        ("days as whole numbers", "date", lambda rows: pa.array([20220110] * rows)),
        ("days as numbers with a fraction", "date", lambda rows: pa.array([44571.0] * rows)),
        ("days as moments of the day", "date", moments),
        ("days as moments in a time zone", "date", zoned),
        ("days as times", "date", lambda rows: pa.array([1] * rows, pa.time64("us"))),
        ("days as raw bytes", "date", lambda rows: pa.array([MARK.encode()] * rows)),
        ("days in lists", "date", lambda rows: pa.array([[MARK]] * rows)),
        ("days in structures", "date", lambda rows: pa.array([{MARK: MARK}] * rows)),
        ("keys as numbers with a fraction", "text", lambda rows: pa.array([1.5] * rows)),
        ("keys as decimal numbers", "text", lambda rows: pa.array([1] * rows, pa.decimal128(9, 2))),
        ("codes as whole numbers", "code", lambda rows: pa.array([344] * rows)),
        ("codes as true and false", "code", lambda rows: pa.array([True] * rows)),
        ("codes that are no UTF-8", "code", lambda rows: pa.array([b"\xff\xfe"] * rows).cast(pa.string(), safe=False)),
        ("counts with a fraction", "count", lambda rows: pa.array([1.5] * rows)),
        ("counts as text", "count", lambda rows: pa.array([MARK] * rows)),
        ("true and false as 0 and 1", "bool", lambda rows: pa.array([1] * rows)),
    )  # fmt: skip
    for name, kind, make in types:
        yield Kind("Parquet", name, stored(kind, make), with_type(kind), (UNREADABLE,))
    yield Kind("Parquet", "without its last bytes", cut(-5), TABLES, (UNREADABLE,))
    yield Kind("Parquet", "cut in half", cut(300), TABLES, (UNREADABLE,))
    text_in = lambda folder, table: (folder / f"{table}.csv").rename(folder / f"{table}.parquet")  # noqa: E731
    yield Kind("Parquet", "a CSV under that name", text_in, TABLES, (UNREADABLE,))
    for seed in range(8):
        yield Kind("Parquet", "one bit turned somewhere", flipped(seed), TABLES, (READ, COUNTED, REFUSED, UNREADABLE))  # fmt: skip


def _meta() -> Iterator[Kind]:
    contents = (
        ("not TOML", b"name = x"),
        ("an unknown key", f'{MARK} = "{MARK}"'.encode()),
        ("a key that is nearly right", b"syntetic = true"),
        ("a mark as text", b'synthetic = "true"'),
        ("a moment for a day", b"delivered_on = 2022-09-30T12:00:00"),
        ("a day of another century", b"delivered_on = 1899-12-31"),
        ("a list for a text", b"source = []"),
        ("a day that no calendar has", b"delivered_on = 2022-02-30"),
        ("an escape code in the name", b'name = "\\u001b[31m"'),
        ("a line break in the source", b'source = "a\\nb"'),
        ("letters that turn the text", 'name = "a\u202eb"'.encode()),
        ("another encoding", 'name = "é"'.encode("latin-1")),
        ("nested too deeply", b"name = " + b"[" * 20_000),
        ("a megabyte", b"# " + b"x" * 1_000_000),
        ("zero bytes", b"\0" * 20),
    )
    for name, content in contents:
        yield Kind("extract.toml", name, meta(content), ("persons",), (UNREADABLE,))
    things: tuple[tuple[str, str, Callable[[Path], object]], ...] = (
        ("a folder", "extract.toml", Path.mkdir),
        ("a pipe", "extract.toml", os.mkfifo),
        ("a link to nothing", "extract.toml", lambda path: path.symlink_to("nowhere")),
        ("`extract.toml.txt`", "extract.toml.txt", lambda path: path.write_text("x")),
        ("`extract.tml`", "extract.tml", lambda path: path.write_text("x")),
    )
    for name, file, make in things:
        put = lambda folder, _, file=file, make=make: make(folder / file)  # noqa: E731
        yield Kind("extract.toml", name, put, ("persons",), (UNREADABLE,))


def kinds() -> list[Kind]:
    """Give every kind, in the order of the page."""
    return [*_csv(), *_names(), *_packed(), *_parquet(), *_meta()]


def describe() -> str:
    """Write the page."""
    tried: dict[tuple[str, str, tuple[str, ...]], int] = {}
    for kind in kinds():
        key = (kind.form, kind.name, kind.ends)
        tried[key] = tried.get(key, 0) + len(kind.tables)
    lines = [
        "# Bad inputs tried",
        "",
        "Written by `python -m tests.extract.bad_inputs`; do not change it by hand. Each fault is made",
        "in the file of each table where it can occur, in an extract of invented values that can be",
        "recognised, and `hertoets check` reads it. `tests/extract/test_bad_inputs.py` holds all of",
        f"them to this page: {sum(tried.values())} inputs, no traceback, no value in any message, nothing written.",
        "",
        "| where | fault | tried | how each ends |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| {form} | {name} | {count} | {', or '.join(ends)} |"
        for (form, name, ends), count in tried.items()
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(describe(), encoding="utf-8")
