"""Bring what a file stores to what a value is judged from: text, days, truth values, numbers.

A Parquet file may store a column in many types. Those that can mean only one thing are read; for
every other one the column is refused, with what it is stored as.
"""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from hertoets.extract.limits import MOST_CELL_BYTES
from hertoets.extract.schema import Column

_TEXTS = (pa.types.is_string, pa.types.is_large_string)
_DATED = ("date", "birth_date")


class NotOfTypeError(ValueError):
    """A column or cell that is not of its column's type."""


class TooLongError(ValueError):
    """A cell that is longer than any value of the contract."""


def as_stored(column: Column, array: pa.Array) -> pa.Array:
    """Bring an array to text, days (int32 since 1970), booleans or whole numbers.

    Text that is stored once for each distinct value stays so, unless the column is text itself.

    Parameters
    ----------
    column : Column
    array : pyarrow.Array
        As read.

    Returns
    -------
    pyarrow.Array
        An empty text is an empty cell.

    Raises
    ------
    NotOfTypeError
        Where the type cannot mean what the column says.
    TooLongError
        Where a cell is beyond measure.
    pyarrow.ArrowException
        Where a value does not fit.
    """
    kind = array.type
    if isinstance(kind, pa.BaseExtensionType):
        raise NotOfTypeError
    if pa.types.is_dictionary(kind):
        if column.type != "text" and _is_clean(array.dictionary):
            return array
        array = array.dictionary_decode()
        kind = array.type
    if pa.types.is_null(kind) or array.null_count == len(array):
        return pa.nulls(len(array), pa.string())
    if _is_text(kind):
        text = array.cast(pa.string())
        if _least_length(text):
            return text
        return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    if column.type in _DATED and (pa.types.is_date(kind) or pa.types.is_timestamp(kind)):
        return _days(array)
    if column.type == "bool" and pa.types.is_boolean(kind):
        return array
    if column.type == "count":
        return _whole(array)
    if column.type == "text" and pa.types.is_integer(kind):
        return array.cast(pa.string())
    raise NotOfTypeError


class NotAlikeError(ValueError):
    """Parts of a column that are not of one type; `part` is the first that differs, from 0."""

    def __init__(self, part: int) -> None:
        super().__init__(part)
        self.part = part


def as_one(arrays: Sequence[pa.Array]) -> pa.Array:
    """Put the parts of a column, from `as_stored`, under one another.

    Parameters
    ----------
    arrays : sequence of pyarrow.Array
        At least one. A part without any value fits every type, and whole numbers of any width
        fit one another.

    Raises
    ------
    NotAlikeError
        Where one is text and another is not, say.
    """
    if len(arrays) == 1:
        return arrays[0]
    filled = [part for part in arrays if part.null_count < len(part)]
    kinds = {part.type for part in filled}
    if len(kinds) > 1:
        arrays = [_widest(part) for part in arrays]
        filled = [part for part in arrays if part.null_count < len(part)]
    kind = filled[0].type if filled else arrays[0].type
    parts = []
    for place, part in enumerate(arrays):
        if part.null_count == len(part):
            parts.append(pa.nulls(len(part), kind))
        elif part.type != kind:
            raise NotAlikeError(place)
        else:
            parts.append(part)
    whole = pa.chunked_array(parts, kind)
    if pa.types.is_dictionary(kind):
        whole = whole.unify_dictionaries()
    return whole.combine_chunks()


def _widest(array: pa.Array) -> pa.Array:
    """Text as text, and whole numbers as the widest; days and booleans as they are.

    Days are int32, and no column may hold days and other whole numbers.
    """
    if pa.types.is_dictionary(array.type):
        return array.dictionary_decode().cast(pa.string())
    return array.cast(pa.int64()) if pa.types.is_integer(array.type) else array


def _is_text(kind: pa.DataType) -> bool:
    return any(is_text(kind) for is_text in _TEXTS)


def _is_clean(texts: pa.Array) -> bool:
    """Tell whether a dictionary holds each text once, and no empty one."""
    if not _is_text(texts.type) or texts.null_count:
        return False
    return bool(_least_length(texts)) and len(texts) == len(pc.unique(texts))


def _least_length(texts: pa.Array) -> int:
    """The length of the shortest text; refuse one that is beyond measure."""
    lengths = pc.min_max(pc.binary_length(texts)).as_py()
    if (lengths["max"] or 0) > MOST_CELL_BYTES:
        raise TooLongError
    return lengths["min"] or 0


def _days(array: pa.Array) -> pa.Array:
    kind = array.type
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        raise NotOfTypeError  # which day a moment is depends on where one stands
    if not pa.types.is_date32(kind):
        days = array.cast(pa.timestamp("us"), safe=False).cast(pa.date32(), safe=False)
        if pa.types.is_timestamp(kind) and not days.cast(kind).equals(array):
            raise NotOfTypeError  # a moment is not a day
        array = days
    return array.cast(pa.int32())


def _whole(array: pa.Array) -> pa.Array:
    """Whole numbers; pandas stores counts with gaps as floats. A fraction is refused."""
    kind = array.type
    if pa.types.is_floating(kind):
        array = pc.if_else(pc.is_nan(array), pa.scalar(None, kind), array)
    elif not pa.types.is_integer(kind) and not pa.types.is_decimal(kind):
        raise NotOfTypeError
    return array if pa.types.is_integer(kind) else array.cast(pa.int64())
