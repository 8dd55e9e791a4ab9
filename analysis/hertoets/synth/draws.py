"""Random draws over whole columns, each room of the generator with its own stream.

A stream of its own for each room means that a new draw in one room does not change the people
in another: extracts of two versions stay comparable.
"""

from collections.abc import Mapping
from itertools import chain
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[Any]
Columns = dict[str, Column]

EMPTY_DATE = np.datetime64("NaT", "D")


class Draw:
    """A stream of random columns for one room of the generator.

    Parameters
    ----------
    seed : int
        The seed of the extract.
    room : str
        The name of the room; with the seed it fixes the stream.
    """

    def __init__(self, seed: int, room: str) -> None:
        self.generator = np.random.Generator(np.random.PCG64([seed, crc32(room.encode())]))

    def happens(self, share: Column | float, count: int) -> Column:
        """A bool column that is true for this share of the rows."""
        return np.asarray(self.generator.random(count) < share)

    def code(self, shares: Mapping[str, float], count: int) -> Column:
        """A text column drawn from codes with their shares; the shares need not add to 1."""
        chosen = self.index(np.array(list(shares.values()), dtype=float), count)
        return texts(list(shares))[chosen]

    def index(self, weights: Column, count: int) -> Column:
        """A column of row numbers drawn by weight."""
        bounds = np.cumsum(weights / weights.sum())
        drawn = np.searchsorted(bounds, self.generator.random(count), side="right")
        return np.minimum(drawn, len(weights) - 1)

    def days_between(self, least: Column | int, most: Column | int, count: int) -> Column:
        """Whole days drawn evenly from `least` to `most`, both included."""
        return days(self.generator.integers(least, np.asarray(most) + 1, count))

    def days_around(self, median: Column | float, spread: float, count: int) -> Column:
        """Whole days, lognormal; `spread` is the standard deviation of the logarithm."""
        return days(np.rint(median * np.exp(spread * self.generator.standard_normal(count))))


def spread_of(median: float, p95: float) -> float:
    """The spread of a lognormal with this median and 95th percentile."""
    return float(np.log(p95 / median) / 1.6449)


def days(count: Column | int) -> Column:
    """Turn whole numbers into a column of days that can be added to dates."""
    return np.asarray(count).astype("timedelta64[D]")


def texts(values: list[Any]) -> Column:
    """A text column; None is empty."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def is_one_of(values: Column, some: Column) -> Column:
    """Tell which texts occur in another column; for keys far quicker than `numpy.isin`."""
    known = set(some.tolist())
    return np.fromiter((value in known for value in values.tolist()), dtype=bool)


def filled(value: object, count: int) -> Column:
    """A text column with one value in every row."""
    column = np.empty(count, dtype=object)
    column[:] = value
    return column


def workday(dates: Column) -> Column:
    """Move dates that fall in a weekend to the Monday after; empty stays empty."""
    known = ~np.isnat(dates)
    moved = dates.copy()
    moved[known] = np.busday_offset(dates[known], 0, roll="forward")
    return moved


def years_later(dates: Column, years: int, months: int = 0) -> Column:
    """Add whole years and months; a day that the month lacks runs on into the next month."""
    start = dates.astype("datetime64[M]")
    after_the_first = dates - start.astype("datetime64[D]")
    later = (start + np.timedelta64(12 * years + months, "M")).astype("datetime64[D]")
    return np.asarray(later + after_the_first)


def no_dates(count: int) -> Column:
    """A date column without any date."""
    return np.full(count, EMPTY_DATE)


def stacked(tables: list[Columns]) -> Columns:
    """Put tables with the same columns under one another, in the given order.

    A mark (`is_mark`) that a table lacks holds for none of its rows.
    """
    names = list(tables[0])
    names += [name for name in dict.fromkeys(chain(*tables)) if is_mark(name) and name not in names]
    return {name: np.concatenate([_column(table, name) for table in tables]) for name in names}


def _column(table: Columns, name: str) -> Column:
    if name in table or not is_mark(name):
        return table[name]
    return np.zeros(len(next(iter(table.values()))), dtype=bool)


def is_mark(name: str) -> bool:
    """Tell whether a column only marks the rows that bear a known kind of fault (``Q07``)."""
    return len(name) == 3 and name[0] == "Q" and name[1:].isdigit()


def rows(table: Columns, chosen: Column) -> Columns:
    """The chosen rows of a table (a mask or row numbers)."""
    return {name: column[chosen] for name, column in table.items()}
