"""The tables of an extract as the facts read them: real dates, and open ends written out."""

from collections.abc import Mapping
from typing import Final

import pandas as pd
import polars as pl
import pyarrow as pa

from hertoets.extract.schema import schema
from hertoets.facts.calendar import OPEN
from hertoets.outcomes.informed import EMPTY

_TYPED: Final = {"birth_date": ("birth_from", "birth_to")}
"""Columns of the contract that became others on reading."""


def as_polars(tables: Mapping[str, pd.DataFrame]) -> dict[str, pl.DataFrame]:
    """Bring the tables of an extract to real dates.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        As `hertoets.extract.Extract` holds them: dates ``yyyymmdd``; beside an open column one
        that says whether an empty cell is unknown.

    Returns
    -------
    dict of str to polars.DataFrame
        Null is unknown. What is open is 9999-12-31, or in a column of codes the empty text.
    """
    return {name: _table(name, frame) for name, frame in tables.items()}


def _table(name: str, frame: pd.DataFrame) -> pl.DataFrame:
    table = pl.from_arrow(pa.Table.from_pandas(frame, preserve_index=False))
    assert isinstance(table, pl.DataFrame)
    for column in schema()[name].columns:
        if column.type in ("date", "birth_date"):
            for typed in _TYPED.get(column.name, (column.name,)):
                if typed in table.columns:
                    table = table.with_columns(_date(typed))
        if column.open:
            unknown = f"{column.name}_unknown"
            nothing = pl.lit(OPEN if column.type == "date" else EMPTY)
            is_open = pl.col(column.name).is_null() & ~pl.col(unknown)
            table = table.with_columns(
                pl.when(is_open).then(nothing).otherwise(column.name).alias(column.name)
            ).drop(unknown)
    if name == "persons":
        # Read only of who is Dutch (contract, section 1).
        dutch = pl.col("nationality") == "NLD"
        table = table.with_columns(
            pl.when(dutch).then(column).alias(column)
            for column in ("former_nationality", "dutch_since")
        )
    return table


def _date(column: str) -> pl.Expr:
    number = pl.col(column)
    return pl.date(number // 10000, number // 100 % 100, number % 100).alias(column)
