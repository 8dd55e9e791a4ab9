"""The one basis of every count: profiles of persons, and rows, counted by their sets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from hertoets.findings.sets import Base, Counted, PersonSet, RowSet, Value
from hertoets.outcomes import Profiles

Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Loose:
    """Units that are no person of the extract: how many there are, and what each adds to."""

    units: int
    adds: tuple[tuple[RowSet, int], ...]


@dataclass(frozen=True)
class Rows:
    """Everything counted that is no set of persons.

    Attributes
    ----------
    of_persons : mapping of RowSet to (numpy.ndarray, numpy.ndarray)
        Numbers of persons, each once, and how many rows each has of it.
    loose : tuple of Loose
        What belongs to no person.
    """

    of_persons: Mapping[RowSet, tuple[Whole, Whole]] = field(default_factory=dict)
    loose: tuple[Loose, ...] = ()

    def count(self) -> dict[RowSet, int]:
        """How many there are of each."""
        counts = {name: int(numbers.sum()) for name, (_, numbers) in self.of_persons.items()}
        for loose in self.loose:
            for name, number in loose.adds:
                counts[name] = counts.get(name, 0) + loose.units * number
        return counts


class Basis:
    """Counts sets.

    Parameters
    ----------
    profiles : Profiles
    headline : str
    rows : Rows
    person_ids : sequence of str
        The pseudonyms of the persons, in the order of their numbers.
    """

    def __init__(
        self, profiles: Profiles, headline: str, rows: Rows, person_ids: Sequence[str]
    ) -> None:
        self.profiles, self.rows, self._headline = profiles, rows, headline
        self.person_ids = person_ids
        self._codes: dict[tuple[str, bool, str], tuple[npt.NDArray[np.int16], list[Value | None]]]
        self._codes = {}
        self._masks: dict[PersonSet, Mask] = {}
        self._rows = rows.count()

    def with_rows(self, more: Mapping[RowSet, tuple[Whole, Whole]]) -> "Basis":
        """The same with further counts that persons bring rows to."""
        rows = Rows({**self.rows.of_persons, **more}, self.rows.loose)
        other = Basis(self.profiles, self._headline, rows, self.person_ids)
        other._codes, other._masks = self._codes, self._masks  # of the same profiles
        return other

    def count(self, counted: Counted) -> int:
        """How many a count holds."""
        return sum(factor * self.count_base(base) for factor, base in counted.terms)

    def mask(self, wanted: PersonSet) -> Mask:
        """Which profiles belong to a set of persons."""
        if wanted not in self._masks:
            inside = np.ones(len(self.profiles.persons), dtype=bool)
            for column, values in wanted.where:
                codes, known = self._coded(wanted.reading, wanted.doubted, column)
                inside &= np.array([value in values for value in known], dtype=bool)[codes]
            self._masks[wanted] = inside
        return self._masks[wanted]

    def values(self, column: str, reading: str = "", *, doubted: bool = True) -> list[Value]:
        """The values of a column that occur, in order; nulls are none."""
        _, known = self._coded(reading, doubted, column)
        return [value for value in known if value is not None]

    def count_base(self, base: Base) -> int:
        """How many one set holds."""
        if isinstance(base, RowSet):
            return self._rows.get(base, 0)
        return int(self.profiles.persons[self.mask(base)].sum())

    def _coded(
        self, reading: str, doubted: bool, column: str
    ) -> tuple[npt.NDArray[np.int16], list[Value | None]]:
        key = (reading or self._headline, doubted, column)
        if key not in self._codes:
            series = self.profiles.frames[key[0], doubted][column]
            known = series.unique().sort(nulls_last=True)
            places = series.to_frame().join(
                known.to_frame().with_row_index("place"),
                on=column,
                how="left",
                nulls_equal=True,
                maintain_order="left",
            )
            self._codes[key] = (
                places["place"].cast(int).to_numpy().astype(np.int16),
                known.to_list(),
            )
        return self._codes[key]


def bases_of(counts: Iterable[Counted]) -> list[Base]:
    """Every base of some counts, each once, in order."""
    return list(dict.fromkeys(base for counted in counts for _, base in counted.terms))
