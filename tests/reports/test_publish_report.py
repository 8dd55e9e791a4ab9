"""The report as a reader's browser gets it: whole, accessible, and loading nothing from outside."""

import re
import shutil
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hertoets.publish import build_report
from hertoets.publish.figures import figure_specs
from hertoets.release import load_release

VOID = {"meta", "link", "img", "br", "hr", "input", "wbr"}
LOADS = {"src", "srcset", "data", "poster", "action", "background", "ping"}


@dataclass
class Element:
    """One element with its attributes and the text inside it."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """A page taken apart: its elements in order; an element left open is a fault of the page."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside = tuple(element.tag for element in self.open)
        element = Element(tag, {name: value or "" for name, value in attrs}, inside)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def attribute(self, name: str) -> list[str]:
        return [e.attributes[name] for e in self.elements if name in e.attributes]


PAGES = ("index.html", "verantwoording.html")


def read_page(run: Path, name: str = "index.html") -> Page:
    page = Page()
    page.feed((run / "report" / name).read_text(encoding="utf-8"))
    page.close()
    assert page.open == []
    return page


def _notebooks(run: Path) -> list[Path]:
    return sorted((run / "protected" / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module", params=["full_run", "bare_run"])
def page(request: pytest.FixtureRequest) -> Page:
    return read_page(request.getfixturevalue(request.param))


def test_the_page_says_its_language_title_and_width(page: Page) -> None:
    [html], [title] = page.all("html"), page.all("title")
    assert html.attributes["lang"] == "nl"
    assert title.text.startswith("Welke inburgeringswet gold voor wie?")
    assert any(meta.attributes.get("name") == "viewport" for meta in page.all("meta"))


def test_headings_go_down_one_step_at_a_time_under_one_title(page: Page) -> None:
    levels = [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_seven_parts_are_in_the_contents_in_reading_order(page: Page) -> None:
    links = [e.attributes["href"] for e in page.all("a") if "nav" in e.inside and "ol" in e.inside]
    assert links == [f"#deel-0{number}" for number in range(1, 8)]


def test_every_anchor_leads_somewhere_and_every_id_is_one_of_a_kind(page: Page) -> None:
    ids = page.attribute("id")
    assert len(ids) == len(set(ids))
    named = page.attribute("aria-labelledby") + [
        h.removeprefix("#") for h in page.attribute("href") if h.startswith("#")
    ]
    assert set(named) <= set(ids)


def test_the_first_link_skips_to_the_content(page: Page) -> None:
    first = page.all("a")[0]
    [main] = page.all("main")
    assert first.attributes["href"] == f"#{main.attributes['id']}"


def test_every_table_has_a_caption_and_every_heading_a_scope(page: Page) -> None:
    tables, captions = page.all("table"), page.all("caption")
    assert len(tables) == len(captions) > 10
    assert all(caption.text.strip() for caption in captions)
    assert all(cell.attributes.get("scope") in ("col", "row") for cell in page.all("th"))
    assert all(cell.text.strip() for cell in page.all("th") if cell.attributes["scope"] == "row")


def test_every_picture_has_a_text_and_a_caption(page: Page) -> None:
    pictures = page.all("img")
    assert pictures
    for picture in pictures:
        assert "figure" in picture.inside
        assert len(picture.attributes["alt"]) > 40
    assert len(page.all("figcaption")) == len(page.all("figure")) == len(pictures)


def test_nothing_is_loaded_from_outside(page: Page) -> None:
    assert page.all("script", "link", "iframe", "object", "embed", "base") == []
    loaded = [e.attributes[name] for e in page.elements for name in LOADS & e.attributes.keys()]
    assert all(address.startswith("data:image/svg+xml;base64,") for address in loaded)
    assert all(re.fullmatch(r"#.+|[\w./]+", address) for address in page.attribute("href"))
    styles = " ".join(e.text for e in page.all("style")) + " ".join(page.attribute("style"))
    assert not re.search(r"url\(|@import|https?:|//", styles)


def test_no_date_is_written_as_a_computer_does(page: Page) -> None:
    [body] = page.all("body")
    assert re.findall(r"\b(?:19|20)\d\d-\d\d\b(?!-?\d)|\b\d{4}-\d\d-\d\d\b", body.text) == []


def test_what_the_run_rests_on_stands_once_at_the_foot(page: Page) -> None:
    [body] = page.all("body")
    assert body.text.count("Telperiode begeleiding vanaf") == 1


def test_nothing_that_was_run_is_shown(page: Page) -> None:
    [body] = page.all("body")
    assert "open_run" not in body.text
    assert "Traceback" not in body.text


def test_a_synthetic_run_is_called_fictive_on_the_page_and_at_each_table(full_run: Path) -> None:
    page = read_page(full_run)
    [title] = page.all("title")
    assert title.text.endswith("(FICTIEF)")
    numbered = [t for t in page.all("caption") if "Populatie:" in t.text]
    assert numbered
    assert all("FICTIEF" in caption.text for caption in numbered)
    assert all("FICTIEVE GEGEVENS" in figure.text for figure in page.all("figure"))


def test_a_real_run_is_not_called_fictive(bare_run: Path) -> None:
    [body] = read_page(bare_run).all("body")
    assert "FICTIE" not in body.text


def test_no_small_count_stands_in_a_cell(page: Page) -> None:
    numbers = [e.text for e in page.all("td") if e.attributes.get("class") == "number"]
    assert numbers
    assert [number for number in numbers if re.fullmatch(r"[1-9]", number)] == []


def test_no_sentence_names_a_small_number_of_people(page: Page) -> None:
    [body] = page.all("body")
    said = re.findall(r"(?<![\d.,])([1-9])\s(?:personen|persoon|mensen|gemeenten?)\b", body.text)
    assert said == []


def test_without_the_optional_tables_it_says_what_was_not_measured(bare_run: Path) -> None:
    [body] = read_page(bare_run).all("body")
    names = (
        "data_access",
        "registrations",
        "choices",
        "guidance_counts",
        "fines",
        "loans",
        "plans",
    )
    for name in names:
        assert re.search(rf"[Nn]iet gemeten[^.]*\b{name}\b", body.text), name


@pytest.mark.parametrize(
    "left_open",
    [
        "Open blijft of de verkeerde toepassing iemand in de cohorten een boete kostte.",
        "Open blijft of in de cohorten een lening ten onrechte bleef staan.",
        "Open blijft of een gemeente iemand in de cohorten ten onrechte begeleidde.",
        "Open blijft welke groep een boete, een lening of een plan trof dat er niet hoorde te zijn.",
        "Open blijft voor wie een oplossing beter of slechter uitpakt.",
    ],
)
def test_without_the_tables_of_what_followed_it_says_which_question_of_the_letter_stays_open(
    bare_run: Path, left_open: str
) -> None:
    [body] = read_page(bare_run).all("body")
    assert body.text.replace("\N{NO-BREAK SPACE}", " ").count(left_open) == 1


def test_every_figure_of_a_full_run_leaves_its_four_files(full_run: Path) -> None:
    folder = full_run / "report" / "figures"
    ends = ("svg", "png", "csv", "alt.txt")
    expected = {f"{name}.{end}" for name in figure_specs() for end in ends}
    assert {path.name for path in folder.iterdir()} == expected


def test_the_alt_text_in_the_page_is_the_one_beside_the_picture(full_run: Path) -> None:
    files = (full_run / "report" / "figures").glob("*.alt.txt")
    beside = {path.read_text(encoding="utf-8").strip() for path in files}
    pictures = [image for name in PAGES for image in read_page(full_run, name).all("img")]
    assert {picture.attributes["alt"] for picture in pictures} == beside


def test_building_the_report_again_gives_the_same_bytes(full_run: Path, tmp_path: Path) -> None:
    again = shutil.copytree(full_run / "report", tmp_path / "report")
    for name in ("index.html", "lessons.md"):
        (again / name).unlink()
    build_report(_notebooks(full_run), load_release(full_run), again)
    for name in ("index.html", "lessons.md"):
        assert (again / name).read_bytes() == (full_run / "report" / name).read_bytes()


def test_only_files_that_lie_beside_the_report_are_offered(full_run: Path, tmp_path: Path) -> None:
    build_report(_notebooks(full_run), load_release(full_run), tmp_path)
    alone = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "tables.xlsx" not in alone
    assert 'href="lessons.md"' in alone


@pytest.mark.parametrize("name", ["full_run", "bare_run"])
def test_every_link_to_a_file_leads_to_one_in_the_run(
    name: str, request: pytest.FixtureRequest
) -> None:
    run: Path = request.getfixturevalue(name)
    links = [h for h in read_page(run).attribute("href") if not h.startswith("#")]
    assert [link for link in links if not (run / "report" / link).is_file()] == []
    assert "tables.xlsx" in links


def test_every_figure_and_every_table_of_numbers_can_be_had_as_a_file(full_run: Path) -> None:
    pages = [read_page(full_run, name) for name in PAGES]
    links = {href for page in pages for href in page.attribute("href")}
    for name in figure_specs():
        assert {f"figures/{name}.{end}" for end in ("svg", "png", "csv")} <= links, name
    shown = {table.title_nl: name for name, table in load_release(full_run).tables.items()}
    told = {
        c.text.split("Populatie:")[0].removesuffix("FICTIEF").strip()
        for page in pages
        for c in page.all("caption")
    }
    assert told & shown.keys()
    assert {f"tables/{shown[title]}.csv" for title in told & shown.keys()} <= links


def test_no_place_of_this_machine_stands_in_what_is_published(full_run: Path) -> None:
    for path in sorted((full_run / "report").rglob("*")):
        if path.is_file():
            assert str(full_run.parent).encode() not in path.read_bytes(), path.name
