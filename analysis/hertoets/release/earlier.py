"""What earlier runs published of the same people: an outsider lays the runs side by side.

An earlier run on the same extract is counted anew, with its own settings, so that everything it
published has its place in the system, with every relation. A count that both runs have, and that
came out the same, is one count. What an earlier run hid must stay hidden too: what
this run shows beside it may not undo that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from hertoets.findings import (
    Findings,
    Relation,
    Term,
    Then,
)
from hertoets.release.counts import Interval, hidden_range, unround, withheld_range
from hertoets.release.model import WITHHELD, Release, ShownCell
from hertoets.release.places import Key, Place, name_place, places_of, published
from hertoets.release.policy import Policy
from hertoets.release.system import build_system, counts_of
from hertoets.release.variables import System, Told, Variable

SAME = "hetzelfde aantal in twee runs"


@dataclass(frozen=True)
class Earlier:
    """One earlier run on the same extract: what it published, and under which policy.

    `findings` are what it counted, exact: made anew from the extract with its settings.
    """

    run: str
    release: Release
    policy: Policy
    findings: Findings


def build_with(findings: Findings, earlier: Sequence[Earlier]) -> System:
    """Put a run and the earlier ones into one system, with all that those told.

    Parameters
    ----------
    findings : Findings
        Of this run, exact.
    earlier : sequence of Earlier

    Returns
    -------
    System

    Raises
    ------
    DataError
        Where a relation does not hold for the exact counts.
    """
    before = [run.findings for run in earlier]
    system = build_system(findings, before, _same([findings, *before]))
    for number, run in enumerate(earlier):
        places = places_of(run.findings)
        for key, shown in published(run.release):
            place = places.get(key)
            if place is not None and (then := Then(number, place)) in system.at:
                _tell(system.variables[system.at[then]], place, shown, run)
    return system


def _tell(variable: Variable, place: Place, shown: ShownCell, run: Earlier) -> None:
    low, high = _interval(shown, run.policy, signed=variable.signed)
    if not low <= variable.exact <= high:
        return  # its definition has changed since, and it is another count
    least, greatest = variable.earlier
    variable.earlier = max(least, low), min(greatest, high)
    if isinstance(shown, int):
        variable.shown_before = True
    else:
        form = WITHHELD if shown == WITHHELD else f"<{run.policy.threshold}"
        output, where = name_place(place, run.findings)
        variable.told.append(Told(run.run, output, where, form, run.policy.options))


def _interval(shown: ShownCell, policy: Policy, *, signed: bool) -> Interval:
    if shown == WITHHELD:
        return withheld_range(signed=signed)
    if isinstance(shown, int):
        return unround(shown, policy)
    return hidden_range(policy, signed=signed)


def _same(runs: Sequence[Findings]) -> Iterator[Relation]:
    """Tie every count to the same count of each run before it.

    A count is the same where it has the same place and the same number. Two that only happen to be
    equal are then taken for one, which is the safe side: an outsider may think so too.
    """
    known: dict[Key, list[tuple[Term, int]]] = {}
    for number, findings in enumerate(runs):
        exact = counts_of(findings)
        tallies = ((("tally", tally), tally) for tally in findings.tallies)
        for key, term in chain(places_of(findings).items(), tallies):
            if term not in exact:
                continue  # not measured
            here: Term = term if number == 0 else Then(number - 1, term)
            for other, count in known.get(key, []):
                if count == exact[term]:
                    yield Relation(((1, here), (-1, other)), SAME)
            known.setdefault(key, []).append((here, exact[term]))
