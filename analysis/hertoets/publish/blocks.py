"""A block of published text: HTML for a page, plain text for a terminal or a diff."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from hertoets.markup import templates
from hertoets.publish.numbers import bind_nl
from hertoets.publish.sentences import Told

_FOLDER, _BLOCKS = "template", "blocks.html.j2"


@dataclass(frozen=True)
class Block:
    """Something a notebook shows; Jupyter takes the HTML, everything else the text.

    Raises
    ------
    TypeError
        The HTML was not made by a template: a text would become part of the page as it is.
    """

    html: Markup
    text: str

    def __post_init__(self) -> None:
        if not isinstance(self.html, Markup):
            raise TypeError("a block is made by a template, see block()")

    def _repr_html_(self) -> str:
        return str(self.html)

    def __repr__(self) -> str:
        return self.text


def block(macro: str, text: str, **values: Any) -> Block:
    """Make a block by a macro of ``blocks.html.j2``.

    Parameters
    ----------
    macro : str
        Its name.
    text : str
        The same in plain text.
    **values
        What it asks for. A text is shown as it is; only the HTML of another block is HTML.
    """
    return Block(markup(macro, **values), text)


def markup(macro: str, **values: Any) -> Markup:
    """Make HTML by a macro of ``blocks.html.j2``."""
    made: Markup = getattr(_macros(), macro)(**values)
    return made


@cache
def _macros() -> Any:
    environment = templates("hertoets.publish", _FOLDER)
    environment.filters["zip"] = zip
    return environment.get_template(_BLOCKS).module


def blocks_source() -> str:
    """Read the template of the blocks, for who must know what a block can be made of."""
    return files("hertoets.publish").joinpath(_FOLDER, _BLOCKS).read_text(encoding="utf-8")


def paragraphs(sentences: Sequence[str | Told], *, kind: str, title: str = "") -> Block:
    """Sentences as a block of paragraphs.

    Parameters
    ----------
    sentences : sequence of str or Told
        Plain text; a page names the findings that carry it.
    kind : str
        Class of the block in the page: ``answer``, ``meaning``, ``limits`` or ``missing``.
    title : str
        Words in front of the block; not a heading of the document.
    """
    told = [one if isinstance(one, Told) else Told(one) for one in sentences]
    told = [replace(one, text=bind_nl(one.text)) for one in told]
    lines = [one.text for one in told]
    text = "\n".join([title, *lines] if title else lines)
    return block("paragraphs", text, kind=kind, title=title, sentences=told)
