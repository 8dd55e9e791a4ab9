"""Whole runs for the tests of the report: one with every table, one with only those required."""

import sys
from pathlib import Path

import pytest

from analysis.run import Parameters, run_extract
from analysis.synth import write_synthetic_extract

sys.path.append(str(Path(__file__).parent.parent / "run"))


@pytest.fixture(scope="session")
def full_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of an invented extract with all nine tables."""
    folder = tmp_path_factory.mktemp("full")
    write_synthetic_extract(folder / "extract", persons=3000, seed=7)
    return run_extract(folder / "extract", folder / "run", Parameters()).run


@pytest.fixture(scope="session")
def bare_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of two people and the three required tables."""
    from small_extract import write_extract

    folder = tmp_path_factory.mktemp("bare")
    return run_extract(write_extract(folder / "extract"), folder / "run", Parameters()).run
