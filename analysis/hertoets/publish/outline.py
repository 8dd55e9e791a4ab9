"""A notebook as a part of the report: its headings one level down, each with an anchor."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from hertoets.publish.blocks import markup
from hertoets.publish.numbers import bind_nl
from hertoets.publish.shown import prose, prose_html, shown_html

_HTML = "text/html"
_SHOWN = frozenset({"display_data", "execute_result"})
_RESTS_ON = 'class="provenance"'


@dataclass(frozen=True)
class Part:
    """One notebook in the report: its title, the anchor of it, and what it shows, in order.

    `page` is the page that the notebook's metadata name; empty where they name none.
    """

    anchor: str
    title: str
    pieces: tuple[Markup, ...]
    page: str = ""


def part_of(notebook: Any, name: str) -> Part:
    """Make a part of the report from an executed notebook.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Of its outputs, what was shown counts; what it printed, or a library warned of, is not
        published.
    name : str
        File name without its ending; its number begins every anchor.

    Returns
    -------
    Part

    Raises
    ------
    ValueError
        The notebook has no title.
    """
    anchor = f"deel-{name.partition('_')[0]}"
    titles: list[str] = []
    pieces: list[Markup] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            pieces.append(markup("prose", text=_prose(cell.source, anchor, titles)))
        elif cell.cell_type == "code":
            pieces += [shown_html(html) for html in map(_html_of, cell.outputs) if html]
    if not titles:
        raise ValueError(f"notebook {name} has no title")
    page = notebook.metadata.get("hertoets", {}).get("page", "")
    return Part(anchor=anchor, title=titles[0], pieces=tuple(pieces), page=page)


def _html_of(output: Any) -> str:
    html: str = output.data.get(_HTML, "") if output.output_type in _SHOWN else ""
    # What every part rests on is the same: it stands once, at the foot.
    return "" if _RESTS_ON in html else html


def _prose(source: str, anchor: str, titles: list[str]) -> Markup:
    """Write a cell of text; the titles in it are added to those of the notebook."""
    reader = prose()
    tokens = reader.parse(bind_nl(source))
    for number, token in enumerate(tokens):
        if token.type not in ("heading_open", "heading_close"):
            continue
        level = int(token.tag[1:])
        token.tag = f"h{level + 1}"
        if token.nesting == 1:
            title = tokens[number + 1].content
            token.attrSet("id", anchor if level == 1 else f"{anchor}-{_slug(title)}")
            titles += [title] if level == 1 else []
    return prose_html(reader, tokens)


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))
