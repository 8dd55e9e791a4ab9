"""What a check found before anyone judges it: rows looked at, rows wrong, and whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from hertoets.extract.doubt import NOBODY
from hertoets.quality.look import Look, Mask, Numbers, is_known

LATE = np.iinfo(np.int32).max  # later than any date written ``yyyymmdd``


@dataclass(frozen=True)
class Marks:
    """The rows of one table that were judged, and those that are wrong among them."""

    judged: Mask
    wrong: Mask


@dataclass(frozen=True)
class Tally:
    """A count that belongs to no row; `persons` where it is known whom it touches."""

    judged: int
    rows: int
    persons: Numbers = field(default_factory=lambda: NOBODY)


@dataclass(frozen=True)
class Measure:
    """Marks or a tally, counted.

    Attributes
    ----------
    judged, rows : int
        Rows looked at, and wrong ones among them.
    persons : numpy.ndarray of int32
        Numbers of the persons of the wrong rows, sorted, each once; of several parts of an
        extract together nobody.
    without_number : int
        Persons of wrong rows who are not among `persons`, since they are of other parts.
    by_month, judged_by_month : dict of str to int
        The same by month (``2021-03``) of a date of the row, in order; empty without one.
    persons_by_month : dict of str to int
        Persons by the month of their first wrong row.
    wrong_rows : numpy.ndarray of int32 or None
        The wrong rows as numbers of the extract's table, sorted; None for a tally.
    """

    judged: int
    rows: int
    persons: Numbers
    by_month: dict[str, int] = field(default_factory=dict)
    judged_by_month: dict[str, int] = field(default_factory=dict)
    persons_by_month: dict[str, int] = field(default_factory=dict)
    wrong_rows: Numbers | None = None
    without_number: int = 0

    @property
    def of_whom(self) -> int:
        """How many persons have a wrong row."""
        return len(self.persons) + self.without_number


def measure(look: Look, table: str, found: Marks | Tally, date_column: str) -> Measure:
    """Count what a kind found.

    Parameters
    ----------
    look : Look
    table : str
        The table whose rows were marked.
    found : Marks or Tally
    date_column : str
        The date by which months are counted; empty for none.

    Returns
    -------
    Measure
    """
    if isinstance(found, Tally):
        return Measure(found.judged, found.rows, found.persons)
    wrong = np.flatnonzero(found.wrong & found.judged).astype(np.int32)
    judged, rows = int(found.judged.sum()), len(wrong)
    has_person = "person" in look.frame(table).columns
    person = look.person(table)[wrong] if has_person else NOBODY
    persons = _each_once(person, look.persons())
    for numbers in (wrong, persons):
        numbers.setflags(write=False)
    if not date_column:
        return Measure(judged, rows, persons, wrong_rows=wrong)
    dates = look.numbers(table, date_column)
    first = _first_dates(person, dates[wrong], look.persons()) if has_person else NOBODY
    return Measure(
        judged,
        rows,
        persons,
        by_month=_by_month(dates[wrong]),
        judged_by_month=_by_month(dates[found.judged]),
        persons_by_month=_by_month(first),
        wrong_rows=wrong,
    )


def summed(parts: Sequence[Measure]) -> Measure:
    """What was counted in parts of an extract, added up; without numbers of rows and persons."""
    numbered = any(one.wrong_rows is not None for one in parts)
    return Measure(
        judged=sum(one.judged for one in parts),
        rows=sum(one.rows for one in parts),
        persons=NOBODY,
        by_month=_added([one.by_month for one in parts]),
        judged_by_month=_added([one.judged_by_month for one in parts]),
        persons_by_month=_added([one.persons_by_month for one in parts]),
        wrong_rows=NOBODY if numbered else None,
        without_number=sum(one.of_whom for one in parts),
    )


def _added(parts: Sequence[dict[str, int]]) -> dict[str, int]:
    """Numbers by month, in order."""
    months = sorted({month for part in parts for month in part})
    return {month: sum(part.get(month, 0) for part in parts) for month in months}


def _each_once(person: Numbers, size: int) -> Numbers:
    present = np.zeros(size, dtype=bool)
    present[person] = True
    return np.flatnonzero(present).astype(np.int32)


def _first_dates(person: Numbers, dates: Numbers, size: int) -> Numbers:
    """The earliest known date of each person."""
    first = np.full(size, LATE, dtype=np.int32)
    np.minimum.at(first, person[is_known(dates)], dates[is_known(dates)])
    return first[first < LATE]


def _by_month(dates: Numbers) -> dict[str, int]:
    known = dates[is_known(dates)]
    counts = np.bincount(known // 10000 * 12 + known // 100 % 100 - 1)
    return {
        f"{month // 12}-{month % 12 + 1:02d}": int(counts[month])
        for month in np.flatnonzero(counts).tolist()
    }
