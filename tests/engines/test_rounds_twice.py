"""A round that runs twice on a part, as a cluster may let it, changes nothing and tells the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from hertoets.release import save_exact
from hertoets.run.compute import find_in_memory
from hertoets.run.parameters import Parameters
from hertoets.run.ranges.compute import find_in_parts
from hertoets.run.ranges.engine import OneByOne, Work
from hertoets.run.ranges.rounds import _once
from hertoets.run.steps import Silent
from hertoets.synth.write import write_synthetic_extract

from tests.support.same_run import assert_same_run

Told = TypeVar("Told")


class Twice(OneByOne):
    """Works on each part twice, and hands on what the second time told."""

    def each(self, work: Work[Told], parts: int) -> Iterator[Told]:
        for number in range(parts):
            assert type(work(number)) is type(work.told(number))
            yield work(number)


def test_a_run_of_which_every_round_runs_twice_is_as_any_other(tmp_path: Path) -> None:
    extract, found, expected = (tmp_path / name for name in ("extract", "found", "expected"))
    found.mkdir()
    expected.mkdir()
    write_synthetic_extract(extract, 300, 20220321)
    steps = Silent()
    save_exact(find_in_parts(extract, found, Parameters(), steps, Twice(), 110), found)
    save_exact(find_in_memory(extract, expected, Parameters(), steps), expected)
    assert_same_run(found, expected)


def test_of_two_that_run_at_once_both_tell_what_is_in_the_folder_that_is_there(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "part-00000" / "judged"

    def first(draft: Path) -> str:
        (draft / "table").touch()
        return "first"

    def overtaken(_draft: Path) -> str:
        assert _once(folder, first) == "first"
        return "second"

    assert _once(folder, overtaken) == "first"
    assert _once(folder, lambda _draft: "third") == "first"
    assert [path.name for path in folder.parent.iterdir()] == ["judged"]
    assert (folder / "table").exists()


def test_a_round_that_cannot_write_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    def full(_draft: Path) -> str:
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        _once(tmp_path / "part-00000" / "judged", full)
    assert list((tmp_path / "part-00000").iterdir()) == []


def test_work_that_goes_on_when_the_run_has_ended_makes_nothing_anew(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        _once(tmp_path / "gone" / "part-00000" / "judged", lambda _draft: "late")
    assert list(tmp_path.iterdir()) == []
