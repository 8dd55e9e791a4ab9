"""The documentation as a site: built without a warning, whole, searched from a file, nothing from elsewhere."""

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import typer
from axe_playwright_python.sync_playwright import Axe
from hertoets.cli import app
from hertoets.findings import load_definitions
from hertoets.findings.catalogue import load_descriptions
from hertoets.law import load_law
from playwright.sync_api import Browser

from tests.docs.blocks import DOCS, ROOT
from tests.reports.browser import browser
from tests.support.machine import lacking

LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
ROOMS = {path.parent.name for path in (ROOT / "analysis" / "hertoets").glob("*/__init__.py")}


class _Page(HTMLParser):
    """Gathers what a page loads, where it leads, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.leads: list[str] = []
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in LOADED and told.get(LOADED[tag]):
            self.loaded.append(str(told[LOADED[tag]]))
        if tag == "a" and told.get("href"):
            self.leads.append(str(told["href"]))
        if told.get("id"):
            self.names.add(str(told["id"]))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` builds it."""
    if importlib.util.find_spec("mkdocs") is None:
        lacking("the packages of requirements-docs.lock (make docs)")
    out = tmp_path_factory.mktemp("site")
    settings = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1580601600"}
    # Whoever asks the network is sent to a place where nobody answers.
    settings |= {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(out)],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return out


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, _Page]:
    return {
        path.relative_to(site).as_posix(): _Page(path.read_text(encoding="utf-8"))
        for path in site.rglob("*.html")
    }


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with browser() as one:
        yield one


def text_of(site: Path, name: str) -> str:
    return (site / "reference" / f"{name}.html").read_text(encoding="utf-8")


def test_every_page_of_the_docs_is_in_the_site_and_in_its_contents(
    pages: dict[str, _Page],
) -> None:
    wanted = {f"{path.stem}.html" for path in DOCS.glob("*.md")}
    assert wanted <= set(pages)
    assert wanted <= set(pages["index.html"].leads)


def test_no_page_loads_anything_from_elsewhere(pages: dict[str, _Page], site: Path) -> None:
    assert len(pages) > 30
    assert {one for page in pages.values() for one in page.loaded if "//" in one} == set()
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    assert styles
    found = [
        url for text in styles for url in re.findall(r"(?:url\(|@import)\s*['\"]?(\w+:)?//", text)
    ]
    assert found == []


def test_no_link_inside_the_site_leads_nowhere(pages: dict[str, _Page], site: Path) -> None:
    lost = set()
    for name, page in pages.items():
        for link in page.leads:
            place, _, anchor = link.partition("#")
            if ":" in place.split("/")[0] or name == "404.html":
                continue
            target = ((site / name).parent / place).resolve() if place else site / name
            inside = target.relative_to(site.resolve()) if place else Path(name)
            known = pages.get(inside.as_posix())
            if not (site / inside).is_file() or (anchor and known and anchor not in known.names):
                lost.add((name, link))
    assert lost == set()


def test_an_address_outside_is_that_of_a_source_of_the_law(pages: dict[str, _Page]) -> None:
    told = "".join(source.address for source in load_law(None).sources.values())
    told += (DOCS / "synthetic-extract.md").read_text(encoding="utf-8")
    outside = {link for page in pages.values() for link in page.leads if "://" in link}
    assert {link for link in outside if link not in told} == set()


def test_the_picture_of_the_law_has_every_rule_reading_and_answer(site: Path) -> None:
    picture = re.search(r"<svg class=\"drawn\".*?</svg>", text_of(site, "rule-graph"), re.DOTALL)
    assert picture
    words = set(re.findall(r">([^<>]+)</text>", picture[0]))
    law = load_law(None)
    assert {rule.id for rule in law.common.rules} | set(law.readings) <= words
    assert {rule.regime for rule in law.common.rules} <= words
    asked = {value for rule in law.common.rules for value in rule.asked.values()}
    assert asked <= words
    assert "<title" in picture[0]
    assert "<desc" in picture[0]


def test_the_picture_of_the_flow_has_every_room_once(site: Path) -> None:
    picture = re.search(r"<svg class=\"drawn\".*?</svg>", text_of(site, "rooms"), re.DOTALL)
    assert picture
    heads = re.findall(r'<text class="head"[^>]*>([^<]+)</text>', picture[0])
    assert len(heads) == len(set(heads))
    assert set(heads) == ROOMS


def test_every_command_finding_and_table_has_its_place(site: Path, pages: dict[str, _Page]) -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    told = text_of(site, "commands")
    for name, command in commands.items():
        assert f"hertoets {name}</h2>".replace("</h2>", "") in told
        for parameter in command.params:
            assert all(option in told for option in parameter.opts if option.startswith("--"))
    assert set(load_definitions()) <= pages["reference/findings.html"].names
    assert set(load_descriptions()) <= pages["reference/tables.html"].names


def test_the_reference_of_python_has_what_the_package_offers(pages: dict[str, _Page]) -> None:
    from hertoets import Run

    names = pages["reference/api.html"].names
    shown = {name for name in dir(Run) if not name.startswith("_") and callable(getattr(Run, name))}
    assert "hertoets.desk.open_run" in names
    assert {f"hertoets.desk.run.Run.{name}" for name in shown} <= names


def test_the_catalogue_of_messages_has_most_refusals_of_the_code(site: Path) -> None:
    told = text_of(site, "errors")
    assert told.count("<tr>") > 200
    assert "the file is empty" in told
    assert "Name one of these, or leave --engine out" in told
    for code in ("<td>0</td>", "<td>1</td>", "<td>2</td>", "<td>3</td>"):
        assert code in told


def test_formulas_need_no_script(site: Path) -> None:
    page = (site / "formulas.html").read_text(encoding="utf-8")
    wanted = (DOCS / "formulas.md").read_text(encoding="utf-8")
    drawn = sum(
        len(one.split("\n\n")) for one in re.findall(r"```math\n(.*?)```", wanted, re.DOTALL)
    )
    assert page.count("<math ") == drawn > 20
    assert "mathjax" not in page.lower()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_search_works_from_a_file_and_pages_can_be_read_by_everybody(
    width: int, site: Path, started: Browser
) -> None:
    context = started.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    try:
        for name in ("tutorial", "reference/rule-graph", "formulas", "outcomes", "law"):
            page.goto((site / f"{name}.html").as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            if width > 1000:
                page.wait_for_timeout(150)  # a box that scrolls can be reached by key after that
                found = {one["id"] for one in Axe().run(page).response["violations"]}
                # The theme gives each block of code a row of buttons, all of one name.
                assert found <= {"landmark-unique"}, name
        page.goto((site / "index.html").as_uri())
        if width < 1000:
            page.locator("label.md-header__button[for=__search]").click()
        page.locator("input[name=query]").press_sequentially("guidance_difference_euro")
        first = page.locator(".md-search-result__item a").first
        first.wait_for(timeout=20_000)
        assert "findings.html" in str(first.get_attribute("href"))
    finally:
        context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert faults == []
