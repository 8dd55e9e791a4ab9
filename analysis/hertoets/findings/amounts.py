"""Sums in euro of what followed: over who surely belongs the least, over who may the most.

Source: contract, section 4 ("What followed").
"""

from collections.abc import Iterator

import polars as pl

from hertoets.findings.definitions import Definition, load_definitions
from hertoets.findings.model import RECORDS, SIDES, Pair
from hertoets.findings.sets import Counted, PersonSet
from hertoets.findings.view import View
from hertoets.outcomes import highest_amount


def most_of(definition: Definition) -> int:
    """The highest amount of the law, in euro; 0 for a figure that is no sum of amounts."""
    return highest_amount(definition.amount) if definition.amount else 0


def amounts_of(view: View) -> dict[str, dict[str, Pair]]:
    """Least and greatest sum of each measured figure of amounts.

    Parameters
    ----------
    view : View

    Returns
    -------
    dict of str to dict of str to Pair
        By figure, and by reading or the records.
    """
    found: dict[str, dict[str, Pair]] = {
        name: {} for name, one in load_definitions().items() if one.amount and view.has(one.needs)
    }
    if found:
        for reading in (*view.readings, RECORDS):
            for name, pair in _of_reading(view, reading, list(found)):
                found[name][reading] = pair
    return found


def _of_reading(view: View, reading: str, names: list[str]) -> Iterator[tuple[str, Pair]]:
    """The sums by one reading, or by the records alone."""
    doubted = reading != RECORDS
    law = reading if doubted else view.headline
    amounts = view.basis.profiles.amounts[law, doubted]
    for name in names:
        definition = load_definitions()[name]
        of = load_definitions()[str(definition.of)]
        who = (of.surely(law, doubted=doubted), of.at_most(law, doubted=doubted))
        lower, upper = (
            _sum(view, one, amounts[f"{definition.amount}_euro_{side}"])
            for side, one in zip(SIDES, who, strict=True)
        )
        yield name, (lower, upper)


def _sum(view: View, counted: Counted, amounts: pl.Series) -> int:
    """Over the profiles of a set; those without anybody stand last and have no amounts."""
    ((_, base),) = counted.terms
    assert isinstance(base, PersonSet)
    return int(amounts.filter(pl.Series(view.basis.mask(base)[: len(amounts)])).sum())
