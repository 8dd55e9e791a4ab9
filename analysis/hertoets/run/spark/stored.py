"""Which columns Spark hands on as they are stored; of every other it is told that it cannot.

Found by trying each type of Arrow. Spark would make whole numbers without a sign wider, lengths
of time plain numbers, moments in any time zone UTC, and it refuses billionths of a second.
"""

from collections.abc import Iterable

import pyarrow as pa

from hertoets.errors import Fault, UseError
from hertoets.extract.cutting import PERSON
from hertoets.extract.schema import schema

_MEND = "Use another engine, or store the column as text, dates, truth values or whole numbers"
_SAME = (
    pa.types.is_signed_integer,
    pa.types.is_float32,
    pa.types.is_float64,
    pa.types.is_boolean,
    pa.types.is_binary,
    pa.types.is_date32,
    pa.types.is_decimal128,
)
_TEXTS = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
_UTC_MOMENT = pa.timestamp("us", "UTC")


class CannotCutError(UseError):
    """A table that Spark cannot cut without a loss: another cutter has to."""


def cannot_cut(table: str, what: str) -> CannotCutError:
    """The error for a table as a whole."""
    mend = "Check the files, the disk and the cluster, or use another engine"
    return CannotCutError.of(where=table, what=what, mend=mend)


def after_cut(kind: pa.DataType) -> pa.DataType | None:
    """The type that a column has once Spark has written it again; None where something is lost.

    Text is text, in whatever form it was stored. Thousandths of a second without a time zone
    become millionths, and a column without a type, which holds nothing, one of whole numbers.

    Examples
    --------
    >>> after_cut(pa.dictionary(pa.int32(), pa.string())), after_cut(pa.uint8())
    (DataType(string), None)
    """
    if isinstance(kind, pa.BaseExtensionType):
        return None
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if any(is_text(kind) for is_text in _TEXTS):
        return pa.string()
    if pa.types.is_null(kind):
        return pa.int32()
    if pa.types.is_timestamp(kind) and kind.tz is None and kind.unit in ("s", "ms", "us"):
        return pa.timestamp("us")
    if kind == _UTC_MOMENT or any(is_same(kind) for is_same in _SAME):
        return kind
    return None


def columns_after_cut(
    table: str, where: str, columns: pa.Schema, reserved: Iterable[str]
) -> pa.Schema:
    """The columns of a file once Spark has written them again, in the same order.

    Parameters
    ----------
    table : str
    where : str
        The file, for messages.
    columns : pyarrow.Schema
        As it says of itself.
    reserved : iterable of str
        Names that columns of ours have.

    Raises
    ------
    CannotCutError
        With a fault for each column that would not be the same.
    """
    taken, kept, faults = set(reserved), [], []
    for place, field in enumerate(columns):
        kind = after_cut(field.type)
        if field.name in taken:
            what = "its name stands twice, or is one that the cut needs"
        elif kind is None:
            what = "Spark cannot hand on what it is stored as without a loss"
        elif field.name.strip() == PERSON and not _is_identifier(kind):
            what = "Spark finds a person by text or whole numbers, and it holds neither"
        else:
            taken.add(field.name)
            kept.append(pa.field(field.name, kind))
            continue
        faults.append(Fault(where, _shown(table, field.name, place), what, _MEND))
    if faults:
        raise CannotCutError(faults)
    return pa.schema(kept)


def _is_identifier(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_signed_integer(kind))


def _shown(table: str, name: str, place: int) -> str:
    """A name that the schema does not know may be a person's: its place is told instead."""
    known = schema()[table].column_names if table in schema() else ()
    return name.strip() if name.strip() in known else f"column {place + 1}"
