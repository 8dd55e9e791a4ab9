"""A block of published text: HTML for a page, plain text for a terminal or a diff."""

from dataclasses import dataclass
from html import escape

from hertoets.publish.numbers import bind_nl


@dataclass(frozen=True)
class Block:
    """Something a notebook shows; Jupyter takes the HTML, everything else the text."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def paragraphs(sentences: list[str], *, kind: str, title: str = "") -> Block:
    """Give sentences as a block of paragraphs.

    Parameters
    ----------
    sentences : list of str
        Plain text.
    kind : str
        Class of the block in the page: ``answer``, ``meaning``, ``limits`` or ``missing``.
    title : str
        Words in front of the block; not a heading of the document.
    """
    sentences = [bind_nl(sentence) for sentence in sentences]
    label = f'<p class="label"><strong>{escape(title)}</strong></p>' if title else ""
    body = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    text = "\n".join([title, *sentences] if title else sentences)
    return Block(f'<div class="{kind}">{label}{body}</div>', text)
