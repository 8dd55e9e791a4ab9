"""Amounts of a person added up, with what they are at least and at most."""

from typing import Final

import polars as pl

from hertoets.facts.frames import attach
from hertoets.facts.logic import maybe, surely
from hertoets.law.constants import constants

_MOST: Final = {"fine": "fine_most", "loan": "loan_most"}


def highest_amount(kind: str) -> int:
    """The highest amount of one fine or of a loan by the law, in euro."""
    return constants().number(_MOST[kind])


def sums(rows: pl.DataFrame, people: pl.DataFrame, name: str, most: int) -> pl.DataFrame:
    """The sum of the amounts that count, for each person.

    Parameters
    ----------
    rows : polars.DataFrame
        ``person``, ``amount_euro`` (Int64), ``counts`` (nullable bool).
    people : polars.DataFrame
        With ``person``; who has no row has a sum of nothing.
    name : str
    most : int
        The most that an unknown amount can be, in euro.

    Returns
    -------
    polars.DataFrame
        ``person``; under the name the sum where it is known, and with ``_lower`` and ``_upper``
        what it is at least and at most.
    """
    counts, amount = pl.col("counts"), pl.col("amount_euro")
    may = maybe(counts)
    # Whether nothing was to be paid counts makes no difference to a sum.
    open_ = may & ((counts.is_null() & (amount != 0)) | amount.is_null())
    least, at_most = f"{name}_lower", f"{name}_upper"
    found = rows.group_by("person").agg(
        pl.when(~open_.any()).then(amount.filter(may).sum()).alias(name),
        amount.filter(surely(counts)).sum().alias(least),
        amount.fill_null(most).filter(may).sum().alias(at_most),
        some=pl.lit(True),
    )
    everybody = attach(people.select("person"), found)
    none = pl.col("some").is_null()
    return everybody.select(
        "person",
        *(
            pl.when(none).then(pl.lit(0, pl.Int64)).otherwise(column).alias(column)
            for column in (name, least, at_most)
        ),
    )
