"""The tables that are put together for the annex: lessons, repair, readings, reasons, sources."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from hertoets.publish.alarms import alarm_cells, alarm_rule, alarms
from hertoets.publish.document.law import LawWords
from hertoets.publish.document.lines import Lines, lines
from hertoets.publish.document.model import Cell, Head, Link, Table
from hertoets.publish.lessons import lessons
from hertoets.publish.numbers import bind_nl, cell_nl, date_nl
from hertoets.publish.words import read_words
from hertoets.release import NO_BREAK, Count, Release, load_labels

Words = Mapping[str, Any]
Maker = Callable[[Release, LawWords], Table | None]


def made_tables() -> dict[str, Maker]:
    """The makers by the id that ``annex.toml`` asks for."""
    return {
        "lessons_learned": _lessons,
        "lessons_actions": _actions,
        "repair_steps": _repair,
        "readings_asked": _readings,
        "findings_by_reading": _by_reading,
        "undetermined_why": _undetermined,
        "changes": _changes,
    }


@cache
def made_words() -> dict[str, Any]:
    """Read the words of these tables."""
    words: dict[str, Any] = read_words("annex")["made"]
    return words


def sources_table(law: LawWords, cited: Sequence[str]) -> Table:
    """The sources that the annex cites, each with its address."""
    rows = [
        (row["id"], f"{row['document']}; {date_nl(row['date'])}", _address(row["address"]))
        for row in law.sources
        if row["id"] in cited
    ]
    return _table(made_words()["sources"], (0.8, 3.0, 4.4), rows, long=True)


def _address(text: str) -> Cell:
    return Link(text) if text.startswith("https://") and " " not in text else text


def _lessons(release: Release, _law: LawWords) -> Table:
    words, found = made_words()["lessons_learned"], alarms(release)
    rows = [
        (lesson.id, ", ".join(lesson.chain), lesson.check, *alarm_cells(found.get(lesson.id)))
        for lesson in lessons()
    ]
    told = lines(note=f"{words['note']} {alarm_rule(release)}")
    return _table(words, (0.7, 1.7, 4.2, 1.4, 1.3), rows, told, long=True)


def _actions(_release: Release, _law: LawWords) -> Table:
    rows = [(lesson.id, "", "", "") for lesson in lessons()]
    words = made_words()["lessons_actions"]
    return _table(words, (0.7, 4.5, 1.8, 1.5), rows, long=True, is_open=True)


def _repair(release: Release, _law: LawWords) -> Table:
    words = made_words()["repair_steps"]
    rows = [
        (step["title"], *(bound.nl() for bound in release.bounds(step["id"])))
        for step in words["steps"]
    ]
    told = lines(population=release.findings[words["steps"][0]["id"]].population)
    return _table(words, (4.6, 1.3, 1.3), rows, told, numeric=(1, 2))


def _readings(release: Release, law: LawWords) -> Table:
    words, headline = made_words()["readings_asked"], release.settings["headline"]
    rows = [
        (
            row["title_nl"] + (words["headline"] if row["name"] == headline else ""),
            row["question_nl"],
            row["for_nl"],
            row["against_nl"],
        )
        for row in law.readings
    ]
    return _table(words, (2.0, 4.0, 1.1, 1.1), rows, long=True)


def _by_reading(release: Release, _law: LawWords) -> Table:
    words = made_words()["findings_by_reading"]
    told = [e for e in words["findings"] if release.findings[e["id"]].status == "measured"]
    findings = [release.findings[entry["id"]] for entry in told]
    rows = [
        (title, *(_bounds(*finding.bounds(name)) for finding in findings))
        for name, title in release.readings.items()
    ]
    populations = dict.fromkeys(finding.population for finding in findings)
    return Table(
        caption=words["title"],
        heads=(
            Head(words["reading"], share=1.65),
            *(Head(entry["title"], numeric=True) for entry in told),
        ),
        rows=_bound(rows),
        notes=lines(population="; ".join(populations)),
    )


def _undetermined(release: Release, _law: LawWords) -> Table | None:
    words, table = made_words()["undetermined_why"], release.tables["rules"]
    at = {column.name: place for place, column in enumerate(table.columns)}
    labels = load_labels()
    named, asked = labels["regime"], labels["silent"] | words["rules"]
    regimes = {named[code]: words[cause] for code, cause in words["regimes"].items()}
    rows = [
        (
            asked.get(str(row[0]).rpartition(".")[2]) or words["other"].format(rule=row[0]),
            regimes[str(row[at["regime"]])],
            cell_nl(row[at["persons"]], "count"),
        )
        for row in table.rows
        if row[at["regime"]] in regimes and row[at["persons"]] != 0
    ]
    if not rows:
        return None
    told = lines(population=table.population)
    return _table(words, (4.6, 1.6, 1.25), rows, told, numeric=(2,))


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
    return _table(words["changes"], (2.4, 2.0, 2.0, 2.0), rows, long=True)


def _table(
    words: Words,
    shares: tuple[float, ...],
    rows: Sequence[tuple[Cell, ...]],
    notes: Lines = (),
    *,
    numeric: tuple[int, ...] = (),
    long: bool = False,
    is_open: bool = False,
) -> Table:
    heads = tuple(
        Head(title, numeric=place in numeric, share=share)
        for place, (title, share) in enumerate(zip(words["columns"], shares, strict=True))
    )
    return Table(words["title"], heads, _bound(rows), notes, long, is_open)


def _bound(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(bind_nl(cell) if isinstance(cell, str) else cell for cell in row) for row in rows
    )


def _bounds(lower: Count, upper: Count) -> str:
    """Write two bounds in a cell: ``130 tot 580``; a bound that is left out is not a small one."""
    if lower.state == upper.state == "withheld":
        return lower.nl()
    if lower.state == "withheld":
        return f"ten hoogste {upper.nl()}" if upper.state == "shown" else upper.nl()
    # A hidden upper figure is small only where the lower one is none or hidden too.
    if upper.state == "withheld" or (upper.is_hidden and lower.number and lower.state == "shown"):
        return f"ten minste {lower.nl()}" if lower.state == "shown" else lower.nl()
    return lower.nl() if lower == upper else f"{lower.nl()} tot{NO_BREAK}{upper.nl()}"
