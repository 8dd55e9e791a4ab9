"""A page for the terminal: a title and sections of short tables or lines."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hertoets.plain import visible

Cell = str | int | bool | date | None
NOTHING = "–"


@dataclass(frozen=True)
class Section:
    """A part of a page.

    Parameters
    ----------
    key : str
        What a machine knows the part by; the same for every person and run.
    title : str
        What the part is about; empty for one that says it itself.
    columns : tuple of str
        Headings; empty for a table that needs none: its rows begin with a name.
    rows : tuple of tuple of cells
        Values as they are; every row as long as the headings, where there are any.

    Raises
    ------
    ValueError
        If a row is not as long as the headings.
    """

    key: str
    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()

    def __post_init__(self) -> None:
        if self.columns and any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of {self.title} does not fit its headings")

    def values(self) -> object:
        """The part for a machine: its rows by heading, or the values of each name."""
        if self.columns:
            keys = [heading.replace(" ", "_") for heading in self.columns]
            return [dict(zip(keys, map(_value, row), strict=True)) for row in self.rows]
        return {str(name): [_value(cell) for cell in cells] for name, *cells in self.rows}


@dataclass(frozen=True)
class Page:
    """A title with sections; those without rows are not shown."""

    title: str
    sections: tuple[Section, ...] = field(default=())

    def values(self) -> dict[str, Any]:
        """The page for a machine: every section, those without rows too."""
        sections = {section.key: section.values() for section in self.sections}
        return {"title": self.title, "sections": sections}


def _value(cell: Cell) -> str | int | bool | None:
    return cell.isoformat() if isinstance(cell, date) else cell


def _shown(cell: Cell) -> str:
    if cell is None or cell == "":
        return NOTHING
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell)


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
            if section.title:
                console.print(Text(visible(section.title), style="bold cyan"))
            console.print(_table(section, lines=console.is_terminal))


def _table(section: Section, *, lines: bool) -> Table:
    style = box.SIMPLE_HEAD if lines and section.columns else None
    table = Table(box=style, show_header=bool(section.columns), pad_edge=True, header_style="bold")
    for heading in section.columns or [""] * len(section.rows[0]):
        table.add_column(heading, overflow="fold")
    for row in section.rows:
        # Text takes a cell as it is: no square bracket in it is read as a style.
        table.add_row(*(Text(visible(_shown(cell))) for cell in row))
    return table
