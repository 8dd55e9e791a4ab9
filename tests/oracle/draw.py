"""Chance for the random extracts: weighted choices, dates and the texts of cells."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

REFERENCE = date(2021, 12, 31)
MAY_2020 = date(2020, 5, 1)
TURNED_PENSION_AGE = date(1955, 8, 31)
RESTARTS = (date(2022, 3, 1), date(2022, 3, 25), date(2022, 5, 23))
PLACES = ("GM0363", "GM0599", "GM0518", "GM0034")

Row = dict[str, str]
Value = TypeVar("Value")


class Draw:
    """A source of chance with the shares of one person's unknowns."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.dirt = self.among((0.6, 0.0), (0.2, 0.04), (0.2, 0.15))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def among(self, *choices: tuple[float, Value]) -> Value:
        weights, values = zip(*choices, strict=True)
        return self.rng.choices(values, weights)[0]

    def one(self, values: Sequence[Value]) -> Value:
        return self.rng.choice(values)

    def beside(self, day: date, most: int = 1) -> date:
        return day + timedelta(self.rng.randint(-most, most))

    def between(self, first: date, last: date) -> date:
        return first + timedelta(self.rng.randint(0, (last - first).days))

    def after(self, day: date, least: int, most: int) -> date:
        return day + timedelta(self.rng.randint(least, most))

    def text(self, day: date | None) -> str:
        """A date as text, now and then unknown, nonexistent or too old."""
        if self.chance(self.dirt):
            return self.among((7, ""), (2, "2021-02-30"), (1, "1899-12-31"))
        return "" if day is None else day.isoformat()

    def end(self, day: date | None) -> str:
        """A date in an open column."""
        if day is None:
            return self.among((8, ""), (2, "9999-12-31"))
        if self.chance(self.dirt):
            return self.among((1, "2021-02-30"), (1, "1899-12-31"))
        return day.isoformat()

    def code(self, text: str) -> str:
        return "" if self.chance(self.dirt) else text

    def flag(self, share: float) -> str:
        """A boolean that is true with that share."""
        if self.chance(self.dirt / 2):
            return ""
        return self.one(("true", "TRUE")) if self.chance(share) else self.one(("false", "False"))


def parsed(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year > 2000 else None
