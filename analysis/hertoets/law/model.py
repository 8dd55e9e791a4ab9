"""The words of the law room: situations, rules, readings, and the values they may take.

The law sees a person only through facts with few values. A reading is one way to apply
the transitional law (art. 54 Wet inburgering 2021) to those facts: rows, the first that
matches decides. What the values mean in Dutch stands in ``vocabulary.toml``.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final

from hertoets.errors import DataError, Fault

ANY: Final = "any"
NOT: Final = "not "
UNKNOWN: Final = "unknown"

_RIGHT_DATE: Final = ("before", "bridged", "after", "no_right", UNKNOWN)

FACT_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "standing": (
        "excluded",
        "completed",
        "under_16",
        "schooling",
        "diploma_a2",
        "dispensed",
        "obligable",
        UNKNOWN,
    ),
    "treaty": (
        "none",
        "asylum_since_may_2020",
        "asylum_before_may_2020",
        "family_or_other",
        UNKNOWN,
    ),
    "publication": _RIGHT_DATE,
    "decision": _RIGHT_DATE,
    "effective": _RIGHT_DATE,
    "notice": ("before", "after", "no_notice", UNKNOWN),
}
DATE_FACTS: Final = ("publication", "decision", "effective", "notice")
REGIMES: Final = ("wi2013", "wi2021", "none", "open", UNKNOWN)
STATUSES: Final = ("official", "official_with_exceptions", "defensible", "sensitivity", "practice")
READ_MARKS: Final = ("seen", "2nd", "known", "not_a_document")
STANDARD_READINGS: Final = (
    "publication",
    "publication_exceptions",
    "decision",
    "duty",
    "scope",
    "effective",
    "notice",
)


@dataclass(frozen=True)
class Situation:
    """The facts of a person as the law sees them, one value each of `FACT_VALUES`.

    Raises
    ------
    DataError
        If a fact has a value outside its list; the message names the fact, never the value.
    """

    standing: str
    treaty: str
    publication: str
    decision: str
    effective: str
    notice: str

    def __post_init__(self) -> None:
        faults = [
            Fault(
                where="situation",
                at=fact,
                what="a value that the decision tables do not know",
                mend=f"Use one of: {', '.join(values)}",
            )
            for fact, values in FACT_VALUES.items()
            if getattr(self, fact) not in values
        ]
        if faults:
            raise DataError(faults)


@dataclass(frozen=True)
class Scope:
    """The values that a reading's own rows speak of; the common rules deal with the others."""

    standings: tuple[str, ...]
    treaties: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One row of a decision table: conditions, outcome, source.

    A condition is a value, ``not`` and a value, or ``any``: any value that the table speaks of.
    """

    id: str
    standing: str
    treaty: str
    date: str
    regime: str
    citation: str
    says_nl: str
    speaks_of: Scope | None = None

    def matches(self, standing: str, treaty: str, date: str) -> bool:
        """Whether the row speaks of these values of its three conditions."""
        if self.speaks_of and not (
            standing in self.speaks_of.standings and treaty in self.speaks_of.treaties
        ):
            return False
        asked = ((self.standing, standing), (self.treaty, treaty), (self.date, date))
        return all(_holds(condition, value) for condition, value in asked)


@dataclass(frozen=True)
class Judgement:
    """What a reading says of a situation, by which rule, with its citation and sentence."""

    regime: str
    rule: str
    citation: str
    says_nl: str


@dataclass(frozen=True)
class Reading:
    """One way to read the transitional law: its header and its rows.

    ``common`` holds the rules shared by the readings, empty where the reading does not
    use them; ``own`` the rows of this reading alone.
    """

    name: str
    title_nl: str
    question_nl: str
    date_fact: str
    status: str
    sources_for: tuple[str, ...]
    sources_against: tuple[str, ...]
    common: tuple[Rule, ...]
    own: tuple[Rule, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every row, in the order in which it is tried: the common rules go first."""
        return self.common + self.own

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources for the reading, then of those against it, each once."""
        return tuple(dict.fromkeys(self.sources_for + self.sources_against))

    @property
    def facts(self) -> tuple[str, str, str]:
        """The three facts that the reading looks at."""
        return ("standing", "treaty", self.date_fact)


@dataclass(frozen=True)
class CommonRules:
    """The rows that go first in every reading that asks for them."""

    title_nl: str
    question_nl: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Source:
    """A document that a row may cite, and how far it was read."""

    id: str
    document: str
    date: str
    address: str
    establishes_nl: str
    read: str
    extent_nl: str


@dataclass(frozen=True)
class Law:
    """The decision tables of a run, with their sources and the meaning of their words."""

    common: CommonRules
    readings: Mapping[str, Reading]
    sources: Mapping[str, Source]
    vocabulary: Mapping[str, Mapping[str, str]]

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of everything the law says, wherever its files lie."""
        content = {
            "common": asdict(self.common),
            "readings": [asdict(reading) for reading in self.readings.values()],
            "sources": [asdict(source) for source in self.sources.values()],
            "vocabulary": {part: dict(words) for part, words in self.vocabulary.items()},
        }
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


ROW_COLUMNS: Final = ("rule", "standing", "treaty", "date", "regime", "source", "says_nl")
SOURCE_COLUMNS: Final = tuple(field.name for field in fields(Source) if field.name != "id")


def _holds(condition: str, value: str) -> bool:
    if condition.startswith(NOT):
        return condition.removeprefix(NOT) != value
    return condition in (ANY, value)
