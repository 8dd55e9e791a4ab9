"""A run that is stopped in the middle of the work ends at once, says nothing and leaves nothing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.support.spark import QUICK, needs_spark

SCRIPT = """
import sys
from pathlib import Path
from pyspark.cloudpickle import register_pickle_by_value
from hertoets.run.signals import signals_raise
from hertoets.run.spark import each, session

def work(place):
    import time
    from pathlib import Path
    Path(place).touch()
    time.sleep(60)

register_pickle_by_value(sys.modules["__main__"])
with signals_raise(), session("local[1]", more=MORE) as begun:
    each(begun, work, [sys.argv[1]])
"""


def test_a_stop_is_heard_in_the_middle_of_the_work(tmp_path: Path) -> None:
    needs_spark()
    began, temporary = tmp_path / "began", tmp_path / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT.replace("MORE", repr(QUICK)), str(began)],
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        until = time.monotonic() + 90
        while not began.exists():
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        children = psutil.Process(process.pid).children(recursive=True)
        assert {"java"} <= {child.name() for child in children}
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 128 + signal.SIGTERM
    assert said == b""
    psutil.wait_procs(children, timeout=10)
    assert [child for child in children if child.is_running()] == []
    assert list(temporary.iterdir()) == []
