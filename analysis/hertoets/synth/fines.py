"""Fines (DUO): after the stated term, by mistake, and under Wi2021 for what was asked first.

Source: W1 art. 31-34 (at most EUR 1,250 once the term has passed); W4 (fines under Wi2021).
"""

import numpy as np

from hertoets.synth.draws import (
    EMPTY_DATE,
    Column,
    Columns,
    Draw,
    days,
    rows,
    stacked,
    workday,
    years_later,
)
from hertoets.synth.legal import TERM_YEARS
from hertoets.synth.parameters import Parameters
from hertoets.synth.told import Told

MISTAKEN = ("term_from_effective", "though_settled")
"""The shares of fines that should not have been imposed: objection is made to them more often."""


def draw_fines(
    told: Told, effective: Column, longer: Column, seed: int, numbers: Parameters
) -> Columns:
    """Fine some of those who were told of a duty, and withdraw some of these fines.

    Parameters
    ----------
    told : Told
    effective : column of dates
        The first day on which each person's right is in force; empty without one.
    longer : column of int
        The days by which the stated term was extended.
    seed : int
    numbers : Parameters

    Returns
    -------
    dict of columns
        The table `fines` with `person` (row number), without key; amounts in euro.
    """
    draw = Draw(seed, "fines")
    shares = numbers.table("fined")
    count = told.count
    old_law, new_law = told.law == "wi2013", told.law == "wi2021"
    end = told.end + days(longer)
    passed = old_law & ~(told.settled <= end)
    too_soon = years_later(effective, TERM_YEARS)
    counted = old_law & (too_soon < end) & ~(told.settled <= too_soon)
    done = old_law & (~np.isnat(told.settled) | told.no_duty)
    since = np.where(np.isnat(told.settled), told.sent, np.fmax(told.settled, told.sent))
    old_amounts = numbers.table("fine_amounts_wi2013")
    new_amounts = numbers.table("fine_amounts_wi2021")
    delivered = numbers.day("delivered_on")

    def fined(name: str, who: Column, after: Column, amounts: dict[str, float]) -> Columns:
        least, most = numbers.raw("fined_after_days")[name]
        on = workday(after + draw.days_between(least, most, count))
        amount = draw.code(amounts, count).astype(np.int64)
        chosen = np.asarray(who) & draw.happens(shares[name], count)
        chosen &= (on > told.sent) & (on <= delivered)
        return {
            "person": np.flatnonzero(chosen),
            "imposed_on": on[chosen],
            "amount_euro": amount[chosen],
        }

    parts = {
        "after_term": fined("after_term", passed, end, old_amounts),
        "term_from_effective": fined("term_from_effective", counted, too_soon, old_amounts),
        "though_settled": fined("though_settled", done, since, old_amounts),
        "wi2021": fined("wi2021", new_law, told.sent, new_amounts),
    }
    mistaken = np.concatenate(
        [np.full(len(part["person"]), name in MISTAKEN) for name, part in parts.items()]
    )
    table = stacked(list(parts.values()))
    # One fine a person: a second one comes after a new term, which lies beyond the delivery.
    _, first = np.unique(table["person"], return_index=True)
    table, mistaken = rows(table, first), mistaken[first]
    size = len(first)
    back = numbers.table("fine_withdrawn")
    withdrawn = draw.happens(np.where(mistaken, back["by_mistake"], back["other"]), size)
    on = workday(table["imposed_on"] + draw.days_between(30, 150, size))
    gone = withdrawn & (on <= delivered)
    return table | {"withdrawn_on": np.where(gone, on, EMPTY_DATE)}
