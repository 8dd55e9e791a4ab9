"""Counts that are no set of persons: rows of tables, money by municipality, months of checks.

Each says how many every person brings to it, so that rows and persons are protected together; what
belongs to no person stands by itself.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

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


def _each(person: pl.Series) -> tuple[Whole, Whole]:
    """Who has rows, and how many."""
    counts = np.bincount(person.to_numpy())
    numbers = np.flatnonzero(counts)
    return numbers, counts[numbers]


def _once(persons: "pl.Series | Whole") -> tuple[Whole, Whole]:
    numbers = np.asarray(persons).astype(np.int64)
    return numbers, np.ones(len(numbers), dtype=np.int64)


def _aside(extract: Extract) -> Iterator[Loose]:
    """Rows set aside; a person of whom all rows of ``persons`` are is set aside too."""
    kinds: Counter[tuple[tuple[RowSet, int], ...]] = Counter()
    of_persons = extract.aside.filter(pl.col("table") == "persons")
    used = set[str]()
    if extract.persons_set_aside:
        names = extract.tables["persons"]["person_id"]
        used = set(names.filter(names.is_in(of_persons["key"].implode())))
    gone = 0
    for key, checks in of_persons.group_by("key", maintain_order=True).agg("check").iter_rows():
        adds = [(RowSet("aside", ("persons", check)), n) for check, n in Counter(checks).items()]
        if key and extract.persons_set_aside and key not in used:
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
        for month, persons in first_months(extract, result):
            yield RowSet("first_month", (result.id, month)), _once(persons)


def _of_nobody(extract: Extract, result: CheckResult) -> Iterator[Loose]:
    """Wrong rows of a check that cannot be laid to persons."""
    laid = result.wrong_rows is not None and "person" in extract.tables[result.table].columns
    if result.rows and not laid:
        yield Loose(result.rows, ((RowSet("failed", (result.id,)), 1),))


def _expected(rows: pl.DataFrame, reading: str) -> Iterator[OfPersons]:
    """Who is, and may be, expected in each municipality."""
    place = rows["municipality"].fill_null(NOWHERE)
    codes = place.unique().sort()
    places = place.cast(pl.Enum(codes)).to_physical().to_numpy().astype(np.int64)
    persons = rows["person"].to_numpy()
    size = int(persons.max(initial=0)) + 1
    for side in SIDES:
        inside = rows[side].to_numpy()
        both, often = np.unique(places[inside] * size + persons[inside], return_counts=True)
        of, some = np.divmod(both, size)
        begins = np.flatnonzero(np.diff(of, prepend=-1))
        split = zip(np.split(some, begins)[1:], np.split(often, begins)[1:], strict=True)
        for code, own in zip(codes.gather(of[begins]).to_list(), split, strict=True):
            yield RowSet(f"expected_{side}", (reading, code)), own


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
