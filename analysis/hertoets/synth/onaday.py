"""What is true of each person on a day: excluded, at school, dispensed, and the like.

Two-valued and for complete registers only; part of `hertoets.synth.truth`. A person has at most
one spell of schooling here. Source: contract, section 2 ("An exemption counts", "Excluded").
"""

from dataclasses import dataclass

import numpy as np

from hertoets.synth.draws import EMPTY_DATE, Column, Columns, days, texts, years_later
from hertoets.synth.legal import (
    DISPENSED,
    DUTY_FROM_AGE,
    EXCLUDED_FOR_GOOD,
    EXCLUDED_WHILE,
    SCHOOLING,
    moves_freely,
    pension_day,
)


@dataclass(frozen=True)
class OnADay:
    """The answers for one day a person, as in the contract; one row a person."""

    excluded: Column
    under_16: Column
    completed: Column
    schooling: Column
    diploma_a2: Column
    dispensed: Column

    @property
    def standing(self) -> Column:
        """The first ground that holds beside an exclusion, which has a day of its own."""
        names = ("completed", "under_16", "schooling", "diploma_a2", "dispensed")
        return np.select(
            [getattr(self, name) for name in names],
            [texts([name]) for name in names],
            texts(["obligable"]),
        )

    @property
    def without_duty(self) -> Column:
        """Who is excluded, or has passed the exam or earned the diploma that takes its place."""
        return np.asarray(self.excluded | self.completed | self.diploma_a2)


@dataclass(frozen=True)
class Register:
    """People and their exemptions as they truly are, with the facts that a day is judged by.

    `treaty_since_may_2020` holds for Turkish people whose right came since the treaty stopped
    to exempt asylum holders.
    """

    birth: Column
    was: Column
    dutch_since: Column
    exemptions: Columns
    treaty_since_may_2020: Column

    @property
    def birthday_16(self) -> Column:
        """From when each person can have a duty."""
        return years_later(self.birth, DUTY_FROM_AGE)

    @property
    def opt_in(self) -> Column:
        """The first day on which each person came under the Act by choice; empty without."""
        return first_opt_in(self.exemptions, len(self.birth))

    def on(self, day: Column) -> OnADay:
        """Judge one day a person."""
        return OnADay(
            excluded=(
                (self.dutch_since <= day)
                | moves_freely(self.was, day)
                | (pension_day(self.birth) <= day)
                | self._have(day, EXCLUDED_FOR_GOOD, lasting=True)
                | self._have(day, EXCLUDED_WHILE)
                | self._treaty(day)
            ),
            under_16=self.birthday_16 > day,
            completed=self._have(day, ("completed",), lasting=True),
            schooling=self._have(day, SCHOOLING, end=1),
            diploma_a2=self._have(day, ("diploma_a2",), lasting=True),
            dispensed=self._have(day, DISPENSED),
        )

    def moved(self, start: Column) -> Column:
        """Move each start to the end of a spell of schooling, or past an exclusion that runs.

        A spell without an end leaves the start empty: it lies after every day of the extract.
        """
        start = start.copy()
        spells = self.exemptions
        person, kind = spells["person"], spells["kind"].astype(str)
        school = np.isin(kind, SCHOOLING)
        treaty = (kind == "treaty") & ~self.treaty_since_may_2020[person]
        past = spells["valid_to"] + np.where(school, days(0), days(1))
        past = np.where(treaty, np.fmin(past, self.opt_in[person]), past)
        while True:
            covers = (spells["valid_from"] <= start[person]) & ~(past <= start[person])
            covers &= school | treaty | np.isin(kind, EXCLUDED_WHILE)
            if not covers.any():
                return start
            start[person[covers]] = past[covers]

    def _treaty(self, day: Column) -> Column:
        return self._have(day, ("treaty",)) & ~self.treaty_since_may_2020 & ~(self.opt_in <= day)

    def _have(
        self, day: Column, kinds: tuple[str, ...], lasting: bool = False, end: int = 0
    ) -> Column:
        """Who has an exemption of these kinds that counts; `end` days before its last day."""
        spells = self.exemptions
        person, last = spells["person"], spells["valid_to"]
        counts = np.isin(spells["kind"].astype(str), kinds)
        counts &= spells["valid_from"] <= day[person]
        counts &= np.isnat(last) | (last - days(end) >= day[person]) | lasting
        have = np.zeros(len(day), dtype=bool)
        have[person[counts]] = True
        return have


def first_opt_in(exemptions: Columns, count: int) -> Column:
    """The first day on which each person came under the Act by choice; empty without."""
    first = np.full(count, EMPTY_DATE)
    chosen = exemptions["kind"] == "opt_in"
    person, day = exemptions["person"][chosen], exemptions["valid_from"][chosen]
    latest_first = np.argsort(day, kind="stable")[::-1]
    first[person[latest_first]] = day[latest_first]
    return first
