"""What an assessment holds: a result for each expectation, and whom it makes doubtful where.

Persons are numbers of the extract and never leave the run but for ``protected/``.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from hertoets.errors import DataError, Fault
from hertoets.quality.expectation import Expectation
from hertoets.quality.look import Numbers
from hertoets.quality.marks import NOBODY, Measure

State = Literal["passed", "failed", "not_evaluable"]

WIDENS_FROM = 1_000
"""Persons in an extract from which a failed check widens bounds.

An assumption of this project: in a smaller one a single odd record would carry a whole figure, and
each can be looked up by hand; its figures say what the records say, and the checks stand beside.
"""


@dataclass(frozen=True)
class CheckResult:
    """How one expectation came out.

    Attributes
    ----------
    expectation : Expectation
    state : str
        ``passed``, ``failed``, or ``not_evaluable``: nobody can say.
    reason_nl : str
        Why it could not be evaluated; else empty.
    measure : Measure or None
        What was counted; None where nothing was.
    """

    expectation: Expectation
    state: State
    reason_nl: str = ""
    measure: Measure | None = None

    @property
    def id(self) -> str:
        """The id of the expectation."""
        return self.expectation.id

    @property
    def table(self) -> str:
        """The table whose rows were judged."""
        return self.expectation.table

    @property
    def question_nl(self) -> str:
        """What was asked."""
        return self.expectation.question_nl

    @property
    def severity(self) -> str:
        """``low``, ``medium`` or ``high``."""
        return self.expectation.severity

    @property
    def consequence(self) -> str:
        """What a failure does."""
        return self.expectation.consequence

    @property
    def findings(self) -> tuple[str, ...]:
        """The figures that a failure touches."""
        return self.expectation.findings

    @property
    def lesson(self) -> str:
        """The lesson that it supports."""
        return self.expectation.lesson

    @property
    def source(self) -> str:
        """Where the question comes from."""
        return self.expectation.source

    @property
    def rows(self) -> int | None:
        """Wrong rows; None where it could not be evaluated."""
        return None if self.measure is None else self.measure.rows

    @property
    def judged(self) -> int | None:
        """Rows looked at; None where it could not be evaluated."""
        return None if self.measure is None else self.measure.judged

    @property
    def persons(self) -> Numbers:
        """Numbers of the persons of the wrong rows, sorted, each once."""
        return NOBODY if self.measure is None else self.measure.persons

    @property
    def by_month(self) -> dict[str, int]:
        """Wrong rows by month, in order; empty where a row has no date."""
        return {} if self.measure is None else dict(self.measure.by_month)


@dataclass(frozen=True)
class Assessment:
    """The results of all expectations, in the order of the files.

    `widens` is false where the extract is too small for a failed check to move a figure.
    """

    results: tuple[CheckResult, ...]
    widens: bool = True

    @cached_property
    def doubts(self) -> dict[str, Numbers]:
        """By finding: the persons of whom it cannot be said for sure, in or out."""
        return self._gather(hides=False)

    @cached_property
    def hidden(self) -> dict[str, Numbers]:
        """By finding: the persons whom a fault may have kept out of it."""
        return self._gather(hides=True)

    def touching(self, finding: str) -> tuple[CheckResult, ...]:
        """The failed checks that widen a finding."""
        return tuple(
            result for result in self.results if self._moves(result) and finding in result.findings
        )

    def refuse_unusable(self) -> None:
        """Stop where a check forbids to go on.

        Raises
        ------
        DataError
            An expectation with the consequence ``stop`` failed; all of them at once.
        """
        faults = [
            Fault(
                result.table,
                result.id,
                f"a check that stops the run failed: {result.rows} of {result.judged} rows",
                "Mend the delivery, or give the check another consequence in expectations",
            )
            for result in self.results
            if result.state == "failed" and result.consequence == "stop"
        ]
        if faults:
            raise DataError(faults)

    def as_frame(self) -> pd.DataFrame:
        """One row a check: state, counts and what it does; for ``protected/`` alone."""
        return pd.DataFrame(
            [
                {
                    "id": result.id,
                    "table": result.table,
                    "state": result.state,
                    "reason": result.reason_nl,
                    "severity": result.severity,
                    "consequence": result.consequence,
                    "findings": " ".join(result.findings),
                    "lesson": result.lesson,
                    "judged": result.judged,
                    "rows": result.rows,
                    "persons": None if result.measure is None else len(result.persons),
                }
                for result in self.results
            ]
        ).astype(dict.fromkeys(("judged", "rows", "persons"), "Int64"))

    def months_frame(self) -> pd.DataFrame:
        """One row a check and month with rows of that month; for ``protected/`` alone."""
        return pd.DataFrame(
            [
                (
                    result.id,
                    month,
                    judged,
                    result.measure.by_month.get(month, 0),
                    result.measure.persons_by_month.get(month, 0),
                )
                for result in self.results
                if result.measure is not None
                for month, judged in result.measure.judged_by_month.items()
            ],
            columns=["id", "month", "judged", "rows", "persons_first"],
        )

    def _gather(self, *, hides: bool) -> dict[str, Numbers]:
        gathered: dict[str, Numbers] = {}
        for result in self.results:
            if not self._moves(result) or result.expectation.hides is not hides:
                continue
            if not len(result.persons):
                continue
            for name in result.findings:
                known = gathered.get(name, NOBODY)
                gathered[name] = np.union1d(known, result.persons).astype(np.int32)
        for numbers in gathered.values():
            numbers.setflags(write=False)
        return gathered

    def _moves(self, result: CheckResult) -> bool:
        return self.widens and result.state == "failed" and result.consequence == "widen"
