"""A dated run for a scheduler: first, unchanged, moved, repeated, refused, and killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import hertoets.between.monthly
import pyarrow.parquet as pq
import pytest
from hertoets.cli import main
from hertoets.run.record import read_record, sealed
from hertoets.run.replacing import RUN, refuse_foreign
from small_extract import write_quick_policy

from tests.support.found_once import found_once
from tests.support.pageless import pageless

PERSONS = 200
Monthly = Callable[..., int]
Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module", autouse=True)
def no_pages() -> Iterator[None]:
    with found_once(), pageless():
        yield


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An extract, a later one in which 60 notices are gone, and the runs of two months."""
    place = tmp_path_factory.mktemp("monthly")
    asked = ["synth", "--persons", str(PERSONS), "--quiet", "--out", str(place / "extract")]
    assert main(asked) == 0
    shutil.copytree(place / "extract", place / "later")
    notices = pq.read_table(place / "later" / "notices.parquet")
    pq.write_table(notices.slice(0, notices.num_rows - 60), place / "later" / "notices.parquet")
    write_quick_policy(place)
    return place


def _words(place: Path, into: Path, day: str, *more: str, extract: str = "extract") -> list[str]:
    policy = f"disclosure={place / 'quick.toml'}"
    words = ["monthly", str(place / extract), "--into", str(into), "--set", policy]
    return [*words, "--on", day, *more]


@pytest.fixture(scope="module")
def march(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("march") / "runs"
    assert main(_words(place, into, "2022-03-01", "--quiet")) == 0
    return into


@pytest.fixture
def runs(march: Path, tmp_path: Path) -> Path:
    """A folder of runs that holds that of March."""
    return Path(shutil.copytree(march, tmp_path / "runs"))


def _told(capsys: Said) -> dict[str, Any]:
    return json.loads(capsys.readouterr().out)


def test_the_first_run_is_named_by_its_day_and_has_nothing_to_be_compared_with(
    march: Path,
) -> None:
    assert sorted(path.name for path in march.iterdir()) == ["2022-03-01", "register"]
    record = read_record(march / "2022-03-01")
    assert record.finished_at is not None
    assert record.earlier == []
    assert not (march / "2022-03-01" / "protected" / "comparison.txt").exists()


def test_an_unchanged_second_month_ends_with_0(place: Path, runs: Path, capsys: Said) -> None:
    assert main(_words(place, runs, "2022-04-01", "--quiet", "--json")) == 0
    told = _told(capsys)
    assert told["run"] == str(runs / "2022-04-01")
    assert told["earlier"] == str(runs / "2022-03-01")
    assert (told["made"], told["figures_moved"], told["tolerance"]) == (True, {}, 0)
    kept = Path(told["comparison"])
    assert kept == runs / "2022-04-01" / "protected" / "comparison.txt"
    assert "What may explain a difference" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o777 == 0o600
    [earlier] = read_record(runs / "2022-04-01").earlier
    assert Path(earlier.run).name == "2022-03-01"
    refuse_foreign(runs / "2022-04-01", RUN)  # the comparison is the run's own: --force replaces it


def test_a_figure_that_moved_ends_with_3_and_within_the_tolerance_with_0(
    place: Path, runs: Path, capsys: Said
) -> None:
    words = _words(place, runs, "2022-04-01", "--quiet", "--json", extract="later")
    assert main(words) == 3
    told = _told(capsys)
    before, after = told["figures_moved"]["persons_with_notice"]
    assert before["lower"] - after["lower"] >= 30
    # Repeated it is not made again, and is compared by the tolerance that is asked now.
    written = (runs / "2022-04-01" / "record.json").stat().st_mtime_ns
    assert main([*words, "--tolerance", "20"]) == 3
    assert _told(capsys)["made"] is False
    assert main([*words, "--tolerance", str(10**6)]) == 0
    assert _told(capsys)["figures_moved"] == {}
    assert (runs / "2022-04-01" / "record.json").stat().st_mtime_ns == written


def test_a_reader_is_told_the_figures_that_moved_and_a_log_has_a_line_a_step(
    place: Path, runs: Path, capsys: Said
) -> None:
    assert main(_words(place, runs, "2022-04-01", "--tolerance", "20", extract="later")) == 3
    said = capsys.readouterr()
    assert said.out.splitlines()[0].endswith("2022-04-01/report/index.html")
    assert "Figures that surely moved by more than 20" in said.out
    assert "persons_with_notice (" in said.out
    assert "reading the extract" in said.err
    assert "comparing with 2022-03-01" in said.err
    assert "P000" not in said.out + said.err


def test_the_last_complete_run_before_that_day_is_taken(
    place: Path, runs: Path, capsys: Said
) -> None:
    (runs / "2022-03-20").mkdir()  # no run
    (runs / "2022-13-01").mkdir()  # no day
    (runs / "notes").mkdir()
    shutil.copytree(runs / "2022-03-01", runs / "2022-05-01")  # later
    assert main(_words(place, runs, "2022-04-01", "--json")) == 0
    told = _told(capsys)
    assert told["earlier"] == str(runs / "2022-03-01")
    assert [note for note in told["notes"] if note.startswith("2022-03-20: no complete run")]


def test_a_run_of_that_day_on_something_else_is_refused_and_replaced_with_force(
    place: Path, runs: Path, capsys: Said
) -> None:
    words = _words(place, runs, "2022-03-01", "--quiet", extract="later")
    assert main(words) == 2
    assert "rests on something else (data)" in capsys.readouterr().err
    assert main(_words(place, runs, "2022-03-01", "--quiet", "--set", "headline=duty")) == 2
    assert "rests on something else (reading)" in capsys.readouterr().err
    assert main([*words, "--force", "--json"]) == 0
    assert _told(capsys)["made"] is True


def test_a_run_that_a_notebook_made_is_not_taken_for_the_run_of_that_day(
    place: Path, runs: Path, capsys: Said
) -> None:
    record = runs / "2022-03-01" / "record.json"
    content = json.loads(record.read_text(encoding="utf-8")) | {"made_by": "notebook"}
    record.write_text(json.dumps(sealed(content, runs / "2022-03-01")), encoding="utf-8")
    assert main(_words(place, runs, "2022-03-01", "--quiet")) == 2
    assert "a notebook made it" in capsys.readouterr().err


def test_a_broken_extract_ends_with_2_and_leaves_nothing(
    place: Path, runs: Path, tmp_path: Path, capsys: Said
) -> None:
    shutil.copytree(place / "extract", tmp_path / "broken")
    (tmp_path / "broken" / "notices.parquet").write_bytes(b"PAR1")
    words = _words(place, runs, "2022-04-01", "--quiet", extract=str(tmp_path / "broken"))
    assert main(words) == 2
    assert "nothing was written" in capsys.readouterr().err
    assert sorted(path.name for path in runs.iterdir()) == ["2022-03-01", "register"]


def test_a_last_run_that_cannot_be_compared_is_told_before_anything_is_made(
    place: Path, runs: Path, capsys: Said
) -> None:
    (runs / "2022-03-01" / "protected" / "outcomes.parquet").unlink()
    assert main(_words(place, runs, "2022-04-01", "--quiet")) == 2
    assert "outcomes.parquet" in capsys.readouterr().err
    assert not (runs / "2022-04-01").exists()


@pytest.mark.parametrize("day", ["2022-02-30", "20220301", "vandaag", "1989-12-31", "2022-3-1"])
def test_a_day_that_is_none_is_refused(day: str, place: Path, tmp_path: Path, capsys: Said) -> None:
    assert main(_words(place, tmp_path / "runs", day, "--quiet")) == 2
    assert "--on" in capsys.readouterr().err
    assert not (tmp_path / "runs").exists()


def test_without_a_day_it_is_that_of_the_clock(
    place: Path, march: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    class _Clock(date):
        @classmethod
        def today(cls) -> date:
            return date(2022, 3, 1)

    monkeypatch.setattr(hertoets.between.monthly, "date", _Clock)
    policy = f"disclosure={place / 'quick.toml'}"
    words = ["monthly", str(place / "extract"), "--into", str(march), "--set", policy]
    assert main([*words, "--quiet", "--json"]) == 0
    told = _told(capsys)
    assert (told["run"], told["made"]) == (str(march / "2022-03-01"), False)


def _begin(words: list[str]) -> subprocess.Popen[bytes]:
    """Another process that makes a run and waits in the middle of it."""
    script = (
        "import sys, time; import hertoets.run.run as run; from hertoets.cli import main\n"
        "from tests.support.pageless import pageless\n"
        "def wait(*_, **__):\n"
        "    print('begun', flush=True); time.sleep(120)\n"
        "with pageless():\n"
        "    run.build_report = wait; sys.exit(main(sys.argv[1:]))\n"
    )
    path = os.pathsep.join(filter(None, sys.path))
    begun = subprocess.Popen(
        [sys.executable, "-c", script, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert begun.stdout is not None
    assert begun.stdout.readline() == b"begun\n"
    return begun


def test_two_at_once_are_told_and_a_killed_one_leaves_a_place_for_the_next(
    place: Path, runs: Path, capsys: Said
) -> None:
    words = _words(place, runs, "2022-04-01", "--quiet")
    begun = _begin(words)
    try:
        assert main(words) == 2
        assert "another command is at work on this place" in capsys.readouterr().err
        begun.send_signal(signal.SIGKILL)
    finally:
        begun.kill()
        begun.wait(timeout=20)
    names = [path.name for path in runs.iterdir()]
    assert "2022-04-01" not in names
    assert any(".unfinished-" in name for name in names)
    time.sleep(0.1)
    assert main(words) == 0
    assert sorted(path.name for path in runs.iterdir()) == ["2022-03-01", "2022-04-01", "register"]
