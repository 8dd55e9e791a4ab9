"""The law as a page shows it: the readings, the decision table of one, and the sources.

The law room turned them into words; they come in as plain mappings, so that publishing needs no
other room than disclosure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hertoets.publish.blocks import Block
from hertoets.publish.numbers import date_nl
from hertoets.publish.tables import source_nl, table_block, text_table
from hertoets.release import ReleasedTable, TableColumn

Row = Mapping[str, Any]

_READINGS = {
    "reading": "lezing",
    "question": "vraag",
    "for": "bronnen voor",
    "against": "bronnen tegen",
}
_RULES = {"number": "nr.", "when": "als", "then": "dan", "source": "bron"}
_SOURCES = {"id": "bron", "document": "document", "establishes": "wat eruit blijkt"}
_PERSONS = TableColumn("persons", "personen", "count")


def readings_block(readings: Sequence[Row], headline: str) -> Block:
    """Show what each reading asks, how it stands, and which sources are for and against it.

    Parameters
    ----------
    readings : sequence of mapping
        Fields ``name``, ``title_nl``, ``question_nl``, ``status_nl``, ``for_nl`` and
        ``against_nl`` of the law's readings.
    headline : str
        Name of the reading that leads.
    """
    rows = [
        (
            _titled(row, headline),
            row["question_nl"],
            row["for_nl"],
            row["against_nl"],
        )
        for row in readings
    ]
    shown = text_table("De lezingen van het overgangsrecht", _READINGS, rows)
    return table_block(shown, synthetic=False)


def sources_block(sources: Sequence[Row]) -> Block:
    """Show the documents behind the ids that tables and figures cite.

    Parameters
    ----------
    sources : sequence of mapping
        Fields ``id``, ``document``, ``date``, ``establishes_nl``, ``read_nl`` and ``is_document``
        of the law's sources. The delivery is none: its figures say so themselves.
    """
    rows = [
        (
            row["id"],
            f"{row['document']}\n{date_nl(row['date'])}; {row['read_nl']}",
            row["establishes_nl"],
        )
        for row in sources
        if row["is_document"]
    ]
    return table_block(text_table("Bronnenlijst", _SOURCES, rows), synthetic=False)


def law_block(
    title_nl: str,
    rules: Sequence[Row],
    counted: ReleasedTable | None = None,
    *,
    synthetic: bool = False,
) -> Block:
    """Show the decision table of a reading: conditions, outcome, sentence and source.

    Parameters
    ----------
    title_nl : str
        The reading's title.
    rules : sequence of mapping
        Fields ``id``, ``when_nl``, ``outcome_nl``, ``says_nl`` and ``citation`` of its rows.
    counted : ProtectedTable or None
        Persons by the id of the rule that decided; they become the last column.
    synthetic : bool
        Marks the table FICTIEF where it counts persons.
    """
    rows = [
        (
            str(number),
            f"{rule['when_nl']}\n→ {rule['says_nl']}",
            rule["outcome_nl"],
            f"{source_nl(rule['citation'])}\nregel {rule['id']}",
        )
        for number, rule in enumerate(rules, start=1)
    ]
    title = f"Beslistabel van de lezing “{title_nl}”; de eerste regel die past, beslist"
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
        rules=counted.rules,
    )
    return table_block(whole, synthetic=synthetic)


def _titled(reading: Row, headline: str) -> str:
    """Name a reading, with its standing where the name does not tell it, and whether it leads."""
    title: str = reading["title_nl"]
    standing = "" if "(" in title else f"\n({reading['status_nl']})"
    return f"{title}{standing}{'; de hoofdlezing' if reading['name'] == headline else ''}"
