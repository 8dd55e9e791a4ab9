"""Figures that are summed over municipalities: the money for guidance, and who could see data.

Source: D2, D3 and L356 for the money; L356 and N6 for the data. Over and under are kept apart.
"""

import pandas as pd
import polars as pl

from hertoets.findings.model import Pair
from hertoets.findings.persons import is_in

EURO_A_PERSON = 2370  # D2: social guidance for each obliged asylum holder under the Wi2013


def compare_counts(guidance: pd.DataFrame) -> dict[str, Pair] | None:
    """Set what was counted against what the law would have counted.

    Parameters
    ----------
    guidance : pandas.DataFrame
        `municipality`, `expected_lower`, `expected_upper` (persons) and `counted` (persons, null
        where unknown), one row a municipality.

    Returns
    -------
    dict of str to tuple of int, or None
        Difference, overpaid and underpaid in persons and in euro; None where there are
        municipalities but the count of none is known.
    """
    known = guidance[guidance["counted"].notna()]
    if len(guidance) and not len(known):
        return None
    low = (known["counted"] - known["expected_upper"]).astype("int64")
    high = (known["counted"] - known["expected_lower"]).astype("int64")
    persons = {
        "guidance_difference": (int(low.sum()), int(high.sum())),
        "guidance_overpaid": (int(low.clip(lower=0).sum()), int(high.clip(lower=0).sum())),
        "guidance_underpaid": (int(-high.clip(upper=0).sum()), int(-low.clip(upper=0).sum())),
    }
    figures: dict[str, Pair] = {}
    for name, (lower, upper) in persons.items():
        figures[f"{name}_persons"] = (lower, upper)
        figures[f"{name}_euro"] = (lower * EURO_A_PERSON, upper * EURO_A_PERSON)
    return figures


def expect(guidance: pd.DataFrame) -> Pair:
    """Sum the persons that the law would have counted, over all municipalities."""
    return int(guidance["expected_lower"].sum()), int(guidance["expected_upper"].sum())


def count_municipalities(seen: pl.DataFrame) -> Pair:
    """Count the municipalities that could see data without ground.

    Parameters
    ----------
    seen : polars.DataFrame
        ``municipality`` (null where unknown), ``breach``, and ``persons``: rows of access.

    Returns
    -------
    tuple of int
        An unknown municipality is at least one (where nothing else is seen) and at most one more.
    """
    sure = seen.filter(is_in("breach", "viewed", "visible"))
    either = seen.filter(is_in("breach", "viewed", "visible", "unknown"))
    lower = max(_distinct(sure), 1 if len(sure) else 0)
    unknown = either.filter(pl.col("municipality").is_null())["persons"].sum()
    return lower, _distinct(either) + int(unknown)


def _distinct(rows: pl.DataFrame) -> int:
    return rows["municipality"].drop_nulls().n_unique()
