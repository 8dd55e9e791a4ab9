"""A notebook as a part of the report: its headings one level down, each with an anchor."""

import re
import unicodedata
from dataclasses import dataclass
from html import escape
from typing import Any

from hertoets.publish.numbers import bind_nl

_HEADING = re.compile(r"^(#{1,4}) +(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """One notebook in the report: its title, the anchor of it, and the cells to show."""

    anchor: str
    title: str
    cells: tuple[Any, ...]


def part_of(notebook: Any, name: str) -> Part:
    """Make a part of the report from an executed notebook.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Changed: its headings become HTML, its metadata is dropped.
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

    def lower(match: re.Match[str]) -> str:
        level, title = len(match[1]), match[2]
        if level == 1:
            titles.append(title)
        own = anchor if level == 1 else f"{anchor}-{_slug(title)}"
        # A heading of our own, so that its anchor is known here and never made twice.
        return f'\n<h{level + 1} id="{own}">{escape(title)}</h{level + 1}>\n'

    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "markdown":
            cell.source = bind_nl(_HEADING.sub(lower, cell.source))
    if not titles:
        raise ValueError(f"notebook {name} has no title")
    notebook.cells[0].metadata["part"] = anchor
    return Part(anchor=anchor, title=titles[0], cells=tuple(notebook.cells))


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))
