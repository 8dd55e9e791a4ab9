"""A headless Chromium for the tests: found on this machine, shown only files, nothing of the net."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.support.machine import chromium

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def browser() -> Iterator[Browser]:
    """Give a browser that is closed afterwards; each has a profile of its own that is thrown away."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium(), args=list(QUIET))
        try:
            yield started
        finally:
            started.close()


@contextmanager
def page_of(
    started: Browser, report: Path, *, scheme: str, width: int, media: str
) -> Iterator[tuple[Page, list[str]]]:
    """Open a report; with it comes the list of addresses that it asked for besides itself."""
    context = started.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    asked: list[str] = []
    own = report.as_uri()

    def allow(route: Route) -> None:
        if route.request.url == own:
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    context.route(lambda address: not address.startswith("data:"), allow)
    page = context.new_page()
    page.emulate_media(media=media)  # type: ignore[arg-type]
    page.goto(own)
    try:
        yield page, asked
    finally:
        context.close()
