"""Columns along time, one strip a series, so that months read from left to right.

The number stands above a column wherever it fits, always at the highest; hidden months carry a
hatched stub and ``<10``.
"""

from matplotlib.axes import Axes

from analysis.publish.canvas import Drawing, Sheet, width_of
from analysis.publish.chart import Chart, Series
from analysis.publish.numbers import month_nl, number_nl
from analysis.publish.style import INK, PALETTE, RULE, SOFT_INK, TEXT_WIDTH_INCHES

_STRIP = 1.15
_HEAD = 0.3
_AXIS = 0.36
_LEFT = 0.45


def columns(chart: Chart, colors: dict[str, str], *, headings: bool = True) -> Drawing:
    """Draw the series of a chart as strips of columns over its categories (months).

    Parameters
    ----------
    chart : Chart
        Categories are months (``2022-01``) or any ordered labels.
    colors : dict of str to str
        Names from the palette by name of series; others take the palette in order.
    headings : bool
        Whether each strip carries the title of its series.

    Returns
    -------
    Drawing
    """
    head = _HEAD if headings else 0.12
    strip = _STRIP if len(chart.series) > 1 else 1.9

    def fill(sheet: Sheet) -> None:
        for number, series in enumerate(chart.series):
            top = number * (head + strip)
            color = PALETTE[colors.get(series.name, list(PALETTE)[number % len(PALETTE)])]
            if headings:
                sheet.text(0.02, top + 0.02, series.title, size=9, weight="bold", color=color)
            width = TEXT_WIDTH_INCHES - _LEFT
            axes = sheet.axes(_LEFT, top + head, width, strip - 0.06)
            _strip(axes, series, chart.largest(), strip, color)
        _months(axes, chart.categories)

    return Drawing(height=len(chart.series) * (head + strip) + _AXIS, fill=fill)


def _strip(axes: Axes, series: Series, largest: float, height: float, color: str) -> None:
    count = len(series.cells)
    axes.set_xlim(-0.6, count - 0.4)
    axes.set_ylim(0, largest * (1 + 0.24 / height))
    step = _step(largest)
    for line in range(step, int(largest) + 1, step):
        axes.axhline(line, color=RULE, linewidth=0.6)
        axes.text(-0.75, line, number_nl(line), ha="right", va="center", size=7.5, color=SOFT_INK)
    axes.axhline(0, color=SOFT_INK, linewidth=0.9)
    axes.text(-0.75, 0, "0", ha="right", va="center", size=7.5, color=SOFT_INK)
    room = (TEXT_WIDTH_INCHES - _LEFT) / count
    peak = max(range(count), key=lambda i: _height(series, i), default=0)
    for index, cell in enumerate(series.cells):
        mark = series.mark(index) if cell is not None else "n.g."
        stub = largest * 0.07 / height
        if isinstance(cell, str):
            axes.bar(index, stub, width=0.62, color="none", edgecolor=color, hatch="//////")
        elif cell is not None:
            axes.bar(index, cell, width=0.72, color=color)
        fits = width_of(mark, 7.5) < room * 1.02
        if fits or index == peak:
            top = stub if isinstance(cell, str) else (cell or 0)
            axes.text(
                index, top + largest * 0.03 / height, mark, ha="center", va="bottom", size=7.5,
                color=INK,
            )  # fmt: skip


def _months(axes: Axes, categories: tuple[str, ...]) -> None:
    room = (TEXT_WIDTH_INCHES - _LEFT) / max(len(categories), 1)
    tight = room < 0.5
    places, words, year = [], [], ""
    for index, category in enumerate(categories):
        month, _, this_year = month_nl(category, short=True).partition(" ")
        if tight and index % 3 and this_year == year:
            continue
        places.append(index)
        words.append(f"{month}\n{this_year}" if this_year != year else month)
        year = this_year
    axes.set_xticks(places, words, size=8)
    axes.tick_params(axis="x", length=0, pad=4)


def _height(series: Series, index: int) -> float:
    cell = series.cells[index]
    return cell if isinstance(cell, int | float) else -1


def _step(largest: float) -> int:
    for step in (n * 10**power for power in range(8) for n in (1, 2, 5)):
        if largest / step <= 4:
            return step
    return 10**8
