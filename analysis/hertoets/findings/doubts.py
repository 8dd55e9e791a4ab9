"""What a failed check does to a figure: whom it makes doubtful moves into the undecided part.

A doubted person counts as surely in no figure that the check names, and as possibly in each: the
lower bound drops and the upper one rises. Where a fault can only keep persons out of a figure, only
the upper bound rises. Outcomes are never changed. Source: docs/quality.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from hertoets.findings.definitions import Definition, load_definitions
from hertoets.findings.guidance import EURO_A_PERSON, count_municipalities
from hertoets.findings.model import Number, Pair
from hertoets.findings.persons import Mask, is_in, match, median
from hertoets.findings.view import View
from hertoets.quality import Assessment


@dataclass(frozen=True)
class Doubt:
    """For each person whether a figure is doubtful for them, and whether they may be missing."""

    doubted: Mask
    hidden: Mask

    def __bool__(self) -> bool:
        return bool(self.doubted.any() or self.hidden.any())


def widen(figures: Mapping[str, Pair], view: View, persons: pd.DataFrame) -> dict[str, Pair]:
    """Widen the figures of one reading by what the checks left in doubt.

    Parameters
    ----------
    figures : mapping of str to tuple
        Lower and upper by id, as ``measure`` gives them.
    view : View
        With the assessment; without one nothing changes.
    persons : pandas.DataFrame
        One row a person under the reading.

    Returns
    -------
    dict of str to tuple
        The same ids in the same order; every pair holds the one it replaces.
    """
    widened = dict(figures)
    if view.assessment is None:
        return widened
    definitions = load_definitions()
    for name in figures:
        doubt = _doubt(view.assessment, definitions[name].of or name, len(persons))
        if doubt:
            widened[name] = _widen_one(figures[name], definitions[name], doubt, view, persons)
    return widened


def doubted(assessment: Assessment | None) -> frozenset[str]:
    """Name the figures of which some person is in doubt."""
    if assessment is None:
        return frozenset()
    in_doubt = {
        name
        for numbers in (assessment.doubts, assessment.hidden)
        for name, persons in numbers.items()
        if len(persons)
    }
    return frozenset(
        name
        for name, definition in load_definitions().items()
        if (definition.of or name) in in_doubt
    )


def _doubt(assessment: Assessment, name: str, size: int) -> Doubt:
    def mask(numbers: npt.NDArray[np.int32] | None) -> Mask:
        chosen = np.zeros(size, dtype=bool)
        if numbers is not None:
            chosen[numbers] = True
        return chosen

    return Doubt(mask(assessment.doubts.get(name)), mask(assessment.hidden.get(name)))


def _widen_one(
    pair: Pair, definition: Definition, doubt: Doubt, view: View, persons: pd.DataFrame
) -> Pair:
    lower, upper = pair
    if definition.unit == "dagen":
        return _median(persons, doubt)
    if lower is None or upper is None:
        return pair
    if definition.sure is not None:
        return _count(definition, doubt, persons)
    access = view.comparison.access
    if definition.unit == "gemeenten" and access is not None:
        return _municipalities(access, persons, doubt)
    if definition.id.startswith("guidance_"):
        return _guidance((lower, upper), definition, doubt, view, persons)
    return lower - int(doubt.doubted.sum()), upper + int(doubt.hidden.sum())


def _count(definition: Definition, doubt: Doubt, persons: pd.DataFrame) -> Pair:
    """Count anew: `hidden` persons are those whom the figure's own limits leave out."""
    within = match(persons, definition.within or {})
    sure = within & match(persons, definition.sure or {})
    maybe = np.zeros_like(sure)
    if definition.maybe is not None:
        maybe = within & match(persons, definition.maybe)
    outside = doubt.hidden & ~within if definition.within else doubt.hidden
    return int((sure & ~doubt.doubted).sum()), int((sure | maybe | doubt.doubted | outside).sum())


def _median(persons: pd.DataFrame, doubt: Doubt) -> Pair:
    """Take the median over those of whom it is still sure that they waited."""
    sure = persons.loc[~doubt.doubted, "waited_days"].dropna()
    return median(sure.to_numpy(dtype=np.float64))


def _municipalities(access: pd.DataFrame, persons: pd.DataFrame, doubt: Doubt) -> Pair:
    """Doubted persons are as those of whom it is not known whether there was ground."""
    breach = persons["breach"].astype(object)
    seen = persons.assign(breach=breach.mask(doubt.doubted | doubt.hidden, "unknown"))
    lower, _ = count_municipalities(access, persons.assign(breach=breach.mask(doubt.doubted, "no")))
    _, upper = count_municipalities(access, seen)
    return lower, upper


def _guidance(
    pair: tuple[Number, Number],
    definition: Definition,
    doubt: Doubt,
    view: View,
    persons: pd.DataFrame,
) -> Pair:
    """Each doubted person may be expected in no municipality, or in any one."""
    near = (doubt.doubted | doubt.hidden) & _registered_in_window(view, len(persons))
    gone = near & doubt.doubted & is_in(persons["group"], ("asylum",))
    gone &= is_in(persons["regime"], ("wi2013",))
    come = near & is_in(persons["group"], ("asylum", "unknown"))
    worth = EURO_A_PERSON if definition.unit == "euro" else 1
    less, more = worth * int(gone.sum()), worth * int(come.sum())
    if "expected" not in definition.id and "underpaid" not in definition.id:
        less, more = more, less  # counted less expected falls where more are expected
    lower, upper = pair[0] - less, pair[1] + more
    return (lower if definition.signed else max(lower, 0)), upper


def _registered_in_window(view: View, size: int) -> Mask:
    """Who has a registration that begins in the window, or on an unknown day, or has none."""
    settings, rows = view.comparison.settings, view.comparison.extract.tables["registrations"]
    inside = rows["valid_from"].is_between(settings.guidance_from, settings.guidance_to)
    person = rows["person"].to_numpy()
    near, registered = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    near[person[inside.fill_null(True).to_numpy()]] = True
    registered[person] = True
    return near | ~registered
