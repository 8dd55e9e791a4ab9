"""No number stands in a published text that is not protected, a date, an article or a numbering."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from digits import Known, known_of, unexplained
from hertoets.publish.annex import annex_parts, told_sentences
from hertoets.publish.chart import Cells
from hertoets.publish.tiles import signs_of, tiles
from hertoets.release import Release, load_release, write_number
from hertoets.run import Parameters
from published_text import docx_text, html_text, pdf_pieces
from test_publish_report import read_page

# A full stop ends a sentence, save behind nr. and art.
STARTS = re.compile(r"(?:^|(?<!nr)(?<!nrs)(?<!art)(?<!arts)[.!?] )\d")
ALARMS = ["lessons", "lessons_by_month"]


@pytest.fixture(scope="module", params=["full_run", "bare_run"])
def run(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue(request.param)
    return folder


@pytest.fixture(scope="module")
def findings(run: Path) -> Release:
    return load_release(run)


@pytest.fixture(scope="module")
def in_prose(findings: Release) -> Known:
    """Sentences hold findings, settings and what a lesson says of its alarm."""
    alarms = [name for name in ALARMS if name in findings.tables]
    return known_of(findings, Parameters().law(), tables=alarms)


@pytest.fixture(scope="module")
def in_cells(findings: Release) -> Known:
    known = known_of(findings, Parameters().law(), tables=list(findings.tables))
    return replace(known, numbers=known.numbers | _tiles(findings))


def _tiles(findings: Release) -> frozenset[str]:
    """How many municipalities have each colour on the map: its text alternative says so."""
    if "guidance" not in findings.tables:
        return frozenset()
    drawn = {tile.code for tile in tiles()}
    signs = signs_of(Cells(findings.tables["guidance"]))
    counted = Counter(sign for code, sign in signs.items() if code in drawn)
    return frozenset(map(write_number, counted.values()))


def _unexplained(blocks: list[str], known: Known) -> list[str]:
    return [told for block in blocks for told in unexplained(block, known)]


def test_every_number_of_the_report_is_explained(
    run: Path, in_prose: Known, in_cells: Known
) -> None:
    text = html_text(run / "report" / "index.html")
    assert len(text.prose) > 200
    assert len(text.cells) > 200
    assert _unexplained(text.prose, in_prose) == []
    assert _unexplained(text.cells, in_cells) == []


def test_every_number_of_the_annex_as_docx_is_explained(
    run: Path, in_prose: Known, in_cells: Known
) -> None:
    text = docx_text((run / "report" / "bijlage.docx").read_bytes())
    assert len(text.prose) > 90
    assert _unexplained(text.prose, in_prose) == []
    assert _unexplained(text.cells, in_cells) == []


def test_every_number_of_the_annex_as_pdf_is_explained(run: Path, in_cells: Known) -> None:
    whole = " ".join(pdf_pieces((run / "report" / "bijlage.pdf").read_bytes()))
    assert len(whole) > 10_000
    assert _unexplained([whole], in_cells) == []


def test_every_number_of_the_lessons_is_explained(run: Path, in_prose: Known) -> None:
    lines = (run / "report" / "lessons.md").read_text(encoding="utf-8").splitlines()
    assert _unexplained(lines, in_prose) == []


def test_no_sentence_of_report_or_annex_begins_with_a_digit(run: Path) -> None:
    page = run / "report" / "index.html"
    tiles = {" ".join(e.text.split()) for e in read_page(run).all("dd") if "header" in e.inside}
    report = [text for text in html_text(page).prose if text not in tiles]
    annex = docx_text((run / "report" / "bijlage.docx").read_bytes()).prose
    told = [text for text in report + annex if len(text.split()) > 3]
    assert [text for text in told if STARTS.search(text)] == []


def test_the_numbered_sentences_are_those_of_their_findings(run: Path, findings: Release) -> None:
    prose = docx_text((run / "report" / "bijlage.docx").read_bytes()).prose
    said = {text for text in prose if re.match(r"(Z|Les )\d+ ", text)}
    assert said == {
        " ".join(f"{name} {text}".split())
        for part in annex_parts()
        for name, text in told_sentences(findings, part)
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Circa 35.417 personen wachtten. Dat is veel.", "35.417", id="a count"),
        pytest.param("Op 3 maart 2022 kregen 17 personen bericht.", "17", id="beside a date"),
        pytest.param("Dat is 63,5% van hen (artikel 54).", "63,5", id="a share"),
        pytest.param("Het gaat om 2021 personen.", "", id="four bare digits are a year"),
        pytest.param(
            "Zie artikel 54, tabel 3, A12 en Kamerstuk 32 824, nr. 356.", "", id="numbering"
        ),
        pytest.param("Circa 1.235 personen, minder dan 10 zeker.", "", id="protected"),
        pytest.param("Circa 1.236 personen.", "1.236", id="one beside a protected number"),
        pytest.param("Het zijn 235 personen.", "235", id="the end of a protected number"),
    ],
)
def test_a_number_from_nowhere_is_named_with_its_sentence(text: str, found: str) -> None:
    known = Known(frozenset({"1.235", "10"}), ())
    told = list(unexplained(text, known))
    assert [one.partition(" in: ")[0] for one in told] == re.findall(r"\d+", found)
    assert all(one.partition(" in: ")[2].rstrip(".") in text for one in told)


def test_what_is_planted_in_a_real_report_is_found(run: Path, in_prose: Known) -> None:
    prose = html_text(run / "report" / "index.html").prose
    planted = [*prose, "Daarnaast wachtten 4.321 personen nog op een brief."]
    assert _unexplained(planted, in_prose) == [
        f"{digits} in: Daarnaast wachtten 4.321 personen nog op een brief."
        for digits in ("4", "321")
    ]
