"""A column as read: each distinct value judged once, and spread over the rows again."""

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from hertoets.errors import Fault
from hertoets.extract.limits import MOST_CELL_BYTES
from hertoets.extract.schema import Column
from hertoets.extract.stored import NotOfTypeError, TooLongError, as_stored
from hertoets.extract.tablefile import TableFile
from hertoets.extract.values import judge_of
from hertoets.extract.wording import places, stored_as

PERSON = "person_id"

INT = pa.int32()
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


@dataclass
class Cells:
    """A column as read.

    Attributes
    ----------
    codes : pyarrow.Array of int32, or None
        The number of each distinct written value; null for an empty cell. Identity of rows is
        judged on it. None for the persons, who are numbered over all tables together.
    values : dict of str to pyarrow.Array
        The typed columns that this column becomes (a birth date becomes two, an open column
        brings ``<name>_unknown``).
    checks : dict of str to pyarrow.BooleanArray
        For each check the rows whose value it turned unknown.
    unread : pyarrow.BooleanArray or None
        The rows whose value is not looked at, because another column says that it has no meaning.
    """

    codes: pa.Array | None
    values: dict[str, pa.Array]
    checks: dict[str, pa.Array] = field(default_factory=dict)
    unread: pa.Array | None = None

    def leave_out(self, unread: pa.Array) -> None:
        """Look no further at the values of some rows."""
        self.unread = unread
        kept = pc.invert(unread)
        self.values = {
            name: pc.if_else(unread, pa.scalar(None, array.type), array)
            for name, array in self.values.items()
        }
        self.checks = {check: pc.and_(mask, kept) for check, mask in self.checks.items()}


def read_cells(
    name: str, file: TableFile, column: Column, delivered: int | None
) -> tuple[Cells | None, list[Fault]]:
    """Read one column.

    Parameters
    ----------
    name : str
        Of the file, for messages.
    file : TableFile
        Its rows, as written (CSV) or stored (Parquet). An optional column may be absent.
    column : Column
        What the schema says of it.
    delivered : int or None
        The day of delivery, ``yyyymmdd``.

    Returns
    -------
    tuple of (Cells or None, list of Fault)
        The fault names the first rows that are not of the column's type.
    """
    if column.name not in file.rows.column_names:
        array = pa.nulls(file.rows.num_rows, pa.string())
    else:
        raw = file.rows[column.name]
        try:
            whole = raw.combine_chunks() if isinstance(raw, pa.ChunkedArray) else raw
            array = as_stored(column, whole)
        except MemoryError:
            raise
        except TooLongError:
            what = f"a cell is longer than {MOST_CELL_BYTES:,} bytes"
            return None, [Fault(name, column.name, what, "Check how the file was written")]
        except (pa.ArrowException, NotOfTypeError):
            what = f"the column cannot be read as {column.type}: it holds {stored_as(raw.type)}"
            return None, [Fault(name, column.name, what, WRITE[column.type])]
    if column.name == PERSON:
        return Cells(None, {column.name: array}), []
    encoded = pc.dictionary_encode(array)
    if column.type == "text":
        return Cells(encoded.indices, {column.name: array}), []
    return _judge(name, file, column, encoded, delivered)


def _judge(
    name: str, file: TableFile, column: Column, encoded: pa.DictionaryArray, delivered: int | None
) -> tuple[Cells | None, list[Fault]]:
    judge = judge_of(column, delivered)
    parsed: list[object] = []
    reasons: list[str | None] = []
    wrong: list[int] = []
    for number, value in enumerate(encoded.dictionary.to_pylist()):
        try:
            result, reason = judge(value)
        except NotOfTypeError:
            wrong.append(number)
            result, reason = None, None
        parsed.append(result)
        reasons.append(reason)
    if wrong:
        rows = pc.indices_nonzero(pc.is_in(encoded.indices, value_set=pa.array(wrong, INT)))
        at = places("row", [file.line(row.as_py()) for row in rows[:3]], len(rows))
        what = f"not {NOUN[column.type]}"
        return None, [Fault(name, f"{at}, {column.name}", what, WRITE[column.type])]
    return _spread(column, encoded.indices, parsed, reasons), []


def _spread(
    column: Column, indices: pa.Array, parsed: list[object], reasons: list[str | None]
) -> Cells:
    checks = {
        check: pc.fill_null(
            pa.array([reason == check for reason in reasons], pa.bool_()).take(indices), False
        )
        for check in sorted({reason for reason in reasons if reason})
    }
    values: dict[str, pa.Array] = {}
    if column.type == "birth_date":
        pairs: list[tuple[int | None, int | None]] = [p or (None, None) for p in parsed]  # type: ignore[misc]
        values["birth_from"] = pa.array([first for first, _ in pairs], INT).take(indices)
        values["birth_to"] = pa.array([last for _, last in pairs], INT).take(indices)
    else:
        kind = {"date": INT, "count": INT, "bool": pa.bool_(), "code": pa.string()}[column.type]
        values[column.name] = pa.array(parsed, kind).take(indices)
    if column.open:
        unknown = pa.array([reason is not None for reason in reasons], pa.bool_())
        values[f"{column.name}_unknown"] = pc.fill_null(unknown.take(indices), False)
    return Cells(indices, values, checks)
