"""The facts of a person and the values that each can take, in the order of the contract."""

from typing import Final

import polars as pl

UNKNOWN: Final = "unknown"

STANDING: Final = (
    "excluded", "completed", "under_16", "schooling", "diploma_a2", "dispensed", "obligable",
    "not_excluded", UNKNOWN,
)  # fmt: skip
TREATY: Final = (
    "none", "asylum_since_may_2020", "asylum_opted_in", "asylum_before_may_2020",
    "family_or_other", UNKNOWN,
)  # fmt: skip
RIGHT_DATE: Final = ("before", "bridged", "after", "no_right", UNKNOWN)
OBLIGED: Final = ("yes", "no", UNKNOWN)
NOTICE: Final = ("before", "after", "no_notice", UNKNOWN)
GROUP: Final = ("asylum", "family", "other", UNKNOWN)

VALUES: Final[dict[str, tuple[str, ...]]] = {
    "standing": STANDING,
    "treaty": TREATY,
    "publication": RIGHT_DATE,
    "decision": RIGHT_DATE,
    "effective": RIGHT_DATE,
    "obliged": OBLIGED,
    "notice": NOTICE,
    "group": GROUP,
}
FACTS: Final = tuple(VALUES)
DATE_FACTS: Final = ("publication", "decision", "effective")


def kind_of(fact: str) -> pl.Enum:
    """The column type of a fact."""
    return pl.Enum(VALUES[fact])
