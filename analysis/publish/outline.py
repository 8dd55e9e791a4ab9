"""A notebook as a part of the report: its headings one level down, each with an anchor."""

import re
import unicodedata
from dataclasses import dataclass
from html import escape
from typing import Any

_HEADING = re.compile(r"^(#{1,4}) +(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A heading to jump to."""

    anchor: str
    title: str


@dataclass(frozen=True)
class Part:
    """One notebook in the report: its title, the questions in it, and the cells to show."""

    anchor: str
    title: str
    sections: tuple[Section, ...]
    cells: tuple[Any, ...]


def part_of(notebook: Any, name: str) -> Part:
    """Make a part of the report from an executed notebook.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
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
    prefix = f"deel-{name.partition('_')[0]}"
    found: list[tuple[int, Section]] = []

    def lower(match: re.Match[str]) -> str:
        level, title = len(match[1]), match[2]
        anchor = prefix if level == 1 else f"{prefix}-{_slug(title)}"
        found.append((level, Section(anchor, title)))
        # A heading of our own, so that its anchor is known here and never made twice.
        return f'\n<h{level + 1} id="{anchor}">{escape(title)}</h{level + 1}>\n'

    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "markdown":
            cell.source = _HEADING.sub(lower, cell.source)
    titles = [section for level, section in found if level == 1]
    if not titles:
        raise ValueError(f"notebook {name} has no title")
    notebook.cells[0].metadata["part"] = prefix
    return Part(
        anchor=titles[0].anchor,
        title=titles[0].title,
        sections=tuple(section for level, section in found if level == 2),
        cells=tuple(notebook.cells),
    )


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))
