"""Horizontal bars, one panel a series on one common scale, each bar with its number at its end.

A hidden count is a hatched stub with ``<10`` beside it, so that it is seen and never reads as
zero; what is not measured says so in words.
"""

from matplotlib.axes import Axes

from hertoets.publish.canvas import Drawing, Sheet, width_of, wrap
from hertoets.publish.chart import Chart, Series
from hertoets.publish.style import INK, PALETTE, RULE, SOFT_INK, TEXT_WIDTH_INCHES

_ROW = 0.31
_LINE = 0.16
_GAP = 0.22
_STUB = 0.11


def bars(chart: Chart, colors: dict[str, str], *, headings: bool = True) -> Drawing:
    """Draw the series of a chart as panels of horizontal bars.

    Parameters
    ----------
    chart : Chart
    colors : dict of str to str
        Names from the palette by name of series; others take the palette in order.
    headings : bool
        Whether each panel carries the title of its series.

    Returns
    -------
    Drawing
    """
    gutter = min(2.6, max((width_of(name, 9.5) for name in chart.categories), default=0) + 0.15)
    panel = (TEXT_WIDTH_INCHES - gutter - _GAP * (len(chart.series) - 1)) / len(chart.series)
    names = [wrap(category, gutter - 0.1, 9.5) for category in chart.categories]
    rows = [max(_ROW, len(lines) * _LINE + 0.12) for lines in names]
    titles = [wrap(series.title, panel, 9, "bold") for series in chart.series]
    head = max(map(len, titles)) * _LINE + 0.1 if headings else 0.02

    def fill(sheet: Sheet) -> None:
        _names(sheet, names, rows, head)
        for number, series in enumerate(chart.series):
            left = gutter + number * (panel + _GAP)
            color = PALETTE[colors.get(series.name, list(PALETTE)[number % len(PALETTE)])]
            if headings:
                bottom = head - len(titles[number]) * _LINE - 0.08
                words = "\n".join(titles[number])
                sheet.text(left, bottom, words, size=9, weight="bold")
            axes = sheet.axes(left, head, panel, sum(rows))
            _panel(axes, series, rows, panel, chart, color)

    return Drawing(height=head + sum(rows) + 0.05, fill=fill)


def _names(sheet: Sheet, names: list[list[str]], rows: list[float], head: float) -> None:
    axes = sheet.axes(0, head, TEXT_WIDTH_INCHES, sum(rows))
    axes.set_xlim(0, TEXT_WIDTH_INCHES)
    axes.set_ylim(sum(rows), 0)
    top = 0.0
    for lines, height in zip(names, rows, strict=True):
        axes.axhline(top, color=RULE, linewidth=0.6)
        axes.text(0.02, top + height / 2, "\n".join(lines), va="center", size=9.5, linespacing=1.15)
        top += height
    axes.axhline(top, color=RULE, linewidth=0.6)


def _panel(
    axes: Axes, series: Series, rows: list[float], width: float, chart: Chart, color: str
) -> None:
    room = max((width_of(series.mark(i), 9) for i in range(len(series.cells))), default=0) + 0.12
    numbers = [s for s in chart.series if s.kind == series.kind]
    largest = max((s.largest() for s in numbers), default=0) or 1
    lowest = min(series.numbers().values(), default=0)
    left_room = room if lowest < 0 else 0.0
    reach = width - room - left_room
    # One inch of paper stands for the same number in every panel of the same kind.
    scale = reach / (largest * (2 if lowest < 0 else 1))
    zero = left_room + (largest * scale if lowest < 0 else 0)
    axes.set_xlim(0, width)
    axes.set_ylim(sum(rows), 0)
    axes.axvline(zero, color=SOFT_INK, linewidth=0.9)
    top = 0.0
    for number, height in enumerate(rows):
        _bar(axes, series, number, zero, top + height / 2, scale, color)
        top += height


def _bar(
    axes: Axes, series: Series, number: int, zero: float, middle: float, scale: float, color: str
) -> None:
    cell, mark = series.cells[number], series.mark(number)
    end = zero
    if cell.is_hidden:
        axes.barh(
            middle, _STUB, left=zero, height=0.17,
            color="none", edgecolor=color, hatch="/////", linewidth=0.8,
        )  # fmt: skip
        end = zero + _STUB
    elif cell.shown is not None:
        axes.barh(middle, cell.shown * scale, left=zero, height=0.17, color=color)
        end = zero + cell.shown * scale
    measured = cell.state != "not_measured"
    axes.text(
        end - 0.05 if end < zero else end + 0.05, middle, mark,
        ha="right" if end < zero else "left", va="center", size=9,
        color=INK if measured else SOFT_INK, style="normal" if measured else "italic",
    )  # fmt: skip
