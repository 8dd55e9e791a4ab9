"""The law as a page shows it: the readings, and the decision table of one, row by row.

Every word of a rule comes from its row in the law's own files; nothing is said twice here. The
law is described by what is read of it, so that publishing needs no other room than disclosure.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from analysis.publish.blocks import Block
from analysis.publish.tables import table_block, text_table


class RuleLike(Protocol):
    """A row of a decision table."""

    id: str
    standing: str
    treaty: str
    date: str
    regime: str
    citation: str
    says_nl: str


class ReadingLike(Protocol):
    """A reading with its header and its rows."""

    name: str
    title_nl: str
    question_nl: str
    date_fact: str
    status: str

    @property
    def sources_for(self) -> Sequence[str]: ...
    @property
    def sources_against(self) -> Sequence[str]: ...
    @property
    def rules(self) -> Sequence[RuleLike]: ...


class LawLike(Protocol):
    """The readings, and the meaning of the words that their rows use."""

    @property
    def readings(self) -> Mapping[str, ReadingLike]: ...
    @property
    def vocabulary(self) -> Mapping[str, Mapping[str, str]]: ...


def readings_block(law: LawLike, headline: str) -> Block:
    """Show what each reading asks, how it stands, and which sources are for and against it."""
    rows = [
        (
            f"{reading.title_nl} (hoofdlezing)" if name == headline else reading.title_nl,
            reading.question_nl,
            law.vocabulary["status"][reading.status],
            ", ".join(reading.sources_for) or "geen",
            ", ".join(reading.sources_against) or "geen",
        )
        for name, reading in law.readings.items()
    ]
    headings = {
        "reading": "lezing",
        "question": "vraag",
        "status": "aard",
        "for": "bronnen voor",
        "against": "bronnen tegen",
    }
    return table_block(text_table("De lezingen van het overgangsrecht", headings, rows), synthetic=False)


def law_block(law: LawLike, name: str) -> Block:
    """Show the decision table of a reading: conditions, outcome, source and sentence.

    Raises
    ------
    KeyError
        No such reading.
    """
    reading = law.readings[name]
    words = law.vocabulary

    def said(fact: str, value: str) -> str:
        return "om het even" if value == "any" else words[fact].get(value, value)

    rows = [
        (
            rule.id,
            said("standing", rule.standing),
            said("treaty", rule.treaty),
            said(reading.date_fact, rule.date),
            said("regime", rule.regime),
            rule.says_nl,
            rule.citation,
        )
        for rule in reading.rules
    ]
    headings = {
        "rule": "regel",
        "standing": "persoon",
        "treaty": "verdrag met Turkije",
        "date": "verblijfsrecht",
        "regime": "uitkomst",
        "says": "in woorden",
        "source": "bron",
    }
    title = f"Beslistabel van de lezing {reading.title_nl}; de eerste regel die past, beslist"
    return table_block(text_table(title, headings, rows), synthetic=False)
