"""The one basis of every count: profiles of persons, and rows, counted by their sets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.findings.sets import Base, Counted, PersonSet, RowSet, Value
from hertoets.outcomes import Profiles

Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.unsignedinteger]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """Everything counted that is no set of persons.

    Attributes
    ----------
    counts : mapping of RowSet to int
        How many there are of each; of what is not listed there is none.
    laid : frozenset of str
        The checks whose wrong rows are each a row of a person.
    """

    counts: Mapping[RowSet, int] = field(default_factory=dict)
    laid: frozenset[str] = frozenset()


class PersonIds(Protocol):
    """The pseudonyms of persons, in the order of their numbers; a list of them is one."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def __iter__(self) -> Iterator[str]:
        """Each of them."""
        ...


class Held:
    """What the rows of a frame hold: which of them are of some values."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame
        self._codes: dict[str, tuple[Codes, list[Value | None]]] = {}

    def mask(self, where: Iterable[tuple[str, Sequence[Value]]]) -> Mask:
        """Which rows hold in every column one of its values; a null is none."""
        inside = np.ones(len(self._frame), dtype=bool)
        for column, values in where:
            codes, known = self._coded(column)
            inside &= np.array([value in values for value in known], dtype=bool)[codes]
        return inside

    def values(self, column: str) -> list[Value | None]:
        """The values of a column that occur, in order."""
        return self._coded(column)[1]

    def _coded(self, column: str) -> tuple[Codes, list[Value | None]]:
        if column not in self._codes:
            series = self._frame[column]
            known = series.unique().sort(nulls_last=True)
            places = series.to_frame().join(
                known.to_frame().with_row_index("place"),
                on=column,
                how="left",
                nulls_equal=True,
                maintain_order="left",
            )
            few = len(known) <= np.iinfo(np.uint8).max
            codes = places["place"].cast(pl.UInt8 if few else pl.UInt16).to_numpy()
            self._codes[column] = codes, known.to_list()
        return self._codes[column]


class Packed:
    """A mask in an eighth of the room: a run has thousands, over all its profiles."""

    def __init__(self, mask: Mask) -> None:
        self._bits, self._size = np.packbits(mask), len(mask)

    def digest(self) -> bytes:
        """What tells it from every other mask of as many profiles."""
        return sha256(self._bits.tobytes()).digest()

    def mask(self) -> Mask:
        """The mask; nobody else holds it."""
        return np.unpackbits(self._bits, count=self._size).view(np.bool_)


class Basis:
    """Counts sets.

    Parameters
    ----------
    profiles : Profiles
    headline : str
    rows : Rows
    person_ids : PersonIds
        The pseudonyms of the persons, in the order of their numbers.
    """

    def __init__(
        self, profiles: Profiles, headline: str, rows: Rows, person_ids: PersonIds
    ) -> None:
        self.profiles, self.rows, self.headline = profiles, rows, headline
        self.person_ids = person_ids
        self._frames: dict[tuple[str, bool], Held] = {}
        self._masks: dict[PersonSet, Packed] = {}
        self._counts: dict[Base, int] = dict(rows.counts.items())

    def with_rows(self, more: Mapping[RowSet, int]) -> "Basis":
        """The same with further counts."""
        rows = replace(self.rows, counts={**self.rows.counts, **more})
        other = Basis(self.profiles, self.headline, rows, self.person_ids)
        other._frames, other._masks = self._frames, self._masks  # of the same profiles
        other._counts = self._counts | other._counts
        return other

    def count(self, counted: Counted) -> int:
        """How many a count holds."""
        return sum([factor * self.count_base(base) for factor, base in counted.terms])

    def mask(self, wanted: PersonSet) -> Mask:
        """Which profiles belong to a set of persons."""
        return self.packed(wanted).mask()

    def packed(self, wanted: PersonSet) -> Packed:
        """The same as it is held here, for who holds many."""
        if wanted not in self._masks:
            inside = self._held(wanted.reading, wanted.doubted).mask(wanted.where)
            self._masks[wanted] = Packed(inside)
        return self._masks[wanted]

    def values(self, column: str, reading: str = "", *, doubted: bool = True) -> list[Value]:
        """The values of a column that occur, in order; nulls are none."""
        return [value for value in self._held(reading, doubted).values(column) if value is not None]

    def column(self, column: str, reading: str = "", *, doubted: bool = True) -> pl.Series:
        """What each profile holds in a column, texts as such."""
        held = self.profiles.frames[reading or self.headline, doubted][column]
        return held.cast(pl.String) if held.dtype == pl.Enum else held

    def days(self, name: str, reading: str = "", *, doubted: bool = True) -> pl.DataFrame:
        """How many ``persons`` of each ``group`` have how many ``days`` of some kind."""
        counted = self.profiles.days[reading or self.headline, doubted]
        return counted.filter(pl.col("of") == name)

    def count_base(self, base: Base) -> int:
        """How many one set holds."""
        number = self._counts.get(base)
        if number is None:
            number = 0
            if isinstance(base, PersonSet):
                number = int(self.profiles.persons[self.mask(base)].sum())
            self._counts[base] = number
        return number

    def _held(self, reading: str, doubted: bool) -> Held:
        key = reading or self.headline, doubted
        if key not in self._frames:
            self._frames[key] = Held(self.profiles.frames[key])
        return self._frames[key]


def bases_of(counts: Iterable[Counted]) -> list[Base]:
    """Every base of some counts, each once, in order."""
    return list(dict.fromkeys(base for counted in counts for _, base in counted.terms))
