"""What stands in a cell of the workbook: a number as a number, anything else as text.

A text is always written as text, so that one that begins like a formula stays what it is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from hertoets.publish.labels import heading_nl, label_nl
from hertoets.publish.numbers import NUMERIC_KINDS, Value, date_nl
from hertoets.release import Count, ReleasedTable, TableColumn, read_count

UNMEASURED_WORDS: Final = Count("not_measured").mark()
NO_NUMBER_WORDS: Final = "n.v.t."

FORMATS: Final = {"count": "#,##0", "days": "#,##0", "euro": '"€" #,##0', "percent": '0"%"'}
"""Number format by kind of column; the reader's own settings choose point or comma."""

_NARROW, _WIDE, _NUMBER = 12.0, 60.0, 14.0
_LEAST_WIDE, _SHEET = 28.0, 400.0  # among many columns, each gets less of the sheet
_BREADTH, _EDGES = 0.92, 1.5  # of a letter and of a cell's edges, in the measure of widths
_LONGEST_CELL: Final = 32_767  # what the file format allows


@dataclass(frozen=True)
class Grid:
    """A table ready to be written: headings, kinds, and cells that are a number or a text."""

    headings: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]

    def widths(self) -> list[float]:
        """Set for each column its width in characters: enough for its text, within reason."""
        return [self._width(place) for place in range(len(self.headings))]

    def lines(self) -> list[int]:
        """The lines that the headings, and then each row, take in columns of `widths`.

        A program that opens the workbook may not work this out by itself; then wrapped text
        would lie over the row below.
        """
        widths = self.widths()
        return [
            max(_lines(str(cell), width) for cell, width in zip(row, widths, strict=True))
            for row in (self.headings, *self.rows)
        ]

    def _width(self, place: int) -> float:
        words = max((len(word) for word in self.headings[place].split()), default=0) + 4.0
        if self.kinds[place] in NUMERIC_KINDS:
            return max(_NUMBER, words)
        longest = max((len(str(row[place])) for row in self.rows), default=0)
        most = min(_WIDE, max(_LEAST_WIDE, _SHEET / len(self.headings)))
        return max(words, min(most, max(_NARROW, longest + 4.0)))


def grid_of(
    table: ReleasedTable, readings: Collection[str] = (), none: str = UNMEASURED_WORDS
) -> Grid:
    """Turn a released table into cells.

    Parameters
    ----------
    table : ReleasedTable
    readings : collection of str
        Titles of readings; a column that is named so says that it follows that reading.
    none : str
        Said for a count that is None.

    Returns
    -------
    Grid
        As many rows and columns as the table, in its order. Headings are made different where
        two are alike, since a marked table does not allow that.
    """
    return Grid(
        headings=_apart(
            [
                f"volgens {title}" if title in readings else heading_nl(title)
                for title in (column.title_nl for column in table.columns)
            ]
        ),
        kinds=tuple(column.kind for column in table.columns),
        rows=tuple(
            tuple(
                cell_of(column, cell, none) for column, cell in zip(table.columns, row, strict=True)
            )
            for row in table.rows
        ),
    )


def cell_of(column: TableColumn, cell: Value, none: str = UNMEASURED_WORDS) -> str | int | float:
    """What a cell of the workbook holds.

    Parameters
    ----------
    column : TableColumn
    cell : str, int, float or None
    none : str
        Said for a count that is None.

    Examples
    --------
    >>> persons = TableColumn("persons", "personen", "count")
    >>> [cell_of(persons, cell) for cell in (1250, "<10", "x", None)]
    [1250, '<10', 'afgeschermd', 'niet gemeten']
    """
    if cell is None:
        return none if column.kind == "count" else NO_NUMBER_WORDS
    if column.kind in NUMERIC_KINDS or not isinstance(cell, str):
        return read_count(cell).in_workbook()
    named = label_nl(column.name, cell) if column.kind == "label" else cell
    return date_nl(named)[:_LONGEST_CELL]


def _lines(text: str, width: float) -> int:
    """Break a text as a column does, with room for letters wider than the measure."""
    lines, left = 1, 0.0
    for word in text.split():
        size = len(word) * _BREADTH
        if left and left + size > width - _EDGES:
            lines, left = lines + 1, 0.0
        left += size + _BREADTH
    return lines


def _apart(headings: list[str]) -> tuple[str, ...]:
    apart: list[str] = []
    for heading in headings:
        same = sum(earlier.casefold() == heading.casefold() for earlier in headings[: len(apart)])
        apart.append(f"{heading} ({same + 1})" if same else heading)
    return tuple(apart)
