"""No page is wider than a narrow screen (WCAG 1.4.10), in any of the usual fonts of Linux.

320 pixels is the width that WCAG names: a small telephone, or a desktop at 400 percent.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import browser, page_of
from fonts import FONTS, set_in
from playwright.sync_api import Browser, Page

WIDTHS = (320, 360)
PAGES = {
    "the report": ("full_run", "report/index.html"),
    "the report where most was not measured": ("bare_run", "report/index.html"),
    "the page of the checker": ("full_run", "protected/disclosure.html"),
}
OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true })"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What sticks out of the page, save what is parked left of it for screen readers and what scrolls in
# a region of its own.
STICKS_OUT = """
[...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect();
  if (box.width === 0 || box.right <= innerWidth + 1) return false;
  for (let up = e.parentElement; up; up = up.parentElement)
    if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX)) return false;
  return true;
}).map(e => e.tagName + ': ' + e.textContent.trim().slice(0, 60))
"""
CUT_OFF = """
[...document.querySelectorAll('body *')]
  .filter(e => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX))
  .filter(e => e.scrollWidth > e.clientWidth + 1 && !e.classList.contains('unseen'))
  .map(e => e.tagName + ': ' + e.textContent.trim().slice(0, 60))
"""
OUT_OF_REACH = """
[...document.querySelectorAll('body *')]
  .filter(e => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX))
  .filter(e => e.scrollWidth > e.clientWidth + 1)
  .filter(e => e.tabIndex !== 0 || !(e.ariaLabel || e.getAttribute('aria-labelledby')))
  .map(e => e.className)
"""
SLIDES = """
[...document.querySelectorAll('.table')]
  .filter(e => e.querySelector('.stack') && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.getAttribute('aria-label'))
"""
LONGEST_WORD = "Rechtvaardigingsgronden" * 4
ADD_A_LONG_WORD = """
word => {
  const texts = document.querySelectorAll('h1, h2, h3, p, li, dt, dd, th, td, summary, caption, a');
  texts.forEach(text => text.append(' ' + word));
  return texts.length;
}
"""


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with browser() as one:
        yield one


def _misfits(page: Page) -> dict[str, object]:
    """Give what is wrong at this width; empty where nothing is."""
    found = {
        "pixels too wide": page.evaluate(TOO_WIDE),
        "sticks out": page.evaluate(STICKS_OUT),
        "cut off": page.evaluate(CUT_OFF),
        "scrolls out of reach": page.evaluate(OUT_OF_REACH),
    }
    return {what: value for what, value in found.items() if value}


@pytest.fixture(scope="module", params=PAGES)
def shown(started: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    run, name = PAGES[request.param]
    path: Path = request.getfixturevalue(run) / name
    with page_of(started, path, scheme="light", width=WIDTHS[0], media="screen") as (page, _):
        yield page


@pytest.mark.parametrize("font", FONTS)
def test_every_font_fits_a_narrow_screen_and_only_regions_within_reach_scroll(
    shown: Page, font: str
) -> None:
    shown.reload()
    shown.evaluate(OPEN_ALL)
    set_in(shown, font)
    for width in WIDTHS:
        shown.set_viewport_size({"width": width, "height": 800})
        assert _misfits(shown) == {}, width


def test_no_table_that_is_stacked_slides_sideways(shown: Page) -> None:
    shown.reload()
    shown.evaluate(OPEN_ALL)
    set_in(shown, FONTS[0])
    shown.set_viewport_size({"width": WIDTHS[0], "height": 800})
    assert shown.evaluate(SLIDES) == []


def test_a_word_longer_than_the_screen_breaks_wherever_it_stands(shown: Page) -> None:
    """A name that a delivery brings may be as long as it likes."""
    shown.reload()
    shown.evaluate(OPEN_ALL)
    set_in(shown, FONTS[0])
    shown.set_viewport_size({"width": WIDTHS[0], "height": 800})
    assert shown.evaluate(ADD_A_LONG_WORD, LONGEST_WORD) > 20
    assert _misfits(shown) == {}


def test_what_does_not_fit_would_be_seen(started: Browser, tmp_path: Path) -> None:
    """The check is alive: a table that scrolls nowhere and a word that cannot break are named."""
    page_of_old = tmp_path / "old.html"
    page_of_old.write_text(
        "<h1>Titel</h1><table><tr><th>handtekening<th>handtekening<th>handtekening</table>"
        f"<div style='overflow-x: auto'><span>{LONGEST_WORD}</span></div>"
        f"<p style='overflow: hidden'>{LONGEST_WORD}</p>",
        encoding="utf-8",
    )
    with page_of(started, page_of_old, scheme="light", width=320, media="screen") as (page, _):
        set_in(page, FONTS[0])
        assert _misfits(page).keys() == {
            "pixels too wide",
            "sticks out",
            "cut off",
            "scrolls out of reach",
        }
