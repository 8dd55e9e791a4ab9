"""Cross tables: how many persons stand in each row and column, with every sum named."""

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.errors import DataError
from hertoets.findings.model import Cell, Column, Sum

TOTAL = "totaal"
Labels = dict[str, str]
Counts = npt.NDArray[np.int64]


def tally(crowd: pl.DataFrame, down: str, along: str, rows: Labels, columns: Labels) -> Counts:
    """Count the persons in each combination.

    Parameters
    ----------
    crowd : polars.DataFrame
        With the columns `down` and `along`, and ``persons``.
    down, along : str
    rows, columns : dict of str to str
        The codes that make rows and columns, with their labels.

    Returns
    -------
    numpy.ndarray of int, shape (len(rows), len(columns))

    Raises
    ------
    DataError
        Where someone holds a code that is not listed: nobody may fall out of a table.
    """
    counts = np.zeros((len(rows), len(columns)), dtype=np.int64)
    row_at = {code: place for place, code in enumerate(rows)}
    column_at = {code: place for place, code in enumerate(columns)}
    for row, column, persons in crowd.select(down, along, "persons").iter_rows():
        if row in row_at and column in column_at:
            counts[row_at[row], column_at[column]] += persons
    whole = int(crowd["persons"].sum())
    if counts.sum() != whole:
        raise DataError.of(
            where=along,
            what=f"{whole - counts.sum()} of {whole} persons stand nowhere in the table",
            mend="This is a fault of Hertoets itself: report it with the version and the command",
        )
    return counts


def cross(
    counts: Counts, title_nl: str, rows: Labels, columns: Labels
) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]], list[Sum]]:
    """Make a table with a total below and at the end.

    Returns
    -------
    tuple of columns, rows and sums
        The first column holds the labels, the last one the totals, the last row the totals too.
    """
    headed = (
        Column("label", title_nl, "label"),
        *(Column(code, label, "count") for code, label in columns.items()),
        Column("total", TOTAL, "count"),
    )
    body = [
        (label, *numbers, sum(numbers))
        for label, numbers in zip(rows.values(), counts.tolist(), strict=True)
    ]
    totals = counts.sum(axis=0).tolist()
    body.append((TOTAL, *totals, sum(totals)))
    sums = sums_along(len(body), 1, len(columns) + 1) + sums_down(len(rows), headed)
    return headed, body, sums


def sums_along(rows: int, first: int, total: int) -> list[Sum]:
    """Say of every row that column `total` adds the columns from `first` up to it."""
    return [
        Sum((row, total), tuple((row, place) for place in range(first, total)))
        for row in range(rows)
    ]


def sums_down(last: int, columns: tuple[Column, ...]) -> list[Sum]:
    """Say of every count column that row `last` adds the rows above it."""
    return [
        Sum((last, place), tuple((row, place) for row in range(last)))
        for place, column in enumerate(columns)
        if column.kind == "count"
    ]
