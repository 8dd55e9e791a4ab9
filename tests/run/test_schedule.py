"""What docs/schedule.md shows works as it stands there: its scripts, on a small extract."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from small_extract import write_extract

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "schedule.md").read_text(encoding="utf-8")


def _scripts() -> dict[str, str]:
    """The scripts of the page by the name that each has in its second line."""
    pieces = re.findall(
        r"^```sh\n(#!/bin/sh\n# (\S+) .*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL
    )
    return {name: text for text, name in pieces}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("schedule")
    write_extract(place / "extract")
    for name, text in _scripts().items():
        (place / name).write_text(text, encoding="utf-8")
    # Tomorrow never comes: a day of its own, whenever this runs.
    (place / "bin").mkdir()
    (place / "bin" / "date").write_text("#!/bin/sh\necho 2022-04-01\n", encoding="utf-8")
    (place / "bin" / "date").chmod(0o755)
    return place


def _call(place: Path, script: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(
        [str(place / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
    )
    return subprocess.run(
        ["sh", str(place / script), str(place / "extract"), str(place / "runs")],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_scripts_of_the_page_make_a_dated_run_and_a_notebook_of_it(place: Path) -> None:
    assert set(_scripts()) == {"monthly.sh", "notebook.sh"}
    done = _call(place, "monthly.sh")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    told = json.loads((place / "runs" / "logs" / "2022-04-01.json").read_text(encoding="utf-8"))
    assert told["run"] == str(place / "runs" / "2022-04-01")
    assert Path(told["report"]).is_file()
    log = (place / "runs" / "logs" / "2022-04-01.log").read_text(encoding="utf-8")
    assert re.search(r"^ +\d+\.\d s  applying the law$", log, flags=re.MULTILINE)
    assert not [value for value in ("A1", "1990-05-02", "2021-10-04") if value in log]
    shown = _call(place, "notebook.sh")
    assert shown.returncode == 0, shown.stderr
    executed = (place / "runs" / "logs" / "2022-04-01.ipynb").read_text(encoding="utf-8")
    assert "Wie kreeg ten onrechte" in executed
    assert '"output_type": "error"' not in executed


def test_a_script_says_why_there_is_no_run(place: Path) -> None:
    (place / "extract" / "notices.csv").unlink()
    done = _call(place, "monthly.sh")
    assert done.returncode == 2
    assert done.stdout.startswith("2022-04-01: no run, code 2")
    assert "rests on something else (data)" in done.stdout
