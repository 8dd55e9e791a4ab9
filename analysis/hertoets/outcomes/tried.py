"""The values tried in the place of what the records of a person do not say.

A handful for each column: those between which the law tells apart, and the person's own days and
places.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

import polars as pl

from hertoets.extract import Extract
from hertoets.extract.cells import TYPED
from hertoets.extract.dictionary import NOT_USED
from hertoets.extract.doubt import Numbers
from hertoets.extract.schema import Column, schema
from hertoets.extract.values import EMPTY, OPEN
from hertoets.facts.calendar import next_day, plus_years
from hertoets.facts.dates import TURKISH
from hertoets.facts.exemptions import (
    COMPLETED,
    DIPLOMA_A2,
    DISPENSED,
    END,
    EXCLUDED_FOR_GOOD,
    EXCLUDED_WHILE,
    KIND,
    OPT_IN,
    SCHOOLING,
    TREATY,
)
from hertoets.facts.frames import rows_with, rows_without
from hertoets.facts.logic import maybe
from hertoets.facts.onaday import BRITISH, DUTCH
from hertoets.law.constants import constants
from hertoets.outcomes.settings import Settings

NATURALISED: Final = (pl.col("nationality") == DUTCH).fill_null(True)
READ_WHERE: Final = {
    ("persons", "former_nationality"): NATURALISED,
    ("persons", "dutch_since"): NATURALISED,
    ("residence_rights", "family_of_asylum"): maybe(pl.col("migrant_group") == "family"),
    ("residence_rights", "document_collected_date"): maybe(pl.col("migrant_group") != "asylum"),
    ("plans", "municipality"): pl.lit(False),
    ("persons", "sex"): pl.lit(False),  # tells of who was harmed, and settles nothing
}
"""The rows in which a column is read, where an outcome reads it and not in all."""

MOST: Final = 12
"""Values tried for one cause of one person."""

LONG_SINCE: Final = date(2015, 1, 1)
AGES: Final = (10, 15, 17, 19, 30, 50, 64, 66, 67, 70)
SYRIAN: Final = "SYR"
ELSEWHERE: Final = "GM9999"
"""A municipality in which nobody is."""
ONE_KIND_EACH: Final = (
    EXCLUDED_FOR_GOOD[0], EXCLUDED_WHILE[0], TREATY, SCHOOLING[0], DIPLOMA_A2, DISPENSED[0],
    COMPLETED, "partial", OPT_IN,
)  # fmt: skip
"""Kinds of exemption between which the law tells apart."""
COUNTS: Final = (1, 90, 730)
"""Days of an extension, or euro: hardly any, a season, the two years of Wi2013 art. 7(3)."""
RIGHT_DATES: Final = ("decision_date", "document_collected_date", "effective_date")


@dataclass(frozen=True)
class Tried:
    """The values tried for one cause.

    Attributes
    ----------
    cause : str
    table : str
    persons : numpy.ndarray of int32, shape (n,)
        Of whom; several times each.
    values : mapping of str to polars.Series
        By column of the extract the value tried, one for each of `persons`.
    adds : bool
        Whether they are of a row that is not there; else they are of every row in which the
        column is unknown.
    """

    cause: str
    table: str
    persons: Numbers
    values: Mapping[str, pl.Series]
    adds: bool = False


class _Values:
    """What to try of some persons, who have these rows."""

    def __init__(self, own: Mapping[str, pl.DataFrame], settings: Settings) -> None:
        self._own, self._settings = own, settings
        on = settings.reference_date
        treaty = constants().day("turkish_asylum_obliged_from")
        self._days = (LONG_SINCE, treaty, on, on + timedelta(days=1), settings.known_on)

    def of(self, table: str, column: Column, delivered_on: date | None) -> pl.DataFrame:
        """``person`` and ``value`` for each person of whom the column is unknown in some row."""
        read = READ_WHERE.get((table, column.name), pl.lit(True))
        unknown = self._own[table].filter(_unknown(column) & read)
        asked = unknown.select("person").unique(maintain_order=True)
        if column.type == "birth_date":
            return _most(self._births(unknown))
        if column.type == "date":
            days = [*([OPEN] if column.open else []), *self._days]
            tried = pl.concat([_each(asked, days), rows_with(self._near, asked["person"])])
            last = (delivered_on if column.by_delivery else None) or OPEN
            return _most(tried.filter((pl.col("value") <= last) | (pl.col("value") == OPEN)))
        if column.codes == "municipality":
            codes = [*([EMPTY] if column.open else []), ELSEWHERE]
            return _most(pl.concat([_each(asked, codes), rows_with(self._places, asked["person"])]))
        return _each(asked, _codes(column))

    def of_nothing(self) -> pl.DataFrame:
        """A right for each person without any: a missing record is no proof of a missing right."""
        rights = self._own["residence_rights"]
        without = rows_without(self._own["persons"], rights["person"]).select("person")
        on = self._settings.reference_date
        days = (LONG_SINCE, on, on + timedelta(days=1))
        groups = pl.DataFrame({"migrant_group": ["asylum", "family", "other"]})
        tried = _each(groups, days).with_columns(temporary_purpose=False)
        passing = tried.filter(pl.col("migrant_group") == "other").tail(1)
        tried = pl.concat([tried, passing.with_columns(temporary_purpose=True)]).select(
            "migrant_group",
            "temporary_purpose",
            *(pl.col("value").alias(name) for name in RIGHT_DATES),
            spiritual_minister=False,
            family_of_asylum=False,
            end_date=pl.lit(OPEN),
        )
        return without.join(tried, how="cross")

    def of_no_school(self) -> pl.DataFrame:
        """A spell at school for each person who was 16 or 17 on a day of theirs without one.

        Until 18 they are presumed to be at school (contract, section 2), so what is missing is a
        row: they left soon after they became 16, or when they became 18.
        """
        law = constants()
        duty, school = law.number("duty_from_age"), law.number("schooling_until_age")
        aged = self._own["persons"].select(
            "person",
            from_16=plus_years(pl.col("birth_from"), duty),
            by_16=plus_years(pl.col("birth_to"), duty),
            by_18=plus_years(pl.col("birth_to"), school),
        )
        asked = [self._settings.reference_date, self._settings.known_on]
        days = pl.concat([_each(aged.select("person"), asked), self._near])
        young = (
            rows_with(days, aged["person"])
            .join(aged, on="person")
            .filter((pl.col("value") >= pl.col("from_16")) & (pl.col("value") < pl.col("by_18")))
        )
        aged = rows_with(aged, young["person"])
        spells = self._own["exemptions"].join(aged.select("person", "from_16"), on="person")
        lasting = maybe(KIND.is_in(SCHOOLING)) & maybe(pl.col("from_16") < END)
        without = rows_without(aged, spells.filter(lasting)["person"])
        return pl.concat(
            without.select("person", valid_from="from_16", valid_to=end)
            for end in (next_day(pl.col("by_16")), pl.col("by_18"))
        ).with_columns(kind=pl.lit(SCHOOLING[0]))

    @cached_property
    def _near(self) -> pl.DataFrame:
        """The days of each person, those nearest to the reference date first."""
        days = pl.concat(
            [
                rows.select("person", value=name)
                for rows in self._own.values()
                for name, kind in rows.schema.items()
                if kind == pl.Date and not name.startswith("birth")
            ]
        )
        days = days.filter((pl.col("value") < OPEN) & (pl.col("value") > LONG_SINCE)).unique()
        away = (pl.col("value") - pl.lit(self._settings.reference_date)).abs()
        return days.sort("person", away, "value")

    @cached_property
    def _places(self) -> pl.DataFrame:
        """The municipalities of each person."""
        places = [
            self._own[table].select("person", value=column.name)
            for table in self._own
            for column in schema()[table].columns
            if column.codes == "municipality"
        ]
        known = pl.concat(places).filter(pl.col("value") != EMPTY)
        return known.unique().sort("person", "value")

    def _births(self, persons: pl.DataFrame) -> pl.DataFrame:
        """Some ages; of who was born between two days, the first, the last and one between."""
        first, last = pl.col("birth_from"), pl.col("birth_to")
        partly = persons.filter(first.is_not_null())
        between = first + (last - first) / 2
        on = self._settings.reference_date
        born = [date(on.year - age, on.month, 1) for age in AGES]
        return pl.concat(
            [
                _each(persons.filter(first.is_null()).select("person"), born),
                *(
                    partly.select("person", value=day)
                    for day in (first, between.cast(pl.Date), last)
                ),
            ]
        )


def tried_values(extract: Extract, persons: Numbers, settings: Settings) -> Iterator[Tried]:
    """What to try for each column that is unknown in a row of some persons.

    Parameters
    ----------
    extract : Extract
    persons : numpy.ndarray of int32
    settings : Settings

    Yields
    ------
    Tried
        Where there is something to try; at most `MOST` values a person.
    """
    numbers = pl.Series(persons)
    own = {
        name: rows_with(rows, numbers)
        for name, rows in extract.tables.items()
        if "person" in rows.columns
    }
    values = _Values(own, settings)
    added = {"residence_rights": values.of_nothing()}
    if "exemptions" in own:
        added["exemptions"] = values.of_no_school()
    for table, rows in added.items():
        if len(rows):
            columns = {column.name: column for column in rows.drop("person").iter_columns()}
            yield Tried(f"missing:{table}", table, _numbers(rows), columns, adds=True)
    for table in own:
        for column in schema()[table].columns:
            if column.type != "text" and is_used(column.name):
                pairs = values.of(table, column, extract.meta.delivered_on)
                if len(pairs):
                    yield Tried(
                        f"missing:{table}.{column.name}",
                        table,
                        _numbers(pairs),
                        dict.fromkeys(TYPED.get(column.name, (column.name,)), pairs["value"]),
                    )


def is_used(column: str) -> bool:
    """Whether any outcome or figure looks at a column."""
    return column not in NOT_USED


def _numbers(rows: pl.DataFrame) -> Numbers:
    numbers: Numbers = rows["person"].to_numpy()
    return numbers


def _unknown(column: Column) -> pl.Expr:
    """Whether a cell is unknown, wholly or in part."""
    first, *last = TYPED.get(column.name, (column.name,))
    if not last:
        return pl.col(first).is_null()
    return ~(pl.col(first) == pl.col(last[0])).fill_null(False)


def _codes(column: Column) -> Sequence[object]:
    """The codes of a column between which the law tells apart."""
    if column.type == "bool":
        return (True, False)
    if column.type == "count":
        return COUNTS
    if column.name == "kind":
        return ONE_KIND_EACH
    if column.codes == "iso_3166_1_alpha_3":
        free = constants().codes("free_movement")[0]
        codes = (SYRIAN, TURKISH, free, BRITISH, DUTCH)
        return codes[:-1] if column.dutch_only else codes
    return tuple(column.codes or ())


def _each(persons: pl.DataFrame, values: Sequence[object]) -> pl.DataFrame:
    """Each of the values for each person."""
    return persons.join(pl.DataFrame({"value": values}), how="cross")


def _most(tried: pl.DataFrame) -> pl.DataFrame:
    """No value twice for a person, and no more than are tried."""
    once = tried.unique(["person", "value"], keep="first", maintain_order=True)
    return once.filter(pl.int_range(pl.len()).over("person") < MOST)
