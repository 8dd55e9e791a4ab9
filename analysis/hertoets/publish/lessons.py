"""Lessons for the learning system: each tied to the findings that show it, none without one.

The lessons stand in ``lessons.toml``. Their evidence is the sentence of each finding, so that a
lesson says what this delivery shows, and says so too where it shows nothing.
"""

from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Literal

from hertoets.disclosure import Protected
from hertoets.publish.alarms import LessonAlarm, alarm_told, alarms
from hertoets.publish.blocks import Block
from hertoets.publish.sentences import meaning_of, state_of
from hertoets.publish.tables import source_nl
from hertoets.publish.words import read_words

Standing = Literal["shown", "not_seen", "not_measured"]

STANDING_NL: dict[Standing, str] = {
    "shown": "zichtbaar in deze levering",
    "not_seen": "niet gezien in deze levering",
    "not_measured": "niet gemeten in deze levering",
}


@dataclass(frozen=True)
class Lesson:
    """One lesson: its rule, the cause that the sources name, and the findings that show it.

    `chain` lists the links of the chain in which it played, `step` what was done there.
    """

    id: str
    rule: str
    cause: str
    source: str
    evidence: tuple[str, ...]
    chain: tuple[str, ...]
    step: str
    check: str


@cache
def lessons() -> tuple[Lesson, ...]:
    """Read the lessons in their order."""
    return tuple(
        Lesson(**{**entry, **{name: tuple(entry[name]) for name in ("evidence", "chain")}})
        for entry in read_words("lessons")["lesson"]
    )


def standing_of(protected: Protected, lesson: Lesson) -> Standing:
    """Tell whether the findings of this run show a lesson.

    Parameters
    ----------
    protected : Protected
    lesson : Lesson

    Returns
    -------
    str
        ``shown`` where any finding may be more than zero; ``not_measured`` where none is measured.
    """
    states = {state_of(protected.findings[name]) for name in lesson.evidence}
    if states == {"not_measured"}:
        return "not_measured"
    return "shown" if states - {"zero", "not_measured"} else "not_seen"


def lessons_block(protected: Protected) -> Block:
    """Show every lesson with its evidence, as a list that reads in order."""
    found = alarms(protected)
    items = [_item(protected, lesson, found.get(lesson.id)) for lesson in lessons()]
    return Block(f'<ol class="lessons">{"".join(items)}</ol>', lessons_markdown(protected))


def lessons_markdown(protected: Protected) -> str:
    """Write ``lessons.md``.

    Returns
    -------
    str
        Markdown in Dutch, ended by a line feed; FICTIEF on its first line where it is so.
    """
    mark = " (FICTIEF)" if protected.meta.synthetic else ""
    parts = [f"# Lessen voor het lerend stelsel{mark}"]
    found = alarms(protected)
    for lesson in lessons():
        told = "\n".join(f"- {meaning_of(protected, name)}" for name in lesson.evidence)
        parts += [
            f"## {lesson.id}. {lesson.rule}",
            f"Stand: {STANDING_NL[standing_of(protected, lesson)]}.",
            f"Oorzaak die de bronnen noemen ({source_nl(lesson.source)}): {lesson.cause}",
            f"Wat de cijfers laten zien:\n\n{told}",
            f"Schakel ({', '.join(lesson.chain)}): {lesson.step}.",
            f"Controle die dit had getoond: {_check_told(lesson, found.get(lesson.id))}",
            f"Eerste alarm: {' '.join(alarm_told(found.get(lesson.id)))}",
        ]
    return "\n\n".join(parts) + "\n"


def _check_told(lesson: Lesson, alarm: LessonAlarm | None) -> str:
    """Give the check in words and the expectations that are it in this run."""
    named = f" Als verwachting: {', '.join(alarm.checks)}." if alarm else ""
    return lesson.check + named


def _item(protected: Protected, lesson: Lesson, alarm: LessonAlarm | None) -> str:
    asked = f" De vraag van die controle: {alarm.question}" if alarm and alarm.question else ""
    first = escape(" ".join(alarm_told(alarm)) + asked)
    chain = "".join(f"<li>{escape(link)}</li>" for link in lesson.chain)
    standing = standing_of(protected, lesson)
    told = "".join(f"<li>{escape(meaning_of(protected, name))}</li>" for name in lesson.evidence)
    return (
        f'<li><p class="rule"><strong>{escape(lesson.rule)}</strong> '
        f'<span class="standing {standing}">{STANDING_NL[standing]}</span></p>'
        f"<dl><dt>Oorzaak</dt><dd>{escape(lesson.cause)} "
        f'<span class="ref">({escape(source_nl(lesson.source))})</span></dd>'
        f"<dt>Wat de cijfers laten zien</dt><dd><ul>{told}</ul></dd>"
        f'<dt>Schakel</dt><dd><ul class="chain">{chain}</ul>{escape(lesson.step)}</dd>'
        f"<dt>Controle</dt><dd>{escape(_check_told(lesson, alarm))}</dd>"
        f"<dt>Eerste alarm</dt><dd>{first}</dd></dl></li>"
    )
