"""The letter's annex: numbered sentences, each traceable to a finding, a table and a notebook."""

from dataclasses import dataclass
from functools import cache

from hertoets.publish.blocks import Block, block
from hertoets.publish.lessons import STANDING_NL, Lesson, lessons, standing_of
from hertoets.publish.sentences import meaning_of
from hertoets.publish.tables import table_block, text_table
from hertoets.publish.words import read_words
from hertoets.release import Release


@dataclass(frozen=True)
class Sentence:
    """One sentence of the annex and where it comes from: a finding, or a lesson."""

    id: str
    notebook: str
    finding: str = ""
    lesson: str = ""
    table: str = ""


@dataclass(frozen=True)
class Part:
    """The sentences on one promise or other matter of the letter."""

    id: str
    source: str
    sentences: tuple[Sentence, ...]


@cache
def annex_parts() -> dict[str, Part]:
    """Read the parts of the annex by id, in their order."""
    return {
        entry["id"]: Part(
            **{**entry, "sentences": tuple(Sentence(**s) for s in entry["sentences"])}
        )
        for entry in read_words("annex")["part"]
    }


def annex_sentences(release: Release, part: str) -> Block:
    """Show the sentences of a part with their numbers.

    Raises
    ------
    KeyError
        No such part.
    """
    told = told_sentences(release, part)
    text = "\n".join(f"{name}. {text}" for name, text in told)
    return block("annex", text, sentences=told, source=annex_parts()[part].source)


def told_sentences(release: Release, part: str) -> list[tuple[str, str]]:
    """The sentences of a part with their numbers.

    Raises
    ------
    KeyError
        No such part.
    """
    return [(s.id, _told(release, s)) for s in annex_parts()[part].sentences]


def annex_index(release: Release) -> Block:
    """Show for each sentence the finding behind it, its table and its notebook."""
    rows = [
        (s.id, *_traced(release, s), s.notebook)
        for part in annex_parts().values()
        for s in part.sentences
    ]
    headings = {
        "sentence": "zin",
        "title": "cijfer of les",
        "name": "naam in de bestanden",
        "notebook": "notebook",
    }
    return table_block(
        text_table("Van zin naar cijfer naar notebook", headings, rows), synthetic=False
    )


def _told(release: Release, sentence: Sentence) -> str:
    if not sentence.lesson:
        return meaning_of(release, sentence.finding)
    lesson = _lesson(sentence.lesson)
    return f"{lesson.rule} ({STANDING_NL[standing_of(release, lesson)].capitalize()}.)"


def _traced(release: Release, sentence: Sentence) -> tuple[str, str]:
    if sentence.lesson:
        lesson = _lesson(sentence.lesson)
        return f"Les: {lesson.step}", "\n".join(lesson.evidence)
    title = release.findings[sentence.finding].title_nl
    return title, f"{sentence.finding}\ntabel {sentence.table}" if sentence.table else (
        sentence.finding
    )


def _lesson(name: str) -> Lesson:
    return next(lesson for lesson in lessons() if lesson.id == name)
