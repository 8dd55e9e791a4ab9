"""Frames of Polars as a researcher holds them in pandas: real dates, categories, unknown as NA.

A day is ``datetime64[us]``, in which 9999-12-31 (*open*) is a day like others and unknown is NaT;
a code is a category with all values that it may have; whole numbers and booleans may be NA.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl

DAY: Final = "datetime64[us]"


def in_pandas(
    frame: pl.DataFrame, values: Mapping[str, tuple[str, ...]] | None = None
) -> pd.DataFrame:
    """Hand a frame to pandas.

    Parameters
    ----------
    frame : polars.DataFrame
    values : mapping of str to tuple of str or None
        By column of codes the values that it may have, in their order; without any, those that
        occur, in the order of the alphabet.

    Returns
    -------
    pandas.DataFrame
        The same rows and columns, with a plain index.
    """
    kinds = {
        name: _as_text(kind, tuple((values or {}).get(name, ())))
        for name, kind in frame.schema.items()
    }
    return pd.DataFrame({name: _series(frame[name], kinds[name]) for name in frame.columns})


def codes(series: pl.Series) -> pl.Series:
    """A column of texts that are codes, with the values that occur."""
    return series.cast(pl.Enum(series.drop_nulls().unique().sort()))


def _as_text(kind: pl.DataType, values: tuple[str, ...]) -> tuple[str, ...]:
    return values or (tuple(kind.categories) if isinstance(kind, pl.Enum) else ())


def _series(series: pl.Series, values: tuple[str, ...]) -> "pd.Series[Any]":
    kind = series.dtype
    if values:
        places = series.cast(pl.Enum(values)).to_physical().cast(pl.Int32).fill_null(-1)
        numbers = places.to_numpy().astype(np.int64)
        return pd.Series(pd.Categorical.from_codes(numbers, categories=pd.Index(values)))
    if kind == pl.Date:
        return pd.Series(series.cast(pl.Datetime("us")).to_numpy()).astype(DAY)
    if kind == pl.Boolean:
        return pd.Series(series.to_pandas(use_pyarrow_extension_array=True)).astype("boolean")
    if kind.is_integer():
        return pd.Series(series.to_pandas(use_pyarrow_extension_array=True)).astype("Int64")
    return pd.Series(series.to_pandas(use_pyarrow_extension_array=True)).astype("str")
