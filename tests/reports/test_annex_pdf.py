"""The annex as PDF/UA-1, by its structure tree (ISO 14289-1); no validator is at hand."""

import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from hertoets.publish.annex import annex_parts
from hertoets.publish.document.row_headers import with_row_headers
from published_text import docx_text, pdf_pieces, structure


@pytest.fixture(scope="module")
def content(full_run: Path) -> bytes:
    return (full_run / "report" / "bijlage.pdf").read_bytes()


@pytest.fixture(scope="module")
def pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(content)) as opened:
        yield opened


def _kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.S) for element in structure(pdf)]


def _children(element: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    below = element.get("/K", [])
    below = below if isinstance(below, pikepdf.Array) else [below]
    return [child for child in below if isinstance(child, pikepdf.Dictionary) and "/S" in child]


def _scope(cell: pikepdf.Dictionary) -> str:
    given = cell.A if isinstance(cell.A, pikepdf.Array) else [cell.A]
    return next(str(attributes.Scope) for attributes in given if "/Scope" in attributes)


def test_the_file_says_that_it_is_tagged_dutch_and_pdf_ua_1(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root
    assert root.MarkInfo.Marked is True
    assert root.Lang == "nl-NL"
    assert root.ViewerPreferences.DisplayDocTitle is True
    with pdf.open_metadata() as told:
        assert told["pdfuaid:part"] == "1"
        assert told["dc:title"] == "FICTIEF: Welke inburgeringswet gold voor wie?"
        assert not {"xmp:CreateDate", "xmp:ModifyDate"} & set(told)
    assert not {"/CreationDate", "/ModDate"} & set(pdf.docinfo)


def test_every_font_is_in_the_file(pdf: pikepdf.Pdf) -> None:
    fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
    assert fonts
    for font in fonts:
        below = font.DescendantFonts[0].FontDescriptor
        assert {"/FontFile2", "/FontFile3"} & set(below.keys())
        assert "/ToUnicode" in font


def test_headings_skip_no_level(pdf: pikepdf.Pdf) -> None:
    levels = [int(kind[2:]) for kind in _kinds(pdf) if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert len(levels) >= 12
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_figure_has_an_alternative_text(pdf: pikepdf.Pdf) -> None:
    figures = [element for element in structure(pdf) if element.S == "/Figure"]
    assert figures
    assert all(len(str(figure.Alt)) > 60 for figure in figures)


def test_every_table_has_a_caption_and_headings_in_its_first_row(pdf: pikepdf.Pdf) -> None:
    tables = [element for element in structure(pdf) if element.S == "/Table"]
    assert len(tables) >= 10
    for table in tables:
        parts = [str(child.S) for child in _children(table)]
        assert sorted(parts) == ["/Caption", "/TBody", "/THead"]
        head = next(child for child in _children(table) if child.S == "/THead")
        (row,) = _children(head)
        assert {str(cell.S) for cell in _children(row)} == {"/TH"}
        assert {_scope(cell) for cell in _children(row)} == {"/Column"}
        body = next(child for child in _children(table) if child.S == "/TBody")
        for row in _children(body):
            first, *others = _children(row)
            assert (first.S, _scope(first)) == ("/TH", "/Row")
            assert {str(cell.S) for cell in others} == {"/TD"}


def test_a_pdf_of_another_build_is_refused_and_not_spoiled() -> None:
    with pytest.raises(ValueError, match="cross-references"):
        with_row_headers(b"%PDF-1.7\nxref\n5 1\n0000000016 00000 n\r\ntrailer\nstartxref\n9\n%%EOF")


def test_the_contents_and_the_sources_are_links(pdf: pikepdf.Pdf) -> None:
    links = [mark for page in pdf.pages for mark in page.get("/Annots", [])]
    outside = [str(mark.A.URI) for mark in links if "/A" in mark and "/URI" in mark.A]
    assert sum(address.startswith("https://") for address in outside) > 10
    assert len(links) > len(outside)


def test_the_sentences_are_a_list_with_their_numbers_as_labels(pdf: pikepdf.Pdf) -> None:
    kinds = Counter(_kinds(pdf))
    sentences = sum(len(part.sentences) for part in annex_parts().values())
    assert kinds["/LI"] == kinds["/LBody"] == sentences


def test_everything_on_a_page_is_tagged_or_marked_as_ornament(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        assert page.Tabs == "/S"
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                depth += 1
                tagged = name == "BMC" or operands[0] == "/Artifact" or "/MCID" in operands[1]
                assert depth > 1 or tagged
            elif name == "EMC":
                depth -= 1
            elif name in ("Tj", "TJ", "Do", "f", "f*", "S", "B", "sh"):
                assert depth > 0, f"{name} stands outside every mark"
        assert depth == 0


def test_both_files_say_the_same_words(full_run: Path, content: bytes) -> None:
    """Fields of the one are counted text of the other: page numbers and footers are left out."""
    word = docx_text((full_run / "report" / "bijlage.docx").read_bytes())
    foot = re.compile(r"FICTIEF: verzonnen gegevens ?Pagina \d+ van \d+")
    one = foot.sub("", " ".join([*word.prose, *word.cells]))
    other = foot.sub("", " ".join(pdf_pieces(content)))
    for figure in re.findall(r"Ondergrens en bovengrens volgens.*", one):
        one = one.replace(figure, "")
    # A heading that comes again on a next page is said again: the words are compared, not counted.
    assert set(_words(one)) == set(_words(other))
    assert len(_words(one)) > 2000


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_invented_people_are_fictive_on_every_page(pdf: pikepdf.Pdf, content: bytes) -> None:
    feet = [piece for piece in pdf_pieces(content) if "FICTIEF: verzonnen gegevens" in piece]
    assert len(feet) == len(pdf.pages)
    assert 6 <= len(pdf.pages) <= 10
