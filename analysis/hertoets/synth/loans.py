"""Loans (DUO): granted, repaid or written off, by the Act and the term that the notice stated.

Source: W2 Besluit 4.1a (who, how much), 4.13(4) (written off), W1 art. 17 (repayment).
"""

import numpy as np

from hertoets.synth.draws import (
    EMPTY_DATE,
    Column,
    Columns,
    Draw,
    days,
    rows,
    spread_of,
    stacked,
    workday,
    years_later,
)
from hertoets.synth.legal import LOAN_MOST
from hertoets.synth.parameters import Parameters
from hertoets.synth.told import Told


def draw_loans(told: Told, longer: Column, seed: int, numbers: Parameters) -> Columns:
    """Lend to those who were told of a duty.

    Parameters
    ----------
    told : Told
    longer : column of int
        The days by which the stated term was extended.
    seed : int
    numbers : Parameters

    Returns
    -------
    dict of columns
        The table `loans` with `person` (row number), without key; amounts in euro.
    """
    draw = Draw(seed, "loans")
    shares = numbers.table("loan")
    share = np.select(
        [told.law == "wi2013", told.law == "wi2021"],
        [
            np.where(told.as_asylum, shares["asylum_wi2013"], shares["family_wi2013"]),
            np.where(told.as_asylum, shares["asylum_wi2021"], shares["family_wi2021"]),
        ],
        0.0,
    )
    chosen = np.flatnonzero(draw.happens(share, told.count))
    after = numbers.table("loan_after_days")
    wait = draw.days_around(after["median"], spread_of(after["median"], after["p95"]), len(chosen))
    begins = np.fmax(told.start, told.sent)[chosen]
    granted = workday(begins + np.maximum(wait, days(7)))
    least, step = (int(part) for part in numbers.raw("loan_amount"))
    amount = step * draw.generator.integers(least // step, LOAN_MOST // step + 1, len(chosen))
    whole = draw.happens(numbers.number("loan_whole"), len(chosen))
    first: Columns = {
        "person": chosen,
        "granted_on": granted,
        "amount_euro": np.where(whole, LOAN_MOST, amount).astype(np.int64),
    }
    again = draw.happens(numbers.number("loan_again"), len(chosen)) & ~whole
    second = rows(first, again)
    size = len(second["person"])
    second["granted_on"] = workday(second["granted_on"] + draw.days_between(120, 400, size))
    # Together they stay within what can be lent.
    second["amount_euro"] = LOAN_MOST - second["amount_euro"]
    table = stacked([first, second])
    table = rows(table, table["amount_euro"] > 0)
    settled = told.settled[table["person"]]
    kept = (table["granted_on"] <= numbers.day("delivered_on")) & ~(settled <= table["granted_on"])
    return _repaid(draw, rows(table, kept), told, longer, numbers)


def _repaid(draw: Draw, table: Columns, told: Told, longer: Column, numbers: Parameters) -> Columns:
    """Write off what was settled in time by the stated term; let the others begin to repay."""
    person, count = table["person"], len(table["person"])
    delivered = numbers.day("delivered_on")
    settled = told.settled[person]
    end = (told.end + days(longer))[person]
    in_time = told.as_asylum[person] & ~(settled > end) & ~np.isnat(settled)
    processed = in_time & draw.happens(numbers.number("loan_written_off"), count)
    on = workday(settled + draw.days_between(14, 70, count))
    written_off = np.where(processed & (on <= delivered), on, EMPTY_DATE)
    over = np.where(told.as_asylum[person], end, np.fmin(end, settled))
    begins = years_later(over, 0, int(numbers.number("repayment_after_months")))
    repays = ~in_time & (begins <= delivered)
    return {
        **table,
        "repayment_from": np.where(repays, begins, EMPTY_DATE),
        "written_off_on": written_off,
    }
