"""Read an extract: find the tables, type the cells, set rows aside, make the impossible unknown.

The one door. Behind it every table is a frame of Polars with real dates, in which null means
unknown and a person is a row number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from hertoets.errors import DataError, Fault, UseError
from hertoets.extract.delivery import Delivered, read_delivered
from hertoets.extract.empty import Held, ReadAs, empty_of, held_in
from hertoets.extract.impossible import make_impossible_unknown
from hertoets.extract.metadata import Meta, read_meta
from hertoets.extract.numbering import Persons
from hertoets.extract.schema import schema
from hertoets.extract.settling import Settled, refuse_foreign, settle
from hertoets.extract.tables import find_tables
from hertoets.extract.traces import TraceBook, Traces
from hertoets.plain import visible

if TYPE_CHECKING:
    import pandas as pd

_COUNTED = {"table": pl.String, "column": pl.String, "check": pl.String, "rows": pl.Int64}


@dataclass(frozen=True)
class Extract:
    """An extract behind the door.

    Attributes
    ----------
    meta : Meta
    tables : dict of str to polars.DataFrame
        An absent optional table is absent. ``person`` (Int32) numbers the persons in the order of
        ``person_id``. Null is unknown; what is open is 9999-12-31, or in a column of codes the
        empty text. A birth date is its first and last possible day, ``birth_from`` and
        ``birth_to``.
    aside : polars.DataFrame
        ``table``, ``key``, ``check``, ``reason``: a row for each row set aside.
    made_unknown : polars.DataFrame
        ``table``, ``column``, ``check``, ``rows``: values turned unknown.
    absent_columns : tuple of (str, str)
        Table and optional column that were not delivered: unknown in every row.
    notes : tuple of str
        What else a reader should know; no person's value.
    rows : dict of str to int
        Rows delivered, by table, as counted in the file before it was parsed: those in `tables`
        and those in `aside`.
    persons_in_extract, persons_set_aside : int
    traces : Traces
        Of whom a row was set aside, and in which rows a value turned unknown.
    codes : dict of (str, str) to (int, int)
        By table and column of codes: rows that are filled, and those outside the list.
    """

    meta: Meta
    tables: dict[str, pl.DataFrame]
    aside: pl.DataFrame
    made_unknown: pl.DataFrame
    notes: tuple[str, ...]
    rows: dict[str, int]
    persons_in_extract: int
    persons_set_aside: int
    absent_columns: tuple[tuple[str, str], ...] = ()
    traces: Traces = field(default_factory=Traces, repr=False)
    codes: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict, repr=False)

    @cached_property
    def set_aside(self) -> "pd.DataFrame":
        """`aside` as a frame of pandas."""
        return self.aside.to_pandas()

    @cached_property
    def unknown(self) -> "pd.DataFrame":
        """`made_unknown` as a frame of pandas."""
        return self.made_unknown.to_pandas()

    @cached_property
    def held(self) -> dict[tuple[str, str], Held]:
        """What the rows of each column that was delivered hold, by table and column."""
        return held_in(self.tables, self.absent_columns)

    @property
    def empty_columns(self) -> tuple[tuple[str, str, ReadAs], ...]:
        """Delivered columns without a known value, and what their rows are read as."""
        return tuple(empty_of(self.held))

    @property
    def rows_used(self) -> dict[str, int]:
        """Rows in `tables`, by table."""
        return {name: frame.height for name, frame in self.tables.items()}

    def has(self, table: str) -> bool:
        """Tell whether the extract holds a table."""
        return table in self.tables


def read_extract(folder: Path) -> Extract:
    """Read the tables in a folder.

    Parameters
    ----------
    folder : Path
        With ``<table>.parquet``, ``.csv``, ``.csv.gz``, or a folder ``<table>`` of Parquet files,
        and optionally ``extract.toml``.

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
    taken = Taken()
    found, wrong = find_delivery(folder)
    notes: list[str] = []
    for name, table in schema().items():
        if name in found.paths:
            part, told, faults = read_delivered(found.paths[name], table, found.meta.delivered_on)
            notes += told
            wrong += faults
            # What is wrong stops the run; the other tables are read for what is wrong in them.
            if part and not wrong:
                taken.take(part)
            del part  # as written it is as large as what comes of it
    if wrong:
        raise UseError(wrong)
    extract = taken.extract(found.meta, [*notes, *found.notes])
    refuse_nobody(extract.persons_in_extract - extract.persons_set_aside)
    refuse_foreign(extract.codes)
    return extract


@dataclass(frozen=True)
class Found:
    """What was found in a folder: what the delivery says of itself, and the tables.

    Attributes
    ----------
    meta : Meta
    paths : dict of str to Path
        By table its file, or the folder of its parts.
    notes : list of str
        What looks like a table and was not needed.
    """

    meta: Meta
    paths: dict[str, Path]
    notes: list[str]


def find_delivery(folder: Path) -> tuple[Found, list[Fault]]:
    """Find the tables of an extract, and list what is wrong before any is read.

    Raises
    ------
    UseError
        Where there is no such folder.
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
    paths, strays, faults = find_tables(folder)
    return Found(meta, paths, strays), wrong + faults


class Taken:
    """Tables that were delivered, taken one by one in the order of the schema.

    Parameters
    ----------
    elsewhere : mapping of str to polars.Series
        By table the keys that rows of other persons have too, where those are not taken.
    """

    def __init__(self, elsewhere: Mapping[str, pl.Series] | None = None) -> None:
        self._elsewhere = elsewhere or {}
        self._settled: dict[str, Settled] = {}
        self._persons: Persons | None = None
        self._traces = TraceBook()

    def take(self, part: Delivered) -> None:
        """Take a table; ``persons`` first."""
        name = part.table.name
        self._settled[name], self._persons = settle(
            part, self._persons, self._traces, self._elsewhere.get(name)
        )

    def extract(self, meta: Meta, notes: Iterable[str]) -> Extract:
        """The extract that they make.

        Raises
        ------
        DataError
            Where a row of a file is neither used nor set aside.
        """
        settled, persons = self._settled, self._persons
        assert persons is not None  # the schema has that table first, and requires it
        _refuse_lost(settled)
        tables = {name: one.frame for name, one in settled.items()}
        unknown = [entry for one in settled.values() for entry in one.unknown]
        unknown += make_impossible_unknown(tables, self._traces)
        told = [*notes, *(note for one in settled.values() for note in one.notes)]
        if "exemptions" not in tables:
            told.append("exemptions: the table is absent; no exemption was assumed for anybody.")
        return Extract(
            meta=meta,
            tables=tables,
            aside=pl.concat([one.set_aside for one in settled.values()]),
            made_unknown=pl.DataFrame(
                sorted(entry for entry in unknown if entry[3]), schema=_COUNTED, orient="row"
            ),
            notes=tuple(told),
            rows={name: one.counted for name, one in settled.items()},
            persons_in_extract=persons.kept + persons.aside,
            persons_set_aside=persons.aside,
            absent_columns=tuple(
                (name, column) for name, one in settled.items() for column in one.absent_columns
            ),
            traces=self._traces,
            codes={
                (name, column): counted
                for name, one in settled.items()
                for column, counted in one.codes.items()
            },
        )


def refuse_nobody(kept: int) -> None:
    """Refuse an extract in which no person stays."""
    if not kept:
        raise DataError.of(
            where="persons",
            what="the table holds no person that can be used",
            mend="Deliver at least one row with a key of its own",
        )


def _refuse_lost(settled: Mapping[str, Settled]) -> None:
    """Every row of a file is used or set aside; if not, no figure may rest on it."""
    lost = []
    for name, one in settled.items():
        used, aside = one.frame.height, len(one.set_aside)
        if used + aside != one.counted:
            what = f"{one.counted:,} rows in the file, {used:,} used and {aside:,} set aside"
            lost.append(Fault(name, "", what, "Report it"))
    if lost:
        raise DataError(lost)
