"""What the report says: answers first, no sentence twice, plain words, and numbers of its findings."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from digits import Known, unexplained
from hertoets.findings import load_definitions
from hertoets.release import Release, ReleasedFinding, load_release, outward, write_number
from published_text import docx_text, html_text
from test_publish_report import PAGES, Page, read_page

OPENING_WORDS, REPORT_WORDS = 150, 6_000
_SENTENCES = re.compile(r"(?<=[.!?])(?<!\bnr\.)(?<!\bart\.)\s+(?=[A-Z“‘])")
_FEWEST = 4
TERMS = tomllib.loads(Path(__file__).with_name("terms.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=["full_run", "bare_run"])
def run(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue(request.param)
    return folder


def _seen(page: Page) -> str:
    [body] = page.all("body")
    hidden = " ".join(e.text for e in page.all("style", "script") if "body" in e.inside)
    assert not hidden
    return body.text


def test_the_opening_tells_what_the_letter_reports_and_promises_in_few_words(run: Path) -> None:
    page = read_page(run)
    [opening] = [e for e in page.elements if e.attributes.get("class") == "opening"]
    assert len(opening.text.split()) <= OPENING_WORDS
    matters = [e.text for e in page.all("dt") if "header" in e.inside]
    assert matters == [
        "Verkeerde kennisgevingen", "Datalek", "Verkeerde gemeente", "Begeleidingsgeld",
        "Stop en hervatting", "Vertraging onder de oude wet",
        "Een oplossing", "Onderzoek vanaf november 2019", "Gevolgen", "Lessen",
        "Bericht over de vertraging",
    ]  # fmt: skip
    values = [e.text for e in page.all("strong") if "dl" in e.inside and "header" in e.inside]
    assert len(values) == len(matters)
    assert all(re.search(r"\d|niet gemeten|afgeschermd", value) for value in values), values


def test_the_opening_comes_before_everything_else(run: Path) -> None:
    page = read_page(run)
    classes = [e.attributes.get("class", "") for e in page.elements]
    assert classes.index("opening") < classes.index("reader") < classes.index("part numbered")


def test_the_report_is_short(run: Path) -> None:
    assert len(_seen(read_page(run)).split()) <= REPORT_WORDS


@pytest.mark.parametrize("name", PAGES)
def test_no_sentence_is_said_twice(run: Path, name: str) -> None:
    page = read_page(run, name)
    apart = page.all("h1", "h2", "h3")
    # Invented persons in like positions get like outcomes; lessons without an alarm say so alike.
    apart += [
        e for e in page.all("p", "dd") if e.attributes.get("class") == "files" or e.tag == "dd"
    ]
    titles = {" ".join(e.text.split()) for e in apart}
    prose = [text for text in html_text(run / "report" / name).prose if text not in titles]
    said = Counter(
        sentence
        for block in prose
        for sentence in _SENTENCES.split(block)
        if len(sentence.split()) >= _FEWEST
        and sentence[-1] in ".!?"
        and not re.match(r"(Bron|Populatie|Lezing|Recht en beleid): ", sentence)
    )
    assert [sentence for sentence, times in said.items() if times > 1] == []


def test_the_check_on_repeats_is_alive() -> None:
    assert _SENTENCES.split("Eerst dit. Dan nr. 356. En dat.") == [
        "Eerst dit.", "Dan nr. 356.", "En dat.",
    ]  # fmt: skip


class _Carried(HTMLParser):
    """Gathers each paragraph that names the findings which carry it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.told: list[tuple[tuple[str, ...], str]] = []
        self._open = False

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        findings = dict(attrs).get("data-findings")
        self._open = findings is not None
        if findings is not None:
            self.told.append((tuple(findings.split()), ""))

    def handle_endtag(self, _tag: str) -> None:
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            findings, text = self.told[-1]
            self.told[-1] = (findings, text + data)


def _numbers(finding: ReleasedFinding) -> Iterator[str]:
    for bound in (finding.lower, finding.upper):
        if bound is not None:
            yield from (write_number(abs(n)) for n in (bound, *outward(bound, bound)))
    if finding.below:
        yield write_number(finding.below)


def test_every_number_in_a_sentence_is_one_of_the_findings_that_carry_it(run: Path) -> None:
    release = load_release(run)
    reader = _Carried()
    for name in PAGES:
        reader.feed((run / "report" / name).read_text(encoding="utf-8"))
    assert len(reader.told) > 30
    days = release.settings["tolerance_days"]
    for findings, text in reader.told:
        assert findings
        known = {days, *(n for name in findings for n in _numbers(release.findings[name]))}
        own = [release.findings[name] for name in findings]
        # A sum of amounts is said as what it may be: half a step of its rounding further out.
        sums = " ".join(one.display_nl for one in own if load_definitions()[one.id].amount)
        known |= set(re.findall(r"\d[\d.]*", sums))
        texts = tuple(one.title_nl for one in own)
        assert list(unexplained(text, Known(frozenset(known), texts))) == [], text


def test_certainty_words_follow_the_bounds(run: Path) -> None:
    """*Ten minste* asks for a lower bound that is shown, *ten hoogste* for an upper one."""
    for finding in load_release(run).findings.values():
        said = finding.display_nl
        if "ten minste" in said:
            assert finding.lower, finding.id
        if "ten hoogste" in said:
            assert finding.upper, finding.id
        if load_definitions()[finding.id].amount:
            continue
        if finding.lower is not None and finding.lower == finding.upper:
            assert "ten " not in said, finding.id


def test_a_part_is_never_said_to_be_more_than_its_whole(run: Path) -> None:
    release: Release = load_release(run)
    parts = [f for f in release.findings.values() if f.within is not None]
    assert parts
    for part in parts:
        whole = release.findings[part.within or ""]
        for side in ("lower", "upper"):
            less, more = getattr(part, side), getattr(whole, side)
            assert less is None or more is None or less <= more, (part.id, whole.id)


def _published(run: Path) -> Iterator[tuple[str, str]]:
    report = run / "report"
    for name in PAGES:
        text = html_text(report / name)
        yield from ((name, block) for block in [*text.prose, *text.cells])
    annex = docx_text((report / "bijlage.docx").read_bytes())
    yield from (("bijlage.docx", block) for block in [*annex.prose, *annex.cells])
    for sheet in openpyxl.load_workbook(report / "tables.xlsx", read_only=True):
        cells = (cell for row in sheet.iter_rows(values_only=True) for cell in row)
        yield from (
            (f"tables.xlsx, {sheet.title}", cell) for cell in cells if isinstance(cell, str)
        )
    lines = (report / "lessons.md").read_text(encoding="utf-8").splitlines()
    yield from (("lessons.md", line) for line in lines)


@pytest.mark.parametrize("term", TERMS["term"], ids=lambda term: term["not"])
def test_one_word_is_used_for_one_thing(run: Path, term: dict[str, str]) -> None:
    refused = re.compile(term["not"])
    assert [f"{where}: {text}" for where, text in _published(run) if refused.search(text)] == []


@pytest.mark.parametrize("term", TERMS["term"], ids=lambda term: term["not"])
def test_each_refused_word_says_what_to_write_and_is_found(term: dict[str, str]) -> None:
    assert term["write"]
    assert term["why"].endswith(".")
    assert re.search(term["not"], term["example"])
