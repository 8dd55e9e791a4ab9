"""The annex as DOCX: real styles and fields, marked header rows, alternative texts, same bytes."""

import io
import itertools
import zipfile
from dataclasses import asdict, replace
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn
from hertoets.law import reading_texts, source_texts
from hertoets.publish.document import LawWords, annex_document, write_annex
from hertoets.publish.document.as_docx import docx_bytes
from hertoets.publish.document.made import made_tables
from hertoets.release import Change, Release, load_release
from hertoets.run import Parameters
from published_text import docx_text


@pytest.fixture(scope="module")
def law() -> LawWords:
    law = Parameters().law()
    return LawWords(
        [asdict(reading) for reading in reading_texts(law)],
        [asdict(source) for source in source_texts(law)],
    )


@pytest.fixture(scope="module")
def content(full_run: Path) -> bytes:
    return (full_run / "report" / "bijlage.docx").read_bytes()


@pytest.fixture(scope="module")
def word(content: bytes) -> Word:
    return docx.Document(io.BytesIO(content))


@pytest.fixture(scope="module")
def findings(full_run: Path) -> Release:
    return load_release(full_run)


def test_every_part_of_the_package_is_well_formed_and_carries_no_clock(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        assert names[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        marked = [name for name in names if name.endswith((".xml", ".rels"))]
        assert len(marked) > 8
        for name in marked:
            ElementTree.fromstring(package.read(name))


def test_the_same_findings_give_the_same_bytes(
    full_run: Path, findings: Release, law: LawWords, tmp_path: Path
) -> None:
    for path in write_annex(findings, law, tmp_path):
        assert path.read_bytes() == (full_run / "report" / path.name).read_bytes()


def test_language_title_and_dates_are_those_of_the_document(word: Word) -> None:
    core = word.core_properties
    assert core.title == "FICTIEF: Welke inburgeringswet gold voor wie?"
    assert core.language == "nl-NL"
    assert core.created == core.modified
    assert core.created.date().isoformat() == "2022-09-30"
    langs = {mark.get(qn("w:val")) for mark in word.styles.element.iter(qn("w:lang"))}
    assert langs == {"nl-NL"}


def test_headings_are_real_and_no_level_is_skipped(word: Word) -> None:
    named = [line.style.name for line in word.paragraphs]
    assert named[:2] == ["Title", "Subtitle"]
    levels = [int(name[-1]) for name in named if name.startswith("Heading")]
    assert levels[0] == 1
    assert len(levels) >= 12
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_nothing_is_formatted_by_hand(word: Word) -> None:
    """Every run has at most a character style, every paragraph at most a paragraph style."""
    runs = [run.rPr for run in word.element.body.iter(qn("w:r")) if run.rPr is not None]
    assert {child.tag for properties in runs for child in properties} == {qn("w:rStyle")}
    lines = [line.pPr for line in word.element.body.iter(qn("w:p")) if line.pPr is not None]
    assert {child.tag for properties in lines for child in properties} == {qn("w:pStyle")}


def test_every_table_has_a_numbered_caption_a_header_row_and_rows_that_stay_whole(
    word: Word,
) -> None:
    assert len(word.tables) >= 10
    for number, table in enumerate(word.tables, start=1):
        caption = table._tbl.getprevious()
        assert caption.pPr.pStyle.val == "Caption"
        asked = [mark.text.strip() for mark in caption.iter(qn("w:instrText"))]
        assert asked == ["SEQ Tabel \\* ARABIC"]
        said = "".join(mark.text for mark in caption.iter(qn("w:t")))
        assert said.startswith(f"Tabel\u00a0{number}. ")
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert table._tbl.find(f".//{qn('w:gridSpan')}") is None
        assert table._tbl.find(f".//{qn('w:vMerge')}") is None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) in said


def test_the_first_column_of_every_table_heads_its_rows(word: Word) -> None:
    for table in word.tables:
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert look.get(qn("w:firstColumn")) == look.get(qn("w:firstRow")) == "1"
        assert all(row.cells[0].text for row in table.rows)


def test_a_table_of_others_than_everybody_says_whom_it_counts(word: Word) -> None:
    told = [line.text for line in word.paragraphs if line.style.name == "Tabelnoot"]
    assert any(text.startswith("Populatie: personen in de cohorten.") for text in told)
    # A figure can be taken out of the annex: it says for itself whom it counts.
    usual = [text for text in told if "Populatie: personen die niet terzijde zijn gelegd." in text]
    assert len(usual) <= len(word.inline_shapes)


def test_the_contents_lead_to_every_heading_of_level_1(word: Word) -> None:
    named = {mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart"))}
    listed = [line for line in word.paragraphs if line.style.name.startswith("Inhoud")]
    heads = [line.text for line in word.paragraphs if line.style.name == "Heading 1"]
    assert [
        "".join(mark.text or "" for mark in line._p.iter(qn("w:t"))) for line in listed
    ] == heads
    jumps = [
        mark.get(qn("w:anchor")) for line in listed for mark in line._p.iter(qn("w:hyperlink"))
    ]
    assert len(jumps) == len(heads)
    assert set(jumps) < named
    asked = [mark.text.strip() for mark in word.element.body.iter(qn("w:instrText"))]
    assert 'TOC \\o "1-1" \\h \\z \\u' in asked


def test_every_address_is_a_link_to_itself(word: Word) -> None:
    [*_, sources] = word.tables
    links = list(sources._tbl.iter(qn("w:hyperlink")))
    assert len(links) == len(sources.rows) - 1
    for link in links:
        told = "".join(mark.text for mark in link.iter(qn("w:t")))
        assert word.part.rels[link.get(qn("r:id"))].target_ref == told


def test_the_lessons_have_empty_cells_to_fill_in(word: Word) -> None:
    [actions] = [table for table in word.tables if table.rows[0].cells[1].text == "actie"]
    assert len(actions.rows) == 12
    for row in actions.rows[1:]:
        assert [cell.text for cell in row.cells[1:]] == ["", "", ""]


def test_every_picture_has_a_caption_and_an_alternative_text(word: Word) -> None:
    pictures = list(word.element.body.iter(qn("wp:docPr")))
    assert pictures
    for picture in pictures:
        assert len(picture.get("descr")) > 60
    asked = [mark.text.strip() for mark in word.element.body.iter(qn("w:instrText"))]
    assert asked.count("SEQ Figuur \\* ARABIC") == len(pictures)


def test_the_footer_counts_its_pages_and_says_that_invented_people_are_fictive(word: Word) -> None:
    foot = word.sections[0].footer.paragraphs[0]
    fields = [mark.text.strip() for mark in foot._p.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert foot.text.startswith("FICTIEF: verzonnen gegevens")
    assert any(line.text.startswith("FICTIEF. Deze bijlage") for line in word.paragraphs)


def test_real_people_are_not_called_fictive(findings: Release, law: LawWords) -> None:
    real = replace(findings, meta=replace(findings.meta, synthetic=False, source="levering"))
    text = docx_text(docx_bytes(annex_document(real, law)))
    assert not any("fictie" in block.lower() for block in text.prose if "Fictief voor" not in block)


def test_a_change_since_an_earlier_run_is_told_with_its_reason(
    findings: Release, law: LawWords
) -> None:
    change = Change("eerder", "wrong_notice", "Ten onrechte een kennisgeving",
                    "circa 130\u00a0personen", "circa 145\u00a0personen", ("data", "code"))  # fmt: skip
    told = docx_text(docx_bytes(annex_document(replace(findings, changes=(change,)), law)))
    at = told.cells.index("circa 145 personen")
    assert told.cells[at - 2 : at + 2] == [
        "Ten onrechte een kennisgeving",
        "circa 130 personen",
        "circa 145 personen",
        "andere gegevens, andere versie van de berekening",
    ]


def test_what_was_not_delivered_is_said_in_place_of_its_table(bare_run: Path) -> None:
    text = docx_text((bare_run / "report" / "bijlage.docx").read_bytes())
    assert any(block.startswith("Zaak 2: datalek. Niet gemeten: de tabel") for block in text.prose)


def test_a_bound_that_is_left_out_is_not_called_small_in_the_table_of_readings(
    findings: Release, law: LawWords
) -> None:
    shown = {
        "publication": ((None, 40), [("publication", "lower")], "ten hoogste 40"),
        "decision": ((None, None), [("decision", "lower"), ("decision", "upper")], "afgeschermd"),
        "duty": ((25, None), [("duty", "upper")], "ten minste 25"),
        "scope": ((0, None), [], "0 tot\u00a0minder dan 10"),
        "effective": ((None, 40), [], "minder dan 10 tot\u00a040"),
        "notice": ((None, None), [], "minder dan 10"),
    }
    wrong = replace(
        findings.findings["wrong_notice"],
        by_reading=findings.findings["wrong_notice"].by_reading
        | {name: pair for name, (pair, _, _) in shown.items()},
        withheld=tuple(bound for _, gone, _ in shown.values() for bound in gone),
    )
    told = replace(findings, findings=findings.findings | {"wrong_notice": wrong})
    table = made_tables()["findings_by_reading"](told, law)
    cells = dict(zip(findings.readings, (row[1] for row in table.rows), strict=True))
    assert {name: str(cells[name]) for name in shown} == {
        name: said for name, (_, _, said) in shown.items()
    }
