"""What a check may put in doubt: values of some rows, or that rows of some persons are missing.

The checks say what they doubt (`hertoets.quality`), the law is applied once more with that unknown
(`hertoets.outcomes`). What is in doubt is named by numbers of the extract: rows of a table, and
persons.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
NOBODY: Numbers = np.empty(0, dtype=np.int32)


@dataclass(frozen=True)
class Doubt:
    """What one failed check puts in doubt.

    Attributes
    ----------
    check : str
        The id of the expectation.
    table : str
        The table of which values are in doubt.
    columns : tuple of str
        The columns of that table whose values are in doubt in `rows`; empty for none.
    rows : numpy.ndarray of int32, shape (n,)
        Rows of ``Extract.tables[table]``, sorted, each once.
    missing : tuple of str
        The tables of which rows of `persons` may be missing from the extract; empty for none.
    says : tuple of (str, str)
        Columns and what such a row says in them all the same.
    persons : numpy.ndarray of int32, shape (m,)
        Numbers of the persons concerned, sorted, each once.
    """

    check: str
    table: str
    columns: tuple[str, ...] = ()
    rows: Numbers = field(default_factory=lambda: NOBODY)
    missing: tuple[str, ...] = ()
    says: tuple[tuple[str, str], ...] = ()
    persons: Numbers = field(default_factory=lambda: NOBODY)
