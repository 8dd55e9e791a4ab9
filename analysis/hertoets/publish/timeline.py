"""What went wrong by month, above the dates of law, stop, restarts and repair.

The months of the cohorts stand side by side, since their letters stated a start; the months since
the new Act stand one below the other, each with what happened in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from hertoets.law.constants import constants
from hertoets.publish.canvas import LINE, Align, Drawing, Mark, Plane, width_of, wrap
from hertoets.publish.chart import Cells, Made, most_of, shown
from hertoets.publish.numbers import date_nl, month_nl
from hertoets.publish.style import FIGURE_WIDTH_INCHES
from hertoets.publish.words import read_words
from hertoets.release import Count, Release, ReleasedTable, TableColumn

WRONG, COHORT = "wrong_notice_by_month", "cohort_by_month"
UNKNOWN_MONTH = ""

_WIDTH = FIGURE_WIDTH_INCHES - 0.04
_TALL = 1.0
_BAR = 0.12
_ROUNDING = 10
"""Three numbers, each rounded to five, cannot be further off than this together."""


@dataclass(frozen=True)
class Event:
    """Something that happened on a day, or in a month, with its source."""

    day: str
    says: str
    source: str

    @property
    def month(self) -> str:
        """The month, as tables name it."""
        return self.day[:7]


@cache
def events() -> tuple[Event, ...]:
    """The dates of ``timeline.toml``, in order; a date of the law comes from its constants."""
    found = []
    for entry in read_words("timeline")["event"]:
        day, source = entry.get("day", ""), entry.get("source", "")
        if "constant" in entry:
            day = constants().day(entry["constant"]).isoformat()
            source = constants().entries[entry["constant"]].source
        found.append(Event(day, entry["says"], source))
    return tuple(sorted(found, key=lambda event: event.day))


def made(release: Release, _: Mapping[str, object]) -> Made:
    """Make the figure of the tables by month."""
    wrong, cohort = Cells(release.tables[WRONG]), Cells(release.tables[COHORT])
    months = months_of(wrong, release.settings["reference_date"][:7])
    largest = largest_month(wrong, months)
    named = {key: wrong.count(key, "yes").nl() for key in months if wrong.count(key, "yes").shown}
    said = "; ".join(f"{_called(key)} {number}" for key, number in named.items())
    late = {key: cohort.count(key, "late") for key in cohort.keys if key[:2] == "20"}
    most = max(late, key=lambda key: late[key].shown or 0)
    return Made(
        claim={"month": month_nl(largest)} if largest else None,
        draw=lambda: timeline(late, {key: _pair(wrong, key) for key in months}),
        told=(
            f"Zeker ten onrechte, per maand: {said}.",
            f"Begin te laat, naar maand van het begin: het meest in {month_nl(most)} "
            f"({late[most].nl()}).",
            f"Gebeurtenissen: {'; '.join(_dated(event) for event in events())}.",
        ),
        numbers=_numbers(wrong, cohort, months),
    )


def months_of(wrong: Cells, reference: str) -> list[str]:
    """The months in which a notice can have been wrong, and last those whose month is unknown."""
    kept = [
        key
        for key in wrong.keys
        if key != UNKNOWN_MONTH
        and (key > reference or any(_pair(wrong, key)[n] != Count("shown", 0) for n in (0, 1)))
    ]
    return [*sorted(kept), *(key for key in wrong.keys if key == UNKNOWN_MONTH)]


def largest_month(wrong: Cells, months: list[str]) -> str:
    """The month that surely has the most wrong notices; empty where that cannot be told."""
    dated = [key for key in months if key != UNKNOWN_MONTH]
    if not dated:
        return ""
    first = max(dated, key=lambda key: wrong.count(key, "yes").shown or 0)
    least = wrong.count(first, "yes").shown or 0
    # The most of any other month, however those of no known month are spread.
    others = [most_of(wrong.count(key, "total")) for key in dated if key != first]
    anywhere = most_of(wrong.count(UNKNOWN_MONTH, "total")) if UNKNOWN_MONTH in months else 0
    known = [number for number in others if number is not None]
    if anywhere is None or len(known) < len(others):
        return ""
    return first if least > max(known, default=0) + anywhere + _ROUNDING else ""


def timeline(late: Mapping[str, Count], months: Mapping[str, tuple[Count, Count]]) -> Drawing:
    """Draw both parts.

    Parameters
    ----------
    late : mapping of str to Count
        By month of the cohorts who was told a start too late.
    months : mapping of str to (Count, Count)
        By month of the first wrong notice: surely wrong, and not to be told.
    """
    happened: dict[str, list[str]] = {key: [] for key in months}
    before: list[str] = []
    for event in events():
        happened.get(event.month, before).extend(
            wrap(f"{_dated(event)} ({event.source})", _WIDTH - 0.3)
        )
    heads = [
        wrap(
            "Cohorten: kennisgevingen met een te late begindatum, naar maand van het begin",
            _WIDTH,
            weight="bold",
        ),
        wrap(
            "Daarna: mensen met een kennisgeving die ten onrechte de nieuwe wet noemt",
            _WIDTH,
            weight="bold",
        ),
    ]
    upper = len(heads[0]) * LINE + 0.25 + _TALL + 0.42
    rows = {key: _tall(months[key]) + len(lines) * LINE + 0.1 for key, lines in happened.items()}
    below = upper + len(before) * LINE + len(heads[1]) * LINE + LINE + 0.12

    def fill(plane: Plane) -> None:
        for number, line in enumerate(heads[0]):
            plane.words(0.02, number * LINE, line, bold=True)
        _months_of_cohorts(plane, late, len(heads[0]) * LINE + 0.25)
        at = upper
        for line in before:
            plane.words(0.02, at, line, soft=True)
            at += LINE
        for line in heads[1]:
            plane.words(0.02, at, line, bold=True)
            at += LINE
        plane.key(plane.key(0.02, at, "wrong", "zeker"), at, "unknown", "niet vast te stellen")
        largest = max((sum(shown(pair)) for pair in months.values()), default=0) or 1
        top = below
        for key, pair in months.items():
            plane.line((0.02, top - 0.04), (_WIDTH, top - 0.04))
            _month(plane, top, key, pair, (_WIDTH - 0.02) / largest)
            for number, line in enumerate(happened[key]):
                plane.words(0.25, top + _tall(pair) + number * LINE, line)
            top += rows[key]

    return Drawing(height=below + sum(rows.values()), fill=fill)


def _tall(pair: tuple[Count, Count]) -> float:
    """The height of a month's words, and of its bar where there is one."""
    return LINE + 0.03 + (_BAR + 0.04 if any(shown(pair)) else 0)


def _month(plane: Plane, top: float, key: str, pair: tuple[Count, Count], scale: float) -> None:
    sure, unsure = pair
    plane.words(0.02, top, _called(key), bold=True)
    words = f"{sure.nl()} zeker, {unsure.nl()} niet vast te stellen"
    if width_of(words) > _WIDTH - 1.5:
        words = f"{sure.short_mark()} zeker, {unsure.short_mark()} niet vast te stellen"
    plane.words(_WIDTH, top, words, align="right")
    left = 0.02
    for count, meaning in zip(pair, ("wrong", "unknown"), strict=True):
        if count.shown:
            wide = count.shown * scale
            plane.block(
                left, top + LINE + 0.03, wide, _BAR, Mark(meaning, count.shown, wide, "months")
            )
            left += wide


def _months_of_cohorts(plane: Plane, late: Mapping[str, Count], top: float) -> None:
    step = _WIDTH / max(len(late), 1)
    numbers = {key: count.shown for key, count in late.items() if count.shown}
    scale = _TALL / (max(numbers.values(), default=0) or 1)
    foot = top + _TALL
    plane.line((0.02, foot), (_WIDTH, foot), soft=True)
    peak = max(numbers, key=lambda key: numbers[key], default="")
    for place, (key, count) in enumerate(late.items()):
        left, middle = place * step + 0.02, (place + 0.5) * step
        if count.shown:
            tall = count.shown * scale
            plane.block(
                left, foot - tall, step * 0.8, tall, Mark("late", count.shown, tall, "cohorts")
            )
        elif count.is_hidden:
            plane.words(middle, foot - 0.03, count.short_mark(), align="center", turned=True)
        if key == peak:
            align: Align = "right" if middle > _WIDTH / 2 else "left"
            plane.words(left + step * 0.8 if align == "right" else left, top - 0.21,
                        f"{count.nl()} in {month_nl(key)}", align=align)  # fmt: skip
        if key.endswith("-01") or place == 0:
            plane.line((left, foot), (left, foot + 0.06), soft=True)
            if key.endswith("-01") or not any(one.endswith("-01") for one in list(late)[:2]):
                plane.words(left, foot + 0.08, key[:4])


def _pair(wrong: Cells, key: str) -> tuple[Count, Count]:
    return wrong.count(key, "yes"), wrong.count(key, "unknown")


def _called(key: str) -> str:
    return month_nl(key) if key != UNKNOWN_MONTH else "maand onbekend"


def _dated(event: Event) -> str:
    if event.day == event.month:
        return event.says
    return f"{date_nl(event.day).rsplit(maxsplit=1)[0]}: {event.says}"


def _numbers(wrong: Cells, cohort: Cells, months: list[str]) -> ReleasedTable:
    """The numbers of both parts, a line each."""
    late = [key for key in cohort.keys if key[:2] == "20"]
    rows = [(_called(key), "te laat", cohort.count(key, "late").form) for key in late]
    rows += [
        (_called(key), wrong.title(column), wrong.count(key, column).form)
        for key in months
        for column in ("yes", "unknown")
        if column == "yes" or wrong.count(key, column) != Count("shown", 0)
    ]
    return replace(
        wrong.table,
        id="",
        title_nl="Begin te laat, en ten onrechte een kennisgeving, naar maand",
        population="personen in de cohorten; personen met een kennisgeving na de peildatum",
        columns=(
            TableColumn("month", "maand", "label"),
            TableColumn("what", "wat", "text"),
            TableColumn("persons", "personen", "count"),
        ),
        rows=tuple(rows),
        keys=(),
        note_nl=cohort.table.note_nl,
        rules=tuple(dict.fromkeys((*cohort.table.rules, *wrong.table.rules))),
    )
