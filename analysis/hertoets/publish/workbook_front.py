"""The sheets of the workbook that are not a table of the run: cover, contents, notes, figures, law.

Words come from ``workbook.toml`` and from the run; nothing is counted here.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hertoets.publish.annex import sentences_by_finding
from hertoets.publish.numbers import Value, date_nl
from hertoets.publish.pages import basis
from hertoets.publish.sentences import fill
from hertoets.publish.tables import source_nl, text_table
from hertoets.release import Release, ReleasedTable, TableColumn

Row = Mapping[str, Any]

_KINDS = {"euro": "euro", "dagen": "days"}
_ABOUT = "Lezing, populatie en eenheid staan in elke rij."


def cover_lines(release: Release, words: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The title of the cover and the lines below it: what this is and what it rests on."""
    facts = [f"{what}: {said}" for what, said in basis(release).items()]
    notes = [date_nl(note) for note in release.notes]
    return words["title"], [words["about"], *facts, *notes, f"Contact: {words['contact']}"]


def contents_table(entries: Sequence[tuple[str, str, str, str]]) -> ReleasedTable:
    """List the sheets: name, title, population and unit."""
    headings = {"sheet": "blad", "title": "tabel", "population": "populatie", "unit": "eenheid"}
    return text_table("Inhoud", headings, entries)


def notes_table(notes: Sequence[Mapping[str, str]], release: Release) -> ReleasedTable:
    """Explain words and marks, with the settings of the run filled in."""
    rows = [(note["term"], fill(note["says"], release)) for note in notes]
    return text_table("Toelichting", {"term": "begrip of teken", "says": "uitleg"}, rows)


def law_tables(
    readings: Iterable[Row], sources: Iterable[Row], headline: str
) -> tuple[ReleasedTable, ReleasedTable]:
    """What each reading of the law asks, and the documents behind the sources.

    Parameters
    ----------
    readings : iterable of mapping
        Fields ``name``, ``title_nl``, ``question_nl``, ``status_nl``, ``for_nl`` and
        ``against_nl``.
    sources : iterable of mapping
        Fields ``id``, ``document``, ``date``, ``establishes_nl`` and ``is_document``.
    headline : str
        Name of the reading that leads.
    """
    asked = [
        (
            row["title_nl"],
            "hoofdlezing" if row["name"] == headline else row["status_nl"],
            row["question_nl"],
            row["for_nl"],
            row["against_nl"],
        )
        for row in readings
    ]
    cited = [
        (row["id"], row["document"], date_nl(row["date"]), row["establishes_nl"])
        for row in sources
        if row["is_document"]
    ]
    return (
        text_table("De lezingen van het overgangsrecht", _READINGS, asked),
        text_table("De bronnen waarnaar tabellen en cijfers verwijzen", _SOURCES, cited),
    )


_READINGS = {
    "reading": "lezing",
    "status": "status",
    "question": "vraag",
    "for": "bronnen voor",
    "against": "bronnen tegen",
}
_SOURCES = {"id": "bron", "document": "document", "date": "datum", "says": "wat eruit blijkt"}


def findings_table(release: Release) -> ReleasedTable:
    """Every figure: bounds, definition, population, source, and the sentences that it carries."""
    columns = {
        "title": ("cijfer", "text"),
        "lower": ("zeker", "count"),
        "upper": ("zeker of mogelijk", "count"),
        "unit": ("eenheid", "text"),
        "said": ("in woorden", "text"),
        "population": ("populatie", "text"),
        "reading": ("lezing", "text"),
        "definition": ("wat het telt", "text"),
        "source": ("bron", "text"),
        "sentences": ("zin in de bijlage", "text"),
        "id": ("kenmerk", "text"),
    }
    sentences = sentences_by_finding(release)
    rows = [
        (
            f.title_nl,
            *(bound.form for bound in release.bounds(f.id)),
            f.unit,
            f.display_nl,
            f.population,
            release.readings.get(f.reading or "", "hangt niet van een lezing af"),
            f.definition,
            source_nl(f.source),
            sentences.get(f.id, ""),
            f.id,
        )
        for f in release.findings.values()
    ]
    return _figures("findings", "Alle cijfers van deze run", columns, rows)


def findings_by_reading(release: Release) -> ReleasedTable:
    """Both bounds of every figure under every reading, a row for each."""
    columns = {
        "title": ("cijfer", "text"),
        "reading": ("lezing", "text"),
        "lower": ("zeker", "count"),
        "upper": ("zeker of mogelijk", "count"),
        "unit": ("eenheid", "text"),
        "id": ("kenmerk", "text"),
    }
    rows = [
        (
            f.title_nl,
            release.readings.get(name, name),
            *(bound.form for bound in f.bounds(name)),
            f.unit,
            f.id,
        )
        for f in release.findings.values()
        for name in f.by_reading
    ]
    return _figures("findings_by_reading", "Elk cijfer volgens elke lezing", columns, rows)


def _figures(
    name: str, title: str, columns: Mapping[str, tuple[str, Any]], rows: Sequence[tuple[Value, ...]]
) -> ReleasedTable:
    return ReleasedTable(
        id=name,
        title_nl=title,
        columns=tuple(TableColumn(key, *said) for key, said in columns.items()),
        rows=tuple(rows),
        population="",
        unit="",
        source="",
        reading=None,
        note_nl=_ABOUT,
    )
