"""What a figure shows, before it is drawn: cells of released tables, and the words around them.

A hidden cell stays hidden and an unmeasured one unmeasured; neither ever becomes a number here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hertoets.publish.labels import label_nl
from hertoets.release import (
    Count,
    ReleasedFinding,
    ReleasedTable,
    TableColumn,
    read_count,
    write_number,
)

if TYPE_CHECKING:
    from hertoets.publish.canvas import Drawing


@dataclass(frozen=True)
class Frame:
    """The words around a drawing: the message, what is shown, and where it comes from."""

    title: str
    subtitle: str
    source: str


@dataclass(frozen=True)
class Made:
    """A figure before it has its frame.

    Attributes
    ----------
    claim : mapping of str to str or None
        What the title puts in; None where the numbers do not prove what it says.
    draw : callable
        Gives the drawing.
    told : tuple of str
        Sentences of the text alternative, after the title.
    numbers : ReleasedTable
        What stands beside the figure.
    also : str
        What the subtitle adds that depends on the numbers.
    """

    claim: Mapping[str, str] | None
    draw: Callable[[], "Drawing"]
    told: tuple[str, ...]
    numbers: ReleasedTable
    also: str = ""


class Cells:
    """The cells of a released table, by the key of their row and the name of their column."""

    def __init__(self, table: ReleasedTable) -> None:
        self.table = table
        self._at = {column.name: place for place, column in enumerate(table.columns)}
        self._rows = table.by_key()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the rows, in order."""
        return tuple(self._rows)

    def count(self, key: str, column: str) -> Count:
        """One cell; KeyError where there is none."""
        return read_count(self._rows[key][self._at[column]])

    def text(self, key: str, column: str) -> str:
        """One label, as a reader knows it."""
        return label_nl(column, str(self._rows[key][self._at[column]]))

    def title(self, column: str) -> str:
        """The heading of a column."""
        return self.table.columns[self._at[column]].title_nl


def bounds_table(
    finding: ReleasedFinding,
    title: str,
    label: TableColumn,
    rows: Iterable[tuple[str, tuple[Count, Count]]],
) -> ReleasedTable:
    """The numbers of a figure that draws bounds: a row for each, by what it is called.

    Parameters
    ----------
    finding : ReleasedFinding
        Of whom they tell, in what unit, and after which source.
    title : str
    label : TableColumn
        What heads the rows.
    rows : iterable of tuple
        What each is called, and its lower and upper bound.
    """
    return ReleasedTable(
        id="",  # these numbers stand in the figure's own file
        title_nl=title,
        columns=(
            label,
            TableColumn("lower", "ten minste", "count"),
            TableColumn("upper", "ten hoogste", "count"),
        ),
        rows=tuple((name, lower.form, upper.form) for name, (lower, upper) in rows),
        population=finding.population,
        unit=finding.unit,
        source=finding.source,
        reading=None,
        note_nl="",
    )


def shown(counts: Iterable[Count]) -> list[float]:
    """The numbers among some counts."""
    return [count.shown for count in counts if count.shown is not None]


def most_of(count: Count) -> float | None:
    """The most that a count can be, rounding left aside; None where that is not known."""
    if count.state == "small":
        return count.number - 1
    return count.shown


def at_least(count: Count) -> str:
    """A number for a title that says *at least*; empty where none is shown, or it is zero."""
    return write_number(count.shown) if count.shown else ""


def between(lower: Count, upper: Count) -> str:
    """Bounds as words: ``ten minste 385, ten hoogste 900``; one word where they coincide."""
    if lower == upper:
        return lower.nl()
    least = f"{lower.nl()} zeker" if lower.state == "small" else f"ten minste {lower.nl()}"
    most = f"ten hoogste {upper.nl()}" if upper.shown is not None else f"bovengrens {upper.nl()}"
    return f"{least}, {most}"
