"""Links to the files beside the report, put where a block left a mark for them.

A notebook shows the same blocks as the report but lies elsewhere, where such a link would lead
nowhere: so a block leaves a comment, and only the report turns it into a link.
"""

import re
from typing import Final

from markupsafe import Markup

from hertoets.publish.blocks import markup
from hertoets.publish.workbook import WORKBOOK

_MARK: Final = re.compile(r"<!--files (table|figure) ([A-Za-z0-9_]+)-->")
_WORKBOOK: Final = (WORKBOOK, "Alle tabellen (Excel)")
_TABLE: Final = (
    ("tables/{id}.nl.csv", "Deze tabel (CSV voor Excel)"),
    ("tables/{id}.csv", "Deze tabel (CSV voor programma’s)"),
)
_FIGURE: Final = (
    ("figures/{id}.svg", "Figuur (SVG)"),
    ("figures/{id}.png", "Figuur (PNG)"),
    ("figures/{id}.csv", "Cijfers (CSV)"),
)


def link_files(html: Markup, titles: dict[str, str], *, workbook: bool = True) -> Markup:
    """Turn each mark into links.

    Parameters
    ----------
    html : Markup
        A block's HTML.
    titles : dict of str to str
        Title by id of a table or figure. It is said to who hears the link without what stands
        around it.
    workbook : bool
        Whether the workbook of all tables lies beside the report; then a table leads there first.
    """
    table = (_WORKBOOK, *_TABLE) if workbook else _TABLE

    def linked(match: re.Match[str]) -> str:
        kind, name = match.groups()
        links = [
            {"href": address.format(id=name), "words": words}
            for address, words in (table if kind == "table" else _FIGURE)
        ]
        return markup("files", links=links, title=titles.get(name, ""))

    # Made of what templates made, and nothing else.
    return Markup(_MARK.sub(linked, html))
