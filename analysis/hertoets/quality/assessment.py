"""What an assessment holds: a result for each expectation, and what the failed ones put in doubt.

Persons and rows are numbers of the extract and never leave the run but for ``protected/``.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import polars as pl

from hertoets.errors import DataError, Fault
from hertoets.extract import Extract
from hertoets.extract.cells import TYPED
from hertoets.extract.doubt import NOBODY, Doubt
from hertoets.quality.naming import counted_only, name_doubts, name_failures
from hertoets.quality.result import CheckResult

WIDENS_FROM = 1_000
"""Persons in an extract from which a failed check puts something in doubt.

An assumption of this project: in a smaller one a single odd record would carry a whole figure, and
each can be looked up by hand; its figures say what the records say, and the checks stand beside.
"""


@dataclass(frozen=True)
class Assessment:
    """The results of all expectations, in the order of the files.

    `widens` is false where the extract is too small for a failed check to move a figure.
    """

    results: tuple[CheckResult, ...]
    widens: bool = True

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """What each failed check that widens puts in doubt, in the order of the files."""
        if not self.widens:
            return ()
        return tuple(_doubt_of(one) for one in self._failed() if one.consequence == "widen")

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
            for result in self._failed()
            if result.consequence == "stop"
        ]
        if faults:
            raise DataError(faults)

    def failures(self, extract: Extract) -> pl.DataFrame:
        """Every row that failed a check, by its key, for whoever delivered it.

        Parameters
        ----------
        extract : Extract
            The one that was assessed.

        Returns
        -------
        polars.DataFrame
            ``table``, ``key``, ``check``, ``about`` (``delivery``: a fault of it; ``finding``: what
            it says of people and of the chain), ``consequence``, ``severity``, ``columns`` (as far
            as the check names them), ``reason`` (of a row that reading set aside), ``question``
            (text). Faults of the delivery first, then by table, key and check; a check that counts
            and points at no row is in `counted_only`.
        """
        return name_failures(self._failed(), extract)

    def counted_only(self) -> tuple[str, ...]:
        """The failed checks that count and have no row to name, in the order of the files."""
        return tuple(counted_only(self._failed()))

    def doubts_frame(self, extract: Extract) -> pl.DataFrame:
        """What is in doubt of whom, for ``protected/`` alone.

        Parameters
        ----------
        extract : Extract
            The one that was assessed.

        Returns
        -------
        polars.DataFrame
            ``person`` (pseudonym), ``table``, ``key``, ``check``, ``column`` (text), sorted: a row
            for each value in doubt, and one with an empty ``key`` and ``column`` for each person
            and table of which rows may be missing.
        """
        return name_doubts(self.doubts, extract)

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
                    "doubts": " ".join(result.expectation.doubts),
                    "missing": " ".join(result.expectation.missing),
                    "lesson": result.lesson,
                    "counted_by": result.counted_by,
                    "judged": result.judged,
                    "rows": result.rows,
                    "persons": None if result.measure is None else result.measure.of_whom,
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

    def _failed(self) -> tuple[CheckResult, ...]:
        return tuple(result for result in self.results if result.state == "failed")


def _doubt_of(result: CheckResult) -> Doubt:
    entry = result.expectation
    columns = tuple(name for column in entry.doubts for name in TYPED.get(column, (column,)))
    rows = NOBODY if result.wrong_rows is None or not columns else result.wrong_rows
    return Doubt(
        check=entry.id,
        table=entry.table,
        columns=columns,
        rows=rows,
        missing=entry.missing,
        says=tuple(sorted(entry.missing_says.items())),
        persons=result.persons,
    )
