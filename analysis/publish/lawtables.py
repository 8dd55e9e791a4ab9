"""The law as a page shows it: the readings, and the decision table of one, row by row.

Every word of a rule comes from its row in the law's own files; nothing is said twice here. The
rows come in as plain mappings, so that publishing needs no other room than disclosure.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.publish.blocks import Block
from analysis.publish.numbers import date_nl
from analysis.publish.tables import table_block, text_table

Row = Mapping[str, Any]
Vocabulary = Mapping[str, Mapping[str, str]]

_READINGS = {
    "reading": "lezing",
    "question": "vraag",
    "status": "aard",
    "for": "bronnen voor",
    "against": "bronnen tegen",
}
_RULES = {
    "rule": "regel",
    "when": "als",
    "regime": "dan",
    "says": "in woorden",
    "source": "bron",
}
_SOURCES = {
    "id": "bron",
    "document": "document",
    "date": "datum",
    "establishes": "wat eruit blijkt",
    "read": "hoe gelezen",
}


def readings_block(readings: Sequence[Row], words: Vocabulary, headline: str) -> Block:
    """Show what each reading asks, how it stands, and which sources are for and against it.

    Parameters
    ----------
    readings : sequence of mapping
        Fields ``name``, ``title_nl``, ``question_nl``, ``status``, ``sources_for`` and
        ``sources_against`` of the law's readings.
    words : mapping
        The law's vocabulary: what its codes mean, by kind.
    headline : str
        Name of the reading that leads.
    """
    rows = [
        (
            f"{row['title_nl']} (hoofdlezing)" if row["name"] == headline else row["title_nl"],
            row["question_nl"],
            words["status"][row["status"]],
            ", ".join(row["sources_for"]) or "geen",
            ", ".join(row["sources_against"]) or "geen",
        )
        for row in readings
    ]
    shown = text_table("De lezingen van het overgangsrecht", _READINGS, rows)
    return table_block(shown, synthetic=False)


def sources_block(sources: Sequence[Row], words: Vocabulary) -> Block:
    """Show the documents behind the ids that tables and figures cite.

    Parameters
    ----------
    sources : sequence of mapping
        Fields ``id``, ``document``, ``date``, ``establishes_nl``, ``read`` of the law's sources.
    words : mapping
        The law's vocabulary.
    """
    rows = [
        (
            row["id"],
            row["document"],
            date_nl(row["date"]),
            row["establishes_nl"],
            words["read"][row["read"]],
        )
        for row in sources
    ]
    return table_block(text_table("Bronnenlijst", _SOURCES, rows), synthetic=False)


def law_block(reading: Row, rules: Sequence[Row], words: Vocabulary) -> Block:
    """Show the decision table of a reading: conditions, outcome, sentence and source.

    Parameters
    ----------
    reading : mapping
        Fields ``title_nl`` and ``date_fact``.
    rules : sequence of mapping
        Fields ``id``, ``standing``, ``treaty``, ``date``, ``regime``, ``says_nl``, ``citation``.
    words : mapping
        The law's vocabulary.
    """

    facts = {"standing": "standing", "treaty": "treaty", "date": reading["date_fact"]}

    def when(rule: Row) -> str:
        asked = [words[fact][rule[name]] for name, fact in facts.items() if rule[name] != "any"]
        return "; en ".join(asked) or "in alle gevallen"

    rows = [
        (
            rule["id"],
            when(rule),
            words["regime"][rule["regime"]],
            rule["says_nl"],
            rule["citation"],
        )
        for rule in rules
    ]
    title = f"Beslistabel van de lezing “{reading['title_nl']}”; de eerste regel die past, beslist"
    return table_block(text_table(title, _RULES, rows), synthetic=False)
