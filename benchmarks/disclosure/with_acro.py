"""Let ACRO suppress: run by its own Python, tables in on standard input, out on standard output.

A researcher asks for the cross table and for the two plain ones that give its margins; ACRO checks
each by itself. A cell that it suppresses comes back as null.
"""

import contextlib
import json
import logging
import sys
import warnings

import acro
import pandas as pd

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)


def suppress(counts: list[list[int]]) -> list[list[float | None]]:
    """Give the table as ACRO shows it, margins last."""
    pairs = [
        (f"r{row}", f"k{column}")
        for row, line in enumerate(counts)
        for column, count in enumerate(line)
        for _ in range(count)
    ]
    people = pd.DataFrame(pairs, columns=["row", "column"]).assign(all="all")
    session = acro.ACRO(suppress=True)
    cross = session.crosstab(people["row"], people["column"])
    rows = session.crosstab(people["row"], people["all"])["all"]
    columns = session.crosstab(people["column"], people["all"])["all"]
    shown = [
        [
            *(cross.get(f"k{k}", {}).get(f"r{r}") for k in range(len(line))),
            rows.get(f"r{r}"),
        ]
        for r, line in enumerate(counts)
    ]
    shown.append([*(columns.get(f"k{k}") for k in range(len(counts[0]))), len(people)])
    return [[None if pd.isna(cell) else float(cell) for cell in line] for line in shown]


with contextlib.redirect_stdout(sys.stderr):
    RESULT = [suppress(counts) for counts in json.load(sys.stdin)]
sys.stdout.write(json.dumps(RESULT))
