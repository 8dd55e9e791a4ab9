"""A page for the terminal: a title and sections of short tables or lines."""

from dataclasses import dataclass, field
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hertoets.plain import visible


@dataclass(frozen=True)
class Section:
    """A part of a page.

    Parameters
    ----------
    title : str
        What the part is about.
    columns : tuple of str
        Headings; empty for a table that needs none.
    rows : tuple of tuple of str
        Cells; every row as long as the headings, where there are any.

    Raises
    ------
    ValueError
        If a row is not as long as the headings.
    """

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        if self.columns and any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of {self.title} does not fit its headings")


@dataclass(frozen=True)
class Page:
    """A title with sections; those without rows are not shown."""

    title: str
    sections: tuple[Section, ...] = field(default=())

    def values(self) -> dict[str, Any]:
        """Give the page for a machine: a list of rows for each section."""
        return {
            "title": self.title,
            "sections": {
                section.title: [
                    dict(zip(section.columns, row, strict=True)) if section.columns else list(row)
                    for row in section.rows
                ]
                for section in self.sections
            },
        }


def show_page(page: Page, console: Console) -> None:
    """Print a page: laid out on a terminal, plain where it is piped.

    Parameters
    ----------
    page : Page
        What to show.
    console : rich.console.Console
        Where to.
    """
    console.print(Text(visible(page.title), style="bold"))
    for section in page.sections:
        if section.rows:
            console.print()
            console.print(Text(visible(section.title), style="bold cyan"))
            console.print(_table(section, lines=console.is_terminal))


def _table(section: Section, *, lines: bool) -> Table:
    style = box.SIMPLE_HEAD if lines and section.columns else None
    table = Table(box=style, show_header=bool(section.columns), pad_edge=True, header_style="bold")
    for heading in section.columns or [""] * len(section.rows[0]):
        table.add_column(heading, overflow="fold")
    for row in section.rows:
        # Text takes a cell as it is: no square bracket in it is read as a style.
        table.add_row(*(Text(visible(cell)) for cell in row))
    return table
