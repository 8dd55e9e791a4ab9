"""Whether the files of a table store each column alike, told without holding any of them.

Read at once, a column that is text in one file and days in another is refused
(`hertoets.extract.stored.as_one`). Cut by person, each part might hold rows of one file alone.
"""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from hertoets.extract.schema import Column, Table
from hertoets.extract.tablefile import Source

_ROWS_AT_ONCE = 1 << 19


def stores_alike(sources: Sequence[Source], table: Table) -> bool:
    """Whether each column is stored alike wherever it holds a value.

    Parameters
    ----------
    sources : sequence of Source
        Of one table.
    table : Table

    Raises
    ------
    UseError
        Where a file is damaged.
    """
    return not any(_differs(sources, column) for column in table.columns)


def _differs(sources: Sequence[Source], column: Column) -> bool:
    if column.type == "text":
        return False  # whole numbers are read as the text that they are written as
    there = [source for source in sources if column.name in source.columns.names]
    kinds = [_kind(source.columns.field(column.name).type) for source in there]
    if len({kind for kind in kinds if kind}) < 2:
        return False
    filled = {
        kind
        for source, kind in zip(there, kinds, strict=True)
        if kind and _holds_a_value(source, column.name)
    }
    return len(filled) > 1


def _kind(stored: pa.DataType) -> str:
    """What kind of values a type stands for; empty where it holds none."""
    if pa.types.is_dictionary(stored):
        stored = stored.value_type
    if pa.types.is_null(stored):
        return ""
    if pa.types.is_string(stored) or pa.types.is_large_string(stored):
        return "text"
    return "bool" if pa.types.is_boolean(stored) else "number"  # days are numbered too


def _holds_a_value(source: Source, name: str) -> bool:
    """Whether some row is filled; an empty text is an empty cell."""
    for rows in source.rows.batches(_ROWS_AT_ONCE, (name,)):
        values = rows[name].drop_null()
        if pa.types.is_dictionary(values.type):
            values = values.cast(values.type.value_type)
        if _kind(values.type) == "text":
            values = values.filter(pc.not_equal(values, ""))
        if len(values):
            return True
    return False
