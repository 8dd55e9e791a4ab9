"""The figure of the page: CPU seconds against persons, a line a system, both logarithmic."""

from collections.abc import Mapping
from itertools import cycle
from pathlib import Path

import matplotlib.pyplot as plt
from hertoets.publish.style import INK, RULE, STYLE
from matplotlib.axes import Axes

from benchmarks.speed.growth import Point, by_system
from benchmarks.speed.place import PROJECT
from benchmarks.speed.row import Row

IMAGE = PROJECT / "docs" / "images" / "speed.svg"
INCHES = (7.5, 4.2)
MARKS = "osD^vPX*dh<>"
"""A line has its name beside it and marks of its own: all are drawn in ink."""
GAP = 0.065
"""The least distance between two names, as a share of the height."""


def as_markdown(measured: Mapping[str, list[Row]]) -> str:
    """The picture with its words; nothing where no system was measured at two sizes."""
    lines = _lines(measured)
    if not lines:
        return ""
    said = "; ".join(
        f"{name}, from {sizes[0].cpu:.1f} s at {sizes[0].persons:,} persons "
        f"to {sizes[-1].cpu:.1f} s at {sizes[-1].persons:,}"
        for name, sizes in lines.items()
    )
    return f"![Lines of CPU seconds against persons. {said}.](images/{IMAGE.name})"


def draw(measured: Mapping[str, list[Row]], image: Path = IMAGE) -> None:
    """Draw it; the same numbers give the same bytes."""
    lines = _lines(measured)
    if not lines:
        return
    image.parent.mkdir(parents=True, exist_ok=True)
    with plt.style.context(STYLE):
        picture, axes = plt.subplots(figsize=INCHES, layout="constrained")
        for mark, sizes in zip(cycle(MARKS), lines.values(), strict=False):
            axes.plot([point.persons for point in sizes], [point.cpu for point in sizes], color=INK,
                      marker=mark, linewidth=1)  # fmt: skip
        axes.set(xscale="log", yscale="log", xlabel="persons, logarithmic")
        axes.set_title(
            f"{_message(lines)}\nCPU seconds of a whole process, logarithmic", loc="left"
        )
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.yaxis.set_major_formatter("{x:g}")
        axes.grid(color=RULE, linewidth=0.6)
        _name_at_the_end(axes, lines)
        picture.savefig(image, format="svg", metadata={"Date": None, "Creator": None})
        plt.close(picture)


def _lines(measured: Mapping[str, list[Row]]) -> dict[str, list[Point]]:
    rows = [row for part in measured.values() for row in part]
    return {name: sizes for name, sizes in by_system(rows).items() if len(sizes) > 1}


def _message(lines: Mapping[str, list[Point]]) -> str:
    """What the line of the most growth says, from end to end."""
    ends = {name: (points[0], points[-1]) for name, points in lines.items()}
    first, last = max(ends.values(), key=lambda of: of[1].cpu / of[0].cpu)
    persons, seconds = last.persons / first.persons, last.cpu / first.cpu
    return f"{persons:,.0f} times the persons cost no more than {seconds:.0f} times the seconds"


def _name_at_the_end(axes: Axes, lines: Mapping[str, list[Point]]) -> None:
    """Write each name right of the axes at the height of its end, or above the one below it."""
    to_axes = axes.transData + axes.transAxes.inverted()
    heights = {name: float(to_axes.transform(sizes[-1])[1]) for name, sizes in lines.items()}
    free = -GAP
    for name in sorted(heights, key=lambda name: heights[name]):
        free = max(heights[name], free + GAP)
        axes.annotate(
            name, (1.02, free), xycoords="axes fraction", va="center", annotation_clip=False
        )
