"""Ways of looking at the rows of one person together: spells, repetitions, and several at once."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from hertoets.quality.look import Days, Look, Mask, Where
from hertoets.quality.marks import Marks

Rows: TypeAlias = npt.NDArray[np.int64]

ROOM = 10_000_000  # more than twice the days between any two dates


def apart(
    look: Look,
    table: str,
    begins: str,
    ends: str,
    inclusive: bool = False,
    by: Sequence[str] = (),
    where: Where | None = None,
) -> Marks:
    """No spell of a person begins before the one before it has ended.

    Parameters
    ----------
    look : Look
    table : str
    begins, ends : str
        `ends` is the first day no longer in the spell, or its last day where `inclusive`.
    by : sequence of str
        Spells that differ in one of these columns may overlap.
    where : mapping
        The rows that count as spells.
    """
    begin, end = look.days(table, begins), look.until(table, ends)
    judged = look.where(table, where) & ~np.isnan(begin)
    order, same = _order(look, table, begin, judged, by)
    reach = np.where(np.isnan(end), -np.inf, end + inclusive)[order]
    furthest = _furthest_before(reach, same)
    wrong = np.zeros(len(judged), dtype=bool)
    wrong[order] = same & (begin[order] < furthest)
    return Marks(judged, wrong)


def joined(
    look: Look, table: str, begins: str, ends: str, most: int = 0, where: Where | None = None
) -> Marks:
    """Between two spells of a person lie at most so many days; `ends` is exclusive."""
    begin, end = look.days(table, begins), look.until(table, ends)
    judged = look.where(table, where) & ~np.isnan(begin)
    order, same = _order(look, table, begin, judged, ())
    furthest = _furthest_before(np.where(np.isnan(end), np.inf, end)[order], same)
    wrong = np.zeros(len(judged), dtype=bool)
    wrong[order] = same & (begin[order] - furthest > most)
    return Marks(judged, wrong)


def once(look: Look, table: str, columns: Sequence[str], where: Where | None = None) -> Marks:
    """No row says the same of the same person as an earlier one, under another key."""
    judged = look.where(table, where)
    rows = np.flatnonzero(judged)
    said = {"person": look.person(table)[rows]}
    for column in columns:
        dated = f"{column}" in _DATED or column.endswith(("_date", "_on", "_from", "_to"))
        read = look.numbers if dated else look.words
        said[column] = read(table, column)[rows]
    wrong = np.zeros(len(judged), dtype=bool)
    wrong[rows[pd.DataFrame(said).duplicated(keep="first").to_numpy()]] = True
    return Marks(judged, wrong)


def dated_together(look: Look, table: str, column: str) -> Marks:
    """Of a person with several rows each is dated, or none: the order of the others is known."""
    person, dated = look.person(table), look.filled(table, column)
    several = np.bincount(person, minlength=look.persons()) > 1
    some = look.holding(table, dated)
    return Marks(several[person], ~dated & some[person])


_DATED = ("start_stated", "term_end_stated")


def _order(
    look: Look, table: str, begin: Days, judged: Mask, by: Sequence[str]
) -> tuple[Rows, Mask]:
    """Rows by person and begin, and whether each belongs with the one before it."""
    rows = np.flatnonzero(judged)
    group = look.person(table)[rows].astype(np.int64)
    for column in by:
        words = look.words(table, column)
        group = group * (int(words.max(initial=0)) + 2) + words[rows] + 1
    # Most registers deliver a person's rows together: a stable sort finds them nearly in order.
    order = np.argsort(group * ROOM + begin[rows].astype(np.int64), kind="stable")
    same = np.zeros(len(rows), dtype=bool)
    same[1:] = group[order][1:] == group[order][:-1]
    return rows[order], same


def _furthest_before(reach: Days, same: Mask) -> npt.NDArray[np.float64]:
    """For each spell the furthest end among those of the same person before it.

    What never ends lies beyond any day, and what never began before any.
    """
    furthest = np.full(len(reach), -np.inf)
    # Each person stands so much higher than the last that one running maximum serves all.
    step = np.cumsum(~same) * float(ROOM)
    running = np.maximum.accumulate(np.clip(reach, -ROOM / 4, ROOM / 4) + step)
    furthest[1:] = np.where(same[1:], running[:-1] - step[1:], -np.inf)
    return furthest
