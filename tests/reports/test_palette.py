"""One colour a meaning: contrast by WCAG 2.1, and apart in grey and with colour blindness."""

import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest
from hertoets.publish.figures import figure_specs, picture_of
from hertoets.publish.style import EDGED, INK, MEANINGS, PAPER, RULE, SOFT_INK
from test_drawing_rules import drawn_release

# Two colours at a CIE76 distance of 2.3 are just told apart side by side. Marks stand apart, and
# in thin bars: nearly ten times that.
APART = 20
# What meets in one figure also differs by this much in lightness alone (CIE L*, 0 to 100).
LIGHTER = 10
# Colours of different meanings in different figures are not confused from memory.
ALIKE = 12
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


MEETING = {  # meanings of which one figure shows more than one; its keys name them all
    "flow": ("right", "wrong", "open", "unknown", "none"),
    "readings": ("wrong", "unknown"),
    "timeline": ("late", "wrong", "unknown"),
    "start_shift": ("early", "right", "late"),
    "guidance": ("expected", "counted"),
    "municipalities": ("over", "under", "within", "none"),
    "repair": ("none", "wrong", "underway", "mended"),
    "lessons": ("found",),
    "solutions": ("better", "worse"),
}
PAIRS = sorted({pair for named in MEETING.values() for pair in combinations(sorted(named), 2)})


@pytest.mark.parametrize("meaning", MEANINGS)
def test_a_mark_stands_at_three_to_one_or_more_on_its_paper_or_has_an_edge_that_does(
    meaning: str,
) -> None:
    assert _contrast(SOFT_INK if meaning in EDGED else MEANINGS[meaning], PAPER) >= 3


@pytest.mark.parametrize("color", [INK, SOFT_INK])
def test_words_stand_at_four_and_a_half_to_one_or_more_on_their_paper(color: str) -> None:
    assert _contrast(color, PAPER) >= 4.5


@pytest.mark.parametrize("pair", list(combinations(MEANINGS, 2)), ids="-".join)
def test_no_two_meanings_share_a_colour(pair: tuple[str, str]) -> None:
    assert _distance(MEANINGS[pair[0]], MEANINGS[pair[1]], FULL) >= ALIKE


@pytest.mark.parametrize("sight", ["full", *SIGHT])
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_meanings_that_meet_stay_apart_whatever_cone_is_missing(
    pair: tuple[str, str], sight: str
) -> None:
    matrix = FULL if sight == "full" else SIGHT[sight]
    apart = 10 if set(pair) <= set(EDGED) else APART  # two pale ones, each with an edge and a key
    assert _distance(MEANINGS[pair[0]], MEANINGS[pair[1]], matrix) >= apart


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_meanings_that_meet_differ_in_grey(pair: tuple[str, str]) -> None:
    one, two = (_lab(MEANINGS[meaning], FULL)[0] for meaning in pair)
    assert abs(one - two) >= LIGHTER


@pytest.mark.parametrize("name", figure_specs())
def test_a_figure_fills_only_with_the_colours_of_its_meanings(name: str) -> None:
    """Each colour in the picture is that of a meaning it is known to show, paper or ink."""
    svg = picture_of(drawn_release(), name).svg().decode()
    filled = set(re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", svg))
    known = {MEANINGS[meaning] for meaning in MEETING[name]}
    assert filled & set(MEANINGS.values()) - {PAPER} <= known
    assert filled <= known | {INK, SOFT_INK, PAPER, RULE, "#000000"}
