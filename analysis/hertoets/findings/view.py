"""What figures and tables are made from: what was delivered, the law, checks, and what counts.

Nobody's row is in it: all of it can be added up over parts of an extract.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from hertoets.extract import Meta
from hertoets.extract.empty import ReadAs
from hertoets.findings.basis import Basis
from hertoets.outcomes import Settings
from hertoets.quality import Assessment


@dataclass(frozen=True)
class Delivery:
    """What came in, without its rows.

    Attributes
    ----------
    meta : Meta
    tables : frozenset of str
    rows : mapping of str to int
        Rows delivered, by table.
    persons : int
    aside : tuple of (str, str)
        Table and check of rows that were set aside, in order.
    unknown : frozenset of (str, str, str)
        Table, column and check of values that turned unknown.
    absent_columns, empty_columns
        As `hertoets.extract.Extract` has them.
    """

    meta: Meta
    tables: frozenset[str]
    rows: Mapping[str, int]
    persons: int
    aside: tuple[tuple[str, str], ...]
    unknown: frozenset[tuple[str, str, str]]
    absent_columns: tuple[tuple[str, str], ...]
    empty_columns: tuple[tuple[str, str, ReadAs], ...]

    def has(self, table: str) -> bool:
        """Tell whether a table was delivered."""
        return table in self.tables


@dataclass(frozen=True)
class View:
    """A comparison as the figures look at it.

    Attributes
    ----------
    delivery : Delivery
    readings : mapping of str to str
        The Dutch title of each, in the order of the law.
    settings : Settings
    basis : Basis
    situations : pandas.DataFrame
        Each distinct situation once, with what every reading says of it.
    money : mapping of str to pandas.DataFrame
        By reading: municipalities with the persons expected and counted; empty where registrations
        or reception are absent.
    periods : mapping of str to (int, int)
        By municipality the persons counted in each period; empty without ``guidance_counts``.
    assessment : Assessment or None
        None where the extract was not checked.
    """

    delivery: Delivery
    readings: Mapping[str, str]
    settings: Settings
    basis: Basis
    situations: pd.DataFrame
    money: Mapping[str, pd.DataFrame]
    periods: Mapping[str, tuple[int, int]]
    assessment: Assessment | None = None

    @property
    def headline(self) -> str:
        """The reading in front."""
        return self.settings.headline

    @property
    def tolerance_days(self) -> int:
        """How far dates may differ and still agree."""
        return self.settings.tolerance_days

    def has(self, tables: tuple[str, ...]) -> bool:
        """Tell whether the extract holds all of these tables."""
        return all(self.delivery.has(table) for table in tables)

    def has_any(self, tables: tuple[str, ...]) -> bool:
        """Tell whether the extract holds one of these tables, or none was asked for."""
        return not tables or any(self.has((table,)) for table in tables)
