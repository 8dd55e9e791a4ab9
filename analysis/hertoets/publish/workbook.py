"""The workbook ``tables.xlsx``: every released table on a sheet of its own, with its cover.

Cover, contents and notes come first, then what each reading asks, the documents behind the
sources, the figures, and every table of the run in its order.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from xlsxwriter import Workbook

from hertoets.publish.numbers import date_nl
from hertoets.publish.tables import source_nl
from hertoets.publish.views import view_of
from hertoets.publish.words import read_words
from hertoets.publish.workbook_cells import UNMEASURED_WORDS, grid_of
from hertoets.publish.workbook_front import (
    Row,
    contents_table,
    cover_lines,
    findings_by_reading,
    findings_table,
    law_tables,
    notes_table,
)
from hertoets.publish.workbook_sheet import (
    Link,
    Page,
    Styles,
    set_print,
    sheet_name,
    write_head,
    write_page,
)
from hertoets.release import Release, ReleasedTable, ensure_released

WORKBOOK: Final = "tables.xlsx"
_OLDEST: Final = datetime(1980, 1, 1)
_SENTENCE_END: Final = re.compile(r"(?<=\.) (?=[A-Z])")
_COVER_WIDTH: Final = 110
TEXT_IS_TEXT: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def build_workbook(
    release: Release,
    out: Path,
    *,
    readings: Sequence[Row],
    sources: Sequence[Row],
) -> Path:
    """Write ``tables.xlsx``.

    Parameters
    ----------
    release : Release
    out : Path
        The run's folder ``report``; made where it is missing.
    readings, sources : sequence of mapping
        Of the law, as plain rows; see `law_tables`.

    Returns
    -------
    Path
        The workbook; the same bytes for the same input.

    Raises
    ------
    DataError
        Where `protected` did not go through disclosure control.
    """
    ensure_released(release)
    headline = release.settings["headline"]
    law = law_tables(readings, sources, headline)
    words = read_words("workbook")
    tables = {
        "notes": notes_table(words["notes"], release),
        "law_readings": law[0],
        "law_sources": law[1],
        "findings": findings_table(release),
        "findings_by_reading": findings_by_reading(release),
        **release.tables,
    }
    out.mkdir(parents=True, exist_ok=True)
    path = out / WORKBOOK
    path.write_bytes(in_dutch(_written(release, tables, words)))
    return path


def _written(
    release: Release, tables: Mapping[str, ReleasedTable], words: Mapping[str, Any]
) -> bytes:
    names: Mapping[str, str] = words["sheets"]
    fictive = words["fictive"] if release.meta.synthetic else ""
    pages = {name: page_of(name, table, names, release) for name, table in tables.items()}
    stream = BytesIO()
    with Workbook(stream, TEXT_IS_TEXT) as book:
        book.set_properties(_properties(release, words))
        styles = Styles(book)
        cover = book.add_worksheet(names["cover"])
        cover.set_column(0, 0, _COVER_WIDTH)
        title, lines = cover_lines(release, words)
        leads = Link(words["forth"], names["contents"])
        write_head(cover, title, lines, styles, fictive=fictive, back=leads)
        set_print(cover, fictive=fictive)
        contents = _contents(pages, tables, names)
        write_page(book.add_worksheet(contents.name), contents, styles, fictive=fictive, back=None)
        back = Link(words["back"], contents.name)
        for page in pages.values():
            write_page(book.add_worksheet(page.name), page, styles, fictive=fictive, back=back)
    return stream.getvalue()


def page_of(name: str, table: ReleasedTable, names: Mapping[str, str], release: Release) -> Page:
    """The sheet of a released table; `names` says what sheets are called."""
    return Page(
        name=names.get(name) or sheet_name(table.title_nl),
        title=table.title_nl,
        lines=tuple(_about(table, release)),
        grid=grid_of(
            table,
            frozenset(release.readings.values()),
            view_of(name).none or UNMEASURED_WORDS,
        ),
        table=name,
    )


def _about(table: ReleasedTable, release: Release) -> list[str]:
    reading = release.readings.get(table.reading or "", "")
    named = {
        "Populatie": table.population,
        "Eenheid": table.unit,
        "Lezing": reading,
        "Bron": source_nl(table.source) if table.source else "",
    }
    said = [f"{what}: {words}" for what, words in named.items() if words]
    if table.unit:
        said.append(f"Peildatum: {date_nl(release.settings['reference_date'])}")
    # A sentence a line: a long line would run off the sheet, and cells are never merged.
    own = _SENTENCE_END.split(table.note_nl) if table.note_nl else []
    return [*said, *own, *(rule.nl(marks=True) for rule in table.rules)]


def _contents(
    pages: Mapping[str, Page], tables: Mapping[str, ReleasedTable], names: Mapping[str, str]
) -> Page:
    entries = [
        (page.name, page.title, tables[name].population, tables[name].unit)
        for name, page in pages.items()
    ]
    return Page(
        name=names["contents"],
        title="Inhoud",
        lines=("Elk blad heeft één tabel. De naam in de eerste kolom leidt ernaartoe.",),
        grid=grid_of(contents_table(entries)),
        table="contents",
        links={number: page.name for number, page in enumerate(pages.values())},
    )


def _properties(release: Release, words: Mapping[str, Any]) -> dict[str, Any]:
    delivered = release.meta.delivered_on
    mark = " (FICTIEF)" if release.meta.synthetic else ""
    return {
        "title": f"{words['title']}{mark}",
        "subject": words["about"],
        "author": "Hertoets",
        "created": made_on(delivered),
    }


def made_on(delivered: date | None) -> datetime:
    """When a workbook says that it was made: on the day of delivery, whenever the run was."""
    return datetime.combine(delivered, time()) if delivered else _OLDEST


def in_dutch(book: bytes) -> bytes:
    """Say in the properties that the workbook is in Dutch, which the writer has no option for."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = content.replace(
                    b"<dc:creator>", b"<dc:language>nl-NL</dc:language><dc:creator>"
                )
            # The entry itself keeps its fixed time, so that the bytes are the same each time.
            new.writestr(entry, content)
    return stream.getvalue()
