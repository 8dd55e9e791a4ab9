"""A whole run on a cluster of which a worker is killed while the law is applied ends right."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from hertoets.run import Parameters, compute, run_extract
from hertoets.run.record import read_record
from hertoets.runfolder import RunFolder
from hertoets.synth.write import write_synthetic_extract

from tests.support.pageless import pageless
from tests.support.same_run import assert_same_run
from tests.support.spark import needs_spark
from tools.cluster import Cluster, cluster

_WAIT_SECONDS = 240


class KillOne(threading.Thread):
    """Kills a worker and its executor once each of two is at the third round of a part."""

    def __init__(self, running: Cluster, runs: Path) -> None:
        super().__init__(daemon=True)
        self._running, self._runs = running, runs
        self.killed: list[int] = []

    def run(self) -> None:
        until = time.monotonic() + _WAIT_SECONDS
        drafts = "*.unfinished-*/protected/.parts/judged/part-*/judged.*"
        while len({draft.parent for draft in self._runs.glob(drafts)}) < 2:
            if time.monotonic() > until:
                return
            time.sleep(0.01)
        worker = self._running.workers[0]
        self.killed = [*self._running.executors(worker), worker]
        for process in self.killed:
            os.kill(process, signal.SIGKILL)


def test_a_run_ends_right_though_a_worker_is_killed_while_the_law_is_applied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_spark()
    extract, expected, found = tmp_path / "extract", tmp_path / "a" / "run", tmp_path / "b" / "run"
    write_synthetic_extract(extract, 300, 20220321)
    monkeypatch.setattr(compute, "PERSONS_OF_A_TASK", 110)
    with pageless():
        run_extract(extract, expected, Parameters())
        with cluster(workers=2, cores=1) as running:
            for name, value in running.environment.items():
                monkeypatch.setenv(name, value)
            killer = KillOne(running, found.parent)
            killer.start()
            run_extract(extract, found, Parameters(), engine="spark")
            killer.join()
    assert len(killer.killed) == 2
    assert read_record(found).engine == "spark"
    assert len(list(RunFolder(found).outcomes.iterdir())) == 3
    assert_same_run(found, expected)
    assert RunFolder(found).findings.read_bytes() == RunFolder(expected).findings.read_bytes()
    assert [path.name for path in found.parent.iterdir() if path.name.startswith(".")] == []
