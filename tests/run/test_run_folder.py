"""A folder that appears whole or not at all."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hertoets.errors import UseError
from hertoets.run.folder import appearing

MARK = "record.json"


def _make(
    out: Path,
    work: Callable[[Path], object] = lambda _folder: None,
    *,
    text: str = "new",
    force: bool = False,
    apart_from: Path | None = None,
) -> None:
    with appearing(out, force=force, mark=MARK, apart_from=apart_from) as folder:
        (folder / MARK).write_text(text, encoding="utf-8")
        work(folder)


def test_the_folder_appears_only_when_the_work_is_done(tmp_path: Path) -> None:
    out = tmp_path / "runs" / "a"
    with appearing(out, force=False, mark=MARK) as folder:
        (folder / MARK).write_text("{}", encoding="utf-8")
        assert not out.exists()
    assert [path.name for path in out.parent.iterdir()] == ["a"]
    assert (out / MARK).read_text(encoding="utf-8") == "{}"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_whatever_stops_the_work_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    def stop(folder: Path) -> None:
        (folder / "half").write_text("half", encoding="utf-8")
        raise error

    with pytest.raises(error):
        _make(tmp_path / "runs" / "a", stop)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_is_refused_without_force(tmp_path: Path) -> None:
    _make(tmp_path / "a", text="old")
    with pytest.raises(UseError, match="exists already"):
        _make(tmp_path / "a")
    assert (tmp_path / "a" / MARK).read_text(encoding="utf-8") == "old"


def test_force_replaces_an_earlier_result_at_the_end(tmp_path: Path) -> None:
    out = tmp_path / "a"
    _make(out, text="old")
    with appearing(out, force=True, mark=MARK) as folder:
        (folder / MARK).write_text("new", encoding="utf-8")
        assert (out / MARK).read_text(encoding="utf-8") == "old"
    assert (out / MARK).read_text(encoding="utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_force_keeps_the_earlier_result_when_the_work_fails(tmp_path: Path) -> None:
    out = tmp_path / "a"
    _make(out, text="old")
    with pytest.raises(ValueError, match="halfway"), appearing(out, force=True, mark=MARK):
        raise ValueError("halfway")
    assert (out / MARK).read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_force_never_replaces_a_folder_that_is_not_an_earlier_result(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(UseError, match=r"holds no record\.json"):
        _make(tmp_path / "home", force=True)
    assert (tmp_path / "home" / "letter.txt").exists()


def test_a_folder_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "a"

    def another_run_finishes(_folder: Path) -> None:
        out.mkdir()
        (out / MARK).write_text("theirs", encoding="utf-8")

    with pytest.raises(UseError, match="while the work was going on"):
        _make(out, another_run_finishes)
    assert (out / MARK).read_text(encoding="utf-8") == "theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_place_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with (
        pytest.raises(UseError, match="cannot be written"),
        appearing(tmp_path / "file" / "run", force=False, mark=MARK),
    ):
        pytest.fail("the work began")


@pytest.mark.parametrize("out", ["extract/run", "extract", "."], ids=["inside", "same", "around"])
def test_a_place_in_or_around_the_extract_is_refused(tmp_path: Path, out: str) -> None:
    (tmp_path / "extract").mkdir()
    with pytest.raises(UseError, match="the folder that is read"):
        _make(tmp_path / out, force=True, apart_from=tmp_path / "extract")


def test_what_is_under_protected_is_for_its_owner_alone(tmp_path: Path) -> None:
    with appearing(tmp_path / "a", force=False, mark=MARK) as folder:
        (folder / "protected").mkdir()
        assert folder.stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "a" / "protected").stat().st_mode & 0o777 == 0o700


def test_what_a_killed_process_left_is_removed_by_the_next(tmp_path: Path) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    left = tmp_path / f".a.unfinished-{socket.gethostname()}-{gone}"
    alive = tmp_path / f".a.unfinished-{socket.gethostname()}-{os.getppid()}"
    left.mkdir()
    alive.mkdir()
    _make(tmp_path / "a")
    assert not left.exists()
    assert alive.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_in_the_middle_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    script = (
        "import sys, time; from pathlib import Path; from hertoets.run.folder import appearing\n"
        "with appearing(Path(sys.argv[1]), force=False, mark='record.json') as folder:\n"
        "    (folder / 'half').write_text('half'); print('begun', flush=True); time.sleep(60)\n"
    )
    work = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "a")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert work.stdout is not None
    assert work.stdout.readline() == b"begun\n"
    work.send_signal(number)
    assert work.wait(timeout=10) != 0
    work.stdout.close()
    assert list(tmp_path.iterdir()) == []


def test_signals_are_left_alone_outside_the_main_thread(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=_make, args=(tmp_path / "a",))
    thread.start()
    thread.join(timeout=10)
    assert (tmp_path / "a" / MARK).exists()
    assert signal.getsignal(signal.SIGTERM) == before
