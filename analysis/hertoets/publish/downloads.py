"""Links to the files beside the report, put where a block left a mark for them.

A notebook shows the same blocks as the report but lies elsewhere, where such a link would lead
nowhere: so a block leaves a comment, and only the report turns it into a link.
"""

import re
from html import escape
from typing import Final

_MARK: Final = re.compile(r"<!--files (table|figure) ([A-Za-z0-9_]+)-->")
_TABLE: Final = (("tables/{id}.csv", "Download deze tabel (CSV)"),)
_FIGURE: Final = (
    ("figures/{id}.svg", "Figuur (SVG)"),
    ("figures/{id}.png", "Figuur (PNG)"),
    ("figures/{id}.csv", "Cijfers (CSV)"),
)


def mark_table(table_id: str) -> str:
    """Leave the mark of a table; a table of words, without an id, has no file of its own."""
    return f"<!--files table {table_id}-->" if table_id else ""


def mark_figure(figure_id: str) -> str:
    """Leave the mark of a figure."""
    return f"<!--files figure {figure_id}-->"


def link_files(html: str, titles: dict[str, str]) -> str:
    """Turn each mark into links.

    Parameters
    ----------
    html : str
        A block's HTML.
    titles : dict of str to str
        Title by id of a table or figure. It is said to who hears the link without what stands
        around it.
    """

    def linked(match: re.Match[str]) -> str:
        kind, name = match.groups()
        about = f'<span class="unseen">: {escape(titles[name])}</span>' if name in titles else ""
        links = " ".join(
            f'<a href="{address.format(id=name)}" download>{words}{about}</a>'
            for address, words in (_TABLE if kind == "table" else _FIGURE)
        )
        return f'<p class="files">{links}</p>'

    return _MARK.sub(linked, html)
