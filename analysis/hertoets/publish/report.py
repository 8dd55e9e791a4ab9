"""One accessible HTML report from the executed notebooks; it loads nothing from outside.

The notebooks' code does not appear: their prose and what they showed are put one after another
under one contents. No clock and no path goes in, so that the same run gives the same page.
"""

from dataclasses import replace
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

import nbformat
from markupsafe import Markup

from hertoets.markup import templates
from hertoets.publish.downloads import link_files
from hertoets.publish.figures import figure_specs
from hertoets.publish.lessons import lessons_markdown
from hertoets.publish.numbers import date_nl
from hertoets.publish.outline import Part, part_of
from hertoets.publish.pages import basis
from hertoets.publish.sentences import brief, fill, put_in, state_of
from hertoets.publish.style import TEXT_WIDTH_INCHES
from hertoets.publish.words import read_words
from hertoets.publish.workbook import WORKBOOK
from hertoets.release import Release

_TEMPLATE = "hertoets"
_PAGE = "index.html.j2"
_REM_PER_INCH = 6


def build_report(notebooks: list[Path], release: Release, out: Path) -> Path:
    """Write ``index.html`` and ``lessons.md``.

    Parameters
    ----------
    notebooks : list of Path
        Executed notebooks, in reading order.
    release : Release
        The findings of the run they were executed on.
    out : Path
        The run's folder ``report``; made where it is missing. The page links to the workbook
        and the annex where they already lie there.

    Returns
    -------
    Path
        The report.
    """
    out.mkdir(parents=True, exist_ok=True)
    parts = [
        part_of(nbformat.read(path, as_version=4), path.stem)  # type: ignore[no-untyped-call]
        for path in notebooks
    ]
    page = out / "index.html"
    (out / "lessons.md").write_text(lessons_markdown(release), encoding="utf-8")
    beside = [file for file in _words()["downloads"] if (out / file["href"]).is_file()]
    page.write_text(report_html(parts, release, beside), encoding="utf-8")
    return page


def report_html(parts: list[Part], release: Release, beside: list[dict[str, str]]) -> str:
    """Put the parts under one cover.

    Parameters
    ----------
    parts : list of Part
    release : Release
    beside : list of dict
        Files that lie beside the report, each with ``href`` and ``title``.

    Returns
    -------
    str
        A whole HTML document.
    """
    page = templates("hertoets.publish", f"template/{_TEMPLATE}").get_template(_PAGE)
    titles = _titles(release)
    workbook = any(file["href"] == WORKBOOK for file in beside)
    linked = [
        replace(
            part,
            pieces=tuple(link_files(piece, titles, workbook=workbook) for piece in part.pieces),
        )
        for part in parts
    ]
    words = {**_cover(release), "parts": linked, "sheet": _css(), "downloads": beside}
    return page.render(report=words)


def _titles(release: Release) -> dict[str, str]:
    """What each figure and each table is about, by its id."""
    figures = {
        name: release.findings[spec["finding"]].title_nl
        for name, spec in figure_specs().items()
        if spec["finding"] in release.findings
    }
    return figures | {name: table.title_nl for name, table in release.tables.items()}


def _cover(release: Release) -> dict[str, Any]:
    words = _words()
    meta = release.meta
    tiles = [
        {
            "title": put_in(tile["title"], release),
            "value": brief(release.findings[tile["finding"]]),
        }
        for tile in words["tiles"]
        if state_of(release.findings[tile["finding"]]) != "not_measured"
    ]
    return {
        "title": words["title"],
        "lead": words["lead"].format(name=meta.name),
        "synthetic": meta.synthetic,
        "tiles": tiles,
        "reader": [fill(line, release) for line in words["reader"]],
        "provenance": {**basis(release), "Gemaakt met": f"Hertoets {version('hertoets')}"},
        "notes": [date_nl(note) for note in release.notes],
    }


@cache
def _words() -> dict[str, Any]:
    return read_words("report")


@cache
def _css() -> Markup:
    sheet = files("hertoets.publish").joinpath("template", _TEMPLATE, "report.css")
    width = f"{TEXT_WIDTH_INCHES * _REM_PER_INCH:g}rem"
    # Our own sheet: nothing from outside is in it.
    return Markup(Template(sheet.read_text(encoding="utf-8")).substitute(text_width=width))
