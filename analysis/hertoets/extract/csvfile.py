"""Read a CSV as it is written: counted first, parsed by Arrow, and compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from hertoets.errors import Fault, UseError
from hertoets.extract.blocks import Dialect
from hertoets.extract.columns import Layout, holds_rows, lay_out
from hertoets.extract.records import Records
from hertoets.extract.schema import Table
from hertoets.extract.tablefile import Source
from hertoets.extract.textfile import count_rows, mark_of, parse_batches, parse_rows
from hertoets.extract.wording import places
from hertoets.plain import visible

_SEPARATORS = ((";", "semicolons"), ("\t", "tabs"), ("|", "bars"))
_CSV = Dialect(encoding="UTF-8")


@dataclass(frozen=True)
class CsvRows:
    """The rows of a CSV that was counted, and where the columns of the contract stand in it."""

    path: Path
    found: Records
    places: dict[str, int]

    def read(self) -> pa.Table:
        """All of them; see `parse_rows`."""
        return parse_rows(self.path, _CSV, self.found, self.places)

    def batches(self, rows: int, columns: tuple[str, ...] | None = None) -> Iterator[pa.Table]:
        """Some at a time, in order: as many as stand in a block of text, `rows` at the most."""
        chosen = {name: place for name, place in self.places.items() if name in (columns or name)}
        for part in parse_batches(self.path, _CSV, self.found, chosen):
            yield from (part.slice(first, rows) for first in range(0, part.num_rows, rows))


def look_at_csv(path: Path, table: Table) -> Source:
    """Count the rows of a CSV, and find the columns of the schema in it.

    Raises
    ------
    UseError
        Where the file is not comma-separated UTF-8, rows would be lost, or a column is missing.
    """
    if mark := mark_of(path):
        other = f"the file is {mark.upper()}: it begins with that byte-order mark"
        what = "the file begins with a byte-order mark" if mark == "utf-8" else other
        raise _at_first_row(path, what, "Save it as plain UTF-8 (without BOM)")
    found = count_rows(path, _CSV, frozenset(table.column_names))
    layout = _lay_out(path, table, found)
    columns = pa.schema([(name, pa.string()) for name in layout.places])
    rows = CsvRows(path, found, layout.places)
    return Source(visible(path.name), columns, found.rows, layout.notes, found.line, rows)


def _lay_out(path: Path, table: Table, found: Records) -> Layout:
    if not found.header:
        mend = "Write at least the row with the column names, or leave an optional table out"
        raise UseError.of(where=path.name, what="the file is empty", mend=mend)
    if not set(found.header) & set(table.column_names):
        for separator, name in _SEPARATORS:
            names = {part.strip(' "') for part in ",".join(found.header).split(separator)}
            if names & set(table.column_names):
                what = f"the columns are separated by {name}"
                raise _at_first_row(path, what, "Separate them by commas")
    layout = lay_out(path.name, table, found.header)
    strange = [name for name in found.header if name not in table.column_names]
    if not found.rows and holds_rows(strange):
        what = "the rows stand in the row of the names: their ends were not recognised"
        raise _at_first_row(path, what, "End each row with a line feed")
    if found.uneven_rows:
        at = places("row", [*found.uneven], found.uneven_rows)
        what = f"more or fewer cells than the {len(found.header)} of the header"
        raise UseError([Fault(path.name, at, what, "Quote cells that hold a comma")])
    return layout


def _at_first_row(path: Path, what: str, mend: str) -> UseError:
    return UseError.of(where=path.name, at="row 1", what=what, mend=mend)
