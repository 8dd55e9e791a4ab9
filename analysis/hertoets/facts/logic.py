"""Three-valued answers: a nullable boolean in which null is *unknown*.

Inside a row ``&``, ``|`` and ``~`` follow Kleene's tables, as Polars does by itself; over rows it
is `any_of_rows`. Mind that a null condition in ``when`` falls through: `first_that_holds` asks for
null first.
"""

from collections.abc import Sequence

import polars as pl


def any_of_rows(answer: pl.Expr) -> pl.Expr:
    """Whether some row of a group holds: unknown where one may, and none surely does."""
    return answer.any(ignore_nulls=False)


def maybe(answer: pl.Expr) -> pl.Expr:
    """Whether it may hold (never null)."""
    return answer.fill_null(True)


def surely(answer: pl.Expr) -> pl.Expr:
    """Whether it surely holds (never null)."""
    return answer.fill_null(False)


def at_best_unknown(answer: pl.Expr) -> pl.Expr:
    """An answer that can be *no* or *unknown*, never *yes*: what may hold is unknown."""
    return pl.when(maybe(answer)).then(pl.lit(None, pl.Boolean)).otherwise(False)


def first_that_holds(
    steps: Sequence[tuple[pl.Expr, str]],
    otherwise: str,
    unknown: Sequence[str] | str,
    kind: pl.Enum,
) -> pl.Expr:
    """Go down a list: the first that surely holds, or *unknown* at the first that only may.

    Parameters
    ----------
    steps : sequence of (nullable boolean expression, value)
    otherwise : str
        The value where nothing may hold.
    unknown : str or sequence of str
        The value where it cannot be known; a sequence gives one for each step.
    kind : polars.Enum
        The values that there are.

    Returns
    -------
    polars.Expr of kind
    """
    at_each = [unknown] * len(steps) if isinstance(unknown, str) else unknown
    # `coalesce` takes the first that says something: each step speaks only where it decides.
    told = [
        pl.when(holds.is_null())
        .then(pl.lit(if_unknown, kind))
        .when(holds)
        .then(pl.lit(value, kind))
        for (holds, value), if_unknown in zip(steps, at_each, strict=True)
    ]
    return pl.coalesce(*told, pl.lit(otherwise, kind))


def agreed(column: str) -> pl.Expr:
    """What the rows of a group all say; null where they differ or one says nothing."""
    value = pl.col(column)
    same = (value.n_unique() == 1) & value.null_count().eq(0)
    return pl.when(same).then(value.first()).alias(column)
