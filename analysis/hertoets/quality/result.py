"""How one expectation came out: its state, what was counted, and by whom.

Persons and rows are numbers of the extract and never leave the run but for ``protected/``.
"""

from dataclasses import dataclass
from typing import Literal

from hertoets.extract.doubt import NOBODY, Numbers
from hertoets.quality.expectation import Expectation
from hertoets.quality.marks import Measure
from hertoets.quality.own_kinds import CountedBy

State = Literal["passed", "failed", "not_evaluable"]


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
    counted_by : str
        Who counted the wrong rows: ``great_expectations``, whose own kind the check is, or
        ``hertoets``. Whether they are too many Great Expectations judges of all.
    """

    expectation: Expectation
    state: State
    reason_nl: str = ""
    measure: Measure | None = None
    counted_by: CountedBy = "hertoets"

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
    def wrong_rows(self) -> Numbers | None:
        """The wrong rows by their numbers in the extract's table; None where none has a number.

        A tally belongs to no row, and rows that reading set aside are no longer in the table.
        """
        return None if self.measure is None else self.measure.wrong_rows

    @property
    def persons(self) -> Numbers:
        """Numbers of the persons of the wrong rows, sorted, each once."""
        return NOBODY if self.measure is None else self.measure.persons

    @property
    def by_month(self) -> dict[str, int]:
        """Wrong rows by month, in order; empty where a row has no date."""
        return {} if self.measure is None else dict(self.measure.by_month)
