"""Who there may be, by the definitions alone: kinds of persons, and which sets each belongs to.

``persons.toml`` says what the contract makes of whom. A kind is a class of positions with a
combination of codes; kinds that no published set tells apart are one.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from hertoets.outsider.positions import Bits, Positions
from hertoets.outsider.published import PersonSet

Whole = npt.NDArray[np.int64]
OTHERS: Final = "*"
"""A value that no published set names."""


@dataclass(frozen=True)
class Kinds:
    """The kinds of one part of the definitions.

    Attributes
    ----------
    classes : tuple of numpy.ndarray of int64
        Of each class the positions that belong to it.
    sets : tuple of int
        The sets that the part tells of, by their numbers.
    belongs : tuple of numpy.ndarray of bool, shape (kinds, sets)
        Of each class its kinds, and whether they belong to each of those sets.
    """

    classes: tuple[Whole, ...]
    sets: tuple[int, ...]
    belongs: tuple[Bits, ...]


@cache
def definitions() -> Any:
    """The table ``persons.toml``."""
    text = files("hertoets.outsider").joinpath("persons.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def groups_of_readings(
    part: Mapping[str, Any], readings: Sequence[str], headline: str
) -> list[list[str]]:
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
    where : Positions
    sets : mapping of int to PersonSet
        Those of one pass of the law, by their numbers; `sets` of the part are those it tells of.
    headline : str
    """

    def __init__(
        self, part: Mapping[str, Any], readings: Sequence[str], where: Positions,
        sets: Mapping[int, PersonSet], headline: str,
    ) -> None:  # fmt: skip
        self._part, self._where, self._headline = part, where, headline
        self._shows: Mapping[str, list[dict[str, Any]]] = part["shows"]
        self.sets = {n: one for n, one in sets.items() if self._tells(one, readings)}
        listed = [code for code, values in part["codes"].items() if values == OTHERS]
        if any(self._named(code) == [OTHERS] for code in listed):
            self.sets = {}  # the table that lists these values is not of this pass
        self._codes = self._combinations()
        self._seen: dict[tuple[str, bytes, frozenset[str]], Bits] = {}

    def kinds(self) -> Kinds:
        """Every kind of person; positions that are alike for this part make one class."""
        possible = [self._where.of_set(one, self._shows) for one in self.sets.values()]
        ruled = [self._where.of_row(row, self._codes) for row in self._part["never"]]
        shown = {
            (column, reading): [self._where.of_row(row, self._codes, reading) for row in rows]
            for column, rows in self._shows.items()
            for reading in self._readings_of(column)
        }
        every = [*possible, *ruled, *(bits for rows in shown.values() for bits in rows)]
        alike: dict[bytes, list[int]] = {}
        for number, bits in enumerate(np.packbits(np.array(every), axis=0).T):
            alike.setdefault(bits.tobytes(), []).append(number)
        belongs = []
        for first, *_ in alike.values():
            rows = {key: np.array([bits[first] for bits in own]) for key, own in shown.items()}
            out = [row for row, bits in zip(self._part["never"], ruled, strict=True) if bits[first]]
            belongs.append(self._of_class([bool(bits[first]) for bits in possible], out, rows))
        classes = tuple(np.array(members) for members in alike.values())
        return Kinds(classes, tuple(self.sets), tuple(belongs))

    def _tells(self, one: PersonSet, readings: Sequence[str]) -> bool:
        only: Mapping[str, list[str]] = self._part.get("only", {})
        return (
            any(column in self._shows for column, _ in one.where)
            and (not one.reading or one.reading in readings)
            and self._where.tell(one, self._shows)
            and all(values <= {*only.get(column, values)} for column, values in one.where)
        )

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
                kept &= ~_all_of(codes, row)
        return {code: values[kept] for code, values in codes.items()}

    def _named(self, code: str) -> list[str]:
        """The values that published sets name of what a code shows, and one more."""
        columns = [name for name, rows in self._shows.items() if rows == [{"as": code}]]
        named = {
            value
            for one in self.sets.values()
            for column, values in one.where
            if column in columns
            for value in values
        }
        return [*sorted(named), OTHERS]

    def _readings_of(self, column: str) -> list[str]:
        asked = (one.reading for one in self.sets.values() if column in dict(one.where))
        return list(dict.fromkeys(reading or self._headline for reading in asked))

    def _of_class(
        self, possible: Sequence[bool], out: Sequence[Mapping[str, Any]],
        rows: Mapping[tuple[str, str], Bits],
    ) -> Bits:  # fmt: skip
        """The kinds of one class, each once, and which sets they belong to."""
        size = len(next(iter(self._codes.values())))
        kept = np.ones(size, dtype=bool)
        for row in out:
            kept &= ~_all_of(self._codes, row)
        belongs = np.zeros((size, len(self.sets)), dtype=bool)
        for place, one in enumerate(self.sets.values()):
            if possible[place]:
                inside = kept.copy()
                for column, values in one.where:
                    if column in self._shows:
                        hold = rows[column, one.reading or self._headline]
                        inside &= self._showing(column, hold, values)
                belongs[:, place] = inside
        belongs = belongs[kept]
        packed = np.packbits(belongs, axis=1)
        return belongs[list({bits.tobytes(): n for n, bits in enumerate(packed)}.values())]

    def _showing(self, column: str, hold: Bits, values: frozenset[str]) -> Bits:
        """Which combinations of codes show one of some values, where these rows may hold."""
        key = column, hold.tobytes(), values
        if key not in self._seen:
            size = len(next(iter(self._codes.values())))
            found, left = np.zeros(size, dtype=bool), np.ones(size, dtype=bool)
            for row, holds in zip(self._shows[column], hold, strict=True):
                if holds:
                    here = left & _all_of(self._codes, row)
                    left &= ~here
                    if "as" in row:
                        found |= here & np.isin(self._codes[row["as"]], list(values))
                    elif row["is"] in values:
                        found |= here
            self._seen[key] = found
        return self._seen[key]


def _all_of(codes: Mapping[str, npt.NDArray[np.str_]], row: Mapping[str, Any]) -> Bits:
    """Which combinations hold what a row asks of codes."""
    inside = np.ones(len(next(iter(codes.values()))), dtype=bool)
    for code, values in row.items():
        if code in codes:
            inside &= np.isin(codes[code], values)
    return inside
