"""A worker that is killed in the middle of the work costs time and nothing else."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from hertoets.run.spark import Session, cut, each, session

from tests.engines.spark_tables import BOUNDARIES, cut_plainly, folder_of, read_part, write_tables
from tests.support.spark import QUICK, needs_spark
from tools.cluster import Cluster, cluster

TASKS = 8
_WAIT_SECONDS = 60


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster that leaves no process and no file, whatever was done to it."""
    needs_spark()
    before, temporary = psutil.Process().children(), tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("tempfile.tempdir", str(temporary))
        with cluster(workers=2, cores=1) as running:
            begun = [one for one in psutil.Process().children() if one not in before]
            assert len(begun) == 3
            yield running
    assert [one for one in begun if one.is_running()] == []
    assert list(temporary.iterdir()) == []


@pytest.fixture(scope="module")
def begun(running: Cluster) -> Iterator[Session]:
    from pyspark.cloudpickle import register_pickle_by_value

    register_pickle_by_value(sys.modules[__name__])  # no executor could import a test
    with pytest.MonkeyPatch.context() as patched:
        for name, value in running.environment.items():
            patched.setenv(name, value)
        # Of what is computed here nothing is long enough to be compiled first.
        with session(more={**QUICK, "spark.sql.codegen.factoryMode": "NO_CODEGEN"}) as begun:
            assert begun.master == running.master
            yield begun


def work(task: tuple[str, int]) -> int:
    """Tell that it began, take a while, and write its result at once."""
    folder, number = task
    with Path(folder, f"began-{number}").open("a", encoding="ascii") as began:
        began.write("x")
    time.sleep(1)
    unfinished = Path(folder, f"unfinished-{number}-{os.getpid()}")
    unfinished.write_text(str(number * number), encoding="ascii")
    unfinished.rename(Path(folder, f"result-{number}"))
    return number * number


def kill(processes: list[int]) -> None:
    assert processes
    for process in processes:
        os.kill(process, signal.SIGKILL)


@contextmanager
def meanwhile(do: Callable[[], Any]) -> Iterator[None]:
    """Do something beside the work; what goes wrong there fails the test."""
    wrong: list[BaseException] = []

    def guarded() -> None:
        try:
            do()
        except BaseException as error:
            wrong.append(error)

    thread = threading.Thread(target=guarded)
    thread.start()
    yield
    thread.join()
    assert wrong == []


def wait_until(holds: Callable[[], object]) -> None:
    until = time.monotonic() + _WAIT_SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_cut_survives_that_an_executor_is_killed(
    running: Cluster, begun: Session, tmp_path: Path
) -> None:
    sources = {"persons": write_tables(tmp_path / "extract")["persons"]}
    out = tmp_path / "out"

    def kill_one() -> None:
        wait_until((out / "persons" / "_temporary").exists)
        kill(running.executors(running.workers[0]))

    wait_until(lambda: all(map(running.executors, running.workers)))
    with meanwhile(kill_one):
        cut(begun, sources, BOUNDARIES, out)
    expected = cut_plainly(sources["persons"], BOUNDARIES)
    folders = {folder_of(out / "persons", part) for part in expected}
    assert set((out / "persons").iterdir()) == folders
    for part, rows in expected.items():
        found = read_part(folder_of(out / "persons", part))
        assert [one.to_pydict() for one in found] == [one.to_pydict() for one in rows]


def test_work_survives_that_an_executor_is_killed_and_then_a_whole_worker(
    running: Cluster, begun: Session, tmp_path: Path
) -> None:
    def began() -> int:
        return len(list(tmp_path.glob("began-*")))

    def kill_both() -> None:
        wait_until(lambda: began() >= 2)
        kill(running.executors(running.workers[0]))
        wait_until(lambda: began() >= 4)
        last = running.workers[1]
        kill([*running.executors(last), last])

    wait_until(lambda: all(map(running.executors, running.workers)))
    with meanwhile(kill_both):
        answers = each(begun, work, [(str(tmp_path), number) for number in range(TASKS)])
    squares = [number * number for number in range(TASKS)]
    assert answers == squares
    results = [tmp_path / f"result-{number}" for number in range(TASKS)]
    assert [int(path.read_text(encoding="ascii")) for path in results] == squares
    # Some began twice: the work was really under way where the kills came.
    starts = sum(path.stat().st_size for path in tmp_path.glob("began-*"))
    assert starts > TASKS
    assert not psutil.pid_exists(running.workers[1]) or (
        psutil.Process(running.workers[1]).status() == psutil.STATUS_ZOMBIE
    )
