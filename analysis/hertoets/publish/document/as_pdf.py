"""Write the annex as tagged PDF/UA-1 (ISO 14289-1), with typst and Matplotlib's own fonts.

The document goes in as data (JSON) beside the layout in ``annex.typ``, so that no word of it can be
taken for a command. No font of the machine and no clock is used: the same bytes twice.
"""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib
import typst

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
from hertoets.publish.document.row_headers import with_row_headers
from hertoets.publish.words import read_words

STANDARD = "ua-1"
_LAYOUT = "annex.typ"


def pdf_bytes(document: Document) -> bytes:
    """Write a document as PDF/UA-1.

    Parameters
    ----------
    document : Document

    Returns
    -------
    bytes
        The same for the same document.

    Raises
    ------
    typst.TypstError
        Where the document cannot be made to meet the standard.
    """
    layout = files("hertoets.publish.document").joinpath(_LAYOUT).read_bytes()
    told, images = _as_data(document)
    content: dict[str, bytes] = {
        "main.typ": layout,
        "document.json": json.dumps(told, ensure_ascii=False).encode("utf-8"),
        **images,
    }
    made: bytes = typst.compile(  # type: ignore[call-overload]  # its stubs know no set of files
        content,
        format="pdf",
        pdf_standards=[STANDARD],
        font_paths=[str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")],
        ignore_system_fonts=True,
    )
    return with_row_headers(made)


def _as_data(document: Document) -> tuple[dict[str, Any], dict[str, bytes]]:
    words = read_words("annex")["document"]
    before, _, rest = words["numbers_of"].partition("{page}")
    between, _, behind = rest.partition("{pages}")
    images: dict[str, bytes] = {}
    parts = [_part(part, images) for part in document.parts]
    return {
        "title": document.title,
        "property_title": document.property_title,
        "subtitle": document.subtitle,
        "subject": document.subject,
        "front": list(document.front),
        "warning": document.warning,
        "footer": document.footer,
        "numbers": [before, between, behind],
        "parts": parts,
    }, images


def _part(part: Part, images: dict[str, bytes]) -> dict[str, Any]:
    if isinstance(part, Heading):
        return {"kind": "heading", "level": part.level, "text": part.text}
    if isinstance(part, Paragraph):
        return {"kind": "paragraph", "term": part.term, "text": part.text}
    if isinstance(part, Sentences):
        answers = read_words("annex")["document"]["answers"]
        source = answers.format(source=part.source) if part.source else ""
        return {"kind": "sentences", "items": part.items, "source": source}
    if isinstance(part, Field):
        return {"kind": "field", "label": part.label, "text": part.text}
    if isinstance(part, Contents):
        return {"kind": "contents", "title": part.title}
    if isinstance(part, Table):
        return {
            "kind": "table",
            "caption": part.caption,
            "heads": [vars(head) for head in part.heads],
            "rows": [[_cell(cell) for cell in row] for row in part.rows],
            "notes": part.notes,
            "long": part.long,
            "open": part.open,
            "width": part.width(),
        }
    return _image(part, images)


def _cell(cell: Cell) -> dict[str, str]:
    return {"link": cell.address} if isinstance(cell, Link) else {"text": cell}


def _image(part: Image, images: dict[str, bytes]) -> dict[str, Any]:
    name = f"figure-{len(images) + 1}.svg"
    images[name] = part.svg
    return {
        "kind": "image",
        "file": name,
        "alt": part.alt,
        "caption": part.caption,
        "notes": part.notes,
    }
