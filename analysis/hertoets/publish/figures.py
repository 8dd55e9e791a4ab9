"""Figures from released tables: drawn, described, and laid beside their own numbers.

``figures.toml`` says which table a figure draws and how. Title and alt text come from the
finding; without the table or the finding there is no figure but a plain word that says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hertoets.plain import csv_text
from hertoets.publish.alarms import alarms, first_of_all
from hertoets.publish.alt import alt_of_chart, alt_of_ranges, alt_of_strips
from hertoets.publish.chart import Chart, Frame, Range, chart_of, rows_without
from hertoets.publish.numbers import date_nl, month_nl
from hertoets.publish.sentences import fill, state_of, templates, title_of
from hertoets.publish.words import read_words
from hertoets.release import Release, ReleasedTable
from hertoets.runfolder import RunFolder

if TYPE_CHECKING:
    from hertoets.publish.canvas import Drawing


@dataclass(frozen=True)
class Picture:
    """A figure: its words, its numbers, and how it is drawn.

    What draws is imported when something is drawn: whoever shows a picture of a run needs none.
    """

    id: str
    frame: Frame
    draw: Callable[[], "Drawing"]
    alt: str
    csv: str
    synthetic: bool

    @property
    def drawing(self) -> "Drawing":
        """The drawing, ready to be put on a sheet."""
        return self.draw()

    def svg(self) -> bytes:
        """Draw it for a page that says title and source itself."""
        from hertoets.publish.canvas import described, render

        forms = render(self.drawing, None, synthetic=self.synthetic, forms=["svg"])
        return described(forms["svg"], self.frame.title, self.alt)

    def save(self, folder: Path) -> None:
        """Write the figure so that it can stand by itself: SVG, PNG, alt text and numbers.

        Parameters
        ----------
        folder : Path
            Made where it is missing; files of the same name are replaced.
        """
        from hertoets.publish.canvas import described, render

        folder.mkdir(parents=True, exist_ok=True)
        forms = render(self.drawing, self.frame, synthetic=self.synthetic, forms=["svg", "png"])
        forms["svg"] = described(forms["svg"], self.frame.title, self.alt)
        for form, picture in forms.items():
            (folder / f"{self.id}.{form}").write_bytes(picture)
        (folder / f"{self.id}.alt.txt").write_text(f"{self.alt}\n", encoding="utf-8")
        (folder / f"{self.id}.csv").write_text(self.csv, encoding="utf-8")


@cache
def figure_specs() -> dict[str, dict[str, Any]]:
    """Read ``figures.toml``: what each figure draws, by its id."""
    return read_words("figures")


def missing_for(release: Release, figure_id: str) -> str:
    """Say why a figure cannot be drawn; empty where it can.

    Raises
    ------
    KeyError
        No such figure.
    """
    spec = figure_specs()[figure_id]
    finding = release.findings[spec["finding"]]
    needs = spec.get("needs") or templates()[spec["finding"]].get("needs", "")
    if spec["form"] == "ranges":
        return needs if state_of(finding) == "not_measured" else ""
    if spec["table"] not in release.tables:
        return needs or f"de tabel {spec['table']} ontbreekt."
    shown = rows_without(release.tables[spec["table"]], spec.get("without", ()))
    return "" if shown else "er is niets om te tonen."


def draw_figures(release: Release, run: RunFolder) -> None:
    """Draw every figure that can be drawn: as files that stand by themselves, and for a page.

    Parameters
    ----------
    release : Release
    run : RunFolder
        Gets ``report/figures``, and ``protected/drawings`` for the notebooks to show.
    """
    run.drawings.mkdir(parents=True, exist_ok=True)
    for figure_id in figure_specs():
        if not missing_for(release, figure_id):
            picture = picture_of(release, figure_id)
            picture.save(run.figures)
            (run.drawings / f"{figure_id}.svg").write_bytes(picture.svg())


def picture_of(release: Release, figure_id: str) -> Picture:
    """Make a figure ready to draw.

    Parameters
    ----------
    release : Release
    figure_id : str
        An id of ``figures.toml``.

    Raises
    ------
    KeyError
        No such figure, or its table is not there (ask `missing_for` first).
    """
    spec = figure_specs()[figure_id]
    if spec["form"] == "ranges":
        return _ranges(release, figure_id)
    if spec["form"] == "strips":
        return _strips(release, figure_id)
    table = release.tables[spec["table"]]
    chart = chart_of(
        table,
        label=spec.get("label", ""),
        values=spec.get("values", ()),
        top=spec.get("top", 0),
        without=spec.get("without", ()),
        apart=spec.get("apart", ()),
    )
    title = _title(release, spec, chart)
    return Picture(
        id=figure_id,
        frame=Frame(title, _subtitle(release, spec, table), _source(release, table.source)),
        draw=partial(_chart_drawn, spec["form"], chart, spec.get("colors", {})),
        alt=alt_of_chart(title, spec["form"], chart, table.unit),
        csv=csv_text(_rows(chart)),
        synthetic=release.meta.synthetic,
    )


def _chart_drawn(form: str, chart: Chart, colors: dict[str, str]) -> "Drawing":
    from hertoets.publish.bars import bars
    from hertoets.publish.columns import columns

    draw = columns if form == "columns" else bars
    return draw(chart, colors, headings=len(chart.series) > 1)


def _ranges_drawn(rows: list[Range]) -> "Drawing":
    from hertoets.publish.ranges import ranges

    return ranges(rows)


def _strips_drawn(chart: Chart, marked: Mapping[str, str]) -> "Drawing":
    from hertoets.publish.strips import strips

    return strips(chart, marked)


def _ranges(release: Release, figure_id: str) -> Picture:
    spec = figure_specs()[figure_id]
    title = _title(release, spec, None)
    finding = release.findings[spec["finding"]]
    headline = release.settings["headline"]
    rows = [
        Range(release.readings.get(name, name), *finding.bounds(name), name == headline)
        for name in finding.by_reading
    ]
    header = ["lezing", "zeker", "zeker of mogelijk"]
    cells = [[row.title, row.lower.form, row.upper.form] for row in rows]
    return Picture(
        id=figure_id,
        frame=Frame(
            title,
            f"{fill(spec['what'], release)}. Eenheid: {finding.unit}.",
            _source(release, finding.source),
        ),
        draw=partial(_ranges_drawn, rows),
        alt=alt_of_ranges(title, rows, finding.unit),
        csv=csv_text([header, *cells]),
        synthetic=release.meta.synthetic,
    )


def _strips(release: Release, figure_id: str) -> Picture:
    spec = figure_specs()[figure_id]
    table, found = release.tables[spec["table"]], alarms(release)
    chart = chart_of(table, without=spec["without"])
    marked = {name: month_nl(alarm.seen) for name, alarm in found.items() if alarm.seen}
    told = {
        series.title: marked.get(series.name, "") if found[series.name].measured else None
        for series in chart.series
    }
    last = ["eerste alarm", *(marked.get(series.name, "") for series in chart.series)]
    first, subtitle = first_of_all(found), _subtitle(release, spec, table)
    if first:
        subtitle = f"Het vroegst in {month_nl(first[0])} ({first[1]}). {subtitle}"
    return Picture(
        id=figure_id,
        frame=Frame(spec["title"], subtitle, _source(release, table.source)),
        draw=partial(_strips_drawn, chart, marked),
        alt=alt_of_strips(spec["title"], told, chart),
        csv=csv_text([*_rows(chart), last]),
        synthetic=release.meta.synthetic,
    )


def _title(release: Release, spec: dict[str, Any], chart: Chart | None) -> str:
    largest = chart.series[0].surely_largest() if chart else None
    own = spec.get("title", "")
    unsure = "{largest}" in own and largest is None
    if not own or unsure or state_of(release.findings[spec["finding"]]) == "zero":
        return title_of(release, spec["finding"])
    named = "" if chart is None or largest is None else chart.categories[largest]
    return fill(own, release, largest=named)


def _subtitle(release: Release, spec: dict[str, Any], table: ReleasedTable) -> str:
    reading = release.readings.get(table.reading or "", "")
    parts = [fill(spec["what"], release), f"Populatie: {table.population}"]
    parts += [f"Lezing: {reading}"] if reading else []
    return ". ".join([*parts, f"Eenheid: {table.unit}."])


def _source(release: Release, source: str) -> str:
    """Write the line under a figure: register, legal sources, and that it is fictive."""
    meta = release.meta
    delivered = f" van {date_nl(str(meta.delivered_on))}" if meta.delivered_on else ""
    fictive = "FICTIEVE GEGEVENS. " if meta.synthetic else ""
    cited = [name for name in source.split(", ") if name != "DATA"]
    law = f" Recht en beleid: {', '.join(cited)} (zie de bronnenlijst)." if cited else ""
    return f"{fictive}Bron: levering “{meta.name}”{delivered}.{law} Bewerking: Hertoets."


def _rows(chart: Chart) -> list[list[Any]]:
    rows = [
        [category, *(series.cells[i].form for series in chart.series)]
        for i, category in enumerate(chart.categories)
    ]
    return [["", *(series.title for series in chart.series)], *rows]
