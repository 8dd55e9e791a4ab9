"""A folder that appears whole or not at all."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hertoets.errors import UseError
from hertoets.run.folder import appearing
from hertoets.run.replacing import RUN
from small_run import write_run


def _make(
    out: Path,
    work: Callable[[Path], object] = lambda _folder: None,
    *,
    text: str = "0.2-new",
    force: bool = False,
    apart_from: Path | None = None,
) -> None:
    with appearing(out, force=force, kind=RUN, apart_from=apart_from) as folder:
        write_run(folder, hertoets=text)
        work(folder)


def _text(out: Path) -> str:
    return next(
        text
        for text in ("0.1-old", "0.2-new", "0.3-theirs")
        if text in (out / "record.json").read_text()
    )


def _files(place: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_the_folder_appears_only_when_the_work_is_done(tmp_path: Path) -> None:
    out = tmp_path / "runs" / "a"
    _make(out, lambda _folder: pytest.fail("too soon") if out.exists() else None)
    assert [path.name for path in out.parent.iterdir()] == ["a"]
    assert _text(out) == "0.2-new"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, MemoryError])
def test_whatever_stops_the_work_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    def stop(_folder: Path) -> None:
        raise error

    with pytest.raises(error):
        _make(tmp_path / "runs" / "a", stop)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_is_refused_without_force(tmp_path: Path) -> None:
    _make(tmp_path / "a", text="0.1-old")
    with pytest.raises(UseError, match="exists already"):
        _make(tmp_path / "a")
    assert _text(tmp_path / "a") == "0.1-old"


def test_force_replaces_an_earlier_run_at_the_end(tmp_path: Path) -> None:
    out = tmp_path / "a"
    _make(out, text="0.1-old")
    _make(
        out,
        lambda _folder: pytest.fail("too soon") if _text(out) != "0.1-old" else None,
        force=True,
    )
    assert _text(out) == "0.2-new"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_force_keeps_the_earlier_run_when_the_work_fails(tmp_path: Path) -> None:
    out = tmp_path / "a"
    _make(out, text="0.1-old")
    with pytest.raises(ValueError, match="halfway"), appearing(out, force=True, kind=RUN):
        raise ValueError("halfway")
    assert _text(out) == "0.1-old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_folder_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "a"
    with pytest.raises(UseError, match="while the work was going on"):
        _make(out, lambda _folder: write_run(out, hertoets="0.3-theirs"))
    assert _text(out) == "0.3-theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_run_that_another_replaced_meanwhile_is_not_replaced_with_force(tmp_path: Path) -> None:
    out = tmp_path / "a"
    _make(out, text="0.1-old")

    def another_run_finishes(_folder: Path) -> None:
        shutil.rmtree(out)
        write_run(out, hertoets="0.3-theirs")

    with pytest.raises(UseError, match="while the work was going on"):
        _make(out, another_run_finishes, force=True)
    assert _text(out) == "0.3-theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_file_put_into_the_earlier_run_meanwhile_is_not_lost(tmp_path: Path) -> None:
    out = tmp_path / "a"
    _make(out, text="0.1-old")
    with pytest.raises(UseError, match="1 file that no command made"):
        _make(out, lambda _f: (out / "protected" / "mine").write_text("dear"), force=True)
    assert (out / "protected" / "mine").exists()


def test_a_place_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with (
        pytest.raises(UseError, match="cannot be written"),
        appearing(tmp_path / "file" / "run", force=False, kind=RUN),
    ):
        pytest.fail("the work began")


@pytest.mark.parametrize("out", ["extract/run", "extract", "."], ids=["inside", "same", "around"])
def test_a_place_in_or_around_the_extract_is_refused(tmp_path: Path, out: str) -> None:
    (tmp_path / "extract").mkdir()
    with pytest.raises(UseError, match="the folder that is read"):
        _make(tmp_path / out, force=True, apart_from=tmp_path / "extract")


def test_two_at_once_in_one_place_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    with _working(tmp_path / "a", finish=True) as work:
        with pytest.raises(UseError, match="another command is at work"):
            _make(tmp_path / "a")
        with pytest.raises(UseError, match="another command is at work"):
            _make(tmp_path / "a", force=True)
        _make(tmp_path / "b")  # beside it there is room
        work.communicate(b"go\n", timeout=20)
    assert work.returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


class _working(subprocess.Popen[bytes]):  # noqa: N801  (reads as what it does)
    """Another process that works on a place, until it is told to go on, or stopped."""

    def __init__(self, out: Path, *, finish: bool = False, force: bool = False) -> None:
        script = (
            "import sys; from pathlib import Path; from hertoets.run.folder import appearing\n"
            "from hertoets.run.replacing import RUN; from small_run import write_run\n"
            "from hertoets.run.leftovers import scratch\n"
            f"with appearing(Path(sys.argv[1]), force={force}, kind=RUN) as folder, scratch():\n"
            "    write_run(folder); print('begun', flush=True)\n"
            f"    sys.stdin.readline() if {finish} else __import__('time').sleep(60)\n"
        )
        super().__init__(
            [sys.executable, "-c", script, str(out)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(
                    [str(Path(__file__).parent), *filter(None, sys.path)]
                ),
            },
            # In the background SIGINT would be ignored, and inherited so.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        assert self.stdout is not None
        assert self.stdout.readline() == b"begun\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_in_the_middle_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    with _working(tmp_path / "a") as work:
        work.send_signal(number)
        assert work.wait(timeout=20) != 0
    assert list(tmp_path.iterdir()) == []


def test_signals_are_left_alone_outside_the_main_thread(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=_make, args=(tmp_path / "a",))
    thread.start()
    thread.join(timeout=10)
    assert (tmp_path / "a" / "record.json").exists()
    assert signal.getsignal(signal.SIGTERM) == before
