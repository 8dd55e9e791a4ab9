"""Figures that count persons: surely so, and may be so.

Source: contract, section 5; the conditions stand in ``definitions.toml``. Unknown widens the upper
figure and never the lower one.
"""

from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.findings.definitions import Conditions, load_definitions
from hertoets.findings.model import Pair


@cache
def figure_bounds() -> dict[str, tuple[pl.Expr, pl.Expr, pl.Expr]]:
    """Who is within the limits of a figure, who surely counts, and who at most.

    Returns
    -------
    dict of str to tuple of polars.Expr
        By id, of the figures whose conditions are data.
    """
    bounds = {}
    for name, definition in load_definitions().items():
        if definition.sure is not None:
            within = match(definition.within or {})
            sure = most = within & match(definition.sure)
            if definition.maybe is not None:
                most = sure | (within & match(definition.maybe))
            bounds[name] = within, sure, most
    return bounds


def count_pairs(
    crowd: pl.DataFrame, bounds: Mapping[str, tuple[pl.Expr, pl.Expr]]
) -> dict[str, Pair]:
    """Count by name the persons of a crowd who surely and who at most count."""
    counts = iter(count(crowd, [side for pair in bounds.values() for side in pair]))
    return dict(zip(bounds, zip(counts, counts, strict=True), strict=True))


def match(conditions: Conditions) -> pl.Expr:
    """Whether every condition holds; a null meets none."""
    told = [is_in(column, *values) for column, values in conditions.items()]
    return pl.all_horizontal(pl.lit(value=True), *told)


def is_in(column: str, *values: str | bool) -> pl.Expr:
    """Whether the value is one of `values`; a null never is."""
    return pl.col(column).is_in(values).fill_null(value=False)


def count(crowd: pl.DataFrame, filters: list[pl.Expr]) -> list[int]:
    """How many persons of a crowd meet each filter."""
    persons = pl.col("persons")
    sums = (persons.filter(one).sum().alias(str(place)) for place, one in enumerate(filters))
    return list(crowd.select(sums).row(0)) if filters else []


def median_days(crowd: pl.DataFrame, column: str) -> Pair:
    """Take the median of a column over the persons of whom it is known."""
    known = crowd.drop_nulls(column).sort(column)
    days = known[column].to_numpy().astype(np.float64)
    return median(np.repeat(days, known["persons"].to_numpy()))


def median(values: npt.NDArray[np.float64]) -> Pair:
    """Take the median of the values that are known, as a pair of equal bounds.

    Who may have waited as well is not in its population: how long they waited is not known, and
    a bound on it would have to be a least or greatest value.

    Parameters
    ----------
    values : numpy.ndarray of float, shape (n,)
        The known values, without nulls.

    Returns
    -------
    tuple
        Twice the median; both None where no value is known.

    Examples
    --------
    >>> median(np.array([10.0, 20.0, 30.0]))
    (20, 20)
    """
    if not len(values):
        return None, None
    middle = _whole(float(np.median(values)))
    return middle, middle


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) else value
