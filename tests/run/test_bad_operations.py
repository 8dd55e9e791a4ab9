"""Bad operational inputs, one by one: one true message, no traceback, no value, nothing lost."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import hertoets.run.recorded
import nbformat
import pytest
from bad_operations import PAGE, Case, all_cases, describe
from hertoets.cli import main
from hertoets.run import Parameters, run_extract
from nbformat.v4 import new_markdown_cell, new_notebook
from small_extract import write_extract, write_quick_policy

CASES = all_cases()
LONGEST_SECONDS = 30
VALUES = ("1990-05-02", "2021-10-04", "SYR")  # of the persons in the extract
MAPPING = """\
[[source]]
table = "persons"
files = ["persons.csv"]
[source.columns]
person_id = { from = "person_id" }
birth_date = { absent = "unknown" }
sex = { absent = "unknown" }
nationality = { absent = "unknown" }
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run, and the extract that it read."""
    place = tmp_path_factory.mktemp("whole")
    write_extract(place / "extract")
    (place / "notebooks").mkdir()
    title = new_markdown_cell("# Niets", id="title")
    nbformat.write(new_notebook(cells=[title]), place / "notebooks" / "01_none.ipynb")
    policy = Parameters.from_values({"disclosure": write_quick_policy(place)})
    with pytest.MonkeyPatch.context() as patch:
        # No case looks at a figure, and every case copies the run.
        patch.setattr(hertoets.run.recorded, "draw_figures", lambda *_: None)
        run_extract(place / "extract", place / "run", policy, notebooks=place / "notebooks")
    (place / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return place


@pytest.fixture(autouse=True)
def _no_endless_work() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise AssertionError("takes too long")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST_SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def _tree(place: Path) -> list[str]:
    return sorted(f"{path}" for path in place.rglob("*"))


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_a_bad_input_ends_in_one_true_message(
    case: Case,
    whole: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if "{run}" in case.words:
        shutil.copytree(whole / "run", tmp_path / "run")
    case.spoil(tmp_path)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    before = _tree(tmp_path)
    named = {"tmp": tmp_path, "run": tmp_path / "run", "whole": whole / "run"}
    named |= {"extract": whole / "extract", "delivery": whole / "extract"}
    named |= {"mapping": whole / "mapping.toml"}
    code = main([word.format(**named) for word in case.words])
    said = capsys.readouterr()
    assert (code, said.out) == (case.code, "")
    heading, *faults = said.err.splitlines()
    assert heading.split()[1].startswith("fault")
    assert int(heading.split()[0]) == len(faults)
    assert "internal error" not in said.err
    assert "Traceback" not in said.err
    assert all(text in said.err for text in case.says)
    assert not [value for value in VALUES if value in said.err]
    assert _tree(tmp_path) == before


def test_the_undamaged_run_is_explained_compared_and_known(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = str(whole / "run")
    assert main(["explain", run, "A1"]) == 0
    assert main(["compare", run, run, "--quick", "--quiet"]) == 0
    capsys.readouterr()


def test_the_page_is_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == describe()
    assert len(CASES) >= 300
    assert len({case.id for case in CASES}) == len(CASES)
