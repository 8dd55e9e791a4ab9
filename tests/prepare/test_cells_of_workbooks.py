"""What becomes of each form of a cell, of a sheet and of a file that is said to be a workbook."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from hertoets.errors import DataError, UseError
from hertoets.prepare import Prepared, workbookfile
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from small_delivery import prepare

UNKNOWN = date(1, 1, 1)
MAPPING = """\
[[source]]
table = "exemptions"
files = ["v.xlsx"]
{extra}
[source.columns]
person_id = {{ from = "nummer" }}
kind = {{ constant = "medical" }}
valid_from = {{ constant = 2020-01-01 }}
valid_to = {{ from = "tot", dates = ["excel", "%d-%m-%Y"], accept_unmapped = true }}
"""


def book_of(cells: list[object]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.append(["nummer", "tot"])
    for number, cell in enumerate(cells):
        book.active.append([f"p{number}", cell])
    return book


def read(
    tmp_path: Path,
    book: openpyxl.Workbook,
    extra: str = "",
    change: Callable[[Path], None] | None = None,
) -> tuple[Prepared, list[object]]:
    (tmp_path / "delivery").mkdir(parents=True)
    path = tmp_path / "delivery" / "v.xlsx"
    book.save(path)
    if change:
        change(path)
    prepared, out = prepare(tmp_path, MAPPING.format(extra=extra), {})
    return prepared, pq.read_table(out / "exemptions.parquet")["valid_to"].to_pylist()


def edit(path: Path, pattern: str, by: str, part: str = "sheet1.xml") -> None:
    """Change a part of a workbook, as another program would have written it."""
    parts = {}
    with zipfile.ZipFile(path) as old:
        for name in old.namelist():
            parts[name] = old.read(name)
            if name.endswith(part):
                parts[name], changed = re.subn(pattern.encode(), by.encode(), parts[name])
                assert changed
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)


# what the cell holds, what becomes of it in an open column, the reason that is counted
CELLS = {
    "a date": (date(2021, 12, 31), date(2021, 12, 31), None),
    "a moment": (datetime(2021, 12, 31, 23, 59), date(2021, 12, 31), None),
    "a number": (44561, date(2021, 12, 31), None),
    "a fraction": (44561.75, date(2021, 12, 31), None),
    "a number as text": ("44561", date(2021, 12, 31), None),
    "a date as text": ("31-12-2021", date(2021, 12, 31), None),
    "a text with blanks": ("  31-12-2021 ", date(2021, 12, 31), None),
    "nothing": (None, None, None),
    "blanks": ("   ", None, None),
    "a word": ("onbekend", UNKNOWN, "not_a_date"),
    "an hour": (time(12, 30), UNKNOWN, "not_a_date"),
    "true": (True, UNKNOWN, "not_a_date"),
    "an error": ("#N/A", UNKNOWN, "error_in_cell"),
    "another error": ("#REF!", UNKNOWN, "error_in_cell"),
    "a formula that was never calculated": ("=44561+1", UNKNOWN, "formula_not_calculated"),
    "no end": ("31-12-9999", None, None),
}


@pytest.mark.parametrize("case", CELLS)
def test_a_cell_is_what_it_is_and_what_cannot_be_read_is_never_open(
    case: str, tmp_path: Path
) -> None:
    cell, expected, reason = CELLS[case]
    prepared, found = read(tmp_path, book_of([cell, date(2020, 1, 1), date(2020, 1, 1)]))
    assert found[0] == expected
    counted = next(column for column in prepared.columns if column.column == "valid_to")
    assert dict(counted.unmapped) == ({reason: 1} if reason else {})


def test_a_formula_with_a_value_gives_its_value(tmp_path: Path) -> None:
    def calculate(path: Path) -> None:
        edit(path, r"<f>44560\+1</f><v\s*/?>(</v>)?", "<f>44560+1</f><v>44561</v>")

    _, found = read(tmp_path, book_of(["=44560+1"]), change=calculate)
    assert found == [date(2021, 12, 31)]


FORMULA = r'<c r="B2"[^>]*><f>1</f><v\s*/?>(</v>)?</c>'


def test_an_empty_text_that_a_formula_gave_is_empty(tmp_path: Path) -> None:
    def calculate(path: Path) -> None:
        edit(path, FORMULA, '<c r="B2" t="str"><f>IF(1,"","")</f><v></v></c>')

    prepared, found = read(tmp_path, book_of(["=1", 44561]), change=calculate)
    assert found == [None, date(2021, 12, 31)]
    assert not any(column.unmapped for column in prepared.columns)


@pytest.mark.parametrize("calculates", [True, False])
def test_nought_is_no_answer_where_the_writer_does_not_calculate(
    calculates: bool, tmp_path: Path
) -> None:
    """XlsxWriter saves nought with each formula and asks that the workbook be calculated."""

    def change(path: Path) -> None:
        edit(path, FORMULA, '<c r="B2"><f>1</f><v>0</v></c>')
        if calculates:
            edit(path, ' fullCalcOnLoad="1"', "", "workbook.xml")

    prepared, _ = read(tmp_path, book_of(["=1", 44561, 44561]), change=change)
    counted = next(column for column in prepared.columns if column.column == "valid_to")
    reason = "not_a_date" if calculates else "formula_not_calculated"
    assert dict(counted.unmapped) == {reason: 1}


@pytest.mark.parametrize("twice", ['<row r="3"', '<c r="A3"'])
def test_two_cells_in_one_place_are_refused(twice: str, tmp_path: Path) -> None:
    first = twice.replace("3", "2") if "row" in twice else twice.replace("A", "B")

    def change(path: Path) -> None:
        if "row" in twice:
            edit(path, 'r="([AB]?)3"', r'r="\g<1>2"')
        else:
            edit(path, twice, first)

    with pytest.raises(UseError, match="its parts do not fit together"):
        read(tmp_path, book_of([44561, 44561]), change=change)


def test_a_formula_that_was_not_calculated_stops_unless_accepted(tmp_path: Path) -> None:
    book = book_of(["=1+1", date(2020, 1, 1)])
    (tmp_path / "delivery").mkdir()
    book.save(tmp_path / "delivery" / "v.xlsx")
    mapping = MAPPING.format(extra="").replace(", accept_unmapped = true", "")
    with pytest.raises(DataError, match=r"formula_not_calculated 1.*let it calculate"):
        prepare(tmp_path, mapping, {})


def test_a_row_is_not_chosen_by_a_cell_that_could_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="1 rows cannot be chosen"):
        read(tmp_path, book_of(["=1+1"]), 'only = { tot = ["2"] }')


def test_the_days_of_a_workbook_may_be_counted_from_1904(tmp_path: Path) -> None:
    book = book_of([])
    book.epoch = CALENDAR_MAC_1904
    days = (date(2021, 12, 31) - date(1904, 1, 1)).days
    for number, cell in enumerate([date(2021, 12, 31), days, str(days)]):
        book.active.append([f"p{number}", cell])
    assert read(tmp_path, book)[1] == [date(2021, 12, 31)] * 3


def test_merged_cells_are_refused_or_carried_as_the_mapping_says(tmp_path: Path) -> None:
    book = book_of([date(2021, 12, 31), None, None])
    book.active.merge_cells("B2:B4")
    with pytest.raises(UseError, match="cells B2:B4: the cells are merged"):
        read(tmp_path / "a", book)
    _, found = read(tmp_path / "b", book, 'merged = "carry"')
    assert found == [date(2021, 12, 31)] * 3


def test_merged_cells_above_the_names_and_in_them_do_not_matter(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Overzicht", None])
    sheet.merge_cells("A1:B1")
    sheet.append(["nummer", "tot"])
    sheet.append([None, None])
    sheet.append(["p", 44561])
    sheet.merge_cells("A2:A3")
    with pytest.raises(UseError, match="A2:A3"):
        read(tmp_path / "a", book, "skip_rows = 1")
    sheet.unmerge_cells("A2:A3")
    prepared, found = read(tmp_path / "b", book, "skip_rows = 1")
    assert found == [date(2021, 12, 31)]
    assert dict(prepared.sources[0].filtered) == {"blank_row": 1}


def test_what_is_hidden_is_read_and_told(tmp_path: Path) -> None:
    book = book_of([44561, 44561])
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.create_sheet("Lijst").sheet_state = "hidden"
    with pytest.raises(UseError, match=r"2 sheets.*Sheet, Lijst \(hidden\)"):
        read(tmp_path / "a", book)
    prepared, found = read(tmp_path / "b", book, 'sheet = "Sheet"')
    assert found == [date(2021, 12, 31)] * 2
    assert any("1 hidden rows" in note for note in prepared.notes)
    assert any("the first is B" in note for note in prepared.notes)


def test_a_break_in_a_name_is_a_blank(tmp_path: Path) -> None:
    book = book_of([44561])
    book.active["A1"] = " num\nmer "
    (tmp_path / "delivery").mkdir()
    book.save(tmp_path / "delivery" / "v.xlsx")
    mapping = MAPPING.format(extra="").replace('"nummer"', '"num mer"')
    prepared, _ = prepare(tmp_path, mapping, {})
    assert prepared.sources[0].rows_out == 1


def test_what_a_sheet_says_of_its_own_size_is_not_believed(tmp_path: Path) -> None:
    def lie(path: Path) -> None:
        edit(path, r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"')

    prepared, found = read(tmp_path, book_of([44561]), change=lie)
    assert (found, dict(prepared.sources[0].filtered)) == ([date(2021, 12, 31)], {})


def strict(path: Path) -> None:
    """Give the parts the names of the strict kind, as ISO/IEC 29500-1 has them."""
    usual = "http://schemas.openxmlformats.org/"
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            for kind in ("spreadsheetml", "officeDocument"):
                content = content.replace(
                    f"{usual}{kind}/2006/".encode(), f"http://purl.oclc.org/ooxml/{kind}/".encode()
                )
            new.writestr(name, content)


def test_a_strict_workbook_is_read_as_any_other(tmp_path: Path) -> None:
    cells = [date(2021, 12, 31), "31-12-2021", "=1+1", None]
    prepared, found = read(tmp_path, book_of(cells), change=strict)
    assert found == [date(2021, 12, 31), date(2021, 12, 31), UNKNOWN, None]
    counted = next(column for column in prepared.columns if column.column == "valid_to")
    assert dict(counted.unmapped) == {"formula_not_calculated": 1}


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
NO_BOOKS = {
    "of before 2007": (OLE, ".xls"),
    "with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "binary": (zipped(**{"xl/workbook.bin": b"x"}), ".xlsb"),
    "an OpenDocument": (
        zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        ".ods",
    ),
    "another zip": (zipped(a=b"x"), "a zip file and not an Excel workbook"),
    "HTML": (b"<html><table>Jansen</table>", "HTML"),
    "text": (b"bsn;naam\n111222333;Jansen\n", "is not an Excel workbook"),
    "empty": (b"", "is empty"),
    "cut off": (zipped(**{"xl/workbook.xml": b"<a/>"})[:60], "damaged"),
    "of parts that do not fit": (zipped(**{"xl/workbook.xml": b"<a"}), "damaged"),
}


@pytest.mark.parametrize("case", NO_BOOKS)
def test_a_file_that_is_no_workbook_is_called_by_what_it_is(case: str, tmp_path: Path) -> None:
    raw, said = NO_BOOKS[case]
    (tmp_path / "delivery").mkdir()
    (tmp_path / "delivery" / "v.xlsx").write_bytes(raw)
    with pytest.raises(UseError) as caught:
        prepare(tmp_path, MAPPING.format(extra=""), {})
    assert said in str(caught.value)
    assert "Jansen" not in str(caught.value)


def test_a_workbook_with_a_flipped_byte_is_damaged_and_no_row_of_it_is_taken(
    tmp_path: Path,
) -> None:
    book = book_of([44561] * 200)
    (tmp_path / "delivery").mkdir()
    path = tmp_path / "delivery" / "v.xlsx"
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    raw = bytearray(path.read_bytes())
    raw[part.header_offset + 100] ^= 0xFF
    path.write_bytes(bytes(raw))
    with pytest.raises(UseError, match="damaged"):
        prepare(tmp_path, MAPPING.format(extra=""), {})


def test_a_bomb_stops_at_the_size_that_is_stated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbookfile, "MOST_BYTES", 1000)
    with pytest.raises(UseError, match="when unpacked"):
        read(tmp_path, book_of(["x" * 2000]))
