"""The law as a page shows it: the readings, the decision table of one, and the sources.

Every word of a rule comes from its row in the law's own files; nothing is said twice here. The
rows come in as plain mappings, so that publishing needs no other room than disclosure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hertoets.disclosure import ProtectedTable, TableColumn
from hertoets.publish.blocks import Block
from hertoets.publish.numbers import date_nl
from hertoets.publish.tables import source_nl, table_block, text_table

Row = Mapping[str, Any]
Vocabulary = Mapping[str, Mapping[str, str]]

_READINGS = {
    "reading": "lezing",
    "question": "vraag",
    "for": "bronnen voor",
    "against": "bronnen tegen",
}
_RULES = {"number": "nr.", "when": "als", "then": "dan", "source": "bron"}
_SOURCES = {"id": "bron", "document": "document", "establishes": "wat eruit blijkt"}
_PERSONS = TableColumn("persons", "personen", "count")


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
            _titled(row, words, headline),
            row["question_nl"],
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
        Fields ``id``, ``document``, ``date``, ``establishes_nl``, ``read`` and ``extent_nl`` of
        the law's sources. The delivery is none: its figures say so themselves.
    words : mapping
        The law's vocabulary.
    """
    rows = [
        (
            row["id"],
            f"{row['document']}\n{date_nl(row['date'])}; {_read(row, words)}",
            row["establishes_nl"],
        )
        for row in sources
        if row["read"] != "not_a_document"
    ]
    return table_block(text_table("Bronnenlijst", _SOURCES, rows), synthetic=False)


def law_block(
    reading: Row,
    rules: Sequence[Row],
    words: Vocabulary,
    counted: ProtectedTable | None = None,
    *,
    synthetic: bool = False,
) -> Block:
    """Show the decision table of a reading: conditions, outcome, sentence and source.

    Parameters
    ----------
    reading : mapping
        Fields ``title_nl`` and ``date_fact``.
    rules : sequence of mapping
        Fields ``id``, ``standing``, ``treaty``, ``date``, ``regime``, ``says_nl``, ``citation``.
    words : mapping
        The law's vocabulary.
    counted : ProtectedTable or None
        Persons by the id of the rule that decided; they become the last column.
    synthetic : bool
        Marks the table FICTIEF where it counts persons.
    """
    facts = {"standing": "standing", "treaty": "treaty", "date": reading["date_fact"]}

    def when(rule: Row) -> str:
        asked = [
            _asked(rule[name], words[fact]) for name, fact in facts.items() if rule[name] != "any"
        ]
        return "; en ".join(asked) or "in alle gevallen"

    rows = [
        (
            str(number),
            f"{when(rule)}\n→ {rule['says_nl']}",
            words["regime"][rule["regime"]],
            f"{source_nl(rule['citation'])}\nregel {rule['id']}",
        )
        for number, rule in enumerate(rules, start=1)
    ]
    title = f"Beslistabel van de lezing “{reading['title_nl']}”; de eerste regel die past, beslist"
    table = text_table(title, _RULES, rows)
    if counted is None:
        return table_block(table, synthetic=False)
    persons = {row[0]: row[-1] for row in counted.rows}
    whole = replace(
        table,
        id=counted.id,
        columns=(*table.columns, _PERSONS),
        rows=tuple(
            (*row, persons.get(rule["id"], 0)) for row, rule in zip(rows, rules, strict=True)
        ),
        population=counted.population,
        unit=counted.unit,
        note_nl=counted.note_nl,
    )
    return table_block(whole, synthetic=synthetic)


def _asked(condition: str, meanings: Mapping[str, str]) -> str:
    """Say a condition in words: a value, or any but one."""
    value = condition.removeprefix("not ")
    return meanings[value] if value == condition else f"niet: {meanings[value]}"


def _titled(reading: Row, words: Vocabulary, headline: str) -> str:
    """Name a reading, with its standing where the name does not tell it, and whether it leads."""
    title: str = reading["title_nl"]
    standing = "" if "(" in title else f"\n({words['status'][reading['status']]})"
    return f"{title}{standing}{'; de hoofdlezing' if reading['name'] == headline else ''}"


def _read(source: Row, words: Vocabulary) -> str:
    """Say how a source was read, and how much of it."""
    read = words["read"][source["read"]]
    return f"{read}: {source['extent_nl']}" if source["extent_nl"] else read
