"""The answers that may be asked of a hand-worked person, and whether an expected one can be one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from hertoets.errors import nearest
from hertoets.facts.values import FACTS
from hertoets.law import Law
from hertoets.outcomes import Comparison
from hertoets.run.casecells import UnfitError

Answer = date | int | str | None
"""None is an empty cell."""

_RULE: Final = "rule_"
_OF_READING: Final = ("regime_", _RULE, "start_", "outcome_", "term_end_")
_STATED: Final = ("group", "regime_stated", "notice_date", "start_stated", "term_end_stated")
_NO_ANSWER: Final = ("person_id", "situation_id")


@dataclass(frozen=True)
class Asked:
    """The columns that a case may expect: those of the outcomes and of what explains them.

    Attributes
    ----------
    kinds : mapping of str to polars.DataType
    law : Law
    """

    kinds: Mapping[str, pl.DataType]
    law: Law

    def expected(self, column: str, value: object) -> Answer:
        """An expected value, where the column can hold it.

        Raises
        ------
        UnfitError
            With the nearest that it can.
        """
        if column not in self.kinds:
            raise UnfitError("no such answer", nearest(column, self.kinds))
        if value == "":
            return None
        kind = self.kinds[column]
        if kind == pl.Date:
            return _day(value)
        if kind.is_integer():
            if not isinstance(value, int) or isinstance(value, bool):
                raise UnfitError("not a whole number", 'Write digits without quotes; "" is empty')
            return value
        if not isinstance(value, str):
            raise UnfitError("not text", 'Write it between quotes; "" is empty')
        listed = self._listed(column, kind)
        if listed and value not in listed:
            raise UnfitError("an answer that this column never gives", nearest(value, listed))
        return value

    def reading_of(self, column: str, headline: str) -> str | None:
        """The reading whose rule is behind an answer; None where no rule is."""
        if column in FACTS or column in _STATED:
            return None
        for prefix in _OF_READING:
            if column.removeprefix(prefix) in self.law.readings and column.startswith(prefix):
                return column.removeprefix(prefix)
        return headline

    def _listed(self, column: str, kind: pl.DataType) -> list[str]:
        reading = self.law.readings.get(column.removeprefix(_RULE))
        if column.startswith(_RULE) and reading is not None:
            return [rule.id for rule in reading.rules]
        return kind.categories.to_list() if isinstance(kind, pl.Enum) else []


def asked_of(comparison: Comparison) -> Asked:
    """The answers that a comparison gives about each person."""
    schema = answers_of(comparison).schema
    kinds = {name: kind for name, kind in schema.items() if name not in _NO_ANSWER}
    return Asked(kinds, comparison.law)


def answers_of(comparison: Comparison) -> pl.DataFrame:
    """One row a person: outcomes, and the days and duties that explain them."""
    people = comparison.people
    return people.outcomes.hstack(people.duties.drop("person_id"))


def shown(answer: Answer) -> str:
    """An answer as a reader sees it."""
    return "empty" if answer is None else str(answer)


def plain(answer: Answer) -> int | str | None:
    """An answer as a machine reads it."""
    return answer.isoformat() if isinstance(answer, date) else answer


def _day(value: Any) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UnfitError("not a date", 'Write YYYY-MM-DD; "" is empty') from None
