"""The verdict on one run: does every hidden count keep enough values for whoever reads it all?

Source: contract, section 6: "a separate check that shares no code with the publisher".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hertoets.errors import DataError, Fault
from hertoets.outsider.published import Number, Place, Published, read_published
from hertoets.outsider.relations import Relations
from hertoets.outsider.solving import Box, ContradictionError, narrow, solve

_FAULT = "This is a fault of Hertoets itself: report it with the version and the command"


@dataclass(frozen=True)
class Verdict:
    """What an outsider found.

    Attributes
    ----------
    hidden : int
        How many different counts are hidden.
    least : int
        How many values each of them keeps, at least; the policy's number where it is more.
    exposed : tuple of str
        The first place of each that keeps too few, without any number that is hidden.
    """

    hidden: int
    least: int
    exposed: tuple[str, ...]


def examine(run: Path) -> Verdict:
    """Read what a run publishes and reason as an outsider would.

    Parameters
    ----------
    run : Path
        The run's folder; nothing under ``protected`` is opened.

    Returns
    -------
    Verdict

    Raises
    ------
    DataError
        Where a count is published without a meaning, or what is published contradicts itself.
    """
    published = read_published(run)
    relations = Relations(published)
    asked = {
        place: number
        for number, place in zip(published.numbers, relations.of_number, strict=True)
        if number.hidden or number.withheld
    }
    try:
        box = narrow(relations.rows(), relations.box())
        box = solve(relations.rows(), box, np.array(sorted(asked), np.int64), published.options)
    except ContradictionError:
        raise DataError.of(
            where="disclosure", what="what is published contradicts itself", mend=_FAULT
        ) from None
    left = {
        place: _values_left(number, box, place)
        for place, number in asked.items()
        if number.hidden or _is_small(box, place, published.limit)
    }
    exposed = [
        _name(asked[place].places[0], published)
        for place, values in left.items()
        if values < published.options
    ]
    least = int(min([*left.values(), published.options]))
    return Verdict(len(left), least, tuple(sorted(exposed)))


def refuse_exposed(run: Path) -> Verdict:
    """The same, and refuse the run where a hidden count keeps too few values.

    Raises
    ------
    DataError
        As `examine`, and with every exposed count: where it stands, never what it is.
    """
    verdict = examine(run)
    if verdict.exposed:
        raise DataError(list(_faults(verdict)))
    return verdict


def _faults(verdict: Verdict) -> Iterator[Fault]:
    for place in verdict.exposed:
        yield Fault(
            "disclosure",
            place,
            "whoever reads all that is published can work out this hidden count too closely",
            _FAULT,
        )


def _values_left(number: Number, box: Box, place: int) -> float:
    low, high = box.low[place], box.high[place]
    no_zero = number.hidden and number.signed and low <= 0 <= high
    return float(high - low + 1 - no_zero)


def _is_small(box: Box, place: int, limit: int) -> bool:
    """Whether a count is surely a small one; a larger one needs no room of its own."""
    low, high = box.low[place], box.high[place]
    return bool(low >= 1 and high < limit) or bool(-limit < low and high <= -1)


def _name(place: Place, published: Published) -> str:
    kind, *rest = place
    if kind == "table":
        name, row, column = rest
        return f"table {name}, row {row + 1}, column {published.columns[name][column]}"
    return f"{kind} {', '.join(rest)}"
