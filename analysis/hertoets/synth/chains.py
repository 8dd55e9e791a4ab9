"""Rights of residence one after another: which lasts, which is bridged, where a chain begins.

Two-valued and for complete dates only; part of `hertoets.synth.truth`.
Source: contract, sections 2 and 3; D1; W2 2.2(2).
"""

from dataclasses import dataclass

import numpy as np

from hertoets.synth.draws import EMPTY_DATE, Column, Columns, days, filled, years_later

FOREVER = np.datetime64("2999-12-31")


@dataclass(frozen=True)
class Rights:
    """The rights for a lasting purpose, one row a right, by person and effective date.

    `published` is the decision for asylum, the collection of the document for others; an open
    end is far away.
    """

    person: Column
    group: Column
    decided: Column
    published: Column
    effective: Column
    end: Column

    @classmethod
    def of(cls, table: Columns) -> "Rights":
        """Take the rights that count from the table, with the true days of collection."""
        lasting = table["spiritual_minister"] | ~table["temporary_purpose"]
        order = np.lexsort((table["effective_date"], table["person"]))
        order = order[lasting[order]]
        column = {name: values[order] for name, values in table.items()}
        asylum = column["migrant_group"] == "asylum"
        end = column["end_date"]
        return cls(
            person=column["person"],
            group=column["migrant_group"],
            decided=column["decision_date"],
            published=np.where(asylum, column["decision_date"], column["collected"]),
            effective=column["effective_date"],
            end=np.where(np.isnat(end), FOREVER, end),
        )


@dataclass(frozen=True)
class Found:
    """What a person's rights say: `fact` as in the readings, the first decision, its group
    (``unknown`` without any), and
    the publication from which a duty would run (empty unless the fact is ``before``).
    """

    fact: Column
    group: Column
    decided: Column
    published: Column


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
    lasts = rights.end >= test_day[rights.person]
    joined, bridged = _followed(rights, lasts)
    before = old & (lasts | joined)
    fact = filled("no_right", count)
    for name, holds in (
        ("after", rights.published > reference),
        ("bridged", old & ~lasts & bridged),
        ("before", before),
    ):
        fact[rights.person[holds]] = name
    group, decided = filled("unknown", count), np.full(count, EMPTY_DATE)
    latest_first = np.argsort(rights.decided, kind="stable")[::-1]
    group[rights.person[latest_first]] = rights.group[latest_first]
    decided[rights.person[latest_first]] = rights.decided[latest_first]
    return Found(fact, group, decided, _start_of_chain(rights, before, count))


def _followed(rights: Rights, lasts: Column) -> tuple[Column, Column]:
    """Tell which rights another one joins, and which one follows within a year of their end."""
    joined, bridged = np.zeros((2, len(rights.person)), dtype=bool)
    for one, other in _pairs(rights.person):
        later = rights.effective[other] > rights.effective[one]
        joins = later & (rights.effective[other] <= rights.end[one] + days(1))
        joined[one] |= joins & lasts[other]
        since = rights.effective[other] > rights.end[one]
        bridged[one] |= since & (rights.effective[other] <= years_later(rights.end[one], 1))
    return joined, bridged


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


def _start_of_chain(rights: Rights, before: Column, count: int) -> Column:
    """Give the earliest publication in the first chain with a right that makes it ``before``."""
    chain = np.zeros(len(rights.person), dtype=int)
    latest = rights.end.copy()
    same = np.append(False, rights.person[1:] == rights.person[:-1])
    for row in np.flatnonzero(same):
        near = rights.effective[row] <= years_later(latest[row - 1 : row], 1)[0]
        chain[row] = chain[row - 1] + (not near)
        if near:
            latest[row] = max(latest[row - 1], latest[row])
    counts = filled(-1, count).astype(int)
    rows = np.flatnonzero(before)[::-1]
    counts[rights.person[rows]] = chain[rows]
    inside = np.flatnonzero(chain == counts[rights.person])
    start = np.full(count, EMPTY_DATE)
    latest_first = inside[np.argsort(rights.published[inside], kind="stable")[::-1]]
    start[rights.person[latest_first]] = rights.published[latest_first]
    return start
