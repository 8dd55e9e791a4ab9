"""Read some columns of a delivered Parquet file."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from hertoets.errors import UseError
from hertoets.extract.parquetfile import describe_parquet, parquet_columns
from hertoets.prepare.values import Values, as_name

# What the values themselves may raise: a moment that no calendar holds.
_NO_VALUE = (pa.ArrowException, ValueError, OverflowError, TypeError)


@dataclass(frozen=True)
class ParquetFile:
    """A Parquet file: the names of its columns and how many rows it says it has."""

    path: Path
    header: list[str]
    stored: pa.Schema
    rows: int
    blank_rows: int = 0

    @classmethod
    def open(cls, path: Path) -> "ParquetFile":
        """Read what the file says of itself.

        Raises
        ------
        UseError
            Where it cannot be read.
        """
        found = describe_parquet(path)
        header = [as_name(name) for name in found.columns.names]
        return cls(path, header, found.columns, found.rows)

    def columns(self, names: list[str]) -> dict[str, Values]:
        """Read some columns.

        Raises
        ------
        UseError
            Where they cannot be read, or hold more than one value in a cell.
        """
        stored = {name: self.stored.field(self.header.index(name)) for name in names}
        for name, column in stored.items():
            if pa.types.is_nested(column.type):
                raise self._refused(name, "the column holds lists or parts in its cells")
        read = parquet_columns(self.path, [column.name for column in stored.values()], self.rows)
        found = {}
        for name, column in stored.items():
            try:
                found[name] = Values.from_arrow(read[column.name])
            except _NO_VALUE:
                raise self._refused(name, "the column holds what is no value") from None
        return found

    def _refused(self, name: str, what: str) -> UseError:
        mend = "Write one value in each cell"
        return UseError.of(where=self.path.name, at=name, what=what, mend=mend)
