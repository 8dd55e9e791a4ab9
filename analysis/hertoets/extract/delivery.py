"""A delivered table with every cell read, before any row is judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from hertoets.errors import Fault, UseError
from hertoets.extract.cells import Cells, read_cells
from hertoets.extract.files import each_file
from hertoets.extract.schema import Table
from hertoets.extract.tablefile import TableFile
from hertoets.extract.values import DUTCH
from hertoets.plain import visible


@dataclass
class Delivered:
    """One table as delivered: its cells as read, and the columns of its key as written."""

    table: Table
    keys: pa.Table
    counted: int
    """Its rows, counted in the file before it was parsed, in all parts together."""
    absent_columns: list[str]
    """The optional columns that its file does not have, or none of its parts."""
    cells: dict[str, Cells]

    @property
    def has_person(self) -> bool:
        """Whether its rows belong to persons."""
        return "person_id" in self.cells


def read_delivered(
    path: Path, table: Table, delivered: date | None
) -> tuple[Delivered | None, list[str], list[Fault]]:
    """Read a table.

    Parameters
    ----------
    path : Path
        Its file, or the folder of its parts.
    table : Table
    delivered : datetime.date or None
        The day of delivery.

    Returns
    -------
    tuple of (Delivered or None, list of str, list of Fault)
        The table, notes, and everything that is wrong; no table where something is.
    """
    name = visible(path.name)
    try:
        files = list(each_file(path, table))
    except UseError as error:
        return None, [], list(error.faults)
    notes = [note for file in files for note in file.notes]
    part, faults = deliver(files, table, delivered)
    if not sum(file.counted for file in files):
        notes.append(f"{name}: the table has no rows.")
    return part, notes, faults


def deliver(
    files: Sequence[TableFile], table: Table, delivered: date | None
) -> tuple[Delivered | None, list[Fault]]:
    """Read the cells of a table's files.

    Parameters
    ----------
    files : sequence of TableFile
        At least one.
    table : Table
    delivered : datetime.date or None

    Returns
    -------
    tuple of (Delivered or None, list of Fault)
        The table, and everything that is wrong; no table where something is.
    """
    cells: dict[str, Cells] = {}
    faults: list[Fault] = []
    for column in table.columns:
        read, wrong = read_cells(files, column, delivered)
        faults += wrong
        if read:
            cells[column.name] = read
    if faults:
        return None, faults
    there = files[0].rows.column_names
    absent = [column for column in table.column_names if column not in there]
    counted = sum(file.counted for file in files)
    return Delivered(table, _keys(files, table), counted, absent, cells), []


def _keys(files: Sequence[TableFile], table: Table) -> pa.Table:
    """The columns of the key as written; as text where the parts store one in several types."""
    keys = [file.rows.select(list(table.key)) for file in files]
    if any(part.schema.types != keys[0].schema.types for part in keys):
        text = pa.schema([(name, pa.string()) for name in table.key])
        keys = [part.cast(text) for part in keys]
    return keys[0] if len(keys) == 1 else pa.concat_tables(keys).unify_dictionaries()


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
    unread = (cells["nationality"].values["nationality"] != DUTCH).fill_null(True)
    notes = []
    for column in only:
        filled = cells[column].written.is_not_null()
        if not filled.any():
            continue
        idle = int((unread & filled).sum())
        cells[column].leave_out(unread)
        if idle:
            told = f"{column} is filled in {idle:,} rows of another nationality than {DUTCH}"
            notes.append(f"{name}: {told}; it was not read there.")
    return notes
