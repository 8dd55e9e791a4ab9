"""The law's days, ages and codes in the form that whole columns need.

The values stand in ``hertoets/law/parameters.toml``; the logic that is tested against the synthetic
extract is not used here.
"""

from typing import Final

import numpy as np

from hertoets.law.constants import constants
from hertoets.synth.draws import Column, years_later

_LAW: Final = constants()

REFERENCE_DATE: Final = np.datetime64(_LAW.day("reference_date"), "D")
NEW_LAW: Final = REFERENCE_DATE + np.timedelta64(1, "D")
TURKISH_ASYLUM: Final = np.datetime64(_LAW.day("turkish_asylum_obliged_from"), "D")
RESTART_WI2013: Final = np.datetime64(_LAW.day("restart_wi2013"), "D")
RESTART_ASYLUM_AND_OTHER: Final = np.datetime64(_LAW.day("restart_asylum_and_other"), "D")
RESTART_FAMILY: Final = np.datetime64(_LAW.day("restart_family"), "D")
BRITISH_UNTIL: Final = np.datetime64(_LAW.day("british_until"), "D")
DUTY_FROM_AGE: Final = _LAW.number("duty_from_age")
SCHOOLING_UNTIL_AGE: Final = _LAW.number("schooling_until_age")
BRIDGE_YEARS: Final = _LAW.number("bridge")
TERM_YEARS: Final = _LAW.number("term")
LOAN_MOST: Final = _LAW.number("loan_most")
FINE_MOST: Final = _LAW.number("fine_most")
FREE_MOVEMENT: Final = sorted(_LAW.codes("free_movement"))

EXCLUDED_FOR_GOOD: Final = ("diploma", "eight_years")
EXCLUDED_WHILE: Final = ("eu_national", "eu_family", "eu_longterm")
EXCLUDING: Final = (*EXCLUDED_FOR_GOOD, "treaty", *EXCLUDED_WHILE)
"""The kinds of exemption with which there is no duty at all (contract, section 1)."""
SCHOOLING: Final = ("compulsory_education", "follow_on_education")
DISPENSED: Final = ("medical", "effort", "integrated")


def pension_day(birth: Column) -> Column:
    """The day on which each person reaches the pension age."""
    day = birth.copy()
    rows = [(np.datetime64(row.born_before or "NaT", "D"), row.months) for row in _LAW.pension_ages]
    left = np.ones(len(birth), dtype=bool)
    for born_before, months in rows:
        # The last row has no day: everyone that is left.
        chosen = left & (np.isnat(born_before) | (birth < born_before))
        day[chosen] = years_later(birth[chosen], 0, months)
        left &= ~chosen
    return day


def moves_freely(nationality: Column, day: Column) -> Column:
    """Who has a nationality of the EU, EEA or Switzerland on a day, one a person."""
    free = np.isin(nationality.astype(str), FREE_MOVEMENT)
    return np.asarray(free | ((nationality == "GBR") & (day <= BRITISH_UNTIL)))
