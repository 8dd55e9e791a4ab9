"""What is sure and what may be: a line from the lower to the upper bound for each reading.

Where the two coincide it is a single point. A bound that is hidden is written, not drawn.
"""

from matplotlib.axes import Axes

from hertoets.publish.canvas import Drawing, Sheet, width_of, wrap
from hertoets.publish.chart import Range
from hertoets.publish.style import INK, PALETTE, RULE, SOFT_INK, TEXT_WIDTH_INCHES

_ROW = 0.36
_LINE = 0.16


def ranges(rows: list[Range]) -> Drawing:
    """Draw the bounds of one finding under each reading.

    Parameters
    ----------
    rows : list of Range

    Returns
    -------
    Drawing
    """
    gutter = 2.7
    names = [wrap(row.title, gutter - 0.1, 9.5, _weight(row)) for row in rows]
    heights = [max(_ROW, len(lines) * _LINE + 0.14) for lines in names]
    labels = [_label(row) for row in rows]
    room = max((width_of(label, 9.5) for label in labels), default=0) + 0.25
    numbers = [number for row in rows for number in _shown(row)]
    scale = (TEXT_WIDTH_INCHES - gutter - room - 0.1) / (max(numbers, default=0) or 1)

    def fill(sheet: Sheet) -> None:
        axes = sheet.axes(0, 0.05, TEXT_WIDTH_INCHES, sum(heights))
        axes.set_xlim(0, TEXT_WIDTH_INCHES)
        axes.set_ylim(sum(heights), 0)
        axes.plot([gutter, gutter], [0, sum(heights)], color=SOFT_INK, linewidth=0.9)
        top = 0.0
        for row, lines, height, label in zip(rows, names, heights, labels, strict=True):
            axes.axhline(top, color=RULE, linewidth=0.6)
            middle = top + height / 2
            axes.text(0.02, middle, "\n".join(lines), va="center", size=9.5, weight=_weight(row))
            _mark(axes, row, gutter, middle, scale, label)
            top += height
        axes.axhline(top, color=RULE, linewidth=0.6)

    return Drawing(height=sum(heights) + 0.12, fill=fill)


def _shown(row: Range) -> list[int | float]:
    return [bound.shown for bound in (row.lower, row.upper) if bound.shown is not None]


def _weight(row: Range) -> str:
    return "bold" if row.headline else "normal"


def _mark(axes: Axes, row: Range, zero: float, middle: float, scale: float, label: str) -> None:
    color = PALETTE["vermilion" if row.headline else "blue"]
    ends = [zero + number * scale for number in _shown(row)]
    start, end = (min(ends), max(ends)) if ends else (zero, zero)
    if row.lower.shown is None:
        # Somewhere between nothing and the threshold: the line begins open, at zero.
        axes.plot(
            [zero + 0.06], [middle], marker="D", markersize=6, color="none",
            markeredgecolor=color, markerfacecolor="white",
        )  # fmt: skip
        start = zero + 0.06
    if end > start:
        axes.plot([start, end], [middle, middle], color=color, linewidth=3, solid_capstyle="round")
    for place in (end for end in ends if row.lower.shown is not None or end > start + 0.08):
        axes.plot([place], [middle], marker="o", markersize=6.5, color=color)
    axes.text(max(end, start) + 0.12, middle, label, va="center", size=9.5, color=INK)


def _label(row: Range) -> str:
    lower, upper = row.lower.mark(), row.upper.mark()
    return lower if lower == upper else f"{lower} tot {upper}"
