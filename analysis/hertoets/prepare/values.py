"""A delivered column: its distinct values once, and for each row which of them stands there.

Distinct values are few, so whatever is judged is judged once for each, in plain Python.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

EMPTY = -1

_BLANKS = re.compile(r"\s+")

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Unread:
    """Stands in a cell that holds something and gives no value, with the reason."""

    reason: str


@dataclass(frozen=True)
class Values:
    """One delivered column.

    Attributes
    ----------
    indices : numpy array of int64
        For each row the place in ``distinct``; -1 for an empty cell.
    distinct : list of object
        Text, whole number, fraction, truth value, date or moment. May hold a value twice.
    """

    indices: Indices
    distinct: list[object]

    @classmethod
    def from_arrow(cls, array: pa.ChunkedArray) -> "Values":
        """Take a column of a CSV or Parquet file."""
        whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
        if pa.types.is_dictionary(whole.type):
            whole = whole.dictionary_decode()
        if pa.types.is_binary(whole.type) or pa.types.is_large_binary(whole.type):
            whole = whole.cast(pa.string())
        if pa.types.is_null(whole.type):
            return cls(np.full(len(whole), EMPTY, dtype=np.int64), [])
        encoded = pc.dictionary_encode(whole)
        indices = pc.fill_null(encoded.indices, EMPTY).to_numpy(zero_copy_only=False)
        return cls(np.asarray(indices, dtype=np.int64), encoded.dictionary.to_pylist())

    @classmethod
    def from_objects(cls, cells: Iterable[object]) -> "Values":
        """Take a column of a worksheet; None is an empty cell."""
        places: dict[tuple[type, object], int] = {}
        indices = [
            EMPTY if cell is None else places.setdefault((type(cell), cell), len(places))
            for cell in cells
        ]
        return cls(np.array(indices, dtype=np.int64), [cell for _, cell in places])

    def __len__(self) -> int:
        return len(self.indices)

    def cleaned(self, empty: frozenset[str]) -> "Values":
        """Take blanks off texts; what is left empty, or stands in ``empty``, is an empty cell."""
        distinct = [value.strip() if isinstance(value, str) else value for value in self.distinct]
        void = [value == "" or as_text(value) in empty for value in distinct]
        return Values(self.spread(np.where(void, EMPTY, np.arange(len(void)))), distinct)

    def spread(self, places: npt.ArrayLike) -> Indices:
        """For each row what ``places`` says of its value; -1 for an empty cell."""
        given = np.append(np.asarray(places, dtype=np.int64), EMPTY)
        return given[self.indices]  # -1 takes the last one

    def where(self, holds: Callable[[object], bool]) -> Flags:
        """For each row whether something holds of its value; not for an empty cell."""
        holding: Flags = self.spread([int(holds(value)) for value in self.distinct]) == 1
        return holding

    def numbered(self, pad: int = 0) -> Indices:
        """For each row a number, the same where the same is written; -1 for an empty cell."""
        known: dict[str, int] = {}
        texts = (as_text(value).rjust(pad, "0") for value in self.distinct)
        return self.spread([known.setdefault(text, len(known)) for text in texts])

    @property
    def unread(self) -> Flags:
        """Tell for each row whether its cell gives no value."""
        return self.where(lambda value: isinstance(value, Unread))

    def rows(self, kept: npt.ArrayLike) -> "Values":
        """Keep some rows, by flags or by their places."""
        return Values(self.indices[np.asarray(kept)], self.distinct)

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """Rows of each distinct value, in their order."""
        return np.bincount(self.indices[self.indices >= 0], minlength=len(self.distinct))


def as_text(value: object) -> str:
    """Write a cell the way a register writes it: no ``.0``, no time of day at midnight.

    Examples
    --------
    >>> as_text(363.0), as_text(True)
    ('363', 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Unread):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        midnight = not (value.hour or value.minute or value.second or value.microsecond)
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def as_name(value: object) -> str:
    """Write a column name on one line, with single blanks, as a mapping file names it.

    Examples
    --------
    >>> as_name(" Datum   besluit ")
    'Datum besluit'
    """
    return _BLANKS.sub(" ", as_text(value)).strip()
