"""Whole runs for the tests of the report: one with every table, one with only those required."""

import fcntl
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hertoets.run import Parameters, run_extract
from hertoets.synth import write_synthetic_extract

sys.path.append(str(Path(__file__).parent.parent / "run"))


@pytest.fixture(scope="session")
def full_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of an invented extract with all nine tables."""
    return _once(
        tmp_path_factory,
        "full",
        lambda extract: write_synthetic_extract(extract, persons=3000, seed=7),
    )


@pytest.fixture(scope="session")
def bare_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of two people and the three required tables."""
    from small_extract import write_extract

    return _once(tmp_path_factory, "bare", write_extract)


def _once(factory: pytest.TempPathFactory, name: str, write: Callable[[Path], object]) -> Path:
    """Make a run once for all test processes; they read it and leave it as it is."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "run").exists():
            write(folder / "extract")
            run_extract(folder / "extract", folder / "run", Parameters())
    return folder / "run"
