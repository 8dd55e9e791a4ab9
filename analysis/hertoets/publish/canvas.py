"""The sheet a figure is drawn on: one width, room for title and source, same bytes twice.

Everything is placed in inches from the top left corner, so that type has one size whatever the
height of the figure. Matplotlib is imported when something is drawn: whoever shows a picture of a
run needs none.
"""

import io
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Literal

from hertoets.publish.blocks import markup
from hertoets.publish.chart import Frame
from hertoets.publish.style import (
    EDGED,
    FIGURE_WIDTH_INCHES,
    INK,
    MEANINGS,
    PAPER,
    RULE,
    SOFT_INK,
    STYLE,
    TEXT_POINTS,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ft2font import FT2Font

Align = Literal["left", "center", "right"]

LINE = 0.2
"""Height of a line of the smallest letters."""

_TITLE_POINTS = 13
_TITLE_LINE = 0.27
_EDGE = 0.1
_MARGIN = 0.18  # of paper around a picture that stands by itself
_FACE_SIZE = 100
_SUBPIXELS = 64
_HAIR = 0.7


@dataclass(frozen=True)
class Mark:
    """What stands for a number: its meaning, the number, its paper in inches, and the scale."""

    meaning: str
    number: float
    paper: float
    scale: str


class Plane:
    """Where a figure is drawn, in inches from its top left corner.

    What stands for a number is a mark; only a number that is shown can be one. `marks` holds them.
    """

    def __init__(self, axes: "Axes", top: float = 0.0) -> None:
        self._axes, self._top = axes, top
        self.marks: list[Mark] = []

    def words(
        self, left: float, top: float, text: str, *, size: float = TEXT_POINTS, bold: bool = False,
        soft: bool = False, align: Align = "left", turned: bool = False,
        light: bool = False,
    ) -> None:  # fmt: skip
        """Write a line, its top at a place; `light` on a dark mark."""
        self._axes.text(
            left, self._top + top, text, size=size, weight="bold" if bold else "normal",
            color=PAPER if light else SOFT_INK if soft else INK, ha=align,
            va="bottom" if turned else "top", rotation=90 if turned else 0,
        )  # fmt: skip

    def block(self, left: float, top: float, width: float, height: float, mark: Mark | str) -> None:
        """Fill a rectangle for a number, or as the key of a meaning."""
        from matplotlib.patches import Rectangle

        if isinstance(mark, Mark):
            self.marks.append(mark)
        meaning = mark.meaning if isinstance(mark, Mark) else mark
        edge = {"edgecolor": SOFT_INK, "linewidth": _HAIR} if meaning in EDGED else {"linewidth": 0}
        place = (left, self._top + top)
        self._axes.add_patch(Rectangle(place, width, height, facecolor=MEANINGS[meaning], **edge))

    def key(self, left: float, top: float, meaning: str, words: str) -> float:
        """Say what a colour means; the place where the next key begins."""
        self.block(left, top + 0.01, 0.13, 0.13, meaning)
        self.words(left + 0.2, top, words)
        return left + 0.2 + width_of(words) + 0.22

    def stream(
        self, start: tuple[float, float], end: tuple[float, float], height: float, meaning: str
    ) -> None:
        """Draw a pale band of one height from one place to another."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        (left, one), (right, two) = start, end
        one, two, middle = one + self._top, two + self._top, (left + right) / 2
        points = [
            (left, one), (middle, one), (middle, two), (right, two),
            (right, two + height), (middle, two + height), (middle, one + height),
            (left, one + height), (left, one),
        ]  # fmt: skip
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        band = PathPatch(
            Path(points, codes), facecolor=MEANINGS[meaning], alpha=0.28, linewidth=0, zorder=0.6
        )
        self._axes.add_patch(band)

    def line(
        self, start: tuple[float, float], end: tuple[float, float], *, meaning: str = "",
        width: float = _HAIR, soft: bool = False, over: bool = False,
    ) -> None:  # fmt: skip
        """Draw a straight line, of a meaning or as a rule; `over` the marks, in ink."""
        color = MEANINGS[meaning] if meaning else INK if over else SOFT_INK if soft else RULE
        (left, one), (right, two) = start, end
        self._axes.plot(
            [left, right], [one + self._top, two + self._top], color=color, linewidth=width,
            solid_capstyle="butt", zorder=3 if over else 0.8,
        )  # fmt: skip

    def dot(self, left: float, top: float, mark: Mark, *, filled: bool = True) -> None:
        """Put a round mark at a place: filled for what is sure."""
        self.marks.append(mark)
        color = MEANINGS[mark.meaning]
        self._axes.plot(
            [left], [self._top + top], marker="o", markersize=7, markeredgewidth=1.6,
            color=color, markerfacecolor=color if filled else PAPER,
        )  # fmt: skip

    def pointer(self, left: float, top: float) -> None:
        """Put a small ink triangle that points down."""
        self._axes.plot([left], [self._top + top], marker="v", markersize=6, color=INK)


@dataclass(frozen=True)
class Drawing:
    """A drawing that is ready to be put on a sheet: its height and how to fill it."""

    height: float
    fill: Callable[[Plane], None]


def plane_of(figure: "Figure", top: float = 0.0) -> Plane:
    """A plane over a whole figure, in inches."""
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, FIGURE_WIDTH_INCHES)
    axes.set_ylim(figure.get_figheight(), 0)
    axes.set_xticks([])
    axes.set_yticks([])
    return Plane(axes, top)


@cache
def width_of(words: str, size: float = TEXT_POINTS, weight: str = "normal") -> float:
    """The width of a line of text in inches, as Matplotlib will draw it.

    The font's own measures are asked, not the outline of each letter: hundreds of times faster.
    """
    from matplotlib.ft2font import LoadFlags

    face = _face(weight)
    face.set_text(words, 0.0, flags=LoadFlags.NO_HINTING)
    width, _ = face.get_width_height()
    return float(width) / _SUBPIXELS * size / _FACE_SIZE / 72


@cache
def _face(weight: str) -> "FT2Font":
    """Open a weight of the font at a size of which every other is a share."""
    from matplotlib.font_manager import FontProperties, findfont
    from matplotlib.ft2font import FT2Font

    # One of its own: Matplotlib gives the one that it keeps another size for each text it draws.
    face = FT2Font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
    face.set_size(_FACE_SIZE, 72)
    return face


def wrap(words: str, width: float, size: float = TEXT_POINTS, weight: str = "normal") -> list[str]:
    """Break a text into lines that fit a width in inches; a word that is wider is broken too."""
    lines: list[str] = []
    pieces = (_pieces(word, width, size, weight) for word in words.split())
    for word in chain.from_iterable(pieces):
        if lines and width_of(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def _pieces(word: str, width: float, size: float, weight: str) -> list[str]:
    """Break a word that is wider than a line; most are not."""
    pieces = []
    while len(word) > 1 and width_of(word, size, weight) > width:
        lengths = range(1, len(word) + 1)
        fits = bisect_right(lengths, width, key=lambda n: width_of(word[:n], size, weight))
        pieces.append(word[: max(1, fits)])
        word = word[max(1, fits) :]
    return [*pieces, word]


def render(
    drawing: Drawing, frame: Frame | None, *, synthetic: bool, forms: Sequence[str]
) -> dict[str, bytes]:
    """Draw a figure once and give it in each form.

    Parameters
    ----------
    drawing : Drawing
    frame : Frame or None
        With a frame the picture stands by itself (title, subtitle, source); without one the page
        around it says those.
    synthetic : bool
        Marks the picture FICTIEF.
    forms : sequence of {"svg", "png"}

    Returns
    -------
    dict of str to bytes
        By form; the same for the same input.
    """
    import matplotlib.style
    from matplotlib.figure import Figure

    with matplotlib.style.context(STYLE):
        head, foot = _lines(frame)
        top = _EDGE + sum(step for _, _, step in head)
        height = top + drawing.height + _EDGE + len(foot) * LINE
        figure = Figure(figsize=(FIGURE_WIDTH_INCHES, height))
        if synthetic:
            _watermark(figure)
        plane, at = plane_of(figure), _EDGE
        for words, size, step in head:
            title = size == _TITLE_POINTS
            plane.words(0.02, at, words, size=size, bold=title, soft=not title)
            at += step
        for number, words in enumerate(foot):
            plane.words(0.02, top + drawing.height + _EDGE + number * LINE, words, soft=True)
        plane = plane_of(figure, top)
        drawing.fill(plane)
        return {form: _saved(figure, form, _MARGIN if frame else 0) for form in forms}


def described(svg: bytes, title: str, alt: str) -> bytes:
    """Let a picture say by itself what it is and what it shows.

    Parameters
    ----------
    svg : bytes
        As `render` gives it.
    title, alt : str
        The message, and the text for who cannot see the picture.

    Returns
    -------
    bytes
        With ``role="img"``, ``<title>`` and ``<desc>``. Letters stay outlines, so that it looks
        the same wherever it is opened.
    """
    told = markup("described", title=title, alt=alt)
    root = svg.index(b">", svg.index(b"<svg "))
    return svg[:root] + told.encode() + svg[root + 2 :]


def _lines(frame: Frame | None) -> tuple[list[tuple[str, float, float]], list[str]]:
    if frame is None:
        return [], []
    width = FIGURE_WIDTH_INCHES - 0.1
    titles = wrap(frame.title, width, _TITLE_POINTS, "bold")
    title = [(line, float(_TITLE_POINTS), _TITLE_LINE) for line in titles]
    below = [(line, TEXT_POINTS, LINE) for line in wrap(frame.subtitle, width)]
    return [*title, *below, ("", TEXT_POINTS, 0.12)], wrap(frame.source, width)


def _watermark(figure: "Figure") -> None:
    figure.text(
        0.5, 0.5, "FICTIEF", size=56, weight="bold", color=INK, alpha=0.06,
        ha="center", va="center", rotation=24, zorder=-5,
    )  # fmt: skip


def _saved(figure: "Figure", form: str, margin: float) -> bytes:
    from matplotlib.transforms import Bbox

    # No date, no version of the software: the same figure gives the same bytes.
    metadata = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
    stream = io.BytesIO()
    width, height = figure.get_size_inches()
    edges = Bbox.from_bounds(-margin, -margin, width + 2 * margin, height + 2 * margin)
    figure.savefig(stream, format=form, metadata=metadata, facecolor=PAPER, bbox_inches=edges)
    return stream.getvalue()
