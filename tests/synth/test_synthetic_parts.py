"""A synthetic extract of any size: parts made one after another that are one extract together."""

import errno
import json
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hertoets.cli import main
from hertoets.errors import UseError
from hertoets.extract import read_extract
from hertoets.extract.schema import schema
from hertoets.run import synth
from hertoets.run.replacing import INVENTED, refuse_foreign
from hertoets.synth import inparts, write_synthetic_extract
from hertoets.synth.draws import Draw
from hertoets.synth.faults import plant_faults
from hertoets.synth.guidance import Counted, guidance_table
from hertoets.synth.inparts import COUNTS, seeds_of_parts
from hertoets.synth.parameters import parameters
from hertoets.synth.pseudonyms import ROWS_OF_A_PART, Part, pseudonym_numbers
from hertoets.synth.spoiling import NEW_KEYS_FROM
from hertoets.synth.storing import read_truth
from hertoets.synth.world import KEYS, make_world
from hertoets.synth.write import MOST_PERSONS, write_into

from tests.synth.test_writing import contents

PERSONS, SEED, MOST, PARTS = 1_000, 7, 300, 4


def made(folder: Path, *, faults: bool = True, format: str = "parquet") -> Path:
    folder.mkdir()
    write_into(folder, PERSONS, SEED, faults, format, MOST)  # type: ignore[arg-type]
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("synth") / "x")


@pytest.fixture(scope="module")
def tidy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("synth") / "x", faults=False)


def table(folder: Path, name: str) -> pd.DataFrame:
    path = folder / name
    return pd.read_parquet(path if path.is_dir() else path.with_suffix(".parquet"))


def test_every_table_of_persons_stands_in_parts_and_counts_in_one(folder: Path) -> None:
    parts = [f"part-{number:05d}.parquet" for number in range(PARTS)]
    expected = {f"{name}/{part}" for name in schema() if name != COUNTS for part in parts}
    expected |= {f"truth/{name}/{part}" for name in ("truth", "ledger") for part in parts}
    expected |= {"guidance_counts.parquet", "extract.toml", "datapackage.json"}
    # The ledger of the counts, which are the whole's, comes behind those of the parts.
    expected |= {f"truth/ledger/part-{PARTS:05d}.parquet"}
    assert set(contents(folder)) == expected


def test_the_same_seed_gives_the_same_bytes_and_another_others(
    folder: Path, tmp_path: Path
) -> None:
    assert contents(made(tmp_path / "again")) == contents(folder)
    (tmp_path / "other").mkdir()
    write_into(tmp_path / "other", PERSONS, SEED + 1, True, "parquet", MOST)
    one, other = contents(folder), contents(tmp_path / "other")
    same = [name for name in one if one[name] == other.get(name)]
    assert same == ["datapackage.json"]


def test_up_to_the_size_of_a_part_not_a_byte_changes(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    write_into(tmp_path / "x", 700, SEED, True, "parquet", 700)
    write_synthetic_extract(tmp_path / "y", 700, SEED)
    assert contents(tmp_path / "x") == contents(tmp_path / "y")


def test_parts_are_other_people_and_no_key_stands_twice(tidy: Path) -> None:
    parts = [
        pd.read_parquet(path).drop(columns="person_id")
        for path in sorted((tidy / "persons").iterdir())
    ]
    assert [len(part) for part in parts] == [PERSONS // PARTS] * PARTS
    assert not parts[0].equals(parts[1])
    for name, key in (("persons", "person_id"), *((name, key) for name, (key, _) in KEYS.items())):
        assert table(tidy, name)[key].is_unique, name


def test_keys_of_parts_are_apart_by_the_row_numbers_they_are_made_of() -> None:
    """The mixing is one to one: other row numbers are other keys, whatever was drawn."""
    most = MOST_PERSONS // inparts.PERSONS_OF_A_PART
    last = Part(SEED, number=most, of=most + 1)
    assert last.first_row + ROWS_OF_A_PART < NEW_KEYS_FROM
    assert NEW_KEYS_FROM + last.first_row + ROWS_OF_A_PART < 2**60
    numbers = [
        pseudonym_numbers(3, SEED, "R", Part(SEED, number, 9).first_row) for number in range(9)
    ]
    assert len(set(np.concatenate(numbers).tolist())) == 27


def test_seeds_of_parts_follow_from_the_seed_and_differ() -> None:
    assert seeds_of_parts(1, 3) == seeds_of_parts(1, 5)[:3]
    assert len({*seeds_of_parts(1, 20), *seeds_of_parts(2, 20)}) == 40


def test_parts_are_nearly_as_large_as_one_another(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    write_into(tmp_path / "x", 601, SEED, False, "parquet", 300)
    sizes = [len(pd.read_parquet(path)) for path in sorted((tmp_path / "x/persons").iterdir())]
    assert sizes == [201, 200, 200]


def test_the_counts_are_one_table_of_all_parts(tidy: Path) -> None:
    """What the rule counts in each part is added up, and the deviations are drawn once."""
    counted = Counted.nobody()
    for number, seed in enumerate(seeds_of_parts(SEED, PARTS)):
        counted += make_world(PERSONS // PARTS, seed, Part(SEED, number, PARTS)).counted
    wanted = guidance_table(Draw(SEED, "guidance"), counted, parameters())
    found = table(tidy, COUNTS)
    assert not found.duplicated(["municipality", "period"]).any()
    assert found["persons_counted"].tolist() == wanted["persons_counted"].tolist()
    may = found.loc[found["period"] == "2022-05", "persons_counted"].sum()
    assert may == sum(counted.by_rule.values()) > 0


def test_faults_of_the_counts_are_planted_once_in_the_whole(folder: Path) -> None:
    ledger = read_truth(folder, "ledger").to_pandas()
    last = pd.read_parquet(folder / "truth" / "ledger" / f"part-{PARTS:05d}.parquet")
    assert set(last["table"]) == {COUNTS}
    assert (ledger["table"] == COUNTS).sum() == len(last)
    assert {"M1", "M2", "M3"} <= set(last["fault"])


def test_the_lost_month_is_the_same_in_every_part() -> None:
    months = set()
    for number, seed in enumerate(seeds_of_parts(SEED, 3)):
        world = make_world(2_000, seed, Part(SEED, number, 3, 2_000 * number))
        dates = pd.Series(
            world.tables["notices"]["notice_date"].copy(), world.tables["notices"]["notice_id"]
        )
        lost = [part for part in plant_faults(world, seed).struck if part.fault == "N10"]
        ids = [key for part in lost for key in part.rows["notice_id"]]
        months |= set(dates[ids].dt.to_period("M"))
    assert len(months) == 1


def test_truth_is_that_of_the_persons_and_the_ledger_of_delivered_rows(
    tidy: Path, folder: Path
) -> None:
    truth = read_truth(tidy, "truth")
    assert truth["person_id"].is_valid().to_pylist() == [True] * PERSONS
    assert set(truth["person_id"].to_pylist()) == set(table(tidy, "persons")["person_id"])
    ledger = read_truth(folder, "ledger").to_pandas()
    own = ledger[ledger["table"] == "notices"]
    lost = set(own.loc[own["fault"] == "N10", "key"])
    assert set(own["key"]) - lost <= set(table(folder, "notices")["notice_id"])


def test_truth_and_ledger_are_read_in_one_file_and_in_parts(folder: Path, tmp_path: Path) -> None:
    write_synthetic_extract(tmp_path / "one", 700, SEED)
    for name in ("truth", "ledger"):
        one, parts = read_truth(tmp_path / "one", name), read_truth(folder, name)
        assert one.schema.types == parts.schema.types
        assert pa.types.is_string(parts.schema.field("person_id").type)
        assert 0 < len(one) < len(parts)


def test_an_extract_in_parts_is_read_as_any_other(folder: Path) -> None:
    found = read_extract(folder)
    assert found.rows == {name: len(table(folder, name)) for name in schema()}
    assert set(found.tables) == set(schema())
    assert "in 4 delen" in found.meta.source
    assert found.aside.filter(pl.col("check") == "no_such_person").height < PERSONS / 10


def test_as_csv_a_table_is_one_file_with_the_same_rows(folder: Path, tmp_path: Path) -> None:
    csv = made(tmp_path / "csv", format="csv")
    assert {path.name for path in csv.iterdir()} == {
        *(f"{name}.csv" for name in schema()),
        "truth",
        "extract.toml",
        "datapackage.json",
    }
    one, other = read_extract(csv), read_extract(folder)
    for name, frame in other.tables.items():
        assert one.tables[name].equals(frame), name


def test_the_package_lists_the_parts(folder: Path) -> None:
    text = (folder / "datapackage.json").read_text(encoding="utf-8")
    paths = {one["name"]: one["path"] for one in json.loads(text)["resources"]}
    assert paths.pop(COUNTS) == "guidance_counts.parquet"
    for name, parts in paths.items():
        assert [folder / part for part in parts] == sorted((folder / name).iterdir())


def test_an_extract_in_parts_is_replaced_unless_something_was_put_in(tmp_path: Path) -> None:
    out = made(tmp_path / "x")
    refuse_foreign(out, INVENTED)
    (out / "persons" / "mine.parquet").write_text("dear", encoding="utf-8")
    with pytest.raises(UseError, match="1 file that no command made"):
        refuse_foreign(out, INVENTED)


def test_a_disk_that_fills_up_in_a_later_part_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synth, "write_into", partial(write_into, most=MOST))
    words = ["synth", "--out", str(tmp_path / "x"), "--persons", str(PERSONS), "--quiet"]
    assert main(words) == 0
    before = contents(tmp_path / "x")
    write = inparts.write_table

    def full(rows: pa.Table, path: Path, *more: str, below: bool = False) -> None:
        if path.name == "part-00002.parquet":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        write(rows, path, *more, below=below)

    monkeypatch.setattr(inparts, "write_table", full)
    assert main([*words, "--force"]) != 0
    assert contents(tmp_path / "x") == before
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
