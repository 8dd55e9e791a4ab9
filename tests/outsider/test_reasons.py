"""What an outsider works out in spite of the release is a reason to withhold more."""

from pathlib import Path

import numpy as np
import pytest
from hertoets.errors import DataError
from hertoets.outsider import examine
from hertoets.outsider.solving import Box, Rows, narrow, solve
from hertoets.release import derived, pool, system
from hertoets.run import compute
from hertoets.run.parameters import Parameters
from hertoets.synth.write import write_synthetic_extract
from scipy.sparse import csr_array


@pytest.fixture
def extract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An extract, and a release that does not know which counts are together another one."""
    monkeypatch.setattr(derived, "_sums_of_two_and_three", lambda *_: [])
    monkeypatch.setattr(pool, "KINDS", 0)
    write_synthetic_extract(tmp_path / "extract", 60, 3)
    (tmp_path / "run").mkdir()
    return tmp_path / "extract"


def test_a_run_of_which_an_outsider_works_out_too_much_shows_less_by_reasons_that_hold(
    extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system of relations tries each reason on the exact counts, and stops where one is false."""
    seen = []
    known = system.Builder.add_reason
    monkeypatch.setattr(
        system.Builder, "add_reason", lambda self, one: (seen.append(one), known(self, one))
    )
    controlled, _ = compute.compute_into(extract, tmp_path / "run", Parameters())
    assert seen
    assert all(one.terms for one in seen)
    assert controlled.secured.withheld
    verdict = examine(tmp_path / "run")
    assert verdict.exposed == ()
    assert verdict.least == 5


def test_where_the_reasons_run_out_it_is_refused(
    extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compute, "MOST_REASONS", -1)
    with pytest.raises(DataError, match="can work out this hidden count too closely"):
        compute.compute_into(extract, tmp_path / "run", Parameters())


def test_counts_above_a_million_contradict_nothing() -> None:
    """One total of which only a lower end is known, made of two parts; one of these is small."""
    matrix = csr_array(np.array([[1.0, -1.0, -1.0]]))
    rows = Rows(matrix, np.zeros(1), np.zeros(1), np.zeros(1, dtype=np.int64))
    box = Box(np.array([3e6, 0.0, 1.0]), np.array([np.inf, np.inf, 9.0]))
    found = solve(rows, narrow(rows, box), np.array([2]), 5)
    assert found.high[2] - found.low[2] >= 4
