"""Counts that are no set of persons: rows of tables, money by municipality, months of checks.

Each says how many every person brings to it, so that rows and persons are protected together; what
belongs to no person stands by itself.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
import polars as pl

from hertoets.errors import DataError
from hertoets.extract import Extract
from hertoets.extract.values import OPEN
from hertoets.findings.basis import Loose, Rows, Whole
from hertoets.findings.guidance import NOWHERE, rows_of
from hertoets.findings.model import SIDES
from hertoets.findings.sets import RowSet
from hertoets.outcomes import PERIODS, Comparison
from hertoets.quality import Assessment, CheckResult

OfPersons = tuple[RowSet, tuple[Whole, Whole]]


def find_rows(
    comparison: Comparison,
    assessment: Assessment | None,
    money: Mapping[str, pd.DataFrame],
    seen: Mapping[str, pl.DataFrame],
) -> Rows:
    """Find who brings how many to each count.

    Parameters
    ----------
    comparison : Comparison
    assessment : Assessment or None
    money : mapping of str to pandas.DataFrame
        By reading, as `hertoets.findings.guidance.Money` has it.
    seen : mapping of str to polars.DataFrame
        By reading: ``municipality`` (null: unknown), ``breach`` and ``in_doubt`` of each row of
        access.

    Returns
    -------
    Rows

    Raises
    ------
    DataError
        Where rows or persons do not add up.
    """
    extract = comparison.extract
    of_persons: dict[RowSet, tuple[Whole, Whole]] = {}
    loose: list[Loose] = []
    for name, table in extract.tables.items():
        if "person" in table.columns:
            of_persons[RowSet("used", (name,))] = _each(table["person"])
        else:
            loose.append(Loose(len(table), ((RowSet("used", (name,)), 1),)))
    loose += _aside(extract)
    for entry, some, rest in _unknown(extract):
        of_persons[entry] = some
        loose.append(Loose(rest, ((entry, 1),)))
    for result in assessment.results if assessment is not None else ():
        for entry, some in _of_check(extract, result):
            of_persons[entry] = some
        loose += _of_nobody(extract, result)
    for reading in money:
        of_persons |= dict(_expected(comparison.basis.expected_rows(reading), reading))
    loose += _counted(comparison, money)
    loose += _municipalities(seen)
    return Rows(of_persons, tuple(one for one in loose if one.units and one.adds))


def first_months(extract: Extract, result: CheckResult) -> pl.DataFrame:
    """The month of each person's first wrong row (``person``, ``month`` as text)."""
    table = extract.tables[result.table]
    column = result.expectation.date_column
    wrong = pl.Series([] if result.wrong_rows is None else result.wrong_rows, dtype=pl.UInt32)
    rows = table.select(pl.col("person", column).gather(wrong)).drop_nulls()
    rows = rows.filter(pl.col(column) != OPEN)
    first = rows.group_by("person").agg(pl.col(column).min())
    return first.select("person", month=pl.col(column).dt.strftime("%Y-%m")).sort("person")


def _each(person: pl.Series) -> tuple[Whole, Whole]:
    """Who has rows, and how many."""
    numbers, counts = np.unique(person.to_numpy(), return_counts=True)
    return numbers.astype(np.int64), counts.astype(np.int64)


def _once(persons: "pl.Series | Whole") -> tuple[Whole, Whole]:
    numbers = np.asarray(persons).astype(np.int64)
    return numbers, np.ones(len(numbers), dtype=np.int64)


def _aside(extract: Extract) -> Iterator[Loose]:
    """Rows set aside; a person of whom all rows of ``persons`` are is set aside too."""
    kinds: Counter[tuple[tuple[RowSet, int], ...]] = Counter()
    of_persons = extract.aside.filter(pl.col("table") == "persons")
    used = extract.tables["persons"]["person_id"] if extract.persons_set_aside else pl.Series()
    gone = 0
    for key, checks in of_persons.group_by("key", maintain_order=True).agg("check").iter_rows():
        adds = [(RowSet("aside", ("persons", check)), n) for check, n in Counter(checks).items()]
        if key and extract.persons_set_aside and not (used == key).any():
            gone += 1
            adds.append((RowSet("persons_set_aside"), 1))
        kinds[tuple(adds)] += 1
    if gone != extract.persons_set_aside:
        raise DataError.of(
            where="persons",
            what=f"{extract.persons_set_aside} persons were set aside, but rows of {gone} were",
            mend="This is a fault of Hertoets itself: report it with the version and the command",
        )
    others = extract.aside.filter(pl.col("table") != "persons")
    for table, check, number in (
        others.group_by("table", "check").len().sort("table", "check").iter_rows()
    ):
        kinds[(RowSet("aside", (table, check)), 1),] += number
    return (Loose(units, adds) for adds, units in kinds.items())


def _unknown(extract: Extract) -> Iterator[tuple[RowSet, tuple[Whole, Whole], int]]:
    """Values made unknown: whose they are, each person once, and how many more there are."""
    found = extract.made_unknown.group_by("table", "column", "check").agg(pl.col("rows").sum())
    for table, column, check, number in found.sort("table", "column", "check").iter_rows():
        rows = extract.traces.turned.get((table, column, check), np.empty(0, dtype=np.int32))
        frame = extract.tables[table]
        laid = frame["person"][rows] if "person" in frame.columns else pl.Series([], dtype=pl.Int32)
        yield RowSet("unknown", (table, column, check)), _each(laid), number - len(laid)


def _of_check(extract: Extract, result: CheckResult) -> Iterator[OfPersons]:
    """Wrong rows of a check, and the persons by the month of the first."""
    rows = result.wrong_rows
    if rows is None or "person" not in extract.tables[result.table].columns:
        return
    yield RowSet("failed", (result.id,)), _each(extract.tables[result.table]["person"][rows])
    if result.expectation.date_column:
        for (month,), some in first_months(extract, result).group_by("month", maintain_order=True):
            yield RowSet("first_month", (result.id, str(month))), _once(some["person"])


def _of_nobody(extract: Extract, result: CheckResult) -> Iterator[Loose]:
    """Wrong rows of a check that cannot be laid to persons."""
    laid = result.wrong_rows is not None and "person" in extract.tables[result.table].columns
    if result.rows and not laid:
        yield Loose(result.rows, ((RowSet("failed", (result.id,)), 1),))


def _expected(rows: pl.DataFrame, reading: str) -> Iterator[OfPersons]:
    """Who is, and may be, expected in each municipality."""
    known = rows.with_columns(pl.col("municipality").fill_null(NOWHERE))
    for side in SIDES:
        own = known.filter(pl.col(side)).group_by("municipality", "person").len()
        own = own.sort("municipality", "person")
        if own.is_empty():
            continue
        begins = np.flatnonzero(own["municipality"].rle_id().diff().fill_null(1).to_numpy())
        persons, counts = (own[name].to_numpy().astype(np.int64) for name in ("person", "len"))
        codes = own["municipality"].gather(begins).to_list()
        split = zip(codes, np.split(persons, begins[1:]), np.split(counts, begins[1:]), strict=True)
        for code, some, number in split:
            yield RowSet(f"expected_{side}", (reading, code)), (some, number)


def _counted(comparison: Comparison, money: Mapping[str, pd.DataFrame]) -> Iterator[Loose]:
    """Those counted in a municipality, in the count that is taken and in each period."""
    if not comparison.extract.has("guidance_counts"):
        return
    taken = {
        row.code: row.counted for table in money.values() for row in rows_of(table) if row.is_known
    }
    periods = comparison.basis.counted_by_period
    for code in sorted(taken.keys() | periods.keys()):
        numbers = {RowSet("counted", (code,)): taken.get(code, 0)}
        for period, number in zip(PERIODS, periods.get(code, (0, 0)), strict=True):
            numbers[RowSet(f"counted_{period}", (code,))] = number
        yield from _nested(numbers)


def _nested(numbers: Mapping[RowSet, int]) -> Iterator[Loose]:
    """Units of which as many as possible belong to several counts at once."""
    left = dict(numbers)
    while left := {name: number for name, number in left.items() if number}:
        units = min(left.values())
        yield Loose(units, tuple((name, 1) for name in left))
        left = {name: number - units for name, number in left.items()}


def _municipalities(seen: Mapping[str, pl.DataFrame]) -> Iterator[Loose]:
    """The municipalities that could see data without ground.

    An unknown one is at least one, where nothing else is seen, and at most one more.
    """
    adds: dict[str, list[tuple[RowSet, int]]] = {}
    for reading, rows in seen.items():
        sides = {"lower": ("viewed", "visible"), "upper": ("viewed", "visible", "unknown")}
        for side, values in sides.items():
            own = rows.filter(pl.col("breach").is_in(values))
            own = own.filter(~pl.col("in_doubt")) if side == "lower" else own
            name = RowSet(f"municipality_{side}", (reading,))
            known = own["municipality"].drop_nulls().unique().sort()
            for code in known:
                adds.setdefault(str(code), []).append((name, 1))
            unknown = own["municipality"].null_count()
            if side == "lower":
                unknown = int(bool(unknown) and not len(known))
            for place in range(unknown):
                adds.setdefault(f"{NOWHERE} {place}", []).append((name, 1))
    kinds = Counter(tuple(some) for _, some in sorted(adds.items()))
    return (Loose(units, some) for some, units in kinds.items())
