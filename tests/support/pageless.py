"""Runs that make no pages, for tests of what runs know of one another: half of the time of one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hertoets.run import recorded, run


def _as_they_are(notebooks: list[Path], *, out: Path, **_: object) -> list[Path]:
    return [Path(shutil.copy(notebook, out)) for notebook in notebooks]


def _page(_executed: object, _release: object, report: Path) -> Path:
    page = report / "index.html"
    page.write_text("", encoding="utf-8")
    return page


@contextmanager
def pageless() -> Iterator[None]:
    """Leave out figures, notebooks, workbook, annex and pages of each run; all else is made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recorded, "draw_figures", lambda *_: None)
        patch.setattr(run, "execute_notebooks", _as_they_are)
        patch.setattr(run, "build_workbook", lambda *_, **__: None)
        patch.setattr(run, "write_annex", lambda *_: None)
        patch.setattr(run, "build_report", _page)
        yield
