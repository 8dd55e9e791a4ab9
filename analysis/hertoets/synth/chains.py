"""Rights of residence one after another: which lasts, which is bridged, where a chain begins.

Two-valued and for complete dates only; part of `hertoets.synth.truth`.
Source: contract, sections 2 and 3; D1; W2 2.1(3), 2.2(2).
"""

from dataclasses import dataclass

import numpy as np

from hertoets.synth.draws import EMPTY_DATE, Column, Columns, days, filled, years_later
from hertoets.synth.legal import BRIDGE_YEARS, TERM_YEARS

FOREVER = np.datetime64("2999-12-31")


@dataclass(frozen=True)
class Rights:
    """The rights for a lasting purpose, one row a right, by person and effective date.

    `published` is the decision for asylum, the collection of the document for others; an open
    end is far away. `of_asylum` holds for family of an asylum holder with a regular permit.
    """

    person: Column
    group: Column
    of_asylum: Column
    decided: Column
    published: Column
    effective: Column
    end: Column

    @classmethod
    def of(cls, table: Columns) -> "Rights":
        """The rights that count of a table with the true days of collection."""
        lasting = table["spiritual_minister"] | ~table["temporary_purpose"]
        lasting |= table["migrant_group"] == "asylum"
        order = np.lexsort((table["effective_date"], table["person"]))
        order = order[lasting[order]]
        column = {name: values[order] for name, values in table.items()}
        asylum = column["migrant_group"] == "asylum"
        end = column["end_date"]
        return cls(
            person=column["person"],
            group=column["migrant_group"],
            of_asylum=(column["migrant_group"] == "family") & (column["family_of_asylum"] == True),  # noqa: E712
            decided=column["decision_date"],
            published=np.where(asylum, column["decision_date"], column["collected"]),
            effective=column["effective_date"],
            end=np.where(np.isnat(end), FOREVER, end),
        )

    def last_to(self, day: Column) -> Column:
        """Which rights last to the day of their person, by themselves or joined by others."""
        lasts = self.end >= day[self.person]
        pairs = _pairs(self.person)
        while True:
            joined = lasts.copy()
            for one, other in pairs:
                joins = self.effective[other] <= self.end[one] + days(1)
                joined[one] |= joins & (self.end[other] > self.end[one]) & lasts[other]
            if (joined == lasts).all():
                return lasts
            lasts = joined

    def some(self, holds: Column, count: int) -> Column:
        """Which persons have a right of which something holds."""
        found = np.zeros(count, dtype=bool)
        found[self.person[holds]] = True
        return found

    def first(self, dates: Column, holds: Column, count: int) -> Column:
        """The earliest of these dates of each person's rights of which something holds."""
        first = np.full(count, EMPTY_DATE)
        chosen = np.flatnonzero(holds & ~np.isnat(dates))
        latest_first = chosen[np.argsort(dates[chosen], kind="stable")[::-1]]
        first[self.person[latest_first]] = dates[latest_first]
        return first


@dataclass(frozen=True)
class Found:
    """What a person's rights say: `fact` as in the readings, the first decision's group
    (``unknown`` without any), and the day from which a duty would run by publication and effective
    date (empty unless the fact is ``before``).

    `inside` has one row a right: whether it is in the chain that gives the start. `of_asylum`
    holds where the first decision is on a regular permit for stay with an asylum holder.
    """

    fact: Column
    group: Column
    start: Column
    inside: Column
    of_asylum: Column


def judge_rights(rights: Rights, test_day: Column, reference: np.datetime64) -> Found:
    """Judge the rights of everyone.

    Parameters
    ----------
    rights : Rights
    test_day : column of dates
        One a person.
    reference : date
        The reference date.

    Returns
    -------
    Found
        One row a person.
    """
    count = len(test_day)
    old = rights.published <= reference
    lasts = rights.last_to(test_day)
    before = old & lasts
    fact = filled("no_right", count)
    for name, holds in (
        ("after", rights.published > reference),
        ("bridged", old & ~lasts & _bridged(rights, test_day)),
        ("before", before),
    ):
        fact[rights.person[holds]] = name
    group = filled("unknown", count)
    latest_first = np.argsort(rights.decided, kind="stable")[::-1]
    group[rights.person[latest_first]] = rights.group[latest_first]
    of_asylum = np.zeros(count, dtype=bool)
    of_asylum[rights.person[latest_first]] = rights.of_asylum[latest_first]
    inside = _chain_that_counts(rights, before, count)
    start = rights.first(np.fmax(rights.published, rights.effective), inside, count)
    return Found(fact, group, start, inside, of_asylum)


def term_ends(rights: Rights, inside: Column, start: Column) -> Column:
    """Three years after each start, longer by the gaps in its chain that lie in the term.

    Parameters
    ----------
    rights : Rights
    inside : column of bool
        One a right, from `judge_rights`.
    start : column of dates
        One a person; empty without one.

    Returns
    -------
    column of dates
        One a person. Source: W1 art. 7; Besluit 2.11 (gaps).
    """
    end = years_later(start, TERM_YEARS)
    latest = rights.end.copy()
    same = np.append(False, rights.person[1:] == rights.person[:-1])
    for row in np.flatnonzero(same & inside):
        if not inside[row - 1]:
            continue
        person = rights.person[row]
        begins, gap = latest[row - 1] + days(1), rights.effective[row] - latest[row - 1] - days(1)
        if gap > days(0) and start[person] < begins < end[person]:
            end[person] += gap
        latest[row] = max(latest[row - 1], latest[row])
    return end


def _bridged(rights: Rights, test_day: Column) -> Column:
    """Which rights another one, that lasts to the test day, follows within a year of their end."""
    bridged = np.zeros(len(rights.person), dtype=bool)
    open_ended = rights.end >= test_day[rights.person]
    for one, other in _pairs(rights.person):
        since = (rights.effective[other] > rights.end[one]) & open_ended[other]
        within = rights.effective[other] <= years_later(rights.end[one], BRIDGE_YEARS)
        bridged[one] |= since & within
    return bridged


def _pairs(person: Column) -> list[tuple[Column, Column]]:
    """Pair every right with every other of the same person, both ways, by their distance."""
    pairs: list[tuple[Column, Column]] = []
    distance = 1
    while True:
        one = np.flatnonzero(person[distance:] == person[:-distance])
        if not len(one):
            return pairs
        pairs += [(one, one + distance), (one + distance, one)]
        distance += 1


def _chain_that_counts(rights: Rights, before: Column, count: int) -> Column:
    """Which rights are in the first chain with a right that makes it ``before``."""
    chain = np.zeros(len(rights.person), dtype=int)
    latest = rights.end.copy()
    same = np.append(False, rights.person[1:] == rights.person[:-1])
    for row in np.flatnonzero(same):
        near = rights.effective[row] <= years_later(latest[row - 1 : row], BRIDGE_YEARS)[0]
        chain[row] = chain[row - 1] + (not near)
        if near:
            latest[row] = max(latest[row - 1], latest[row])
    counts = filled(-1, count).astype(int)
    rows = np.flatnonzero(before)[::-1]
    counts[rights.person[rows]] = chain[rows]
    return np.asarray(chain == counts[rights.person])
