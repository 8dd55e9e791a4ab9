"""How a synthetic extract is written: the same bytes, whole or not at all."""

import time
import tomllib
from pathlib import Path

import pandas as pd
import pyarrow.parquet
import pytest
from hertoets.errors import UseError
from hertoets.extract.schema import schema
from hertoets.synth import write_synthetic_extract

from tests.support.cases import DRAWN


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_same_seed_gives_the_same_bytes(tmp_path: Path, format: str) -> None:
    for name in ("a", "b"):
        write_synthetic_extract(tmp_path / name, persons=800, format=format)  # type: ignore[arg-type]
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_another_seed_gives_other_bytes_in_every_table(tmp_path: Path) -> None:
    for seed in (1, 2):
        write_synthetic_extract(tmp_path / str(seed), persons=800, seed=seed)
    one, two = contents(tmp_path / "1"), contents(tmp_path / "2")
    assert list(one) == list(two)
    assert [name for name in one if one[name] == two[name]] == ["datapackage.json"]


def test_all_nine_tables_and_the_description_are_written(tmp_path: Path) -> None:
    write_synthetic_extract(tmp_path / "x", persons=700)
    expected = {f"{name}.parquet" for name in DRAWN} | {"extract.toml", "datapackage.json"}
    expected |= {"truth/truth.parquet", "truth/ledger.parquet"}
    assert set(contents(tmp_path / "x")) == expected
    assert len(DRAWN) == 13


def test_description_says_that_the_people_are_invented(tmp_path: Path) -> None:
    write_synthetic_extract(tmp_path / "x", persons=700, seed=9, faults=False)
    meta = tomllib.loads((tmp_path / "x" / "extract.toml").read_text(encoding="utf-8"))
    assert meta["synthetic"] is True
    assert meta["delivered_on"].isoformat() == "2022-09-30"
    assert "700 personen, zaad 9, zonder fouten" in meta["source"]


def test_csv_and_parquet_hold_the_same_values(tmp_path: Path) -> None:
    write_synthetic_extract(tmp_path / "p", persons=700)
    write_synthetic_extract(tmp_path / "c", persons=700, format="csv")
    for name in DRAWN:
        parquet = pd.read_parquet(tmp_path / "p" / f"{name}.parquet").astype("string")
        csv = pd.read_csv(
            tmp_path / "c" / f"{name}.csv", dtype="string", keep_default_na=False, na_values=[""]
        )
        same = parquet.apply(lambda column: column.str.removesuffix(".0").str.lower())
        csv = csv.apply(lambda column: column.str.lower())
        pd.testing.assert_frame_equal(same, csv, check_dtype=False)


def test_parquet_has_dates_as_dates_and_birth_dates_as_text(tmp_path: Path) -> None:
    write_synthetic_extract(tmp_path / "x", persons=700)
    types = {"text": "string", "code": "string", "birth_date": "string", "bool": "bool"}
    types |= {"date": "date32[day]", "count": "int64"}
    for name in DRAWN:
        table = schema()[name]
        stored = pyarrow.parquet.read_schema(tmp_path / "x" / f"{name}.parquet")
        assert {field.name: str(field.type) for field in stored} == {
            column.name: types[column.type] for column in table.columns
        }


@pytest.mark.parametrize("persons", [1, 2, 60, 599])
def test_small_extracts_are_written_too(tmp_path: Path, persons: int) -> None:
    write_synthetic_extract(tmp_path / "x", persons=persons, faults=False)
    assert len(pd.read_parquet(tmp_path / "x" / "persons.parquet")) == persons


def test_an_existing_folder_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    write_synthetic_extract(tmp_path / "x", persons=100)
    before = contents(tmp_path / "x")
    with pytest.raises(UseError, match="exists already") as refused:
        write_synthetic_extract(tmp_path / "x", persons=200)
    assert refused.value.exit_code == 2
    assert contents(tmp_path / "x") == before


def test_a_failure_halfway_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("hertoets.synth.write._meta", fail)
    with pytest.raises(OSError, match="disk full"):
        write_synthetic_extract(tmp_path / "x", persons=100)
    assert list(tmp_path.iterdir()) == []


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(UseError, match="3 faults") as refused:
        write_synthetic_extract(tmp_path / "x", persons=0, seed=-1, format="xlsx")  # type: ignore[arg-type]
    assert [fault.where for fault in refused.value.faults] == ["--persons", "--seed", "format"]


def test_the_default_size_takes_seconds(tmp_path: Path) -> None:
    begun = time.perf_counter()
    write_synthetic_extract(tmp_path / "x")
    # About 1.5 s on two cores; the bound only catches a return to loops over people.
    assert time.perf_counter() - begun < 20
