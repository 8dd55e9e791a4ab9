"""Notices that were never delivered: seen by what is left, and the bounds still hold the truth."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hertoets.extract import read_extract
from hertoets.findings import find
from hertoets.law import load_law
from hertoets.outcomes import Comparison, Settings, compare
from hertoets.quality import assess
from hertoets.synth import write_synthetic_extract

PERSONS = 20_000  # so that a municipality has people enough to say something of
Loss = Callable[[dict[str, pd.DataFrame]], pd.Series]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "extract"
    write_synthetic_extract(folder, persons=PERSONS, seed=8, faults=False)
    return folder


@pytest.fixture(scope="module")
def truth(whole: Path) -> Comparison:
    return compare(read_extract(whole), load_law(), Settings())


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
def test_lost_notices_are_seen_and_the_bounds_hold_the_truth(
    whole: Path, truth: Comparison, tmp_path: Path, loss: Loss, check: str
) -> None:
    shutil.copytree(whole, tmp_path / "extract")
    tables = {path.stem: pd.read_parquet(path) for path in whole.glob("*.parquet")}
    lost = loss(tables)
    assert 30 < lost.sum() < len(lost)
    tables["notices"][~lost].to_parquet(tmp_path / "extract" / "notices.parquet")
    extract = read_extract(tmp_path / "extract")
    assessment = assess(extract)
    state = {result.id: result.state for result in assessment.results}
    assert state[check] == "failed"
    found = find(compare(extract, load_law(), Settings()), assessment).findings
    true = find(truth).findings
    for name in ("persons_with_notice", "outcome_no_notice", "missing_notice", "misclassified"):
        assert found[name].lower <= true[name].lower, name
        assert found[name].upper >= true[name].upper, name
