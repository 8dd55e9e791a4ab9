"""How many planted faults the expectations catch, and how much else they flag.

A fault is caught where its person is among those of a failed expectation. Where the extract has no
such person (a stranger, someone set aside, a count of a municipality), the rows are counted: as
many as the expectation found wrong beyond those persons, and no more than were planted.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from hertoets.quality import CheckResult
from hertoets.synth.faults import known_kinds, record_faults

PLAN = Path(__file__).with_name("accuracy.toml")


@dataclass(frozen=True)
class Blind:
    """A fault that cannot be seen where the person has one of others as well."""

    fault: str
    where: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Plan:
    """What is held against what, from ``accuracy.toml``.

    `faults` names for each expectation the faults that it is to catch; `blind` what
    keeps a fault from sight; `hidden` the faults that no
    expectation can see, `as_delivered` the figures without a true value, both with the reason.
    """

    faults: dict[str, tuple[str, ...]]
    blind: tuple[Blind, ...]
    hidden: dict[str, str]
    as_delivered: dict[str, str]

    def catchers(self, fault: str) -> tuple[str, ...]:
        """Name the expectations that are to catch a fault."""
        return tuple(name for name, faults in self.faults.items() if fault in faults)


@dataclass
class Tally:
    """Planted faults and how many were caught; flagged persons or rows and how many had one."""

    planted: int = 0
    caught: int = 0
    flagged: int = 0
    right: int = 0

    def add(self, other: "Tally") -> None:
        """Add the numbers of another seed."""
        self.planted += other.planted
        self.caught += other.caught
        self.flagged += other.flagged
        self.right += other.right

    @property
    def recall(self) -> float | None:
        """Share of the planted faults that was caught; None where none was planted."""
        return self.caught / self.planted if self.planted else None

    @property
    def precision(self) -> float | None:
        """Share of what was flagged that had a planted fault; None where nothing was."""
        return self.right / self.flagged if self.flagged else None


@cache
def plan() -> Plan:
    """Read ``accuracy.toml``."""
    content = tomllib.loads(PLAN.read_text(encoding="utf-8"))
    return Plan(
        faults={entry["id"]: tuple(entry["faults"]) for entry in content["expectation"]},
        blind=tuple(
            Blind(entry["fault"], tuple(entry["where"]), entry["why"]) for entry in content["blind"]
        ),
        hidden={entry["fault"]: entry["why"] for entry in content["hidden"]},
        as_delivered={entry["finding"]: entry["why"] for entry in content["as_delivered"]},
    )


@cache
def every_fault() -> dict[str, str]:
    """Give what each fault is by id: those of the records, then those the world is drawn with."""
    planted = {fault.id: fault.what for fault in record_faults()}
    return planted | {kind.id: kind.what for kind in known_kinds()}


def catch(
    results: Iterable[CheckResult], ledger: pd.DataFrame, numbers: Mapping[str, int]
) -> Tally:
    """Count what these expectations caught together.

    Parameters
    ----------
    results : iterable of CheckResult
        Of the same extract; only those that failed flag anything.
    ledger : pandas.DataFrame
        The rows of the faults that they are to catch.
    numbers : mapping of str to int
        The number of each person in the extract.

    Returns
    -------
    Tally
    """
    failed = [result for result in results if result.state == "failed"]
    flagged = np.unique(np.concatenate([[], *(result.persons for result in failed)]))
    person = ledger["person_id"].map(numbers)
    known = person.notna().to_numpy(dtype=bool)
    hit = person.isin(flagged).to_numpy(dtype=bool) & known
    rows_only = int((~known).sum())
    beyond = sum(max((result.rows or 0) - len(result.persons), 0) for result in failed)
    rows_caught = min(rows_only, beyond)
    right = int(np.isin(flagged, person[known]).sum())
    return Tally(
        planted=len(ledger),
        caught=int(hit.sum()) + rows_caught,
        flagged=len(flagged) + (beyond if rows_only else 0),
        right=right + rows_caught,
    )
