"""Read an extract: find the tables, type the cells, set rows aside, make the impossible unknown.

The one door. Behind it every table is an Arrow-backed frame in which null means unknown, dates
are whole numbers ``yyyymmdd`` and a person is a row number.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hertoets.errors import DataError, Fault, UseError
from hertoets.extract.aside import check_keys, check_persons, list_aside
from hertoets.extract.delivery import Delivered, leave_out_unread, read_delivery
from hertoets.extract.impossible import make_impossible_unknown
from hertoets.extract.metadata import Meta, read_meta
from hertoets.extract.numbering import Persons, number_persons
from hertoets.extract.traces import TraceBook, Traces
from hertoets.extract.values import OUTSIDE_LIST
from hertoets.plain import visible

ALL_ASIDE = "persons_with_all_rows_set_aside"
CODES_OUTSIDE_STOP = 0.05  # share of a column's filled rows (contract, section 1)


@dataclass(frozen=True)
class Extract:
    """An extract behind the door.

    Attributes
    ----------
    meta : Meta
    tables : dict of str to pandas.DataFrame
        Arrow dtypes; an absent optional table is absent. ``person`` (int32) numbers the persons
        in the order of ``person_id``; ``row`` (int64) the rows of ``residence_rights`` and
        ``notices`` in the order of their keys.
    set_aside : pandas.DataFrame
        ``table``, ``key``, ``check``, ``reason``: a row for each row set aside.
    unknown : pandas.DataFrame
        ``table``, ``column``, ``check``, ``rows``: values turned unknown.
    absent_columns : tuple of (str, str)
        Table and optional column that were not delivered: unknown in every row.
    notes : tuple of str
        What else a reader should know; no person's value.
    rows : dict of str to int
        Rows delivered, by table, as counted in the file before it was parsed: those in `tables`
        and those in `set_aside`.
    persons_in_extract, persons_set_aside : int
    traces : mapping of (table, column, check) to numpy.ndarray of int32
        Numbers of the persons whose row was set aside (column empty) or whose value turned
        unknown, sorted.
    """

    meta: Meta
    tables: dict[str, pd.DataFrame]
    set_aside: pd.DataFrame
    unknown: pd.DataFrame
    notes: tuple[str, ...]
    rows: dict[str, int]
    persons_in_extract: int
    persons_set_aside: int
    absent_columns: tuple[tuple[str, str], ...] = ()
    traces: Traces = field(default_factory=dict, repr=False)

    @property
    def rows_used(self) -> dict[str, int]:
        """Rows in `tables`, by table."""
        return {name: len(frame) for name, frame in self.tables.items()}

    def has(self, table: str) -> bool:
        """Tell whether the extract holds a table."""
        return table in self.tables


def read_extract(folder: Path) -> Extract:
    """Read the tables in a folder.

    Parameters
    ----------
    folder : Path
        With ``<table>.parquet``, ``.csv`` or ``.csv.gz``, and optionally ``extract.toml``.

    Returns
    -------
    Extract

    Raises
    ------
    UseError
        The folder, a required table or a column is missing, or something cannot be read as what
        it should be. All faults at once.
    DataError
        The extract is readable but forbids a result: nobody in it, or too many codes outside
        their list.
    """
    if not folder.is_dir():
        what = "this is a file" if folder.exists() else "there is no such folder"
        raise UseError.of(
            where=visible(str(folder)), what=what, mend="Name a folder with the tables"
        )
    wrong: list[Fault] = []
    meta = Meta()
    try:
        meta = read_meta(folder)
    except UseError as error:
        wrong += error.faults
    raw, notes, faults = read_delivery(folder, meta.delivered_number)
    if wrong or faults:
        raise UseError([*wrong, *faults])
    persons = _set_aside(raw)
    _refuse_foreign_codes(raw)
    notes += [note for part in raw.values() for note in leave_out_unread(part)]
    traces = _trace(raw, persons)
    tables = {name: _typed(part, persons) for name, part in raw.items()}
    unknown = _count_unknown(raw) + make_impossible_unknown(tables, traces)
    unknown += [_left_without(raw[name], persons) for name in ("residence_rights", "notices")]
    listed = [list_aside(part.table, part.rows, part.checks) for part in raw.values()]
    if "exemptions" not in raw:
        notes.append("exemptions: the table is absent; no exemption was assumed for anybody.")
    _refuse_lost_rows(raw, tables)
    return Extract(
        meta=meta,
        tables=tables,
        set_aside=pd.concat(listed, ignore_index=True),
        unknown=pd.DataFrame(
            sorted(entry for entry in unknown if entry[3]),
            columns=["table", "column", "check", "rows"],
        ),
        notes=tuple(notes),
        rows={name: part.counted for name, part in raw.items()},
        persons_in_extract=persons.kept + persons.aside,
        persons_set_aside=persons.aside,
        absent_columns=tuple((name, column) for name in raw for column in raw[name].absent_columns),
        traces=traces,
    )


def _set_aside(raw: dict[str, Delivered]) -> Persons:
    """Judge every row: its key first, then its person."""
    for part in raw.values():
        part.checks = check_keys(part.table, part.codes, part.impossible, part.rows.num_rows)
    persons = number_persons(raw)
    if not persons.kept:
        raise DataError.of(
            where="persons",
            what="the table holds no person that can be used",
            mend="Deliver at least one row with a key of its own",
        )
    for name, part in raw.items():
        if name != "persons" and part.has_person:
            known, aside = persons.judge(part.person_codes)
            part.checks = check_persons(part.checks, known, aside)
    return persons


def _refuse_foreign_codes(raw: dict[str, Delivered]) -> None:
    faults = []
    for name, part in raw.items():
        for column in part.table.columns:
            foreign = part.cells[column.name].checks.get(OUTSIDE_LIST)
            if foreign is None:
                continue
            filled = int((part.read(column.name) & part.stays).sum())
            outside = int((foreign.to_numpy(zero_copy_only=False) & part.stays).sum())
            # A share of whole numbers is exact where it is 5%; 5% of a number may not be.
            if outside and outside / filled > CODES_OUTSIDE_STOP:
                what = f"{outside:,} of {filled:,} filled rows hold a code outside the list"
                mend = "Deliver the codes of the data dictionary; up to 5% may be outside the list"
                faults.append(Fault(name, column.name, what, mend))
    if faults:
        raise DataError(faults)


def _refuse_lost_rows(raw: dict[str, Delivered], tables: dict[str, pd.DataFrame]) -> None:
    """Every row of a file is used or set aside; if not, no figure may rest on it."""
    faults = []
    for name, part in raw.items():
        used, aside = len(tables[name]), int((~part.stays).sum())
        if used + aside != part.counted:
            what = f"{part.counted:,} rows in the file, {used:,} used and {aside:,} set aside"
            faults.append(Fault(name, "", what, "Report it"))
    if faults:
        raise DataError(faults)


def _typed(part: Delivered, persons: Persons) -> pd.DataFrame:
    columns: dict[str, pa.Array] = {}
    if part.has_person:
        columns["person"] = pa.array(persons.number(part.person_codes))
    for name in part.table.column_names:
        columns |= part.cells[name].values
    if part.has_person and part.table.name != "persons":
        del columns["person_id"]
    typed = pa.table(columns)
    if not part.stays.all():
        typed = typed.filter(pa.array(part.stays))
    if part.table.name == "persons":
        typed = typed.take(pc.sort_indices(typed["person"]))
    elif part.table.name in ("residence_rights", "notices"):
        rows = np.empty(typed.num_rows, dtype=np.int64)
        rows[pc.sort_indices(typed[part.table.key[0]]).to_numpy()] = np.arange(typed.num_rows)
        typed = typed.append_column("row", pa.array(rows))
    return cast(pd.DataFrame, typed.to_pandas(types_mapper=pd.ArrowDtype))


def _count_unknown(raw: dict[str, Delivered]) -> list[tuple[str, str, str, int]]:
    return [
        (name, column, check, int((mask.to_numpy(zero_copy_only=False) & part.stays).sum()))
        for name, part in raw.items()
        for column, cells in part.cells.items()
        for check, mask in cells.checks.items()
    ]


def _trace(raw: dict[str, Delivered], persons: Persons) -> TraceBook:
    """Note whose rows were set aside and whose values turned unknown."""
    traces = TraceBook()
    for name, part in raw.items():
        if not part.has_person:
            continue
        numbers = persons.number(part.person_codes)
        for check in sorted(set(part.checks[~part.stays])):
            traces.note((name, "", check), numbers[part.checks == check])
        for column, cells in part.cells.items():
            for check, mask in cells.checks.items():
                touched = mask.to_numpy(zero_copy_only=False) & part.stays
                traces.note((name, column, check), numbers[touched])
    return traces


def _left_without(part: Delivered, persons: Persons) -> tuple[str, str, str, int]:
    """Count the persons whose rows were all set aside: they count as having none."""
    numbers = persons.number(part.person_codes)
    stays, lost = part.stays, np.zeros(persons.kept, dtype=bool)
    lost[numbers[~stays & (numbers >= 0)]] = True
    lost[numbers[stays]] = False
    return part.table.name, "person_id", ALL_ASIDE, int(lost.sum())
