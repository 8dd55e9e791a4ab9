"""The letter to one person as a file: a Word document, Markdown or plain text."""

from collections.abc import Callable, Mapping
from typing import Final

from hertoets.plain import markdown, visible
from hertoets.publish.document.as_docx import docx_bytes
from hertoets.publish.document.model import Document, Heading, Paragraph, Part
from hertoets.publish.letter_model import Letter


def letter_bytes(letter: Letter, ending: str) -> bytes:
    """Write a letter as a file.

    Parameters
    ----------
    letter : Letter
    ending : str
        One of `ENDINGS`.

    Returns
    -------
    bytes
        The same for the same letter.
    """
    return _WRITERS[ending](letter)


def _docx(letter: Letter) -> bytes:
    parts: list[Part] = [Paragraph(line) for line in letter.opening]
    for section in letter.sections:
        parts.append(Heading(1, section.head))
        parts += [Paragraph(f"• {line}") for line in section.lines]
        parts += [Paragraph(text) for text in section.paragraphs]
    parts.append(Paragraph(letter.closing))
    warning = " ".join(letter.warnings)
    return docx_bytes(
        Document(
            title=letter.title,
            property_title=letter.title,
            subtitle=letter.subtitle,
            subject=warning,
            front=(),
            warning=warning,
            footer=warning,
            dated=letter.dated,
            parts=tuple(parts),
        )
    )


def _md(letter: Letter) -> bytes:
    blocks = [f"# {markdown(letter.title)}", *(f"**{markdown(line)}**" for line in letter.warnings)]
    blocks += [markdown(line) for line in letter.opening]
    for section in letter.sections:
        blocks.append(f"## {markdown(section.head)}")
        if section.lines:
            blocks.append("\n".join(f"- {markdown(line)}" for line in section.lines))
        blocks += [markdown(text) for text in section.paragraphs]
    return _as_text([*blocks, markdown(letter.closing)])


def _txt(letter: Letter) -> bytes:
    blocks = [letter.title, *letter.warnings, *letter.opening]
    for section in letter.sections:
        lines = [f"- {line}" for line in section.lines]
        blocks.append("\n".join([section.head, *lines, *section.paragraphs]))
    return _as_text(map(visible, [*blocks, letter.closing]))


def _as_text(blocks: "list[str] | map[str]") -> bytes:
    return ("\n\n".join(blocks) + "\n").encode()


_WRITERS: Final[Mapping[str, Callable[[Letter], bytes]]] = {
    ".docx": _docx,
    ".md": _md,
    ".txt": _txt,
}
ENDINGS: Final = tuple(_WRITERS)
"""How the name of a letter's file may end."""
