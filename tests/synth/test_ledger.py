"""The ledger names every planted fault by row, and no row that has none."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hertoets.extract.schema import schema
from hertoets.synth import write_synthetic_extract
from hertoets.synth.faults import known_kinds, record_faults
from hertoets.synth.ledger import drawn_faults, list_faults
from hertoets.synth.storing import read_truth
from hertoets.synth.world import World, make_world

from tests.support.cases import DRAWN

PERSONS, SEED = 10_000, 5

MADE_BY_FAULTS_OF_THE_RECORDS = {"Q12", "Q14", "Q16", "Q17", "Q18", "Q19", "Q20"}


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(PERSONS, SEED)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("synth") / "x"
    write_synthetic_extract(made, persons=PERSONS, seed=SEED)
    return made


@pytest.fixture(scope="module")
def ledger(folder: Path) -> pd.DataFrame:
    return read_truth(folder, "ledger").to_pandas()


def test_every_fault_of_the_records_is_in_it(ledger: pd.DataFrame) -> None:
    assert {fault.id for fault in record_faults()} <= set(ledger["fault"])


def test_every_known_kind_is_in_it_by_itself_or_by_the_faults_that_make_it(
    ledger: pd.DataFrame,
) -> None:
    named = " ".join(fault.what for fault in record_faults())
    for kind in known_kinds():
        made = kind.id in MADE_BY_FAULTS_OF_THE_RECORDS
        assert kind.id in (named if made else set(ledger["fault"])), kind.id


def test_without_faults_only_those_the_world_is_drawn_with_are_in_it(tmp_path: Path) -> None:
    write_synthetic_extract(tmp_path / "x", persons=1_000, faults=False)
    ledger = read_truth(tmp_path / "x", "ledger").to_pandas()
    assert ledger["fault"].str.startswith("Q").all()


@pytest.mark.parametrize("name", DRAWN)
def test_its_keys_are_keys_of_delivered_rows_but_for_the_month_that_is_lost(
    folder: Path, ledger: pd.DataFrame, name: str
) -> None:
    rows = pd.read_parquet(folder / f"{name}.parquet")[list(schema()[name].key)]
    rows = rows.astype(str).where(rows.notna(), "")
    delivered = set(rows.agg("|".join, axis=1))
    own = ledger[(ledger["table"] == name) & ~ledger["fault"].str.startswith("Q")]
    lost = set(own["key"][own["fault"] == "N10"])
    people = {key.split("|")[0] for key in delivered}
    # A kind or a person written anew moves a key that an earlier fault was listed under.
    moved = {key for key in own["key"] if key.split("|")[0] not in people}
    missing = set(own["key"]) - delivered - lost - moved
    assert not missing


def test_its_columns_are_of_the_schema(ledger: pd.DataFrame) -> None:
    for table, column in ledger[["table", "column"]].drop_duplicates().itertuples(index=False):
        assert table in schema()
        assert pd.isna(column) or column in schema()[table].column_names


def drawn(world: World, kind: str) -> pd.DataFrame:
    return pd.DataFrame(list_faults([part for part in drawn_faults(world) if part.fault == kind]))


def test_a_copied_start_is_a_notice_date_that_is_not_the_true_start(world: World) -> None:
    notices = pd.DataFrame(world.tables["notices"]).set_index("notice_id")
    copied = notices.loc[drawn(world, "Q04")["key"]]
    truth = pd.DataFrame(world.truth).set_index("person_id")["start"]
    assert len(copied) > 1_000
    assert (copied["start_stated"] == copied["notice_date"]).all()
    assert (copied["start_stated"].to_numpy() != truth[copied["person_id"]].to_numpy()).all()


def test_a_municipality_of_the_reception_was_told_while_another_was_linked(world: World) -> None:
    notices = pd.DataFrame(world.tables["notices"]).set_index("notice_id")
    told = notices.loc[drawn(world, "Q01")["key"]].reset_index()
    stays = pd.DataFrame(world.tables["reception"])
    met = told.merge(stays, on="person_id")  # a stay may have two parts
    met = met[met["municipality_informed"] == met["location_municipality"]]
    assert set(met["notice_id"]) == set(told["notice_id"])


def test_who_was_missed_has_a_duty_and_no_notice(world: World) -> None:
    missed = set(drawn(world, "Q13")["person_id"])
    truth = pd.DataFrame(world.truth).set_index("person_id").loc[sorted(missed)]
    assert len(missed) > 50
    assert set(truth["outcome"]) == {"no_notice"}
    assert truth["regime"].isin(["wi2013", "wi2021"]).mean() > 0.95


def test_a_late_exemption_began_before_the_notice_of_who_was_told(world: World) -> None:
    late = drawn(world, "Q22")
    notices = pd.DataFrame(world.tables["notices"]).groupby("person_id")["notice_date"].min()
    began = late["key"].str.split("|").str[2].to_numpy(dtype="datetime64[D]")
    assert len(late) >= 1
    assert (began < notices[late["person_id"]].to_numpy(dtype="datetime64[D]")).all()


def test_one_notice_withdrawn_has_another_one_after_it(world: World) -> None:
    first = drawn(world, "Q23")
    notices = pd.DataFrame(world.tables["notices"])
    own = notices[notices["notice_id"].isin(first["key"])]
    last = notices.groupby("person_id")["notice_date"].max()
    assert own["withdrawn_on"].notna().all()
    assert (last[own["person_id"]].to_numpy() > own["notice_date"].to_numpy()).all()


def test_nobody_is_named_who_is_not_in_the_world(world: World) -> None:
    ledger = pd.DataFrame(list_faults(drawn_faults(world)))
    assert set(ledger["person_id"].dropna()) <= set(world.truth["person_id"])
    assert np.all(ledger["table"][ledger["person_id"].isna()] == "guidance_counts")
