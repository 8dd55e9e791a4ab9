"""The tables under ``protected/``: written so that equal data give equal bytes, and read back."""

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from hertoets.errors import UseError

if TYPE_CHECKING:
    import pandas as pd

# Columns that hold no row give no hint of their type: these names tell it.
_SOUGHT = frozenset({"person_id", "person", "situation_id"})
"""Columns in which a row is looked up: what a file holds of them is noted in it."""
_TEXT_ALWAYS = frozenset({"table", "key", "column", "check", "reason"})


def write_table(rows: "pd.DataFrame | pl.DataFrame", path: Path) -> None:
    """Write a frame as Parquet, the same bytes for the same data.

    Parameters
    ----------
    rows : pandas.DataFrame or polars.DataFrame
        An index is not kept. Whatever backs it, text and codes are read back as plain text.
    path : Path
        Where to; what is there is replaced.
    """
    if isinstance(rows, pl.DataFrame):
        table = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
    else:
        table = pa.Table.from_pandas(rows, preserve_index=False)
    schema = pa.schema([pa.field(field.name, _plain(field)) for field in table.schema])
    # The metadata would name the library and its version.
    table = table.cast(schema).combine_chunks().replace_schema_metadata(None)
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=1,
        version="2.6",
        data_page_version="1.0",
        write_statistics=list(_SOUGHT.intersection(table.column_names)),
        store_schema=False,
    )


def read_table(
    path: Path, columns: list[str] | None = None, filters: list[tuple[str, str, str]] | None = None
) -> pa.Table:
    """Read a table that `write_table` wrote: all columns or those named, all rows or some.

    Raises
    ------
    UseError
        If the file is gone, or is not what a run writes; the words of the library are not told.
    """
    try:
        return pq.read_table(path, columns=columns, filters=filters)
    except MemoryError:
        raise  # Arrow's own is among its exceptions, and nothing is wrong with the file
    except (OSError, pa.ArrowException):
        raise UseError.of(
            where=f"{path.parent.name}/{path.name}",
            what="cannot be read as a run writes it",
            mend="Put the file back, or run again",
        ) from None


def _plain(field: pa.Field) -> pa.DataType:
    kind = field.type
    if pa.types.is_dictionary(kind):  # stays one while it is written: a value is stored once
        return pa.dictionary(kind.index_type, pa.string())
    if pa.types.is_null(kind) and field.name in _TEXT_ALWAYS:
        return pa.string()
    text = pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    return pa.string() if text else kind
