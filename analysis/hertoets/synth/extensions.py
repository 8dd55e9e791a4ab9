"""Extensions of the term under Wi2013 (DUO), by the start and the end that the notice stated.

Source: W1 art. 7(3) (literacy, no fault of one's own); R3 (time in a reception centre); Kamerstuk
32 824 nr. 351 (a month for everyone, because of corona).
"""

import numpy as np

from hertoets.synth.draws import Column, Columns, Draw, days, filled, rows, stacked, workday
from hertoets.synth.parameters import Parameters
from hertoets.synth.told import Told


def draw_extensions(told: Told, reception: Columns, seed: int, numbers: Parameters) -> Columns:
    """Extend the term of some who were told Wi2013.

    Parameters
    ----------
    told : Told
    reception : dict of columns
        The table `reception`, with `person` (row number).
    seed : int
    numbers : Parameters

    Returns
    -------
    dict of columns
        The table `extensions` with `person` (row number); one a day for each person.
    """
    draw = Draw(seed, "extensions")
    shares = numbers.table("extended")
    old_law = np.asarray(told.law == "wi2013")
    everyone = told.count
    announced = numbers.day("corona_extension_on")
    running = old_law & (told.sent <= announced) & (told.end > announced)
    delivered = numbers.day("delivered_on")
    inside = _days_inside(told, reception, delivered)
    least, most = numbers.raw("literacy_extension_after_days")
    later = workday(told.start + draw.days_between(least, most, everyone))
    table = stacked(
        [
            _given(
                "corona",
                running & draw.happens(shares["corona"], everyone),
                np.full(everyone, announced),
                np.full(everyone, int(numbers.number("corona_extension_days"))),
            ),
            _given(
                "azc",
                old_law
                & (inside > numbers.number("azc_extension_from_days"))
                & draw.happens(shares["azc"], everyone),
                workday(told.start + days(inside) + draw.days_between(20, 90, everyone)),
                inside,
            ),
            _given(
                "literacy",
                old_law & draw.happens(shares["literacy"], everyone),
                later,
                np.full(everyone, int(numbers.number("literacy_extension_days"))),
            ),
            _given(
                "fault",
                old_law & draw.happens(shares["fault"], everyone),
                workday(told.sent + draw.days_between(200, 900, everyone)),
                draw.generator.integers(30, 366, everyone),
            ),
            _given(
                "other",
                old_law & draw.happens(shares["other"], everyone),
                workday(told.sent + draw.days_between(100, 900, everyone)),
                draw.generator.integers(14, 183, everyone),
            ),
        ]
    )
    table = rows(table, (table["granted_on"] >= told.sent[table["person"]]))
    table = rows(table, table["granted_on"] <= delivered)
    # A person and a day are the key of the table: of two decisions on one day the first is kept.
    day = table["granted_on"].astype(int)
    _, first = np.unique(table["person"] * 100_000 + day, return_index=True)
    return rows(table, np.sort(first))


def extended_by(extensions: Columns, count: int) -> Column:
    """The days by which the term of each person was extended, all together; 0 without any."""
    longer = np.zeros(count, dtype=np.int64)
    np.add.at(longer, extensions["person"], extensions["days"])
    return longer


def _given(reason: str, who: Column, on: Column, length: Column) -> Columns:
    chosen = np.flatnonzero(who & ~np.isnat(on))
    return {
        "person": chosen,
        "granted_on": on[chosen],
        "days": np.asarray(length)[chosen].astype(np.int64),
        "reason": filled(reason, len(chosen)),
    }


def _days_inside(told: Told, reception: Columns, delivered: np.datetime64) -> Column:
    """The days that each person lived in a reception centre since the stated start."""
    chosen = reception["location_kind"] == "azc"
    person = reception["person"][chosen]
    left = np.where(np.isnat(reception["to_date"]), delivered, reception["to_date"])[chosen]
    since = np.fmax(reception["from_date"][chosen], told.start[person])
    length = np.where(np.isnat(told.start[person]), days(0), left - since).astype(int)
    inside = np.zeros(told.count, dtype=np.int64)
    np.add.at(inside, person, np.maximum(length, 0))
    return inside
