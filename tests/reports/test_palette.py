"""The palette: contrast by WCAG 2.1, and colours that stay apart with colour blindness."""

import tomllib
from itertools import combinations
from pathlib import Path

import matplotlib.colors
import matplotlib.style
import pytest
from hertoets.publish.bars import bars
from hertoets.publish.canvas import Drawing, Sheet
from hertoets.publish.chart import chart_of
from hertoets.publish.columns import columns
from hertoets.publish.style import (
    INK,
    PALETTE,
    PAPER,
    SOFT_INK,
    STYLE,
    TEXT_WIDTH_INCHES,
    WRITTEN,
)
from invented_findings import BY_GROUP, BY_MONTH
from matplotlib.figure import Figure

# Two colours at a CIE76 distance of 2.3 are just told apart side by side. Marks stand apart, and
# in thin bars: nearly ten times that.
APART = 20
SIGHT = tomllib.loads((Path(__file__).parent / "color_vision.toml").read_text(encoding="utf-8"))
FULL = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
TO_XYZ = [  # IEC 61966-2-1, white D65
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
]
WHITE = (0.95047, 1.0, 1.08883)

Triple = tuple[float, float, float]


def _linear(color: str) -> Triple:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def _times(matrix: list[list[float]], vector: Triple) -> Triple:
    one, two, three = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


def _contrast(one: str, two: str) -> float:
    dark, light = sorted(_times(TO_XYZ, _linear(color))[1] for color in (one, two))
    return (light + 0.05) / (dark + 0.05)


def _lab(color: str, sight: list[list[float]]) -> Triple:
    red, green, blue = (min(1.0, max(0.0, part)) for part in _times(sight, _linear(color)))
    seen = _times(TO_XYZ, (red, green, blue))
    shares = [part / white for part, white in zip(seen, WHITE, strict=True)]
    x, y, z = (
        share ** (1 / 3) if share > (6 / 29) ** 3 else share / (3 * (6 / 29) ** 2) + 4 / 29
        for share in shares
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _distance(one: str, two: str, sight: list[list[float]]) -> float:
    pairs = zip(_lab(one, sight), _lab(two, sight), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


def test_the_measures_give_the_values_that_are_known() -> None:
    """Black on white is 21:1; red is 53.2, 80.1, 67.2 in CIE Lab; grey is grey to everyone."""
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _lab("#ff0000", FULL) == pytest.approx((53.2, 80.1, 67.2), abs=0.1)
    for sight in SIGHT.values():
        assert _distance("#808080", "#808080", sight) == 0
        assert _lab("#808080", sight) == pytest.approx(_lab("#808080", FULL), abs=0.1)


@pytest.mark.parametrize("name", PALETTE)
def test_a_mark_stands_at_three_to_one_or_more_on_its_paper(name: str) -> None:
    assert _contrast(PALETTE[name], PAPER) >= 3


@pytest.mark.parametrize("color", [INK, SOFT_INK, *(PALETTE[name] for name in WRITTEN)])
def test_words_stand_at_four_and_a_half_to_one_or_more_on_their_paper(color: str) -> None:
    assert _contrast(color, PAPER) >= 4.5


@pytest.mark.parametrize("sight", ["full", *SIGHT])
@pytest.mark.parametrize("pair", list(combinations(PALETTE, 2)), ids="-".join)
def test_two_colours_stay_apart_whatever_cone_is_missing(pair: tuple[str, str], sight: str) -> None:
    matrix = FULL if sight == "full" else SIGHT[sight]
    assert _distance(PALETTE[pair[0]], PALETTE[pair[1]], matrix) >= APART


def _filled(drawing: Drawing) -> Figure:
    with matplotlib.style.context(STYLE):
        figure = Figure(figsize=(TEXT_WIDTH_INCHES, drawing.height))
        drawing.fill(Sheet(figure, 0.0, drawing.height))
    return figure


@pytest.mark.parametrize(
    "drawing",
    [
        pytest.param(bars(chart_of(BY_GROUP, without=["total"]), {}), id="bars"),
        pytest.param(columns(chart_of(BY_MONTH), {}), id="columns"),
    ],
)
def test_marks_of_two_series_never_touch_and_words_are_only_in_colours_for_words(
    drawing: Drawing,
) -> None:
    """Each series has axes of its own, so that no two colours need contrast with each other."""
    figure, written = _filled(drawing), {INK, SOFT_INK, *(PALETTE[name] for name in WRITTEN)}
    filled = [
        {
            matplotlib.colors.to_hex(patch.get_facecolor())
            for patch in axes.patches
            if patch.get_fill()
        }
        & set(PALETTE.values())
        for axes in figure.axes
    ]
    assert max(map(len, filled)) == 1
    assert len(set.union(*filled)) == sum(map(len, filled)) > 1
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    assert texts
    assert {matplotlib.colors.to_hex(text.get_color()) for text in texts} <= written
