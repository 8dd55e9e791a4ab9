"""The tables that are put together for the annex: lessons, readings, reasons, changes, sources."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from hertoets.publish.alarms import alarms
from hertoets.publish.annex import annex_parts
from hertoets.publish.document.law import LawWords
from hertoets.publish.document.lines import Lines, lines, rounding_of
from hertoets.publish.document.model import Head, Table
from hertoets.publish.lessons import lessons
from hertoets.publish.numbers import bind_nl, cell_nl, date_nl, month_nl
from hertoets.publish.pages import basis
from hertoets.publish.words import read_words
from hertoets.release import NO_BREAK, Count, Release, load_labels

Words = Mapping[str, Any]
Maker = Callable[[Release, LawWords], Table | None]


def made_tables() -> dict[str, Maker]:
    """The makers by the id that ``annex.toml`` asks for."""
    return {
        "lessons_learned": _lessons,
        "readings_asked": _readings,
        "findings_by_reading": _by_reading,
        "undetermined_why": _undetermined,
        "changes": _changes,
        "settings": _settings,
        "sources": _sources,
    }


@cache
def made_words() -> dict[str, Any]:
    """Read the words of these tables."""
    words: dict[str, Any] = read_words("annex")["made"]
    return words


def _lessons(release: Release, _law: LawWords) -> Table:
    words, found = made_words(), alarms(release)
    number = {s.lesson: s.id for part in annex_parts().values() for s in part.sentences}
    rows = []
    for lesson in lessons():
        alarm = found.get(lesson.id)
        if alarm is None or not alarm.measured:
            when = words["alarm"]["not_measured"]
        else:
            when = month_nl(alarm.seen) if alarm.seen else words["alarm"]["none"]
        rows.append((number[lesson.id], lesson.step, lesson.check, when))
    told = _unread(release, words["lessons_learned"], note=words["lessons_learned"]["note"])
    return _table(words["lessons_learned"], (0.5, 1.8, 3.9, 1.5), rows, told, long=True)


def _readings(release: Release, law: LawWords) -> Table:
    words = made_words()["readings_asked"]
    headline = release.settings["headline"]
    rows = [
        (
            row["title_nl"] + (words["headline"] if row["name"] == headline else ""),
            row["question_nl"],
            row["status_nl"],
            row["for_nl"],
            row["against_nl"],
        )
        for row in law.readings
    ]
    return _table(words, (1.9, 3.2, 1.6, 0.9, 0.9), rows, _unread(release, words))


def _by_reading(release: Release, _law: LawWords) -> Table:
    words = made_words()["findings_by_reading"]
    told = [e for e in words["findings"] if release.findings[e["id"]].status == "measured"]
    findings = [release.findings[entry["id"]] for entry in told]
    headline = release.settings["headline"]
    last = made_words()["readings_asked"]["headline"]
    rows = [
        (
            title + (last if name == headline else ""),
            *(_bounds(*finding.bounds(name)) for finding in findings),
        )
        for name, title in release.readings.items()
    ]
    ids = dict.fromkeys(one for finding in findings for one in finding.source.split(", "))
    populations = dict.fromkeys(finding.population for finding in findings)
    return Table(
        caption=words["title"],
        heads=(
            Head(words["reading"], share=1.65),
            *(Head(entry["title"], numeric=True) for entry in told),
        ),
        rows=_bound(rows),
        notes=lines(
            release,
            source=", ".join(ids),
            population="; ".join(populations),
            rounding=rounding_of(release),
            status=read_words("annex")["document"]["status"]["readings"],
            note=words["note"],
        ),
    )


def _undetermined(release: Release, _law: LawWords) -> Table | None:
    words, table = made_words()["undetermined_why"], release.tables["rules"]
    at = {column.name: place for place, column in enumerate(table.columns)}
    named = load_labels()["regime"]
    regimes = {named[code]: words[cause] for code, cause in words["regimes"].items()}
    rows = [
        (
            words["rules"].get(str(row[0]).rpartition(".")[2])
            or words["other"].format(rule=row[0]),
            regimes[str(row[at["regime"]])],
            cell_nl(row[at["persons"]], "count"),
        )
        for row in table.rows
        if row[at["regime"]] in regimes and row[at["persons"]] != 0
    ]
    if not rows:
        return None
    told = lines(
        release,
        source=table.source,
        population=table.population,
        rounding=rounding_of(release),
        status=read_words("annex")["document"]["status"]["reading"].format(
            reading=release.readings[release.settings["headline"]]
        ),
    )
    return _table(words, (4.6, 1.6, 1.0), rows, told, numeric=2)


def _changes(release: Release, _law: LawWords) -> Table | None:
    words = made_words()
    if not release.changes:
        return None
    rows = [
        (
            change.title_nl,
            change.earlier_nl,
            change.now_nl,
            ", ".join(words["reasons"].get(reason, reason) for reason in change.reasons),
        )
        for change in release.changes
    ]
    told = lines(
        release,
        population=words["changes"]["population"],
        rounding=rounding_of(release),
        status=read_words("annex")["document"]["status"]["count"],
    )
    return _table(words["changes"], (2.4, 2.0, 2.0, 2.0), rows, told, long=True)


def _settings(release: Release, _law: LawWords) -> Table:
    words = made_words()["settings"]
    rows = list(basis(release).items())
    return _table(words, (1.6, 3.0), rows, _unread(release, words))


def _sources(release: Release, law: LawWords) -> Table:
    words = made_words()["sources"]
    rows = [
        (row["id"], row["document"], date_nl(row["date"]), row["read_nl"])
        for row in law.sources
        if row["is_document"]
    ]
    return _table(words, (0.95, 3.8, 1.6, 2.0), rows, _unread(release, words), long=True)


def _unread(release: Release, words: Words, note: str = "") -> Lines:
    """The lines of a table that counts nobody."""
    status = read_words("annex")["document"]["status"]["words"]
    return lines(
        release,
        population=words["population"],
        status=status,
        note=note,
        instead=words["source"].format(delivery=release.meta.name),
    )


def _table(
    words: Words,
    shares: tuple[float, ...],
    rows: Sequence[tuple[str, ...]],
    notes: Lines,
    *,
    numeric: int = -1,
    long: bool = False,
) -> Table:
    heads = tuple(
        Head(title, numeric=place == numeric, share=share)
        for place, (title, share) in enumerate(zip(words["columns"], shares, strict=True))
    )
    return Table(words["title"], heads, _bound(rows), notes, long)


def _bound(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(bind_nl(cell) for cell in row) for row in rows)


def _bounds(lower: Count, upper: Count) -> str:
    """Write two bounds in a cell: ``130 tot 580``; a bound that is left out is not a small one."""
    if lower.state == upper.state == "withheld":
        return lower.nl()
    if lower.state == "withheld":
        return f"hooguit {upper.nl()}" if upper.state == "shown" else upper.nl()
    # A hidden upper figure is small only where the lower one is none or hidden too.
    if upper.state == "withheld" or (upper.is_hidden and lower.number and lower.state == "shown"):
        return f"ten minste {lower.nl()}" if lower.state == "shown" else lower.nl()
    return lower.nl() if lower == upper else f"{lower.nl()} tot{NO_BREAK}{upper.nl()}"
