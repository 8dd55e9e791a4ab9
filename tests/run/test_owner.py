"""What lies under protected/ is for its owner alone: each file, whatever the umask, in copies too."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hertoets.run.run
import nbformat
import pytest
from hertoets.desk import open_run
from hertoets.errors import HertoetsError
from hertoets.run import Parameters, run_extract
from hertoets.run.folder import appearing
from hertoets.run.replacing import RUN, refuse_foreign
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from small_extract import write_extract, write_quick_policy
from small_run import write_run

UMASKS = [0o000, 0o002, 0o022, 0o027, 0o077, 0o777]


@pytest.fixture(params=UMASKS, ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def _modes(top: Path) -> dict[str, int]:
    return {
        path.relative_to(top).as_posix(): path.stat().st_mode & 0o777 for path in top.rglob("*")
    }


def _for_the_owner(run: Path) -> None:
    """Each file and folder of protected/, by a mode of its own."""
    release = {name: mode for name, mode in _modes(run).items() if name.startswith("protected")}
    assert len(release) > 2
    folders = {name for name in release if (run / name).is_dir()}
    assert {name: oct(mode) for name, mode in release.items()} == {
        name: oct(0o700 if name in folders else 0o600) for name in release
    }


def _published(run: Path, umask: int) -> None:
    for name, mode in _modes(run).items():
        if not name.startswith("protected"):
            asked = 0o777 if (run / name).is_dir() else 0o666
            own = 0o700 if (run / name).is_dir() else 0o600
            assert mode == (asked & ~umask) | own, name


def test_a_folder_that_appears_is_open_but_for_protected(tmp_path: Path, umask: int) -> None:
    with appearing(tmp_path / "deep" / "a", force=False, kind=RUN) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        write_run(folder)
        (folder / "report").mkdir()
        assert max(_modes(folder).values()) == 0o700
    assert os.umask(umask) == umask
    _for_the_owner(tmp_path / "deep" / "a")
    _published(tmp_path / "deep" / "a", umask)


def test_it_stays_so_in_a_copy_and_where_force_replaces(tmp_path: Path, umask: int) -> None:
    os.umask(0o022)
    write_run(tmp_path / "a")  # an older run, made without this care
    os.umask(umask)
    os.chmod(tmp_path / "a", 0o755)
    for folder in (tmp_path / "a", tmp_path / "a" / "protected"):
        folder.chmod(0o755)
        for path in folder.iterdir():
            path.chmod(0o755 if path.is_dir() else 0o644)
    with appearing(tmp_path / "a", force=True, kind=RUN) as folder:
        write_run(folder)
    _for_the_owner(tmp_path / "a")
    os.umask(0o022)
    os.makedirs(tmp_path / "copy" / "protected")
    for path in (tmp_path / "a").rglob("*"):
        if path.is_file():
            shutil.copy(path, tmp_path / "copy" / path.relative_to(tmp_path / "a"))
    (tmp_path / "copy" / "protected").chmod(0o700)
    _for_the_owner(tmp_path / "copy")


def _notebook(folder: Path) -> Path:
    cell = new_code_cell("import os; open('report/by_hand.txt', 'w').close()", id="cell")
    (folder / "notebooks").mkdir()
    title = new_markdown_cell("# Niets", id="title")
    nbformat.write(new_notebook(cells=[title, cell]), folder / "notebooks" / "01_none.ipynb")
    return folder / "notebooks"


def test_a_whole_run_writes_nothing_under_protected_that_others_may_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables, notebooks, key, page and hashes; and all that it leaves is known as a run's own."""
    extract = write_extract(tmp_path / "extract")
    policy = Parameters.from_values({"disclosure": write_quick_policy(tmp_path)})
    monkeypatch.setattr(hertoets.run.run, "build_workbook", lambda *_a, **_n: None)
    notebooks = _notebook(tmp_path)
    before = os.umask(0o000)
    try:
        run_extract(extract, tmp_path / "a", policy, notebooks=notebooks)
        with pytest.raises(HertoetsError):
            open_run(str(tmp_path / "nowhere"), str(tmp_path / "own"))
        open_run(str(extract), str(tmp_path / "own"), disclosure=str(tmp_path / "quick.toml"))
    finally:
        os.umask(before)
    _for_the_owner(tmp_path / "a")
    _published(tmp_path / "a", 0o000)
    assert (tmp_path / "a" / "protected" / "notebooks" / "01_none.ipynb").is_file()
    _for_the_owner(tmp_path / "own")
    refuse_foreign(tmp_path / "a", RUN)
