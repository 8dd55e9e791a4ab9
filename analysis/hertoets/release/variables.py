"""One count as an attacker sees it: where it is published, and what each form of it leaves.

Source: contract, section 6.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

from hertoets.findings import Place
from hertoets.release.count import WITHHELD
from hertoets.release.counts import (
    Interval,
    hidden_range,
    is_small,
    median_range,
    round_count,
    unround,
    withheld_range,
)
from hertoets.release.policy import Policy

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Bits = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Row:
    """A relation: counts, each times a factor, add up to at least and at most so much."""

    terms: tuple[tuple[int, int], ...]
    least: float = 0.0
    most: float = 0.0


@dataclass(frozen=True)
class Note:
    """Where an earlier run hid a count, and how many values it promised to leave."""

    run: str
    output: str
    place: str
    shown: str
    options: int


@dataclass
class Variable:
    """One count: its exact number, every place where it is published, and what is known of it.

    `known` is what is told of it besides its published form: by the kind of count it is, or by
    earlier runs; `ruled` is what rules say that everybody knows, whatever is published. `told`
    names where earlier runs hid it, and `shown_before` that one of them showed it; `under_median`
    that a median over these is shown where there are enough of them; `differs` says of which output
    it is what changed since which run: a small one is hidden without standing anywhere. Without
    places this run publishes it nowhere, and it only ties others.
    """

    exact: int
    signed: bool = False
    under_median: bool = False
    places: list[Place] = field(default_factory=list)
    known: Interval = (-inf, inf)
    ruled: Interval = (-inf, inf)
    told: list[Note] = field(default_factory=list)
    shown_before: bool = False
    differs: str = ""

    def interval(self, policy: Policy, *, withheld: bool) -> Interval:
        """What its published form leaves, together with what earlier runs told."""
        known = [self._own(policy, withheld=withheld), self.known, self.ruled]
        if self.under_median:
            known.append(median_range(self.exact, policy))
        return max(low for low, _ in known), min(high for _, high in known)

    def _own(self, policy: Policy, *, withheld: bool) -> Interval:
        if withheld or not self.places:
            return withheld_range(signed=self.signed)
        shown = round_count(self.exact, policy)
        if shown is None:
            return hidden_range(policy, signed=self.signed)
        return unround(shown, policy)

    def is_hidden(self, policy: Policy) -> bool:
        """Tell whether its published form is ``<10``."""
        return bool(self.places) and is_small(self.exact, policy)

    def needs(self, policy: Policy, *, withheld: bool) -> int:
        """How many values must stay possible: none where nobody hid it.

        A count that is not small is withheld for another's sake alone. Whoever works it out knows a
        number that might have been shown, and nothing of a few persons. And where a rule that
        everybody knows leaves fewer values, whatever is published, those are all it can keep.
        """
        return int(min(self._needs(policy, withheld=withheld), self._left_by_rules()))

    def _left_by_rules(self) -> float:
        return inf if self.signed else self.ruled[1] - max(self.ruled[0], 0.0) + 1

    def _needs(self, policy: Policy, *, withheld: bool) -> int:
        kept = bool(self.differs) or (withheld and not self.shown_before)
        if self.is_hidden(policy) or (kept and is_small(self.exact, policy)):
            return policy.options
        return min(policy.options, max((told.options for told in self.told), default=0))

    def is_not_zero(self, policy: Policy) -> bool:
        """Tell whether zero is no option: a difference shown as ``<10`` lies on either side."""
        small = self.is_hidden(policy) or any(told.shown != WITHHELD for told in self.told)
        return self.signed and small


@dataclass(frozen=True)
class People:
    """Which kinds of persons there are or might be, and which counts hold them.

    Attributes
    ----------
    held : scipy.sparse.csr_array of float, shape (counts, kinds)
        How often each kind counts.
    there : numpy.ndarray of int, shape (kinds,)
        How many persons there are of each.
    number : numpy.ndarray of int, shape (counts,)
        The variable of each count; several counts may have one.
    """

    held: "csr_array"
    there: Whole
    number: Whole


@dataclass(frozen=True)
class System:
    """Variables and relations; entry k says that relation `row[k]` holds `column[k]`.

    Attributes
    ----------
    variables : list of Variable
    row, column, factor : numpy.ndarray of int, shape (entries,)
        Sorted by row.
    least, most : numpy.ndarray of float, shape (relations,)
        Between which the terms of each relation add up.
    at : mapping of Place to int
        The variable that this run publishes in each place.
    people : People or None
        Of this run; None where they are of too many kinds to reckon with whole persons.
    given : int
        So many relations, the first ones, follow from no definition of who belongs where in this
        run; all others do.
    """

    variables: list[Variable]
    row: Whole
    column: Whole
    factor: Floats
    least: Floats
    most: Floats
    at: dict[Place, int]
    people: People | None
    given: int

    def with_rows(self, rows: Iterable[Row]) -> "System":
        """The same with more relations."""
        more = list(dict.fromkeys(rows))
        if not more:
            return self
        entries = [(row, *term) for row, one in enumerate(more) for term in one.terms]
        row, column, factor = np.array(entries, dtype=np.int64).T
        return replace(
            self,
            row=np.concatenate([self.row, len(self.least) + row]),
            column=np.concatenate([self.column, column]),
            factor=np.concatenate([self.factor, factor.astype(np.float64)]),
            least=np.concatenate([self.least, [one.least for one in more]]),
            most=np.concatenate([self.most, [one.most for one in more]]),
        )

    def forms(self, policy: Policy) -> "Forms":
        """Work out what the form of each count leaves by itself, to choose from often."""
        shown, withheld = (
            np.array(
                [variable.interval(policy, withheld=gone) for variable in self.variables],
                dtype=np.float64,
            ).reshape(len(self.variables), 2)
            for gone in (False, True)
        )
        needs, withheld_needs = (
            np.array([v.needs(policy, withheld=gone) for v in self.variables], dtype=np.int64)
            for gone in (False, True)
        )
        not_zero = np.array([v.is_not_zero(policy) for v in self.variables], dtype=bool)
        return Forms(shown, withheld, needs, withheld_needs, not_zero)


@dataclass(frozen=True)
class Forms:
    """What each count leaves where it is shown and where it is withheld, and what it must leave.

    Attributes
    ----------
    shown, withheld : numpy.ndarray of float, shape (variables, 2)
        Least and greatest.
    needs, withheld_needs : numpy.ndarray of int, shape (variables,)
        How many values must stay possible; 0 where nobody hides the count.
    not_zero : numpy.ndarray of bool, shape (variables,)
        Whether zero is none of the values.
    """

    shown: Floats
    withheld: Floats
    needs: Whole
    withheld_needs: Whole
    not_zero: npt.NDArray[np.bool_]

    def box(self, withheld: Set[int]) -> tuple[Floats, Floats]:
        """Least and greatest of every count, with some withheld; arrays of the caller's."""
        box = self.shown.copy()
        places = list(withheld)
        box[places] = self.withheld[places]
        return box[:, 0].copy(), box[:, 1].copy()

    def needed(self, withheld: Set[int]) -> Whole:
        """How many values must stay possible of each count, with some withheld."""
        needs = self.needs.copy()
        places = list(withheld)
        needs[places] = self.withheld_needs[places]
        return needs

    def asked(self, withheld: Set[int]) -> list[int]:
        """The counts that must keep their options, and all that are withheld."""
        return sorted({*np.flatnonzero(self.needs).tolist(), *withheld})

    def options(self, low: Floats, high: Floats) -> Floats:
        """Count the values that each count may have between its least and its greatest."""
        return cast(Floats, values_between(low, high, self.not_zero))


def values_between(low: Any, high: Any, not_zero: Any) -> Any:
    """Count the whole numbers between two ends, zero left out where it is none of them.

    Parameters
    ----------
    low, high : float, or numpy.ndarray of float
    not_zero : bool, or numpy.ndarray of bool

    Returns
    -------
    float, or numpy.ndarray of float
    """
    return high - low + 1 - (not_zero & (low <= 0) & (high >= 0))
