"""The money for social guidance: counts over municipalities, and what ties them to one another.

Source: D2, D3 and L356. Over and under are kept apart. Which municipality had more counted than
expected is supposed to be known to an outsider, which is more than may be so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf

import pandas as pd

from hertoets.findings.model import SIDES, Fact, Side
from hertoets.findings.sets import Counted, rows, times, total
from hertoets.outcomes import PERIODS

EURO_A_PERSON = 2370  # D2: social guidance for each obliged asylum holder under the Wi2013
NOWHERE = "unknown"
OTHER: Mapping[Side, Side] = {"lower": "upper", "upper": "lower"}
_SIGNS = "of een gemeente te veel of te weinig telt is bekend"


@dataclass(frozen=True)
class Money:
    """What one reading expects beside what was counted.

    Attributes
    ----------
    reading : str
    table : pandas.DataFrame
        ``municipality`` (null: unknown), ``expected_lower``, ``expected_upper`` (persons) and
        ``counted`` (persons, null where unknown), one row a municipality.
    """

    reading: str
    table: pd.DataFrame

    def figures(self) -> dict[str, tuple[Counted, Counted]]:
        """Lower and upper of every figure of persons; without those of which no count is known."""
        sides = {side: total(self.expected(row, side) for row in self._rows) for side in SIDES}
        found = {"guidance_expected": (sides["lower"], sides["upper"])}
        if self._known or not len(self.table):
            for name, sign in (("difference", 0), ("overpaid", 1), ("underpaid", -1)):
                lower, upper = (self._summed(side, sign) for side in SIDES)
                if sign < 0:
                    lower, upper = upper, lower + self._nowhere
                else:
                    lower = self._less_nowhere(lower, floored=sign > 0)
                found[f"guidance_{name}_persons"] = (lower, upper)
        return found

    def expected(self, row: "Row", side: Side) -> Counted:
        """Who is, or may be, expected in a municipality."""
        return rows(f"expected_{side}", self.reading, row.code)

    def facts(self) -> Iterator[Fact]:
        """In which municipalities too much or too little was counted."""
        for row in self._known:
            for side in SIDES:
                most = row.counted - row.expected[side]
                ends = (0.0, inf) if most > 0 else (-inf, 0.0)
                yield Fact(self._apart(row, side), *ends, _SIGNS)
        for side in SIDES:
            even = [row for row in self._known if row.counted == row.expected[side]]
            if even:
                # What is too much less what is too little is the difference: the rest is none.
                yield Fact(total(self._apart(row, side) for row in even), 0.0, 0.0, _SIGNS)
        if self._nowhere.terms:
            ends = (0.0, inf) if self._surely_over > 0 else (-inf, 0.0)
            yield Fact(self._summed("lower", 1) - self._nowhere, *ends, _SIGNS)

    def _summed(self, side: Side, sign: int) -> Counted:
        """Counted less expected, over all municipalities or those with that sign."""
        apart = []
        for row in self._known:
            size = row.counted - row.expected[OTHER[side]]
            if sign * size > 0 or not sign:
                apart.append(self._apart(row, OTHER[side]))
        summed = total(apart)
        return times(-1, summed) if sign < 0 else summed

    def _less_nowhere(self, lower: Counted, *, floored: bool) -> Counted:
        """Less whoever may be expected in any municipality, and where asked not below zero."""
        if floored and self._nowhere.terms and self._surely_over <= 0:
            return total([])
        return lower - self._nowhere

    @property
    def _surely_over(self) -> int:
        """How many more were counted than expected, however those of no known place are spread."""
        over = (row.counted - row.expected["upper"] for row in self._known)
        return sum(size for size in over if size > 0) - sum(
            row.expected["upper"] for row in self._rows if row.code == NOWHERE
        )

    @cached_property
    def _nowhere(self) -> Counted:
        """Who may be expected, and lives in a municipality that is not known: it may be any."""
        found = (row for row in self._rows if row.code == NOWHERE and row.expected["upper"])
        return total(self.expected(row, "upper") for row in found)

    def _apart(self, row: "Row", side: Side) -> Counted:
        return self._all_apart[row.code, side]

    @cached_property
    def _all_apart(self) -> dict[tuple[str, Side], Counted]:
        return {
            (row.code, side): counted_in(row.code) - self.expected(row, side)
            for row in self._known
            for side in SIDES
        }

    @cached_property
    def _rows(self) -> list["Row"]:
        return list(rows_of(self.table))

    @cached_property
    def _known(self) -> list["Row"]:
        return [row for row in self._rows if row.is_known]


@dataclass(frozen=True)
class Row:
    """One municipality: its code, the persons expected, and those counted (0 where not known)."""

    code: str
    expected: Mapping[Side, int]
    counted: int
    is_known: bool


def rows_of(table: pd.DataFrame) -> Iterator[Row]:
    """The municipalities of a table of `Money`, in its order."""
    for row in table.to_dict("records"):
        known = not pd.isna(row["counted"])
        yield Row(
            NOWHERE if pd.isna(row["municipality"]) else str(row["municipality"]),
            {side: int(row[f"expected_{side}"]) for side in SIDES},
            int(row["counted"]) if known else 0,
            known,
        )


def counted_in(code: str) -> Counted:
    """Who was counted in a municipality."""
    return rows("counted", code)


def between_periods(codes: Mapping[str, tuple[int, int]]) -> dict[str, Counted]:
    """September less May over municipalities with both counts: the difference, more and less.

    Parameters
    ----------
    codes : mapping of str to (int, int)
        By municipality the persons counted in each of `PERIODS`, the later one first.
    """
    later, earlier = (f"counted_{period}" for period in PERIODS)
    apart = {code: rows(later, code) - rows(earlier, code) for code in codes}
    more = [apart[code] for code, (september, may) in codes.items() if september > may]
    less = [apart[code] for code, (september, may) in codes.items() if september < may]
    return {
        "guidance_may_september_difference": total(apart.values()),
        "guidance_may_september_more": total(more),
        "guidance_may_september_less": times(-1, total(less)),
    }
