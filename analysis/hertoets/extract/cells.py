"""What a cell says: text or an Arrow value turned into one typed value, or *unknown*.

Dates become whole numbers ``yyyymmdd``, which compare alike on every engine. Distinct values are
few, so each is judged once, in plain Python. Impossible is unknown, never gone (contract,
section 1); a value that is not of the column's type at all stops the run.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from re import compile as pattern

import pyarrow as pa
import pyarrow.compute as pc

from hertoets.errors import Fault
from hertoets.extract.schema import MUNICIPALITY, Column, nationality_codes

DATE = pattern(r"(\d{4})-(\d{2})-(\d{2})")
FIRST_YEAR = 1900  # an earlier date is a sentinel or a slip: unknown
OPEN_END = 99991231  # how registers write "no end"

PERSON = "person_id"

BEFORE_1900 = "before_1900"
NO_SUCH_DATE = "no_such_date"
OUTSIDE_LIST = "outside_list"

INT = pa.int32()
WRITE = {
    "date": "Write YYYY-MM-DD, or leave it empty for unknown",
    "birth_date": "Write YYYY-MM-DD with 00 for an unknown part, or leave it empty for unknown",
    "bool": "Write true or false, or leave it empty for unknown",
    "count": "Write a whole number of zero or more",
    "code": "Write the code as text",
    "text": "Write it as text",
}


class NotOfTypeError(ValueError):
    """A cell that is not written in its column's type."""


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
    """

    codes: pa.Array | None
    values: dict[str, pa.Array]
    checks: dict[str, pa.Array] = field(default_factory=dict)


def read_cells(file: str, column: Column, raw: pa.ChunkedArray) -> tuple[Cells | None, list[Fault]]:
    """Read one column.

    Parameters
    ----------
    file : str
        Name of the file, for messages.
    column : Column
        What the schema says of it.
    raw : pyarrow.ChunkedArray
        As written (CSV) or stored (Parquet).

    Returns
    -------
    tuple of (Cells or None, list of Fault)
        The faults name the first rows that are not of the column's type.
    """
    array = raw.combine_chunks() if isinstance(raw, pa.ChunkedArray) else raw
    try:
        array = _as_text_or_number(column, array)
    except (pa.ArrowException, NotOfTypeError):
        what = f"the column cannot be read as {column.type} (it is stored as {raw.type})"
        return None, [Fault(file, column.name, what, WRITE[column.type])]
    if column.name == PERSON:
        return Cells(None, {column.name: array}), []
    encoded = pc.dictionary_encode(array)
    if column.type == "text":
        return Cells(encoded.indices, {column.name: array}), []
    return _judge(file, column, encoded)


def _judge(
    file: str, column: Column, encoded: pa.DictionaryArray
) -> tuple[Cells | None, list[Fault]]:
    parse = _PARSERS[column.type]
    parsed: list[object] = []
    reasons: list[str | None] = []
    wrong: list[int] = []
    for number, value in enumerate(encoded.dictionary.to_pylist()):
        try:
            result, reason = parse(column, value)
        except NotOfTypeError:
            wrong.append(number)
            result, reason = None, None
        parsed.append(result)
        reasons.append(reason)
    if wrong:
        return None, _type_faults(file, column, encoded, wrong)
    return _spread(column, encoded.indices, parsed, reasons), []


def _type_faults(
    file: str, column: Column, encoded: pa.DictionaryArray, wrong: list[int]
) -> list[Fault]:
    rows = pc.indices_nonzero(pc.is_in(encoded.indices, value_set=pa.array(wrong, INT)))
    noun = {"date": "a date", "birth_date": "a date", "count": "a count", "bool": "true or false"}
    what = f"not {noun.get(column.type, column.type)}"
    header = 0 if file.endswith(".parquet") else 1  # the first row of a CSV holds the names
    shown = [
        Fault(file, f"row {row.as_py() + header + 1}, {column.name}", what, WRITE[column.type])
        for row in rows[:3]
    ]
    if len(rows) > len(shown):
        more = f"and {len(rows) - len(shown)} more rows like it"
        shown.append(Fault(file, column.name, more, WRITE[column.type]))
    return shown


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


def _as_text_or_number(column: Column, array: pa.Array) -> pa.Array:
    """Bring what Parquet may store to what the parsers read; an empty text is an empty cell."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        array = array.dictionary_decode()
        kind = array.type
    if pa.types.is_null(kind) or array.null_count == len(array):
        return pa.nulls(len(array), pa.string())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        text = array.cast(pa.string())
        return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    if column.type in ("date", "birth_date") and (
        pa.types.is_date(kind) or pa.types.is_timestamp(kind)
    ):
        days = array.cast(pa.timestamp("us"), safe=False).cast(pa.date32(), safe=False)
        if pa.types.is_timestamp(kind) and not days.cast(kind).equals(array):
            raise NotOfTypeError  # a moment is not a day
        return days
    if column.type == "bool" and pa.types.is_boolean(kind):
        return array
    if column.type == "count" and pa.types.is_integer(kind):
        return array
    if column.type == "count" and pa.types.is_floating(kind):
        return array.cast(pa.int64())  # pandas stores counts with gaps as floats; 1.5 is refused
    if column.type == "text" and pa.types.is_integer(kind):
        return array.cast(pa.string())
    raise NotOfTypeError


def _date(column: Column, value: object) -> tuple[int | None, str | None]:
    year, month, day = _parts(value)
    number = year * 10000 + month * 100 + day
    if number == OPEN_END:  # where nothing can be open it says nothing
        return None, None if column.open else NO_SUCH_DATE
    reason = _why_impossible(year, month, day)
    return (None, reason) if reason else (number, None)


def _birth_date(column: Column, value: object) -> tuple[tuple[int, int] | None, str | None]:  # noqa: ARG001
    year, month, day = _parts(value)
    if year == month == day == 0:
        return None, None  # the BRP's way of writing "wholly unknown": nothing impossible
    first, last = (month or 1, month or 12) if day == 0 else (month, month)
    if reason := _why_impossible(year, first, day or 1):
        return None, reason
    if year == OPEN_END // 10000:  # nobody is born at the end of time
        return None, NO_SUCH_DATE
    end = day or monthrange(year, last)[1]
    return (year * 10000 + first * 100 + (day or 1), year * 10000 + last * 100 + end), None


def _parts(value: object) -> tuple[int, int, int]:
    if hasattr(value, "year"):
        return value.year, value.month, value.day  # type: ignore[attr-defined]
    if not isinstance(value, str) or not (match := DATE.fullmatch(value)) or not value.isascii():
        raise NotOfTypeError
    year, month, day = match.groups()
    return int(year), int(month), int(day)


def _why_impossible(year: int, month: int, day: int) -> str | None:
    if not 1 <= month <= 12 or not 1 <= day <= 31 or year < 1:
        return NO_SUCH_DATE
    if day > monthrange(year, month)[1]:
        return NO_SUCH_DATE
    return BEFORE_1900 if year < FIRST_YEAR else None


def _bool(column: Column, value: object) -> tuple[bool | None, str | None]:  # noqa: ARG001
    if isinstance(value, bool):
        return value, None
    # Upper case is how common tools write it; nothing else can be meant.
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true", None
    raise NotOfTypeError


def _count(column: Column, value: object) -> tuple[int | None, str | None]:  # noqa: ARG001
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value)
    if isinstance(value, int) and 0 <= value < 2**31:
        return value, None
    raise NotOfTypeError


def _code(column: Column, value: object) -> tuple[str | None, str | None]:
    if not isinstance(value, str):
        raise NotOfTypeError
    if column.codes == "municipality":
        known = MUNICIPALITY.fullmatch(value) is not None and value.isascii()
    elif column.codes == "iso_3166_1_alpha_3":
        known = value in nationality_codes()
    else:
        known = value in (column.codes or ())
    return (value, None) if known else (None, OUTSIDE_LIST)


_PARSERS: dict[str, Callable[[Column, object], tuple[object, str | None]]] = {
    "date": _date,
    "birth_date": _birth_date,
    "bool": _bool,
    "count": _count,
    "code": _code,
}
