"""Figures and tables: what is hidden is seen as hidden; the same input gives the same bytes."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from hertoets.extract import schema
from hertoets.publish.canvas import width_of
from hertoets.publish.document.made import made_words
from hertoets.publish.figureblock import figure_block
from hertoets.publish.figures import picture_of
from hertoets.publish.labels import names
from hertoets.publish.numbers import cell_nl, date_nl, month_nl
from hertoets.publish.pages import table as table_page
from hertoets.publish.sheet import render
from hertoets.publish.situations import tell_situations
from hertoets.publish.tables import table_block, text_table
from hertoets.release import Rule, load_labels, quantity_nl
from invented_findings import BY_GROUP, finding, release, table
from test_drawing_rules import drawn_release


def test_the_annex_tells_why_by_regimes_that_the_tables_know() -> None:
    assert set(made_words()["undetermined_why"]["regimes"]) <= load_labels()["regime"].keys()


def test_the_alt_text_tells_kind_message_range_and_what_is_hidden() -> None:
    assert picture_of(drawn_release(), "flow").alt == (
        "Stroomdiagram van levering naar uitkomst: Ten minste 200 mensen kregen een verkeerde "
        "eerste kennisgeving. Van 2.000 geleverde personen: juiste wet genoemd: 1.200; andere wet genoemd: 150; "
        "geen plicht: 50; bronnen zwijgen: minder dan 10; niet vast te stellen: 95; geen "
        "kennisgeving: 495; terzijde gelegd: minder dan 10. De cijfers staan in de tabel bij de "
        "figuur."
    )


def test_the_numbers_of_a_figure_stand_beside_it_as_csv() -> None:
    assert picture_of(drawn_release(), "flow").csv.splitlines()[:3] == [
        "stap,personen",
        "in de levering,2000",
        "terzijde gelegd,<10",
    ]


def test_bounds_by_reading_are_told_with_a_hidden_one_in_words() -> None:
    picture = picture_of(drawn_release(), "readings")
    said = "Bekendmaking: ten minste 175, ten hoogste 325; Kennisgeving: minder dan 10."
    assert said in picture.alt
    assert picture.csv.splitlines()[1:] == ["Bekendmaking,175,325", "Kennisgeving,<10,<10"]


def test_a_figure_leaves_four_files_that_are_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        picture_of(drawn_release(), "timeline").save(tmp_path / name, tmp_path / f"{name} drawn")
    names = [f"timeline.{end}" for end in ("alt.txt", "csv", "png", "svg")]
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == names
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert b"dc:date" not in (tmp_path / "one" / names[-1]).read_bytes()


def test_a_picture_on_disk_says_what_it_shows_and_keeps_its_letters_as_outlines(
    tmp_path: Path,
) -> None:
    picture = picture_of(drawn_release(), "flow")
    picture.save(tmp_path, tmp_path / "drawings")
    root = ElementTree.parse(tmp_path / "flow.svg").getroot()
    svg = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{svg}title", f"{svg}desc"]
    assert [child.text for child in root][:2] == [picture.frame.title, picture.alt]
    assert root.get("aria-labelledby") == " ".join(str(child.get("id")) for child in root[:2])
    assert root.findall(f".//{svg}text") == []


def test_a_picture_brings_its_own_white_paper_for_a_dark_page() -> None:
    root = ElementTree.fromstring(picture_of(drawn_release(), "flow").svg())
    first = next(root.iter("{http://www.w3.org/2000/svg}path"))
    assert "fill: #ffffff" in str(first.get("style"))


def test_a_picture_of_synthetic_people_is_marked_in_itself_and_in_its_source() -> None:
    fictive, real = (
        picture_of(replace(drawn_release(), meta=release(synthetic=one).meta), "flow")
        for one in (True, False)
    )
    assert fictive.svg() != real.svg()
    assert fictive.frame.source.startswith("FICTIEVE GEGEVENS.")
    assert real.frame.source == (
        "Bron: levering “voorbeeld” van 30\u00a0september\u00a02022. Recht en beleid: L353 (zie de "
        "bronnenlijst). Bewerking: Hertoets."
    )


def test_drawing_leaves_the_settings_of_matplotlib_alone() -> None:
    before = dict(mpl.rcParams)
    picture_of(drawn_release(), "flow").svg()
    assert dict(mpl.rcParams) == before


def test_a_text_is_as_wide_after_a_drawing_as_before() -> None:
    # Matplotlib sets another size on the font that it keeps; a picture would differ by what was
    # drawn before it, and cut off its labels.
    before = width_of("475 tot 520", 9.5)
    render(picture_of(drawn_release(), "flow").drawing, None, synthetic=True, forms=["png"])
    width_of.cache_clear()
    assert width_of("475 tot 520", 9.5) == before
    assert 0.7 < before < 0.8  # inches


def test_without_its_table_a_figure_says_so_in_words() -> None:
    absent = finding("guidance_expected", None, None, "niet gemeten", measured=False)
    block = figure_block(release(absent), "guidance", Path("nowhere"))
    said = "Niet gemeten: de tabel registrations (BRP) of reception (COA) ontbreekt in de levering."
    assert block.text == said
    assert "<img" not in block.html


def test_without_its_table_a_page_says_so_in_words() -> None:
    assert table_page(release(), "choices").text == (
        "Niet gemeten: de tabel choices (herstel) ontbreekt in de levering."
    )


def test_a_table_names_itself_its_headings_and_what_is_hidden() -> None:
    html = table_block(BY_GROUP, synthetic=True).html
    assert '<span>Tabel wrong_notice_by_group <strong class="fictive">FICTIEF' in html
    assert "Bron: L353, de levering." in html
    assert '<th scope="col" role="columnheader" class="number">ten onrechte</th>' in html
    number = '<td role="cell" class="number" data-title="ten onrechte">'
    assert f"gezin</th>{number}minder dan" in html
    assert 'data-title="niet vast te stellen">afgeschermd</td>' in html
    assert "<10" not in html


def test_of_a_long_table_the_largest_rows_are_shown_and_the_rest_is_pointed_to() -> None:
    block = table_block(BY_GROUP, synthetic=False, top=1)
    assert re.findall(r'scope="row"[^>]*>(\w+)<', block.html) == ["totaal"]
    assert "Getoond zijn de 1 grootste van 4 rijen." in block.text


def test_a_count_that_stands_elsewhere_is_not_called_unmeasured() -> None:
    """A check that sets rows aside is counted with them; its own cell has no number."""
    checks = table("quality", {"question": "vraag", "rows": "rijen"}, [("Is het zo?", None)])
    assert "niet gemeten" in table_block(checks, synthetic=False).text
    assert "geen aantal" in table_block(checks, synthetic=False, none="geen aantal").html


def test_a_note_says_the_marks_as_the_table_itself_says_them() -> None:
    noted = table("noted", {"label": "groep", "yes": "ja"}, [], rules=(Rule("small", 10),))
    assert '<p class="note">Minder dan 10 staat voor 1 tot en met 9.</p>' in (
        table_block(noted, synthetic=False).html
    )


def test_a_table_with_much_text_is_stacked_on_a_narrow_screen_and_stays_a_table() -> None:
    words = text_table("Woorden", {"name": "naam", "says": "zin"}, [("een", "lang " * 20)])
    html = table_block(words, synthetic=False).html
    assert '<table class="stack" role="table">' in html
    assert '<th scope="col" role="columnheader" class="long"' in html
    assert 'data-title="zin">' in html


@pytest.mark.parametrize(("columns", "stacked"), [(4, True), (8, True), (9, False)])
def test_a_table_of_few_columns_is_stacked_too_and_each_row_has_its_heading(
    columns: int, stacked: bool
) -> None:
    headings = {f"c{number}": f"kolom {number}" for number in range(columns)}
    html = table_block(
        table("few", headings, [("asiel", *range(1, columns))]), synthetic=False
    ).html
    assert ('<table class="stack" role="table">' in html) is stacked
    role = ' role="rowheader"' if stacked else ""
    assert f'<th scope="row"{role} style="text-align:left">asiel</th>' in html
    assert html.count("data-title=") == columns - 1


def test_every_column_of_an_extract_has_a_dutch_name() -> None:
    named = names()["column"]
    columns = {column for table_ in schema().values() for column in table_.column_names}
    assert columns <= named.keys()


def test_a_situation_is_told_in_one_line_with_only_the_readings_that_differ() -> None:
    """Dates that fall alike are told together; what plays no part is left out."""
    headings = {
        "situation_id": "situatie", "standing": "persoon", "treaty": "verdrag",
        "publication": "bekendmaking", "decision": "beschikking", "effective": "ingang",
        "notice": "kennisgeving", "group": "groep", "regime_stated": "volgens kennisgeving",
        "persons": "personen", "regime": "volgens hoofdlezing", "regime_decision": "Beschikking",
        "regime_scope": "Werkingssfeer", "regime_notice": "Kennisgeving",
    }  # fmt: skip
    row = (
        "S1", "niets in de weg", "speelt niet", "na", "ervoor", "ervoor", "geen kennisgeving",
        "gezin", "geen kennisgeving", 20, "Wi2021", "Wi2013", "Wi2021", "geen plicht",
    )  # fmt: skip
    [told] = tell_situations(table("situations", headings, [row])).rows
    assert told[0] == "niets in de weg; bekendmaking: na; beschikking en ingang: ervoor"
    assert told[-1] == "Wi2013: Beschikking"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        pytest.param(cell_nl("<10", "count"), "minder dan 10", id="hidden"),
        pytest.param(cell_nl("x", "count"), "afgeschermd", id="withheld"),
        pytest.param(cell_nl(None, "count"), "niet gemeten", id="not measured"),
        pytest.param(cell_nl(None, "percent"), "–", id="does not apply"),
        pytest.param(cell_nl(0, "count"), "0", id="zero"),
        pytest.param(cell_nl(12345, "count"), "12.345", id="thousands"),
        pytest.param(quantity_nl(-2370, "euro"), "−€\u00a02.370", id="euro"),
        pytest.param(date_nl("2022-03-01"), "1\u00a0maart\u00a02022", id="date"),
        pytest.param(
            date_nl("na 2022-01-26, in 2022-04"),
            "na 26\u00a0januari\u00a02022, in april\u00a02022",
            id="dates",
        ),
        pytest.param(month_nl("2022-03", short=True), "mrt 2022", id="month"),
    ],
)
def test_values_are_written_the_dutch_way(said: str, written: str) -> None:
    assert said == written
