"""Withhold counts until every protected one keeps its options, whatever is published beside it.

Contract, section 6: at least five values stay possible for each hidden count. First everything that
narrowing sees, which is quick; then the attacker, which sees the rest. Where nothing more can be
withheld the run is refused.
"""

from collections.abc import Set
from dataclasses import dataclass

import numpy as np

from analysis.disclosure.attack import Bounds, attack
from analysis.disclosure.counts import round_count
from analysis.disclosure.narrowing import narrow
from analysis.disclosure.policy import Policy
from analysis.disclosure.system import System, name_of
from analysis.errors import DataError
from analysis.findings import Bound


@dataclass(frozen=True)
class Secured:
    """What is withheld, and what the attacker makes of each protected count."""

    system: System
    withheld: frozenset[int]
    bounds: dict[int, Bounds]


def secure(system: System, policy: Policy, headline: str) -> Secured:
    """Find what to withhold.

    Parameters
    ----------
    system : System
        Of the run, with what earlier runs told.
    policy : Policy
    headline : str
        The reading in front: its figures are the last to go.

    Returns
    -------
    Secured

    Raises
    ------
    DataError
        Where some count cannot keep its options: an earlier run told too much.
    """
    guard = _Guard(system, policy, headline)
    withheld = guard.drop_needless(guard.withhold_seen(set()))
    while exposed := guard.find_solved(withheld):
        withheld = guard.withhold_seen(withheld | {guard.choose(exposed[0], withheld)})
    low, high = system.box(policy, withheld)
    asked = system.protected(policy, withheld)
    return Secured(system, frozenset(withheld), attack(system, low, high, asked))


class _Guard:
    """Looks for exposed counts and chooses what to withhold for them."""

    def __init__(self, system: System, policy: Policy, headline: str) -> None:
        self._system, self._policy, self._headline = system, policy, headline
        self._relations: dict[int, list[int]] = {}
        self._members: dict[int, list[int]] = {}
        for row, column in zip(system.row.tolist(), system.column.tolist(), strict=True):
            self._relations.setdefault(column, []).append(row)
            self._members.setdefault(row, []).append(column)
        # A total: the one term of its sign in a relation.
        ups = np.bincount(system.row, weights=system.factor > 0, minlength=len(system.least))
        self._totals = set(system.column[(ups == 1)[system.row] & (system.factor > 0)].tolist())

    def find_seen(self, withheld: Set[int]) -> list[int]:
        """Find the counts that narrowing exposes."""
        low, high = narrow(self._system, *self._system.box(self._policy, withheld))
        return [
            number
            for number in self._system.protected(self._policy, withheld)
            if self._is_exposed(number, Bounds(low[number], high[number]))
        ]

    def find_solved(self, withheld: Set[int]) -> list[int]:
        """Find the counts that the attacker exposes."""
        asked = self._system.protected(self._policy, withheld)
        box = self._system.box(self._policy, withheld)
        found = attack(self._system, *box, asked, enough=self._policy.options)
        return [number for number in asked if self._is_exposed(number, found[number])]

    def withhold_seen(self, withheld: set[int]) -> set[int]:
        """Withhold until narrowing exposes nothing."""
        withheld = set(withheld)
        while exposed := self.find_seen(withheld):
            withheld.add(self.choose(exposed[0], withheld))
        return withheld

    def drop_needless(self, withheld: set[int]) -> set[int]:
        """Show again what a later choice made needless, the dearest first."""
        for number in sorted(withheld, key=self._cost, reverse=True):
            without = withheld - {number}
            if not self.find_seen(without):
                withheld = without
        return withheld

    def choose(self, exposed: int, withheld: Set[int]) -> int:
        """Choose the count whose loss costs the reader least, of those that bind the exposed one.

        Where those are all withheld, of their neighbours, and so on outwards.
        """
        near, seen = {exposed}, {exposed}
        while near:
            near = {
                member
                for number in near
                for relation in self._relations.get(number, ())
                for member in self._members[relation]
            } - seen
            seen |= near
            free = [number for number in near if self._helps(number, withheld)]
            if free:
                return min(free, key=self._cost)
        if exposed not in withheld and self._helps(exposed, withheld):
            return exposed
        raise self._refusal(exposed)

    def _helps(self, number: int, withheld: Set[int]) -> bool:
        variable = self._system.variables[number]
        if number in withheld or not variable.places:
            return False
        now = variable.interval(self._policy, withheld=False)
        return variable.interval(self._policy, withheld=True) != now

    def _is_exposed(self, number: int, bounds: Bounds) -> bool:
        variable = self._system.variables[number]
        hidden = variable.is_hidden(self._policy)
        return bounds.options(but_zero=variable.signed and hidden) < self._policy.options

    def _cost(self, number: int) -> tuple[bool | int, ...]:
        """Findings last and those of the headline after all; first the smallest count shown."""
        variable = self._system.variables[number]
        bounds = [place for place in variable.places if isinstance(place, Bound)]
        shown = round_count(variable.exact, self._policy)
        # Among hidden counts a total goes first: it bounds all its parts at once.
        last = (number in self._totals) != (shown is None)
        return (
            any(bound.reading == self._headline for bound in bounds),
            bool(bounds),
            shown is None,
            shown == 0,
            last,
            abs(shown or 0),
            len(variable.places),
            number,
        )

    def _refusal(self, exposed: int) -> DataError:
        variable = self._system.variables[exposed]
        outputs = sorted({name_of(place) for place in variable.places})
        return DataError.of(
            where="disclosure",
            at=", ".join(outputs),
            what=f"a hidden count would keep fewer than {self._policy.options} possible values, "
            "and nothing that this run can withhold helps",
            mend="Publish less: an earlier run already shows it, or the policy allows too much",
        )
