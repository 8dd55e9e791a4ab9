"""Medians of days, over who has them.

Who may have waited as well is not in the population: how long they waited is not known, and a bound
on it would have to be a least or greatest value.
"""

import polars as pl

from hertoets.findings.model import Number, Pair


def median_of(counted: pl.DataFrame) -> Number | None:
    """The median of the days that are known; None where none is.

    Parameters
    ----------
    counted : polars.DataFrame
        ``days``, and how many ``persons`` have so many; a number of days may stand there twice.

    Examples
    --------
    >>> median_of(pl.DataFrame({"days": [10, 40, 20], "persons": [2, 1, 1]}))
    15
    >>> median_of(pl.DataFrame(schema={"days": pl.Int32, "persons": pl.Int64})) is None
    True
    """
    whole = int(counted["persons"].sum())
    if not whole:
        return None
    ordered = counted.sort("days")
    up_to = ordered["persons"].cum_sum()
    # The middle one, or the two of which the middle lies halfway.
    low, high = (
        int(ordered["days"][int(up_to.search_sorted(place, side="left"))])
        for place in ((whole + 1) // 2, whole // 2 + 1)
    )
    return (low + high) // 2 if (low + high) % 2 == 0 else (low + high) / 2


def as_pair(counted: pl.DataFrame) -> Pair:
    """The same as two equal bounds."""
    middle = median_of(counted)
    return middle, middle
