"""What the checks put in doubt, as the figures see it: as yet nothing, and no bound is widened.

The checks name values and missing rows (`hertoets.quality.Assessment.doubts`); the figures are to
count what the law says with those unknown.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from hertoets.findings.model import Pair
from hertoets.outcomes import Comparison
from hertoets.quality import Assessment

if TYPE_CHECKING:
    from hertoets.findings.view import View


class Doubts:
    """Of whom something is in doubt; `marks` None: of nobody."""

    marks: pl.DataFrame | None = None

    def __init__(self, comparison: Comparison, assessment: Assessment | None) -> None:
        pass


def widen(figures: Mapping[str, Pair], view: "View", reading: str) -> dict[str, Pair]:  # noqa: ARG001
    """The figures of one reading with what the checks left in doubt."""
    return dict(figures)


def doubted(assessment: Assessment | None) -> frozenset[str]:  # noqa: ARG001
    """Name the figures of which some person is in doubt."""
    return frozenset()
