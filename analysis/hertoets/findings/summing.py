"""What figures and tables are made from, of an extract or of a part of one, and how parts add up.

A part has all rows of some persons. Nothing of a single person is in it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl
import polars.selectors as cs

from hertoets.extract import Extract, Meta
from hertoets.extract.adding import added_rows
from hertoets.extract.empty import Held, empty_of
from hertoets.findings.basis import Basis, PersonIds, Rows
from hertoets.findings.rows import rows_of, rows_of_all
from hertoets.findings.sets import RowSet
from hertoets.findings.view import Delivery, View
from hertoets.outcomes import Comparison, Profiles, Settings
from hertoets.outcomes.frames import for_pandas
from hertoets.outcomes.guidance import (
    COUNTS,
    counted_beside,
    counted_by_period,
    expected_by_municipality,
)
from hertoets.outcomes.kinds import Kinds, added_up
from hertoets.outcomes.profiles import counted_kinds
from hertoets.outcomes.situations import added_situations
from hertoets.quality import Assessment

Seen = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Came:
    """What came in, counted.

    Attributes
    ----------
    tables : frozenset of str
    rows : mapping of str to int
        Rows delivered, by table; those of a table without any too.
    persons, persons_set_aside : int
    aside : frozenset of (str, str)
        Table and check of rows that were set aside.
    unknown : frozenset of (str, str, str)
        Table, column and check of values that turned unknown.
    absent_columns : tuple of (str, str)
    held : mapping of (str, str) to Held
        What the rows of each column hold.
    """

    tables: frozenset[str]
    rows: Mapping[str, int]
    persons: int
    persons_set_aside: int
    aside: frozenset[tuple[str, str]]
    unknown: frozenset[tuple[str, str, str]]
    absent_columns: tuple[tuple[str, str], ...]
    held: Mapping[tuple[str, str], Held]

    def delivery(self, meta: Meta) -> Delivery:
        """The same as the figures look at it."""
        return Delivery(
            meta=meta,
            tables=self.tables,
            rows=dict(self.rows),
            persons=self.persons,
            aside=tuple(sorted(self.aside)),
            unknown=self.unknown,
            absent_columns=self.absent_columns,
            empty_columns=tuple(empty_of(self.held)),
        )


@dataclass(frozen=True)
class Sums:
    """Everything that figures ask of an extract or a part of one.

    Attributes
    ----------
    came : Came
    rows : Rows
    kinds : Kinds
    recorded, doubted : polars.DataFrame
        The situations of each pass.
    expected : mapping of str to polars.DataFrame
        By reading, from `hertoets.outcomes.guidance.expected_by_municipality`; empty where
        registrations or reception are absent.
    seen : mapping of str to polars.DataFrame
        By reading how many rows of access there are, see `hertoets.findings.rows.find_rows`.
    money : polars.DataFrame or None
        The table ``guidance_counts``, which is of nobody and stands in the first part.
    """

    came: Came
    rows: Rows
    kinds: Kinds
    recorded: pl.DataFrame
    doubted: pl.DataFrame
    expected: Mapping[str, pl.DataFrame]
    seen: Seen
    money: pl.DataFrame | None


def came_in(extract: Extract) -> Came:
    """Count what came in."""
    aside = extract.aside.select("table", "check").unique()
    unknown = extract.made_unknown.select("table", "column", "check")
    return Came(
        tables=frozenset(extract.tables),
        rows=dict(extract.rows),
        persons=extract.persons_in_extract,
        persons_set_aside=extract.persons_set_aside,
        aside=frozenset((table, check) for table, check in aside.iter_rows()),
        unknown=frozenset((table, column, check) for table, column, check in unknown.iter_rows()),
        absent_columns=extract.absent_columns,
        held=extract.held,
    )


def sums_of(
    comparison: Comparison, assessment: Assessment | None
) -> tuple[Sums, npt.NDArray[np.int64]]:
    """Count and sum what there is.

    Parameters
    ----------
    comparison : Comparison
        With what is in doubt unknown.
    assessment : Assessment or None
        With the wrong rows of the same persons.

    Returns
    -------
    sums : Sums
    of_persons : numpy.ndarray of int64
        The kind of each person.
    """
    records, doubted = comparison.people, comparison.doubted
    kinds, of_persons = counted_kinds(records, doubted, comparison.in_doubt)
    extract, readings = comparison.extract, comparison.law.readings
    basis, expected = comparison.basis, {}
    if extract.has("registrations") and extract.has("reception"):
        expected = {one: expected_by_municipality(basis.expected_rows(one)) for one in readings}
    sums = Sums(
        came=came_in(extract),
        rows=rows_of(comparison, assessment, expected),
        kinds=kinds,
        recorded=records.situations,
        doubted=doubted.situations,
        expected=expected,
        seen={name: counted_seen(basis.seen_rows(name)) for name in readings},
        money=basis.tables.get(COUNTS),
    )
    return sums, of_persons


def counted_seen(rows: pl.DataFrame) -> pl.DataFrame:
    """How many ``rows`` of access there are that are alike."""
    return rows.group_by(pl.all()).agg(rows=pl.len().cast(pl.Int64))


def added(parts: Sequence[Sums]) -> tuple[Sums, npt.NDArray[np.int64]]:
    """Add up what there is in all parts of an extract.

    Parameters
    ----------
    parts : sequence of Sums
        In the order of the parts.

    Returns
    -------
    sums : Sums
    of_parts : numpy.ndarray of int64
        As `hertoets.outcomes.kinds.added_up` has it.
    """
    kinds, of_parts = added_up([part.kinds for part in parts])
    counts = Counter[RowSet]()
    for part in parts:
        counts.update(part.rows.counts)
    first = parts[0]
    sums = Sums(
        came=added_came([part.came for part in parts]),
        rows=Rows(counts, frozenset().union(*(part.rows.laid for part in parts))),
        kinds=kinds,
        recorded=added_situations([part.recorded for part in parts]),
        doubted=added_situations([part.doubted for part in parts]),
        expected=_added([part.expected for part in parts]),
        seen=_added([part.seen for part in parts]),
        money=first.money,
    )
    return sums, of_parts


def added_came(parts: Sequence[Came]) -> Came:
    """Add up what came in."""
    first = parts[0]
    held = {
        column: replace(
            one,
            rows=sum(part.held[column].rows for part in parts),
            unknown=sum(part.held[column].unknown for part in parts),
            open=sum(part.held[column].open for part in parts),
        )
        for column, one in first.held.items()
    }
    return Came(
        tables=first.tables,
        rows={name: sum(part.rows[name] for part in parts) for name in first.rows},
        persons=sum(part.persons for part in parts),
        persons_set_aside=sum(part.persons_set_aside for part in parts),
        aside=frozenset().union(*(part.aside for part in parts)),
        unknown=frozenset().union(*(part.unknown for part in parts)),
        absent_columns=first.absent_columns,
        held=held,
    )


def view_of(
    sums: Sums,
    profiles: Profiles,
    person_ids: PersonIds,
    meta: Meta,
    titles: Mapping[str, str],
    settings: Settings,
    assessment: Assessment | None,
) -> View:
    """Make the basis of all counts from what was added up.

    Parameters
    ----------
    sums : Sums
        Of all parts.
    profiles : Profiles
        Of its kinds, from `hertoets.outcomes.profiles.profiles_from`.
    person_ids : PersonIds
        The pseudonyms, in the order of the persons' numbers.
    meta : Meta
    titles : mapping of str to str
        The Dutch title of each reading, in the order of the law.
    settings : Settings
    assessment : Assessment or None
    """
    money = {name: counted_beside(own, sums.money) for name, own in sums.expected.items()}
    periods = {} if sums.money is None else counted_by_period(sums.money)
    came = sums.came
    brought = rows_of_all(sums.rows, came.persons_set_aside, assessment, money, sums.seen, periods)
    return View(
        delivery=came.delivery(meta),
        readings=titles,
        settings=settings,
        basis=Basis(profiles, settings.headline, brought, person_ids),
        situations=for_pandas(sums.doubted),
        money=money,
        periods=periods,
        assessment=assessment,
    )


def known_days(parts: Sequence[Mapping[str, date]]) -> dict[str, date]:
    """The last day in each column, of all parts of an extract."""
    found: dict[str, date] = {}
    for part in parts:
        for column, day in part.items():
            found[column] = max(day, found.get(column, day))
    return found


def _added(parts: Sequence[Seen]) -> Seen:
    """By reading, numbers by the columns that are none."""
    return {
        name: added_rows(
            [part[name] for part in parts], first.select(cs.by_dtype(pl.Int64)).columns
        )
        for name, first in parts[0].items()
    }
