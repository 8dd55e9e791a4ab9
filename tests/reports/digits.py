"""Every run of digits in a published text, explained; one that is not is a number from nowhere.

Numbers of persons, days and euros must stand in the released findings or tables. The rest is a
date, an article, the number of a paper, of a table, a figure, a sentence, a page or a source; or it
stands word for word in the law's own tables or in a protected text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from hertoets.law import Law
from hertoets.publish.lessons import lessons
from hertoets.publish.numbers import date_nl
from hertoets.release import Release, outward, write_number

_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    "|jan|feb|mrt|apr|jun|jul|aug|sep|okt|nov|dec"
)
_LIST = r"\d+(?:\.\d+)?[a-z]?(?:(?:, \d+)* en \d+)?"
_KINDS = {
    "date": rf"\b\d{{1,2}} (?:{_MONTHS})(?: \d{{4}})?\b|\b(?:{_MONTHS}) \d{{4}}\b"
    r"|\b\d{4}-\d{2}(?:-\d{2})?\b",
    # A count of four digits has a point in it: four bare ones are a year.
    "year": r"(?<![\d.,])(?:19|20)\d{2}(?![\d.,]\d|\d)",
    "act": r"\b[Ww]i20(?:13|21)\b|\bBWBR\d+\b",
    "article": rf"\b(?:[Aa]rtikel(?:en)?|[Aa]rts?\.|lid) {_LIST}(?:\(\d+\))*(?:\([a-z]\))?",
    "paper": rf"\bKamerstuk(?:ken)? \d{{2}} \d{{3}}\b|\bnrs?\. {_LIST}|\bECLI:\S+|\bC:2025:52\b"
    rf"|\b(?:Staatsblad|Staatscourant) \d{{4}}, {_LIST}",
    "municipality": r"\bGM\d{4}\b",
    "source": r"\b[A-Z]\d{1,3}\b",
    "numbering": rf"\b(?:[Dd]eel|[Tt]abel|[Ff]iguur|Tabel:|regel|[Tt]oezegging|[Zz]aak|voetnoot) {_LIST}|^0\d$",
    "page": r"Pagina \d+ van \d+",
    "lesson": r"\bLes \d+\b",
    "address": r"https://\S+(?: ?[-/] ?[\w.:]+)*",
    "version": r"\bHertoets \d+\.\d+\.\d+\b",
    # How many tiles of the map have a colour, which anyone can count in it.
    "tiles": r"\b(?:geteld|worden|ontbreekt): \d+ gemeenten\b",
    "rows": r"\bde \d+ grootste van [\d.]+ rijen\b|\bdefinitie \(\d+\)|\b\d+ cellen zijn\b",
}
_PATTERNS = [re.compile(pattern) for pattern in _KINDS.values()]
_RUN = re.compile(r"(?<![\w.,])[−-]?\d+(?:\.\d{3})*(?:,\d+)?(?![\d])")
_DIGITS = re.compile(r"\d+")
_SIGNS = "−-"


@dataclass(frozen=True)
class Known:
    """What may stand in a text: numbers by themselves, and whole texts that hold digits."""

    numbers: frozenset[str]
    texts: tuple[str, ...]


def known_of(release: Release, law: Law, *, tables: Iterable[str]) -> Known:
    """Gather what explains digits: the findings, the settings, some tables and the law's words."""
    values = [
        number
        for finding in release.findings.values()
        for pair in [(finding.lower, finding.upper), finding.records, *finding.by_reading.values()]
        for number in pair
        if number is not None
    ]
    # A sentence says the lower bound rounded down and the upper one up; see outward.
    values += [number for value in list(values) for number in outward(value, value)]
    # How far a figure is open stands beside it: by the records, and what doubt adds to that.
    for finding in release.findings.values():
        whole, records = (
            pair[1] - pair[0] if None not in pair else 0
            for pair in [(finding.lower, finding.upper), finding.records]
        )
        values += [whole, records, whole - records]
    values += list(range(len(lessons()) + 1))
    cells = [cell for name in tables for row in release.tables[name].rows for cell in row]
    values += [cell for cell in cells if isinstance(cell, int | float)]
    values += [int(cell) for cell in cells if isinstance(cell, str) and cell.isdigit()]
    marks = {cell[1:] for t in release.tables.values() for r in t.rows for cell in r
             if isinstance(cell, str) and re.fullmatch(r"<\d+", cell)}  # fmt: skip
    days = release.settings["tolerance_days"]
    # A decision table numbers its rules.
    rules = {str(n) for reading in law.readings.values() for n in range(1, len(reading.rules) + 1)}
    numbering = rules if "rules" in tables else set()
    written = {write_number(abs(value)) for value in values}
    return Known(frozenset(written | marks | {days} | numbering), tuple(_texts(release, law)))


def _texts(release: Release, law: Law) -> list[str]:
    told = [release.meta.name, release.meta.source, *release.notes]
    for finding in release.findings.values():
        told += [finding.title_nl, finding.definition, finding.population, finding.display_nl]
    for table in release.tables.values():
        told += [table.title_nl, table.population, *re.split(r"(?<=\.) ", table.note_nl)]
        told += [column.title_nl for column in table.columns]
        told += [cell for row in table.rows for cell in row if isinstance(cell, str)]
        told += [rule.nl(marks=marks) for rule in table.rules for marks in (False, True)]
    for source in law.sources.values():
        told += [str(value) for value in asdict(source).values() if value]
    for reading in law.readings.values():
        told += [text for rule in reading.rules for text in (rule.says_nl, rule.id)]
    told += [text for words in law.vocabulary.values() for text in words.values()]
    plain = {_plain(date_nl(text)) for text in told} | {_plain(text) for text in told}
    # A short text explains nothing by itself: a count is no label.
    longest = sorted((t for t in plain if _DIGITS.search(t) and re.search("[a-z]{3}", t)), key=len)
    return longest[::-1]


def unexplained(text: str, known: Known) -> Iterator[str]:
    """Give each run of digits of a text that nothing explains, with the sentence it stands in."""
    text = _plain(text)
    if not _DIGITS.search(text):
        return
    spans = [match.span() for kind in _PATTERNS for match in kind.finditer(text)]
    spans += [span for told in known.texts for span in _spans_of(told, text)]
    spans += [run.span() for run in _RUN.finditer(text) if run[0].lstrip(_SIGNS) in known.numbers]
    for run in _DIGITS.finditer(text):
        if not any(begin <= run.start() and run.end() <= end for begin, end in spans):
            yield f"{run[0]} in: {_sentence(text, run.start())}"


def _spans_of(told: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a text stands in another; there are thousands, too many for as many patterns."""
    at = text.find(told)
    while at >= 0:
        yield at, at + len(told)
        at = text.find(told, at + len(told))


def _sentence(text: str, at: int) -> str:
    begin = max(text.rfind(". ", 0, at) + 2, 0) if ". " in text[:at] else 0
    end = text.find(". ", at)
    return text[begin : end + 1 if end >= 0 else len(text)][:300]


def _plain(text: str) -> str:
    return " ".join(text.replace("\N{ZERO WIDTH SPACE}", "").split())
