"""Which figures moved by more than a tolerance, as far as what both runs publish tells.

A scheduler acts on this, so it may tell no more than the figures themselves. A bound that is shown
is a number; one that is hidden lies between one and the limit of the policy; of one that is
withheld, or a hidden amount, nothing is known. A figure moved where its bounds surely lie further
apart than the tolerance, whatever the hidden numbers are: from 25 to ``<10`` is 16 or more, and
what may have happened from ``<10`` to ``<10`` is not told. A figure that comes, goes, or begins or
ceases to be measured has moved.
"""

from math import inf

from hertoets.findings import COUNTED, SIDES, Side
from hertoets.release import Release, ReleasedFinding
from hertoets.release.counts import Interval, hidden_range
from hertoets.release.policy import policy_of


def moved_figures(one: Release, other: Release, tolerance: int) -> tuple[str, ...]:
    """Name the figures of which a bound by the headline surely moved by more than a tolerance.

    Parameters
    ----------
    one, other : Release
        What two runs publish.
    tolerance : int
        In the unit of each figure: persons, municipalities, days or euros.

    Returns
    -------
    tuple of str
        Ids, in the order of the first run.
    """
    ids = [*one.findings, *(id_ for id_ in other.findings if id_ not in one.findings)]
    return tuple(id_ for id_ in ids if _moved(one, other, id_, tolerance))


def _moved(one: Release, other: Release, id_: str, tolerance: int) -> bool:
    if id_ not in one.findings or id_ not in other.findings:
        return True
    before, after = one.findings[id_], other.findings[id_]
    if before.status != after.status:
        return True
    return any(
        _gap(_may_be(one, before, side), _may_be(other, after, side)) > tolerance for side in SIDES
    )


def _gap(one: list[Interval], other: list[Interval]) -> float:
    """The least distance between two numbers of which it is known where they may lie."""
    return min(max(0, a[0] - b[1], b[0] - a[1]) for a in one for b in other)


def _may_be(run: Release, finding: ReleasedFinding, side: Side) -> list[Interval]:
    """The numbers that a bound may be; a shown one stands for itself, rounded as it is."""
    shown = finding.lower if side == "lower" else finding.upper
    if shown is not None:
        return [(shown, shown)]
    withheld = (run.settings["headline"], side) in finding.withheld
    if finding.status == "measured" and finding.unit in COUNTED and not withheld:
        least, most = hidden_range(policy_of("policy", run.policy))
        return [(least, most), (-most, -least)]  # a difference may lie below zero
    return [(-inf, inf)]
