"""The delivered tables with every cell read, before any row is judged."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hertoets.errors import Fault, UseError
from hertoets.extract.aside import Checks, Flags
from hertoets.extract.cells import Cells, read_cells
from hertoets.extract.files import read_table
from hertoets.extract.schema import Table, schema
from hertoets.extract.tables import find_tables
from hertoets.extract.values import BY_ITSELF, DUTCH
from hertoets.plain import visible

Codes = npt.NDArray[np.int64]
"""A number for each distinct written value; -1 for an empty cell."""


@dataclass
class Delivered:
    """One table as delivered: its rows, its cells as read, and what is known of each row."""

    table: Table
    rows: pa.Table
    counted: int
    """Its rows, counted in the file before it was parsed."""
    cells: dict[str, Cells]
    person_codes: Codes = field(default_factory=lambda: np.array([], dtype=np.int64))
    """The person of each row, by the same numbers in every table."""
    checks: Checks = field(default_factory=lambda: np.array([], dtype=object))

    @property
    def absent_columns(self) -> list[str]:
        """The optional columns that its file does not have."""
        return [name for name in self.table.column_names if name not in self.rows.column_names]

    @property
    def has_person(self) -> bool:
        """Whether its rows belong to persons."""
        return "person_id" in self.cells

    def codes(self, column: str) -> Codes:
        """Give a number for each distinct value written in a column; -1 for an empty cell."""
        indices = self.cells[column].codes
        return self.person_codes if indices is None else _codes(indices)

    def impossible(self, column: str) -> Flags:
        """Tell which values are impossible by themselves, so that they say nothing."""
        found = np.zeros(self.rows.num_rows, dtype=bool)
        for check, mask in self.cells[column].checks.items():
            if check in BY_ITSELF:
                found |= mask.to_numpy(zero_copy_only=False)
        return found

    def read(self, column: str) -> Flags:
        """Tell which cells of a column are filled and looked at."""
        unread = self.cells[column].unread
        filled = self.codes(column) >= 0
        return filled if unread is None else filled & ~unread.to_numpy(zero_copy_only=False)

    @property
    def stays(self) -> Flags:
        """Whether each row stays, by the checks so far."""
        return pd.isna(self.checks)


def read_delivery(
    folder: Path, delivered: int | None
) -> tuple[dict[str, Delivered], list[str], list[Fault]]:
    """Read every table of an extract.

    Parameters
    ----------
    folder : Path
    delivered : int or None
        The day of delivery, ``yyyymmdd``.

    Returns
    -------
    tuple of (dict of str to Delivered, list of str, list of Fault)
        The tables in the order of the schema, notes, and everything that is wrong.
    """
    found, strays, faults = find_tables(folder)
    read = [
        _read(found[name], table, delivered) for name, table in schema().items() if name in found
    ]
    faults += [fault for _, _, wrong in read for fault in wrong]
    notes = [note for _, own, _ in read for note in own] + strays
    raw = {part.table.name: part for part, _, _ in read if part}
    if faults:
        return raw, notes, faults
    for part in raw.values():
        part.checks = np.full(part.rows.num_rows, None, dtype=object)
    _share_person_codes(raw)
    return raw, notes, []


def _read(
    path: Path, table: Table, delivered: int | None
) -> tuple[Delivered | None, list[str], list[Fault]]:
    name = visible(path.name)
    try:
        file = read_table(path, table)
    except UseError as error:
        return None, [], list(error.faults)
    notes = list(file.notes)
    if not file.counted:
        notes.append(f"{name}: the table has no rows.")
    cells: dict[str, Cells] = {}
    faults: list[Fault] = []
    for column in table.columns:
        read, wrong = read_cells(name, file, column, delivered)
        faults += wrong
        if read:
            cells[column.name] = read
    return Delivered(table, file.rows, file.counted, cells), notes, faults


def leave_out_unread(part: Delivered) -> list[str]:
    """Look at what was before the Dutch nationality only where there is a Dutch nationality.

    Parameters
    ----------
    part : Delivered
        Changed in place, once the codes of whole columns were judged.

    Returns
    -------
    list of str
        A note for each column that is filled where it is not read.
    """
    name, cells = part.table.name, part.cells
    only = [column.name for column in part.table.columns if column.dutch_only]
    if not only:
        return []
    dutch = pc.fill_null(pc.equal(cells["nationality"].values["nationality"], DUTCH), False)
    notes = []
    for column in only:
        codes = cells[column].codes
        idle = pc.sum(pc.and_(pc.invert(dutch), pc.is_valid(codes))).as_py() or 0
        cells[column].leave_out(pc.invert(dutch))
        if idle:
            told = f"{column} is filled in {idle:,} rows of another nationality than {DUTCH}"
            notes.append(f"{name}: {told}; it was not read there.")
    return notes


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
