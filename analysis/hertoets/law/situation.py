"""The facts by which the law sees a person, the values they may take, and the lists of readings.

Every list of values stands here and nowhere else. What they mean in Dutch: ``vocabulary.toml``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hertoets.errors import DataError, Fault

ANY: Final = "any"
NOT: Final = "not "
UNKNOWN: Final = "unknown"

_RIGHT_DATE: Final = ("before", "bridged", "after", "no_right", UNKNOWN)

FACT_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "standing": (
        "excluded",
        "completed",
        "under_16",
        "schooling",
        "diploma_a2",
        "dispensed",
        "obligable",
        "not_excluded",
        UNKNOWN,
    ),
    "treaty": (
        "none",
        "asylum_since_may_2020",
        "asylum_opted_in",
        "asylum_before_may_2020",
        "family_or_other",
        UNKNOWN,
    ),
    "publication": _RIGHT_DATE,
    "decision": _RIGHT_DATE,
    "effective": _RIGHT_DATE,
    "obliged": ("yes", "no", UNKNOWN),
    "notice": ("before", "after", "no_notice", UNKNOWN),
}
"""Every fact that a row may ask about, in the order of a situation, with all its values."""

PARTLY_KNOWN: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "standing": {
        "not_excluded": ("under_16", "schooling", "diploma_a2", "dispensed", "obligable"),
    },
}
"""By fact the values that leave open which of some others holds."""

DATE_FACTS: Final = ("publication", "decision", "effective", "notice")
"""The facts of which a reading names one as its date."""

DATE: Final = "date"
CONDITIONS: Final = ("standing", "treaty", "notice", "obliged", DATE)
"""The columns of a row in which it may ask something; ``date`` is the date of the reading."""

REGIMES: Final = ("wi2013", "wi2021", "none", "open", UNKNOWN)
STATUSES: Final = (
    "official",
    "main_rule",
    "legislator",
    "defensible",
    "sensitivity",
    "practice",
)
READ_MARKS: Final = ("seen", "2nd", "known", "not_a_document")

STANDARD_READINGS: Final = (
    "publication_exceptions",
    "publication",
    "became_obliged",
    "decision",
    "duty",
    "scope",
    "effective",
    "notice",
)
HEADLINE: Final = "publication_exceptions"
"""The reading in front unless a run asks for another: the official rule."""

CERTAINTY_READINGS: Final = (
    "publication_exceptions",
    "publication",
    "became_obliged",
    "decision",
    "duty",
    "scope",
)
"""The readings that must give one regime for an outcome to be certain, whatever the headline."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """The facts of a person as the law sees them, one value each of `FACT_VALUES`.

    Raises
    ------
    DataError
        If a fact has a value outside its list; the message names the fact, never the value.
    """

    standing: str
    treaty: str
    publication: str
    decision: str
    effective: str
    obliged: str
    notice: str

    def __post_init__(self) -> None:
        faults = [
            Fault(
                where="situation",
                at=fact,
                what="a value that the decision tables do not know",
                mend=f"Use one of: {', '.join(values)}",
            )
            for fact, values in FACT_VALUES.items()
            if getattr(self, fact) not in values
        ]
        if faults:
            raise DataError(faults)

    def named(self, facts: tuple[str, ...]) -> str:
        """Some of the facts as one phrase for a message: ``standing obligable, treaty none``."""
        return ", ".join(f"{fact} {getattr(self, fact)}" for fact in facts)
