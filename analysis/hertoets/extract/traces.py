"""Whose rows and values a check touched: persons by number, for quality checks and nothing else.

A count says how much is wrong; to widen the right bounds one has to know for whom. Persons that
were set aside themselves have no number and are not here.
"""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.int32]
Key: TypeAlias = tuple[str, str, str]
"""Table, column (empty where the whole row was touched), check."""

Traces: TypeAlias = Mapping[Key, Numbers]


class TraceBook(dict[Key, Numbers]):
    """The persons touched by each check, as numbers, sorted, each once."""

    def note(self, key: Key, persons: Numbers) -> None:
        """Add persons to a check; negative numbers, of nobody in the extract, are left out."""
        known = np.unique(persons[persons >= 0]).astype(np.int32)
        if len(known):
            self[key] = np.union1d(self[key], known) if key in self else known
