"""The bands in which the shift of a start lies."""

from typing import Final

import polars as pl

SHIFT_EDGES_DAYS: Final = (30, 90, 180, 365)


def banded(shift: pl.Expr, tolerance_days: int) -> pl.Expr:
    """The band in which a shift in days lies (Int8, null where there is none).

    0 is within the tolerance; each band further away counts one more, below zero for early.
    """
    size = pl.lit(0, pl.Int8)
    for edge in band_edges(tolerance_days):
        size = size + (shift.abs() > edge).cast(pl.Int8)
    return (size * shift.sign().cast(pl.Int8)).cast(pl.Int8)


def band_edges(tolerance_days: int) -> list[int]:
    """The most days of each band but the last."""
    return [tolerance_days, *(edge for edge in SHIFT_EDGES_DAYS if edge > tolerance_days)]
