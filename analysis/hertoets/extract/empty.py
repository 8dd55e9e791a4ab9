"""Columns that were delivered and hold no known value in any row.

Nothing is wrong with a single row of them, so no other message names them; what rests on them is
unknown, or has not happened, for everybody.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from hertoets.extract.cells import TYPED
from hertoets.extract.schema import schema
from hertoets.extract.values import EMPTY, OPEN

ReadAs = Literal["unknown", "open"]
SAID: Final[Mapping[ReadAs, str]] = {
    "unknown": "no value in any row: read as unknown",
    "open": "no value in any row: read as not ended, or not happened",
}
"""By what is made of it, how it is said."""
_DUTCH: Final = "NLD"


@dataclass(frozen=True)
class Held:
    """What the rows hold in which a column is read.

    Attributes
    ----------
    rows, unknown, open : int
        How many there are, how many are unknown, and how many say that there is no end or that it
        has not happened.
    """

    rows: int
    unknown: int
    open: int


def held_in(
    tables: Mapping[str, pl.DataFrame], absent: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Held]:
    """Count what each column holds.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        Those of an extract, or of a part of one.
    absent : collection of (str, str)
        Table and column that were not delivered: those are told by themselves.

    Returns
    -------
    dict of (str, str) to Held
        By table and column; none of a column that is only a name.
    """
    found = {}
    for name, rows in tables.items():
        for column in schema()[name].columns:
            if (name, column.name) in absent or column.type == "text":
                continue
            read = rows.filter(pl.col("nationality") == _DUTCH) if column.dutch_only else rows
            held = read[TYPED.get(column.name, (column.name,))[0]]
            is_open = held == (OPEN if held.dtype == pl.Date else EMPTY) if column.open else None
            opened = 0 if is_open is None else int(is_open.sum() or 0)
            found[name, column.name] = Held(len(held), held.null_count(), opened)
    return found


def empty_of(held: Mapping[tuple[str, str], Held]) -> Iterator[tuple[str, str, ReadAs]]:
    """Find the columns without a known value.

    Yields
    ------
    tuple of (str, str, str)
        Table, column, and what its rows are read as. A table without rows has none.
    """
    for (table, column), one in held.items():
        if one.open and one.open + one.unknown == one.rows:
            yield table, column, "open"
        elif one.rows and one.unknown == one.rows:
            yield table, column, "unknown"
