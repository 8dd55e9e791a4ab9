"""The text that a reader of a run sees, sentence by sentence: report, annex (both), lessons."""

import io
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import docx
import pikepdf
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_BLOCKS = {
    "p", "li", "td", "th", "caption", "h1", "h2", "h3", "h4", "h5", "dt", "dd", "summary", "div",
    "figcaption", "small", "title", "header", "footer", "nav", "tr", "table", "section",
}  # fmt: skip
_UNSEEN = {"style", "script"}
_SAID = {"alt", "aria-label"}


@dataclass(frozen=True)
class Text:
    """The text of a file: blocks of prose, and cells of tables with what is said of figures."""

    prose: list[str]
    cells: list[str]


class _Page(HTMLParser):
    """Gathers the text of each block; alternative texts and labels are text to somebody too."""

    def __init__(self) -> None:
        super().__init__()
        self.prose: list[str] = [""]
        self.cells: list[str] = [""]
        self._hidden = self._tables = 0

    @property
    def _blocks(self) -> list[str]:
        return self.cells if self._tables else self.prose

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _UNSEEN
        self._tables += tag == "table"
        if tag in _BLOCKS or tag == "br":
            self._blocks.append("")
        # What is said of a figure holds the numbers of its table.
        self.cells += [value for name, value in attrs if name in _SAID and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _UNSEEN
        if tag in _BLOCKS:
            self._blocks.append("")
        self._tables -= tag == "table"

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._blocks[-1] += data


def html_text(page: Path) -> Text:
    """Give the text of a report."""
    reader = _Page()
    reader.feed(page.read_text(encoding="utf-8"))
    return Text(_clean(reader.prose), _clean(reader.cells))


def docx_text(content: bytes) -> Text:
    """Give the text of a DOCX: body and footers, and the alternative texts with the cells."""
    word = docx.Document(io.BytesIO(content))
    body = word.element.body
    foot = [line for part in word.sections for line in part.footer._element.iter(qn("w:p"))]
    prose = [line for line in body.iter(qn("w:p")) if line.getparent() is body]
    cells = [line for line in body.iter(qn("w:p")) if line.getparent() is not body]
    alts = [mark.get("descr", "") for mark in body.iter(qn("wp:docPr"))]
    return Text(
        _clean([_line(line) for line in [*prose, *foot]]),
        _clean([*(_line(line) for line in cells), *alts]),
    )


def _line(line: BaseOxmlElement) -> str:
    names = {qn("w:t"): "", qn("w:tab"): " "}
    return "".join(node.text or names[node.tag] for node in line.iter(*names))


def pdf_pieces(content: bytes) -> list[str]:
    """Give the marked pieces of text of a PDF, in the order of its pages."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return _clean([text for page in pdf.pages for text in _page_texts(page)])


def structure(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Give the elements of a PDF's structure tree in reading order."""
    found: list[pikepdf.Dictionary] = []

    def walk(node: object) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary) and node.get("/Type") not in ("/MCR", "/OBJR"):
            if "/S" in node:
                found.append(node)
            walk(node.get("/K"))

    walk(pdf.Root.StructTreeRoot.K)
    return found


def _page_texts(page: pikepdf.Page) -> list[str]:
    """Decode the text of a page by its fonts' own tables (ISO 32000, 9.10), a line of it a piece."""
    fonts = {name: _to_unicode(font) for name, font in page.Resources.get("/Font", {}).items()}
    texts, font, height, last = [""], {}, 0.0, None
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "Tf":
            font = fonts[str(operands[0])]
        elif name == "Tm":
            height = float(operands[5])
        elif name in ("Tj", "TJ"):
            if last is not None and abs(height - last) > 20:
                texts.append("")
            elif last is not None and height != last:
                texts[-1] += " "
            last = height
            pieces = operands[0] if name == "TJ" else operands
            texts[-1] += "".join(
                _decoded(bytes(piece), font)
                for piece in pieces
                if isinstance(piece, pikepdf.String)
            )
        elif name in ("BDC", "BMC", "EMC"):
            last, _ = None, texts.append("")
    return texts


def _decoded(codes: bytes, font: dict[int, str]) -> str:
    return "".join(
        font.get(int.from_bytes(codes[at : at + 2], "big"), "�") for at in range(0, len(codes), 2)
    )


def _to_unicode(font: pikepdf.Dictionary) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode("ascii")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            first = bytes.fromhex(text).decode("utf-16-be")
            for step in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + step] = first[:-1] + chr(ord(first[-1]) + step)
    return found


def _clean(blocks: list[str]) -> list[str]:
    return [text for block in blocks if (text := " ".join(block.split()))]
