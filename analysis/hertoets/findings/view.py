"""The persons of a comparison as the figures look at them: how many are alike, by reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from hertoets.findings.doubts import Doubts
from hertoets.outcomes import Comparison
from hertoets.quality import Assessment

ASKED: Final = (
    "group", "notice", "regime_stated", "regime", "outcome", "duty", "certainty", "wrong_notice",
    "in_cohort", "start_class", "term_class", "breach", "informed", "waited", "waiting",
    "regime_by_choice",
)  # fmt: skip
"""The columns that the conditions of figures and the tables of persons ask for."""


@dataclass(frozen=True)
class View:
    """A comparison, and how many of its persons are alike.

    Attributes
    ----------
    comparison : Comparison
    headline : str
    crowds : mapping of str to polars.DataFrame
        By reading: the distinct combinations of `ASKED` and of what is in doubt, and ``persons``.
    waits : mapping of str to polars.DataFrame
        By reading: ``group``, ``waited_days`` (null: did not wait), what is in doubt, ``persons``.
    seen : mapping of str to polars.DataFrame
        By reading: ``municipality`` (null: unknown), ``breach`` and what is in doubt of the persons
        whom the portal showed it, and ``persons`` (rows of access). Empty where not delivered.
    doubts : Doubts
    assessment : Assessment or None
        None where the extract was not checked.
    """

    comparison: Comparison
    headline: str
    crowds: Mapping[str, pl.DataFrame]
    waits: Mapping[str, pl.DataFrame]
    seen: Mapping[str, pl.DataFrame]
    doubts: Doubts
    assessment: Assessment | None = None

    @property
    def crowd(self) -> pl.DataFrame:
        """Of the headline."""
        return self.crowds[self.headline]

    def crowd_by(self, *columns: str) -> pl.DataFrame:
        """How many persons are alike in some columns, under the headline."""
        return self.comparison.crowds(columns, readings=[self.headline])[self.headline]

    def has(self, tables: tuple[str, ...]) -> bool:
        """Tell whether the extract holds all of these tables."""
        return all(self.comparison.extract.has(table) for table in tables)


def look(comparison: Comparison, assessment: Assessment | None = None) -> View:
    """Count the persons of a comparison by what they are alike in."""
    doubts = Doubts(comparison, assessment)
    access = comparison.access
    if access is not None and doubts.marks is not None:
        access = access.hstack(doubts.marks.select(pl.all().gather(access["person"])))
    return View(
        comparison,
        comparison.settings.headline,
        crowds=comparison.crowds(ASKED, doubts.marks),
        waits=comparison.crowds(("group", "waited_days"), doubts.marks),
        seen={} if access is None else comparison.crowds(("breach",), access),
        doubts=doubts,
        assessment=assessment,
    )
