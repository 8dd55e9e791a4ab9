"""A figure on its sheet: drawn once, given as it stands by itself and as a page shows it.

By itself it has a frame: title, subtitle and source. The same figure gives the same bytes.
"""

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hertoets.publish.blocks import markup
from hertoets.publish.canvas import LINE, Drawing, plane_of, wrap
from hertoets.publish.chart import Frame
from hertoets.publish.style import FIGURE_WIDTH_INCHES, INK, PAPER, STYLE, TEXT_POINTS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TITLE_POINTS = 13
_TITLE_LINE = 0.27
_EDGE = 0.1
_MARGIN = 0.18  # of paper around a picture that stands by itself
_FRAME = "frame"
_POINTS = 72  # in an inch


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
    forms : sequence of {"svg", "png", "page"}
        ``page`` is the SVG cut out of its frame.

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
            _watermark(figure, 1 - (top + drawing.height / 2) / height)
        drawing.fill(plane_of(figure, top))
        if frame:
            # Last, so that no letter of the drawing is only defined in its frame.
            plane, at = plane_of(figure, group=_FRAME), _EDGE
            for words, size, step in head:
                title = size == _TITLE_POINTS
                plane.words(0.02, at, words, size=size, bold=title, soft=not title)
                at += step
            for number, words in enumerate(foot):
                plane.words(0.02, top + drawing.height + _EDGE + number * LINE, words, soft=True)
        margin = _MARGIN if frame else 0
        drawn = {form: _saved(figure, form, margin) for form in forms if form != "page"}
        if "page" in forms:
            svg = drawn.get("svg") or _saved(figure, "svg", margin)
            place = margin, margin + top - _EDGE, FIGURE_WIDTH_INCHES, drawing.height + 2 * _EDGE
            drawn["page"] = _cut_out(svg, place)
        return drawn


def _cut_out(svg: bytes, place: tuple[float, float, float, float]) -> bytes:
    """Cut a drawing out of its frame: left, top, width and height in inches."""
    points = (f"{_POINTS * inches:f}".rstrip("0").rstrip(".") for inches in place)
    left, top, width, height = (number.encode() for number in points)
    size = b'width="%bpt" height="%bpt" viewBox="%b %b %b %b"'
    svg = re.sub(
        rb'width="[^"]*" height="[^"]*" viewBox="[^"]*"',
        size % (width, height, left, top, width, height),
        svg,
        count=1,
    )
    return re.sub(rb'\n  <g id="frame">.*\n  </g>(?=\n </g>)', b"", svg, flags=re.DOTALL)


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


def _watermark(figure: "Figure", middle: float) -> None:
    figure.text(
        0.5, middle, "FICTIEF", size=56, weight="bold", color=INK, alpha=0.06,
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
