"""Notices that were never delivered: seen by what is left, and doubted of whoever lost one."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hertoets.extract import read_extract
from hertoets.quality import assess
from hertoets.synth import write_synthetic_extract

PERSONS = 20_000  # so that a municipality has people enough to say something of
Loss = Callable[[dict[str, pd.DataFrame]], pd.Series]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "extract"
    write_synthetic_extract(folder, persons=PERSONS, seed=8, faults=False)
    return folder


def of_group(group: str) -> Loss:
    def lose(tables: dict[str, pd.DataFrame]) -> pd.Series:
        rights = tables["residence_rights"]
        persons = rights.loc[rights["migrant_group"] == group, "person_id"]
        return tables["notices"]["person_id"].isin(persons)

    return lose


def of_months(first: str, last: str) -> Loss:
    def lose(tables: dict[str, pd.DataFrame]) -> pd.Series:
        dates = pd.to_datetime(tables["notices"]["notice_date"])
        return (dates >= first) & (dates <= last)

    return lose


def of_municipality(tables: dict[str, pd.DataFrame]) -> pd.Series:
    """Half of the notices of the people first registered in the largest municipality."""
    first = tables["registrations"].sort_values("valid_from").groupby("person_id").first()
    largest = first["municipality"].value_counts().index[0]
    persons = first.index[first["municipality"] == largest]
    own = tables["notices"]["person_id"].isin(persons)
    return own & (own.cumsum() % 2 == 0)


@pytest.mark.parametrize(
    ("loss", "check"),
    [
        pytest.param(of_group("family"), "told_evenly_by_group", id="a whole group"),
        pytest.param(
            of_months("2020-06-01", "2020-12-31"), "told_evenly_by_decision_month", id="six months"
        ),
        pytest.param(
            of_months("2021-06-01", "2099-12-31"),
            "told_evenly_by_decision_month",
            id="the last year",
        ),
        pytest.param(of_municipality, "told_evenly_by_municipality", id="half of a municipality"),
    ],
)
def test_whoever_lost_a_notice_is_in_doubt(
    whole: Path, tmp_path: Path, loss: Loss, check: str
) -> None:
    shutil.copytree(whole, tmp_path / "extract")
    tables = {path.stem: pd.read_parquet(path) for path in whole.glob("*.parquet")}
    lost = loss(tables)
    assert 30 < lost.sum() < len(lost)
    left = tables["notices"][~lost]
    left.to_parquet(tmp_path / "extract" / "notices.parquet")
    extract = read_extract(tmp_path / "extract")
    assessment = assess(extract)
    state = {result.id: result.state for result in assessment.results}
    assert state[check] == "failed"
    ids = extract.tables["persons"]["person_id"].to_numpy()
    doubted = {
        person
        for doubt in assessment.doubts
        if "notices" in doubt.missing
        for person in ids[doubt.persons]
    }
    told = set(left["person_id"])
    without = set(tables["notices"]["person_id"][lost]) - told
    assert len(without & doubted) >= 0.99 * len(without)
    # So the persons told are at least those that are left, and at most those and all in doubt.
    assert len(doubted - told) >= len(without)
