"""What earlier runs published of the same people: an outsider lays the runs side by side.

An earlier run is counted anew with its own settings, so that everything it published has its place
in the system: sets of the same persons, which are the same, contain each other or add up across the
runs as they do within one. What an earlier run hid must stay hidden, and so must a small change.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hertoets.findings import Counted, Findings, RowSet
from hertoets.release.count import WITHHELD
from hertoets.release.counts import Interval, hidden_range, is_small, unround, withheld_range
from hertoets.release.model import Release, ShownCell
from hertoets.release.places import name_place, places_of, published
from hertoets.release.policy import Policy
from hertoets.release.pool import membership_of
from hertoets.release.system import Builder
from hertoets.release.variables import System, Told


@dataclass(frozen=True)
class Earlier:
    """One earlier run on the same extract: what it published, and under which policy.

    `findings` are what it counted, exact: made anew from the extract with its settings.
    """

    run: str
    release: Release
    policy: Policy
    findings: Findings


def build_with(findings: Findings, policy: Policy, earlier: Sequence[Earlier]) -> System:
    """Put a run and the earlier ones into one system, with all that those told.

    Parameters
    ----------
    findings : Findings
        Of this run, exact.
    policy : Policy
        Of this run.
    earlier : sequence of Earlier

    Returns
    -------
    System

    Raises
    ------
    DataError
        Where a relation does not hold for the exact counts.
    """
    builder = Builder(findings, [membership_of(run.findings) for run in earlier])
    here = places_of(findings)
    for run, at in zip(earlier, builder.set_of[1:], strict=True):
        places = places_of(run.findings)
        for key, shown in published(run.release):
            place = places.get(key)
            if place is None or place not in run.findings.counts:
                continue
            counted = run.findings.counts[place]
            then = at.get(counted)
            if then is None and _of_rows(counted) and builder.knows(counted):
                then = builder.number(counted)
            if then is None:
                continue  # of rows that this run does not count: it shares no person with it
            output, where = name_place(place, run.findings)
            _tell(builder, then, shown, run, output, where)
            if key in here:
                now = builder.number(findings.counts[here[key]])
                _keep_change(builder, now, then, policy)
    return builder.system([run.findings for run in earlier])


def _of_rows(counted: Counted) -> bool:
    return all(isinstance(base, RowSet) for _, base in counted.terms)


def _tell(
    builder: Builder, number: int, shown: ShownCell, run: Earlier, output: str, where: str
) -> None:
    variable = builder.variables[number]
    low, high = _interval(shown, run.policy, signed=variable.signed)
    if not low <= variable.exact <= high:
        return  # its definition has changed since, and it is another count
    builder.tell(number, low, high)
    if isinstance(shown, int):
        variable.shown_before = True
    else:
        form = WITHHELD if shown == WITHHELD else f"<{run.policy.threshold}"
        variable.told.append(Told(run.run, output, where, form, run.policy.options))


def _keep_change(builder: Builder, now: int, then: int, policy: Policy) -> None:
    """What changed by a few is a hidden count, wherever it stands."""
    change = builder.variables[now].exact - builder.variables[then].exact
    if now != then and is_small(change, policy):
        builder.variables[builder.combine(tuple(sorted(((now, 1), (then, -1)))))].differs = True


def _interval(shown: ShownCell, policy: Policy, *, signed: bool) -> Interval:
    if shown == WITHHELD:
        return withheld_range(signed=signed)
    if isinstance(shown, int):
        return unround(shown, policy)
    return hidden_range(policy, signed=signed)
