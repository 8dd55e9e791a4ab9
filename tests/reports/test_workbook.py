"""The workbook as a spreadsheet program opens it: every protected cell, marked, with no formula."""

import zipfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hertoets.findings import SIDES, Side
from hertoets.law import load_law, reading_texts, source_texts
from hertoets.publish.labels import label_nl
from hertoets.publish.numbers import date_nl
from hertoets.publish.words import read_words
from hertoets.publish.workbook import build_workbook
from hertoets.publish.workbook_cells import grid_of
from hertoets.publish.workbook_sheet import sheet_name
from hertoets.release import Release, ReleasedFinding, ReleasedTable, TableColumn, load_release
from invented_findings import BY_GROUP, finding, release, table
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

NAMES: Mapping[str, str] = read_words("workbook")["sheets"]
BELOW = {"fine_euro": "<31250", "cohort_fine_euro": "<31250", "loan_euro": "<250000"}
NUMBERS = ("count", "days", "euro", "percent")
FICTIVE = (
    "FICTIEF: alle cijfers zijn verzonnen om het onderzoek te beproeven. Zij gaan over niemand."
)


def _built(run: Release, out: Path) -> Path:
    law = load_law()
    return build_workbook(
        run,
        out,
        readings=[asdict(reading) for reading in reading_texts(law)],
        sources=[asdict(source) for source in source_texts(law)],
    )


def _opened(run: Release, out: Path) -> Workbook:
    return load_workbook(_built(run, out))


def _marked(sheet: Worksheet) -> list[list[Any]]:
    """Give the cells of the one marked table of a sheet, headings first."""
    [marked] = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[marked.ref]]


def _expected(name: str, column: TableColumn, cell: Any) -> Any:
    if cell is None and column.kind == "count":
        return "zie toelichting" if name == "quality" else "niet gemeten"
    if cell is None:
        return "n.v.t."
    if isinstance(cell, str) and column.kind in NUMBERS:
        return "afgeschermd" if cell == "x" else cell
    if isinstance(cell, str):
        return date_nl(label_nl(column.name, cell) if column.kind == "label" else cell)
    return cell


@pytest.fixture(scope="module", params=["full_run", "bare_run"])
def run(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def book(run: Path) -> Workbook:
    return load_workbook(run / "report" / "tables.xlsx")


def test_every_cell_of_every_protected_table_stands_in_the_workbook(
    run: Path, book: Workbook
) -> None:
    shown = load_release(run)
    assert shown.tables
    for name, one in shown.tables.items():
        headings, *rows = _marked(book[NAMES[name]])
        titles = [column.title_nl or "onderdeel" for column in one.columns]
        readings = shown.readings.values()
        assert headings == [f"volgens {t}" if t in readings else t for t in titles], name
        expected = [
            [_expected(name, c, v) for c, v in zip(one.columns, r, strict=True)] for r in one.rows
        ]
        empty = [[None] * len(headings)]  # a marked table keeps one row, even without any
        assert rows == (expected or empty), name


def test_every_figure_stands_there_with_its_bounds_under_every_reading(
    run: Path, book: Workbook
) -> None:
    shown = load_release(run)

    headline = shown.settings["headline"]

    def bound(f: ReleasedFinding, reading: str, side: Side, value: float | None) -> Any:
        if value is not None:
            return value
        if f.status == "not_measured":
            return "niet gemeten"
        hidden = (reading, side) in f.withheld or f.unit == "dagen"
        return "afgeschermd" if hidden else BELOW.get(f.id, "<23700") if f.unit == "euro" else "<10"

    _, *whole = _marked(book["Cijfers"])
    assert [(row[-1], *row[1:3]) for row in whole] == [
        (f.id, bound(f, headline, "lower", f.lower), bound(f, headline, "upper", f.upper))
        for f in shown.findings.values()
    ]
    _, *apart = _marked(book["Cijfers per lezing"])
    assert [(row[-1], row[1], *row[2:4]) for row in apart] == [
        (f.id, shown.readings[reading], *map(partial(bound, f, reading), SIDES, pair))
        for f in shown.findings.values()
        for reading, pair in f.by_reading.items()
    ]


def test_a_number_is_a_number_and_a_hidden_one_is_a_word(tmp_path: Path) -> None:
    sheet = _opened(release(), tmp_path)["Ten onrechte, per groep"]
    assert _marked(sheet) == [
        ["groep", "ten onrechte", "niet vast te stellen", "niet"],
        ["asiel", 1250, 110, 13820],
        ["gezin", "<10", 35, 5400],
        ["overig", 0, "afgeschermd", 400],
        ["totaal", 1255, 150, 19620],
    ]
    assert {c.number_format for row in sheet["B8:D11"] for c in row} <= {"#,##0", "General"}


def test_no_cells_are_merged_and_no_table_has_an_empty_cell_or_row(book: Workbook) -> None:
    for sheet in book:
        assert not sheet.merged_cells.ranges, sheet.title
        if sheet.tables:
            [marked] = sheet.tables.values()
            headings, *rows = _marked(sheet)
            assert len({str(heading).casefold() for heading in headings}) == len(headings)
            assert all(value is not None for row in rows for value in row) or len(rows) == 1
            assert marked.ref.startswith("A"), sheet.title


def test_every_sheet_begins_with_its_title_and_keeps_its_headings_in_sight(book: Workbook) -> None:
    assert book.sheetnames[:3] == ["Voorblad", "Inhoud", "Toelichting"]
    for sheet in book:
        assert sheet["A1"].value, sheet.title
        filled = [sheet.cell(row, 1).value is not None for row in range(1, sheet.max_row + 1)]
        [marked] = sheet.tables.values() or [None]
        top = int("".join(filter(str.isdigit, marked.ref.split(":")[0]))) if marked else 0
        assert all(filled[: top or None]), f"an empty row in {sheet.title}"
        if marked:
            assert sheet.freeze_panes.endswith(str(top + 1)), sheet.title
            assert sheet.print_title_rows == f"${top}:${top}", sheet.title


def test_every_table_is_marked_with_a_text_for_who_cannot_see_it(full_run: Path) -> None:
    with zipfile.ZipFile(full_run / "report" / "tables.xlsx") as book:
        tables = [book.read(n).decode() for n in book.namelist() if n.startswith("xl/tables/")]
    assert len(tables) == len(load_release(full_run).tables) + 6
    assert all('altText="' in one for one in tables)


def test_the_contents_lead_to_every_other_sheet_and_each_leads_back(book: Workbook) -> None:
    contents = book["Inhoud"]
    _, *rows = _marked(contents)
    assert [row[0] for row in rows] == book.sheetnames[2:]
    leads = {c.value: c.hyperlink.location for row in contents for c in row if c.hyperlink}
    assert leads == {name: f"'{name}'!A1" for name in book.sheetnames[2:]}
    for name in book.sheetnames[2:]:
        back = [c.hyperlink.location for row in book[name] for c in row if c.hyperlink]
        assert back == ["'Inhoud'!A1"], name


def test_the_name_of_a_sheet_is_readable_and_fits(book: Workbook) -> None:
    assert all(len(name) <= 31 and "_" not in name for name in book.sheetnames)
    assert sheet_name("Wat [elke] lezing: zegt/vraagt") == "Wat elke lezing zegt vraagt"
    assert sheet_name("a" * 40) == "a" * 31


def test_every_table_of_a_full_run_has_a_name_of_its_own_for_its_sheet(full_run: Path) -> None:
    assert load_release(full_run).tables.keys() <= NAMES.keys()
    assert len({name.casefold() for name in NAMES.values()}) == len(NAMES)


def test_synthetic_data_are_called_fictive_on_every_sheet_and_on_paper(tmp_path: Path) -> None:
    for sheet in _opened(release(synthetic=True), tmp_path / "fictive"):
        assert sheet["A2"].value == FICTIVE
        assert sheet.oddHeader.left.text == sheet.oddFooter.left.text == "FICTIEF"
    for sheet in _opened(release(synthetic=False), tmp_path / "real"):
        assert not any("FICTIE" in str(c.value) for row in sheet for c in row), sheet.title
        assert not sheet.oddHeader.left.text


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://x", "\t=1"])
def test_a_text_that_begins_like_a_formula_stays_text(start: str, tmp_path: Path) -> None:
    planted = ReleasedTable(
        **{
            **{name: getattr(BY_GROUP, name) for name in BY_GROUP.__dataclass_fields__},
            "title_nl": start,
            "columns": (TableColumn("label", start, "label"), TableColumn("says", "zin", "text")),
            "rows": ((start, start),),
        }
    )
    shown = release(tables=(planted,))
    shown = replace(shown, meta=replace(shown.meta, name=start, source=start), notes=(start,))
    for sheet in _opened(shown, tmp_path):
        for row in sheet:
            for cell in row:
                assert cell.data_type in ("s", "n"), cell.coordinate
                assert cell.data_type == "s" or not isinstance(cell.value, str)
                assert cell.hyperlink is None or cell.hyperlink.target is None


def test_the_cover_says_what_it_rests_on_and_leaves_the_contact_to_the_controller(
    tmp_path: Path,
) -> None:
    cover = _opened(release(), tmp_path)["Voorblad"]
    said = [cell.value for cell in cover["A"]]
    assert {
        "Levering: voorbeeld",
        "Peildatum: 31\N{NO-BREAK SPACE}december\N{NO-BREAK SPACE}2021",
        "Hoofdlezing: Bekendmaking",
    } <= {*said}
    assert "Contact: In te vullen door de verwerkingsverantwoordelijke" in said


def test_the_same_run_gives_the_same_bytes_with_no_clock_in_them(tmp_path: Path) -> None:
    one, two = (_built(release(), tmp_path / name) for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    book = load_workbook(one)
    assert book.properties.created == datetime(2022, 9, 30)
    assert book.properties.language == "nl-NL"
    undated = release()
    undated = replace(undated, meta=replace(undated.meta, delivered_on=None))
    oldest = _opened(undated, tmp_path / "undated").properties.created
    assert oldest == datetime(1980, 1, 1)


def test_headings_that_are_alike_are_told_apart() -> None:
    alike = table("alike", {"label": "groep", "yes": "ja", "also": "Ja"}, [("asiel", 10, 20)])
    assert grid_of(alike).headings == ("groep", "ja", "Ja (2)")


def test_a_figure_that_was_not_measured_says_so(tmp_path: Path) -> None:
    absent = finding("breach_persons", None, None, "niet gemeten", measured=False)
    _, *rows = _marked(_opened(release(absent), tmp_path)["Cijfers"])
    assert rows[1][1:3] == ["niet gemeten", "niet gemeten"]
