"""Figures from released tables: drawn, described, and laid beside their own numbers.

``figures.toml`` says which form a figure has and what its title claims. A title claims only what
the numbers prove; where they do not, the figure has a plain one. Without its tables there is no
figure but a plain word that says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hertoets.plain import csv_text
from hertoets.publish import balance, dumbbells, flow, ranges, shift, steps, strips, tiles, timeline
from hertoets.publish.chart import Frame, Made
from hertoets.publish.numbers import date_nl
from hertoets.publish.sentences import put_in, state_of, templates
from hertoets.publish.words import read_words
from hertoets.release import Release, ReleasedTable
from hertoets.runfolder import RunFolder

if TYPE_CHECKING:
    from hertoets.publish.canvas import Drawing

FORMS: Final[Mapping[str, Callable[[Release, Mapping[str, object]], Made]]] = {
    "flow": flow.made,
    "timeline": timeline.made,
    "shift": shift.made,
    "ranges": ranges.made,
    "dumbbells": dumbbells.made,
    "steps": steps.made,
    "tiles": tiles.made,
    "strips": strips.made,
    "balance": balance.made,
}
"""What makes each form of figure."""

TITLE_WORDS: Final = 10
"""The most words of a title."""

_BESIDE = "De cijfers staan in de tabel bij de figuur."


@dataclass(frozen=True)
class Picture:
    """A figure: its words, its numbers, and how it is drawn.

    What draws is imported when something is drawn: whoever shows a picture of a run needs none.
    """

    id: str
    frame: Frame
    draw: Callable[[], "Drawing"]
    alt: str
    numbers: ReleasedTable
    synthetic: bool

    @property
    def drawing(self) -> "Drawing":
        """The drawing, ready to be put on a sheet."""
        return self.draw()

    @property
    def csv(self) -> str:
        """The numbers as CSV, each row named by its first column."""
        heads = [column.title_nl for column in self.numbers.columns]
        return csv_text([heads, *map(list, self.numbers.rows)])

    def svg(self) -> bytes:
        """Draw it for a page that says title and source itself."""
        return self._drawn(["page"])["page"]

    def save(self, folder: Path, drawings: Path) -> None:
        """Write the figure so that it can stand by itself, and its drawing for a page.

        Parameters
        ----------
        folder : Path
            Gets SVG, PNG, alt text and numbers; made where it is missing, and files of the same
            name are replaced.
        drawings : Path
            Gets the drawing, as `svg` gives it.
        """
        folder.mkdir(parents=True, exist_ok=True)
        drawings.mkdir(parents=True, exist_ok=True)
        forms = self._drawn(["svg", "png", "page"])
        (drawings / f"{self.id}.svg").write_bytes(forms.pop("page"))
        for name, content in self._named(forms).items():
            (folder / name).write_bytes(content)

    def files(self) -> dict[str, bytes]:
        """The figure as it stands by itself: SVG, PNG, alt text and numbers, by their names."""
        return self._named(self._drawn(["svg", "png"]))

    def _named(self, forms: Mapping[str, bytes]) -> dict[str, bytes]:
        return {
            **{f"{self.id}.{form}": picture for form, picture in forms.items()},
            f"{self.id}.alt.txt": f"{self.alt}\n".encode(),
            f"{self.id}.csv": self.csv.encode(),
        }

    def _drawn(self, forms: Sequence[str]) -> dict[str, bytes]:
        from hertoets.publish.sheet import described, render

        drawn = render(self.drawing, self.frame, synthetic=self.synthetic, forms=forms)
        return {
            form: picture if form == "png" else described(picture, self.frame.title, self.alt)
            for form, picture in drawn.items()
        }


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
    needs = spec.get("needs") or templates()[spec["finding"]].get("needs", "")
    absent = [name for name in spec["tables"] if name not in release.tables]
    if absent:
        return needs or f"de tabel {absent[0]} ontbreekt."
    if state_of(release.findings[spec["finding"]]) == "not_measured":
        return needs or "de gegevens ontbreken in de levering."
    return (
        ""
        if all(release.tables[name].rows for name in spec["tables"])
        else "er is niets om te tonen."
    )


def draw_figures(release: Release, run: RunFolder) -> None:
    """Draw every figure that can be drawn: as files that stand by themselves, and for a page.

    Parameters
    ----------
    release : Release
    run : RunFolder
        Gets ``report/figures``, and ``protected/drawings`` for the notebooks to show.
    """
    for figure_id in figure_specs():
        if not missing_for(release, figure_id):
            picture_of(release, figure_id).save(run.figures, run.drawings)


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
    made = FORMS[spec["form"]](release, spec)
    title = spec["title"].format(**made.claim) if made.claim is not None else spec["plain"]
    # One table stands for all: those of one figure have one reading and one unit.
    about = made.numbers
    reading = release.readings.get(about.reading or "", "")
    parts = [
        put_in(spec["what"], release).rstrip("."),
        *([made.also.strip().rstrip(".")] if made.also else []),
        f"Populatie: {spec.get('population') or about.population}",
        *([f"Lezing: {reading}"] if reading else []),
        f"Eenheid: {about.unit}",
    ]
    subtitle = f"{'. '.join(parts)}."
    alt = " ".join([f"{spec['kind']}: {title}.", *made.told, _BESIDE])
    return Picture(
        id=figure_id,
        frame=Frame(title, subtitle, source_line(release, about.source)),
        draw=made.draw,
        alt=alt,
        numbers=about,
        synthetic=release.meta.synthetic,
    )


def source_line(release: Release, source: str) -> str:
    """Write the line under a figure: register, legal sources, and that it is fictive."""
    meta = release.meta
    delivered = f" van {date_nl(str(meta.delivered_on))}" if meta.delivered_on else ""
    fictive = "FICTIEVE GEGEVENS. " if meta.synthetic else ""
    cited = [name for name in source.split(", ") if name != "DATA"]
    law = f" Recht en beleid: {', '.join(cited)} (zie de bronnenlijst)." if cited else ""
    return f"{fictive}Bron: levering “{meta.name}”{delivered}.{law} Bewerking: Hertoets."
