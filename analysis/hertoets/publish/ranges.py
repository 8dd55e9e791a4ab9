"""A figure by each reading: from who surely counts to who may, as a dot, a line and a ring.

A reading that is only a test stands apart on a scale of its own, so that it does not flatten the
others. A bound that is hidden is written, not drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hertoets.publish.canvas import LINE, Drawing, Mark, Plane, wrap
from hertoets.publish.chart import Made, between, bounds_table, shown
from hertoets.publish.sentences import DISPUTED
from hertoets.publish.style import FIGURE_WIDTH_INCHES
from hertoets.release import Count, Release, TableColumn, write_number

_WIDTH = FIGURE_WIDTH_INCHES - 0.04
_LEFT, _RIGHT = 0.1, _WIDTH - 0.1
_LINE_TALL = 0.26


@dataclass(frozen=True)
class Range:
    """One reading: its title, its bounds, whether it leads the report, or stands apart."""

    title: str
    lower: Count
    upper: Count
    headline: bool
    apart: bool


def made(release: Release, spec: Mapping[str, object]) -> Made:
    """Make the figure of a finding under each reading."""
    finding = release.findings[str(spec["finding"])]
    apart = spec["apart"]
    assert isinstance(apart, list)
    rows = [
        Range(
            release.readings.get(name, name),
            *finding.bounds(name),
            name == release.settings["headline"],
            name in apart and name != release.settings["headline"],
        )
        for name in finding.by_reading
    ]
    return Made(
        claim=_claim([finding.bounds(name) for name in finding.by_reading if name in DISPUTED]),
        draw=lambda: ranges(rows),
        told=("; ".join(f"{row.title}: {between(row.lower, row.upper)}" for row in rows) + ".",),
        numbers=bounds_table(
            finding,
            f"{finding.title_nl}, volgens elke lezing",
            TableColumn("reading", "lezing", "label"),
            [(row.title, (row.lower, row.upper)) for row in rows],
        ),
    )


def _claim(pairs: Sequence[tuple[Count, Count]]) -> dict[str, str] | None:
    """The least and the most that the disputed readings say; None where one is hidden."""
    least = shown(lower for lower, _ in pairs)
    most = shown(upper for _, upper in pairs)
    if not pairs or len(least) + len(most) < 2 * len(pairs):
        return None
    return {"least": write_number(min(least)), "most": write_number(max(most))}


def ranges(rows: Sequence[Range]) -> Drawing:
    """Draw the bounds of one finding by each reading; those apart last, on their own scale."""
    near = [row for row in rows if not row.apart]
    far = [row for row in rows if row.apart]
    lines = {row: wrap(_said(row), _WIDTH, weight=_weight(row)) for row in rows}
    heights = {row: len(lines[row]) * LINE + _LINE_TALL + 0.06 for row in rows}
    note = wrap(
        "Apart, op een eigen schaal: alleen om te zien wat een andere datum zou doen", _WIDTH
    )
    gap = len(note) * LINE + 0.12 if far else 0
    begin = 2 * LINE + 0.06

    def fill(plane: Plane) -> None:
        plane.dot(0.1, 0.08, Mark("wrong", 0, 0, "key"))
        plane.words(0.24, 0, "ten minste (zeker)")
        plane.dot(0.1, 0.08 + LINE, Mark("unknown", 0, 0, "key"), filled=False)
        plane.words(0.24, LINE, "ten hoogste (met wie niet vast te stellen is)")
        top = begin
        for some, scale in ((near, "readings"), (far, "apart")):
            if scale == "apart" and some:
                plane.line((0.02, top), (_WIDTH, top), soft=True)
                for number, line in enumerate(note):
                    plane.words(0.02, top + 0.06 + number * LINE, line, soft=True)
                top += gap
            numbers = shown(bound for row in some for bound in (row.lower, row.upper))
            unit = (_RIGHT - _LEFT) / (max(numbers, default=0) or 1)
            for row in some:
                plane.line((0.02, top - 0.02), (_WIDTH, top - 0.02))
                for number, line in enumerate(lines[row]):
                    plane.words(0.02, top + number * LINE, line, bold=row.headline)
                _bounds(plane, row, top + len(lines[row]) * LINE + 0.11, unit, scale)
                top += heights[row]

    return Drawing(height=begin + sum(heights.values()) + gap, fill=fill)


def _bounds(plane: Plane, row: Range, middle: float, unit: float, scale: str) -> None:
    lower, upper = row.lower.shown, row.upper.shown
    plane.line((_LEFT, middle - 0.06), (_LEFT, middle + 0.06), soft=True)
    if lower is not None and upper is not None and upper > lower:
        ends = [(_LEFT + number * unit, middle) for number in (lower, upper)]
        plane.line(ends[0], ends[1], meaning="unknown", width=3)
    if upper is not None and upper != lower:
        mark = Mark("unknown", upper, upper * unit, scale)
        plane.dot(_LEFT + upper * unit, middle, mark, filled=False)
    if lower is not None:
        plane.dot(_LEFT + lower * unit, middle, Mark("wrong", lower, lower * unit, scale))


def _weight(row: Range) -> str:
    return "bold" if row.headline else "normal"


def _said(row: Range) -> str:
    return f"{row.title}: {between(row.lower, row.upper)}"
