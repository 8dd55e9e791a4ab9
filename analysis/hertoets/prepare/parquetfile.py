"""Read some columns of a delivered Parquet file."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hertoets.errors import UseError
from hertoets.prepare.values import Values, as_name

# A damaged file may raise any of these; a moment that no calendar holds the last three.
_UNREADABLE = (pa.ArrowException, OSError, ValueError, OverflowError, TypeError)


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
        try:
            about = pq.read_metadata(path)
            stored = about.schema.to_arrow_schema()
        except _UNREADABLE:
            raise _refused(path) from None
        return cls(path, [as_name(name) for name in stored.names], stored, about.num_rows)

    def columns(self, names: list[str]) -> dict[str, Values]:
        """Read some columns.

        Raises
        ------
        UseError
            Where they cannot be read, or hold more than one value in a cell.
        """
        places = {name: self.header.index(name) for name in names}
        for name, place in places.items():
            if pa.types.is_nested(self.stored.field(place).type):
                raise UseError.of(
                    where=self.path.name,
                    at=name,
                    what="the column holds lists or parts in its cells",
                    mend="Write one value in each cell",
                )
        try:
            wanted = [self.stored.names[place] for place in places.values()]
            table = pq.read_table(self.path, columns=wanted, use_pandas_metadata=False)
            found = {
                name: Values.from_arrow(table[self.stored.names[place]])
                for name, place in places.items()
            }
        except _UNREADABLE:
            raise _refused(self.path) from None
        if table.num_rows != self.rows:
            raise _refused(self.path, f"says {self.rows} rows and holds {table.num_rows}")
        return found


def _refused(path: Path, what: str = "is not a Parquet file that can be read") -> UseError:
    return UseError.of(where=path.name, what=f"the file {what}", mend="Write the file again")
