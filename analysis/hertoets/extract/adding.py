"""How numbers of several parts of an extract add up."""

from collections.abc import Collection, Iterable

import polars as pl


def added_rows(parts: Iterable[pl.DataFrame], sums: Collection[str]) -> pl.DataFrame:
    """Add up rows that are alike in all columns but those of numbers.

    Parameters
    ----------
    parts : iterable of polars.DataFrame
        At least one; all with the same columns.
    sums : collection of str
        The columns of numbers; one that is not there is passed over.

    Returns
    -------
    polars.DataFrame
        Sorted by all other columns, what is unknown last.
    """
    every = pl.concat(parts)
    by = [name for name in every.columns if name not in sums]
    numbers = [name for name in every.columns if name in sums]
    return every.group_by(by).agg(pl.col(numbers).sum()).sort(by, nulls_last=True)
