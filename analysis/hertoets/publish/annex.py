"""The letter's annex: numbered sentences, each with the findings that carry it, and the lessons."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from hertoets.publish.blocks import Block, block
from hertoets.publish.lessons import lessons
from hertoets.publish.sentences import meaning_of, told_of
from hertoets.publish.tables import table_block, text_table
from hertoets.publish.words import read_words
from hertoets.release import Release

LESSONS = "lessons"
"""The part of the annex that holds the lessons, under the lessons' own numbers."""

INDEX_HEADINGS = ("zin", "cijfers die de zin dragen")


@dataclass(frozen=True)
class Sentence:
    """One numbered sentence: its code and the finding whose words it takes, or a lesson's rule."""

    id: str
    finding: str = ""


@dataclass(frozen=True)
class Part:
    """The sentences on one promise or on the other matters, and the papers that they answer."""

    id: str
    sources: tuple[str, ...]
    sentences: tuple[Sentence, ...]


@cache
def annex_parts() -> dict[str, Part]:
    """The parts of the annex by id: the sentences of all sections that belong to each."""
    found: dict[str, Part] = {}
    for section in read_words("annex")["section"]:
        if name := section.get("part"):
            before = found.get(name, Part(name, (), ()))
            sources = dict.fromkeys([*before.sources, *section.get("sources", [])])
            found[name] = Part(name, tuple(sources), before.sentences + sentences_of(section))
    return found


def sentences_of(section: dict[str, Any]) -> tuple[Sentence, ...]:
    """The numbered sentences of a section; those of the lessons are their rules."""
    if section.get("part") == LESSONS:
        return tuple(Sentence(lesson.id) for lesson in lessons())
    return tuple(Sentence(**entry) for entry in section.get("sentences", []))


def told_sentence(release: Release, sentence: Sentence) -> str:
    """A sentence in words: what its finding means, or the rule of the lesson."""
    if sentence.finding:
        return meaning_of(release, sentence.finding)
    return next(lesson.rule for lesson in lessons() if lesson.id == sentence.id)


def told_sentences(release: Release, part: str) -> list[tuple[str, str]]:
    """The sentences of a part with their numbers.

    Raises
    ------
    KeyError
        No such part.
    """
    return [(s.id, told_sentence(release, s)) for s in annex_parts()[part].sentences]


def annex_sentences(release: Release, part: str) -> Block:
    """Show the sentences of a part with their numbers; raises as `told_sentences` does."""
    told = told_sentences(release, part)
    text = "\n".join(f"{name}. {text}" for name, text in told)
    source = ", ".join(annex_parts()[part].sources) or "de levering"
    return block("annex", text, sentences=told, source=source)


def index_rows(release: Release) -> list[tuple[str, str]]:
    """For each sentence that says a number its code and the titles of the findings behind it."""
    return [
        (
            s.id,
            "; ".join(
                release.findings[name].title_nl for name in told_of(release, s.finding).findings
            ),
        )
        for part in annex_parts().values()
        for s in part.sentences
        if s.finding
    ]


def sentences_by_finding(release: Release) -> dict[str, str]:
    """The codes of the sentences that each finding carries, by the id of the finding."""
    found: dict[str, list[str]] = {}
    for part in annex_parts().values():
        for sentence in part.sentences:
            known = sentence.finding in release.findings
            carrying = told_of(release, sentence.finding).findings if known else ()
            for name in carrying:
                found.setdefault(name, []).append(sentence.id)
    return {name: ", ".join(codes) for name, codes in found.items()}


def annex_index(release: Release) -> Block:
    """Show for each sentence the findings that carry it."""
    headings = dict(zip(("sentence", "findings"), INDEX_HEADINGS, strict=True))
    shown = text_table("Van zin naar cijfer", headings, index_rows(release))
    return table_block(shown, synthetic=False)
