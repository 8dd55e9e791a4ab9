"""Frames of pandas for people, from frames of Polars: Arrow dtypes, codes as text."""

from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa

if TYPE_CHECKING:
    import pandas as pd


def for_pandas(frame: pl.DataFrame) -> "pd.DataFrame":
    """The same for pandas: Arrow dtypes, codes as text."""
    import pandas as pd  # only whoever looks at a frame of it waits for pandas

    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    fields = [pa.field(field.name, _plain(field.type)) for field in table.schema]
    return table.cast(pa.schema(fields)).to_pandas(types_mapper=pd.ArrowDtype)  # type: ignore[no-any-return]


def _plain(kind: pa.DataType) -> pa.DataType:
    text = pa.types.is_dictionary(kind) or pa.types.is_large_string(kind)
    return pa.string() if text else kind


def counts_for_pandas(frame: pl.DataFrame) -> "pd.DataFrame":
    """Persons expected and counted, by municipality, in their order; numbers as numbers."""
    plain = for_pandas(frame.sort("municipality", nulls_last=True))
    kinds = {"expected_lower": "int64", "expected_upper": "int64", "counted": "Int64"}
    return plain.astype(kinds)
