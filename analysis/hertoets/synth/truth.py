"""What is true of each person: regime by publication, start and outcome.

Nothing is unknown here. The days and nationalities that the register lacks are known to the one
who drew them, so the law is read with yes and no only, apart from the rooms that are to be tested
against it. Planted cases have the regime that ``situations.toml`` says, *unknown* included.

Source: contract, sections 2 to 4; D1, S3, S4, T1, T2; W1 arts. 3 and 5; W2 2.2(2).
"""

import numpy as np

from hertoets.synth.chains import Rights, judge_rights
from hertoets.synth.draws import EMPTY_DATE, Column, Columns, days, filled, texts, years_later
from hertoets.synth.persons import EU_LIKE

REFERENCE_DATE = np.datetime64("2021-12-31")
TURKISH_ASYLUM = np.datetime64("2020-05-01")
PENSION_AGE = {"years": 66, "months": 4}
LASTING = ("diploma", "eight_years", "completed")
"""Exemptions that count on, once they began."""
EXCLUDING = ("eight_years", "diploma", "treaty", "eu_national", "eu_family", "eu_longterm")
SCHOOLING = ("compulsory_education", "follow_on_education")


def find_truth(tables: dict[str, Columns], regimes: Column) -> Columns:
    """Work out what is true of each person.

    Parameters
    ----------
    tables : dict of tables
        `persons` (with `birth` and `was`, one row a person), `residence_rights` (with
        `collected`), `exemptions` and `notices`; `person` (row number) in all but the first.
    regimes : column of text
        The regime of planted people; empty for those that are drawn.

    Returns
    -------
    dict of columns
        One row a person: `group`, `regime` (wi2013/wi2021/none/open/unknown), `start` (empty
        unless the regime is wi2013) and `outcome`.
    """
    persons = tables["persons"]
    count = len(persons["was"])
    told, stated = first_notices(tables["notices"], count)
    test_day = np.where(told <= REFERENCE_DATE, told, REFERENCE_DATE)
    rights = Rights.of(tables["residence_rights"])
    found = judge_rights(rights, test_day, REFERENCE_DATE)
    exempt, completed = _exemptions(tables["exemptions"], test_day)
    excluded = exempt | np.isin(persons["was"].astype(str), EU_LIKE)
    excluded |= years_later(persons["birth"], **PENSION_AGE) <= test_day
    turkish = np.asarray(persons["was"] == "TUR")
    asylum, decided = found.group == "asylum", found.decided
    after = found.fact == "after"
    regime = np.select(
        [
            (found.fact == "no_right") | excluded | (completed & after),
            after,
            turkish & ~asylum,
            (turkish & (decided < TURKISH_ASYLUM)) | (found.fact == "bridged"),
        ],
        [texts([name]) for name in ("none", "wi2021", "none", "open")],
        texts(["wi2013"]),
    )
    known = np.array([regime is not None for regime in regimes], dtype=bool)
    regime[known] = regimes[known]
    start = np.maximum(found.published, years_later(persons["birth"], 16))
    start = _after_school(start, tables["exemptions"])
    start[(regime != "wi2013") | (found.fact != "before")] = EMPTY_DATE
    return {
        "group": found.group,
        "regime": regime,
        "start": start,
        "outcome": _outcome(regime, told, stated),
    }


def first_notices(notices: Columns, count: int) -> tuple[Column, Column]:
    """Give date and law of each person's first notice; both empty without one."""
    day, stated = np.full(count, EMPTY_DATE), filled(None, count)
    order = np.argsort(notices["notice_date"], kind="stable")
    person, first = np.unique(notices["person"][order], return_index=True)
    day[person] = notices["notice_date"][order][first]
    stated[person] = notices["regime_stated"][order][first]
    return day, stated


def _exemptions(exemptions: Columns, test_day: Column) -> tuple[Column, Column]:
    """Who had no duty on the test day, and who had passed the exam on the reference date."""
    kind, person = exemptions["kind"].astype(str), exemptions["person"]
    day = np.where(kind == "completed", REFERENCE_DATE, test_day[person])
    runs = np.isnat(exemptions["valid_to"]) | (exemptions["valid_to"] >= day)
    counts = (exemptions["valid_from"] <= day) & (runs | np.isin(kind, LASTING))
    excluded, completed = np.zeros((2, len(test_day)), dtype=bool)
    excluded[person[counts & np.isin(kind, EXCLUDING)]] = True
    completed[person[counts & (kind == "completed")]] = True
    return excluded, completed


def _after_school(start: Column, exemptions: Columns) -> Column:
    """Move each start to the day after the spells of schooling that cover it, one after another."""
    chosen = np.isin(exemptions["kind"].astype(str), SCHOOLING)
    person = exemptions["person"][chosen]
    first, last = exemptions["valid_from"][chosen], exemptions["valid_to"][chosen]
    start = start.copy()
    while True:
        covers = (first <= start[person]) & (np.isnat(last) | (last >= start[person]))
        if not covers.any():
            return start
        # Without an end, the day after it is empty, and nothing covers that.
        start[person[covers]] = last[covers] + days(1)


def _outcome(regime: Column, told: Column, stated: Column) -> Column:
    return np.select(
        [np.isnat(told), regime == "unknown", regime == "open", regime == "none", regime == stated],
        [texts([name]) for name in ("no_notice", "unknown", "open", "no_duty", "correct")],
        texts(["wrong_regime"]),
    )
