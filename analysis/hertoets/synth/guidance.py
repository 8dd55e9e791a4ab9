"""Persons counted for the money for social guidance, per municipality and circular.

The rule counts obliged asylum holders of Wi2013 in the municipality of their first registration
outside reception; the counts deviate from it as the letters suggest (Q24).
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from hertoets.synth.draws import Column, Columns, Draw, filled, stacked, texts
from hertoets.synth.parameters import Parameters
from hertoets.synth.recovery import Everyone

COUNTED_FROM = np.datetime64("2021-01-01")
COUNTED_TO = np.datetime64("2021-12-31")


@dataclass(frozen=True)
class Counted:
    """How many people were counted in each municipality: in May as it was done, and by the rule."""

    in_may: Counter[str]
    by_rule: Counter[str]

    @classmethod
    def nobody(cls) -> "Counted":
        """The count before anybody was counted."""
        return cls(Counter(), Counter())

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(self.in_may + other.in_may, self.by_rule + other.by_rule)


def count_guidance(
    draw: Draw,
    everyone: Everyone,
    registrations: Columns,
    reception: Columns,
    numbers: Parameters,
) -> Counted:
    """Count the people of 2021; some in May at the address of their reception.

    Returns
    -------
    Counted
        A municipality with nobody is not in it.
    """
    person, municipality = _first_at_home(everyone, registrations)
    located = filled(None, len(everyone.group))
    located[reception["person"]] = reception["location_municipality"]
    misplaced = draw.happens(numbers.number("guidance_from_reception"), len(person))
    misplaced &= np.array([place is not None for place in located[person]], dtype=bool)
    in_may = np.where(misplaced, located[person], municipality)
    return Counted(Counter(in_may.tolist()), Counter(municipality.tolist()))


def guidance_table(draw: Draw, counted: Counted, numbers: Parameters) -> Columns:
    """Write the counts of both circulars, with their deviations.

    Returns
    -------
    dict of columns
        The table `guidance_counts`, a mark where the reception address was counted (Q24); a
        municipality with nobody has no row.
    """
    may, may_counts = _in_order(counted.in_may)
    september, by_rule = _in_order(counted.by_rule)
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


def _in_order(counts: Counter[str]) -> tuple[Column, Column]:
    """The codes in order, and the count of each."""
    codes = sorted(counts)
    return np.array(codes, dtype=str), np.array([counts[code] for code in codes], dtype=np.int64)


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
