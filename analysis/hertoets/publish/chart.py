"""What a figure shows, before it is drawn: categories, series and cells, taken from one table.

A hidden cell stays hidden and an unmeasured one unmeasured; neither ever becomes a zero here.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hertoets.publish.labels import label_nl
from hertoets.publish.numbers import NUMERIC_KINDS, Value
from hertoets.release import Count, ReleasedTable, read_count


@dataclass(frozen=True)
class Frame:
    """The words around a drawing: the finding, what is shown, and where it comes from."""

    title: str
    subtitle: str
    source: str


@dataclass(frozen=True)
class Range:
    """One reading: its title, its bounds and whether it leads the report."""

    title: str
    lower: Count
    upper: Count
    headline: bool


@dataclass(frozen=True)
class Series:
    """One column of numbers: its name, Dutch title, kind, and a count for each category."""

    name: str
    title: str
    kind: str
    cells: tuple[Count, ...]

    def numbers(self) -> dict[int, float]:
        """The numbers that are shown, by place."""
        return {
            place: cell.shown for place, cell in enumerate(self.cells) if cell.shown is not None
        }

    def largest(self) -> float:
        """The largest size among the numbers; 0 where there is none."""
        return max((abs(number) for number in self.numbers().values()), default=0)

    def surely_largest(self) -> int | None:
        """The place of the largest cell; None where two share it or one is withheld."""
        numbers = self.numbers()
        top = max(numbers.values(), default=0)
        places = [place for place, number in numbers.items() if number == top]
        # A small count that is hidden lies below every number shown; a withheld one may not.
        unsure = any(cell.state == "withheld" for cell in self.cells)
        return None if not top or len(places) > 1 or unsure else places[0]

    def mark(self, index: int) -> str:
        """The short text at a mark: a number, ``<10``, ``afgeschermd``, ``niet gemeten``."""
        return self.cells[index].mark(self.kind)


@dataclass(frozen=True)
class Chart:
    """The categories of a table and the series that a figure draws of it."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]

    def largest(self) -> float:
        """The largest size in any series; 1 where nothing can be drawn to scale."""
        return max((series.largest() for series in self.series), default=0) or 1

    def hidden(self) -> dict[Count, int]:
        """How many cells hide their number, by what stands there: small ones first."""
        cells = (cell for series in self.series for cell in series.cells if cell.is_hidden)
        return dict(sorted(Counter(cells).items(), key=lambda item: item[0].state))

    def unmeasured(self) -> int:
        """Count the cells that are not measured."""
        return sum(c.state == "not_measured" for series in self.series for c in series.cells)


def chart_of(
    table: ReleasedTable,
    *,
    label: str = "",
    values: Sequence[str] = (),
    top: int = 0,
    without: Sequence[str] = (),
    apart: Sequence[str] = (),
) -> Chart:
    """Take from a released table what a figure draws.

    Parameters
    ----------
    table : ReleasedTable
    label : str
        The column of the categories; empty takes all columns of kind ``label`` together.
    values : sequence of str
        The columns to draw, in this order; empty takes every column of numbers.
    top : int
        Keep this many categories, the largest first; 0 keeps all in the table's order.
    without : sequence of str
        Rows to leave out, by their key; their table must have keys.
    apart : sequence of str
        Two columns whose difference is the size of a category for `top`; empty takes the first
        of `values`.

    Returns
    -------
    Chart

    Raises
    ------
    KeyError
        A column that the table does not have.
    ValueError
        Rows are left out of a table without keys.
    """
    names = [column.name for column in table.columns]
    kinds = {column.name: column.kind for column in table.columns}
    titles = {column.name: column.title_nl for column in table.columns}
    labels = [label] if label else [name for name in names if kinds[name] == "label"]
    chosen = list(values) or [name for name in names if kinds[name] in NUMERIC_KINDS]
    at = {name: names.index(name) for name in names}
    rows = rows_without(table, without)
    if top:
        sized = [at[name] for name in apart or chosen[:1]]
        rows = sorted(rows, key=lambda row: -_size([row[place] for place in sized]))[:top]
    return Chart(
        categories=tuple(
            ", ".join(label_nl(name, str(row[at[name]])) for name in labels) for row in rows
        ),
        series=tuple(
            Series(
                name, titles[name], kinds[name], tuple(read_count(row[at[name]]) for row in rows)
            )
            for name in chosen
        ),
    )


def rows_without(table: ReleasedTable, keys: Sequence[str]) -> list[tuple[Value, ...]]:
    """The rows of a table but those with these keys; ValueError where the table has no keys."""
    if not keys:
        return list(table.rows)
    return [row for key, row in table.by_key().items() if key not in keys]


def _size(cells: Sequence[Value]) -> float:
    """The size of one cell, or the distance between two; what is hidden stands just above none."""
    numbers = [cell for cell in cells if isinstance(cell, int | float)]
    if len(numbers) < len(cells):
        return 0.5
    return abs(numbers[0] - numbers[1]) if len(numbers) > 1 else abs(numbers[0])
