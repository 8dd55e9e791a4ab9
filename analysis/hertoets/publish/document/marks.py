"""The marks of WordprocessingML that python-docx has no words for: fields, header rows, alt texts.

Source: ISO/IEC 29500-1, sections 17.4 (tables), 17.16 (fields) and 20.4 (drawings).
"""

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


def _mark(line: Paragraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    line.add_run()._r.append(mark)


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
