"""No row of a text file vanishes: quotes, line ends, encodings, and what the counting says of them."""

import gzip
from io import BytesIO
from pathlib import Path

import pytest
from hertoets.errors import UseError
from hertoets.extract.blocks import Dialect
from hertoets.extract.misread import MisreadError
from hertoets.extract.records import Records, count_records
from hertoets.extract.textfile import open_text
from small_delivery import PEOPLE, PERSONS, column, prepare

# text, rows below the names, blank rows
COUNTED = {
    "no row": ("a;b\n", 0, 0),
    "LF, without the last one": ("a;b\n1;2\n3;4", 2, 0),
    "CR LF": ("a;b\r\n1;2\r\n3;4\r\n", 2, 0),
    "CR alone": ("a;b\r1;2\r3;4\r", 2, 0),
    "blank rows, also first": ("\n\na;b\n1;2\n\n3;4\n\n", 2, 4),
    "a line break in a cell": ('a;b\n1;"x\ny"\n2;z\n', 2, 0),
    "a line break in the first cell": ('a;b;c\n"1\n2";x;y\n', 1, 0),
    "a line break in a name": ('a;"b\nc"\n1;2\n', 1, 0),
    "separators and a line break": ('a;b;c\n"1;1\n2";x;y\n', 1, 0),
    "a doubled quote": ('a;b\n1;"x ""y"" z"\n', 1, 0),
    "an inch in a cell that is not quoted": ('a;b\n1;12" x\n2;14" y\n', 2, 0),
}

# text, and the rows that a quote ate: from, to
EATEN = {
    "fifty rows in a quote": (
        'a;b\n1;"t Hoen\n' + "2;x\n" * 50 + '3;"t Veld\n',
        [(2, 53)],
    ),
    "the next row in a quote": ('a;b;c\n1;2;"x\n3;4;y"\n', [(2, 3)]),
    "in the middle of a row": ('a;b;c\n1;"x;2\n3;"y;4\n', [(2, 3)]),
    "a lone quote for ditto": ('a;b\n1;"\n2;x\n3;"\n', [(2, 4)]),
    "never closed": ('a;b\n1;"x\n2;y\n', [(2, 3)]),
    "never closed in the last row": ('a;b\n1;x\n2;"y', [(3, 3)]),
    "from the names on": ('a;"b\n1;x\n2;y"\n', [(1, 3)]),
    "two of them": ('a;b\n1;"x\n2;y"\n3;z\n4;"x\n5;y"\n', [(2, 3), (5, 6)]),
    "one, and one that never closes": ('a;b\n1;"x\n2;y"\n3;"z\n', [(2, 3), (4, 4)]),
    "beside an inch": ('a;b\n1;2" x\n1;"x\n2;y"\n', [(3, 4)]),
    "doubled marks, never closed": ('a;b\n1;"x\n""\n""', [(2, 4)]),
}


def counted(text: str, **how: str | int) -> Records:
    return count_records(BytesIO(text.encode()), Dialect(";", loose=True, **how))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", COUNTED)
@pytest.mark.parametrize("block_bytes", [1 << 24, 7, 16])
def test_rows_are_counted_as_the_file_has_them(
    case: str, block_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, rows, blank = COUNTED[case]
    monkeypatch.setattr("hertoets.extract.blocks._BLOCK_BYTES", block_bytes)
    found = counted(text)
    assert (found.rows, found.blank_rows, found.uneven_rows) == (rows, blank, 0)
    above = counted('x;"y\r\n\n' + text, skip_rows=2)
    assert (above.header, above.rows, above.blank_rows) == (found.header, rows, blank)
    assert [above.line(row) - 2 for row in range(rows)] == [found.line(row) for row in range(rows)]


@pytest.mark.parametrize("case", EATEN)
@pytest.mark.parametrize("block_bytes", [1 << 24, 7, 16])
def test_rows_that_a_quote_ate_are_found(
    case: str, block_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, eaten = EATEN[case]
    monkeypatch.setattr("hertoets.extract.blocks._BLOCK_BYTES", block_bytes)
    with pytest.raises(MisreadError) as caught:
        counted(text)
    assert [(one.first, one.last) for one in caught.value.found] == eaten


def test_without_quotes_a_quote_is_a_letter() -> None:
    assert counted('a;b\n1;"x\n2;y\n', quote="").rows == 2


# What is written, the encoding it is said to have, and the row that is not in it.
NOT_ENCODED = {
    "Latin-1 as UTF-8": ("a\r\nb\r\né\r\n".encode("latin-1"), "utf-8", 3),
    "a letter that Windows has not": (b"a\n\x81\n", "windows-1252", 2),
    "that letter between quotes": (b'a\n"b\n\x81"\n', "windows-1252", 3),
    "half a letter of UTF-16": ("a\nb\n".encode("utf-16") + b"c", "utf-16", 3),
    "half a pair of UTF-16": ("a\n".encode("utf-16") + b"\x00\xdcb\x00", "utf-16", 2),
}


@pytest.mark.parametrize("case", NOT_ENCODED)
@pytest.mark.parametrize("block_bytes", [1 << 24, 3])
def test_a_text_in_another_encoding_is_refused_with_its_row(
    case: str, block_bytes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, encoding, row = NOT_ENCODED[case]
    monkeypatch.setattr("hertoets.extract.blocks._BLOCK_BYTES", block_bytes)
    (tmp_path / "a.csv").write_bytes(raw)
    with (
        pytest.raises(UseError, match=rf"a\.csv  row {row}: the text is not {encoding}"),
        open_text(tmp_path / "a.csv", encoding) as file,
    ):
        count_records(file, Dialect(";", encoding=encoding))


def people(number: int) -> str:
    """Rows of persons whose names a quote may begin."""
    numbers = ("111222333", "123456782", "010464554")
    return f"{numbers[number % 3]};01-02-1990;V;0336;"


QUOTED = {
    "closed fifty rows on": ["x", '"t Hoen', *["x"] * 49, 'y"', "x"],
    "closed in the next row": ['"Jan', 'y"'],
    "never closed": ["x", '"Jan', "y"],
}


@pytest.mark.parametrize("case", QUOTED)
def test_rows_that_a_quote_would_eat_are_refused_and_both_ends_named(
    case: str, tmp_path: Path
) -> None:
    rows = QUOTED[case]
    text = "bsn;geboren;geslacht;land;naam\n"
    text += "".join(f"{people(n)}{name}\n" for n, name in enumerate(rows))
    first = next(n for n, name in enumerate(rows) if name.startswith('"')) + 2
    last = next((n for n, name in enumerate(rows) if name.endswith('"')), len(rows) - 1) + 2
    with pytest.raises(UseError, match=f"rows {first} to {last}") as caught:
        prepare(tmp_path, PERSONS, {"personen.csv": text})
    assert "Hoen" not in str(caught.value)
    assert "111222333" not in str(caught.value)


def test_where_nothing_is_quoted_every_row_is_read(tmp_path: Path) -> None:
    text = "bsn;geboren;geslacht;land;naam\n" + people(0) + '"t Hoen\n' + people(1) + 'y"\n'
    mapping = PERSONS.replace("separator", "quote = ''\nseparator")
    _, out = prepare(tmp_path, mapping, {"personen.csv": text})
    assert column(out, "persons", "nationality") == ["SYR", "SYR"]


# how the file is written, what the mapping adds
WRITTEN = {
    "CR alone": (PEOPLE.replace("\n", "\r").encode(), ""),
    "blank first rows": (b"\r\n\r\n" + PEOPLE.encode(), ""),
    "tabs": (PEOPLE.replace(";", "\t").encode(), "\t"),
    "UTF-16": (PEOPLE.encode("utf-16"), 'encoding = "utf-16"'),
    "blanks around and in a name": (PEOPLE.replace("geslacht", "  geslacht ").encode(), ""),
    "a break in a name": (PEOPLE.replace("land", '"land\n"').encode(), ""),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_a_text_file_is_read_however_a_register_writes_it(case: str, tmp_path: Path) -> None:
    raw, extra = WRITTEN[case]
    mapping = PERSONS
    if extra == "\t":
        mapping = mapping.replace('";"', '"\\t"')
    else:
        mapping = mapping.replace("separator", f"{extra}\nseparator")
    (tmp_path / "delivery").mkdir()
    (tmp_path / "delivery" / "personen.csv").write_bytes(raw)
    prepared, out = prepare(tmp_path, mapping, {})
    assert column(out, "persons", "nationality") == ["SYR", "TUR"]
    counts = prepared.sources[0].values()
    assert counts["rows_in"] == counts["rows_out"] + sum(counts["filtered"].values())


ENDS = ("\x85", "\u2028", "\v", "\f", "\x1e", "<br>", "\\n")


@pytest.mark.parametrize("rows", [1, 2])
@pytest.mark.parametrize("end", ENDS)
def test_rows_that_stand_among_the_names_are_refused(end: str, rows: int, tmp_path: Path) -> None:
    text = end.join([line + ";x" for line in PEOPLE.splitlines()[: rows + 1]])
    with pytest.raises(UseError, match="rows stand in the row of the names") as caught:
        prepare(tmp_path, PERSONS, {"personen.csv": text})
    assert "111222333" not in str(caught.value)


def test_a_file_of_names_alone_has_no_rows(tmp_path: Path) -> None:
    prepared, _ = prepare(
        tmp_path, PERSONS, {"personen.csv": PEOPLE.splitlines()[0] + ";naam;soort\n"}
    )
    assert prepared.sources[0].rows_out == 0


REFUSED = {
    "gzip that does not say so": (gzip.compress(PEOPLE.encode()), "the file is gzip"),
    "a zip file": (b"PK\x03\x04" + PEOPLE.encode(), "a zip file or a workbook"),
    "UTF-16 that is not said": (PEOPLE.encode("utf-16"), "the mark of utf-16"),
    "UTF-16 without its mark": (PEOPLE.encode("utf-16-le"), "utf-16"),
    "a NUL": (PEOPLE.replace("0336", "03\x0036").encode(), "row 2: the text holds the character"),
    "gzip cut off": (gzip.compress(PEOPLE.encode())[:-12], "damaged"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_text_file_that_cannot_be_read_says_why(case: str, tmp_path: Path) -> None:
    raw, said = REFUSED[case]
    name = "personen.csv.GZ" if "cut off" in case else "personen.csv"
    (tmp_path / "delivery").mkdir()
    (tmp_path / "delivery" / name).write_bytes(raw)
    with pytest.raises(UseError) as caught:
        prepare(tmp_path, PERSONS.replace("personen.csv", name), {})
    assert said in str(caught.value)


def test_a_compressed_bomb_stops_at_the_size_that_is_stated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hertoets.extract.textfile.EXPANSION_FROM_BYTES", 1 << 20)
    (tmp_path / "delivery").mkdir()
    (tmp_path / "delivery" / "personen.csv.gz").write_bytes(gzip.compress(b"a;b\n" * (1 << 20)))
    with pytest.raises(UseError, match="unpacks to more than 1 MB"):
        prepare(tmp_path, PERSONS.replace("personen.csv", "personen.csv.gz"), {})


def test_a_name_with_brackets_is_a_name_and_a_pattern_is_asked_for(tmp_path: Path) -> None:
    mapping = PERSONS.replace("personen.csv", "personen [1].csv")
    _, out = prepare(tmp_path, mapping, {"personen [1].csv": PEOPLE})
    assert len(column(out, "persons", "person_id")) == 2
    with pytest.raises(UseError, match=r"write glob = \[\"pers\*\.csv\"\]"):
        prepare(tmp_path / "b", PERSONS.replace("personen", "pers*"), {"personen.csv": PEOPLE})


def test_a_header_of_a_hundred_thousand_columns_is_told_of_without_a_name_of_it(
    tmp_path: Path,
) -> None:
    text = ";".join(f"Jansen{n}" for n in range(100_000)) + "\n"
    with pytest.raises(UseError, match="has 100000 columns") as caught:
        prepare(tmp_path, PERSONS, {"personen.csv": text})
    assert "Jansen" not in str(caught.value)
