"""The accessible HTML pages of a run, from the executed notebooks; they load nothing from outside.

The report answers first: what the letter to parliament reports and promises, each with a figure.
Then come the notebooks that say that they belong there, one after another, without their code, and
no sentence twice; those with checks and definitions make a page of their own beside it. No clock
and no path goes in, so that the same run gives the same pages.
"""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from string import Formatter, Template
from typing import Any

import nbformat
from markupsafe import Markup

from hertoets.markup import templates
from hertoets.publish.downloads import link_files
from hertoets.publish.figures import figure_specs
from hertoets.publish.lessons import lessons, lessons_markdown, standing_of
from hertoets.publish.numbers import date_nl
from hertoets.publish.once import Once
from hertoets.publish.outline import Part, part_of
from hertoets.publish.pages import basis
from hertoets.publish.sentences import brief, fill, put_in, state_of
from hertoets.publish.style import TEXT_WIDTH_INCHES
from hertoets.publish.words import read_words
from hertoets.publish.workbook import WORKBOOK
from hertoets.release import Count, Release

_TEMPLATE = "hertoets"
_PAGE = "index.html.j2"
_REM_PER_INCH = 6
_MAIN = "report"
_NOT_MEASURED = Count("not_measured").nl()


@dataclass(frozen=True)
class PageSpec:
    """A page of the report: its file, its title and lead, and the word before a part's number."""

    name: str
    file: str
    title: str = ""
    lead: str = ""
    numbered: str = ""


def build_report(notebooks: list[Path], release: Release, out: Path) -> Path:
    """Write ``index.html``, ``verantwoording.html`` where a notebook asks for it, ``lessons.md``.

    Parameters
    ----------
    notebooks : list of Path
        Executed notebooks, in reading order.
    release : Release
        The findings of the run they were executed on.
    out : Path
        The run's folder ``report``; made where it is missing. The pages link to the workbook and
        the annex where they already lie there.

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
    (out / "lessons.md").write_text(lessons_markdown(release), encoding="utf-8")
    first, *others = _pages()
    for spec in [*others, first]:
        chosen = [part for part in parts if (part.page or _MAIN) == spec.name]
        if chosen or spec is first:
            beside = [f for f in _words()["downloads"] if (out / f["href"]).is_file()]
            html = page_html(spec, chosen, release, beside)
            (out / spec.file).write_text(html, encoding="utf-8")
    return out / first.file


def page_html(
    spec: PageSpec,
    parts: list[Part],
    release: Release,
    beside: list[dict[str, str]],
    back: str = "index.html",
) -> str:
    """Put parts under one cover.

    Parameters
    ----------
    spec : PageSpec
    parts : list of Part
    release : Release
    beside : list of dict
        Files that lie beside the report, each with ``href`` and ``title``.
    back : str
        Where the report lies, seen from the page.

    Returns
    -------
    str
        A whole HTML document.
    """
    page = templates("hertoets.publish", f"template/{_TEMPLATE}").get_template(_PAGE)
    titles, once = _titles(release), Once()
    workbook = any(file["href"] == WORKBOOK for file in beside)
    told = [
        {
            "anchor": part.anchor,
            "title": part.title,
            "pieces": [
                link_files(once.piece(piece), titles, workbook=workbook) for piece in part.pieces
            ],
        }
        for part in parts
    ]
    first = spec.name == _MAIN
    words = {
        "name": spec.name,
        "back": back,
        "title": spec.title or _words()["title"],
        "lead": (spec.lead or _words()["lead"]).format(name=release.meta.name),
        "numbered": spec.numbered,
        "opening": _opening(release, {part.anchor for part in parts}) if first else [],
        "reader": _reader(release) if first else None,
        "synthetic": release.meta.synthetic,
        "provenance": {**basis(release), "Gemaakt met": f"Hertoets {version('hertoets')}"},
        "notes": [date_nl(note) for note in release.notes],
        "parts": told,
        "sheet": _css(),
        "downloads": [file for file in beside if file["href"] != spec.file],
    }
    return page.render(report=words)


def _titles(release: Release) -> dict[str, str]:
    """What each figure and each table is about, by its id."""
    figures = {
        name: release.findings[spec["finding"]].title_nl
        for name, spec in figure_specs().items()
        if spec["finding"] in release.findings
    }
    return figures | {name: table.title_nl for name, table in release.tables.items()}


def _opening(release: Release, anchors: set[str]) -> list[dict[str, Any]]:
    return [
        {
            "title": group["title"],
            "items": [_answered(release, item, anchors) for item in group["items"]],
        }
        for group in _words()["opening"]
    ]


def _answered(release: Release, item: dict[str, str], anchors: set[str]) -> dict[str, str]:
    """One matter of the letter: its figure and its sentence, or why it is not measured."""
    anchor = f"deel-{item['part']}"
    told = {"about": item["about"], "anchor": anchor if anchor in anchors else ""}
    if "of" in item:
        seen = sum(standing_of(release, lesson) == "shown" for lesson in lessons())
        return {**told, "value": f"{seen} van {len(lessons())}", "says": item["says"]}
    finding = release.findings[item["finding"]]
    if state_of(finding) == "not_measured":
        return {**told, "value": _NOT_MEASURED, "says": item.get("absent", "")}
    named = [field for _, field, _, _ in Formatter().parse(item["says"]) if field]
    others = {name: brief(release.findings[name]) for name in named}
    return {**told, "value": brief(finding), "says": put_in(item["says"], release, **others)}


def _reader(release: Release) -> dict[str, Any]:
    words = _words()["reader"]
    return {"title": words["title"], "lines": [fill(line, release) for line in words["lines"]]}


@cache
def _pages() -> tuple[PageSpec, ...]:
    return tuple(PageSpec(**entry) for entry in _words()["page"])


@cache
def _words() -> dict[str, Any]:
    return read_words("report")


@cache
def _css() -> Markup:
    sheet = files("hertoets.publish").joinpath("template", _TEMPLATE, "report.css")
    width = f"{TEXT_WIDTH_INCHES * _REM_PER_INCH:g}rem"
    # Our own sheet: nothing from outside is in it.
    return Markup(Template(sheet.read_text(encoding="utf-8")).substitute(text_width=width))
