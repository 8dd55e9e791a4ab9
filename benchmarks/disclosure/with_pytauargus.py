"""Let tau-ARGUS suppress: run by its own Python, tables in and out as JSON.

A frequency of ten with a safety range of half the count, and optimal secondary suppression. A cell
that it suppresses comes back as null.
"""

import json
import sys

from pytauargus import protect

TOTAL = "Total"


def suppress(counts: list[list[int]]) -> list[list[float | None]]:
    """Give the table as tau-ARGUS shows it, margins last."""
    pairs = [
        (f"r{row}", f"k{column}")
        for row, line in enumerate(counts)
        for column, count in enumerate(line)
        for _ in range(count)
    ]
    people = {
        "row": [row for row, _ in pairs],
        "column": [column for _, column in pairs],
        "persons": [1] * len(pairs),
    }
    result = protect(people, ["row", "column"], "persons", safety_rules="FREQ(10,50)")
    cells = {(cell["row"], cell["column"]): cell for cell in result.tables[0].dataframe()}
    rows = [*(f"r{row}" for row in range(len(counts))), TOTAL]
    columns = [*(f"k{column}" for column in range(len(counts[0]))), TOTAL]
    return [[_shown(cells.get((row, column))) for column in columns] for row in rows]


def _shown(cell: dict[str, object] | None) -> float | None:
    if cell is None:
        return 0.0
    return float(str(cell["persons"])) if cell["status"] in ("S", "P") else None


RESULT = [suppress(counts) for counts in json.load(sys.stdin)]
sys.stdout.write(f"\n{json.dumps(RESULT)}")
