"""Persons counted for the money for social guidance, per municipality and circular.

The rule counts obliged asylum holders of Wi2013 in the municipality of their first registration
outside reception; the counts deviate from it as the letters suggest (Q24).
"""

import numpy as np

from hertoets.synth.draws import Column, Columns, Draw, filled, stacked, texts
from hertoets.synth.parameters import Parameters
from hertoets.synth.recovery import Everyone

COUNTED_FROM = np.datetime64("2021-01-01")
COUNTED_TO = np.datetime64("2021-12-31")


def draw_guidance_counts(
    everyone: Everyone,
    registrations: Columns,
    reception: Columns,
    seed: int,
    numbers: Parameters,
) -> Columns:
    """Count the people of 2021 for both circulars, with their deviations.

    Returns
    -------
    dict of columns
        The table `guidance_counts`, a mark where the reception address was counted (Q24); a
        municipality with nobody has no row.
    """
    draw = Draw(seed, "guidance")
    person, municipality = _first_at_home(everyone, registrations)
    located = filled(None, len(everyone.group))
    located[reception["person"]] = reception["location_municipality"]
    misplaced = draw.happens(numbers.number("guidance_from_reception"), len(person))
    misplaced &= np.array([place is not None for place in located[person]], dtype=bool)
    in_may = np.where(misplaced, located[person], municipality)
    may, may_counts = np.unique(in_may.astype(str), return_counts=True)
    september, by_rule = np.unique(municipality.astype(str), return_counts=True)
    shift = numbers.table("guidance_shift")
    by = draw.generator.integers(1, int(shift["most"]) + 1, len(september))
    sign = np.where(draw.happens(0.5, len(september)), 1, -1)
    moved = draw.happens(shift["share"], len(september))
    shifted = np.maximum(by_rule + np.where(moved, sign * by, 0), 0)
    return stacked(
        [
            _period("2022-05", may, may_counts, may_counts != _by_code(may, september, by_rule)),
            _period("2022-09", september, shifted, np.zeros(len(september), dtype=bool)),
        ]
    )


def _first_at_home(everyone: Everyone, registrations: Columns) -> tuple[Column, Column]:
    at_home = registrations["home"]
    order = np.lexsort((registrations["valid_from"][at_home], registrations["person"][at_home]))
    rows = np.flatnonzero(at_home)[order]
    person, first = np.unique(registrations["person"][rows], return_index=True)
    rows = rows[first]
    day = registrations["valid_from"][rows]
    counted = (everyone.group[person] == "asylum") & everyone.old_right[person]
    counted &= (day >= COUNTED_FROM) & (day <= COUNTED_TO)
    return person[counted], registrations["municipality"][rows][counted]


def _by_code(codes: Column, known: Column, counts: Column) -> Column:
    """The count of each code; 0 for one that is not known."""
    place = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    return np.where(known[place] == codes, counts[place], 0) if len(known) else counts[:0]


def _period(period: str, municipality: Column, counts: Column, astray: Column) -> Columns:
    return {
        "municipality": texts([str(code) for code in municipality]),
        "period": filled(period, len(municipality)),
        "persons_counted": counts.astype(np.int64),
        "Q24": astray,
    }
