"""Where a person may stand: the situations that are published, and what the contract says of them.

Source: contract, sections 3 and 4.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from hertoets.outsider.published import PersonSet

Bits = npt.NDArray[np.bool_]
Where = Mapping[str, str]
"""What is known of everybody in one position."""

_SIX: Final = (
    "publication_exceptions", "publication", "became_obliged", "decision", "duty", "scope",
)  # fmt: skip
_ACTS: Final = ("wi2013", "wi2021")


class Positions:
    """Positions, asked what holds in each.

    Parameters
    ----------
    every : sequence of mapping
        The positions, all with the same columns.
    headline : str
        The reading of columns of which nothing else is said.
    """

    def __init__(self, every: Sequence[Where], headline: str) -> None:
        self._columns = {name: np.array([one[name] for one in every]) for name in every[0]}
        self._headline, self._size = headline, len(every)
        self._known: dict[tuple[str, frozenset[str]], Bits] = {}

    def __len__(self) -> int:
        return self._size

    def name(self, number: int) -> tuple[str, str]:
        """The situation of a position, and whether there is a notice."""
        situation, told = (self._columns[name][number] for name in ("situation_id", "has_notice"))
        return str(situation), str(told)

    def tell(self, one: PersonSet, beside: Collection[str] = ()) -> bool:
        """Tell whether the columns of a set follow from a position, those `beside` left out."""
        return all(
            column in beside or self._name(column, one.reading) in self._columns
            for column, _ in one.where
        )

    def of_set(self, one: PersonSet, beside: Collection[str] = ()) -> Bits:
        """Where a person may belong to a set, whatever the columns `beside`."""
        return self.holding(
            (self._name(column, one.reading), values)
            for column, values in one.where
            if column not in beside
        )

    def of_row(self, row: Mapping[str, Any], codes: Collection[str], reading: str = "") -> Bits:
        """Where a row of the definitions may hold, whatever the codes."""
        return self.holding(
            (self._name(column, reading), frozenset(values))
            for column, values in row.items()
            if column not in codes and column not in ("is", "as")
        )

    def holding(self, conditions: Iterable[tuple[str, frozenset[str]]]) -> Bits:
        """Where every condition holds."""
        inside = np.ones(self._size, dtype=bool)
        for column, values in conditions:
            if (column, values) not in self._known:
                found = np.isin(self._columns[column], list(values))
                self._known[column, values] = found
            inside &= self._known[column, values]
        return inside

    def _name(self, column: str, reading: str) -> str:
        return column if column in self._columns else f"{column}_{reading or self._headline}"


def positions(situations: Mapping[str, Where], readings: Sequence[str], headline: str) -> Positions:
    """The positions of the law with what is in doubt unknown: a published situation each.

    Who has no notice of known date and Act may have none at all.
    """
    found = []
    for name, facts in situations.items():
        told = ["no"] if facts["notice"] == "no_notice" else ["yes"]
        if facts["notice"] == facts["stated"] == "unknown":
            told = ["yes", "unknown"]
        for has_notice in told:
            own = {**facts, "situation_id": name, "has_notice": has_notice}
            found.append(own | dict(_judged(own, readings, headline)))
    return Positions(found, headline)


def recorded_positions(headline: str) -> Positions:
    """Those of the records as they stand, of which no situation is published: all that can be."""
    told = [("no_notice", "none"), *product(("before", "after", "unknown"), (*_ACTS, "unknown"))]
    certainties = ("certain", "reading_dependent", "unknown")
    found = []
    for (notice, stated), regime, certainty in product(
        told, (*_ACTS, "none", "open", "unknown"), certainties
    ):
        has_notice = "no" if notice == "no_notice" else "yes"
        outcome = _outcome(notice, stated, regime, has_notice)
        if certainty == "certain" and regime in ("open", "unknown"):
            continue
        if certainty != "unknown" and "unknown" in (regime, outcome):
            continue
        own = {"notice": notice, "stated": stated, "has_notice": has_notice, "group": "unknown"}
        own |= {f"regime_{headline}": regime, f"outcome_{headline}": outcome}
        found.append(own | {"certainty": certainty})
    return Positions(found, headline)


def _judged(own: Where, readings: Sequence[str], headline: str) -> Iterator[tuple[str, str]]:
    """Outcome by each reading, and certainty."""
    outcomes = {
        name: _outcome(own["notice"], own["stated"], own[f"regime_{name}"], own["has_notice"])
        for name in readings
    }
    yield from ((f"outcome_{name}", outcome) for name, outcome in outcomes.items())
    regimes = {own[f"regime_{name}"] for name in _SIX}
    known = regimes - {"unknown"}
    certainty = "reading_dependent"
    if "unknown" in (outcomes[headline], own[f"regime_{headline}"]) or (
        "unknown" in regimes and len(known) < 2 and "open" not in known
    ):
        certainty = "unknown"
    elif len(regimes) == 1 and "open" not in regimes:
        certainty = "certain"
    yield "certainty", certainty


def _outcome(notice: str, stated: str, regime: str, has_notice: str) -> str:
    if has_notice == "unknown":
        return "unknown"
    if notice == "no_notice":
        return "no_notice"
    if regime == "unknown" or (stated == "unknown" and regime in _ACTS):
        return "unknown"
    if regime in ("open", "none"):
        return "open" if regime == "open" else "no_duty"
    return "correct" if stated == regime else "wrong_regime"
