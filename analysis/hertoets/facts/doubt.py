"""Marks on rows of which something is in doubt: what may be anything is more than not known.

The contract says of some unknown values what they count for: an undated notice comes last, an
unknown nationality is presumed from a right. A value that a check doubts may be any value, and a
row that may be missing may be any row. So such rows carry marks, by which these rules let go.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from hertoets.facts.frames import among

IN_DOUBT: Final = pl.col("in_doubt")
"""A value of the row is in doubt, so where the row holds null that may be any value."""

MAY_BE: Final = pl.col("may_be")
"""The row may not be there; it is marked as in doubt too."""

MARKS: Final = ("in_doubt", "may_be")
OF_PERSONS: Final = ("in_doubt", "nationality_in_doubt", "published_beyond")
"""Of a person: something of it is in doubt; what tells of its nationality is; what is in doubt may
be dated after the day that the run looks back from."""


def marked(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The same tables of persons, with every mark; where a table has none, nothing is in doubt.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        Each with ``person``.

    Returns
    -------
    dict of str to polars.DataFrame
        ``persons`` with `OF_PERSONS`, every other table with `MARKS` (bool, never null).
    """
    return {
        name: rows.with_columns(
            pl.lit(False).alias(mark)
            for mark in (OF_PERSONS if name == "persons" else MARKS)
            if mark not in rows.columns
        )
        for name, rows in tables.items()
    }


def has(people: pl.DataFrame, rows: pl.DataFrame, such: pl.Expr) -> pl.Series:
    """Which people have such a row (bool, in their order)."""
    return among(people["person"], rows.filter(such)["person"])
