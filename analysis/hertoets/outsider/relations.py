"""Everything that follows from the definitions, as rows of one system of linear relations.

Its counts are: persons in each position and of each kind, which nobody publishes, and the sets and
sums that are published. Source: contract, sections 2 to 6.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import inf

import numpy as np
import numpy.typing as npt

from hertoets.errors import DataError
from hertoets.outsider.asked import Asked, relations_of_asked
from hertoets.outsider.beside import relations_beside
from hertoets.outsider.persons import Kinds, Part, definitions, groups_of_readings
from hertoets.outsider.positions import Positions, positions, recorded_positions
from hertoets.outsider.published import PersonSet, Published
from hertoets.outsider.solving import COMMON, Box, Rows

Floats = npt.NDArray[np.float64]
DOUBT_FROM = 1000
"""Below so many persons doubts act on nothing (contract, section 5)."""


class Relations:
    """A growing system ``least <= matrix @ counts <= most`` with ``low <= counts <= high``.

    Attributes
    ----------
    of_set : list of int
        The count that each published set is.
    of_number : list of int
        The count that each published number is.
    """

    def __init__(self, published: Published, asked: Asked | None = None) -> None:
        self.published, self._asked = published, asked or Asked()
        self._low: list[float] = []
        self._high: list[float] = []
        self._entries: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]] = []
        self._least: list[float] = []
        self._most: list[float] = []
        self._part: list[int] = []
        self._now = COMMON
        self.of_set = self.counts(len(published.sets))
        self.of_number: list[int] = []
        self._add_numbers()
        self._add_persons()
        for terms, least, most in relations_beside(published):
            own = [(factor, self._variable(kind, place)) for factor, kind, place in terms]
            self.add(own, least, most)

    def counts(self, number: int) -> list[int]:
        """New counts, none below zero."""
        first = len(self._low)
        self._low += [0.0] * number
        self._high += [inf] * number
        return list(range(first, first + number))

    def add(self, terms: Iterable[tuple[int, int]], least: float = 0.0, most: float = 0.0) -> None:
        """Add a relation: counts, each times a factor, add up to at least and at most so much."""
        factors, columns = zip(*terms, strict=True)
        row = np.full(len(columns), len(self._least), dtype=np.int64)
        self._entries.append((row, np.array(columns, np.int64), np.array(factors, np.float64)))
        self._least.append(least)
        self._most.append(most)
        self._part.append(self._now)

    def rows(self) -> Rows:
        """The relations."""
        from scipy.sparse import csr_array

        row, column, factor = (np.concatenate(some) for some in zip(*self._entries, strict=True))
        matrix = csr_array((factor, (row, column)), shape=(len(self._least), len(self._low)))
        matrix.eliminate_zeros()  # of a count that a relation both adds and takes away
        return Rows(matrix, np.array(self._least), np.array(self._most), np.array(self._part))

    def box(self) -> Box:
        """What each count may be by itself."""
        return Box(np.array(self._low), np.array(self._high))

    def _variable(self, kind: str, place: int) -> int:
        return self.of_set[place] if kind == "set" else self.of_number[place]

    def _add_numbers(self) -> None:
        for number in self.published.numbers:
            if len(number.terms) == 1 and number.terms[0][0] == 1:
                count = self.of_set[number.terms[0][1]]
            else:
                (count,) = self.counts(1)
                self._low[count] = -inf
                own = ((factor, self.of_set[one]) for factor, one in number.terms)
                self.add([(-1, count), *own])
            self._low[count] = max(self._low[count], number.least)
            self._high[count] = min(self._high[count], number.greatest)
            self.of_number.append(count)

    def _add_persons(self) -> None:
        situations, headline = self.published.situations, self.published.headline
        told = next(iter(situations.values()))
        readings = [name.removeprefix("regime_") for name in told if name.startswith("regime_")]
        where = positions(situations, readings, headline)
        here = self._pass(doubted=True, where=where, readings=readings)
        recorded = self._sets(doubted=False)
        if self._most_persons() < DOUBT_FROM:
            self._tie_alike(recorded)
        where = recorded_positions(headline)
        there = self._pass(doubted=False, where=where, readings=[headline])
        self.add([*((1, count) for count in here), *((-1, count) for count in there)])

    def _most_persons(self) -> float:
        """How many persons there are at most."""
        for number, count in zip(self.published.numbers, self.of_number, strict=True):
            if ("finding", "persons_in_extract", self.published.headline, "upper") in number.places:
                return self._high[count]
        return inf

    def _tie_alike(self, recorded: Mapping[int, PersonSet]) -> None:
        """Where nothing is in doubt, both passes of the law say the same."""
        headline = self.published.headline
        doubted = {
            (one.where, one.reading or headline): number
            for number, one in self._sets(doubted=True).items()
        }
        for number, one in recorded.items():
            other = doubted.get((one.where, one.reading or headline))
            if other is not None:
                self.add([(1, self.of_set[number]), (-1, self.of_set[other])])

    def _sets(self, *, doubted: bool) -> dict[int, PersonSet]:
        return {
            number: one
            for number, one in enumerate(self.published.sets)
            if isinstance(one, PersonSet) and one.doubted == doubted
        }

    def _pass(self, *, doubted: bool, where: Positions, readings: Sequence[str]) -> list[int]:
        """Everything about one pass of the law; the counts of its positions."""
        headline, sets = self.published.headline, self._sets(doubted=doubted)
        here = self.counts(len(where))
        told = set()
        for number, one in sets.items():
            if where.tell(one):
                inside = np.flatnonzero(where.of_set(one)).tolist()
                self.add([(-1, self.of_set[number]), *((1, here[place]) for place in inside)])
                told.add(number)
        for part in definitions()["part"]:
            for some in groups_of_readings(part, readings, headline):
                laid = Part(part, some, where, sets, headline)
                if laid.sets:
                    self._now = max(self._part, default=COMMON) + 1
                    self._lay(laid.kinds(), here)
                    self._now = COMMON
                    told |= laid.sets.keys()
        self._add_asked(set(sets.keys() - told) & self._asked.sets)
        if lost := sets.keys() - told - self._asked.sets:
            columns = {column for number in lost for column, _ in sets[number].where}
            raise DataError.of(
                where="persons.toml",
                at=", ".join(sorted(columns)),
                what="a count is published of which no definition says what follows",
                mend="This is a fault of Hertoets itself: report it with the version",
            )
        return here

    def _add_asked(self, lost: set[int]) -> None:
        """What ties the sets of questions, those above all of which no definition tells."""
        for terms, least, most in relations_of_asked(self.published.sets, self._asked, lost):
            self.add([(factor, self.of_set[one]) for factor, one in terms], least, most)

    def _lay(self, kinds: Kinds, here: Sequence[int]) -> None:
        """Kinds of one part add up to the positions of each class, and to each set."""
        of_sets: dict[int, list[tuple[int, int]]] = {number: [] for number in kinds.sets}
        for alike, belongs in zip(kinds.classes, kinds.belongs, strict=True):
            whole = [(1, here[number]) for number in alike]
            first = self.counts(len(belongs))
            self.add([*whole, *((-1, kind) for kind in first)])
            # What several sets have of a class alike is one count, so that the system stays small.
            shares: dict[bytes, list[tuple[int, int]]] = {}
            for place, number in enumerate(kinds.sets):
                inside = belongs[:, place]
                key = inside.tobytes()
                if key not in shares:
                    shares[key] = self._share(np.flatnonzero(inside).tolist(), first, whole)
                of_sets[number] += shares[key]
        for number, terms in of_sets.items():
            self.add([(-1, self.of_set[number]), *terms])

    def _share(
        self, inside: list[int], first: Sequence[int], whole: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        if len(inside) == len(first):
            return whole
        own = [(1, first[kind]) for kind in inside]
        if len(own) < 2:
            return own
        (share,) = self.counts(1)
        self.add([(-1, share), *own])
        return [(1, share)]
