"""What a user waits for: the command's help, an invented extract, a whole run, every check."""

from benchmarks.measure import cost_of
from benchmarks.speed.place import HERTOETS, Place
from benchmarks.speed.row import Row, counted

PERSONS = 60_000
TIMES = 3
LARGE = 1_000_000


def measure(place: Place) -> list[Row]:
    """Measure commands as a user gives them."""
    extract, run = place.extract(PERSONS), place.folder / "run"
    size = counted(PERSONS)
    whole = [HERTOETS, "run", str(extract), "--out", str(run), "--quiet"]
    rows = [
        Row.of("help", cost_of([HERTOETS, "--help"], TIMES), budget="0.4 s"),
        Row.of(f"synth, {size}", place.cost_of_making(PERSONS)),
        Row.of(f"run, {size}, all notebooks", cost_of(whole), budget="18 CPU s"),
        Row.of(f"every check, {size}", cost_of([HERTOETS, "check", str(extract)], TIMES)),
    ]
    if place.most >= LARGE:
        rows.append(Row.of(f"synth, {counted(LARGE)}", place.cost_of_making(LARGE)))
    return rows
