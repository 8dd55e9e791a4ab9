"""The marks of WordprocessingML that python-docx has no words for: fields, links, header cells.

Source: ISO/IEC 29500-1, sections 17.4 (tables), 17.16 (fields) and 20.4 (drawings).
"""

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph


def add_field(line: Paragraph, instruction: str, shown: str) -> None:
    """Add a field, such as a page number or the number of a caption.

    Parameters
    ----------
    line : Paragraph
    instruction : str
        What the field is: ``PAGE``, ``SEQ Tabel \\* ARABIC``.
    shown : str
        What it shows until the word processor counts again.
    """
    _mark(line, "begin")
    asked = OxmlElement("w:instrText")
    asked.set(qn("xml:space"), "preserve")
    asked.text = f" {instruction} "
    line.add_run()._r.append(asked)
    _mark(line, "separate")
    line.add_run(shown)
    _mark(line, "end")


def begin_field(line: Paragraph, instruction: str) -> None:
    """Begin a field that the word processor fills when the document is opened."""
    _mark(line, "begin", dirty=True)
    asked = OxmlElement("w:instrText")
    asked.set(qn("xml:space"), "preserve")
    asked.text = f" {instruction} "
    line.add_run()._r.append(asked)
    _mark(line, "separate")


def end_field(line: Paragraph) -> None:
    """End the field that `begin_field` began."""
    _mark(line, "end")


def _mark(line: Paragraph, kind: str, *, dirty: bool = False) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if dirty:
        mark.set(qn("w:dirty"), "true")
    line.add_run()._r.append(mark)


def add_link(line: Paragraph, address: str, style: str) -> None:
    """Add an address as a link to itself, in a character style."""
    link = OxmlElement("w:hyperlink")
    link.set(
        qn("r:id"), line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    )
    link.append(line.add_run(address, style=style)._r)
    line._p.append(link)


def add_bookmark(line: Paragraph, name: str, number: int) -> None:
    """Mark a whole paragraph as a place that a link inside the document leads to."""
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (begin, end):
        mark.set(qn("w:id"), str(number))
    begin.set(qn("w:name"), name)
    line.runs[0]._r.addprevious(begin)
    line._p.append(end)


def add_jump(line: Paragraph, name: str, text: str) -> None:
    """Add a text that leads to a bookmark."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), name)
    link.append(line.add_run(text)._r)
    line._p.append(link)


def mark_header(row: _Row) -> None:
    """Mark a row as the headings of its table, repeated on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: _Row) -> None:
    """Keep a row on one page."""
    properties = row._tr.get_or_add_trPr()
    properties.insert(0, OxmlElement("w:cantSplit"))  # stands before tblHeader in the schema


def describe_table(table: Table, title: str) -> None:
    """Set on a table the title that a screen reader says."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    table._tbl.tblPr.append(caption)


def describe_picture(shape: InlineShape, name: str, alt: str) -> None:
    """Set on a picture its name and alternative text."""
    told = shape._inline.docPr
    told.set("name", name)
    told.set("descr", alt)
