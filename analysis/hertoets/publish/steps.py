"""The repair, step by step: a bar of everybody who surely was wronged, and what was done for whom.

Each bar begins where the one above ends. A step whose number is hidden is words alone; the next
one then begins where the last number that is shown ended.
"""

from collections.abc import Mapping
from dataclasses import replace

from hertoets.publish.canvas import LINE, Drawing, Mark, Plane
from hertoets.publish.chart import Made, at_least, between, bounds_table
from hertoets.publish.style import FIGURE_WIDTH_INCHES
from hertoets.release import Count, Release, TableColumn

STEPS: Mapping[str, str] = {
    "wrong_notice": "none",
    "repair_told_right": "mended",
    "repair_chose": "mended",
    "repair_default": "mended",
    "repair_offered": "underway",
    "repair_withdrawn": "underway",
    "repair_nothing": "wrong",
}
"""The steps in order, and what each means."""

KEYS: Mapping[str, str] = {
    "wrong": "niets vastgelegd",
    "underway": "begonnen",
    "mended": "afgerond",
}

_WIDTH = FIGURE_WIDTH_INCHES - 0.04
_ROW = 0.5


def made(release: Release, spec: Mapping[str, object]) -> Made:
    """Make the figure of the findings of the repair."""
    headline = release.settings["headline"]
    bounds = {name: release.findings[name].bounds(headline) for name in STEPS}
    named = spec["steps"]
    assert isinstance(named, dict)
    nothing = at_least(bounds["repair_nothing"][0])
    finding = release.findings["wrong_notice"]
    return Made(
        claim={"least": nothing} if nothing else None,
        draw=lambda: steps({name: lower for name, (lower, _) in bounds.items()}, named),
        told=(
            "; ".join(f"{named[name]}: {between(*pair)}" for name, pair in bounds.items()) + ".",
        ),
        numbers=replace(
            bounds_table(
                release.findings["repair_nothing"],
                "Het herstel, stap voor stap",
                TableColumn("step", "stap", "label"),
                [(named[name], pair) for name, pair in bounds.items()],
            ),
            population=finding.population,
            reading=finding.reading,
        ),
    )


def steps(counts: Mapping[str, Count], named: Mapping[str, str]) -> Drawing:
    """Draw one bar a step, all on one scale."""
    whole = max((count.shown or 0 for count in counts.values()), default=0) or 1
    unit = (_WIDTH - 0.04) / whole
    heights = [_ROW if count.shown else LINE + 0.09 for count in counts.values()]

    def fill(plane: Plane) -> None:
        keys, left, top = 0.02, 0.02, LINE + 0.12
        for meaning, words in KEYS.items():
            keys = plane.key(keys, 0, meaning, words)
        for number, (name, count) in enumerate(counts.items()):
            plane.line((0.02, top - 0.03), (_WIDTH, top - 0.03))
            plane.words(0.02, top, named[name], bold=number == 0)
            plane.words(_WIDTH, top, count.nl(), align="right", bold=True)
            if count.shown:
                wide = count.shown * unit
                begin = 0.02 if number == 0 else left
                mark = Mark(STEPS[name], count.shown, wide, "persons")
                plane.block(begin, top + LINE + 0.04, wide, 0.16, mark)
                if number:
                    left += wide
            top += heights[number]

    return Drawing(height=LINE + 0.12 + sum(heights), fill=fill)
