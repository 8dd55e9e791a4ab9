"""The answers of section 4 as lists: frames hold places, words are written at the end."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

REGIMES = ("wi2013", "wi2021", "none", "open", "unknown")
START_CLASSES = ("on_time", "late", "early", "unknown", "not_applicable")
TERM_CLASSES = ("on_time", "longer", "shorter", "unknown", "not_applicable")
YES_NO = ("no", "unknown", "yes")
"""In the order of the grades 0 (no), 1 (maybe), 2 (surely)."""
BREACH = ("no", "unknown", "visible", "viewed")
INFORMED = ("not_informed", "right", "wrong_reception", "wrong_other", "unknown")
NOT_MEASURED = "not_measured"


def in_words(places: pd.Series, words: tuple[str, ...]) -> pd.Series:
    """Write places as words (Arrow text), null where the place is null."""
    indices = pa.Array.from_pandas(places).cast(pa.int32())
    return _series(pa.array(words, pa.string()).take(indices))


def take(column: pd.Series, rows: npt.NDArray[np.int64]) -> pd.Series:
    """Repeat a column of a small table for the rows that name it."""
    values = pa.Array.from_pandas(column)
    values = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    return _series(values.take(pa.array(rows)))


def constant(word: str, rows: int) -> pd.Series:
    """Give one word for every row."""
    return _series(pa.repeat(pa.scalar(word, pa.string()), rows))


def as_dates(day_numbers: pd.Series) -> pd.Series:
    """Turn days since 1 January 1970 into dates (Arrow date32)."""
    return _series(pa.Array.from_pandas(day_numbers).cast(pa.int32()).cast(pa.date32()))


def _series(values: pa.Array) -> pd.Series:
    return pd.Series(values, dtype=pd.ArrowDtype(values.type))
