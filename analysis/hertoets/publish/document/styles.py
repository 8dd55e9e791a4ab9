"""The styles of the DOCX: the built-in ones set to the annex's type, and those of its own.

Verdana is the government's letter type; where it is absent a word processor takes one like it.
"""

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

PAGE_CM = (21.0, 29.7)
MARGIN_CM = 2.3
SENTENCE = "Genummerde zin"
SOURCE = "Herkomst"
NOTES = "Tabelnoot"
CELL = "Tabeltekst"
LONG_CELL = "Tabeltekst, lange tabel"
NUMBER = "Tabelgetal"
HEAD = "Tabelkop"
NUMBER_HEAD = "Tabelkop van getallen"
OPEN_CELL = "Tabeltekst, in te vullen"
FICTIVE = "Fictief"
FIELD = "In te vullen"
CONTENTS = "Kop van de inhoud"
CONTENTS_LINE = "Inhoud 1"
LINK = "Adres"

_FONT = "Verdana"
_INK = RGBColor(0x1A, 0x1A, 0x1A)
_BLUE = RGBColor(0x15, 0x42, 0x73)
_RED = RGBColor(0x9B, 0x1C, 0x1C)
_LINE = "9AA5B1"
_TEXT_EDGE = Cm(PAGE_CM[0] - 2 * MARGIN_CM)
_IN_TABLES = (CELL, LONG_CELL, OPEN_CELL, NUMBER, HEAD, NUMBER_HEAD)
# Name, size, space before and after, in points.
_HEADINGS = (
    ("Title", 19, 0, 4),
    ("Heading 1", 13, 16, 5),
    ("Heading 2", 10.5, 11, 3),
    ("Heading 3", 9, 8, 2),
)


def add_styles(word: Word, language: str) -> None:
    """Set the styles of a new document.

    Parameters
    ----------
    word : Document
        Made from python-docx's own template.
    language : str
        Such as ``nl-NL``.
    """
    _language(word, language)
    _type(word, "Normal", 9, after=3)
    _type(word, "Body Text", 9, after=6)
    _type(word, "Subtitle", 10.5, after=10, color=_INK)
    word.styles["Subtitle"].font.italic = False
    for name, size, before, after in _HEADINGS:
        style = _type(word, name, size, before=before, after=after, color=_BLUE)
        style.font.bold = True
        style.paragraph_format.keep_with_next = True
    _no_line_under(word.styles["Title"])
    caption = _type(word, "Caption", 9, before=10, after=3, color=_INK)
    caption.font.bold = True
    caption.paragraph_format.keep_with_next = True
    foot = _type(word, "Footer", 8, color=_INK)
    _tab_at_the_right(foot)
    _own(word)
    _rules(word)


def _own(word: Word) -> None:
    for name in (SENTENCE, SOURCE, NOTES, *_IN_TABLES, FICTIVE, FIELD, CONTENTS, CONTENTS_LINE):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        style.quick_style = True
    sentence = _type(word, SENTENCE, 9, after=4)
    sentence.paragraph_format.left_indent = Cm(1.2)
    sentence.paragraph_format.first_line_indent = Cm(-1.2)
    sentence.paragraph_format.tab_stops.add_tab_stop(Cm(1.2))
    _type(word, SOURCE, 8, after=4, color=_INK).paragraph_format.keep_with_next = True
    _type(word, NOTES, 7.5, before=3, after=10, color=_INK)
    for name in _IN_TABLES:
        style = _type(word, name, 7.5, before=1, after=1)
        # A short table stays whole, and with what it rests on.
        style.paragraph_format.keep_with_next = name not in (LONG_CELL, OPEN_CELL)
        style.font.bold = name in (HEAD, NUMBER_HEAD)
    for name in (NUMBER, NUMBER_HEAD):
        word.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _type(word, OPEN_CELL, 7.5, before=1, after=16)
    fictive = _type(word, FICTIVE, 9, before=4, after=6, color=_RED)
    fictive.font.bold = True
    _box(_type(word, FIELD, 9, before=3, after=9, color=_INK))
    contents = _type(word, CONTENTS, 13, after=5, color=_BLUE)
    contents.font.bold = True
    contents.paragraph_format.page_break_before = True
    line = _type(word, CONTENTS_LINE, 9, after=2)
    line.paragraph_format.tab_stops.add_tab_stop(_TEXT_EDGE, WD_TAB_ALIGNMENT.RIGHT)
    link = word.styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = _BLUE, True


def _type(
    word: Word,
    name: str,
    size: float,
    *,
    before: float = 0,
    after: float = 0,
    color: RGBColor | None = None,
) -> ParagraphStyle:
    style: ParagraphStyle = word.styles[name]
    style.font.name, style.font.size = _FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # else the theme's type would win
    for spacing in list(style.element.rPr.iter(qn("w:spacing"))):
        style.element.rPr.remove(spacing)
    if color is not None:
        style.font.color.rgb = color
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.15
    return style


def _language(word: Word, language: str) -> None:
    for mark in word.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)
    for mark in word.settings.element.iter(qn("w:themeFontLang")):
        mark.set(qn("w:val"), language)


def _box(style: ParagraphStyle) -> None:
    """Set a thin line around paragraphs of a style."""
    borders = OxmlElement("w:pBdr")
    for name in ("top", "left", "bottom", "right"):
        borders.append(_edge(name, space="4"))
    # Behind what keeps a paragraph together, before its spacing: the order of the schema.
    style.element.get_or_add_pPr().insert(0, borders)


def _edge(name: str, *, space: str = "0") -> BaseOxmlElement:
    edge = OxmlElement(f"w:{name}")
    for key, value in (("val", "single"), ("sz", "4"), ("space", space), ("color", _LINE)):
        edge.set(qn(f"w:{key}"), value)
    return edge


def _no_line_under(style: ParagraphStyle) -> None:
    for border in list(style.element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)


def _tab_at_the_right(style: ParagraphStyle) -> None:
    for tabs in list(style.element.iter(qn("w:tabs"))):
        tabs.getparent().remove(tabs)
    style.paragraph_format.tab_stops.add_tab_stop(_TEXT_EDGE, WD_TAB_ALIGNMENT.RIGHT)


def _rules(word: Word) -> None:
    """Set thin lines in tables between their rows and none between columns."""
    style = word.styles["Table Grid"]
    style.alignment = WD_TABLE_ALIGNMENT.LEFT
    borders = next(style.element.iter(qn("w:tblBorders")))
    for edge in list(borders):
        borders.remove(edge)
    for name in ("top", "bottom", "insideH"):
        borders.append(_edge(name))
