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


def last_days(tables: Mapping[str, pl.DataFrame]) -> dict[str, date]:
    """The last day that stands in each column of what was told, chosen or published.

    A withdrawal is one of a notice or of a fine.
    """
    found: dict[str, date] = {}
    for table in tables.values():
        for column in (*TOLD_OR_CHOSEN, *_PUBLISHED):
            if column in table.columns:
                last = table.select(pl.col(column).filter(pl.col(column) < OPEN).max()).item()
                if last is not None:
                    found[column] = max(last, found.get(column, last))
    return found


def last_day_known(
    last: Mapping[str, date], reference: date, columns: Iterable[str] = TOLD_OR_CHOSEN
) -> date:
    """The last day on which a notice, a withdrawal, an offer or a choice is dated.

    At least the reference date. `last` is of `last_days`.
    """
    return max([reference, *(last[column] for column in columns if column in last)])


def beyond(last: Mapping[str, date], as_of: date, delivered_on: date | None) -> Beyond:
    """What an extract may hold that is dated after the day `as_of`.

    Parameters
    ----------
    last : mapping of str to date
        Of `last_days`.
    as_of : date
    delivered_on : date or None
        Nothing is dated later; where it is unknown, nothing later than what is recorded.

    Returns
    -------
    Beyond
    """
    told, published = (
        delivered_on or last_day_known(last, as_of, columns)
        for columns in (TOLD_OR_CHOSEN, _PUBLISHED)
    )
    return Beyond(as_of < told, as_of < published)
