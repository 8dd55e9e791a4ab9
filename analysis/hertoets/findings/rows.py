"""Counts that are no set of persons: rows of tables, money by municipality, months of checks.

They are counted here; what they have to do with persons `hertoets.findings.facts` tells.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import pandas as pd
import polars as pl

from hertoets.errors import DataError
from hertoets.extract import Extract
from hertoets.extract.values import OPEN
from hertoets.findings.basis import Rows
from hertoets.findings.guidance import NOWHERE
from hertoets.findings.guidance import rows_of as rows_of_money
from hertoets.findings.model import SIDES
from hertoets.findings.sets import RowSet
from hertoets.outcomes import PERIODS, Comparison
from hertoets.quality import Assessment, CheckResult


def find_rows(
    comparison: Comparison,
    assessment: Assessment | None,
    money: Mapping[str, pd.DataFrame],
    seen: Mapping[str, pl.DataFrame],
    periods: Mapping[str, tuple[int, int]],
) -> Rows:
    """Find how many there are of each.

    Parameters
    ----------
    comparison : Comparison
    assessment : Assessment or None
    money : mapping of str to pandas.DataFrame
        By reading, as `hertoets.findings.guidance.Money` has it.
    seen : mapping of str to polars.DataFrame
        By reading how many ``rows`` of access there are of each ``municipality`` (null: unknown),
        ``breach`` and ``in_doubt``.
    periods : mapping of str to (int, int)
        As `hertoets.findings.view.View` has them.

    Returns
    -------
    Rows

    Raises
    ------
    DataError
        Where rows or persons do not add up.
    """
    own = rows_of(comparison, assessment, list(money))
    return rows_of_all(own, comparison.extract.persons_set_aside, assessment, money, seen, periods)


def rows_of(comparison: Comparison, assessment: Assessment | None, readings: Iterable[str]) -> Rows:
    """What can be counted in a part of an extract by itself, and added up.

    Parameters
    ----------
    comparison : Comparison
    assessment : Assessment or None
        With the wrong rows of the part.
    readings : iterable of str
        By which somebody is expected somewhere.
    """
    extract = comparison.extract
    counts = Counter[RowSet]()
    for name, table in extract.tables.items():
        counts[RowSet("used", (name,))] = len(table)
    for table_name, check, number in extract.aside.group_by("table", "check").len().iter_rows():
        counts[RowSet("aside", (table_name, check))] = number
    counts[RowSet("persons_set_aside")] = _persons_aside(extract)
    for table_name, column, check, rows in extract.made_unknown.iter_rows():
        counts[RowSet("unknown", (table_name, column, check))] += rows
    results = assessment.results if assessment is not None else ()
    laid = frozenset(result.id for result in results if _is_laid(extract, result))
    for result in results:
        if result.id in laid and result.expectation.date_column:
            for month, persons in first_months(extract, result):
                counts[RowSet("first_month", (result.id, month))] = len(persons)
    for reading in readings:
        counts.update(_expected(comparison.basis.expected_rows(reading), reading))
    return Rows(counts, laid)


def rows_of_all(
    own: Rows,
    persons_set_aside: int,
    assessment: Assessment | None,
    money: Mapping[str, pd.DataFrame],
    seen: Mapping[str, pl.DataFrame],
    periods: Mapping[str, tuple[int, int]],
) -> Rows:
    """The same with what is counted of all parts together; see `find_rows`."""
    counts = Counter(dict(own.counts))
    aside = RowSet("persons_set_aside")
    if counts[aside] != persons_set_aside:
        raise DataError.of(
            where="persons",
            what=f"{persons_set_aside} persons were set aside, but rows of {counts[aside]} were",
            mend="This is a fault of Hertoets itself: report it with the version and the command",
        )
    if not persons_set_aside:
        del counts[aside]
    for result in assessment.results if assessment is not None else ():
        counts[RowSet("failed", (result.id,))] = result.rows or 0
    counts.update(_counted(money, periods))
    counts.update(_municipalities(seen))
    return Rows(counts, own.laid)


def first_months(extract: Extract, result: CheckResult) -> Iterator[tuple[str, pl.Series]]:
    """By the month of their first wrong row (as text) the persons who have one."""
    table = extract.tables[result.table]
    column = result.expectation.date_column
    wrong = pl.Series([] if result.wrong_rows is None else result.wrong_rows, dtype=pl.UInt32)
    rows = table.select(pl.col("person", column).gather(wrong)).drop_nulls()
    rows = rows.filter(pl.col(column) != OPEN)
    first = rows.group_by("person").agg(month=pl.col(column).min().dt.month_start())
    for (month,), some in first.sort("person").group_by("month", maintain_order=True):
        assert isinstance(month, date)
        yield f"{month:%Y-%m}", some["person"]


def _is_laid(extract: Extract, result: CheckResult) -> bool:
    """Whether the wrong rows of a check have a place in their table, and persons."""
    return result.wrong_rows is not None and "person" in extract.tables[result.table].columns


def _persons_aside(extract: Extract) -> int:
    """The persons of whom all rows of ``persons`` were set aside."""
    used = extract.tables["persons"]["person_id"]
    keys = extract.aside.filter(pl.col("table") == "persons", pl.col("key") != "")["key"].unique()
    return len(keys) - int(keys.is_in(used.implode()).sum())


def _expected(rows: pl.DataFrame, reading: str) -> Counter[RowSet]:
    """Who is, and may be, expected in each municipality."""
    place = pl.col("municipality").fill_null(NOWHERE)
    summed = rows.group_by(place).agg(pl.col(*SIDES).cast(pl.Int64).sum())
    return Counter(
        {
            RowSet(f"expected_{side}", (reading, row["municipality"])): row[side]
            for row in summed.iter_rows(named=True)
            for side in SIDES
        }
    )


def _counted(
    money: Mapping[str, pd.DataFrame], periods: Mapping[str, tuple[int, int]]
) -> Counter[RowSet]:
    """Those counted in a municipality, in the count that is taken and in each period."""
    counts = Counter[RowSet]()
    for table in money.values():
        for row in rows_of_money(table):
            if row.is_known:
                counts[RowSet("counted", (row.code,))] = row.counted
    for code, pair in periods.items():
        for period, number in zip(PERIODS, pair, strict=True):
            counts[RowSet(f"counted_{period}", (code,))] = number
    return counts


def _municipalities(seen: Mapping[str, pl.DataFrame]) -> Counter[RowSet]:
    """The municipalities that could see data without ground.

    An unknown one is at least one, where nothing else is seen, and at most one more.
    """
    counts = Counter[RowSet]()
    for reading, rows in seen.items():
        sides = {"lower": ("viewed", "visible"), "upper": ("viewed", "visible", "unknown")}
        for side, values in sides.items():
            own = rows.filter(pl.col("breach").is_in(values))
            own = own.filter(~pl.col("in_doubt")) if side == "lower" else own
            known = own["municipality"].drop_nulls().n_unique()
            unknown = int(own.filter(pl.col("municipality").is_null())["rows"].sum())
            if side == "lower":
                unknown = int(bool(unknown) and not known)
            counts[RowSet(f"municipality_{side}", (reading,))] = known + unknown
    return counts
