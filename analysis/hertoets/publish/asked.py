"""The answer to a question as people take it along: a page, a figure, a workbook, and files.

Everything shows one released table. The figure draws the bounds of its rows under one reading.
"""

import base64
from collections.abc import Iterator
from dataclasses import asdict, replace
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook

from hertoets.plain import csv_text, json_text
from hertoets.publish.blocks import Block, block, markup
from hertoets.publish.chart import Frame, between
from hertoets.publish.dutch_csv import dutch_csv
from hertoets.publish.figures import Picture, source_line
from hertoets.publish.outline import Part
from hertoets.publish.ranges import Range, ranges
from hertoets.publish.report import PageSpec, page_html
from hertoets.publish.tables import table_block
from hertoets.publish.words import read_words
from hertoets.publish.workbook import TEXT_IS_TEXT, in_dutch, made_on, page_of
from hertoets.publish.workbook_sheet import Styles, write_page
from hertoets.release import Count, Release, ReleasedTable, read_count

MOST_ROWS: Final = 30
"""Rows of a figure; of more the largest are drawn, which it says."""


def answer_block(table: ReleasedTable, release: Release) -> Block:
    """Show an answer in a notebook or a terminal."""
    return table_block(replace(table, id=""), synthetic=release.meta.synthetic)


def answer_picture(name: str, table: ReleasedTable, release: Release) -> Picture:
    """Draw the bounds of each row, from who surely counts to who may.

    Under several readings those of the headline, or of the first one that was asked.
    """
    lower, upper, reading = _bounds_columns(table, release)
    labels = [place for place, column in enumerate(table.columns) if column.kind != "count"]
    rows = [
        Range(
            ", ".join(str(row[place]) for place in labels if row[place] != ""),
            read_count(row[lower]),
            read_count(row[upper]),
            headline=False,
            apart=False,
        )
        for row in table.rows
    ]
    parts = rows[:-1] or rows
    drawn = sorted(parts, key=_size)[:MOST_ROWS] if len(parts) > MOST_ROWS else parts
    also = f" Getekend zijn de {MOST_ROWS} grootste rijen." if len(drawn) < len(parts) else ""
    under = f" Lezing: {reading}." if reading else ""
    subtitle = f"Aantal personen. Populatie: {table.population}.{under}{also}"
    told = "; ".join(f"{row.title}: {between(row.lower, row.upper)}" for row in drawn)
    return Picture(
        id=f"{name}-figuur",
        frame=_frame(table, subtitle, release),
        draw=lambda: ranges(drawn),
        alt=f"Staat van grenzen: {table.title_nl}. {told}. De cijfers staan in de tabel.",
        numbers=table,
        synthetic=release.meta.synthetic,
    )


def answer_files(name: str, table: ReleasedTable, release: Release) -> dict[str, bytes]:
    """The table as files: for programs, for a Dutch spreadsheet, and as a workbook."""
    rows = [[column.title_nl for column in table.columns], *table.rows]
    return {
        f"{name}.csv": csv_text(rows).encode(),
        f"{name}.nl.csv": dutch_csv(table, release).encode("utf-8-sig"),
        f"{name}.json": f"{json_text(asdict(table), indent=2)}\n".encode(),
        f"{name}.xlsx": _workbook(name, table, release),
    }


def answer_page(name: str, table: ReleasedTable, picture: Picture, release: Release) -> str:
    """The page of an answer, in the style of the report, which it leads back to."""
    drawn = base64.b64encode(picture.svg()).decode("ascii")
    frame = picture.frame
    numbers = answer_block(table, release)
    figure = block(
        "figure",
        frame.title,
        id="",
        title=frame.title,
        subtitle=frame.subtitle,
        alt=picture.alt,
        drawn=drawn,
        source=frame.source,
        numbers=numbers.html,
    )
    part = Part("vraag", table.title_nl, (markup("question", title=table.title_nl), figure.html))
    spec = PageSpec(
        name="vraag",
        file="index.html",
        title=table.title_nl,
        lead="Een eigen vraag aan de levering {name}, beveiligd naast alles wat daarover is "
        "gepubliceerd.",
    )
    files = [
        {"href": f"{name}.xlsx", "title": "Werkboek"},
        {"href": f"{name}.csv", "title": "CSV"},
        {"href": f"{name}.nl.csv", "title": "CSV voor een Nederlands rekenblad"},
        {"href": f"{picture.id}.svg", "title": "Figuur (SVG)"},
        {"href": f"{picture.id}.png", "title": "Figuur (PNG)"},
    ]
    return page_html(spec, [part], release, files, back="../../index.html")


def _bounds_columns(table: ReleasedTable, release: Release) -> tuple[int, int, str]:
    names = [column.name for column in table.columns]
    if "lower" in names:
        return (
            names.index("lower"),
            names.index("upper"),
            release.readings.get(table.reading or "", ""),
        )
    asked = (table.reading or "").split(", ")
    headline = release.settings["headline"]
    chosen = headline if f"{headline}_lower" in names else asked[0]
    return (
        names.index(f"{chosen}_lower"), names.index(f"{chosen}_upper"), release.readings[chosen],
    )  # fmt: skip


def _size(row: Range) -> tuple[float, float]:
    return tuple(-_shown(count) for count in (row.upper, row.lower))  # type: ignore[return-value]


def _shown(count: Count) -> float:
    return count.shown if count.shown is not None else 1


def _frame(table: ReleasedTable, subtitle: str, release: Release) -> Frame:
    return Frame(table.title_nl, subtitle, source_line(release, table.source))


def _workbook(name: str, table: ReleasedTable, release: Release) -> bytes:
    words = read_words("workbook")
    fictive = words["fictive"] if release.meta.synthetic else ""
    page = replace(page_of(table.id, table, {table.id: name[:31]}, release))
    stream = BytesIO()
    with Workbook(stream, TEXT_IS_TEXT) as book:
        book.set_properties(
            {
                "title": table.title_nl,
                "author": "Hertoets",
                "created": made_on(release.meta.delivered_on),
            }
        )
        write_page(book.add_worksheet(page.name), page, Styles(book), fictive=fictive, back=None)
    return in_dutch(stream.getvalue())


def labelled(table: ReleasedTable) -> Iterator[tuple[tuple[str, ...], str, Count]]:
    """Each count of an answer, with the labels of its row and the heading of its column."""
    for row in table.rows:
        labels = tuple(
            str(cell)
            for cell, column in zip(row, table.columns, strict=True)
            if column.kind != "count" and cell != ""
        )
        for cell, column in zip(row, table.columns, strict=True):
            if column.kind == "count":
                yield labels, column.title_nl, read_count(cell)
