"""What truly followed for each person: the values of `fine`, `loan` and `plan` of the contract.

From the days that were drawn, with yes and no only, apart from the rooms that are to be tested
against it. Where the sources are silent on the regime, the answer is *unknown* unless it is the
same under each. Source: contract, section 4 (what followed); W1 art. 34; W2 4.1a, 4.13; W4 art. 11.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hertoets.law.constants import constants
from hertoets.synth.draws import Column, Columns, days, filled, no_dates, texts
from hertoets.synth.extensions import extended_by

WITHOUT_DUTY = ("no", "not_yet", "completed", "exempt", "dispensed")
FINES = ("no_fine", "other", "too_early", "without_duty")
"""The values of `fine` from good to bad."""


@dataclass(frozen=True)
class Aftermath:
    """What is true of each person and decides what followed; one row a person.

    Dates are columns of days, empty where there is none.

    Attributes
    ----------
    old_law, no_law, unsettled : column of bool
        The regime is wi2013; it is none; the sources are silent on it.
    as_asylum : column of bool
    end : column of dates
        The lawful end: the term end of the regime wi2013, and the extensions.
    stated_start, stated_end : column of dates
        Of the first notice; the start only where that states wi2013.
    late : column of bool
        The stated start lies more than the tolerance after the lawful one.
    told : column of bool
        There is a notice.
    settled : column of dates
        The first day on which nothing was asked any more.
    """

    old_law: Column
    no_law: Column
    unsettled: Column
    as_asylum: Column
    end: Column
    stated_start: Column
    stated_end: Column
    late: Column
    told: Column
    settled: Column

    @classmethod
    def of(
        cls,
        regime: Column,
        as_asylum: Column,
        start: Column,
        term_end: Column,
        stated_start: Column,
        stated_end: Column,
        told: Column,
        settled: Column,
        extensions: Columns,
    ) -> "Aftermath":
        """Put together what the regime and the first notice say."""
        tolerance = days(constants().number("tolerance"))
        return cls(
            old_law=np.asarray(regime == "wi2013"),
            no_law=np.asarray(regime == "none"),
            unsettled=np.isin(regime.astype(str), ["open", "unknown"]),
            as_asylum=as_asylum,
            end=term_end + days(extended_by(extensions, len(regime))),
            stated_start=stated_start,
            stated_end=stated_end,
            late=np.asarray(stated_start - start > tolerance),
            told=told,
            settled=settled,
        )

    @property
    def count(self) -> int:
        """How many persons."""
        return len(self.old_law)


def judge_fines(after: Aftermath, fines: Columns, duty_on: Callable[[Column], Column]) -> Column:
    """Judge the fines that were not withdrawn, the worst of each person's.

    Parameters
    ----------
    after : Aftermath
    fines : dict of columns
        The table, with `person` (row number).
    duty_on : callable
        The duty of each person on a day, one day a person.

    Returns
    -------
    column of text
        ``no_fine``, ``without_duty``, ``too_early``, ``other`` or ``unknown``, one a person.
    """
    worst = np.zeros(after.count, dtype=np.int64)
    standing = np.isnat(fines["withdrawn_on"])
    for person, day in _one_each(fines["person"][standing], fines["imposed_on"][standing]):
        on = no_dates(after.count)
        on[person] = day
        without = after.no_law | np.isin(duty_on(on).astype(str), WITHOUT_DUTY)
        early = after.old_law & (on <= after.end)
        bad = np.select([without, early], [3, 2], 1)
        worst[person] = np.maximum(worst[person], bad[person])
    fine = texts(list(FINES))[worst]
    fine[after.unsettled & (worst > 0)] = "unknown"
    return fine


def judge_loans(after: Aftermath, loans: Columns) -> Column:
    """Judge the loans of each person.

    Parameters
    ----------
    after : Aftermath
    loans : dict of columns
        The table, with `person` (row number).

    Returns
    -------
    column of text
        ``no_loan``, ``not_written_off``, ``late_access``, ``other`` or ``unknown``, one a person.
    """
    person = loans["person"]
    some = np.zeros(after.count, dtype=bool)
    some[person] = True
    left = some.copy()
    left[:] = False
    left[person[~np.isnat(loans["repayment_from"]) | np.isnat(loans["written_off_on"])]] = True
    first = no_dates(after.count)
    latest_first = np.argsort(loans["granted_on"], kind="stable")[::-1]
    first[person[latest_first]] = loans["granted_on"][latest_first]
    between = left & after.as_asylum & (after.settled > after.stated_end)
    refused = between & after.old_law & (after.settled <= after.end)
    since = first >= after.stated_start
    values = [
        (~some, "no_loan"),
        (refused, "not_written_off"),
        # An unsettled regime might put the lawful end behind that day, or the start before.
        (after.unsettled & (between | since), "unknown"),
        (after.late & after.old_law & since, "late_access"),
    ]
    return np.select(
        [holds for holds, _ in values], [texts([value]) for _, value in values], texts(["other"])
    )


def judge_plans(after: Aftermath, plans: Columns, choices: Columns) -> Column:
    """Judge the plans of each person.

    Parameters
    ----------
    after : Aftermath
    plans, choices : dict of columns
        These tables, with `person` (row number).

    Returns
    -------
    column of text
        ``no_plan``, ``without_basis``, ``other`` or ``unknown``, one a person.
    """
    chosen = no_dates(after.count)
    new_law = choices["choice"] == "wi2021"
    chosen[choices["person"][new_law]] = choices["chosen_on"][new_law]
    early = ~(chosen[plans["person"]] <= plans["plan_date"])
    plan = filled("no_plan", after.count)
    plan[plans["person"]] = "other"
    before = np.zeros(after.count, dtype=bool)
    before[plans["person"][early]] = True
    plan[before & (after.old_law | after.no_law)] = "without_basis"
    plan[before & after.unsettled] = "unknown"
    return plan


def _one_each(person: Column, day: Column) -> list[tuple[Column, Column]]:
    """The rows in turns, so that a person occurs once in each."""
    turns = []
    while len(person):
        _, first = np.unique(person, return_index=True)
        turns.append((person[first], day[first]))
        left = np.ones(len(person), dtype=bool)
        left[first] = False
        person, day = person[left], day[left]
    return turns
