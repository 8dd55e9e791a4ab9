"""Columns along time, one strip a series, so that months read from left to right.

The highest column carries its number, the others where there is room. Hidden months carry a
hatched stub and their mark, once for a row of them. Months that the table leaves out are shown
as a gap, so that a jump in time is never drawn as a step.
"""

from itertools import groupby, pairwise

from matplotlib.axes import Axes

from hertoets.publish.canvas import Drawing, Sheet, width_of
from hertoets.publish.chart import Chart, Series
from hertoets.publish.numbers import month_nl
from hertoets.publish.style import INK, PALETTE, RULE, SOFT_INK, TEXT_WIDTH_INCHES
from hertoets.release import write_number

_STRIP = 1.0
_HEAD = 0.44
_AXIS = 0.36
_LEFT = 0.45
_SIZE = 8
_LINE = 0.24
_ROOMY = 0.5
_FEW = 7


def columns(chart: Chart, colors: dict[str, str], *, headings: bool = True) -> Drawing:
    """Draw the series of a chart as strips of columns over its categories (months).

    Parameters
    ----------
    chart : Chart
        Categories are months in words (``januari 2022``) or any ordered labels.
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
    places = places_of(chart.categories)

    def fill(sheet: Sheet) -> None:
        for number, series in enumerate(chart.series):
            top = number * (head + strip)
            color = PALETTE[colors.get(series.name, list(PALETTE)[number % len(PALETTE)])]
            if headings:
                sheet.text(0.02, top + 0.16, series.title, size=9.5, weight="bold")
            width = TEXT_WIDTH_INCHES - _LEFT
            axes = sheet.axes(_LEFT, top + head, width, strip - 0.06)
            axes.set_xlim(-0.6, max(places[-1], _FEW) + 0.9)
            _strip(axes, series, places, chart.largest(), color)
        name_months(axes, chart.categories, places)

    return Drawing(height=len(chart.series) * (head + strip) + _AXIS, fill=fill)


def _strip(axes: Axes, series: Series, places: list[int], largest: float, color: str) -> None:
    room = (TEXT_WIDTH_INCHES - _LEFT) / (max(places[-1], _FEW) + 1.2)
    axes.set_ylim(0, largest * 1.28)
    _scale(axes, series, largest)
    stub, lift = largest * 0.08, largest * 0.035
    peak = max(range(len(places)), key=lambda i: _height(series, i), default=0)
    for index, (place, cell) in enumerate(zip(places, series.cells, strict=True)):
        if cell.is_hidden:
            axes.bar(place, stub, width=0.7, color="none", edgecolor=color, hatch="//////")
        elif cell.shown is not None:
            axes.bar(place, cell.shown, width=0.72, color=color)
            words = series.mark(index)
            if index == peak or (room > _ROOMY and width_of(words, _SIZE) < room):
                # Among hidden neighbours a low peak stands above their marks.
                over = _LINE * largest if room < _ROOMY and cell.shown < 2 * stub else 0
                _say(axes, place, cell.shown + lift + over, words)
    hidden = [
        (place, cell.short_mark() if cell.is_hidden else "")
        for place, cell in zip(places, series.cells, strict=True)
    ]
    for mark, group in groupby(hidden, key=lambda at: (at[1], 0 if room < _ROOMY else at[0])):
        run = [place for place, _ in group]
        if mark[0]:
            _say(axes, (run[0] + run[-1]) / 2, stub + lift, mark[0])


def _scale(axes: Axes, series: Series, largest: float) -> None:
    if not any(series.numbers().values()):
        largest = 0  # nothing is drawn to scale, so there is no scale to show
    step = _step(largest)
    for line in range(0, int(largest) + 1, step):
        color, width = (SOFT_INK, 0.9) if line == 0 else (RULE, 0.6)
        axes.axhline(line, color=color, linewidth=width, zorder=0.5)
        place = axes.get_xlim()[0]
        axes.annotate(
            write_number(line), (place, line), (-4, 0), textcoords="offset points",
            ha="right", va="center", size=_SIZE, color=SOFT_INK, annotation_clip=False,
        )  # fmt: skip


def _say(axes: Axes, place: float, height: float, words: str) -> None:
    axes.text(place, height, words, ha="center", va="bottom", size=_SIZE, color=INK)


def places_of(categories: tuple[str, ...]) -> list[int]:
    """Each month with its place; months left out in between take one place, whatever the gap."""
    numbers = [_month_number(category) for category in categories]
    places = [0]
    for before, after in pairwise(numbers):
        apart = before is None or after is None or after - before > 1
        places.append(places[-1] + (2 if apart else 1))
    return places


def _month_number(category: str) -> int | None:
    months = {month_nl(f"2000-{month:02d}").split()[0]: month for month in range(1, 13)}
    name, _, year = category.partition(" ")
    return int(year) * 12 + months[name] if name in months and year.isdigit() else None


def name_months(axes: Axes, categories: tuple[str, ...], places: list[int]) -> None:
    """Write the months under an axis: every quarter where they stand close, years once."""
    dense = (TEXT_WIDTH_INCHES - _LEFT) / (places[-1] + 1.2) < _ROOMY
    ticks, words, told = [], [], ""
    for category, place in zip(categories, places, strict=True):
        number = _month_number(category)
        if number is None:
            ticks.append(place)
            words.append(category)
            continue
        if dense and (number - 1) % 12 % 3:
            continue
        year = category.partition(" ")[2]
        brief = month_nl(f"2000-{(number - 1) % 12 + 1:02d}", short=True).split()[0]
        ticks.append(place)
        words.append(f"{brief}\n{year}" if year != told else brief)
        told = year
    axes.set_xticks(ticks, words, size=8.5)
    axes.tick_params(axis="x", length=0, pad=4)
    for before, after in pairwise(places):
        if after - before > 1:
            axes.text((before + after) / 2, 0, "…", ha="center", va="bottom", color=SOFT_INK)


def _height(series: Series, index: int) -> float:
    return series.numbers().get(index, -1)


def _step(largest: float) -> int:
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if largest / step <= 4:
                return step
        power *= 10
