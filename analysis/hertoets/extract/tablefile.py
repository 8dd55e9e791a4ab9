"""What comes out of one file: rows as written, how many the file holds, and where each stands."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from hertoets.errors import UseError


@dataclass(frozen=True)
class TableFile:
    """The rows of a table as they stand in its file.

    Attributes
    ----------
    name : str
        Of the file, for messages; of a part with the folder that it lies in.
    rows : pyarrow.Table
        The columns of the schema that the file has, in the order of the schema; text where the
        file is a CSV.
    counted : int
        The rows of the file, counted before it was parsed.
    notes : list of str
        What was ignored.
    line : callable of int, giving int
        The row that a reader sees in the file, from the place in `rows`.
    """

    name: str
    rows: pa.Table
    counted: int
    notes: list[str]
    line: Callable[[int], int]


def unreadable(path: Path, error: BaseException, otherwise: str) -> UseError:
    """Make the error for a file that cannot be read, in the system's words where it has any."""
    named = isinstance(error, OSError) and error.errno is not None and error.strerror
    what = f"the file cannot be read ({os.strerror(error.errno)})" if named else otherwise  # type: ignore[attr-defined]
    return UseError.of(where=path.name, what=what, mend="Write the file again")
