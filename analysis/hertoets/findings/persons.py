"""Figures that count persons: surely so, and may be so.

Source: contract, section 5; the conditions stand in ``definitions.toml``. Unknown widens the upper
figure and never the lower one.
"""

from collections.abc import Mapping
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from hertoets.findings.definitions import Conditions, Definition
from hertoets.findings.model import Pair

Mask = npt.NDArray[np.bool_]


def add_open_questions(
    frame: pd.DataFrame, certainty: pd.Series, waiting: pd.Series
) -> pd.DataFrame:
    """Add what the conditions ask and the comparison does not say in one column.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a person, as ``Comparison.under`` gives it.
    certainty : pandas.Series of str
        Contract section 4, same order.
    waiting : pandas.Series of bool
        Whether `waited_days` is empty but may be something; same order.

    Returns
    -------
    pandas.DataFrame
        With `certainty`, `waited` and `waiting`, the last two bool and never null.
    """
    return frame.assign(
        certainty=certainty.array,
        waited=frame["waited_days"].notna().to_numpy(dtype=bool),
        waiting=waiting.fillna(False).to_numpy(dtype=bool),
    )


def count_persons(frame: pd.DataFrame, definitions: Mapping[str, Definition]) -> dict[str, Pair]:
    """Count every figure whose conditions are data.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `add_open_questions` gives it.
    definitions : mapping of str to Definition
        Those without `sure` are left out.

    Returns
    -------
    dict of str to tuple of int
        Lower and upper by id.
    """
    counts: dict[str, Pair] = {}
    for name, definition in definitions.items():
        if definition.sure is None:
            continue
        within = match(frame, definition.within or {})
        sure = within & match(frame, definition.sure)
        maybe = np.zeros_like(sure)
        if definition.maybe is not None:
            maybe = within & match(frame, definition.maybe) & ~sure
        lower = int(sure.sum())
        counts[name] = (lower, lower + int(maybe.sum()))
    return counts


def match(frame: pd.DataFrame, conditions: Conditions) -> Mask:
    """Tell for each row whether every condition holds; a null meets none."""
    result = np.ones(len(frame), dtype=bool)
    for column, values in conditions.items():
        result &= is_in(frame[column], values)
    return result


def is_in(series: pd.Series, values: tuple[str | bool, ...]) -> Mask:
    """Tell for each row whether the value is one of `values`; a null never is."""
    return cast(Mask, series.isin(list(values)).fillna(False).to_numpy(dtype=bool))


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
