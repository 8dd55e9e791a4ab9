"""The types of the law room: rules, readings, sources, and the law that they make up.

A reading is one way to apply the transitional law (art. 54 Wet inburgering 2021) to the facts
of a person: rows, the first that matches decides.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from hertoets.law.constants import Constants
from hertoets.law.situation import ANY, CONDITIONS, DATE, FACT_VALUES, NOT, Situation
from hertoets.law.sources import Source


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row of a decision table: conditions, outcome, source.

    A condition is a value, ``not`` and a value, or ``any``; ``date`` asks the date fact of the
    reading that the row stands in.
    """

    id: str
    standing: str = ANY
    treaty: str = ANY
    notice: str = ANY
    obliged: str = ANY
    date: str = ANY
    regime: str
    citation: str
    says_nl: str

    @property
    def asked(self) -> dict[str, str]:
        """The conditions that the row sets, by column; what it leaves out may be anything."""
        conditions = {column: getattr(self, column) for column in CONDITIONS}
        return {column: asked for column, asked in conditions.items() if asked != ANY}

    def matches(self, values: Mapping[str, str]) -> bool:
        """Whether the row speaks of these values, one for each of `CONDITIONS`."""
        for column in CONDITIONS:
            condition = getattr(self, column)
            if condition != ANY and not _holds(condition, values[column]):
                return False
        return True


@dataclass(frozen=True)
class Judgement:
    """What a reading says of a situation, by which rule, with its citation and sentence."""

    regime: str
    rule: str
    citation: str
    says_nl: str


@dataclass(frozen=True)
class CommonRules:
    """The rows that go first in every reading that asks for them.

    ``leaves`` holds the values, by column of `CONDITIONS`, of what these rows do not decide:
    a reading's own rows speak of nothing else, so that a case which the common rules forget is
    a gap and never a guess.
    """

    title_nl: str
    question_nl: str
    rules: tuple[Rule, ...]
    leaves: Mapping[str, tuple[str, ...]]

    def leave(self, values: Mapping[str, str]) -> bool:
        """Whether these values are for a reading's own rows."""
        return all(values[column] in left for column, left in self.leaves.items())


@dataclass(frozen=True)
class Reading:
    """One way to read the transitional law: its header and its rows.

    ``common`` holds the rules shared by the readings, None where the reading does not use
    them; ``own`` the rows of this reading alone.
    """

    name: str
    title_nl: str
    question_nl: str
    date_fact: str
    status: str
    sources_for: tuple[str, ...]
    sources_against: tuple[str, ...]
    common: CommonRules | None
    own: tuple[Rule, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every row, in the order in which it is tried: the common rules go first."""
        return (self.common.rules if self.common else ()) + self.own

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources for the reading, then of those against it, each once."""
        return tuple(dict.fromkeys(self.sources_for + self.sources_against))

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that some row asks about, in the order of `FACT_VALUES`."""
        asked = {self.fact_of(column) for rule in self.rules for column in rule.asked}
        return tuple(fact for fact in FACT_VALUES if fact in asked)

    def fact_of(self, column: str) -> str:
        """The fact that a column of a row asks about: ``date`` is the date fact."""
        return self.date_fact if column == DATE else column

    def values_of(self, situation: Situation) -> dict[str, str]:
        """What a situation answers to each of `CONDITIONS`."""
        return {column: getattr(situation, self.fact_of(column)) for column in CONDITIONS}

    def first_match(self, situation: Situation) -> Rule | None:
        """The row that decides a situation, or None where no row does."""
        values = self.values_of(situation)
        if self.common is not None:
            for rule in self.common.rules:
                if rule.matches(values):
                    return rule
            if not self.common.leave(values):
                return None
        return next((rule for rule in self.own if rule.matches(values)), None)


@dataclass(frozen=True)
class Law:
    """The decision tables of a run, with constants, sources and the meaning of their words."""

    common: CommonRules
    readings: Mapping[str, Reading]
    sources: Mapping[str, Source]
    vocabulary: Mapping[str, Mapping[str, str]]
    constants: Constants

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of everything the law says, wherever its files lie."""
        content = {
            "common": asdict(self.common),
            "readings": [asdict(reading) for reading in self.readings.values()],
            "sources": [asdict(source) for source in self.sources.values()],
            "vocabulary": {part: dict(words) for part, words in self.vocabulary.items()},
            "constants": asdict(self.constants),
        }
        text = json.dumps(
            content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
        )
        return hashlib.sha256(text.encode()).hexdigest()


def _holds(condition: str, value: str) -> bool:
    if condition.startswith(NOT):
        return condition.removeprefix(NOT) != value
    return condition == value
