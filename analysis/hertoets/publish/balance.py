"""What solutions change: who is better and who is worse off, back to back and never netted.

A row for each point on which somebody can be, on one scale for all. A bar is who surely is, a ring
the most that may be; what is hidden is words alone. Source: contract, section 4.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from hertoets.publish.canvas import LINE, Drawing, Mark, Plane
from hertoets.publish.chart import Cells, Made, at_least, between, shown
from hertoets.publish.style import FIGURE_WIDTH_INCHES
from hertoets.publish.views import View
from hertoets.release import Count, Release, ReleasedTable, write_number

TABLE: Final = "solutions"
SIDES: Final = ("worse", "better")
_BESIDE: Final = View(columns=("label", "point", "side", "everyone_lower", "everyone_upper"))
_CLAIMED: Final = {"earlier": "law.term_worse", "later": "law.term_better"}

_WIDTH = FIGURE_WIDTH_INCHES - 0.04
_MIDDLE, _HALF = 2.82, 0.7
_ROW = 0.25
_HEAD = LINE + 0.13


@dataclass(frozen=True)
class Row:
    """One point of one solution: what it is called, and the bounds of each side that it can have.

    A side that cannot be is not there.
    """

    solution: str
    title: str
    point: str
    bounds: Mapping[str, tuple[Count, Count]]


def made(release: Release, spec: Mapping[str, object]) -> Made:
    """Make the figure of the table ``solutions``."""
    points = spec["points"]
    assert isinstance(points, dict)
    cells = Cells(release.tables[TABLE])
    rows = rows_of(cells, points)
    return Made(
        claim=_claim(cells),
        draw=lambda: balance(rows),
        told=tuple(_told(title, some) for title, some in _by_solution(rows)),
        numbers=_beside(cells, points),
        also=_absent(rows, points),
    )


def _absent(rows: Iterable[Row], points: Mapping[str, str]) -> str:
    """Name the points of which the delivery tells nothing; empty where there are none."""
    told = {row.point for row in rows}
    absent = [name for name in points.values() if name not in told]
    return f"Niet gemeten: {' en '.join(absent)}" if absent else ""


def _beside(cells: Cells, points: Mapping[str, str]) -> ReleasedTable:
    """The numbers beside the figure: over all groups, with the points as the figure calls them."""
    narrow = _BESIDE.narrow(cells.table)
    called = [points[_parts(key)[1]] for key in cells.keys]
    rows = zip(called, narrow.rows, strict=True)
    return replace(narrow, rows=tuple((row[0], point, *row[2:]) for point, row in rows), keys=())


def _parts(key: str) -> tuple[str, str, str]:
    """Solution, point and side of the key of a row."""
    solution, _, rest = key.partition(".")
    point, _, side = rest.rpartition("_")
    return solution, point, side


def rows_of(cells: Cells, points: Mapping[str, str]) -> list[Row]:
    """The rows of the figure, in the order of the table; both sides of a point in one."""
    found: dict[tuple[str, str], dict[str, tuple[Count, Count]]] = {}
    titles = {}
    for key in cells.keys:
        solution, point, side = _parts(key)
        both = cells.count(key, "everyone_lower"), cells.count(key, "everyone_upper")
        found.setdefault((solution, point), {})[side] = both
        titles[solution] = cells.text(key, "label")
    return [
        Row(solution, titles[solution], points[point], bounds)
        for (solution, point), bounds in found.items()
    ]


def _claim(cells: Cells) -> dict[str, str] | None:
    """How many ends of terms move, each way; None where one of them is hidden, or none moves."""
    if not set(_CLAIMED.values()) <= set(cells.keys):
        return None
    said = {name: at_least(cells.count(key, "everyone_lower")) for name, key in _CLAIMED.items()}
    return said if all(said.values()) else None


def _by_solution(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    some: dict[str, list[Row]] = {}
    for row in rows:
        some.setdefault(row.title, []).append(row)
    return list(some.items())


def _told(title: str, rows: Iterable[Row]) -> str:
    words = {"worse": "slechter af", "better": "beter af"}
    said = [
        f"{row.point} {words[side]} {between(*row.bounds[side])}"
        for row in rows
        for side in SIDES
        if side in row.bounds
    ]
    return f"{title[:1].upper()}{title[1:]}: {'; '.join(said)}."


def balance(rows: list[Row]) -> Drawing:
    """Draw the rows, all on one scale: worse to the left of the middle, better to the right."""
    unit = _HALF / (max(shown(_bounds(rows)), default=0) or 1)
    groups = _by_solution(rows)
    begin = 2 * LINE + 0.06

    def fill(plane: Plane) -> None:
        _keys(plane)
        top = begin
        for title, some in groups:
            plane.line((0.02, top), (_WIDTH, top))
            plane.words(0.02, top + 0.05, title[:1].upper() + title[1:], bold=True)
            top += _HEAD
            foot = top + len(some) * _ROW - 0.04
            plane.line((_MIDDLE, top - 0.02), (_MIDDLE, foot), soft=True)
            for row in some:
                plane.words(0.02, top, row.point)
                for side, bounds in row.bounds.items():
                    _side(plane, side, bounds, top, unit)
                top += _ROW

    return Drawing(height=begin + sum(_HEAD + len(some) * _ROW for _, some in groups), fill=fill)


def _bounds(rows: Iterable[Row]) -> list[Count]:
    return [bound for row in rows for both in row.bounds.values() for bound in both]


def _keys(plane: Plane) -> None:
    left = plane.key(0.02, 0, "worse", "slechter af, zeker")
    plane.key(left, 0, "better", "beter af, zeker")
    plane.dot(0.085, LINE + 0.08, Mark("worse", 0, 0, "key"), filled=False)
    plane.dot(0.27, LINE + 0.08, Mark("better", 0, 0, "key"), filled=False)
    plane.words(0.4, LINE, "ten hoogste, met wie niet vast te stellen is")


def _side(plane: Plane, side: str, bounds: tuple[Count, Count], top: float, unit: float) -> None:
    lower, upper = bounds
    to = -1 if side == "worse" else 1
    middle = top + 0.09
    least, most = lower.shown or 0, upper.shown
    if least:
        wide = least * unit
        begin = _MIDDLE - wide if to < 0 else _MIDDLE
        plane.block(begin, middle - 0.07, wide, 0.14, Mark(side, least, wide, "persons"))
    if most and upper != lower:
        place = _MIDDLE + to * most * unit
        plane.line((_MIDDLE + to * least * unit, middle), (place, middle), meaning=side, width=1.4)
        plane.dot(place, middle, Mark(side, most, most * unit, "persons"), filled=False)
    at = _MIDDLE + to * (_HALF + 0.12)
    plane.words(at, top, said(lower, upper), align="right" if to < 0 else "left")


def said(lower: Count, upper: Count) -> str:
    """Bounds in as few letters as a row has room for, and never more than is known."""
    if lower == upper:
        return lower.nl()
    if lower.shown and upper.shown is not None:
        return f"{write_number(lower.shown)}–{write_number(upper.shown)}"
    if upper.shown is not None:
        return f"ten hoogste {write_number(upper.shown)}"
    if lower.shown:
        return f"ten minste {write_number(lower.shown)}"
    return upper.nl()
