"""A column as read: each distinct value judged once, and spread over the rows again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from hertoets.errors import Fault
from hertoets.extract.limits import MOST_CELL_BYTES
from hertoets.extract.schema import Column
from hertoets.extract.stored import NotAlikeError, NotOfTypeError, TooLongError, as_one, as_stored
from hertoets.extract.tablefile import TableFile
from hertoets.extract.values import EMPTY, OPEN, Judged, judge_of, plain_days
from hertoets.extract.wording import places, stored_as

TYPED = {"birth_date": ("birth_from", "birth_to")}
"""Columns of the contract that become others."""

Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]

WRITE = {
    "date": "Write YYYY-MM-DD, or leave it empty for unknown",
    "birth_date": "Write YYYY-MM-DD with 00 for an unknown part, or leave it empty for unknown",
    "bool": "Write true or false, or leave it empty for unknown",
    "count": "Write a whole number",
    "code": "Write the code as text",
    "text": "Write it as text",
}
NOUN = {
    "date": "a date",
    "birth_date": "a date",
    "bool": "true or false",
    "count": "a whole number",
    "code": "a code",
    "text": "text",
}


_KINDS: dict[str, type[pl.DataType]] = {
    "date": pl.Date,
    "birth_date": pl.Date,
    "bool": pl.Boolean,
    "count": pl.Int32,
    "code": pl.String,
}


@dataclass
class Cells:
    """A column as read.

    Attributes
    ----------
    written : polars.Series
        What tells written values apart, null for an empty cell: identity of rows is judged on it.
    values : dict of str to polars.Series
        The typed columns that this column becomes (a birth date becomes two). Null is unknown;
        what is open is 9999-12-31, or in a column of codes the empty text.
    checks : dict of str to numpy.ndarray of bool
        For each check that found something the rows whose value it turned unknown.
    """

    written: pl.Series
    values: dict[str, pl.Series]
    checks: dict[str, Flags] = field(default_factory=dict)

    def leave_out(self, unread: pl.Series) -> None:
        """Look no further at the values of some rows."""
        self.values = {
            name: pl.select(pl.when(~unread).then(series)).to_series()
            for name, series in self.values.items()
        }
        kept = ~unread.to_numpy()
        self.checks = {check: mask & kept for check, mask in self.checks.items()}


def read_cells(
    files: Sequence[TableFile], column: Column, delivered: date | None
) -> tuple[Cells | None, list[Fault]]:
    """Read one column.

    Parameters
    ----------
    files : sequence of TableFile
        The rows of the table, as written (CSV) or stored (Parquet), all with the same columns. An
        optional column may be absent.
    column : Column
        What the schema says of it.
    delivered : datetime.date or None
        The day of delivery.

    Returns
    -------
    tuple of (Cells or None, list of Fault)
        A fault for each file names its first rows that are not of the column's type.
    """
    read = [_stored(file, column) for file in files]
    if faults := [part for part in read if isinstance(part, Fault)]:
        return None, faults
    try:
        array = as_one([part for part in read if not isinstance(part, Fault)])
    except NotAlikeError as error:
        what = "the column is stored in another type than in the parts before this one"
        mend = f"Store it alike in every part. {WRITE[column.type]}"
        return None, [Fault(files[error.part].name, column.name, what, mend)]
    judge = judge_of(column, delivered) if column.type != "text" else None
    if judge is None or pa.types.is_boolean(array.type):
        typed = pl.Series(column.name, array)
        return Cells(typed, {column.name: typed}), []
    if pa.types.is_integer(array.type) and _KINDS[column.type] == pl.Date:
        return _days(column, pl.Series(array), judge, plain_days(column, delivered)), []
    encoded = array if pa.types.is_dictionary(array.type) else pc.dictionary_encode(array)
    return _coded(files, column, encoded, judge)


def _stored(file: TableFile, column: Column) -> pa.Array | Fault:
    """One column of one file as it is stored, or why it cannot be one of its type."""
    if column.name not in file.rows.column_names:
        return pa.nulls(file.rows.num_rows, pa.string())
    raw = file.rows[column.name]
    try:
        whole = raw.chunk(0) if raw.num_chunks == 1 else raw.combine_chunks()
        return as_stored(column, whole)
    except MemoryError:
        raise
    except TooLongError:
        what = f"a cell is longer than {MOST_CELL_BYTES:,} bytes"
        return Fault(file.name, column.name, what, "Check how the file was written")
    except (pa.ArrowException, NotOfTypeError):
        what = f"the column cannot be read as {column.type}: it holds {stored_as(raw.type)}"
        return Fault(file.name, column.name, what, WRITE[column.type])


def _days(
    column: Column, days: pl.Series, judge: Callable[[object], Judged], plain: tuple[int, int]
) -> Cells:
    """Judge days since 1970: only those that are not plainly within reach, each once."""
    first, last = plain
    typed = days.cast(pl.Date)
    if column.open:
        typed = typed.fill_null(OPEN)
    found = Cells(days, dict.fromkeys(TYPED.get(column.name, (column.name,)), typed))
    low, high = days.min(), days.max()
    if low is None or (low >= first and high <= last):  # type: ignore[operator]
        return found
    numbers = days.fill_null(first).to_numpy()
    outside = np.flatnonzero((numbers < first) | (numbers > last))
    distinct, at = np.unique(numbers[outside], return_inverse=True)
    values, reasons, _ = _judge_each(column, judge, distinct.tolist())
    for name, value in values.items():
        found.values[name] = typed.clone().scatter(outside, value.gather(at))
    for check, hit in _by_check(reasons).items():
        found.checks[check] = np.zeros(len(days), dtype=bool)
        found.checks[check][outside] = hit[at]
    return found


def _coded(
    files: Sequence[TableFile],
    column: Column,
    encoded: pa.DictionaryArray,
    judge: Callable[[object], Judged],
) -> tuple[Cells | None, list[Fault]]:
    """Judge each distinct value; an empty cell stands behind them."""
    distinct = encoded.dictionary.to_pylist()
    indices = encoded.indices.cast(pa.int32())
    at = pc.fill_null(indices, len(distinct)).to_numpy(zero_copy_only=False)
    values, reasons, wrong = _judge_each(column, judge, distinct)
    if wrong and len(rows := np.flatnonzero(np.isin(at, wrong))):
        return None, _wrong_rows(files, column, rows)
    empty = None
    if column.open:
        empty = OPEN if column.type == "date" else EMPTY
    spread = pl.Series(at.view(np.uint32))
    typed = {key: each.extend_constant(empty, 1).rechunk() for key, each in values.items()}
    masks = {check: np.append(hit, False)[at] for check, hit in _by_check(reasons).items()}
    return Cells(
        pl.Series(indices),
        {key: each.gather(spread) for key, each in typed.items()},
        {check: mask for check, mask in masks.items() if mask.any()},
    ), []


def _wrong_rows(files: Sequence[TableFile], column: Column, rows: Rows) -> list[Fault]:
    """Name the first rows of each file that are not of the column's type."""
    faults, begin = [], 0
    for file in files:
        end = begin + file.rows.num_rows
        own = rows[(rows >= begin) & (rows < end)] - begin
        if len(own):
            where = places("row", [file.line(row) for row in own[:3].tolist()], len(own))
            what = f"not {NOUN[column.type]}"
            faults.append(Fault(file.name, f"{where}, {column.name}", what, WRITE[column.type]))
        begin = end
    return faults


def _judge_each(
    column: Column, judge: Callable[[object], Judged], distinct: list[Any]
) -> tuple[dict[str, pl.Series], list[str | None], list[int]]:
    """What each value becomes, the check that made it unknown, and which are of another type."""
    parsed: list[Any] = []
    reasons: list[str | None] = []
    wrong: list[int] = []
    for number, value in enumerate(distinct):
        try:
            result, reason = judge(value)
        except NotOfTypeError:
            wrong.append(number)
            result, reason = None, None
        parsed.append(result)
        reasons.append(reason)
    names = TYPED.get(column.name, (column.name,))
    parts = [parsed]
    if len(names) > 1:
        parts = [[each and each[part] for each in parsed] for part in range(len(names))]
    kind = _KINDS[column.type]
    values = {name: pl.Series(part, dtype=kind) for name, part in zip(names, parts, strict=True)}
    return values, reasons, wrong


def _by_check(reasons: list[str | None]) -> dict[str, Flags]:
    found = sorted({reason for reason in reasons if reason})
    return {check: np.array([reason == check for reason in reasons], dtype=bool) for check in found}
