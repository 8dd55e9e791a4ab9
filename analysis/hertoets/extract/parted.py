"""A part of an extract that was cut by person: read as a whole extract is, and kept as read."""

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from hertoets.errors import UseError
from hertoets.extract.cutting import FILE, ROW, part_of
from hertoets.extract.delivery import deliver, read_delivered
from hertoets.extract.metadata import Meta
from hertoets.extract.reading import Extract, Taken, find_delivery
from hertoets.extract.schema import Table, schema
from hertoets.extract.tablefile import TableFile, row_below

_REST: Final = "rest.pickle"


@dataclass(frozen=True)
class Cut:
    """An extract that was cut.

    Attributes
    ----------
    folder : Path
        With a folder for each table, as `hertoets.extract.cutting.cut_table` writes it.
    parts : int
    meta : Meta
    columns : mapping of str to pyarrow.Schema
        By table the columns of its first source.
    elsewhere : mapping of str to polars.Series
        By table the keys that stand in more than one part.
    """

    folder: Path
    parts: int
    meta: Meta
    columns: Mapping[str, pa.Schema]
    elsewhere: Mapping[str, pl.Series]


class UnreadError(Exception):
    """A part holds what cannot be read; what that is the whole extract says."""


def read_part(cut: Cut, number: int) -> Extract:
    """Read one part.

    Parameters
    ----------
    cut : Cut
    number : int
        From 0.

    Returns
    -------
    Extract
        Of the persons of the part. What makes a whole extract unusable is left to whoever knows
        the other parts.

    Raises
    ------
    UnreadError
        Where a cell is not of its column's type; `refuse_unreadable` tells which.
    DataError
        Where a row is neither used nor set aside.
    """
    taken = Taken(cut.elsewhere)
    for name, columns in cut.columns.items():
        files = list(_files(cut.folder / name, number, schema()[name], columns))
        part, faults = deliver(files, schema()[name], cut.meta.delivered_on)
        if part is None or faults:
            raise UnreadError
        taken.take(part)
    return taken.extract(cut.meta, [])


def refuse_unreadable(folder: Path) -> None:
    """Read each table for what is wrong in it, and keep none.

    Raises
    ------
    UseError
        Everything at once, as `hertoets.extract.reading.read_extract` tells it.
    """
    found, wrong = find_delivery(folder)
    for name, table in schema().items():
        if name in found.paths:
            wrong += read_delivered(found.paths[name], table, found.meta.delivered_on)[2]
    if wrong:
        raise UseError(wrong)


def keep(extract: Extract, folder: Path) -> None:
    """Keep a part as it was read; it is a person's data, and lies where the run's own does.

    Parameters
    ----------
    extract : Extract
    folder : Path
        Is there.
    """
    for name, rows in extract.tables.items():
        rows.write_ipc(folder / f"{name}.arrow", compression="lz4")
    bare = replace(extract, tables={name: pl.DataFrame() for name in extract.tables})
    (folder / _REST).write_bytes(pickle.dumps(bare))


def kept(folder: Path) -> Extract:
    """A part that was kept."""
    rest: Extract = pickle.loads((folder / _REST).read_bytes())
    tables = {name: _stored(folder / f"{name}.arrow") for name in rest.tables}
    return replace(rest, tables=tables)


def _stored(path: Path) -> pl.DataFrame:
    with path.open("rb") as file:  # a path would be taken for a pattern
        return pl.read_ipc(file)


def _in_order(rows: pa.Table) -> bool:
    """Whether rows stand as they were delivered."""
    if rows.num_rows < 2:
        return True
    file, row = np.diff(rows[FILE].to_numpy()), np.diff(rows[ROW].to_numpy())
    return bool(((file > 0) | ((file == 0) & (row > 0))).all())


def _files(folder: Path, number: int, table: Table, columns: pa.Schema) -> Iterator[TableFile]:
    """The rows of a part as they were delivered; a file anew where sources store them otherwise."""
    files = part_of(folder, number)
    kinds: dict[pa.Schema, list[pa.Table]] = {}
    for file in files:
        with pq.ParquetFile(file) as opened:
            rows = opened.read(use_threads=True)
        try:
            rows.validate(full=True)
        except pa.ArrowInvalid:  # not every cutter looks whether text is text
            raise UnreadError from None
        kinds.setdefault(rows.schema.remove_metadata(), []).append(rows)
    for rows in _as_delivered(list(kinds.values())) or [columns.empty_table()]:
        names = [name for name in rows.column_names if name in table.column_names]
        yield TableFile(table.name, rows.select(names), rows.num_rows, [], row_below)


def _as_delivered(kinds: list[list[pa.Table]]) -> list[pa.Table]:
    """The rows of each kind in the order of the delivery, whoever cut it.

    The files of a delivery may take turns in how they store a column: rows of one kind then stand
    between those of another.
    """
    pieces = []
    for number, parts in enumerate(kinds):
        rows = pa.concat_tables(parts).combine_chunks()
        if not _in_order(rows):
            rows = rows.sort_by([(FILE, "ascending"), (ROW, "ascending")])
        if len(kinds) == 1:
            return [rows]
        files = rows[FILE].to_numpy()
        ends = [*(np.flatnonzero(np.diff(files)) + 1).tolist(), len(files)]
        for first, end in pairwise([0, *ends]):
            if end > first:
                pieces.append((int(files[first]), number, rows.slice(first, end - first)))
    pieces.sort(key=lambda piece: piece[0])
    return [
        pa.concat_tables([rows for *_, rows in same]).combine_chunks()
        for _, same in groupby(pieces, key=lambda piece: piece[1])
    ]
