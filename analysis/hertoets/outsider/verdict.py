"""The verdict on one run: does every hidden count keep enough values for whoever reads it all?

Source: contract, section 6: "a separate check that shares no code with the publisher".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hertoets.errors import DataError, Fault
from hertoets.outsider.asked import add_asked
from hertoets.outsider.published import Number, Place, Published, read_published
from hertoets.outsider.relations import Relations
from hertoets.outsider.solving import (
    SLACK,
    Box,
    ContradictionError,
    Floats,
    Known,
    Proof,
    narrow,
    solve,
    why,
)

FACTORS = 60
"""By which the factors of a reason are multiplied at most, until they are whole."""
LARGEST = 100
"""How much larger than its smallest factor one of a reason may be."""
_FAULT = "This is a fault of Hertoets itself: report it with the version and the command"


@dataclass(frozen=True)
class Because:
    """Numbers by the places where they stand, each times a factor, add up to at least so much."""

    terms: tuple[tuple[Place, int], ...]
    least: int


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
    because : tuple of Because
        What keeps these back.
    """

    hidden: int
    least: int
    exposed: tuple[str, ...]
    because: tuple[Because, ...] = ()


def examine(
    run: Path, asked: Sequence[Mapping[str, Any]] = (), known: Known | None = None
) -> Verdict:
    """Read what a run publishes and reason as an outsider would.

    Parameters
    ----------
    run : Path
        The run's folder; nothing under ``protected`` is opened.
    asked : sequence of mapping
        The tables of questions put to it; see `hertoets.outsider.asked.add_asked`.
    known : dict or None
        Kept from one time to the next, so that what a question does not touch is solved once.

    Returns
    -------
    Verdict

    Raises
    ------
    DataError
        Where a count is published without a meaning, or what is published contradicts itself.
    """
    published, questions = add_asked(read_published(run), asked)
    relations = Relations(published, questions)
    sought = {
        place: number
        for number, place in zip(published.numbers, relations.of_number, strict=True)
        if number.hidden or number.withheld
    }
    rows = relations.rows()
    try:
        narrowed = narrow(rows, relations.box())
        counts = np.array(sorted(sought), np.int64)
        box = solve(rows, narrowed, counts, published.options, known)
    except ContradictionError:
        raise DataError.of(
            where="disclosure", what="what is published contradicts itself", mend=_FAULT
        ) from None
    left = {
        place: _values_left(number, box, place)
        for place, number in sought.items()
        if number.hidden or _is_small(box, place, published.limit)
    }
    few = [place for place, values in left.items() if values < published.options]
    exposed = sorted(_name(sought[place].places[0], published) for place in few)
    least = int(min([*left.values(), published.options]))
    proofs = why(rows, narrowed, np.array(sorted(few), np.int64)) if few else ()
    because = _reasons(published, relations.of_number, narrowed, proofs)
    return Verdict(len(left), least, tuple(exposed), tuple(because))


def refuse_exposed(verdict: Verdict) -> None:
    """Refuse the run where a hidden count keeps too few values.

    Raises
    ------
    DataError
        With every exposed count: where it stands, never what it is.
    """
    if verdict.exposed:
        raise DataError(list(_faults(verdict)))


def _reasons(
    published: Published, of_number: Sequence[int], box: Box, proofs: Iterable[Proof]
) -> Iterator[Because]:
    """What keeps counts back, told in numbers that are published and in whole factors."""
    places = {
        count: number.places[0] for number, count in zip(published.numbers, of_number, strict=True)
    }
    told = np.zeros(len(box.low), dtype=bool)
    told[list(places)] = True
    for proof in proofs:
        factors = np.where(told, proof.factors, 0)
        rest = np.where(told, 0, proof.factors)
        some, others = np.flatnonzero(factors), np.flatnonzero(rest)
        # What nobody publishes is at most so much.
        ends = np.where(rest > 0, box.high, box.low)[others]
        if not len(some) or not np.isfinite(ends).all():
            continue
        least = proof.least - float(rest[others] @ ends)
        if (times := _whole(factors[some])) is not None:
            whole = np.rint(factors[some] * times).astype(int).tolist()
            terms = zip((places[count] for count in some.tolist()), whole, strict=True)
            yield Because(tuple(terms), int(np.ceil(least * times - SLACK * times)))


def _whole(factors: Floats) -> float | None:
    """By how much factors are multiplied to be whole; None where it would be a lot."""
    smallest, largest = np.abs(factors).min(), np.abs(factors).max()
    if largest > LARGEST * smallest:
        return None
    for times in range(1, FACTORS + 1):
        if np.abs(factors / smallest * times % 1 - 0.5).min() > 0.5 - 1e-4:
            return float(times / smallest)
    return None


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
