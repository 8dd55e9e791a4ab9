"""What earlier runs published of the same counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.disclosure.system import System
from analysis.findings import Findings


@dataclass(frozen=True)
class Earlier:
    """One earlier run."""

    run: str


def recall(system: System, findings: Findings, earlier: Sequence[Earlier]) -> None:
    """Add what earlier runs told."""
