"""Strips along time, one a lesson, each on a scale of its own, with the month of its alarm marked.

Strips of such different sizes on one scale would flatten most of them, so each names the number of
its highest month. A hidden month is not drawn; how many there are is said.
"""

from collections.abc import Mapping

from hertoets.publish.alarms import LessonAlarm, alarms
from hertoets.publish.canvas import LINE, Drawing, Mark, Plane, wrap
from hertoets.publish.chart import Cells, Made
from hertoets.publish.numbers import month_nl
from hertoets.publish.style import FIGURE_WIDTH_INCHES
from hertoets.release import AFTER_ALARM_ROW, Count, Release

NO_ALARM = "geen alarm"
UNMEASURED = "niet gemeten"

_WIDTH = FIGURE_WIDTH_INCHES - 0.04
_STRIP = 0.4


def made(release: Release, _: Mapping[str, object]) -> Made:
    """Make the figure of the table ``lessons_by_month``."""
    cells, found = Cells(release.tables["lessons_by_month"]), alarms(release)
    months = [key for key in cells.keys if key != AFTER_ALARM_ROW]
    seen = {name: alarm.seen for name, alarm in found.items() if alarm.seen and not alarm.opens}
    titles = {name: cells.title(name) for name in found}
    told = {name: _told(alarm) for name, alarm in found.items()}
    counts = {name: {key: cells.count(key, name) for key in months} for name in found}
    opened = any(alarm.opens and alarm.seen for alarm in found.values())
    first = "" if opened else min(seen.values(), default="")
    return Made(
        claim={"month": month_nl(first)} if first else None,
        draw=lambda: strips(titles, counts, seen, told),
        told=(
            f"Van {month_nl(months[0])} tot en met {month_nl(months[-1])}. Eerste alarm: "
            + "; ".join(f"{titles[name]} – {words}" for name, words in told.items())
            + ".",
        ),
        numbers=cells.table,
    )


def _told(alarm: LessonAlarm) -> str:
    """When there was an alarm; what is wrong from the first month on gave none at a moment."""
    if not alarm.measured:
        return UNMEASURED
    if alarm.opens and alarm.seen:
        return f"fout vanaf de eerste maand ({month_nl(alarm.month, short=True)})"
    return f"alarm {month_nl(alarm.seen, short=True)}" if alarm.seen else NO_ALARM


def strips(
    titles: Mapping[str, str],
    counts: Mapping[str, Mapping[str, Count]],
    seen: Mapping[str, str],
    told: Mapping[str, str],
) -> Drawing:
    """Draw a strip a lesson.

    Parameters
    ----------
    titles : mapping of str to str
    counts : mapping of str to mapping of str to Count
        By lesson and month (``2021-03``).
    seen : mapping of str to str
        The month of the alarm, where there was one.
    told : mapping of str to str
        The same in words for every lesson.
    """
    lines = {name: wrap(title, _WIDTH, weight="bold") for name, title in titles.items()}
    said = {name: wrap(_said(told[name], counts[name]), _WIDTH) for name in titles}
    heights = {name: (len(lines[name]) + len(said[name])) * LINE + _STRIP + 0.34 for name in titles}

    def fill(plane: Plane) -> None:
        top = 0.0
        for name, months in counts.items():
            for number, line in enumerate(lines[name]):
                plane.words(0.02, top + number * LINE, line, bold=True)
            for number, line in enumerate(said[name], start=len(lines[name])):
                plane.words(0.02, top + number * LINE, line)
            strip = top + (len(lines[name]) + len(said[name])) * LINE + 0.1
            _strip(plane, strip, months, seen.get(name, ""), name)
            top += heights[name]

    return Drawing(height=sum(heights.values()), fill=fill)


def _said(alarm: str, months: Mapping[str, Count]) -> str:
    if alarm == UNMEASURED:
        return UNMEASURED
    hidden = sum(count.is_hidden for count in months.values())
    parts = [alarm]
    known = {key: count.shown for key, count in months.items() if count.shown}
    if known:
        peak = max(known, key=lambda key: known[key])
        parts.append(f"hoogste {months[peak].nl()} ({month_nl(peak, short=True)})")
    if hidden:
        parts.append(f"{hidden} {'maand' if hidden == 1 else 'maanden'} afgeschermd")
    return "; ".join(parts)


def _strip(plane: Plane, top: float, months: Mapping[str, Count], alarm: str, name: str) -> None:
    step, foot = (_WIDTH - 0.04) / max(len(months), 1), top + _STRIP
    unit = _STRIP / (max((count.shown or 0 for count in months.values()), default=0) or 1)
    plane.line((0.02, foot), (_WIDTH, foot), soft=True)
    for place, (key, count) in enumerate(months.items()):
        left = 0.02 + place * step
        if count.shown:
            tall = count.shown * unit
            mark = Mark("found", count.shown, tall, name)
            plane.block(left, foot - tall, step * 0.82, tall, mark)
        if key == alarm:
            plane.pointer(left + step * 0.4, top - 0.04)
            plane.line((left + step * 0.4, top), (left + step * 0.4, foot), soft=True, width=1.2)
        if key.endswith("-01"):
            plane.line((left, foot), (left, foot + 0.05), soft=True)
            if left + 0.4 < _WIDTH:
                plane.words(left, foot + 0.06, key[:4], soft=True)
