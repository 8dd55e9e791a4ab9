"""Columns that were delivered and hold no known value in any row.

Nothing is wrong with a single row of them, so no other message names them; what rests on them is
unknown, or has not happened, for everybody.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Literal

import polars as pl

from hertoets.extract.cells import TYPED
from hertoets.extract.schema import Column, schema
from hertoets.extract.values import EMPTY, OPEN

ReadAs = Literal["unknown", "open"]
SAID: Final[Mapping[ReadAs, str]] = {
    "unknown": "no value in any row: read as unknown",
    "open": "no value in any row: read as not ended, or not happened",
}
"""By what is made of it, how it is said."""
_DUTCH: Final = "NLD"


def empty_columns(
    tables: Mapping[str, pl.DataFrame], absent: tuple[tuple[str, str], ...]
) -> Iterator[tuple[str, str, ReadAs]]:
    """Find the columns without a known value.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        Those of an extract.
    absent : tuple of (str, str)
        Table and column that were not delivered: those are told by themselves.

    Yields
    ------
    tuple of (str, str, str)
        Table, column, and what its rows are read as. A table without rows has none.
    """
    for name, rows in tables.items():
        for column in schema()[name].columns:
            own = _read(rows, column)
            if (name, column.name) in absent or own.is_empty():
                continue
            held = own[TYPED.get(column.name, (column.name,))[0]]
            is_open = held.eq(OPEN if held.dtype == pl.Date else EMPTY) if column.open else None
            if is_open is not None and is_open.any() and is_open.fill_null(value=True).all():
                yield name, column.name, "open"
            elif held.null_count() == len(held):
                yield name, column.name, "unknown"


def _read(rows: pl.DataFrame, column: Column) -> pl.DataFrame:
    """The rows in which a column is read; none of one that is only a name."""
    if column.type == "text":
        return rows.clear()
    return rows.filter(pl.col("nationality") == _DUTCH) if column.dutch_only else rows
