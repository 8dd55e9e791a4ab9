"""Withhold counts until every protected one keeps its options, whatever is published beside it.

Contract, section 6: at least five values stay possible for each hidden count. First everything that
narrowing sees, which is quick; then the attacker, which sees the rest. Where nothing more can be
withheld the run is refused.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from math import inf
from typing import Final

import numpy as np

from hertoets.errors import DataError
from hertoets.release.attack import attack
from hertoets.release.narrowing import narrow
from hertoets.release.opening import Opener
from hertoets.release.policy import Policy
from hertoets.release.populations import Populations, Proved
from hertoets.release.seen import Bounds, Seen
from hertoets.release.system import name_of
from hertoets.release.variables import Floats, Row, System, values_between

_BESIDE: Final = (
    "Earlier runs on these people tell too much beside this one. First: if you want another "
    "reading, it is in the first run already, as by_reading in findings.json and in the sheet "
    "'Cijfers per lezing' of report/tables.xlsx. Else: if you need another setting, make one run "
    "with it in another register (--register DIR), but only if nothing of the runs in this one was "
    "or will be published. Only for an earlier run that was never published: --without RUN "
    '--because "…". See "When a run is refused" in docs/disclosure.md'
)
_ALONE: Final = (
    "The extract is too small for what the policy asks: deliver more persons, or ask for fewer "
    "values in a policy of your own (--set disclosure=FILE, `options`)"
)


class EarlierClashError(DataError):
    """Earlier runs give away a hidden count among themselves, whatever this run withholds."""


Exposed = dict[int, tuple[Bounds, int]]
"""Counts that keep too few values: their bounds, and how many values are missing."""


@dataclass(frozen=True)
class Secured:
    """What is withheld, and what the attacker makes of each protected count."""

    system: System
    withheld: frozenset[int]
    bounds: dict[int, Bounds]


def secure(system: System, policy: Policy, headline: str, beside: int = 0) -> Secured:
    """Find what to withhold.

    Parameters
    ----------
    system : System
        Of the run, with what earlier runs told.
    policy : Policy
    headline : str
        The reading in front: its figures are the last to go.
    beside : int
        How many earlier runs told something of these people.

    Returns
    -------
    Secured

    Raises
    ------
    EarlierClashError
        Where earlier runs among themselves leave some count too few options.
    DataError
        Where some count cannot keep its options: an earlier run told too much.
    """
    guard = _Guard(system, policy, headline, beside)
    withheld = guard.drop_needless(guard.withhold_seen(frozenset()))
    while exposed := guard.find_solved(withheld):
        withheld = guard.withhold_seen(guard.open_surely(exposed, withheld))
    return Secured(guard.system, withheld, guard.bounds(withheld))


def told_already(system: System, policy: Policy, headline: str) -> frozenset[int]:
    """The counts that keep too few values though all is withheld that is published now.

    What was published before tells them, whatever becomes of the rest.
    """
    guard = _Guard(system, policy, headline, 0)
    every = frozenset(system.at.values())
    exposed = guard.find_seen(every) or guard.find_solved(every)
    return frozenset(exposed)


class _Guard:
    """Looks for exposed counts and opens them."""

    def __init__(self, system: System, policy: Policy, headline: str, beside: int) -> None:
        self.system, self._policy, self._headline = system, policy, headline
        self._beside = beside
        self.forms = system.forms(policy)
        people = system.people
        self._populations = None if people is None else Populations(system, people)
        # Withholding more takes no population away: what was seen once stays possible.
        self._seen = Seen(system)
        self._reckon_with(())

    def _reckon_with(self, rows: Sequence[Row]) -> None:
        """Take in what was proved."""
        self.system = self.system.with_rows(rows)
        self._opener = Opener(self.system, self._policy, self._headline, self.forms)

    def find_seen(self, withheld: Set[int]) -> Exposed:
        """Find the counts that narrowing exposes."""
        return self._exposed(*narrow(self.system, *self.forms.box(withheld)), withheld)

    def find_solved(self, withheld: Set[int]) -> Exposed:
        """Find counts that the attacker exposes, and take in what was proved of them.

        What is surely exposed is opened first: it may open others of which much would have to be
        tried.
        """
        asked = np.flatnonzero(self.forms.needed(withheld)).tolist()
        for hasty in (True, False):
            bounds, proved = self._attack(withheld, asked, hasty=hasty)
            if proved:
                self._reckon_with(proved)
            exposed = self._exposed_of(bounds, withheld)
            if exposed or len(bounds) == len(asked):
                break
        return exposed

    def bounds(self, withheld: Set[int]) -> dict[int, Bounds]:
        """The bounds of each count that must keep its options, and of each that is withheld."""
        return self._attack(withheld, self.forms.asked(withheld))[0]

    def _attack(
        self, withheld: Set[int], asked: list[int], *, hasty: bool = False
    ) -> tuple[dict[int, Bounds], list[Row]]:
        box, enough = self.forms.box(withheld), self._policy.options - 1 + self.forms.not_zero
        proved, others = Proved(), asked
        if self._populations is not None:
            proved = self._populations.attack(self.system, *box, asked, self._seen, enough)
            others = [number for number in asked if not self._populations.is_known(number)]
        found = attack(self.system, *box, others, self._seen, enough, hasty=hasty)
        return proved.bounds | found, proved.rows

    def _exposed_of(self, bounds: dict[int, Bounds], withheld: Set[int]) -> Exposed:
        low, high = (
            np.full(len(self.system.variables), -inf),
            np.full(len(self.system.variables), inf),
        )
        low[list(bounds)] = [found.least for found in bounds.values()]
        high[list(bounds)] = [found.greatest for found in bounds.values()]
        return self._exposed(low, high, withheld)

    def withhold_seen(self, withheld: frozenset[int]) -> frozenset[int]:
        """Withhold until narrowing exposes nothing."""
        while exposed := self.find_seen(withheld):
            first = next(iter(exposed))
            withheld = self.open_surely({first: exposed[first]}, withheld)
        return withheld

    def drop_needless(self, withheld: frozenset[int]) -> frozenset[int]:
        """Show again what a later choice made needless, the largest first."""
        order = sorted(withheld, key=lambda n: (-abs(self.system.variables[n].exact), n))
        low, high = narrow(self.system, *self.forms.box(withheld))
        for number in order:
            without = withheld - {number}
            shown = self.forms.shown[number]
            closer = low.copy(), high.copy()
            closer[0][number] = max(low[number], shown[0])
            closer[1][number] = min(high[number], shown[1])
            closer = narrow(self.system, *closer, [number])
            if not self._exposed(*closer, without):
                withheld, (low, high) = without, closer
        return withheld

    def open_surely(self, exposed: Exposed, withheld: frozenset[int]) -> frozenset[int]:
        """Withhold more.

        Fractions of persons may make room where whole persons do not: then room is asked further
        away, then the counts are not even shown as small ones, and at last whole numbers are
        reckoned with, which takes long.
        """
        for further, whole in ((0, False), (1, False), (2, False), (4, False), (0, True)):
            if whole and not exposed.keys() <= withheld:
                return withheld.union(exposed)
            known = self._seen.high - self._seen.low
            asked = {n: (bounds, missing + further) for n, (bounds, missing) in exposed.items()}
            more = self.open_all(asked, withheld, whole=whole)
            if more is None:
                continue
            if more != withheld or (self._seen.high - self._seen.low > known).any():
                return more
        raise self._refusal(next(iter(exposed)))

    def open_all(
        self, exposed: Exposed, withheld: frozenset[int], *, whole: bool
    ) -> frozenset[int] | None:
        """Withhold what lets each exposed count be values further away, up, down or both.

        None where nothing that can be withheld does.
        """
        for number, (bounds, missing) in exposed.items():
            # A small count mostly has room on one side; the other ways are rarely needed.
            above = 0 if bounds.least > self._policy.options else missing
            for ups in ([above], sorted({0, missing // 2, missing}), range(1, missing)):
                ways = [_beyond(bounds, up, missing - up) for up in ups]
                more = self._opener.open_up(number, ways, withheld, self._seen, whole=whole)
                if more is not None:
                    break
            else:
                return None
            withheld |= more
        return withheld

    def _exposed(self, low: Floats, high: Floats, withheld: Set[int]) -> Exposed:
        missing = self.forms.needed(withheld) - self.forms.options(low, high)
        return {
            number: (Bounds(low[number], high[number]), int(missing[number]))
            for number in np.flatnonzero(missing > 0).tolist()
        }

    def _given_away(self) -> set[str]:
        """The earlier runs of which a hidden count is exposed though this run withholds all."""
        told = {n: one for n, one in enumerate(self.system.variables) if one.told}
        bounds, _ = self._attack(set(range(len(self.system.variables))), list(told))
        return {
            note.run
            for number, found in bounds.items()
            for note in told[number].told
            if values_between(found.least, found.greatest, told[number].is_not_zero(self._policy))
            < min(note.options, told[number].needs(self._policy, withheld=True))
        }

    def _refusal(self, exposed: int) -> DataError:
        # One run alone kept its promise when it was made: it clashes with this one.
        if self._beside > 1 and (clash := self._given_away()):
            return EarlierClashError.of(
                where="register",
                at=", ".join(sorted(clash)),
                what="the earlier runs on these people already leave a hidden count fewer than "
                f"{self._policy.options} possible values when they are laid beside one another, "
                "whatever this run withholds",
                mend="Leave out, with --without, a run of them that was never published",
            )
        variable = self.system.variables[exposed]
        outputs = {name_of(place) for place in variable.places}
        outputs |= {variable.differs} - {""}
        outputs |= {f"{told.output} of {told.run}" for told in variable.told}
        earlier = any(one.told or one.differs or one.shown_before for one in self.system.variables)
        return DataError.of(
            where="disclosure",
            at=", ".join(sorted(outputs)),
            what=f"a hidden count would keep fewer than {self._policy.options} possible values, "
            "and nothing that this run can withhold helps",
            mend=_BESIDE if earlier else _ALONE,
        )


def _beyond(bounds: Bounds, up: int, down: int) -> tuple[float, ...]:
    """The values that must become possible for so many more above and below."""
    higher, lower = bounds.greatest + up, bounds.least - down
    return ((higher,) if up else ()) + ((lower,) if down else ())
