"""The delivered tables with every cell read, before any row is judged."""

from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hertoets.errors import Fault, UseError
from hertoets.extract.aside import Checks, Flags
from hertoets.extract.cells import Cells, read_cells
from hertoets.extract.files import SUFFIXES, find_table, read_table
from hertoets.extract.schema import Table, schema

Codes = npt.NDArray[np.int64]
"""A number for each distinct written value; -1 for an empty cell."""


@dataclass
class Delivered:
    """One table as delivered: its rows, its cells as read, and what is known of each row."""

    table: Table
    rows: pa.Table
    cells: dict[str, Cells]
    person_codes: Codes = field(default_factory=lambda: np.array([], dtype=np.int64))
    """The person of each row, by the same numbers in every table."""
    checks: Checks = field(default_factory=lambda: np.array([], dtype=object))

    @property
    def has_person(self) -> bool:
        """Whether its rows belong to persons."""
        return "person_id" in self.cells

    def codes(self, column: str) -> Codes:
        """Give a number for each distinct value written in a column; -1 for an empty cell."""
        indices = self.cells[column].codes
        return self.person_codes if indices is None else _codes(indices)

    @property
    def stays(self) -> Flags:
        """Whether each row stays, by the checks so far."""
        return pd.isna(self.checks)


def read_delivery(folder: Path) -> tuple[dict[str, Delivered], list[str]]:
    """Read every table of an extract.

    Returns
    -------
    tuple of (dict of str to Delivered, list of str)
        The tables, ``persons`` first, and notes.

    Raises
    ------
    UseError
        All faults of all tables at once.
    """
    read = [_read(folder, table) for table in schema().values()]
    faults = [fault for _, _, found in read for fault in found]
    if faults:
        raise UseError(faults)
    raw = {part.table.name: part for part, _, _ in read if part}
    for part in raw.values():
        part.checks = np.full(part.rows.num_rows, None, dtype=object)
    _share_person_codes(raw)
    return raw, [note for _, notes, _ in read for note in notes] + _strays(folder)


def _read(folder: Path, table: Table) -> tuple[Delivered | None, list[str], list[Fault]]:
    try:
        path = find_table(folder, table)
        if path is None:
            return None, [], _missing(folder, table)
        rows, notes = read_table(path, table)
    except UseError as error:
        return None, [], list(error.faults)
    if not rows.num_rows:
        notes.append(f"{path.name}: the table has no rows.")
    cells: dict[str, Cells] = {}
    faults: list[Fault] = []
    for column in table.columns:
        read, wrong = read_cells(path.name, column, rows[column.name])
        faults += wrong
        if read:
            cells[column.name] = read
    return Delivered(table, rows, cells), notes, faults


def _strays(folder: Path) -> list[str]:
    """Name the files that look like a table and are none: a slip in a name costs a table."""
    notes = []
    for path in sorted(folder.iterdir()):
        suffix = next((end for end in SUFFIXES if path.name.endswith(end)), None)
        name = path.name.removesuffix(suffix or "")
        if suffix and name not in schema():
            near = get_close_matches(name, schema(), n=1)
            hint = f" Nearest is {near[0]}." if near else ""
            notes.append(f"{path.name}: not a table of the extract; it was ignored.{hint}")
    return notes


def _missing(folder: Path, table: Table) -> list[Fault]:
    if not table.required:
        return []
    mend = f"Add {table.name}.parquet, {table.name}.csv or {table.name}.csv.gz"
    return [Fault(folder.name, table.name, "a required table is missing", mend)]


def _codes(indices: pa.Array) -> Codes:
    filled = pc.fill_null(indices, -1).to_numpy(zero_copy_only=False)
    return np.asarray(filled, dtype=np.int64)


def _share_person_codes(raw: dict[str, Delivered]) -> None:
    """Number the persons of all tables at once: one person, one number, and text is met once."""
    parts = [part for part in raw.values() if part.has_person]
    chunks = [part.cells["person_id"].values["person_id"] for part in parts]
    codes = _codes(pc.dictionary_encode(pa.concat_arrays(chunks)).indices)
    ends = np.cumsum([len(chunk) for chunk in chunks])
    for part, own in zip(parts, np.split(codes, ends[:-1]), strict=True):
        part.person_codes = own
