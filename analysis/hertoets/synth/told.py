"""What the first notice of each person states, as the rooms that follow on it need it.

One row a person, planted people left out: their cases say nothing of what followed.
"""

from dataclasses import dataclass

import numpy as np

from hertoets.synth.draws import Column, Columns, filled, no_dates
from hertoets.synth.legal import DISPENSED, EXCLUDING

SETTLES = ("completed", *EXCLUDING, *DISPENSED)
"""The kinds of exemption with which nothing more is asked of a person."""


@dataclass(frozen=True)
class Told:
    """The first notice and the day from which nothing was asked any more.

    Dates are columns of days, empty where there is none; one row a person.

    Attributes
    ----------
    sent, start, end : column of dates
        Of the first notice: its date, and the start and the term end that it states.
    law : column of text
        The Act that it states; empty without a notice.
    settled : column of dates
        The first day of an exemption of the kinds `SETTLES`.
    as_asylum, no_duty : column of bool
        Counted with asylum by the chain; under neither Act by the official rule.
    """

    sent: Column
    start: Column
    end: Column
    law: Column
    settled: Column
    as_asylum: Column
    no_duty: Column

    @classmethod
    def of(
        cls, notices: Columns, exemptions: Columns, as_asylum: Column, no_duty: Column, drawn: int
    ) -> "Told":
        """Find the first notice of the first `drawn` persons."""
        person, first = first_rows(notices)
        person, first = person[person < drawn], first[person < drawn]
        count = len(as_asylum)
        columns = {}
        for name in ("notice_date", "start_stated", "term_end_stated"):
            columns[name] = no_dates(count)
            columns[name][person] = notices[name][first]
        law = filled(None, count)
        law[person] = notices["regime_stated"][first]
        return cls(
            sent=columns["notice_date"],
            start=columns["start_stated"],
            end=columns["term_end_stated"],
            law=law,
            settled=first_settled(exemptions, count),
            as_asylum=as_asylum,
            no_duty=no_duty,
        )

    @property
    def count(self) -> int:
        """How many persons."""
        return len(self.sent)


def first_rows(notices: Columns) -> tuple[Column, Column]:
    """Who has a notice, and the row of the first one; each a column of int."""
    order = np.argsort(notices["notice_date"], kind="stable")
    person, first = np.unique(notices["person"][order], return_index=True)
    return person, order[first]


def first_settled(exemptions: Columns, count: int) -> Column:
    """The first day of an exemption of the kinds `SETTLES` of each person; empty without one."""
    settled = no_dates(count)
    chosen = np.isin(exemptions["kind"].astype(str), SETTLES)
    person, day = exemptions["person"][chosen], exemptions["valid_from"][chosen]
    latest_first = np.argsort(day, kind="stable")[::-1]
    settled[person[latest_first]] = day[latest_first]
    return settled
