"""Medians of days, over who has them.

Who may have waited as well is not in the population: how long they waited is not known, and a bound
on it would have to be a least or greatest value.
"""

import polars as pl

from hertoets.findings.model import Number, Pair


def median_of(days: pl.Series) -> Number | None:
    """The median of the days that are known; None where none is.

    Examples
    --------
    >>> median_of(pl.Series([10, 20, 40, None])), median_of(pl.Series([], dtype=pl.Int32))
    (20, None)
    """
    middle = days.median()
    if middle is None:
        return None
    assert isinstance(middle, float)
    return int(middle) if middle == int(middle) else middle


def as_pair(days: pl.Series) -> Pair:
    """The same as two equal bounds."""
    middle = median_of(days)
    return middle, middle
