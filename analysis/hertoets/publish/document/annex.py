"""The letter's annex as a document: the words of ``annex.toml`` over released findings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from hertoets.publish.annex import LESSONS, sentences_of, told_sentence
from hertoets.publish.document.law import LawWords
from hertoets.publish.document.lines import lines
from hertoets.publish.document.made import made_tables, sources_table
from hertoets.publish.document.model import (
    Contents,
    Document,
    Field,
    Head,
    Heading,
    Image,
    Paragraph,
    Part,
    Sentences,
    Table,
)
from hertoets.publish.figures import missing_for, picture_of
from hertoets.publish.labels import heading_nl, label_nl
from hertoets.publish.numbers import NUMERIC_KINDS, Value, bind_nl, cell_nl, date_nl
from hertoets.publish.sentences import NOT_MEASURED, brief, fill, put_in, state_of, templates
from hertoets.publish.sheet import render
from hertoets.publish.views import view_of
from hertoets.publish.words import read_words
from hertoets.release import NO_BREAK, Count, Release, ReleasedFinding, ReleasedTable, TableColumn

UNDATED = date(1980, 1, 1)
_SOURCES = "sources"
_FIRST = 1.3


def annex_document(release: Release, law: LawWords) -> Document:
    """Fill the annex.

    Parameters
    ----------
    release : Release
        What may be published of the run.
    law : LawWords
        The law's own words: readings, sources, vocabulary.

    Returns
    -------
    Document
        The same for the same findings.
    """
    words, meta = _words()["document"], release.meta
    writer = _Writer(release, law, _said(release))
    parts: list[Part] = []
    for section in _words()["section"]:
        parts += writer.section(section, cited=cited_in(parts, law))
    title = words["title"]
    return Document(
        title=title,
        property_title=words["fictive_title"].format(title=title) if meta.synthetic else title,
        subtitle=words["subtitle"],
        subject=bind_nl(words["subject"]),
        front=(put_in(words["delivered"], release, **writer.said),),
        warning=words["fictive"] if meta.synthetic else "",
        footer=words["footer_fictive"] if meta.synthetic else "",
        dated=meta.delivered_on or UNDATED,
        parts=tuple(parts),
    )


def cited_in(parts: Iterable[Part], law: LawWords) -> tuple[str, ...]:
    """The ids of the sources that stand somewhere in some parts, in the order of the law."""
    text = "\n".join(piece for part in parts for piece in _texts(part))
    words = set(re.findall(r"\w+", text))
    return tuple(row["id"] for row in law.sources if row["is_document"] and row["id"] in words)


def _texts(part: Part) -> list[str]:
    if isinstance(part, Sentences):
        return [part.source, *(text for _, text in part.items)]
    if isinstance(part, Table):
        cells = [cell for row in part.rows for cell in row if isinstance(cell, str)]
        return [part.caption, *cells, *(text for _, text in part.notes)]
    if isinstance(part, Image):
        return [part.caption, *(text for _, text in part.notes)]
    return [] if isinstance(part, Contents) else [part.text]


@cache
def _words() -> dict[str, Any]:
    return read_words("annex")


def _said(release: Release) -> dict[str, str]:
    """The words that stand beside findings and settings in a template."""
    meta = release.meta
    small = Count("small", release.policy["threshold"]).nl()
    return {
        "small_capital": small.capitalize(),
        "rounding": str(release.policy["rounding"]),
        "delivery": meta.name,
        "delivered_on": f" van {date_nl(str(meta.delivered_on))}" if meta.delivered_on else "",
    }


@dataclass(frozen=True)
class _Writer:
    """Writes the sections of one run."""

    release: Release
    law: LawWords
    said: dict[str, str]

    def section(self, section: dict[str, Any], cited: tuple[str, ...]) -> list[Part]:
        """The parts of a section; none where it would hold nothing but its heading."""
        words = _words()["document"]
        tables = section.get("tables", [])
        told = [made for entry in tables if (made := self._table(entry, cited))]
        if tables and not told and not section.get("body"):
            return []
        parts: list[Part] = [Contents(words["contents"])] if section.get("contents") else []
        parts += [Heading(section["level"], section["heading"])]
        parts += [self._paragraph(entry) for entry in section.get("body", [])]
        parts += self._sentences(section)
        parts += [Field(words["to_fill_in"], text) for text in section.get("fields", [])]
        parts += told
        parts += [self._figure(name) for name in section.get("figures", [])]
        return parts + [self._paragraph(entry) for entry in section.get("after", [])]

    def _sentences(self, section: dict[str, Any]) -> list[Part]:
        sentences = sentences_of(section)
        if not sentences:
            return []
        told = tuple((s.id, bind_nl(told_sentence(self.release, s))) for s in sentences)
        source = "" if section["part"] == LESSONS else ", ".join(section.get("sources", []))
        return [Sentences(told, source)]

    def _paragraph(self, entry: str | dict[str, Any]) -> Paragraph:
        if isinstance(entry, str):
            return Paragraph(fill(entry, self.release, **self.said))
        term = put_in(entry["term"], self.release, **self.said)
        for name in entry.get("findings", []):
            if state_of(self.release.findings[name]) == "not_measured":
                return Paragraph(NOT_MEASURED.format(why=templates()[name]["needs"]), term)
        said = {name: _shortly(self.release.findings[name]) for name in entry.get("findings", [])}
        return Paragraph(put_in(entry["text"], self.release, **self.said, **said), term)

    def _table(
        self, entry: str | dict[str, Any], cited: tuple[str, ...]
    ) -> Table | Paragraph | None:
        name = entry if isinstance(entry, str) else entry["id"]
        if name == _SOURCES:
            return sources_table(self.law, cited)
        if name in made_tables():
            return made_tables()[name](self.release, self.law)
        view = view_of(name)
        if name not in self.release.tables:
            return Paragraph(NOT_MEASURED.format(why=view.needs))
        table = view.narrow(self.release.tables[name])
        return self._published(table, [] if isinstance(entry, str) else entry["columns"])

    def _published(self, table: ReleasedTable, chosen: list[str]) -> Table:
        columns = [c for c in enumerate(table.columns) if not chosen or c[1].name in chosen]
        heads = tuple(
            Head(heading_nl(column.title_nl), column.kind in NUMERIC_KINDS, 1.0 if at else _FIRST)
            for at, (_, column) in enumerate(columns)
        )
        rows = tuple(
            tuple(_cell(column, row[place]) for place, column in columns) for row in table.rows
        )
        told = lines(population=table.population, note=table.note_nl)
        return Table(table.title_nl, heads, rows, told)

    def _figure(self, name: str) -> Part:
        why = missing_for(self.release, name)
        if why:
            return Paragraph(NOT_MEASURED.format(why=why))
        picture, synthetic = picture_of(self.release, name), self.release.meta.synthetic
        forms = render(picture.drawing, None, synthetic=synthetic, forms=["svg", "png"])
        notes = (picture.frame.subtitle, picture.frame.source)
        return Image(
            caption=picture.frame.title,
            alt=picture.alt,
            svg=forms["svg"],
            png=forms["png"],
            notes=tuple(("", note.rstrip(".")) for note in notes),
        )


def _cell(column: TableColumn, value: Value) -> str:
    named = column.kind == "label" and isinstance(value, str)
    return label_nl(column.name, str(value)) if named else cell_nl(value, column.kind)


def _shortly(finding: ReleasedFinding) -> str:
    """A finding as the summary says it, ``385 tot 650 personen``; a hidden one in its own words."""
    if finding.lower is None or finding.upper is None or finding.lower == finding.upper:
        return finding.display_nl
    return f"{brief(finding)}{NO_BREAK}{finding.unit}"
