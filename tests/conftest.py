"""What every test needs, on whatever machine and however it was started: shared runs, a browser.

A test that needs what this machine lacks is skipped and named at the end; where ``CI`` is set,
nothing may be lacking and it fails.
"""

import fcntl
import os
import signal
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.machine import NOT_HERE, chromium, lacking
from tests.support.order import dear_first

HERE = Path(__file__).parent
STOPPED_BY = [signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT]


def pytest_configure(config: pytest.Config) -> None:
    """Let children hear signals that this process was started to ignore.

    A shell starts work in the background deaf to Ctrl-C, `nohup` to hanging up, and children
    inherit that. They do not inherit a function, so one that does nothing keeps this process deaf
    and lets children be as they are elsewhere. Where workers run the tests, they see to it.
    """
    is_worker = hasattr(config, "workerinput")
    if is_worker and find_spec("pyspark") is not None:
        # Great Expectations imports it where it is installed, and it takes a process without a main
        # file, which a worker is, for a run of its own examples and ends it.
        vars(sys.modules["__main__"]).setdefault("__file__", __file__)
    if config.getoption("dist", "no") != "no" and not is_worker:
        return
    for number in STOPPED_BY:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    dear_first(items, HERE)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Ask for a browser before anything is made for a test that looks at a page in one."""
    if "started" in getattr(item, "fixturenames", ()):
        try:
            chromium()
        except FileNotFoundError as none:
            lacking(str(none))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each test that did not run for want of something on this machine."""
    reasons: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if NOT_HERE in reason:
            reasons.setdefault(reason.partition(NOT_HERE)[2], []).append(report.nodeid)
    for reason, names in reasons.items():
        terminalreporter.section(f"{len(names)} tests did not run on this machine")
        terminalreporter.write_line(reason)
        for name in sorted(names):
            terminalreporter.write_line(f"  {name}")


@pytest.fixture(scope="module")
def worked_once() -> Iterator[None]:
    """All that the runs of a module make alike is made once; see `tests.support.found_once`."""
    from tests.support.found_once import found_once

    with found_once():
        yield


@pytest.fixture(scope="session")
def full_extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented extract with all nine tables, of 3,000 persons."""
    from hertoets.synth import write_synthetic_extract

    return _once(
        tmp_path_factory,
        "full_extract",
        lambda extract: write_synthetic_extract(extract, persons=3000, seed=7),
    )


@pytest.fixture(scope="session")
def full_run(full_extract: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of that extract, with every notebook of the project."""
    return _run_once(tmp_path_factory, "full", full_extract)


@pytest.fixture(scope="session")
def bare_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of two people and the three required tables."""
    sys.path.append(str(HERE / "run"))
    from small_extract import write_extract

    return _run_once(
        tmp_path_factory, "bare", _once(tmp_path_factory, "bare_extract", write_extract)
    )


def _run_once(factory: pytest.TempPathFactory, name: str, extract: Path) -> Path:
    from hertoets.run import Parameters, run_extract

    return _once(factory, name, lambda run: run_extract(extract, run, Parameters()))


def _once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Make a folder once for all test processes; they read it and leave it as it is."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared" / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / name).exists():
            make(folder / name)
    return folder / name
