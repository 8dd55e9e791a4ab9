"""Little memory: one message that says so, and an end in time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_extract import write_extract

SCRIPT = """\
import resource, sys
from hertoets.cli import main
import hertoets.run.check, hertoets.run.run
pages = int(open("/proc/self/statm").read().split()[0])
limit = pages * resource.getpagesize() + int(sys.argv.pop()) * 2**20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
sys.exit(main())
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's /proc")
@pytest.mark.parametrize("megabytes", [1, 100, 600])
@pytest.mark.parametrize("command", ["check", "run"])
def test_little_memory_is_said(command: str, megabytes: int, tmp_path: Path) -> None:
    extract = write_extract(tmp_path / "extract")
    words = [command, str(extract), "--quiet"]
    words += ["--out", str(tmp_path / "a")] if command == "run" else []
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words, str(megabytes)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert done.returncode == 1, done.stderr
    assert "not enough memory" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["extract"]
