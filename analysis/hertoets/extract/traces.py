"""What reading touched: whose rows it set aside, and in which rows it turned a value unknown.

A count says how much is wrong; to doubt the right persons and rows one has to know which. Rows and
persons are numbers of the extract, for quality checks and nothing else. A row that was set aside
has no number any more, and neither has a person who was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
Aside = tuple[str, str]
"""Table and check."""
Turned = tuple[str, str, str]
"""Table, column and check."""


@dataclass(frozen=True)
class Traces:
    """What each check of reading touched; sorted, each number once.

    Attributes
    ----------
    aside : mapping of (table, check) to numpy.ndarray of int32
        The persons in the extract of whom the check set a row aside.
    turned : mapping of (table, column, check) to numpy.ndarray of int32
        The rows of ``Extract.tables[table]`` in which it turned the value unknown.
    """

    aside: Mapping[Aside, Numbers] = field(default_factory=dict)
    turned: Mapping[Turned, Numbers] = field(default_factory=dict)


@dataclass(frozen=True)
class TraceBook(Traces):
    """Traces as they are written down, table by table."""

    aside: dict[Aside, Numbers] = field(default_factory=dict)
    turned: dict[Turned, Numbers] = field(default_factory=dict)

    def note_aside(self, key: Aside, persons: Numbers) -> None:
        """Note of whom a check set rows aside; negative numbers, of nobody, are left out."""
        known = np.unique(persons[persons >= 0]).astype(np.int32)
        if len(known):
            self.aside[key] = known

    def note_turned(self, key: Turned, rows: Numbers) -> None:
        """Note in which rows a check turned the value unknown."""
        if len(rows):
            self.turned[key] = np.sort(rows).astype(np.int32)
