"""Why somebody is undecided: what would have to be settled to say whether they belong to a figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hertoets.findings.sets import Counted


@dataclass(frozen=True)
class Causes:
    """By figure and cause, the persons between its bounds."""

    counts: Mapping[str, Mapping[str, Counted]] = field(default_factory=dict)

    def label(self, cause: str) -> str:
        """What a cause is called in Dutch."""
        return cause
