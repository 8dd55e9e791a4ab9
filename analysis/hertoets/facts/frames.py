"""The frames that facts and comparison are written in: lazy, and of any engine behind Narwhals."""

from typing import Any, TypeAlias, cast

import narwhals as nw
import pandas as pd

Frame: TypeAlias = nw.LazyFrame[Any]


def lazy(table: pd.DataFrame) -> Frame:
    """Take an Arrow-backed table as a lazy frame."""
    return nw.from_native(table).lazy()


def collected(frame: Frame) -> pd.DataFrame:
    """Compute a lazy frame."""
    return cast(pd.DataFrame, frame.collect().to_native())
