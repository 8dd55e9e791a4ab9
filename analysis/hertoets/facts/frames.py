"""Putting what was found of some persons beside all persons, by their number."""

import numpy as np
import polars as pl


def attach(people: pl.DataFrame, *found: pl.DataFrame, by: str = "person") -> pl.DataFrame:
    """Put columns beside people; who is absent from a frame gets nulls.

    Parameters
    ----------
    people : polars.DataFrame
        One row for each value of ``by``, which counts from zero in their order.
    *found : polars.DataFrame
        At most one row for each value of ``by``, in any order.
    by : str

    Returns
    -------
    polars.DataFrame

    Raises
    ------
    ValueError
        Where a frame holds two rows for one person: nothing would tell which counts.
    """
    for other in found:
        place = np.full(len(people), -1, dtype=np.int32)
        place[other[by].to_numpy()] = np.arange(len(other), dtype=np.int32)
        rows = pl.Series("row", place)
        if int((rows >= 0).sum()) != len(other):
            raise ValueError(by)
        beside = other.select(pl.exclude(by).gather(rows.set(rows < 0, None)))
        people = people.hstack(beside)
    return people
