"""The answers of section 4 as lists: frames hold places, words are written at the end.

A word stands once in memory, however many people it is true of (Arrow dictionaries).
"""

from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

REGIMES = ("wi2013", "wi2021", "none", "open", "unknown")
START_CLASSES = ("on_time", "late", "early", "unknown", "not_applicable")
TERM_CLASSES = ("on_time", "longer", "shorter", "unknown", "not_applicable")
YES_NO = ("no", "unknown", "yes")
"""In the order of the grades 0 (no), 1 (maybe), 2 (surely)."""
BREACH = ("no", "unknown", "visible", "viewed")
INFORMED = ("not_informed", "right", "wrong_reception", "wrong_other", "unknown")
NOT_MEASURED = "not_measured"


def in_words(places: pd.Series, words: tuple[str, ...]) -> pa.DictionaryArray:
    """Write places as words, null where the place is null."""
    indices = pa.Array.from_pandas(places).cast(pa.int32())
    indices = indices.combine_chunks() if isinstance(indices, pa.ChunkedArray) else indices
    return pa.DictionaryArray.from_arrays(indices, pa.array(words, pa.string()))


def take(column: pd.Series, rows: npt.NDArray[np.int64]) -> pa.DictionaryArray:
    """Repeat a text column of a small table for the rows that name it."""
    small = pa.Array.from_pandas(column)
    small = small.combine_chunks() if isinstance(small, pa.ChunkedArray) else small
    encoded = small.cast(pa.string()).dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy()[rows].astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), encoded.dictionary)


def constant(word: str | None, rows: int) -> pa.DictionaryArray:
    """Give one word for every row, or nothing."""
    indices = pa.repeat(pa.scalar(0 if word else None, pa.int32()), rows)
    return pa.DictionaryArray.from_arrays(indices, pa.array([word] if word else [], pa.string()))


def as_dates(day_numbers: pd.Series) -> pa.Array:
    """Turn days since 1 January 1970 into dates (Arrow date32)."""
    numbers = pa.Array.from_pandas(day_numbers).cast(pa.int32())
    numbers = numbers.combine_chunks() if isinstance(numbers, pa.ChunkedArray) else numbers
    return numbers.view(pa.date32())


def where(values: pa.Array, holds: npt.NDArray[np.bool_]) -> pa.Array:
    """Keep values where something holds, null elsewhere."""
    return pc.if_else(pa.array(holds), values, pa.scalar(None, values.type))


def as_table(columns: dict[str, pa.Array | pd.Series]) -> pa.Table:
    """Put columns beside each other."""
    return pa.table({name: pa.array(column) for name, column in columns.items()})


def as_frame(table: pa.Table) -> pd.DataFrame:
    """Give a table as an Arrow-backed frame with plain text."""
    plain = [
        field.with_type(pa.string()) if pa.types.is_dictionary(field.type) else field
        for field in table.schema
    ]
    return cast(pd.DataFrame, table.cast(pa.schema(plain)).to_pandas(types_mapper=pd.ArrowDtype))
