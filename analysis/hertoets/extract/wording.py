"""Words for messages: places in a file, and what is stored there, without any content of it."""

from collections.abc import Sequence

import pyarrow as pa

_NAMED = 3  # places that are named before the others are only counted

_KINDS = (
    (pa.types.is_boolean, "true and false"),
    (pa.types.is_integer, "whole numbers"),
    (pa.types.is_floating, "numbers with a fraction"),
    (pa.types.is_decimal, "decimal numbers"),
    (pa.types.is_date, "dates"),
    (pa.types.is_time, "times of the day"),
    (pa.types.is_duration, "lengths of time"),
    (pa.types.is_nested, "nested values"),
)
_TEXTS = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
_BYTES = (
    pa.types.is_binary,
    pa.types.is_large_binary,
    pa.types.is_binary_view,
    pa.types.is_fixed_size_binary,
)


def places(noun: str, numbers: Sequence[int], total: int | None = None) -> str:
    """Name places of a file by their number.

    Parameters
    ----------
    noun : str
        ``row`` or ``column``.
    numbers : sequence of int
        At least one, in order.
    total : int or None
        How many there are, where `numbers` holds only the first.

    Examples
    --------
    >>> places("column", [5])
    'column 5'
    >>> places("row", [5, 9, 12])
    'rows 5, 9 and 12'
    >>> places("row", [5, 9, 12, 13, 20], total=90)
    'rows 5, 9, 12 and 87 more'
    """
    total = len(numbers) if total is None else total
    if total == 1:
        return f"{noun} {numbers[0]}"
    named = [str(number) for number in numbers[:_NAMED]]
    more = total - len(named)
    last = f"{more} more" if more else named.pop()
    return f"{noun}s {', '.join(named)} and {last}"


def stored_as(kind: pa.DataType) -> str:
    """Say in words what an Arrow type holds; its own name may repeat what stands in the file."""
    if isinstance(kind, pa.BaseExtensionType):
        return "values of a type of its own"
    if pa.types.is_timestamp(kind):
        zoned = kind.tz is not None
        return "moments in a time zone" if zoned else "moments with a time of the day"
    if any(is_kind(kind) for is_kind in _TEXTS):
        return "text"
    if any(is_kind(kind) for is_kind in _BYTES):
        return "raw bytes"
    return next((words for is_kind, words in _KINDS if is_kind(kind)), "another type")
