"""The report in a browser: WCAG 2.1 AA by axe-core, on a screen, a telephone and on paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import browser, page_of
from playwright.sync_api import Browser, Page

from tests.support.machine import chromium

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
DESKTOP, PHONE, SMALL, A4 = 1280, 390, 320, 718
PAGES = ("index.html", "verantwoording.html")

OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true })"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SCROLLS = """
[...document.querySelectorAll('body *')]
  .filter(e => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX))
  .filter(e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
  .map(e => ({ focus: e.tabIndex, name: e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') }))
"""
STICKS_OUT = """
[...document.querySelectorAll('table, img')]
  .filter(e => e.offsetParent && e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => (e.caption || e).textContent || e.alt)
"""
# The rows of a table are made alike: some of each stand for the thousands of the attacker's table.
SOME_ROWS = """
document.querySelectorAll('tbody').forEach(body =>
  [...body.rows].slice(25).forEach(row => row.remove()))
"""
COLORS_OF_PAPER = """
[...document.querySelectorAll('.picture')].map(e => getComputedStyle(e).backgroundColor)
"""


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with browser() as one:
        yield one


def _faults(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": RULES}).response
    assert found["passes"], "axe-core looked at nothing"
    return [
        f"{fault['id']}: {node['html'][:120]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("width", "media", "scheme"),
    [
        (DESKTOP, "screen", "light"),
        (DESKTOP, "screen", "dark"),
        (PHONE, "screen", "dark"),
        (SMALL, "screen", "light"),
        (A4, "print", "light"),
    ],
)
def test_axe_finds_no_fault_with_everything_unfolded(
    started: Browser, full_run: Path, name: str, scheme: str, width: int, media: str
) -> None:
    report = full_run / "report" / name
    with page_of(started, report, scheme=scheme, width=width, media=media) as (page, asked):
        page.evaluate(OPEN_ALL)
        assert _faults(page) == []
        assert asked == []


def test_axe_finds_no_fault_where_most_was_not_measured(started: Browser, bare_run: Path) -> None:
    report = bare_run / "report" / "index.html"
    with page_of(started, report, scheme="light", width=PHONE, media="screen") as (page, _):
        page.evaluate(OPEN_ALL)
        assert _faults(page) == []


@pytest.mark.parametrize(("width", "media"), [(PHONE, "screen"), (A4, "print")])
def test_axe_finds_no_fault_in_the_page_of_the_checker(
    started: Browser, full_run: Path, width: int, media: str
) -> None:
    proof = full_run / "protected" / "disclosure.html"
    with page_of(started, proof, scheme="light", width=width, media=media) as (page, asked):
        assert page.evaluate(TOO_WIDE) == 0
        page.evaluate(SOME_ROWS)
        assert _faults(page) == []
        assert asked == []


def test_axe_would_have_found_a_fault(started: Browser, full_run: Path, tmp_path: Path) -> None:
    """The check is alive: an alt text taken away is seen."""
    spoiled = tmp_path / "index.html"
    whole = (full_run / "report" / "index.html").read_text(encoding="utf-8")
    spoiled.write_text(whole.replace("<img alt=", "<img data-alt=", 1), encoding="utf-8")
    with page_of(started, spoiled, scheme="light", width=DESKTOP, media="screen") as (page, _):
        assert [fault.split(":")[0] for fault in _faults(page)] == ["image-alt"]


@pytest.mark.parametrize("width", [DESKTOP, PHONE, SMALL])
def test_only_tables_and_figures_scroll_sideways_and_the_keyboard_can_reach_them(
    started: Browser, full_run: Path, width: int
) -> None:
    report = full_run / "report" / "index.html"
    with page_of(started, report, scheme="light", width=width, media="screen") as (page, _):
        page.evaluate(OPEN_ALL)
        assert page.evaluate(TOO_WIDE) == 0
        scrolling = page.evaluate(SCROLLS)
        assert scrolling
        assert all(one["focus"] == 0 and one["name"] for one in scrolling)


def test_on_paper_no_table_or_figure_sticks_out_and_headings_come_back(
    started: Browser, full_run: Path
) -> None:
    """The width is that of A4 between the margins, at 96 pixels an inch."""
    report = full_run / "report" / "index.html"
    with page_of(started, report, scheme="light", width=A4, media="print") as (page, _):
        assert page.evaluate(STICKS_OUT) == []
        assert page.evaluate(SCROLLS) == []
        heads = "[...document.querySelectorAll('thead')].map(e => getComputedStyle(e).display)"
        assert set(page.evaluate(heads)) == {"table-header-group"}


def test_a_figure_keeps_its_white_paper_on_a_dark_page(started: Browser, full_run: Path) -> None:
    report = full_run / "report" / "index.html"
    with page_of(started, report, scheme="dark", width=DESKTOP, media="screen") as (page, _):
        assert set(page.evaluate(COLORS_OF_PAPER)) == {"rgb(255, 255, 255)"}
        body = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert body == "rgb(19, 26, 33)"


def test_the_first_press_of_the_tab_key_reaches_a_link_past_the_cover(
    started: Browser, full_run: Path
) -> None:
    report = full_run / "report" / "index.html"
    with page_of(started, report, scheme="light", width=DESKTOP, media="screen") as (page, _):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "inhoud"


def test_without_a_browser_the_tests_say_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(FileNotFoundError, match="apt-get install chromium"):
        chromium()
    monkeypatch.setenv("CHROMIUM", "/somewhere/chrome")
    assert chromium() == "/somewhere/chrome"
