"""Read an extract: find the tables, type the cells, set rows aside, make the impossible unknown.

The one door. Behind it every table is an Arrow-backed frame in which null means unknown, dates
are whole numbers ``yyyymmdd`` and a person is a row number.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.errors import DataError, Fault, UseError
from analysis.extract.aside import NO_KEY, Checks, check_keys, check_persons, list_aside
from analysis.extract.cells import OUTSIDE_LIST, Cells, read_cells
from analysis.extract.files import find_table, read_table
from analysis.extract.impossible import make_impossible_unknown
from analysis.extract.metadata import Meta, read_meta
from analysis.extract.schema import Table, schema

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
    notes : tuple of str
        What else a reader should know; no person's value.
    rows : dict of str to int
        Rows delivered, by table.
    persons_in_extract, persons_set_aside : int
    """

    meta: Meta
    tables: dict[str, pd.DataFrame]
    set_aside: pd.DataFrame
    unknown: pd.DataFrame
    notes: tuple[str, ...]
    rows: dict[str, int]
    persons_in_extract: int
    persons_set_aside: int

    def has(self, table: str) -> bool:
        """Tell whether the extract holds a table."""
        return table in self.tables


@dataclass
class _Raw:
    table: Table
    rows: pa.Table
    cells: dict[str, Cells]
    checks: Checks


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
        raise UseError.of(
            where=str(folder), what="there is no such folder", mend="Name a folder with the tables"
        )
    meta = read_meta(folder)
    raw, notes = _read_all(folder)
    persons = raw["persons"]
    kept, aside = _judge_persons(persons)
    for name, part in raw.items():
        if name != "persons" and "person_id" in part.cells:
            ids = part.cells["person_id"].values["person_id"]
            part.checks = check_persons(part.checks, ids, kept, aside)
    _refuse_foreign_codes(raw)
    tables = {name: _typed(part, kept) for name, part in raw.items()}
    unknown = _count_unknown(raw) + make_impossible_unknown(tables)
    unknown += [_left_without(raw[name], kept) for name in ("residence_rights", "notices")]
    unknown = [entry for entry in unknown if entry[3]]
    no_id = int(pc.sum(pc.is_null(persons.cells["person_id"].values["person_id"])).as_py() or 0)
    listed = [list_aside(part.table, part.rows, part.checks) for part in raw.values()]
    notes += [note for part in raw.values() if (note := _note_empty(part))]
    if "exemptions" not in raw:
        notes.append("exemptions: the table is absent; no exemption was assumed for anybody.")
    return Extract(
        meta=meta,
        tables=tables,
        set_aside=pd.concat(listed, ignore_index=True),
        unknown=pd.DataFrame(sorted(unknown), columns=["table", "column", "check", "rows"]),
        notes=tuple(notes),
        rows={name: part.rows.num_rows for name, part in raw.items()},
        persons_in_extract=len(kept) + len(aside) + no_id,
        persons_set_aside=len(aside) + no_id,
    )


def _read_all(folder: Path) -> tuple[dict[str, _Raw], list[str]]:
    raw: dict[str, _Raw] = {}
    notes: list[str] = []
    faults: list[Fault] = []
    for name, table in schema().items():
        try:
            path = find_table(folder, table)
            if path is None:
                if table.required:
                    mend = f"Add {name}.parquet, {name}.csv or {name}.csv.gz"
                    faults.append(Fault(folder.name, name, "a required table is missing", mend))
                continue
            rows, remarks = read_table(path, table)
        except UseError as error:
            faults += error.faults
            continue
        notes += remarks
        cells: dict[str, Cells] = {}
        for column in table.columns:
            read, wrong = read_cells(path.name, column, rows[column.name])
            faults += wrong
            if read:
                cells[column.name] = read
        if len(cells) == len(table.columns):
            raw[name] = _Raw(table, rows, cells, check_keys(table, cells, rows.num_rows))
    if faults:
        raise UseError(faults)
    return raw, notes


def _judge_persons(persons: _Raw) -> tuple[pa.Array, pa.Array]:
    """The persons that stay, in order, and those whose rows are all set aside."""
    ids = persons.cells["person_id"].values["person_id"]
    missing = pc.is_null(ids).to_numpy(zero_copy_only=False)
    persons.checks[missing] = NO_KEY
    stays = pa.array(np.equal(persons.checks, None))
    kept = ids.filter(stays)
    kept = kept.take(pc.sort_indices(kept))
    if not len(kept):
        raise DataError.of(
            where="persons",
            what="the table holds no person that can be used",
            mend="Deliver at least one row with a key of its own",
        )
    others = pc.unique(ids.filter(pc.invert(stays))).drop_null()
    return kept, others.filter(pc.invert(pc.is_in(others, value_set=kept)))


def _refuse_foreign_codes(raw: dict[str, _Raw]) -> None:
    faults = []
    for name, part in raw.items():
        stays = np.equal(part.checks, None)
        for column in part.table.columns:
            foreign = part.cells[column.name].checks.get(OUTSIDE_LIST)
            if foreign is None:
                continue
            filled = part.cells[column.name].codes.is_valid().to_numpy(zero_copy_only=False) & stays
            outside = int((foreign.to_numpy(zero_copy_only=False) & stays).sum())
            if outside > CODES_OUTSIDE_STOP * filled.sum():
                what = f"{outside} of {filled.sum()} filled rows hold a code outside the list"
                mend = "Deliver the codes of the data dictionary; up to 5% may be outside the list"
                faults.append(Fault(name, column.name, what, mend))
    if faults:
        raise DataError(faults)


def _typed(part: _Raw, kept: pa.Array) -> pd.DataFrame:
    stays = np.equal(part.checks, None)
    columns: dict[str, pa.Array] = {}
    if "person_id" in part.cells:
        person = pc.index_in(part.cells["person_id"].values["person_id"], value_set=kept)
        columns["person"] = person.cast(pa.int32())
    for name in part.table.column_names:
        columns |= part.cells[name].values
    typed = pa.table(columns)
    if not stays.all():
        typed = typed.filter(pa.array(stays))
    if part.table.name == "persons":
        typed = typed.take(pc.sort_indices(typed["person"]))
    else:
        typed = typed.drop_columns("person_id") if "person_id" in columns else typed
    if part.table.name in ("residence_rights", "notices"):
        typed = typed.take(pc.sort_indices(typed[part.table.key[0]]))
        typed = typed.append_column("row", pa.array(np.arange(typed.num_rows), pa.int64()))
    return typed.to_pandas(types_mapper=pd.ArrowDtype)


def _count_unknown(raw: dict[str, _Raw]) -> list[tuple[str, str, str, int]]:
    counts = []
    for name, part in raw.items():
        stays = np.equal(part.checks, None)
        for column, cells in part.cells.items():
            for check, mask in cells.checks.items():
                rows = int((mask.to_numpy(zero_copy_only=False) & stays).sum())
                counts.append((name, column, check, rows))
    return counts


def _left_without(part: _Raw, kept: pa.Array) -> tuple[str, str, str, int]:
    """Count the persons whose rows were all set aside: they count as having none."""
    ids = part.cells["person_id"].values["person_id"]
    stays = pa.array(np.equal(part.checks, None))
    lost = pc.unique(ids.filter(pc.invert(stays)))
    left = ids.filter(stays)
    without = pc.and_(pc.is_in(lost, value_set=kept), pc.invert(pc.is_in(lost, value_set=left)))
    return part.table.name, "person_id", ALL_ASIDE, int(pc.sum(without).as_py() or 0)


def _note_empty(part: _Raw) -> str | None:
    if part.rows.num_rows:
        return None
    return f"{part.table.name}: the table has no rows."
