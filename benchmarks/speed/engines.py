"""Outcomes and all figures by each engine at each size, and the same contract as SQL.

All beside the yardstick, but where an extract does not fit in memory: that holds all at once.

A row more is a line in `ROWS`; an engine more is a line in `COMMANDS` besides.
"""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import cost_of
from benchmarks.speed.place import Place, least_of_each, module
from benchmarks.speed.row import Row
from benchmarks.yardstick import lay_ready

YARDSTICK = "yardstick"
MEMORY = "outcomes"
SQL = "DuckDB, one reading of eight"
IN_MEMORY, RANGES, SPARK = "figures in memory", "figures by ranges", "figures by Spark"

COMMANDS: dict[str, Callable[[Path, Path], list[str]]] = {
    MEMORY: lambda extract, out: module("outcomes", extract, out),
    SQL: lambda extract, out: module("duckdb", extract, out / "sql.parquet"),
    IN_MEMORY: lambda extract, out: module("figures", "memory", extract, out),
    RANGES: lambda extract, out: module("figures", "ranges", extract, out),
    SPARK: lambda extract, out: module("figures", "spark", extract, out),
}
"""How each system is started on an extract, and where it writes."""


class Size(NamedTuple):
    """A system at a size, measured so many times."""

    system: str
    persons: int
    times: int = 3
    budget: str = ""


ROWS = (
    Size(MEMORY, 100_000),
    Size(SQL, 100_000),
    Size(IN_MEMORY, 100_000),
    Size(RANGES, 100_000),
    Size(SPARK, 100_000),
    Size(MEMORY, 1_000_000, budget="3.5 ×, 1.1 GiB"),
    Size(SQL, 1_000_000),
    Size(IN_MEMORY, 1_000_000, times=1),
    Size(RANGES, 1_000_000, times=1),
    Size(SPARK, 1_000_000, times=1),
    Size(MEMORY, 10_000_000, times=1),
    Size(SQL, 10_000_000, times=1),
    Size(RANGES, 10_000_000, times=1),
    Size(RANGES, 100_000_000, times=1),
)
"""Where the first of a number of persons is `MEMORY`, the yardstick writes its outcomes again."""


def measure(place: Place) -> list[Row]:
    """Measure each system of `ROWS` that is here, at each size by turns with the yardstick."""
    here = [row for row in ROWS if row.system != SPARK or find_spec("pyspark") is not None]
    rows = []
    for persons in sorted({row.persons for row in here if row.persons <= place.most}):
        rows += _at(place, persons, [row for row in here if row.persons == persons])
    return rows


def _at(place: Place, persons: int, sizes: list[Size]) -> list[Row]:
    extract, out = place.extract(persons), place.empty(f"outcomes-{persons}")
    commands = {size.system: COMMANDS[size.system](extract, out) for size in sizes}
    if sizes[0].system != MEMORY:
        costs = least_of_each(commands, max(size.times for size in sizes))
        return [Row.for_size(size.system, persons, costs[size.system]) for size in sizes]
    cost_of(commands[sizes[0].system])
    ready, again = out / "ready.arrow", out / "yardstick.parquet"
    lay_ready(out / "protected" / "outcomes.parquet", ready)
    stick = {YARDSTICK: module("yardstick", extract, ready, again)}
    costs = least_of_each(stick | commands, max(size.times for size in sizes))
    beside = costs[YARDSTICK]
    return [
        Row.for_size(YARDSTICK, persons, beside, beside),
        *(
            Row.for_size(size.system, persons, costs[size.system], beside, size.budget)
            for size in sizes
        ),
    ]
