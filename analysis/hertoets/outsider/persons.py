"""Who there may be, by the definitions alone: kinds of persons, and which sets each belongs to.

``persons.toml`` says what the contract makes of whom. A kind is a class of situations and a
combination of codes; kinds that no published set tells apart are one.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from hertoets.outsider.published import PersonSet

Bits = npt.NDArray[np.bool_]
Where = Mapping[str, str]
"""What is known of everybody in one situation."""

OTHERS: Final = "*"
"""A value that no published set names."""
_SIX: Final = (
    "publication_exceptions", "publication", "became_obliged", "decision", "duty", "scope",
)  # fmt: skip


@dataclass(frozen=True)
class Kinds:
    """The kinds of one part: for each the class of situations, and the sets it belongs to."""

    classes: tuple[tuple[int, ...], ...]
    """Of each class the positions that belong to it, by their numbers."""
    of_class: tuple[int, ...]
    """Of each kind its class."""
    sets: tuple[int, ...]
    """The sets that the part tells of, by their numbers."""
    belongs: Bits
    """Of each kind (row) whether it belongs to each of those."""


@cache
def definitions() -> Any:
    """The table ``persons.toml``."""
    text = files("hertoets.outsider").joinpath("persons.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def positions(
    situations: Mapping[str, Where], readings: Sequence[str], headline: str
) -> list[dict[str, str]]:
    """Everything in which a person's situation may differ, as the published table has it.

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
    return found


def recorded_positions(headline: str) -> list[dict[str, str]]:
    """The same of the records as they stand, of which no situation is published."""
    regimes = ("wi2013", "wi2021", "none", "open", "unknown")
    told = [("no_notice", "none"), *product(("before", "after", "unknown"), (*regimes[:2], "unknown"))]
    found = []
    for (notice, stated), regime, certainty in product(
        told, regimes, ("certain", "reading_dependent", "unknown")
    ):
        has_notice = "no" if notice == "no_notice" else "yes"
        outcome = _outcome(notice, stated, regime, has_notice)
        unsettled = regime in ("open", "unknown")
        if (certainty == "certain" and unsettled) or (
            certainty != "unknown" and "unknown" in (regime, outcome)
        ):
            continue
        own = {"notice": notice, "stated": stated, "has_notice": has_notice, "group": OTHERS}
        own |= {f"regime_{headline}": regime, f"outcome_{headline}": outcome}
        found.append(own | {"certainty": certainty})
    return found


def _judged(own: Where, readings: Sequence[str], headline: str) -> Iterator[tuple[str, str]]:
    """Outcome by each reading, and certainty (contract, section 4)."""
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
    if regime == "unknown" or (stated == "unknown" and regime in ("wi2013", "wi2021")):
        return "unknown"
    if regime in ("open", "none"):
        return "open" if regime == "open" else "no_duty"
    return "correct" if stated == regime else "wrong_regime"


def in_position(where: Where, one: PersonSet, shown: Iterable[str], headline: str) -> bool:
    """Whether a person in a position meets the conditions of a set, those on `shown` aside."""
    return all(
        where[_key(column, one.reading or headline, where)] in values
        for column, values in one.where
        if column not in shown
    )


def tells(where: Where, one: PersonSet, shown: Iterable[str], headline: str) -> bool:
    """Whether the columns of a set are `shown` or follow from a person's position."""
    return all(
        column in shown or _key(column, one.reading or headline, where) in where
        for column, _ in one.where
    )


def _key(column: str, reading: str, where: Where) -> str:
    return column if column in where else f"{column}_{reading}"


def groups_of_readings(part: Mapping[str, Any], readings: Sequence[str], headline: str) -> Any:
    """For which readings a part is made, each group apart."""
    if part.get("readings") == "headline":
        return [[headline]]
    if part.get("readings") == "same_date":
        own = definitions()["same_date"]
        groups = [[name for name in some if name in readings] for some in own.values()]
        others = [[name] for name in readings if not any(name in some for some in groups)]
        return [some for some in groups if some] + others
    return [list(readings)]


class Part:
    """One part of the definitions, beside the positions that persons may be in.

    Parameters
    ----------
    part : mapping
        An entry of ``persons.toml``.
    readings : sequence of str
        For which it is made.
    where : sequence of mapping
        The positions.
    sets : mapping of int to PersonSet
        Those of one pass, by their numbers.
    headline : str
    """

    def __init__(
        self, part: Mapping[str, Any], readings: Sequence[str], where: Sequence[Where],
        sets: Mapping[int, PersonSet], headline: str,
    ) -> None:  # fmt: skip
        self._part, self._where, self._headline = part, where, headline
        self._shows: Mapping[str, list[dict[str, Any]]] = part["shows"]
        self.sets = {
            number: one
            for number, one in sets.items()
            if any(column in self._shows for column, _ in one.where)
            and (not one.reading or one.reading in readings)
            and tells(where[0], one, self._shows, headline)
        }
        listed = [code for code, values in part["codes"].items() if values == OTHERS]
        if any(self._named(code) == [OTHERS] for code in listed):
            self.sets = {}  # the table that lists these values is not of this pass
        self._codes = self._combinations()

    def kinds(self) -> Kinds:
        """Every kind of person, beside the positions alike for this part put together."""
        classes: dict[tuple[object, ...], list[int]] = {}
        for number, where in enumerate(self._where):
            classes.setdefault(self._likeness(where), []).append(number)
        of_class: list[int] = []
        found: list[Bits] = []
        for place, members in enumerate(classes.values()):
            alike = self._of_class(self._where[members[0]])
            of_class += [place] * len(alike)
            found.append(alike)
        belongs = np.concatenate(found) if found else np.zeros((0, len(self.sets)), dtype=bool)
        own = tuple(tuple(members) for members in classes.values())
        return Kinds(own, tuple(of_class), tuple(self.sets), belongs)

    def _combinations(self) -> dict[str, npt.NDArray[np.str_]]:
        """Every combination of codes that is not ruled out whatever the position."""
        domains = {
            code: self._named(code) if values == OTHERS else values
            for code, values in self._part["codes"].items()
        }
        every = np.array(list(product(*domains.values())), dtype=np.str_)
        codes = {code: every[:, place] for place, code in enumerate(domains)}
        kept = np.ones(len(every), dtype=bool)
        for row in self._part["never"]:
            if row.keys() <= codes.keys():
                kept &= ~self._all_of(codes, row, len(every))
        return {code: values[kept] for code, values in codes.items()}

    def _named(self, code: str) -> list[str]:
        """The values that published sets name of what a code shows, and one more."""
        columns = [c for c, rows in self._shows.items() if rows == [{"as": code}]]
        named = {
            value
            for one in self.sets.values()
            for column, values in one.where
            if column in columns
            for value in values
        }
        return [*sorted(named), OTHERS]

    def _likeness(self, where: Where) -> tuple[object, ...]:
        """What makes positions alike: the same rows hold, and the same sets are possible."""
        rows = tuple(_holds(row, where, self._codes) for row in self._part["never"])
        shown = tuple(
            self._rows_that_hold(column, reading, where)
            for column, reading in self._asked()
        )
        possible = tuple(self._possible(one, where) for one in self.sets.values())
        return rows, shown, possible

    def _asked(self) -> list[tuple[str, str]]:
        return list(
            dict.fromkeys(
                (column, one.reading or self._headline)
                for one in self.sets.values()
                for column, _ in one.where
                if column in self._shows
            )
        )

    def _rows_that_hold(self, column: str, reading: str, where: Where) -> tuple[bool, ...]:
        own = {**where, "regime": where[f"regime_{reading}"]}
        return tuple(_holds(row, own, self._codes) for row in self._shows[column])

    def _possible(self, one: PersonSet, where: Where) -> bool:
        return in_position(where, one, self._shows, self._headline)

    def _of_class(self, where: Where) -> Bits:
        """The kinds of one class: which sets each belongs to, each kind once."""
        size = len(next(iter(self._codes.values())))
        kept = np.ones(size, dtype=bool)
        for row in self._part["never"]:
            if _holds(row, where, self._codes):
                kept &= ~self._all_of(self._codes, row, size)
        belongs = np.zeros((len(self.sets), size), dtype=bool)
        for place, one in enumerate(self.sets.values()):
            if self._possible(one, where):
                inside = kept.copy()
                for column, values in one.where:
                    if column in self._shows:
                        rows = self._rows_that_hold(column, one.reading or self._headline, where)
                        inside &= self._in(column, rows, values)
                belongs[place] = inside
        return np.unique(belongs[:, kept].T, axis=0)

    def _in(self, column: str, rows: tuple[bool, ...], values: frozenset[str]) -> Bits:
        return self._isin(column, rows, values)

    @property
    def _isin(self) -> Callable[[str, tuple[bool, ...], frozenset[str]], Bits]:
        if not hasattr(self, "_known"):
            self._known = cache(self._look)
        return self._known

    def _look(self, column: str, rows: tuple[bool, ...], values: frozenset[str]) -> Bits:
        """Which combinations of codes show one of some values, where these rows may hold."""
        size = len(next(iter(self._codes.values())))
        found, left = np.zeros(size, dtype=bool), np.ones(size, dtype=bool)
        for row, holds in zip(self._shows[column], rows, strict=True):
            if holds:
                here = left & self._all_of(self._codes, row, size)
                left &= ~here
                if "as" in row:
                    found |= here & np.isin(self._codes[row["as"]], list(values))
                elif row["is"] in values:
                    found |= here
        return found

    @staticmethod
    def _all_of(codes: Mapping[str, npt.NDArray[np.str_]], row: Mapping[str, Any], size: int) -> Bits:
        inside = np.ones(size, dtype=bool)
        for code, values in row.items():
            if code in codes:
                inside &= np.isin(codes[code], values)
        return inside


def _holds(row: Mapping[str, Any], where: Where, codes: Iterable[str]) -> bool:
    """Whether what a row asks of a position holds there."""
    return all(
        where[column] in values
        for column, values in row.items()
        if column not in codes and column not in ("is", "as")
    )
