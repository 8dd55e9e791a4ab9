"""What figures and tables are made from: a comparison, its checks, and the basis that counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from hertoets.findings.basis import Basis
from hertoets.outcomes import Comparison
from hertoets.quality import Assessment


@dataclass(frozen=True)
class View:
    """A comparison as the figures look at it.

    Attributes
    ----------
    comparison : Comparison
    headline : str
    basis : Basis
    money : mapping of str to pandas.DataFrame
        By reading: municipalities with the persons expected and counted; empty where registrations
        or reception are absent.
    assessment : Assessment or None
        None where the extract was not checked.
    """

    comparison: Comparison
    headline: str
    basis: Basis
    money: Mapping[str, pd.DataFrame]
    assessment: Assessment | None = None

    @cached_property
    def tolerance_days(self) -> int:
        """How far dates may differ and still agree."""
        return self.comparison.settings.tolerance_days

    def has(self, tables: tuple[str, ...]) -> bool:
        """Tell whether the extract holds all of these tables."""
        return all(self.comparison.extract.has(table) for table in tables)

    def has_any(self, tables: tuple[str, ...]) -> bool:
        """Tell whether the extract holds one of these tables, or none was asked for."""
        return not tables or any(self.has((table,)) for table in tables)
