"""What a figure is drawn with: words, marks and lines at their places, and how wide words are.

Everything is placed in inches from the top left corner, so that type has one size whatever the
height of the figure. Matplotlib is imported when something is drawn: whoever shows a picture of a
run needs none.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Literal

from hertoets.publish.style import (
    EDGED,
    FIGURE_WIDTH_INCHES,
    INK,
    MEANINGS,
    PAPER,
    RULE,
    SOFT_INK,
    TEXT_POINTS,
)

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ft2font import FT2Font

Align = Literal["left", "center", "right"]

LINE = 0.2
"""Height of a line of the smallest letters."""

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
        self._put(Rectangle(place, width, height, facecolor=MEANINGS[meaning], **edge))

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
        self._put(PathPatch(
            Path(points, codes), facecolor=MEANINGS[meaning], alpha=0.28, linewidth=0, zorder=0.6
        ))  # fmt: skip

    def line(
        self, start: tuple[float, float], end: tuple[float, float], *, meaning: str = "",
        width: float = _HAIR, soft: bool = False, over: bool = False,
    ) -> None:  # fmt: skip
        """Draw a straight line, of a meaning or as a rule; `over` the marks, in ink."""
        from matplotlib.lines import Line2D

        color = MEANINGS[meaning] if meaning else INK if over else SOFT_INK if soft else RULE
        (left, one), (right, two) = start, end
        self._put(Line2D(
            [left, right], [one + self._top, two + self._top], color=color, linewidth=width,
            solid_capstyle="butt", zorder=3 if over else 0.8,
        ))  # fmt: skip

    def dot(self, left: float, top: float, mark: Mark, *, filled: bool = True) -> None:
        """Put a round mark at a place: filled for what is sure."""
        from matplotlib.lines import Line2D

        self.marks.append(mark)
        color = MEANINGS[mark.meaning]
        self._put(Line2D(
            [left], [self._top + top], marker="o", markersize=7, markeredgewidth=1.6,
            color=color, markerfacecolor=color if filled else PAPER,
        ))  # fmt: skip

    def pointer(self, left: float, top: float) -> None:
        """Put a small ink triangle that points down."""
        from matplotlib.lines import Line2D

        self._put(Line2D([left], [self._top + top], marker="v", markersize=6, color=INK))

    def _put(self, artist: "Artist") -> None:
        """Add what is drawn; the axes need not ask it how far they reach, for they stand fast."""
        self._axes.add_artist(artist)


@dataclass(frozen=True)
class Drawing:
    """A drawing that is ready to be put on a sheet: its height and how to fill it."""

    height: float
    fill: Callable[[Plane], None]


def plane_of(figure: "Figure", top: float = 0.0, group: str | None = None) -> Plane:
    """A plane over a whole figure, in inches; by the name of its group it is known in SVG."""
    axes = figure.add_axes((0, 0, 1, 1), gid=group)
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
