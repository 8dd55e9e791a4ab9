"""JupyterLab as `make lab` opens it: every notebook opened, run and looked at in a browser."""

import json
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from hertoets.publish.figures import missing_for
from hertoets.release import load_release
from playwright.sync_api import Browser

from tests.reports.browser import browser
from tests.support.lab import Desk, Lab, copy_notebooks, desk, lab

SOURCE = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = [path.relative_to(SOURCE.parent).as_posix() for path in sorted(SOURCE.rglob("*.ipynb"))]
TRIAL = "notebooks/bureau/10_een_andere_lezing.ipynb"
START = "notebooks/bureau/00_waar_begin_ik.ipynb"
FIGURE = re.compile(r'\bfigure\(result, \\"(\w+)\\"')
TRIED = "sensitivity(result)"


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with browser() as one:
        yield one


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="module")
def running(place: Path, full_extract: Path, full_run: Path) -> Iterator[Lab]:
    root = place / "project"
    for folder, target in (("data", full_extract), ("runs", full_run)):
        (root / folder).mkdir(parents=True)
        (root / folder / "proef").symlink_to(target)
    copy_notebooks(SOURCE, root, {"extract": str(full_extract), "run": str(full_run)})
    with lab(root, place) as server:
        yield server


@pytest.fixture(scope="module")
def opened(started: Browser, running: Lab) -> Iterator[Desk]:
    with desk(started, running) as one:
        yield one
        assert one.elsewhere == []


def _refuse_errors(shown: Desk) -> None:
    outputs = shown.outputs()
    assert [one for one in outputs if one["output_type"] == "error"] == []
    assert [one["text"] for one in outputs if one.get("name") == "stderr"] == []


def test_it_begins_on_the_page_with_the_questions(opened: Desk, place: Path) -> None:
    page = opened.page
    page.wait_for_selector("h1:has-text('Waar begin ik?')")
    assert page.url.partition("?")[0].endswith(START)
    opened.run_all()
    _refuse_errors(opened)
    page.wait_for_selector("table:has-text('runs/proef')")
    assert page.locator("td:has-text('open_run(')").count() >= 2
    opened.photograph(place / "begin.png")
    page.locator(".jp-RenderedMarkdown a:has-text('Wie kreeg ten onrechte')").click()
    page.wait_for_selector("h1:has-text('Wie kreeg ten onrechte een kennisgeving?')")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: Path(path).stem)
def test_every_notebook_runs_and_shows_its_pictures(
    path: str, opened: Desk, place: Path, full_run: Path
) -> None:
    opened.open(path)
    opened.run_all()
    _refuse_errors(opened)
    pictures = opened.pictures()
    source = (SOURCE.parent / path).read_text(encoding="utf-8")
    release = load_release(full_run)
    drawn = [name for name in FIGURE.findall(source) if not missing_for(release, name)]
    assert len(pictures) == len(drawn) + source.count(TRIED)
    assert drawn or "figure(" not in source
    assert all(len(one["alt"]) > 40 and one["width"] > 100 for one in pictures)
    opened.photograph(place / f"{Path(path).stem}.png")
    if path != TRIAL:
        opened.close()
    assert opened.elsewhere == []


def test_turning_a_control_changes_the_block_below(opened: Desk, place: Path) -> None:
    opened.open(TRIAL)
    page = opened.page
    block = page.locator(".jp-OutputArea .stacked .answer").first
    before = block.inner_text()
    assert "Bekendmaking, alleen de hoofdregel" in before.partition("(in de run")[0]
    page.locator(".widget-dropdown select").select_option(label="Beschikking")
    page.wait_for_function(
        "() => document.querySelector('.stacked .answer').innerText.includes('“Beschikking”')"
    )
    assert "komen anders uit" in block.inner_text()
    _refuse_errors(opened)
    opened.photograph(place / "turned.png")
    opened.close()


def test_a_kernel_has_no_port_but_a_socket_of_its_user(opened: Desk, running: Lab) -> None:
    opened.open(START)
    opened.run_all()
    kernels = list(running.runtime.glob("kernel-*.json"))
    assert kernels
    told = [json.loads(path.read_text(encoding="utf-8")) for path in kernels]
    assert {one["transport"] for one in told} == {"ipc"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in kernels} == {0o600}
    assert "Kernel is running over TCP" not in running.log.read_text(encoding="utf-8")


def test_without_the_token_nothing_is_told_and_nobody_elsewhere_is_heard(running: Lab) -> None:
    with pytest.raises(OSError, match="403"):
        urlopen(f"{running.address}/api/contents", timeout=60)
    assert running.address.startswith("http://127.0.0.1:")
    assert "Extension Manager is 'readonly'" in running.log.read_text(encoding="utf-8")


def test_in_all_that_time_nothing_asked_a_question_or_for_another_address(opened: Desk) -> None:
    assert opened.page.locator(".Toastify__toast, .jp-Dialog").count() == 0
    assert opened.elsewhere == []
