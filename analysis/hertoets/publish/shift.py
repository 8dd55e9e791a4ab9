"""How many days the stated start lies from the lawful one: a histogram a group.

Classes differ in width, so the height is persons a day and the area is persons. Every group has the
same area: what is compared is the shape. The classes without an end, and hidden ones, are words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from hertoets.publish.canvas import LINE, Align, Drawing, Mark, Plane, wrap
from hertoets.publish.chart import Cells, Made
from hertoets.publish.style import FIGURE_WIDTH_INCHES
from hertoets.release import TOTAL_ROW, Count, Release, band_edges, write_number

GROUPS = ("asylum", "family", "other")

_WIDTH = FIGURE_WIDTH_INCHES - 0.04
_TALLEST = 1.15


@dataclass(frozen=True)
class Band:
    """A class of days: its ends (None: open), and what it is called."""

    low: float
    high: float
    title: str
    is_open: bool

    @property
    def meaning(self) -> str:
        """Late, early, or as the law says."""
        return "late" if self.low > 0 else "early" if self.high < 0 else "right"


def made(release: Release, _: Mapping[str, object]) -> Made:
    """Make the figure of the table ``start_shift``."""
    cells = Cells(release.tables["start_shift"])
    bands = bands_of(cells, int(release.settings["tolerance_days"]))
    groups = {group: cells.title(group) for group in GROUPS}
    counts = {
        group: {key: cells.count(key, group) for key in (*bands, TOTAL_ROW)} for group in groups
    }
    median = release.bounds("cohort_start_shift_median")[0].shown
    proven = median is not None and median > 0
    return Made(
        claim={"days": f"{write_number(median)} {'dag' if median == 1 else 'dagen'}"}
        if proven and median is not None
        else None,
        draw=lambda: histogram(bands, counts, groups, median),
        told=tuple(
            f"{title}: {counts[group][TOTAL_ROW].nl()} personen, het meest bij "
            f"{_commonest(bands, counts[group])}."
            for group, title in groups.items()
        ),
        numbers=cells.table,
        also=""
        if median is None
        else f"Streep met pijl: de mediaan van alle groepen samen, {write_number(median)} dagen. ",
    )


def bands_of(cells: Cells, tolerance_days: int) -> dict[str, Band]:
    """The classes by key, from early to late."""
    edges = band_edges(tolerance_days)
    found = {"0": Band(-edges[0] - 0.5, edges[0] + 0.5, cells.text("0", "label"), False)}
    ends = [*pairwise(edges), (edges[-1], edges[-1])]
    for place, (low, high) in enumerate(ends, start=1):
        is_open = low == high
        for key, sign in ((str(place), 1), (str(-place), -1)):
            first, last = sorted((sign * (low + 0.5), sign * (high + 0.5)))
            found[key] = Band(first, last, cells.text(key, "label"), is_open)
    return dict(sorted(found.items(), key=lambda item: int(item[0])))


def histogram(
    bands: Mapping[str, Band],
    counts: Mapping[str, Mapping[str, Count]],
    groups: Mapping[str, str],
    median: float | None,
) -> Drawing:
    """Draw the groups one below the other."""
    ends = [band for band in bands.values() if not band.is_open]
    low, high = min(band.low for band in ends), max(band.high for band in ends)
    a_day = (_WIDTH - 0.02) / (high - low)
    # One area stands for a whole group, in every panel: the tallest bar of all just fits.
    densities = [
        count.shown / whole.shown / (bands[key].high - bands[key].low) / a_day
        for own in counts.values()
        if (whole := own[TOTAL_ROW]).shown
        for key, count in own.items()
        if key in bands and count.shown and not bands[key].is_open
    ]
    area = _TALLEST / max(densities, default=1)
    notes = {group: _notes(bands, counts[group]) for group in groups}
    tall = 2 * LINE + _TALLEST + 0.32
    heights = {group: tall + len(notes[group]) * LINE + 0.18 for group in groups}

    def place(days: float) -> float:
        return 0.02 + (days - low) * a_day

    def fill(plane: Plane) -> None:
        left = plane.key(0.02, 0, "early", "te vroeg")
        plane.key(plane.key(left, 0, "right", "zoals de wet"), 0, "late", "te laat")
        top = LINE + 0.12
        for group, title in groups.items():
            whole = counts[group][TOTAL_ROW]
            plane.words(0.02, top, f"{title}: {whole.nl()} personen", bold=True)
            for number, line in enumerate(wrap(f"meest: {_commonest(bands, counts[group])}", 1.75)):
                plane.words(_WIDTH, top + (number + 1) * LINE, line, align="right", soft=True)
            foot = top + LINE + 0.15 + _TALLEST
            plane.line((0.02, foot), (_WIDTH, foot), soft=True)
            if whole.shown:
                for key, band in bands.items():
                    persons = counts[group][key].shown
                    if persons and not band.is_open:
                        wide = (band.high - band.low) * a_day
                        height = area * persons / whole.shown / wide
                        mark = Mark(band.meaning, persons, wide * height, group)
                        plane.block(place(band.low), foot - height, wide, height, mark)
            if median is not None and low < median < high:
                plane.pointer(place(median), top + LINE + 0.07)
                plane.line((place(median), top + LINE + 0.1), (place(median), foot), over=True)
            for days in (-365, -180, -90, 0, 90, 180, 365):
                if low <= days <= high:
                    plane.line((place(days), foot), (place(days), foot + 0.05), soft=True)
                    side: Align = "left" if days == -365 else "right" if days == 365 else "center"
                    plane.words(place(days), foot + 0.07, write_number(days), align=side)
            for number, line in enumerate(notes[group]):
                plane.words(0.02, foot + 0.07 + LINE + 0.03 + number * LINE, line, soft=True)
            top += heights[group]

    return Drawing(height=LINE + 0.12 + sum(heights.values()), fill=fill)


def _notes(bands: Mapping[str, Band], counts: Mapping[str, Count]) -> list[str]:
    """What is not drawn: classes without an end, and what is hidden."""
    told = [
        f"{band.title}: {counts[key].nl()}"
        for key, band in bands.items()
        if counts[key].is_hidden or (band.is_open and counts[key].shown)
    ]
    return wrap(f"Niet getekend: {'; '.join(told)}.", _WIDTH) if told else []


def _commonest(bands: Mapping[str, Band], counts: Mapping[str, Count]) -> str:
    known = {key: counts[key].shown or 0 for key in bands}
    key = max(known, key=lambda key: known[key])
    return f"{bands[key].title} ({counts[key].nl()})"
