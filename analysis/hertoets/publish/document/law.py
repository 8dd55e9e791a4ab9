"""What the annex needs of the law, as plain mappings: publishing needs no room but disclosure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class LawWords:
    """The law's own words.

    Attributes
    ----------
    readings : sequence of mapping
        Fields ``name``, ``title_nl``, ``question_nl``, ``status_nl``, ``for_nl`` and
        ``against_nl`` of the readings, in their order.
    sources : sequence of mapping
        Fields ``id``, ``document``, ``date``, ``address`` and ``is_document`` of the sources.
    """

    readings: Sequence[Row]
    sources: Sequence[Row]
