"""The sheet a figure is drawn on: width of the text, room for title and source, same bytes twice.

Everything is placed in inches from the top left corner, so that type has the size of the page's
type whatever the height of the figure.
"""

import io
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.transforms import Bbox

from hertoets.publish.blocks import markup
from hertoets.publish.chart import Frame
from hertoets.publish.style import INK, PAPER, SOFT_INK, STYLE, TEXT_WIDTH_INCHES

_LINE = 0.19
_EDGE = 0.12
_MARGIN = 0.18  # of paper around a picture that stands by itself
_FACE_SIZE = 100
_SUBPIXELS = 64


@dataclass(frozen=True)
class Drawing:
    """A drawing that is ready to be put on a sheet: its height and how to fill it."""

    height: float
    fill: Callable[["Sheet"], None]


@dataclass(frozen=True)
class Sheet:
    """The part of a figure that a drawing may fill, in inches from its top left corner."""

    figure: Figure
    top: float
    height: float

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes at a place on the sheet, without ticks.

        Parameters
        ----------
        left, top, width, height : float
            In inches, from the sheet's top left corner.
        """
        total = self.figure.get_figheight()
        axes = self.figure.add_axes(
            (
                left / TEXT_WIDTH_INCHES,
                1 - (self.top + top + height) / total,
                width / TEXT_WIDTH_INCHES,
                height / total,
            )
        )
        axes.set_xticks([])
        axes.set_yticks([])
        return axes

    def text(self, left: float, top: float, words: str, **style: object) -> None:
        """Write words with their first line's top at a place in inches."""
        total = self.figure.get_figheight()
        place = {"ha": "left", "va": "top", **style}
        self.figure.text(left / TEXT_WIDTH_INCHES, 1 - (self.top + top) / total, words, **place)  # type: ignore[arg-type]


@cache
def width_of(words: str, size: float = 9, weight: str = "normal") -> float:
    """The width of a line of text in inches, as Matplotlib will draw it.

    The font's own measures are asked, not the outline of each letter: hundreds of times faster.
    """
    face = _face(weight)
    face.set_text(words, 0.0, flags=LoadFlags.NO_HINTING)
    width, _ = face.get_width_height()
    return float(width) / _SUBPIXELS * size / _FACE_SIZE / 72


@cache
def _face(weight: str) -> FT2Font:
    """Open a weight of the font at a size of which every other is a share."""
    # One of its own: Matplotlib gives the one that it keeps another size for each text it draws.
    face = FT2Font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
    face.set_size(_FACE_SIZE, 72)
    return face


def wrap(words: str, width: float, size: float = 9, weight: str = "normal") -> list[str]:
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
    with matplotlib.style.context(STYLE):
        head, foot = _lines(frame)
        top = _EDGE + sum(height for _, _, _, height in head)
        height = top + drawing.height + _EDGE + len(foot) * _LINE
        figure = Figure(figsize=(TEXT_WIDTH_INCHES, height))
        if synthetic:
            _watermark(figure)
        page = Sheet(figure, 0.0, height)
        at = _EDGE
        for words, size, weight, step in head:
            color = INK if weight == "bold" else SOFT_INK
            page.text(0.02, at, words, size=size, weight=weight, color=color)
            at += step
        drawing.fill(Sheet(figure, top, drawing.height))
        for number, words in enumerate(foot):
            at = top + drawing.height + _EDGE / 2 + number * _LINE
            page.text(0.02, at, words, size=7.5, color=SOFT_INK)
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


def _lines(frame: Frame | None) -> tuple[list[tuple[str, float, str, float]], list[str]]:
    if frame is None:
        return [], []
    width = TEXT_WIDTH_INCHES - 0.1
    title = [(line, 12.5, "bold", 0.25) for line in wrap(frame.title, width, 12.5, "bold")]
    below = [(line, 9.0, "normal", _LINE) for line in wrap(frame.subtitle, width)]
    gap = [("", 9.0, "normal", 0.14)]
    return [*title, *below, *gap], wrap(frame.source, width, 7.5)


def _watermark(figure: Figure) -> None:
    figure.text(
        0.5, 0.5, "FICTIEF", size=64, weight="bold", color=INK, alpha=0.07,
        ha="center", va="center", rotation=16, zorder=-5,
    )  # fmt: skip


def _saved(figure: Figure, form: str, margin: float) -> bytes:
    # No date, no version of the software: the same figure gives the same bytes.
    metadata = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
    stream = io.BytesIO()
    width, height = figure.get_size_inches()
    edges = Bbox.from_bounds(-margin, -margin, width + 2 * margin, height + 2 * margin)
    figure.savefig(stream, format=form, metadata=metadata, facecolor=PAPER, bbox_inches=edges)
    return stream.getvalue()
