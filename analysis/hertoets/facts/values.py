"""The facts of a person and the values that each can take, in the order of the contract.

Those by which the law judges stand in `hertoets.law.situation`; the group of a right stands beside
them, since no reading asks for it.
"""

from typing import Final

import polars as pl

from hertoets.law.situation import FACT_VALUES, UNKNOWN

__all__ = ["DATE_FACTS", "FACTS", "REGIME_STATED", "UNKNOWN", "VALUES", "kind_of"]

VALUES: Final[dict[str, tuple[str, ...]]] = {
    **FACT_VALUES,
    "group": ("asylum", "family", "other", UNKNOWN),
}
FACTS: Final = tuple(VALUES)
DATE_FACTS: Final = ("publication", "decision", "effective")
REGIME_STATED: Final = pl.Enum(["wi2013", "wi2021"])
"""The Act that a notice states."""

_KINDS: Final = {fact: pl.Enum(values) for fact, values in VALUES.items()}


def kind_of(fact: str) -> pl.Enum:
    """The column type of a fact."""
    return _KINDS[fact]
