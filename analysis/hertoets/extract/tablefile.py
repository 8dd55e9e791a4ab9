"""What comes out of one file: rows as written, how many the file holds, and where each stands."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

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


class Rows(Protocol):
    """The rows of a file, read at once or some at a time."""

    def read(self) -> pa.Table:
        """All of them."""
        ...

    def batches(self, rows: int, columns: tuple[str, ...] | None = None) -> Iterator[pa.Table]:
        """About so many at a time, in order: all columns of the contract or those named."""
        ...


@dataclass(frozen=True)
class ParquetFile:
    """A Parquet file, for an engine that reads such files itself.

    Attributes
    ----------
    path : Path
    names : mapping of str to str
        By the name that the contract gives a column, the one that the file gives it.
    """

    path: Path
    names: Mapping[str, str]


@dataclass(frozen=True)
class Source:
    """A file of a table, looked at and not yet read.

    Attributes
    ----------
    name, counted, notes, line
        As `TableFile` has them; a source may be sent to another process.
    columns : pyarrow.Schema
        The columns of the contract as the file stores them, in the order of the contract.
    rows : Rows
        Reading them raises UseError where the file is damaged.
    parquet : ParquetFile or None
        None where it is a CSV.
    """

    name: str
    columns: pa.Schema
    counted: int
    notes: list[str]
    line: Callable[[int], int]
    rows: Rows
    parquet: ParquetFile | None = None

    def read(self) -> TableFile:
        """The file with its rows."""
        return TableFile(self.name, self.rows.read(), self.counted, self.notes, self.line)


def row_below(row: int) -> int:
    """The row that a reader sees in a file that numbers them from 1."""
    return row + 1


def unreadable(path: Path, error: BaseException, otherwise: str) -> UseError:
    """Make the error for a file that cannot be read, in the system's words where it has any."""
    named = isinstance(error, OSError) and error.errno is not None and error.strerror
    what = f"the file cannot be read ({os.strerror(error.errno)})" if named else otherwise  # type: ignore[attr-defined]
    return UseError.of(where=path.name, what=what, mend="Write the file again")
