"""What a notebook showed, as the report may show it: nothing but what the blocks are made of.

A notebook is a file that lies on disk between the run of its cells and the report. Whatever stands
in it by then, only the elements and attributes below come through: no script, no style, no address.
"""

import re
from functools import cache
from typing import Any, Final

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from hertoets.publish.blocks import blocks_source

_PICTURE: Final = "data:image/svg+xml;base64,"
_ADDRESSES: Final = ("https://", "#")
_ELEMENT: Final = re.compile(r"<([a-z][a-z0-9]*)")
# Those of ``blocks.html.j2``, without style: the report has a sheet.
_ATTRIBUTES: Final = {
    "*": {"class", "role", "tabindex", "aria-label"},
    "img": {"alt", "src"},
    "p": {"data-findings"},
    "td": {"data-title"},
    "th": {"scope"},
}


def shown_html(html: str) -> Markup:
    """Keep of an output's HTML what a block may hold.

    Examples
    --------
    >>> shown_html('<p class="note" onclick="alert(1)">a<script>alert(1)</script></p>')
    Markup('<p class="note">a</p>')
    """
    cleaned = nh3.clean(
        html,
        tags=_elements(),
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"data"},
        link_rel=None,
        strip_comments=False,  # the marks of `hertoets.publish.downloads`
    )
    return Markup(cleaned)


def prose() -> MarkdownIt:
    """The reader of a notebook's own text: Markdown in which HTML is text."""
    reader = MarkdownIt("commonmark", {"html": False})
    # A link leads to an address in full or to a place in the page; never to a program or a file.
    reader.validateLink = lambda url: url.startswith(_ADDRESSES)  # type: ignore[method-assign]
    return reader.disable("image")


def prose_html(reader: MarkdownIt, tokens: list[Any]) -> Markup:
    """Write what `prose` read, in which every text has been escaped."""
    return Markup(reader.renderer.render(tokens, reader.options, {}))


@cache
def _elements() -> set[str]:
    """The elements that a block is made of, as its template has them."""
    return set(_ELEMENT.findall(blocks_source()))


def _kept(_element: str, attribute: str, value: str) -> str | None:
    return None if attribute == "src" and not value.startswith(_PICTURE) else value
