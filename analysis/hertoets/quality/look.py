"""Look at the tables of an extract as whole columns: days, months, municipalities, words.

Unknown is ``nan`` among days and -1 among codes, which no comparison here takes for a value. Days
are 32-bit floats, which hold every day until the year 9999 exactly.
Each column is turned once; at five million rows that is most of the work.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.extract import Extract
from hertoets.extract.values import EMPTY, OPEN
from hertoets.facts.calendar import plus_years

Days = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int32]

Made = TypeVar("Made")

UNKNOWN = -1
"""Among codes and numbers."""

Where = Mapping[str, Sequence[Any]]
"""Column and the values that a row may hold; every column must match."""


class AbsentError(Exception):
    """A table that the check needs was not delivered; the message is its name."""


class Look:
    """An extract seen column by column.

    Parameters
    ----------
    extract : Extract
        Or a part of one, with all rows of some persons.
    speaks_for_all : bool
        Whether what belongs to no row is told here; of several parts the first one tells it.
    """

    def __init__(self, extract: Extract, *, speaks_for_all: bool = True) -> None:
        self.extract, self.speaks_for_all = extract, speaks_for_all
        self._kept: dict[tuple[str, str, str], Any] = {}

    def frame(self, table: str) -> pl.DataFrame:
        """A table; AbsentError where it was not delivered."""
        if not self.extract.has(table):
            raise AbsentError(table)
        return self.extract.tables[table]

    def size(self, table: str) -> int:
        """Count the rows of a table."""
        return self.frame(table).height

    def person(self, table: str) -> Numbers:
        """The number of each row's person."""
        return cast(Numbers, self._keep("person", table, "person", self._person))

    def numbers(self, table: str, column: str) -> Numbers:
        """Whole numbers (dates as ``yyyymmdd``, counts); -1 where unknown."""
        return cast(Numbers, self._keep("numbers", table, column, self._numbers))

    def days(self, table: str, column: str) -> Days:
        """Days since 1970; nan where unknown, and where an open column is empty."""
        return cast(Days, self._keep("days", table, column, self._days))

    def years_later(self, table: str, column: str, years: int) -> Days:
        """The same day of the year so many years later; 29 February becomes 1 March."""
        known = self.known(table, column).to_frame("day")
        return _as_days(known.select(plus_years(pl.col("day"), years)).to_series())

    def until(self, table: str, column: str) -> Days:
        """The days of an end; infinity where it is open, nan where it is unknown."""
        return np.where(self.open(table, column), np.inf, self.days(table, column))

    def open(self, table: str, column: str) -> Mask:
        """Tell where an open column is empty: there is no end, or it has not happened."""
        return _mask(_is_open(self.frame(table)[column]))

    def filled(self, table: str, column: str) -> Mask:
        """Tell where a value is known."""
        return _mask(self.known(table, column).is_not_null())

    def known(self, table: str, column: str) -> pl.Series:
        """A column as it is, null where it is unknown or open."""
        series = self.frame(table)[column]
        return series.set(_is_open(series), None)

    def municipality(self, table: str, column: str) -> Numbers:
        """The digits of each code (``GM0363`` is 363); -1 where unknown or none."""
        return cast(Numbers, self._keep("municipality", table, column, self._municipality))

    def where(self, table: str, conditions: Where | None) -> Mask:
        """Tell which rows meet every condition; unknown meets none."""
        mask = np.ones(self.size(table), dtype=bool)
        for column, values in (conditions or {}).items():
            mask &= _mask(self.frame(table)[column].is_in(pl.Series(values).implode()))
        return mask

    def words(self, table: str, column: str) -> Numbers:
        """A number for each distinct word; -1 where unknown."""
        return cast(Numbers, self._keep("words", table, column, self._words))

    def coded(self, table: str, column: str, codes: Sequence[str]) -> Numbers:
        """The place of each code in a list; -1 where unknown."""
        series = self.known(table, column).cast(pl.String).cast(pl.Enum(codes), strict=False)
        return cast(Numbers, series.to_physical().cast(pl.Int32).fill_null(UNKNOWN).to_numpy())

    def holding(self, table: str, rows: Mask | None = None) -> Mask:
        """Tell which persons have a row in a table; with `rows` one of those rows."""
        person = self.person(table)
        found = np.zeros(self.persons(), dtype=bool)
        found[person if rows is None else person[rows]] = True
        return found

    def persons(self) -> int:
        """Count the persons."""
        return self.size("persons")

    def shared(self, name: str, make: Callable[["Look"], Made]) -> Made:
        """What several checks need, made once."""
        return cast(Made, self._keep(name, "", "", lambda *_: make(self)))

    def _keep(self, kind: str, table: str, column: str, make: Any) -> Any:
        key = (kind, table, column)
        if key not in self._kept:
            self._kept[key] = make(table, column)
        return self._kept[key]

    def _person(self, table: str, column: str) -> Numbers:
        return cast(Numbers, self.frame(table)[column].to_numpy())

    def _numbers(self, table: str, column: str) -> Numbers:
        series = self.known(table, column)
        if series.dtype == pl.Date:
            days = series.dt
            series = days.year() * 10000 + days.month().cast(pl.Int32) * 100 + days.day()
        return cast(Numbers, series.cast(pl.Int32).fill_null(UNKNOWN).to_numpy())

    def _days(self, table: str, column: str) -> Days:
        return _as_days(self.known(table, column))

    def _municipality(self, table: str, column: str) -> Numbers:
        digits = self.known(table, column).str.slice(2).cast(pl.Int32)
        return cast(Numbers, digits.fill_null(UNKNOWN).to_numpy())

    def _words(self, table: str, column: str) -> Numbers:
        series = self.known(table, column).cast(pl.String)
        words = series.drop_nulls().unique(maintain_order=True)
        numbers = series.cast(pl.Enum(words)).to_physical().cast(pl.Int32)
        return cast(Numbers, numbers.fill_null(UNKNOWN).to_numpy())


def is_known(numbers: npt.NDArray[np.signedinteger[Any]]) -> Mask:
    """Tell which codes or numbers are known."""
    return cast(Mask, numbers != UNKNOWN)


def day_of(text: str) -> float:
    """The days since 1970 of a date written ``YYYY-MM-DD``."""
    return float(np.datetime64(text, "D").astype(int))


def _as_days(dates: pl.Series) -> Days:
    return cast(Days, dates.to_physical().cast(pl.Float32).fill_null(np.nan).to_numpy())


def _is_open(series: pl.Series) -> pl.Series:
    """Tell where there is no end, or nothing has happened; null where that is unknown."""
    if series.dtype not in (pl.Date, pl.String):
        return pl.repeat(False, len(series), eager=True)
    return series == (OPEN if series.dtype == pl.Date else EMPTY)


def _mask(series: pl.Series) -> Mask:
    return cast(Mask, series.fill_null(False).to_numpy(writable=True))
