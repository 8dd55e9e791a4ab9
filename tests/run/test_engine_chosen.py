"""Which engine is used where nobody names one."""

from pathlib import Path

import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from hertoets.cli import main
from hertoets.run.ranges import choosing
from hertoets.run.ranges.choosing import BYTES_A_ROW, SHARE, engine_for, free_memory


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chosen") / "extract"
    assert main(["synth", "--persons", "300", "--quiet", "--out", str(folder)]) == 0
    return folder


def _rows(folder: Path) -> int:
    return sum(pq.read_metadata(path).num_rows for path in folder.glob("*.parquet"))


def test_an_extract_that_fits_is_held_in_memory_and_one_row_more_is_not(
    extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert engine_for(extract) == "memory"
    just = _rows(extract) * BYTES_A_ROW / SHARE
    monkeypatch.setattr(choosing, "free_memory", lambda: just)
    assert engine_for(extract) == "memory"
    monkeypatch.setattr(choosing, "free_memory", lambda: just - 1)
    assert engine_for(extract) == "ranges"


def test_rows_of_parts_are_added_and_those_of_a_csv_guessed(
    extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    persons = pq.read_table(extract / "persons.parquet")
    (tmp_path / "persons").mkdir()
    for number in range(3):
        pq.write_table(persons, tmp_path / "persons" / f"{number}.parquet")
    least = 3 * persons.num_rows * BYTES_A_ROW / SHARE
    monkeypatch.setattr(choosing, "free_memory", lambda: least - 1)
    assert engine_for(tmp_path) == "ranges"
    monkeypatch.setattr(choosing, "free_memory", lambda: least)
    assert engine_for(tmp_path) == "memory"
    pa_csv.write_csv(persons, tmp_path / "notices.csv")
    assert engine_for(tmp_path) == "ranges"


def test_what_cannot_be_read_is_left_to_whoever_tells_why(tmp_path: Path) -> None:
    assert engine_for(tmp_path / "nowhere") == "memory"
    (tmp_path / "persons.parquet").write_bytes(b"no Parquet")
    assert engine_for(tmp_path) == "memory"


def test_there_is_no_more_memory_than_the_machine_has() -> None:
    import psutil

    assert 0 < free_memory() <= psutil.virtual_memory().total
