"""What a killed command left is cleared by the next; what lives, or is another's, is not."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest
from hertoets.cli import main
from hertoets.run.leftovers import clear_leftovers, replaced, scratch, set_apart, unfinished
from small_run import write_run
from test_run_folder import _working


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place to work in; temporary files go where the test can see them."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "runs").mkdir()
    return tmp_path / "runs"


def _left(place: Path) -> list[str]:
    return sorted(path.name for path in [*place.iterdir(), *(place.parent / "tmp").iterdir()])


def _kill(out: Path) -> Path:
    """Kill a command at work on a place; gives the folder in which it worked."""
    with _working(out) as work:
        work.kill()
        work.wait(timeout=20)
    return next(path for path in out.parent.iterdir() if ".unfinished-" in path.name)


# every command that works in a place, on what a killed run left there
COMMANDS = {
    "run": ["run", "{place}/nowhere", "--out", "{place}/a"],
    "run beside it": ["run", "{place}/nowhere", "--out", "{place}/b", "--set", "headline=duty"],
    "synth": ["synth", "--out", "{place}/b", "--persons", "3", "--quiet"],
    "prepare": ["prepare", "{place}/nowhere", "--mapping", "{place}/no.toml", "--out", "{place}/b"],
    "check": ["check", "{place}/a"],
    "explain": ["explain", "{place}/a", "A1"],
    "compare": ["compare", "{place}/a", "{place}/a"],
    "verify": ["verify", "{place}/a"],
    "assure": ["assure", "{place}/cases.toml"],
    "monthly": ["monthly", "{place}/nowhere", "--into", "{place}"],
}


@pytest.mark.parametrize("case", COMMANDS)
def test_any_command_clears_what_a_killed_one_left(case: str, place: Path) -> None:
    _kill(place / "a")
    assert len(_left(place)) == 2
    words = [word.format(place=place, extract=place.parent) for word in COMMANDS[case]]
    assert main(words) in (0, 2)
    assert [name for name in _left(place) if name != "b"] == []


def test_a_notebook_clears_it_too(place: Path) -> None:
    from hertoets.desk import open_run
    from hertoets.errors import HertoetsError

    _kill(place / "a")
    with pytest.raises(HertoetsError):
        open_run(str(place / "nowhere"), str(place / "a"))
    assert _left(place) == []


def test_what_lives_is_left_alone(place: Path) -> None:
    with _working(place / "a", finish=True) as work, scratch() as own:
        before = _left(place)
        assert len(before) == 3
        clear_leftovers(place / "a")
        assert _left(place) == before
        assert own.is_dir()
        work.communicate(b"go\n", timeout=20)
    assert _left(place) == ["a"]


def _named_after(folder: Path, **changed: str) -> Path:
    """Rename a leftover as if another had made it; its parts: machine, process, begin."""
    stem, _, maker = folder.name.rpartition("unfinished-")
    machine, process, began = maker.split("-")
    parts = {"machine": machine, "process": process, "began": began} | changed
    return folder.rename(folder.with_name(f"{stem}unfinished-{'-'.join(parts.values())}"))


def _in_36(number: int) -> str:
    return unfinished(Path("x")).name.split("-")[2] if number == os.getpid() else "1"


def test_a_process_number_that_was_given_out_again_keeps_nothing(place: Path) -> None:
    _named_after(_kill(place / "a"), process=_in_36(os.getpid()))  # lives, and began later
    clear_leftovers(place / "a")
    assert _left(place) == []


def test_work_of_another_machine_is_left_alone(place: Path) -> None:
    left = _named_after(_kill(place / "a"), machine="ffff0000")
    clear_leftovers(place / "a")
    assert _left(place) == [left.name]


def test_work_of_another_container_on_this_machine_is_told_by_its_lock(place: Path) -> None:
    own = unfinished(Path("x")).name.partition("unfinished-")[2][:8]
    _named_after(_kill(place / "a"), machine=f"ffff{own[4:]}")
    clear_leftovers(place / "a")
    assert _left(place) == ([] if own[4:] != "0000" else _left(place))


@pytest.mark.parametrize(
    "name", [".a.unfinished", ".a.unfinished-mine", "a.unfinished-0000-1-1", "hertoets-notes"]
)
def test_a_folder_of_another_name_is_nobodys_leftover(name: str, place: Path) -> None:
    (place / name).mkdir()
    (place.parent / "tmp" / name).mkdir()
    clear_leftovers(place / "a")
    assert _left(place) == [name, name]


def test_a_link_is_nobodys_leftover(place: Path) -> None:
    left = _kill(place / "a")
    moved = left.rename(place / "kept")
    left.symlink_to(moved)
    clear_leftovers(place / "a")
    assert (moved / "record.json").exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
def test_work_of_another_user_is_left_alone(place: Path) -> None:
    left = _kill(place / "a")
    os.chown(left, 12345, 12345)
    clear_leftovers(place / "a")
    assert left.is_dir()


def test_a_run_that_was_set_apart_when_the_kill_came_is_put_back(place: Path) -> None:
    left = _kill(place / "a")
    write_run(set_apart(left), hertoets="0.1-old")
    assert main(["explain", str(place / "a"), "A1"]) == 2
    assert _left(place) == ["a"]
    assert "0.1-old" in (place / "a" / "record.json").read_text(encoding="utf-8")


def test_a_run_that_was_replaced_when_the_kill_came_goes(place: Path) -> None:
    left = _kill(place / "a")
    write_run(set_apart(left), hertoets="0.1-old")
    write_run(replaced(left), hertoets="0.0-old")
    left.rename(place / "a")
    clear_leftovers(place / "a")
    assert _left(place) == ["a"]
    assert "-old" not in (place / "a" / "record.json").read_text(encoding="utf-8")


def test_a_run_half_removed_is_never_put_back(place: Path) -> None:
    left = _kill(place / "a")
    write_run(replaced(left), hertoets="0.0-old")
    shutil.rmtree(left)
    clear_leftovers(place / "a")
    assert _left(place) == []


def test_a_killed_run_with_force_loses_no_earlier_run(place: Path) -> None:
    write_run(place / "a", hertoets="0.1-old")
    with _working(place / "a", force=True) as work:
        work.send_signal(signal.SIGKILL)
        work.wait(timeout=20)
    clear_leftovers(place / "a")
    assert _left(place) == ["a"]
    assert "0.1-old" in (place / "a" / "record.json").read_text(encoding="utf-8")
