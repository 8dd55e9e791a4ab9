"""What the annex and the lessons say is true of their findings, said once, sourced, in plain words."""

import re
import tomllib
from collections import Counter
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from digits import Known, unexplained
from hertoets.findings import load_definitions
from hertoets.law import load_law, reading_texts, source_texts
from hertoets.publish.annex import Sentence, annex_parts, index_rows, told_sentence
from hertoets.publish.document import LawWords, annex_document
from hertoets.publish.document.model import Document, Field, Image, Link, Table
from hertoets.publish.lessons import lessons
from hertoets.publish.sentences import meaning_of, told_of
from hertoets.publish.words import read_words
from hertoets.release import Release, load_release, write_number
from published_text import docx_text

Word = dict[str, Any]

FORBIDDEN: list[Word] = tomllib.loads(
    Path(__file__).with_name("annex_words.toml").read_text("utf-8")
)["word"]
SENTENCES = [s for part in annex_parts().values() for s in part.sentences if s.finding]
SECTIONS = read_words("annex")["section"]
SOURCES = load_law(None).sources
MOST_WORDS = 4200
NAMES = {"id", "part", "finding", "findings", "tables", "figures", "evidence", "sources", "regimes"}
"""Fields of the data files that name something and are not said."""

by_word = pytest.mark.parametrize("word", FORBIDDEN, ids=lambda word: word["pattern"][:30])


@pytest.fixture(scope="module")
def findings(full_run: Path) -> Release:
    return load_release(full_run)


@pytest.fixture(scope="module")
def document(findings: Release) -> Document:
    law = load_law(None)
    readings = [asdict(reading) for reading in reading_texts(law)]
    return annex_document(findings, LawWords(readings, [asdict(one) for one in source_texts(law)]))


@pytest.fixture(scope="module")
def blocks(full_run: Path) -> list[str]:
    text = docx_text((full_run / "report" / "bijlage.docx").read_bytes())
    return [*text.prose, *text.cells]


def sentences_in(text: str) -> list[str]:
    """The sentences of a text; a number of a paper or an article does not end one."""
    return re.split(r"(?<!nr\.)(?<!art\.)(?<=[.?!]) (?=[A-ZÀ-Ý‘“])", text)


# Each number belongs to a finding that is listed for its sentence


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.id)
def test_each_number_of_a_sentence_is_one_of_the_findings_that_carry_it(
    findings: Release, sentence: Sentence
) -> None:
    carrying = [findings.findings[name] for name in told_of(findings, sentence.finding).findings]
    bounds = [b for one in carrying for b in (one.lower, one.upper) if b is not None]
    told = {write_number(abs(number)) for b in bounds for number in (b, *outward(b))}
    told |= {findings.settings["tolerance_days"], str(findings.policy["threshold"])}
    told |= {write_number(one.below) for one in carrying if one.below}
    text = told_sentence(findings, sentence).replace("\N{NO-BREAK SPACE}", " ")
    assert list(unexplained(text, Known(frozenset(told), ()))) == []


def outward(number: float) -> set[int]:
    """A bound as running text may round it: away from what is sure, to two or three figures."""
    steps = [10**power for power in range(1, 7) if 10 ** (power + 1) <= abs(number)]
    return {int(near * step) for step in steps for near in (number // step, -(-number // step))}


def test_the_index_names_every_finding_of_every_sentence(findings: Release) -> None:
    rows = dict(index_rows(findings))
    assert list(rows) == [sentence.id for sentence in SENTENCES]
    for sentence in SENTENCES:
        titles = [
            findings.findings[name].title_nl
            for name in told_of(findings, sentence.finding).findings
        ]
        assert rows[sentence.id] == "; ".join(titles)
    money = next(s for s in SENTENCES if s.finding == "guidance_difference_euro")
    assert len(told_of(findings, money.finding).findings) > 1


def test_a_text_of_the_summary_lists_the_findings_whose_numbers_it_says() -> None:
    entries = [e for s in SECTIONS for e in s.get("body", []) if not isinstance(e, str)]
    listed = [entry for entry in entries if entry.get("findings")]
    assert len(listed) > 5
    for entry in entries:
        named = {name for _, name, _, _ in Formatter().parse(entry["text"]) if name}
        assert named & load_definitions().keys() == set(entry.get("findings", [])), entry["term"]


def test_sentences_are_numbered_in_the_order_in_which_they_stand() -> None:
    numbered = [s["id"] for section in SECTIONS for s in section.get("sentences", [])]
    assert numbered == [f"Z{n}" for n in range(1, len(numbered) + 1)]
    assert sorted(numbered) == sorted(s.id for s in SENTENCES)


def test_lessons_and_sentences_rest_on_findings_that_exist() -> None:
    evidence = {name for lesson in lessons() for name in lesson.evidence}
    assert evidence | {s.finding for s in SENTENCES} <= load_definitions().keys()


# The letter's own order


def test_the_annex_follows_the_six_reports_and_the_four_promises_of_the_letter(
    document: Document,
) -> None:
    heads = [heading.text for heading in document.headings()]
    reported, promised = heads.index("Wat de brief meldt"), heads.index("Wat de brief toezegt")
    matters = [text[:7] for text in heads[reported + 1 : promised]]
    assert matters == [f"Zaak {n}:" for n in range(1, 7)]
    after = heads[promised + 1 :]
    assert [text[:13] for text in after[:4]] == [f"Toezegging {n}:" for n in range(1, 5)]
    assert heads[0] == "Samenvatting"


def test_the_summary_tells_every_lesson_in_one_line(findings: Release) -> None:
    told = [(lesson.id, lesson.rule) for lesson in lessons()]
    assert [(s.id, told_sentence(findings, s)) for s in annex_parts()["lessons"].sentences] == told
    assert all(len(lesson.rule) < 120 for lesson in lessons())


def test_what_only_the_ministry_can_say_is_a_field(document: Document) -> None:
    fields = [part for part in document.parts if isinstance(part, Field)]
    assert {field.label for field in fields} == {"Door SZW in te vullen"}
    said = " ".join(field.text for field in fields)
    for what in (
        "2019",
        "Autoriteit Persoonsgegevens",
        "ingelicht",
        "controle van SZW",
        "vertraagd",
    ):
        assert what in said


def test_each_lesson_has_a_link_a_check_an_alarm_whom_it_spared_and_room_for_an_action(
    document: Document,
) -> None:
    tables = {part.caption: part for part in document.parts if isinstance(part, Table)}
    words = read_words("annex")["made"]
    learned = tables[words["lessons_learned"]["title"]]
    assert [row[0] for row in learned.rows] == [lesson.id for lesson in lessons()]
    assert all(all(cell for cell in row) for row in learned.rows)
    assert any(str(row[4]).startswith("ten hoogste") for row in learned.rows)
    actions = tables[words["lessons_actions"]["title"]]
    assert [head.title for head in actions.heads] == ["les", "actie", "wie", "datum"]
    assert [row[1:] for row in actions.rows] == [("", "", "")] * len(lessons())


def test_a_section_without_anything_to_say_is_left_out(document: Document) -> None:
    heads = [heading.text for heading in document.headings()]
    assert "Wat is er veranderd sinds de eerdere uitkomst?" not in heads


# Said once, with its source, in plain words


def test_no_sentence_stands_twice_in_the_annex(document: Document, blocks: list[str]) -> None:
    said_elsewhere = {part.alt for part in document.parts if isinstance(part, Image)}
    said_elsewhere |= {heading.text for heading in document.headings()}  # in the contents
    texts = [text for text in blocks if text not in said_elsewhere]
    told = chain.from_iterable(sentences_in(text) for text in texts)
    counted = Counter(text for text in told if len(text.split()) > 5)
    assert {text: n for text, n in counted.items() if n > 1} == {}


@by_word
def test_the_annex_and_the_lessons_use_no_word_that_is_forbidden(
    word: Word, blocks: list[str], full_run: Path, findings: Release, document: Document
) -> None:
    text = "\n".join([*blocks, (full_run / "report" / "lessons.md").read_text("utf-8")])
    text = " ".join(text.split())
    assert found(word, without_what_others_say(text, findings, document)) == []


@by_word
def test_neither_do_the_words_from_which_they_are_made(word: Word) -> None:
    texts = [*texts_in(read_words("annex")), *texts_in(read_words("lessons"))]
    texts += [
        text for source in SOURCES.values() for text in (source.document, source.establishes_nl)
    ]
    assert found(word, "\n".join(texts)) == []


def test_nor_do_the_numbered_sentences(findings: Release) -> None:
    text = "\n".join(meaning_of(findings, sentence.finding) for sentence in SENTENCES)
    assert [hit for word in FORBIDDEN for hit in found(word, text)] == []


def found(word: Word, text: str) -> list[str]:
    for rightly in word.get("but", []):
        text = text.replace(rightly, "")
    return [
        text[max(0, match.start() - 40) : match.end() + 40].replace("\n", " ")
        for match in re.finditer(word["pattern"], text, re.IGNORECASE)
    ]


def without_what_others_say(text: str, findings: Release, document: Document) -> str:
    """Leave out what comes from a finding, a published table, a figure or a reading of the law.

    Their words stand in files of their own, with tests of their own.
    """
    others = [meaning_of(findings, name) for name in findings.findings]
    others += [one.title_nl for one in findings.findings.values()]
    others += [one.display_nl for one in findings.findings.values()]
    for table in findings.tables.values():
        others += [table.title_nl, table.population, table.note_nl]
        others += [column.title_nl for column in table.columns]
        others += [cell for row in table.rows for cell in row if isinstance(cell, str)]
    for part in document.parts:
        if isinstance(part, Image):
            others += [part.caption, part.alt, *(note for _, note in part.notes)]
    plain = {" ".join(one.split()).rstrip(".") for one in others if len(one) > 12}
    for one in sorted(plain, key=len, reverse=True):
        text = text.replace(one, "")
    return text


def texts_in(value: object) -> list[str]:
    """Every text of a data file that a reader may see: no placeholder, and none of its names."""
    if isinstance(value, dict):
        kept = [v for k, v in value.items() if k not in NAMES]
        return [text for one in kept for text in texts_in(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts_in(one)]
    return [re.sub(r"{\w+}", "", value)] if isinstance(value, str) else []


def test_the_sources_that_are_listed_are_those_that_are_cited(document: Document) -> None:
    *before, listed = [part for part in document.parts if isinstance(part, Table)]
    assert listed.caption == read_words("annex")["made"]["sources"]["title"]
    text = [getattr(part, "text", "") for part in document.parts]
    text += [getattr(part, "source", "") for part in document.parts]
    text += [str(cell) for table in before for row in table.rows for cell in row]
    text += [note for part in document.parts for _, note in getattr(part, "notes", ())]
    cited = set(re.findall(r"\w+", " ".join(text))) & SOURCES.keys()
    assert {str(row[0]) for row in listed.rows} == cited
    assert all(isinstance(row[2], Link) for row in listed.rows)


def test_every_cause_of_a_lesson_names_documents_or_the_delivery() -> None:
    for lesson in lessons():
        assert set(lesson.source.split(", ")) <= SOURCES.keys(), lesson.id


def test_the_whole_rule_of_an_alarm_is_told(full_run: Path, blocks: list[str]) -> None:
    rule = "ten minste 10 personen en ten minste één op de twintig beoordeelde rijen"
    assert rule in (full_run / "report" / "lessons.md").read_text("utf-8")
    assert any(rule in block for block in blocks)


def test_the_annex_is_short(blocks: list[str]) -> None:
    assert sum(len(block.split()) for block in blocks) < MOST_WORDS
