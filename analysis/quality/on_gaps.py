"""Is a month of one group's notices missing from the delivery? (Q20)

A lost row leaves nothing behind but a dip: a month in which a group got far fewer notices than in
the months around it. Whoever of the group was decided on not long before, and has no notice, may
have had one.
"""

import numpy as np

from analysis.quality.look import Look, Mask, days_of
from analysis.quality.marks import Marks
from analysis.quality.on_rights import first_rows
from analysis.quality.rights import RIGHTS, rights_of

NEAR = 3  # months before and after that say what is usual


def told_each_month(
    look: Look, table: str, group: str, until: str, share: float, least: int, within_days: int
) -> Marks:
    """No month up to `until` in which a group got less than a share of its usual notices.

    Usual is the smaller of the medians of the three months before and the three after; a month of
    which that is below `least` says nothing. Judges each person of the group once, at the row of
    the first decision (`table` is ``residence_rights``); wrong is who has no notice and was
    decided on in the `within_days` before the end of such a month.
    """
    of_group = np.zeros(look.persons(), dtype=bool)
    of_group[look.person(table)[look.where(table, {"migrant_group": [group]})]] = True
    silent = of_group.copy()
    silent[look.person("notices")] = False
    decided = rights_of(look).first_decision
    missing: Mask = np.zeros(look.persons(), dtype=bool)
    for end in _lost_months(look, of_group, until, share, least):
        waited = end - decided
        missing |= silent & (waited >= 0) & (waited <= within_days)
    person = look.person(RIGHTS)
    return Marks(first_rows(look) & of_group[person], missing[person])


def _lost_months(look: Look, of_group: Mask, until: str, share: float, least: int) -> list[float]:
    """Give the last day of each month that holds far fewer notices than is usual around it."""
    dates = look.numbers("notices", "notice_date")
    told = dates[(dates > 0) & of_group[look.person("notices")]]
    if not len(told):
        return []
    counts = np.bincount(told // 10000 * 12 + told // 100 % 100 - 1)
    last = int(until[:4]) * 12 + int(until[5:7]) - 1
    lost = []
    for month in range(int(np.flatnonzero(counts)[0]) + NEAR, min(last, len(counts) - NEAR) + 1):
        before, after = counts[month - NEAR : month], counts[month + 1 : month + 1 + NEAR]
        if len(after) < NEAR or month + NEAR > last:
            continue
        usual = min(np.median(before), np.median(after))
        if usual >= least and counts[month] < share * usual:
            lost.append(_last_day(month))
    return lost


def _last_day(month: int) -> float:
    following = (month + 1) // 12 * 10000 + ((month + 1) % 12 + 1) * 100 + 1
    return float(days_of(np.array([following], dtype=np.int32))[0]) - 1
