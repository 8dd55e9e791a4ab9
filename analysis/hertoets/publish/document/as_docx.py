"""Write the annex as DOCX: built-in styles, real captions, marked header rows, same bytes twice.

Nothing is formatted by hand: fonts, spacing and colours are those of the styles in `styles`, so
that the letter's own template can replace them. Source: ISO/IEC 29500 (WordprocessingML).
"""

import io
import zipfile
from datetime import datetime, time

import docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Emu
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from hertoets.publish.document import marks
from hertoets.publish.document.model import (
    Cell,
    Contents,
    Document,
    Field,
    Heading,
    Image,
    Link,
    Paragraph,
    Part,
    Sentences,
    Table,
)
from hertoets.publish.document.styles import (
    CELL,
    CONTENTS,
    CONTENTS_LINE,
    FICTIVE,
    FIELD,
    HEAD,
    LINK,
    LONG_CELL,
    MARGIN_CM,
    NOTES,
    NUMBER,
    NUMBER_HEAD,
    OPEN_CELL,
    PAGE_CM,
    SENTENCE,
    SOURCE,
    add_styles,
)
from hertoets.publish.words import read_words

_EPOCH = (1980, 1, 1, 0, 0, 0)
_TEXT_WIDTH = Cm(PAGE_CM[0] - 2 * MARGIN_CM)
_CONTENTS_FIELD = 'TOC \\o "1-1" \\h \\z \\u'


def docx_bytes(document: Document) -> bytes:
    """Write a document as DOCX.

    Parameters
    ----------
    document : Document

    Returns
    -------
    bytes
        The same for the same document.
    """
    word = docx.Document()
    add_styles(word, document.language)
    _properties(word, document)
    _page(word, document)
    word.add_paragraph(document.title, style="Title")
    word.add_paragraph(document.subtitle, style="Subtitle")
    for line in document.front:
        word.add_paragraph(line, style="Normal")
    if document.warning:
        word.add_paragraph(document.warning, style=FICTIVE)
    numbers = {"Tabel": 0, "Figuur": 0, "Kop": 0}
    for part in document.parts:
        if isinstance(part, Contents):
            _contents(word, part, document)
        else:
            _add(word, part, numbers)
    stream = io.BytesIO()
    word.save(stream)
    return _settled(stream.getvalue())


def _properties(word: Word, document: Document) -> None:
    core, day = word.core_properties, datetime.combine(document.dated, time())
    core.title, core.subject = document.property_title, document.subject
    core.language = document.language
    core.author = core.last_modified_by = "Hertoets"
    core.comments = core.keywords = ""
    core.created = core.modified = day
    core.revision = 1


def _page(word: Word, document: Document) -> None:
    section = word.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(PAGE_CM[0]), Cm(PAGE_CM[1])
    section.left_margin = section.right_margin = Cm(MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(MARGIN_CM)
    foot = section.footer.paragraphs[0]
    foot.style = word.styles["Footer"]
    if document.footer:
        foot.add_run(document.footer, style="Strong")
        foot.add_run("\t")
    before, _, rest = read_words("annex")["document"]["numbers_of"].partition("{page}")
    between = rest.partition("{pages}")[0]
    foot.add_run(before)
    marks.add_field(foot, "PAGE", "1")
    foot.add_run(between)
    marks.add_field(foot, "NUMPAGES", "1")


def _add(word: Word, part: Part, numbers: dict[str, int]) -> None:
    if isinstance(part, Heading):
        line = word.add_paragraph(part.text, style=f"Heading {part.level}")
        marks.add_bookmark(line, _place(numbers["Kop"]), numbers["Kop"])
        numbers["Kop"] += 1
    elif isinstance(part, Paragraph):
        _text(word.add_paragraph(style="Body Text"), part)
    elif isinstance(part, Sentences):
        if part.source:
            answers = read_words("annex")["document"]["answers"]
            word.add_paragraph(answers.format(source=part.source), style=SOURCE)
        for number, text in part.items:
            line = word.add_paragraph(style=SENTENCE)
            line.add_run(number, style="Strong")
            line.add_run(f"\t{text}")
    elif isinstance(part, Field):
        _text(word.add_paragraph(style=FIELD), Paragraph(part.text, f"{part.label}:"))
    elif isinstance(part, Table):
        _caption(word, "Tabel", part.caption, numbers)
        _table(word, part)
        if part.notes:
            _notes(word, part.notes)
    elif isinstance(part, Image):
        _image(word, part, numbers)


def _contents(word: Word, part: Contents, document: Document) -> None:
    """List the headings of level 1: a field, with links that work before it is first filled."""
    word.add_paragraph(part.title, style=CONTENTS)
    line = None
    for number, heading in enumerate(document.headings()):
        if heading.level > 1:
            continue
        new = word.add_paragraph(style=CONTENTS_LINE)
        if line is None:
            marks.begin_field(new, _CONTENTS_FIELD)
        marks.add_jump(new, _place(number), heading.text)
        line = new
    if line is not None:
        marks.end_field(line)


def _place(number: int) -> str:
    """The name of the bookmark at a heading."""
    return f"kop_{number}"


def _text(line: WordParagraph, part: Paragraph) -> None:
    if part.term:
        line.add_run(part.term, style="Strong")
        line.add_run(" ")
    line.add_run(part.text)


def _caption(word: Word, kind: str, text: str, numbers: dict[str, int]) -> None:
    numbers[kind] += 1
    line = word.add_paragraph(style="Caption")
    line.add_run(f"{kind}\N{NO-BREAK SPACE}")
    marks.add_field(line, f"SEQ {kind} \\* ARABIC", str(numbers[kind]))
    line.add_run(f". {text}")


def _table(word: Word, part: Table) -> None:
    made = word.add_table(rows=0, cols=len(part.heads), style="Table Grid")
    marks.describe_table(made, part.caption)
    whole = sum(head.share for head in part.heads)
    width = _TEXT_WIDTH * part.width()
    widths = [Emu(int(width * head.share / whole)) for head in part.heads]
    made.autofit = False
    for column, wide in zip(made.columns, widths, strict=True):
        column.width = wide
    heads = tuple(head.title for head in part.heads)
    _row(made, heads, [NUMBER_HEAD if h.numeric else HEAD for h in part.heads], widths)
    marks.mark_header(made.rows[0])
    words = OPEN_CELL if part.open else LONG_CELL if part.long else CELL
    styles = [NUMBER if head.numeric else words for head in part.heads]
    for cells in part.rows:
        _row(made, cells, styles, widths)
    for row in made.rows:
        marks.keep_whole(row)


def _row(made: WordTable, cells: tuple[Cell, ...], styles: list[str], widths: list[Emu]) -> None:
    row = made.add_row()  # type: ignore[no-untyped-call]
    # Asked once for each style: to answer, the library goes through every style that there is.
    ids = {style: made.part.get_style_id(style, WD_STYLE_TYPE.PARAGRAPH) for style in {*styles}}
    for cell, text, style, width in zip(row.cells, cells, styles, widths, strict=True):
        cell.width = width
        line = cell.paragraphs[0]
        line._p.style = ids[style]
        if isinstance(text, Link):
            marks.add_link(line, text.address, LINK)
        else:
            line.add_run(text)


def _notes(word: Word, notes: tuple[tuple[str, str], ...]) -> None:
    line = word.add_paragraph(style=NOTES)
    for place, (label, text) in enumerate(notes):
        if place:
            line.add_run(" ")
        if label:
            line.add_run(f"{label}:", style="Strong")
            line.add_run(" ")
        line.add_run(f"{text}.")


def _image(word: Word, part: Image, numbers: dict[str, int]) -> None:
    _caption(word, "Figuur", part.caption, numbers)
    line = word.add_paragraph(style="Body Text")
    shape = line.add_run().add_picture(io.BytesIO(part.png), width=_TEXT_WIDTH)
    marks.describe_picture(shape, f"Figuur {numbers['Figuur']}", part.alt)
    _notes(word, part.notes)


def _settled(content: bytes) -> bytes:
    """Write the package again with one fixed time, in one order."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():  # the content types come first, as the format asks
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else it would tell the machine that wrote it
            new.writestr(entry, old.read(name))
    return stream.getvalue()
