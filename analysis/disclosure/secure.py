"""Withhold counts until every protected one keeps its options, whatever is published beside it.

Contract, section 6: at least five values stay possible for each hidden count. First everything that
narrowing sees, which is quick; then the attacker, which sees the rest. Where nothing more can be
withheld the run is refused.
"""

from collections.abc import Set
from dataclasses import dataclass

from analysis.disclosure.attack import Bounds, Seen, attack
from analysis.disclosure.narrowing import narrow
from analysis.disclosure.opening import Opener
from analysis.disclosure.policy import Policy
from analysis.disclosure.system import System, name_of
from analysis.errors import DataError


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
    withheld = guard.drop_needless(guard.withhold_seen(frozenset()))
    # Withholding more takes no solution away, so what was seen once stays possible.
    seen = Seen(system)
    while exposed := guard.find_solved(withheld, seen):
        withheld = guard.withhold_seen(guard.open_surely(exposed, withheld))
    asked = system.protected(policy, withheld)
    box = guard.boxes.at(withheld)
    bounds = attack(system, *box, asked, seen, enough=policy.threshold - 1)
    return Secured(system, withheld, bounds)


class _Guard:
    """Looks for exposed counts and opens them."""

    def __init__(self, system: System, policy: Policy, headline: str) -> None:
        self._system, self._policy = system, policy
        self.boxes = system.boxes(policy)
        self._opener = Opener(system, policy, headline, self.boxes)

    def find_seen(self, withheld: Set[int]) -> dict[int, Bounds]:
        """Find the counts that narrowing exposes."""
        low, high = narrow(self._system, *self.boxes.at(withheld))
        asked = self._system.protected(self._policy, withheld)
        return self._exposed({number: Bounds(low[number], high[number]) for number in asked})

    def find_solved(self, withheld: Set[int], seen: Seen) -> dict[int, Bounds]:
        """Find the counts that the attacker exposes."""
        asked = self._system.protected(self._policy, withheld)
        box = self.boxes.at(withheld)
        return self._exposed(attack(self._system, *box, asked, seen, enough=self._policy.options))

    def withhold_seen(self, withheld: frozenset[int]) -> frozenset[int]:
        """Withhold until narrowing exposes nothing."""
        while exposed := self.find_seen(withheld):
            first = next(iter(exposed))
            withheld = self.open_surely({first: exposed[first]}, withheld)
        return withheld

    def drop_needless(self, withheld: frozenset[int]) -> frozenset[int]:
        """Show again what a later choice made needless, the largest first."""
        order = sorted(withheld, key=lambda n: (-abs(self._system.variables[n].exact), n))
        for number in order:
            without = withheld - {number}
            if not self.find_seen(without):
                withheld = without
        return withheld

    def open_surely(self, exposed: dict[int, Bounds], withheld: frozenset[int]) -> frozenset[int]:
        """Withhold more; with whole numbers only where fractions of persons would do already."""
        for whole in (False, True):
            more = self.open_all(exposed, withheld, whole=whole)
            if more != withheld:
                return more
        raise self._refusal(next(iter(exposed)))

    def open_all(
        self, exposed: dict[int, Bounds], withheld: frozenset[int], *, whole: bool
    ) -> frozenset[int]:
        """Withhold what lets each exposed count be values further away, up, down or both."""
        for number, bounds in exposed.items():
            missing = int(self._policy.options - self._options(number, bounds))
            ways = []
            for up in sorted({0, missing // 2, missing}):
                higher, lower = bounds.greatest + up, bounds.least - (missing - up)
                values = ((higher,) if up else ()) + ((lower,) if up < missing else ())
                ways.append(values)
            more = self._opener.open_up(number, ways, withheld, whole=whole)
            if more is None:
                raise self._refusal(number)
            withheld |= more
        return withheld

    def _exposed(self, found: dict[int, Bounds]) -> dict[int, Bounds]:
        return {
            number: bounds
            for number, bounds in found.items()
            if self._options(number, bounds) < self._policy.options
        }

    def _options(self, number: int, bounds: Bounds) -> float:
        variable = self._system.variables[number]
        hidden = variable.is_hidden(self._policy)
        return bounds.options(but_zero=variable.signed and hidden)

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
