"""Chance for the random extracts: days that crowd at the borders of the law, and spoiled cells."""

import random
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from .days import pension_day, plus, shift

PLACES = ("GM0363", "GM0599", "GM0518", "GM0034")
BORDERS = (
    *(date(2021, 12, 31),) * 6,
    date(2022, 1, 10),
    date(2020, 5, 1),
    date(2020, 12, 31),
    date(2019, 11, 1),
    date(2020, 2, 29),
    date(2022, 1, 26),
    date(2022, 3, 1),
    date(2022, 3, 25),
    date(2022, 5, 23),
)
Value = TypeVar("Value")
Row = dict[str, str]


class Draw:
    """A source of chance for one person; it remembers the days that were drawn before."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.dirt = self.among((0.5, 0.0), (0.3, 0.08), (0.2, 0.25))
        self.seen: list[date] = []
        self.coherent = False  # an ordinary life: told after the decision, seldom exempt

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def among(self, *choices: tuple[float, Value]) -> Value:
        weights, values = zip(*choices, strict=True)
        return self.rng.choices(values, weights)[0]

    def one(self, values: Sequence[Value]) -> Value:
        return self.rng.choice(values)

    def near(self, day: date, most: int = 1) -> date:
        return shift(day, self.rng.randint(-most, most))

    def between(self, first: date, last: date) -> date:
        return shift(first, self.rng.randint(0, max(0, (last - first).days)))

    def day(self, seen: float = 0.5) -> date:
        """On or beside a border, on or beside an earlier day, a year from one, or any day."""
        if self.seen and self.chance(seen):
            day = self.one(self.seen)
            step = self.among((5, 0), (3, 1), (1, 3), (0.5, -1), (0.3, 8))
            day = shift(day, 57) if step == 8 else plus(day, step) if step > 0 else day
            if step < 0:
                day = shift(day, -366)
            day = self.near(day)
        elif self.chance(0.6):
            day = self.near(self.one(BORDERS))
        else:
            day = self.between(date(2018, 6, 1), date(2022, 9, 30))
        self.seen.append(day)
        return day

    def after(self, day: date) -> date:
        """A day that is seldom before this one."""
        for _ in range(4):
            later = self.day()
            if later >= day:
                return later
        return shift(day, self.rng.randint(0, 500)) if self.chance(0.95) else self.day()

    def birth(self) -> str:
        """Often somebody for whom an age falls on a border, or in a year that straddles one."""
        border = self.one((*BORDERS, *self.seen))
        kind = self.among(
            (30 if self.coherent else 7, "adult"),
            (3, "young"),
            (3, "sixteen"),
            (2, "eighteen"),
            (2, "pension"),
        )
        if kind == "adult":
            birth = self.between(date(1958, 1, 1), date(2000, 12, 31))
        elif kind == "young":
            birth = self.between(date(2002, 6, 1), date(2007, 6, 1))
        elif kind == "pension":
            birth = next(
                (
                    shift(date(1953, 1, 1), number)
                    for number in range(3000)
                    if pension_day(shift(date(1953, 1, 1), number)) >= border
                ),
                date(1955, 8, 31),
            )
            birth = self.near(birth)
        else:
            birth = self.near(plus(border, -16 if kind == "sixteen" else -18))
        if self.chance(0.02):
            birth = self.one((date(1956, 2, 29), date(2004, 2, 29), date(1954, 10, 31)))
        self.seen += [plus(birth, 16), plus(birth, 18)] if birth.year > 2001 else []
        if self.chance(0.1):
            return self.one((f"{birth.year}-00-00", f"{birth.year}-{birth.month:02d}-00"))
        if self.chance(self.dirt):
            return self.one(("", "", "1990-00-15", "1899-12-31", "0000-00-00", "2022-12-01"))
        return birth.isoformat()

    def text(self, day: date | None) -> str:
        if self.chance(self.dirt):
            bad = ("2021-02-30", "1899-12-31", "9999-12-31", "2030-01-01")
            return "" if self.chance(0.7) else self.one(bad)
        return "" if day is None else day.isoformat()

    def open(self, day: date | None) -> str:
        """A day in an open column, where empty is no unknown."""
        if self.chance(self.dirt):
            return self.one(("2021-13-01", "1899-12-31", "2030-01-01"))
        if day is None:
            return self.among((8, ""), (1, "9999-12-31"))
        return day.isoformat()

    def code(self, text: str) -> str:
        return "" if self.chance(self.dirt) else text

    def flag(self, share: float) -> str:
        return self.code("true" if self.chance(share) else "false")
