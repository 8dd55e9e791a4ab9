"""Lessons for the learning system: each tied to the findings that show it, none without one.

The lessons stand in ``lessons.toml``. Their evidence is the sentence of each finding, so that a
lesson says what this delivery shows, and says so too where it shows nothing.
"""

from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Literal

from analysis.disclosure import Protected
from analysis.publish.blocks import Block
from analysis.publish.sentences import meaning_of, state_of
from analysis.publish.tables import source_nl
from analysis.publish.words import read_words

Standing = Literal["shown", "not_seen", "not_measured"]

STANDING_NL: dict[Standing, str] = {
    "shown": "zichtbaar in deze levering",
    "not_seen": "niet gezien in deze levering",
    "not_measured": "niet gemeten in deze levering",
}


@dataclass(frozen=True)
class Lesson:
    """One lesson: its rule, the cause that the sources name, and the findings that show it."""

    id: str
    rule: str
    cause: str
    source: str
    evidence: tuple[str, ...]
    step: str
    check: str


@cache
def lessons() -> tuple[Lesson, ...]:
    """Read the lessons in their order."""
    return tuple(
        Lesson(**{**entry, "evidence": tuple(entry["evidence"])})
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
    items = [_item(protected, lesson) for lesson in lessons()]
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
    for lesson in lessons():
        told = "\n".join(f"- {meaning_of(protected, name)}" for name in lesson.evidence)
        parts += [
            f"## {lesson.id}. {lesson.rule}",
            f"Stand: {STANDING_NL[standing_of(protected, lesson)]}.",
            f"Oorzaak die de bronnen noemen ({source_nl(lesson.source)}): {lesson.cause}",
            f"Wat de cijfers laten zien:\n\n{told}",
            f"Schakel: {lesson.step}.",
            f"Controle die dit had getoond: {lesson.check}",
        ]
    return "\n\n".join(parts) + "\n"


def _item(protected: Protected, lesson: Lesson) -> str:
    standing = standing_of(protected, lesson)
    told = "".join(f"<li>{escape(meaning_of(protected, name))}</li>" for name in lesson.evidence)
    return (
        f'<li><p class="rule"><strong>{escape(lesson.rule)}</strong> '
        f'<span class="standing {standing}">{STANDING_NL[standing]}</span></p>'
        f"<dl><dt>Oorzaak</dt><dd>{escape(lesson.cause)} "
        f'<span class="ref">({escape(source_nl(lesson.source))})</span></dd>'
        f"<dt>Wat de cijfers laten zien</dt><dd><ul>{told}</ul></dd>"
        f"<dt>Schakel</dt><dd>{escape(lesson.step)}</dd>"
        f"<dt>Controle</dt><dd>{escape(lesson.check)}</dd></dl></li>"
    )
