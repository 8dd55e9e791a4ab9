"""Figures that are summed over municipalities: the money for guidance, and who could see data.

Source: D2, D3 and L356 for the money; L356 and N6 for the data. Over and under are kept apart.
"""

import pandas as pd

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


def count_municipalities(access: pd.DataFrame, frame: pd.DataFrame) -> Pair:
    """Count the municipalities that could see data without ground.

    Parameters
    ----------
    access : pandas.DataFrame
        `person_id`, `municipality` (null where unknown); one row a right of access.
    frame : pandas.DataFrame
        One row a person, with `person_id` and `breach`.

    Returns
    -------
    tuple of int
        An unknown municipality is at least one (where nothing else is seen) and at most one more.
    """
    sure = _rows_of(access, frame, ("viewed", "visible"))
    either = _rows_of(access, frame, ("viewed", "visible", "unknown"))
    lower = max(_distinct(sure), 1 if len(sure) else 0)
    return lower, _distinct(either) + int(either["municipality"].isna().sum())


def _rows_of(access: pd.DataFrame, frame: pd.DataFrame, values: tuple[str, ...]) -> pd.DataFrame:
    persons = frame.loc[is_in(frame["breach"], values), "person_id"]
    return access[access["person_id"].isin(persons)]


def _distinct(rows: pd.DataFrame) -> int:
    return int(rows["municipality"].nunique())
