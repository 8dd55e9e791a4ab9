"""Notebooks executed in a run: in order, alike each time, and silent about persons."""

from pathlib import Path

import nbformat
import pytest
from hertoets.errors import DataError, UseError
from hertoets.run.forked import CAN_FORK
from hertoets.run.notebooks import execute_notebooks, notebooks_of_the_project
from hertoets.run.progress import Progress
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PARAMETERS = {"extract": "GM0363", "run": ".", "tolerance_days": 2}


def _notebook(path: Path, *code: str) -> Path:
    cells = [
        new_markdown_cell("# Vraag", id="title"),
        new_code_cell(
            'extract = ""\nrun = ""\ntolerance_days = 0',
            id="parameters",
            metadata={"tags": ["parameters"]},
        ),
    ]
    cells += [new_code_cell(text, id=f"cell-{number}") for number, text in enumerate(code)]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def _execute(notebooks: list[Path], folder: Path, name: str = "out") -> list[Path]:
    out = folder / name
    out.mkdir()
    return execute_notebooks(
        notebooks, parameters=PARAMETERS, folder=folder, out=out, progress=Progress()
    )


def _printed(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    return "".join(
        output.text for cell in cells for output in cell.get("outputs", []) if "text" in output
    )


@pytest.mark.parametrize("forked", [True, False])
def test_notebooks_run_in_the_run_folder_with_values_as_they_were_given(
    forked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hertoets.run.forked.CAN_FORK", forked and CAN_FORK)
    say = "import os; print(os.getcwd(), repr(extract), repr(tolerance_days))"
    [executed] = _execute([_notebook(tmp_path / "01_a.ipynb", say)], tmp_path)
    assert _printed(executed) == f"{tmp_path} 'GM0363' 2\n"


def test_executing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    notebooks = [
        _notebook(tmp_path / f"0{number}_a.ipynb", f"print({number})") for number in (1, 2)
    ]
    once = _execute(notebooks, tmp_path, "once")
    again = _execute(notebooks, tmp_path, "again")
    assert [path.name for path in once] == ["01_a.ipynb", "02_a.ipynb"]
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]
    assert str(tmp_path).encode() not in b"".join(path.read_bytes() for path in once)


def test_cells_have_ids_of_their_own_across_notebooks(tmp_path: Path) -> None:
    notebooks = [_notebook(tmp_path / f"0{number}_a.ipynb", "1") for number in (1, 2)]
    added = [
        cell.id
        for path in _execute(notebooks, tmp_path)
        for cell in nbformat.read(path, as_version=4).cells
        if "injected-parameters" in cell.metadata.tags
    ]
    assert added == ["01-injected-parameters", "02-injected-parameters"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ('raise KeyError("GEHEIM")', "stopped with KeyError"),
        ('{}["GEHEIM"]', "stopped with KeyError"),
        ("int('GEHEIM')", "stopped with ValueError"),
        ("1 +", "stopped with SyntaxError"),
        ("import os; os._exit(1)", "its kernel died"),
    ],
)
def test_a_failing_cell_is_named_without_a_value_of_a_person(
    tmp_path: Path, code: str, said: str
) -> None:
    notebook = _notebook(tmp_path / "03_b.ipynb", "extract", code)
    with pytest.raises(DataError, match=said) as caught:
        _execute([notebook], tmp_path)
    assert "03_b.ipynb" in str(caught.value)
    assert "died" in said or "cell 4" in str(caught.value)
    assert "GEHEIM" not in str(caught.value)
    assert list((tmp_path / "out").iterdir()) == []


def test_an_error_of_our_own_keeps_its_message(tmp_path: Path) -> None:
    code = "from hertoets.errors import UseError\n"
    code += "raise UseError.of(where='notices.csv', what='column missing', mend='Add it')"
    notebook = _notebook(tmp_path / "03_b.ipynb", code)
    with pytest.raises(DataError, match=r"UseError: notices\.csv: column missing\. Add it\."):
        _execute([notebook], tmp_path)


def test_a_forked_kernel_computes_on_many_threads(tmp_path: Path) -> None:
    code = "import polars as pl\n"
    code += "rows = pl.LazyFrame({'a': range(100_000)}).group_by(pl.col('a') % 7).agg(pl.len())\n"
    code += "print(rows.collect().height, pl.thread_pool_size() > 0)"
    [executed] = _execute([_notebook(tmp_path / "01_a.ipynb", code)], tmp_path)
    assert _printed(executed) == "7 True\n"


def test_kernels_have_nothing_of_one_another(tmp_path: Path) -> None:
    code = "import os, hertoets\nprint(hasattr(hertoets, 'mine'))\nhertoets.mine = os.getpid()"
    notebooks = [_notebook(tmp_path / f"0{number}_a.ipynb", code) for number in (1, 2, 3)]
    assert {_printed(path) for path in _execute(notebooks, tmp_path)} == {"False\n"}


@pytest.mark.skipif(not CAN_FORK, reason="no fork on this system")
def test_where_no_kernel_can_be_forked_the_notebook_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))  # no Python starts with that
    with pytest.raises(DataError, match=r"01_a\.ipynb.*its kernel could not be started"):
        _execute([_notebook(tmp_path / "01_a.ipynb", "1")], tmp_path)


@pytest.mark.skipif(not CAN_FORK, reason="no fork on this system")
def test_kernels_end_with_the_process_they_were_forked_from(tmp_path: Path) -> None:
    code = "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(300)"
    with pytest.raises(DataError, match="its kernel died"):
        _execute([_notebook(tmp_path / "01_a.ipynb", code)], tmp_path)


def test_a_failing_notebook_stops_the_others(tmp_path: Path) -> None:
    notebooks = [
        _notebook(tmp_path / "01_a.ipynb", "raise ValueError"),
        _notebook(tmp_path / "02_b.ipynb", "import time; time.sleep(300)"),
        _notebook(tmp_path / "03_c.ipynb", "import time; time.sleep(300)"),
    ]
    with pytest.raises(DataError, match=r"01_a\.ipynb"):
        _execute(notebooks, tmp_path)


def test_a_temporary_folder_with_a_long_name_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "een map é" / ("lang" * 25)
    deep.mkdir(parents=True)
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    [executed] = _execute([_notebook(tmp_path / "01_a.ipynb", "print(1)")], tmp_path)
    assert _printed(executed) == "1\n"


def test_without_notebooks_the_message_says_where_they_should_be(tmp_path: Path) -> None:
    with pytest.raises(UseError, match="no notebooks here"):
        notebooks_of_the_project(tmp_path)


def test_the_notebooks_of_the_project_are_found_in_reading_order() -> None:
    numbers = [path.name[:2] for path in notebooks_of_the_project()]
    assert numbers == sorted(numbers)
    assert len(numbers) == 9
