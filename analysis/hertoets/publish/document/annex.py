"""The letter's annex as a document: the words of ``annex.toml`` over released findings."""

from datetime import date
from functools import cache
from typing import Any

from hertoets.publish.alarms import alarms, first_of_all
from hertoets.publish.annex import annex_parts, told_sentences
from hertoets.publish.canvas import render
from hertoets.publish.document.law import LawWords
from hertoets.publish.document.lines import lines_of_table
from hertoets.publish.document.made import made_tables, made_words
from hertoets.publish.document.model import (
    Document,
    Head,
    Heading,
    Image,
    Paragraph,
    Part,
    Sentences,
    Table,
)
from hertoets.publish.figures import missing_for, picture_of
from hertoets.publish.labels import label_nl
from hertoets.publish.numbers import NUMERIC_KINDS, bind_nl, cell_nl, date_nl, month_nl
from hertoets.publish.sentences import NOT_MEASURED, fill, meaning_of, put_in
from hertoets.publish.views import view_of
from hertoets.publish.words import read_words
from hertoets.release import Count, Release, ReleasedTable

UNDATED = date(1980, 1, 1)
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
    said = _said(release)
    return Document(
        title=words["title"],
        subtitle=words["subtitle"],
        subject=bind_nl(words["subject"]),
        front=(
            words["addressed"],
            bind_nl(words["about"].format(subject=words["subject"])),
            put_in(words["delivered"], release, **said),
        ),
        warning=words["fictive"] if meta.synthetic else "",
        footer=words["footer_fictive"] if meta.synthetic else "",
        dated=meta.delivered_on or UNDATED,
        parts=tuple(
            part
            for section in _words()["section"]
            for part in _section(release, law, section, said)
        ),
    )


@cache
def _words() -> dict[str, Any]:
    return read_words("annex")


def _said(release: Release) -> dict[str, str]:
    """The words that stand beside findings and settings in a template."""
    made, meta = made_words(), release.meta
    first = first_of_all(alarms(release))
    small = Count("small", release.policy["threshold"]).nl()
    return {
        "small": small,
        "small_capital": small.capitalize(),
        "delivery": meta.name,
        "delivered_on": f" van {date_nl(str(meta.delivered_on))}" if meta.delivered_on else "",
        "alarm": made["alarm"]["first"].format(month=month_nl(first[0])) if first else "",
        "changed": made["changed"]["some" if release.changes else "none"],
    }


def _section(
    release: Release, law: LawWords, section: dict[str, Any], said: dict[str, str]
) -> list[Part]:
    def paragraphs(name: str) -> list[Part]:
        return [_paragraph(release, entry, said) for entry in section.get(name, [])]

    parts: list[Part] = [Heading(section["level"], section["heading"]), *paragraphs("body")]
    if "part" in section:
        source = bind_nl(annex_parts()[section["part"]].source)
        told = told_sentences(release, section["part"])
        parts.append(Sentences(tuple((name, bind_nl(text)) for name, text in told), source))
    parts += [made for name in section.get("tables", []) if (made := _table(release, law, name))]
    parts += [_figure(release, name) for name in section.get("figures", [])]
    return parts + paragraphs("after")


def _paragraph(release: Release, entry: str | dict[str, Any], said: dict[str, str]) -> Paragraph:
    if isinstance(entry, str):
        return Paragraph(fill(entry, release, **said))
    term = put_in(entry["term"], release, **said)
    text = put_in(entry["text"], release, **said) if "text" in entry else ""
    meanings = (meaning_of(release, name) for name in entry.get("findings", []))
    # A table that is absent silences several findings alike: say so once.
    return Paragraph(" ".join(filter(None, [text, *dict.fromkeys(meanings)])), term)


def _table(release: Release, law: LawWords, name: str) -> Table | Paragraph | None:
    if name in made_tables():
        return made_tables()[name](release, law)
    view = view_of(name)
    if name not in release.tables:
        return Paragraph(NOT_MEASURED.format(why=view.needs))
    return _published(release, view.narrow(release.tables[name]))


def _published(release: Release, table: ReleasedTable) -> Table:
    heads = tuple(
        Head(column.title_nl, column.kind in NUMERIC_KINDS, _FIRST if place == 0 else 1.0)
        for place, column in enumerate(table.columns)
    )
    rows = tuple(
        tuple(
            label_nl(column.name, cell)
            if column.kind == "label" and isinstance(cell, str)
            else cell_nl(cell, column.kind)
            for column, cell in zip(table.columns, row, strict=True)
        )
        for row in table.rows
    )
    return Table(table.title_nl, heads, rows, lines_of_table(release, table))


def _figure(release: Release, name: str) -> Part:
    why = missing_for(release, name)
    if why:
        return Paragraph(NOT_MEASURED.format(why=why))
    picture = picture_of(release, name)
    forms = render(picture.drawing, None, synthetic=release.meta.synthetic, forms=["svg", "png"])
    return Image(
        caption=picture.frame.title,
        alt=picture.alt,
        svg=forms["svg"],
        png=forms["png"],
        notes=(("", picture.frame.subtitle.rstrip(".")), ("", picture.frame.source.rstrip("."))),
    )
