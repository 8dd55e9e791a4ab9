"""A folder that is no run and no extract is named for what it is; exact results that were changed are refused."""

import shutil
from collections.abc import Callable
from pathlib import Path

import hertoets
import polars as pl
import pytest
from hertoets.errors import UseError
from hertoets.runfolder import RunFolder


@pytest.fixture
def place(tmp_path: Path, bare_run: Path) -> Path:
    """A copy of a small run, in a folder for runs."""
    shutil.copytree(bare_run, tmp_path / "runs" / "proef")
    (tmp_path / "runs" / "proef" / "protected" / "asked").mkdir(exist_ok=True)
    (tmp_path / "leeg").mkdir()
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "findings.json").write_text("[]", encoding="utf-8")
    return tmp_path


WRONG = {
    "the folder of runs": ("runs", r'holds runs: proef\. Open one of them: open_run\(".*runs/proef"'),
    "its report": ("runs/proef/report", r'inside the run proef.* Open the run: open_run\(".*runs/proef"'),
    "its protected": ("runs/proef/protected", r'inside the run proef.* open_run\(".*runs/proef"'),
    "its tables": ("runs/proef/report/tables", r'inside the run proef.* open_run\(".*runs/proef"'),
    "an unfinished run": ("half", r"not complete: its record\.json is not there\. Make it again"),
    "an empty folder": ("leeg", r"neither a finished run .* nor an extract"),
    "what is not there": ("weg", r"weg is not found from "),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_folder_is_named_for_what_it_is(case: str, place: Path) -> None:
    folder, said = WRONG[case]
    with pytest.raises(UseError, match=said) as refused:
        hertoets.open_run(place / folder)
    assert len(refused.value.faults) == 1


def test_a_folder_with_a_table_nearly_right_is_still_judged_as_an_extract(place: Path) -> None:
    (place / "leeg" / "persons.xlsx").write_bytes(b"")
    with pytest.raises(UseError, match="persons"):
        hertoets.open_run(place / "leeg")


def test_another_setting_for_a_finished_run_is_answered_with_where_to_give_it(place: Path) -> None:
    with pytest.raises(UseError, match=r"run\.what_if\(headline=…\), or .*open_run\(EXTRACT, RUN"):
        hertoets.open_run(place / "runs" / "proef", headline="duty")


def test_a_run_without_its_protected_part_asks_for_its_extract(place: Path) -> None:
    shutil.rmtree(place / "runs" / "proef" / "protected")
    with pytest.raises(UseError, match=r"without its protected/ .* Name the extract too"):
        hertoets.open_run(place / "runs" / "proef")


ASKED: dict[str, tuple[Path, Callable[[hertoets.Run], object]]] = {
    "persons": (RunFolder.doubted, lambda run: run.persons()),
    "persons as recorded": (RunFolder.outcomes, lambda run: run.persons(as_recorded=True)),
    "by_reading": (RunFolder.doubted, lambda run: run.by_reading()),
    "doubts": (RunFolder.doubts, lambda run: run.doubts()),
    "causes": (RunFolder.causes, lambda run: run.causes()),
    "finding": (RunFolder.exact_findings, lambda run: run.finding("wrong_notice", exact=True)),
    "what_if": (RunFolder.doubted, lambda run: run.what_if(tolerance_days=3)),
    "sensitivity": (RunFolder.exact_findings, lambda run: run.sensitivity()),
}


@pytest.mark.parametrize("gone", [False, True], ids=["changed", "gone"])
@pytest.mark.parametrize("case", ASKED)
def test_an_exact_result_that_is_not_the_one_of_the_run_is_not_shown(
    case: str, gone: bool, place: Path
) -> None:
    path, ask = ASKED[case]
    run = hertoets.open_run(place / "runs" / "proef")
    file = run.folder / path
    if gone:
        file.unlink()
    elif file.suffix == ".parquet":
        rows = pl.read_parquet(file)
        pl.concat([rows, rows]).write_parquet(file)  # it reads as before
    else:
        file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(UseError, match=f"{path.name}: is {'gone' if gone else 'not the file'}"):
        ask(hertoets.open_run(place / "runs" / "proef"))


def test_what_is_offered_after_the_name_of_the_package_is_what_it_is_for() -> None:
    assert dir(hertoets) == ["Run", "__version__", "open_run"]
