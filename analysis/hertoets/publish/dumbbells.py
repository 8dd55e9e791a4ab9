"""Municipalities where the count lies outside what can have been expected: bar and dot.

Only a municipality of which all three numbers are shown, and whose count lies outside, is drawn:
rounding cannot have put it there. The scale begins at what surely was expected.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hertoets.publish.canvas import LINE, Drawing, Mark, Plane
from hertoets.publish.chart import Cells, Made
from hertoets.publish.style import FIGURE_WIDTH_INCHES
from hertoets.publish.views import view_of
from hertoets.release import TOTAL_ROW, UNKNOWN_ROW, Release, ReleasedTable, write_number

TABLE = "guidance"
NO_PLACE = (TOTAL_ROW, UNKNOWN_ROW, "GM0000", "GM1999")

FEW = 10
"""So many municipalities can be named as a number; of fewer it is said that they are few."""

_WIDTH = FIGURE_WIDTH_INCHES - 0.04
_ROW = 0.5


@dataclass(frozen=True)
class Outside:
    """A municipality whose count lies outside its interval."""

    code: str
    name: str
    lower: float
    upper: float
    counted: float

    @property
    def apart(self) -> float:
        """How far the count lies above the interval, or below it (then below zero)."""
        return self.counted - (self.upper if self.counted > self.upper else self.lower)


def outside(cells: Cells) -> list[Outside]:
    """Every municipality whose count surely lies outside, the farthest first."""
    found = []
    for key in cells.keys:
        lower, upper, counted = (
            cells.count(key, name).shown for name in ("expected_lower", "expected_upper", "counted")
        )
        if key in NO_PLACE or lower is None or upper is None or counted is None:
            continue
        if not lower <= counted <= upper:
            found.append(Outside(key, cells.text(key, "name"), lower, upper, counted))
    return sorted(found, key=lambda one: (-abs(one.apart), one.name))


def made(release: Release, spec: Mapping[str, object]) -> Made:
    """Make the figure of the table ``guidance``."""
    cells = Cells(release.tables[TABLE])
    found = outside(cells)
    top = spec["top"]
    assert isinstance(top, int)
    drawn = found[:top]
    also = f"Getekend zijn er {len(drawn)}: de grootste afwijking eerst, bij gelijke op alfabet. "
    said = "; ".join(f"{one.name} {_words(one)}" for one in drawn[:5])
    return Made(
        claim={"places": write_number(len(found))} if len(found) >= FEW else None,
        draw=lambda: dumbbells(drawn),
        told=(f"De grootste afwijkingen: {said}.",) if drawn else ("Geen gemeente ligt erbuiten.",),
        numbers=places_of(cells.table),
        also=also if len(found) > len(drawn) else "",
    )


def places_of(table: ReleasedTable) -> ReleasedTable:
    """The numbers beside a figure of municipalities: by name, and without a sum over them.

    What was counted in all is not known where it is not known of one.
    """
    rows = tuple(row for key, row in table.by_key().items() if key != TOTAL_ROW)
    return replace(view_of(TABLE).narrow(replace(table, rows=rows)), keys=())


def dumbbells(rows: list[Outside]) -> Drawing:
    """Draw the rows on one scale of persons."""
    ends = [end for one in rows for end in (0.0, one.upper - one.lower, one.counted - one.lower)]
    low, high = min(ends, default=0), max(ends, default=1)
    unit = (_WIDTH - 0.2) / ((high - low) or 1)
    begin = LINE + 0.12

    def place(persons: float) -> float:
        return 0.1 + (persons - low) * unit

    def fill(plane: Plane) -> None:
        left = plane.key(0.02, 0, "expected", "verwacht") + 0.08
        plane.dot(left, 0.08, Mark("counted", 0, 0, "key"))
        plane.words(left + 0.12, 0, "geteld")
        if not rows:
            plane.words(0.02, begin, "Geen gemeente ligt zeker buiten haar interval.")
        for number, one in enumerate(rows):
            top = begin + number * _ROW
            plane.line((0.02, top - 0.03), (_WIDTH, top - 0.03))
            plane.words(0.02, top, one.name, bold=True)
            plane.words(_WIDTH, top, _words(one), align="right")
            middle = top + LINE + 0.13
            wide = (one.upper - one.lower) * unit
            near = place(one.counted - one.lower - one.apart)
            plane.line(
                (near, middle), (place(one.counted - one.lower), middle), soft=True, width=1.4
            )
            # An interval of one number is a stroke: it has no width of its own.
            mark = Mark("expected", one.upper - one.lower, wide, "persons") if wide else "expected"
            plane.block(place(0) - (0 if wide else 0.02), middle - 0.07, wide or 0.04, 0.14, mark)
            apart = Mark(
                "counted", one.counted - one.lower, (one.counted - one.lower) * unit, "persons"
            )
            plane.dot(place(one.counted - one.lower), middle, apart)

    return Drawing(height=begin + max(len(rows), 1) * _ROW, fill=fill)


def _words(one: Outside) -> str:
    lower, upper = write_number(one.lower), write_number(one.upper)
    expected = lower if lower == upper else f"{lower}–{upper}"
    return f"geteld {write_number(one.counted)}, verwacht {expected}"
