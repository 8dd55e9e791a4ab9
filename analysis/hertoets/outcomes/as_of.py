"""The day that a run looks back from, and what an extract may hold that came later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from hertoets.facts.calendar import OPEN

TOLD_OR_CHOSEN: Final = ("notice_date", "withdrawn_on", "offered_on", "chosen_on")
"""Columns of what was told to, or chosen by, a person."""
_PUBLISHED: Final = ("decision_date", "document_collected_date")

Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Beyond:
    """Whether an extract may hold what is dated after the day that the run looks back from.

    Attributes
    ----------
    told : bool
        Notices, withdrawals, offers and choices.
    published : bool
        Decisions and documents.
    """

    told: bool
    published: bool


def last_day_known(
    tables: Tables, reference: date, columns: Iterable[str] = TOLD_OR_CHOSEN
) -> date:
    """The last day on which a notice, a withdrawal, an offer or a choice is dated.

    At least the reference date. A withdrawal is one of a notice or of a fine.
    """
    days: list[date] = [
        day
        for table in tables.values()
        for column in columns
        if column in table.columns
        for day in table.select(pl.col(column).filter(pl.col(column) < OPEN).max()).to_series()
        if day is not None
    ]
    return max([reference, *days])


def beyond(tables: Tables, as_of: date, delivered_on: date | None) -> Beyond:
    """What an extract may hold that is dated after the day `as_of`.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
    as_of : date
    delivered_on : date or None
        Nothing is dated later; where it is unknown, nothing later than what is recorded.

    Returns
    -------
    Beyond
    """
    told, published = (
        delivered_on or last_day_known(tables, as_of, columns)
        for columns in (TOLD_OR_CHOSEN, _PUBLISHED)
    )
    return Beyond(as_of < told, as_of < published)
