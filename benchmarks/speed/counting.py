"""What comes after the outcomes: every figure counted, and every check on a crowd of notices."""

from dataclasses import replace

from benchmarks.measure import cost_of
from benchmarks.speed.place import HERTOETS, Place, module
from benchmarks.speed.row import Row, counted

PERSONS = 1_000_000
NOTICES = "5,000,000 notices"


def measure(place: Place) -> list[Row]:
    """Measure the counting of figures, and checks where a table is long."""
    if place.most < PERSONS:
        return []
    extract, crowd = place.extract(PERSONS), place.folder / "crowd"
    found = cost_of(module("finding", extract))
    step = float(found.said)
    cost_of(module("crowd", extract, crowd))
    checked = cost_of([HERTOETS, "check", str(crowd)])
    return [
        Row.of(
            f"find, {counted(PERSONS)}", replace(found, cpu=step, seconds=step), budget="3 CPU s"
        ),
        Row.of(f"every check, {NOTICES}", checked),
    ]
