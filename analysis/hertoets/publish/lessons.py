"""Lessons for the learning system: each tied to the findings that show it, none without one.

The lessons stand in ``lessons.toml``. Their evidence is the sentence of each finding, so that a
lesson says what this delivery shows, and says so too where it shows nothing.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from hertoets.plain import markdown
from hertoets.publish.alarms import LessonAlarm, alarm_rule, alarm_told, alarms
from hertoets.publish.blocks import Block, block
from hertoets.publish.sentences import meaning_of, state_of
from hertoets.publish.tables import source_nl
from hertoets.publish.words import read_words
from hertoets.release import Release

Standing = Literal["shown", "not_seen", "not_measured"]

STANDING_NL: dict[Standing, str] = {
    "shown": "zichtbaar in deze levering",
    "not_seen": "niet gezien in deze levering",
    "not_measured": "niet gemeten in deze levering",
}


@dataclass(frozen=True)
class Lesson:
    """One lesson: its rule, the cause that the sources name, and the findings that show it.

    `chain` lists the links of the chain where it plays, the one that it addresses first; `step` is
    what is done there, `check` what would have brought the fault to light.
    """

    id: str
    rule: str
    cause: str
    source: str
    evidence: tuple[str, ...]
    chain: tuple[str, ...]
    step: str
    check: str

    @property
    def link(self) -> str:
        """The links of the chain and what is done there, in words."""
        return f"{', '.join(self.chain)}: {self.step}"


@cache
def lessons() -> tuple[Lesson, ...]:
    """Read the lessons in their order."""
    return tuple(
        Lesson(**{**entry, **{name: tuple(entry[name]) for name in ("evidence", "chain")}})
        for entry in read_words("lessons")["lesson"]
    )


def standing_of(release: Release, lesson: Lesson) -> Standing:
    """Tell whether the findings of this run show a lesson.

    Parameters
    ----------
    release : Release
    lesson : Lesson

    Returns
    -------
    str
        ``shown`` where any finding may be more than zero; ``not_measured`` where none is measured.
    """
    states = {state_of(release.findings[name]) for name in lesson.evidence}
    if states == {"not_measured"}:
        return "not_measured"
    return "shown" if states - {"zero", "not_measured"} else "not_seen"


def lessons_block(release: Release) -> Block:
    """Show every lesson with its evidence, as a list that reads in order."""
    found = alarms(release)
    items = [_item(release, lesson, found.get(lesson.id)) for lesson in lessons()]
    return block("lessons", lessons_markdown(release), items=items)


def lessons_markdown(release: Release) -> str:
    """Write ``lessons.md``.

    Returns
    -------
    str
        Markdown in Dutch, ended by a line feed; FICTIEF on its first line where it is so.
    """
    words, unfilled = read_words("lessons")["told"], read_words("lessons")["open"]
    mark = " (FICTIEF)" if release.meta.synthetic else ""
    parts = [f"# {words['title']}{mark}", *filter(None, [markdown(alarm_rule(release))])]
    found = alarms(release)
    for lesson in lessons():
        evidence = "\n".join(f"- {markdown(meaning_of(release, name))}" for name in lesson.evidence)
        cause = words["cause"].format(source=source_nl(lesson.source))
        alarm = markdown(" ".join(alarm_told(found.get(lesson.id))))
        fields = [unfilled[name] for name in ("action", "owner", "date")]
        parts += [
            f"## {lesson.id}. {lesson.rule}",
            f"{words['standing']}: {STANDING_NL[standing_of(release, lesson)]}.",
            f"{cause}: {lesson.cause}",
            f"{words['evidence']}:\n\n{evidence}",
            f"{words['chain']}: {lesson.link}.",
            f"{words['check']}: {lesson.check}",
            f"{words['alarm']}: {alarm}",
            "\n".join(f"- {field}: ({unfilled['empty']})" for field in fields),
        ]
    return "\n\n".join(parts) + "\n"


def _item(release: Release, lesson: Lesson, alarm: LessonAlarm | None) -> dict[str, Any]:
    standing = standing_of(release, lesson)
    return {
        "id": lesson.id,
        "rule": lesson.rule,
        "standing": standing,
        "standing_nl": STANDING_NL[standing],
        "cause": lesson.cause,
        "source": source_nl(lesson.source),
        "evidence": [meaning_of(release, name) for name in lesson.evidence],
        "chain": lesson.chain,
        "step": lesson.step,
        "check": lesson.check,
        "alarm": " ".join(alarm_told(alarm)),
    }
