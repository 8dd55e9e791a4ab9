"""After the affair: portal access, the offer to choose, and corrected notices.

Runs over everyone, planted people included, because it follows from the notices.
"""

from dataclasses import dataclass

import numpy as np

from hertoets.synth.draws import Column, Columns, Draw, filled, no_dates, rows, workday, years_later
from hertoets.synth.legal import NEW_LAW, RESTART_WI2013, TERM_YEARS
from hertoets.synth.municipalities import Municipalities
from hertoets.synth.parameters import Parameters


@dataclass(frozen=True)
class Everyone:
    """What the chain needs of each person.

    `group`; `as_asylum`: counted with asylum by the choice (asylum, or stay with a holder of it);
    `old_right`: Wi2013 by the official rule; `no_duty`: under neither law; `home`; `published`.
    """

    group: Column
    as_asylum: Column
    old_right: Column
    no_duty: Column
    home: Column
    published: Column


def draw_access(
    everyone: Everyone, notices: Columns, seed: int, numbers: Parameters, places: Municipalities
) -> Columns:
    """Make every person told Wi2021 visible to a municipality, the wrongly told until the stop.

    Returns
    -------
    dict of columns
        The table `data_access` with `person` (row number).
    """
    draw = Draw(seed, "access")
    told = rows(notices, notices["regime_stated"] == "wi2021")
    person = told["person"]
    count = len(person)
    begins = told["notice_date"]
    informed = told["municipality_informed"]
    nobody = np.array([code is None for code in informed], dtype=bool)
    municipality = np.where(nobody, places.code_on(everyone.home[person], begins), informed)
    wrong = everyone.old_right[person]
    ends = no_dates(count)
    for group, day in numbers.days("access_closed").items():
        ends[wrong & (everyone.group[person] == group) & (begins < day)] = day
    share = numbers.table("access")
    viewed = draw.happens(np.where(wrong, share["viewed_wrongly"], share["viewed"]), count)
    return {
        "person": person,
        "municipality": municipality,
        "visible_from": begins,
        "visible_to": ends,
        "viewed": viewed,
    }


def draw_choices(everyone: Everyone, notices: Columns, seed: int, numbers: Parameters) -> Columns:
    """Offer the choice to the wrongly told, and draw what they chose.

    Returns
    -------
    dict of columns
        The table `choices` with `person` (row number).
    """
    draw = Draw(seed, "choices")
    person = _wrongly_told(everyone, notices)
    person = person[draw.happens(numbers.number("offered"), len(person))]
    count = len(person)
    asylum = everyone.as_asylum[person]
    choice = np.where(
        asylum,
        draw.code(numbers.table("choice_asylum"), count),
        draw.code(numbers.table("choice_family"), count),
    )
    offered = np.full(count, numbers.day("offered_on"))
    chosen = offered + draw.days_between(1, int(numbers.number("choice_days")), count)
    silent = choice == "none"
    choice[silent] = None
    return {
        "person": person,
        "offered_on": offered,
        "choice": choice,
        "chosen_on": np.where(silent, np.datetime64("NaT"), chosen),
    }


def correct_notices(
    everyone: Everyone, notices: Columns, choices: Columns, seed: int, numbers: Parameters
) -> Columns:
    """Withdraw wrong notices in `notices` (in place) and give the second ones (Q23).

    Returns
    -------
    dict of columns
        The second notices, under Wi2013, from the restart of 23 May 2022 on.
    """
    draw = Draw(seed, "recovery")
    share = numbers.table("correction")
    person = notices["person"]
    count = len(person)
    choice = filled(None, len(everyone.group))
    choice[choices["person"]] = choices["choice"]
    chosen = no_dates(len(everyone.group))
    chosen[choices["person"]] = choices["chosen_on"]
    wrong = (notices["regime_stated"] == "wi2021") & everyone.old_right[person]
    asylum = everyone.as_asylum[person]
    for_old_law = choice[person] == "wi2013"
    back = np.where(
        asylum,
        for_old_law | draw.happens(share["asylum_withdrawn"], count),
        draw.happens(share["family_withdrawn"], count),
    )
    back &= choice[person] != "wi2021"
    without = (notices["regime_stated"] == "wi2021") & everyone.no_duty[person]
    without &= Draw(seed, "no duty found").happens(share["no_duty_withdrawn"], count)
    withdrawn = ((wrong & back) | without) & (notices["notice_date"] < RESTART_WI2013)
    # Asylum holders keep the new law until they choose the old one.
    begins = np.where(asylum & wrong & for_old_law, chosen[person], RESTART_WI2013)
    on = begins + draw.days_between(0, 45, count)
    notices["withdrawn_on"] = np.where(withdrawn, on, notices["withdrawn_on"])
    again = draw.happens(np.where(asylum, 1.0, share["family_second"]), count)
    again &= withdrawn & wrong & ~(asylum & ~for_old_law)
    second = rows(notices, again)
    size = len(second["person"])
    second["notice_date"] = workday(second["withdrawn_on"] + draw.days_between(0, 14, size))
    second["regime_stated"] = filled("wi2013", size)
    second["start_stated"] = everyone.published[second["person"]]
    second["term_end_stated"] = years_later(second["start_stated"], TERM_YEARS)
    second["withdrawn_on"] = no_dates(size)
    # Start and term are stated anew; whom it informs is as before.
    second |= {mark: np.zeros(size, dtype=bool) for mark in ("Q06", "Q07", "Q08")}
    return second


def _wrongly_told(everyone: Everyone, notices: Columns) -> Column:
    told = (notices["regime_stated"] == "wi2021") & (notices["notice_date"] >= NEW_LAW)
    told &= notices["notice_date"] < RESTART_WI2013
    person = notices["person"][told]
    return np.unique(person[everyone.old_right[person]])
