"""Everybody from delivery to outcome: bands whose height is the number of persons, then a close-up.

Each height is a published number on one scale. What is hidden has no band, only its words.
"""

from collections.abc import Mapping

from hertoets.publish.canvas import LINE, Drawing, Mark, Plane
from hertoets.publish.chart import Cells, Made, at_least, shown
from hertoets.publish.style import FIGURE_WIDTH_INCHES
from hertoets.release import Count, Release

LETTER: Mapping[str, str] = {
    "correct": "right",
    "wrong_regime": "wrong",
    "no_duty": "wrong",
    "open": "open",
    "unknown": "unknown",
}
"""What a letter says, by the outcome, and what that means."""

BESIDE = ("no_notice", "set_aside")
_ALL = "delivered"
_NOT_RIGHT = ("wrong_regime", "no_duty", "open", "unknown")

_TALL = 3.3
_NODE = 0.13
_COLUMNS = (0.02, 1.0, 2.1)
_LABELS = 2.42
_PITCH = 0.24
_RIGHT = FIGURE_WIDTH_INCHES - 0.04


def made(release: Release, _: Mapping[str, object]) -> Made:
    """Make the figure of the table ``funnel``."""
    cells = Cells(release.tables["funnel"])
    counts = {key: cells.count(key, "persons") for key in cells.keys}
    names = {key: cells.text(key, "step") for key in cells.keys}
    told = _upper(release)
    wrong = at_least(release.findings["misclassified"].bounds(release.settings["headline"])[0])
    words = [f"{names[key]}: {counts[key].nl()}" for key in (*LETTER, *BESIDE)]
    return Made(
        claim={"least": wrong} if wrong else None,
        draw=lambda: flow(counts, names, told),
        told=(f"Van {counts[_ALL].nl()} geleverde personen: {'; '.join(words)}.",),
        numbers=cells.table,
    )


def _upper(release: Release) -> Count:
    """How many got a letter, or may have got one."""
    return release.findings["persons_with_notice"].bounds(release.settings["headline"])[1]


def flow(counts: Mapping[str, Count], names: Mapping[str, str], told: Count) -> Drawing:
    """Draw the bands.

    Parameters
    ----------
    counts, names : mapping of str to Count and to str
        By key of the row: how many, and what they are called.
    told : Count
        Who got a letter or may have: everybody whose letter has an outcome.
    """
    whole = max(shown(counts.values()), default=0) or 1
    scale = _TALL / whole
    close = [key for key in _NOT_RIGHT if counts[key].shown]
    height = 0.5 + _TALL + 0.35 + (LINE + 0.1 + len(close) * 0.42 if close else 0)

    def fill(plane: Plane) -> None:
        for left, head in zip(_COLUMNS, ("Geleverd", "Bericht?", "Wat stond erin?"), strict=True):
            plane.words(left, 0, head, bold=True)
        _bands(plane, counts, names, told, scale)
        if close:
            _close_up(plane, 0.5 + _TALL + 0.35, {key: counts[key] for key in close}, names)

    return Drawing(height=height, fill=fill)


def _bands(
    plane: Plane, counts: Mapping[str, Count], names: Mapping[str, str], told: Count, scale: float
) -> None:
    first, second, third = _COLUMNS
    top = 0.32
    everybody = counts[_ALL].shown
    if everybody:
        plane.block(
            first, top, _NODE, everybody * scale, Mark("none", everybody, everybody * scale, "flow")
        )
        plane.words(first + _NODE + 0.06, top + 0.02, counts[_ALL].nl())
    at, ends = top, []
    if told.shown:
        tall = told.shown * scale
        plane.stream((first + _NODE, at), (second, at), tall, "none")
        plane.block(second, at, _NODE, tall, Mark("none", told.shown, tall, "flow"))
        plane.words(second + _NODE + 0.06, top + 0.02, "ten hoogste")
        plane.words(second + _NODE + 0.06, top + 0.02 + LINE, told.nl())
    for key, meaning in LETTER.items():
        number = counts[key].shown or 0
        if number and told.shown:
            tall = number * scale
            plane.stream((second + _NODE, at), (third, at), tall, meaning)
            plane.block(third, at, _NODE, tall, Mark(meaning, number, tall, "flow"))
        ends.append((key, third + _NODE, at + number * scale / 2))
        at += number * scale
    for key in BESIDE:
        number = counts[key].shown or 0
        if number:
            tall = number * scale
            plane.stream((first + _NODE, at), (second, at), tall, "none")
            plane.block(second, at, _NODE, tall, Mark("none", number, tall, "flow"))
        ends.append((key, second + _NODE, at + number * scale / 2))
        at += number * scale
    _labels(plane, ends, counts, names)


def _labels(
    plane: Plane, ends: list[tuple[str, float, float]], counts: Mapping[str, Count],
    names: Mapping[str, str],
) -> None:  # fmt: skip
    """Write what each band is, one below the other, with a line to a band that lies elsewhere."""
    places = [middle for _, _, middle in ends]
    for number in range(1, len(places)):
        places[number] = max(places[number], places[number - 1] + _PITCH)
    over = max(0.0, places[-1] - (0.32 + _TALL + 0.1))
    for number in range(len(places) - 1, -1, -1):
        ceiling = places[number + 1] - _PITCH if number + 1 < len(places) else places[-1] - over
        places[number] = min(places[number], ceiling)
    for (key, right, middle), place in zip(ends, places, strict=True):
        if counts[key].shown:
            plane.line((right + 0.02, middle), (_LABELS - 0.05, place), soft=True)
        plane.key(_LABELS, place - 0.09, LETTER.get(key, "none"), names[key])
        plane.words(_RIGHT, place - 0.09, _brief(counts[key]), align="right", bold=True)


def _brief(count: Count) -> str:
    return count.short_mark() if count.is_hidden else count.nl()


def _close_up(
    plane: Plane, top: float, counts: Mapping[str, Count], names: Mapping[str, str]
) -> None:
    """The outcomes that are not surely right, on a scale of their own."""
    plane.words(0.02, top, "Vergroot: kennisgevingen die niet zeker juist zijn", bold=True)
    room = FIGURE_WIDTH_INCHES - 0.08
    scale = room / max(shown(counts.values()))
    for number, (key, count) in enumerate(counts.items()):
        at = top + LINE + 0.1 + number * 0.42
        size = count.shown or 0
        plane.words(0.02, at, f"{names[key]}: {count.nl()}")
        plane.block(
            0.02, at + LINE, size * scale, 0.13, Mark(LETTER[key], size, size * scale, "close-up")
        )
