"""What each figure counts under each reading: its bounds as sets, and medians of days."""

from collections.abc import Iterable, Iterator, Mapping

from hertoets.findings.definitions import Definition, load_definitions
from hertoets.findings.guidance import Money, between_periods
from hertoets.findings.medians import as_pair
from hertoets.findings.model import RECORDS, SIDES, Bound, Pair
from hertoets.findings.sets import Counted, persons, rows
from hertoets.findings.view import View

Sides = tuple[Counted, Counted]


def bounds_of(view: View, readings: Iterable[str] | None = None) -> dict[Bound, Counted]:
    """Every bound of every measured figure that is a count.

    Parameters
    ----------
    view : View
    readings : iterable of str or None
        By which; None is by each, and by the records.

    Returns
    -------
    dict of Bound to Counted
        By the records alone for the headline; a figure of which a table is absent is not there.
    """
    found: dict[Bound, Counted] = {}
    for reading in readings or (*view.readings, RECORDS):
        for name, pair in _of_reading(view, reading).items():
            if view.has(load_definitions()[name].needs):
                for side, counted in zip(SIDES, pair, strict=True):
                    found[Bound(name, reading, side)] = counted
    return found


def medians_of(view: View, definition: Definition) -> dict[str, Pair]:
    """The median of a figure in days, by reading and by the records; empty without its days."""
    if not definition.days or not view.has(definition.needs):
        return {}
    basis = view.basis
    medians = {reading: as_pair(basis.days(definition.days, reading)) for reading in view.readings}
    return medians | {RECORDS: as_pair(basis.days(definition.days, doubted=False))}


def _of_reading(view: View, reading: str) -> dict[str, Sides]:
    doubted = reading != RECORDS
    name = reading if doubted else view.headline
    aside, everyone = rows("persons_set_aside"), persons({})
    found: dict[str, Sides] = {
        "persons_in_extract": (aside + everyone,) * 2,
        "persons_set_aside": (aside,) * 2,
        **dict(_of_persons(name, doubted=doubted)),
    }
    municipalities = [rows(f"municipality_{side}", name) for side in SIDES]
    found["breach_municipalities"] = (municipalities[0], municipalities[1])
    if name in view.money:
        found |= Money(name, view.money[name]).figures()
    if view.has(("guidance_counts",)):
        periods = between_periods(view.periods)
        found |= {figure: (counted, counted) for figure, counted in periods.items()}
    return found


def _of_persons(reading: str, *, doubted: bool) -> Iterator[tuple[str, Sides]]:
    for name, definition in load_definitions().items():
        if definition.who is not None:
            yield (
                name,
                (
                    definition.surely(reading, doubted=doubted),
                    definition.at_most(reading, doubted=doubted),
                ),
            )


Measured = Mapping[str, Mapping[str, Pair]]
"""Lower and upper, by figure and by reading or the records."""
