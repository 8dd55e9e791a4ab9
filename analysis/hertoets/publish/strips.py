"""Strips along time, one a series, each on a scale of its own, with the month of its alarm marked.

Strips of such different sizes on one scale would flatten most of them, so each carries the number
of its peak. A hidden month is a hatched stub; a series without numbers says so.
"""

from collections.abc import Mapping

from matplotlib.axes import Axes

from hertoets.publish.canvas import Drawing, Sheet, width_of
from hertoets.publish.chart import Chart, Series
from hertoets.publish.columns import name_months, places_of
from hertoets.publish.style import INK, PALETTE, SOFT_INK, TEXT_WIDTH_INCHES

_HEAD = 0.24
_STRIP = 0.5
_GAP = 0.12
_AXIS = 0.36
_SIZE = 8.0
_STUB = 0.14

NO_ALARM = "geen alarm"
UNMEASURED = "niet gemeten"


def strips(chart: Chart, marked: Mapping[str, str]) -> Drawing:
    """Draw the series of a chart as strips over its months.

    Parameters
    ----------
    chart : Chart
        Categories are months in words.
    marked : mapping of str to str
        By name of series the month (in words) of its alarm; absent without one.

    Returns
    -------
    Drawing
    """
    row = _HEAD + _STRIP + _GAP
    places = places_of(chart.categories)

    def fill(sheet: Sheet) -> None:
        for number, series in enumerate(chart.series):
            top, month = number * row, marked.get(series.name)
            sheet.text(0.02, top + 0.03, series.title, size=9, weight="bold")
            words, color = _told(series, month)
            right = TEXT_WIDTH_INCHES - 0.02
            sheet.text(right, top + 0.03, words, size=9, ha="right", color=color)
            axes = sheet.axes(0.02, top + _HEAD, TEXT_WIDTH_INCHES - 0.04, _STRIP)
            axes.set_xlim(-0.6, places[-1] + 0.6)
            _strip(axes, series, places)
            if month in chart.categories:
                place = places[chart.categories.index(month)]
                axes.axvline(place, color=PALETTE["vermilion"], linewidth=1.4)
                axes.plot([place], [1.22], marker="v", color=PALETTE["vermilion"], markersize=6)
        name_months(axes, chart.categories, places)

    return Drawing(height=len(chart.series) * row + _AXIS, fill=fill)


def _told(series: Series, month: str | None) -> tuple[str, str]:
    if month:
        return f"▼ eerste alarm: {month}", PALETTE["vermilion"]
    return (
        UNMEASURED if all(c.state == "not_measured" for c in series.cells) else NO_ALARM
    ), SOFT_INK


def _strip(axes: Axes, series: Series, places: list[int]) -> None:
    largest = series.largest() or 1
    axes.set_ylim(0, 1.32)
    axes.axhline(0, color=SOFT_INK, linewidth=0.9)
    peak = max(range(len(places)), key=lambda i: _height(series, i), default=0)
    for place, cell in zip(places, series.cells, strict=True):
        if cell.is_hidden:
            axes.bar(place, _STUB, width=0.7, color="none", edgecolor=SOFT_INK, hatch="//////")
        elif cell.shown:
            axes.bar(place, cell.shown / largest, width=0.72, color=PALETTE["blue"])
    if _height(series, peak) > 0:
        words = series.mark(peak)
        # Beside the peak's column, on the side where there is room.
        room = (TEXT_WIDTH_INCHES - 0.04) / (places[-1] + 1.2)
        left = (places[peak] + 1) * room > width_of(words, _SIZE) + 0.1
        side, align = (-0.5, "right") if left else (0.5, "left")
        axes.text(places[peak] + side, 1.0, words, ha=align, va="bottom", size=_SIZE, color=INK)


def _height(series: Series, index: int) -> float:
    return series.numbers().get(index, -1)
