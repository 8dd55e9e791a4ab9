"""The rooms against the same contract written as SQL for DuckDB, on an extract without faults.

The SQL is what `make bench` measures beside them: a comparison of costs says nothing where the
answers differ. It has no rules for impossible values, so faults are told apart at the end.
"""

from pathlib import Path

import polars as pl
import pytest
from hertoets.extract import read_extract
from hertoets.facts.values import VALUES
from hertoets.law import load_law
from hertoets.outcomes import Settings, compare
from hertoets.synth import write_synthetic_extract
from hertoets.synth.faults import record_faults

from benchmarks.duckdb.__main__ import COLUMNS, write_outcomes

PERSONS, SEED = 6_000, 3
WITH_FAULTS = 12_000
SHARE_DIFFERING = 0.01
ANSWERS = COLUMNS[1:]


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    folder = tmp_path_factory.mktemp("sql")
    write_synthetic_extract(folder / "extract", persons=PERSONS, seed=SEED, faults=False)
    return _beside(folder)


@pytest.mark.parametrize("column", ANSWERS)
def test_sql_says_of_everybody_what_the_rooms_say(beside: pl.DataFrame, column: str) -> None:
    assert len(beside) == PERSONS
    differing = beside.filter(_differs(column)).select("person_id", column, f"{column}_sql")
    assert differing.rows() == []


@pytest.mark.parametrize("fact", VALUES)
def test_every_value_of_a_fact_is_among_what_is_compared(beside: pl.DataFrame, fact: str) -> None:
    # Every notice of such an extract is dated: an undated one is a fault.
    undated = {"unknown"} if fact == "notice" else set()
    assert set(beside[f"{fact}_sql"]) == set(VALUES[fact]) - undated


def test_with_faults_only_people_of_a_faulty_record_differ(tmp_path: Path) -> None:
    write_synthetic_extract(tmp_path / "extract", persons=WITH_FAULTS, seed=SEED)
    beside = _beside(tmp_path)
    ledger = pl.read_parquet(tmp_path / "extract" / "truth" / "ledger.parquet")
    planted = ledger.filter(pl.col("fault").is_in([fault.id for fault in record_faults()]))
    differing = beside.filter(pl.any_horizontal(map(_differs, ANSWERS)))["person_id"]
    assert 0 < len(differing) < SHARE_DIFFERING * WITH_FAULTS
    assert differing.is_in(planted["person_id"].implode()).all()


def _beside(folder: Path) -> pl.DataFrame:
    """Each person that the rooms know, with both answers."""
    write_outcomes(folder / "extract", folder / "sql.parquet")
    people = compare(read_extract(folder / "extract"), load_law(), Settings()).people
    rooms = people.outcomes.select(pl.col(COLUMNS).cast(pl.String))
    sql = pl.read_parquet(folder / "sql.parquet")
    assert sql["person_id"].is_sorted()
    assert sql["person_id"].is_unique().all()
    return rooms.join(sql, on="person_id", how="left", suffix="_sql", validate="1:1")


def _differs(column: str) -> pl.Expr:
    return pl.col(column).ne_missing(pl.col(f"{column}_sql"))
