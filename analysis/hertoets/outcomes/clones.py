"""Persons to judge anew, each as often as asked, with values made unknown or filled in.

Nothing in the law looks at two persons at once. So whoever asks what the law says of other records
of some persons gets them as persons of their own, and all questions are answered in one pass.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from hertoets.extract.doubt import Numbers
from hertoets.facts.doubt import MARKS
from hertoets.outcomes.as_of import Beyond
from hertoets.outcomes.doubts import PERSON, Doubts, Flags, texts

NONE_LEFT_OUT: Final = -1
NATIONALITY: Final = ("nationality", "former_nationality", "dutch_since")
"""The columns of which the contract presumes something where they are unknown."""
COUNTED_BY_DAY: Final = {"notices": "notice_date", "choices": "offered_on"}
"""The tables of which a row dated after the day `as_of` is left out, and its date."""
COUNTED_BY_ANY_DAY: Final = {
    "extensions": "granted_on", "fines": "imposed_on", "loans": "granted_on", "plans": "plan_date",
}  # fmt: skip
"""The same, where a date may lie after the day of delivery (contract, section 1)."""

Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Clones:
    """Whom to judge, and with what.

    Attributes
    ----------
    persons : numpy.ndarray of int32, shape (n,)
        The number in the extract of whom each is a clone.
    without : numpy.ndarray of int32, shape (n,)
        The check whose doubts do not hold for a clone, by its place in `Doubts.checks`;
        `NONE_LEFT_OUT` where all hold.
    settled : mapping of str to mapping of str to polars.Series
        By table and column of the extract, for each clone what an unknown value there is taken to
        be; null where it stays unknown.
    added : mapping of str to polars.DataFrame
        By table rows that the records do not have, ``person`` the place of the clone.
    """

    persons: Numbers
    without: Numbers
    settled: Mapping[str, Mapping[str, pl.Series]] = field(default_factory=dict)
    added: Mapping[str, pl.DataFrame] = field(default_factory=dict)


def tables_of(
    tables: Tables, clones: Clones, doubts: Doubts, beyond: Beyond
) -> dict[str, pl.DataFrame]:
    """The rows of clones, numbered from zero, with marks.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        Of an extract.
    clones : Clones
    doubts : Doubts
        Of that extract.
    beyond : Beyond

    Returns
    -------
    dict of str to polars.DataFrame
        Each table of persons; what is in doubt is unknown, and one more row stands for each that
        may be missing.
    """
    found: dict[str, pl.DataFrame] = {}
    concerned = np.zeros(len(clones.persons), dtype=bool)
    for name, table in tables.items():
        if "person" not in table.columns:
            continue
        rows, clone = _rows_of(table, clones.persons)
        without = clones.without[clone]
        unknown = {
            column: cells.hold(rows, without)
            for column, cells in doubts.values.get(name, {}).items()
        }
        own = table.select(pl.all().gather(rows)).with_columns(person=pl.Series(clone))
        own, unknown = _settled(own, unknown, clones.settled.get(name, {}), clone)
        for flags in unknown.values():
            concerned[clone[flags]] = True
        if name == "persons":
            found[name] = _of_persons(own, unknown, beyond)
            continue
        own = _of_rows(name, own, unknown, beyond)
        if name in clones.added:
            sure = clones.added[name].with_columns(pl.lit(False).alias(mark) for mark in MARKS)
            own = pl.concat([own, sure.select(_as(own.schema, sure))])
        if name in doubts.missing:
            lost = np.flatnonzero(doubts.missing[name].hold(clones.persons, clones.without))
            concerned[lost] = True
            missing = _may_be_missing(name, own, lost.astype(np.int32))
            if name in doubts.says:
                open_to = np.zeros(len(lost), dtype=bool)
                if name in doubts.silent:
                    silent = doubts.silent[name]
                    open_to = silent.hold(clones.persons[lost], clones.without[lost])
                missing = _with_said(missing, doubts.says[name], open_to)
            own = pl.concat([own, missing])
        found[name] = own
    found["persons"] = found["persons"].with_columns(in_doubt=pl.Series(concerned))
    return found


def _as(schema: pl.Schema, rows: pl.DataFrame) -> list[pl.Expr]:
    """The columns of a table, unknown where rows do not have them."""
    return [
        (pl.col(name).cast(kind) if name in rows.columns else pl.lit(None, kind)).alias(name)
        for name, kind in schema.items()
    ]


def _rows_of(table: pl.DataFrame, persons: Numbers) -> tuple[npt.NDArray[np.intp], Numbers]:
    """The rows of each clone's person, clone after clone, and whose they are."""
    of_rows = table["person"].to_numpy()
    size = int(max(of_rows.max(initial=-1), persons.max(initial=-1))) + 1
    asked = np.zeros(size, dtype=bool)
    asked[persons] = True
    own = np.flatnonzero(asked[of_rows])
    own = own[np.argsort(of_rows[own], kind="stable")]
    each = np.bincount(of_rows[own], minlength=size)
    first = np.cumsum(each) - each
    often = each[persons]
    clone = np.repeat(np.arange(len(persons), dtype=np.int32), often)
    into = np.arange(len(clone)) - np.repeat(np.cumsum(often) - often, often)
    return own[np.repeat(first[persons], often) + into], clone


def _settled(
    rows: pl.DataFrame,
    unknown: dict[str, Flags],
    settled: Mapping[str, pl.Series],
    clone: Numbers,
) -> tuple[pl.DataFrame, dict[str, Flags]]:
    """Fill in what the records do not say; what is filled in is not in doubt."""
    kept: dict[str, pl.Series] = {}
    for name, values in settled.items():
        fill = values.gather(clone)
        filled = (rows[name].is_null() | _partly(rows, name)) & fill.is_not_null()
        kept[name] = pl.select(pl.when(filled).then(fill).otherwise(rows[name])).to_series()
        if name in unknown:
            unknown = {**unknown, name: unknown[name] & ~filled.to_numpy()}
    return rows.with_columns(series.alias(name) for name, series in kept.items()), unknown


def _partly(rows: pl.DataFrame, name: str) -> pl.Series:
    """Which birth dates are known in part."""
    if not name.startswith("birth_"):
        return pl.repeat(False, len(rows), dtype=pl.Boolean, eager=True)
    return (rows["birth_from"] != rows["birth_to"]).fill_null(True)


def _of_persons(rows: pl.DataFrame, unknown: Mapping[str, Flags], beyond: Beyond) -> pl.DataFrame:
    """Whose nationality was known and is in doubt, of them no right tells what it is."""
    presumed = np.zeros(len(rows), dtype=bool)
    for name in NATIONALITY:
        if name in unknown:
            presumed |= unknown[name] & rows[name].is_not_null().to_numpy()
    return _with_unknown(rows, unknown).with_columns(
        nationality_in_doubt=pl.Series(presumed), published_beyond=pl.lit(beyond.published)
    )


def _of_rows(
    table: str, rows: pl.DataFrame, unknown: Mapping[str, Flags], beyond: Beyond
) -> pl.DataFrame:
    nothing = np.zeros(len(rows), dtype=bool)
    columns = {name: flags for name, flags in unknown.items() if name != PERSON}
    may_be = strange = unknown.get(PERSON, nothing)
    if strange.any():  # a row of somebody else may say anything, and is not there
        for name in rows.columns:
            if name not in ("person", *texts(table)):
                columns[name] = columns.get(name, nothing) | strange
    if beyond.told:
        may_be = may_be | columns.get(COUNTED_BY_DAY.get(table, ""), nothing)
        if table == "choices" and "chosen_on" in columns:  # one made later is not known yet
            columns["choice"] = columns.get("choice", nothing) | columns["chosen_on"]
    may_be = may_be | columns.get(COUNTED_BY_ANY_DAY.get(table, ""), nothing)
    doubtful = np.logical_or.reduce([nothing, *unknown.values()])
    return _with_unknown(rows, columns).with_columns(
        in_doubt=pl.Series(doubtful), may_be=pl.Series(may_be)
    )


def _may_be_missing(table: str, rows: pl.DataFrame, persons: Numbers) -> pl.DataFrame:
    """One more row for each person, of which nothing is known, not even whether it is there."""
    known: dict[str, object] = dict.fromkeys(texts(table), "") | dict.fromkeys(MARKS, True)
    return pl.DataFrame({"person": persons}).select(
        pl.col(name) if name == "person" else pl.lit(known.get(name), kind).alias(name)
        for name, kind in rows.schema.items()
    )


def _with_said(rows: pl.DataFrame, says: Mapping[str, str], open_to: Flags) -> pl.DataFrame:
    """What a missing row says all the same, save where that too is open."""
    return rows.with_columns(
        pl.when(~pl.Series(open_to))
        .then(pl.lit(value).cast(rows.schema[name]))
        .otherwise(pl.col(name))
        .alias(name)
        for name, value in says.items()
    )


def _with_unknown(rows: pl.DataFrame, unknown: Mapping[str, Flags]) -> pl.DataFrame:
    return rows.with_columns(
        pl.when(~pl.Series(flags)).then(pl.col(name)).alias(name) for name, flags in unknown.items()
    )
