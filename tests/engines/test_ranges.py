"""A run that is made in parts is the run that is made at once, and every command reads it as such."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hertoets
import nbformat
import pytest
from hertoets.cli import main
from hertoets.errors import UseError
from hertoets.findings import Findings
from hertoets.quality import assessing, load_expectations
from hertoets.quality.kinds import KINDS
from hertoets.quality.own_kinds import own_kind
from hertoets.quality.together import Together
from hertoets.run import Parameters, run_extract
from hertoets.run import compute as computing
from hertoets.run.ranges import compute as in_ranges
from hertoets.run.ranges.compute import find_in_parts
from hertoets.run.ranges.engine import OneByOne
from hertoets.run.record import read_record
from hertoets.run.replacing import RUN, refuse_foreign
from hertoets.runfolder import RunFolder
from hertoets.synth import write_synthetic_extract
from nbformat.v4 import new_markdown_cell, new_notebook
from polars.testing import assert_frame_equal

from tests.oracle.fuzz import random_extract, write_csv
from tests.run.small_extract import write_quick_policy
from tests.support.ranges import differing, in_memory, in_parts, rows_at

PERSONS, OF_A_PART = 24, 20
ABSENT = ("data_access", "plans")
SETTINGS = {"headline": "publication", "as_of": "2022-06-30"}


def test_a_synthetic_extract_with_every_check_gives_the_same(tmp_path: Path) -> None:
    """Above a thousand persons what fails puts values in doubt."""
    write_synthetic_extract(tmp_path / "extract", 1200, 11)
    whole = in_memory(tmp_path / "extract", tmp_path / "whole", Parameters())
    parts = in_parts(tmp_path / "extract", tmp_path / "parts", Parameters(), 700)
    assert list(differing(whole, parts)) == []
    assert len(rows_at(parts.folder / RunFolder.doubts))
    assert len([*(parts.folder / RunFolder.outcomes).iterdir()]) > 1


@dataclass(frozen=True)
class Both:
    """An extract, and a run of it by each engine."""

    extract: Path
    memory: Path
    ranges: Path

    @property
    def runs(self) -> tuple[Path, Path]:
        return self.memory, self.ranges


def ask_few_checks(patched: pytest.MonkeyPatch) -> None:
    """Those that look at all persons together, and a few: Great Expectations takes the longest."""
    own = [one for one in load_expectations() if own_kind(one, None) is None]
    few = tuple(one for one in own if isinstance(KINDS[one.kind], Together) or one in own[::9])
    for module in (assessing, in_ranges):
        patched.setattr(module, "load_expectations", lambda _=None: few)


def cut_small(*asked: Any) -> Findings:
    return find_in_parts(*asked, OneByOne(), OF_A_PART)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Of persons drawn hard to judge; two tables are absent, and nothing tells of the delivery."""
    place = tmp_path_factory.mktemp("runs") / "een map [2] *{a}"
    tables = random_extract(1, PERSONS)
    # Two rows that differ: of the first part nobody stays.
    for row in [row for row in tables["persons"] if row["person_id"] <= "P000008"]:
        tables["persons"].append({**row, "sex": "f" if row["sex"] != "f" else "m"})
    tables = {name: rows for name, rows in tables.items() if name not in ABSENT}
    write_csv(tables, place / "extract")
    (place / "notebooks").mkdir()
    empty = new_notebook(cells=[new_markdown_cell("# Niets", id="title")])
    nbformat.write(empty, place / "notebooks" / "01_none.ipynb")
    policy = write_quick_policy(place)
    parameters = Parameters.from_values({"disclosure": policy, **SETTINGS})
    with pytest.MonkeyPatch.context() as patched:
        ask_few_checks(patched)
        patched.setitem(computing.FINDING, "ranges", cut_small)  # type: ignore[arg-type]
        umask = os.umask(0)
        try:
            for engine in (
                "memory",
                "ranges",
            ):  # each by itself: runs in one place know of each other
                out = place / engine / "run"
                run_extract(
                    place / "extract", out, parameters, engine=engine, notebooks=place / "notebooks"
                )
        finally:
            os.umask(umask)
        yield Both(place / "extract", place / "memory" / "run", place / "ranges" / "run")


def files_of(run: Path) -> dict[str, Path]:
    found = (path for path in run.rglob("*") if path.is_file())
    return {path.relative_to(run).as_posix(): path for path in found}


def test_what_is_published_is_the_same_to_the_byte(both: Both) -> None:
    one, other = map(files_of, both.runs)
    protected = f"{RunFolder.protected}/"
    published = [name for name in one if not name.startswith(protected)]
    assert published == [name for name in other if not name.startswith(protected)]
    apart = [name for name in published if one[name].read_bytes() != other[name].read_bytes()]
    assert apart == [str(RunFolder.record)]
    first, second = map(read_record, both.runs)
    assert (first.engine, second.engine) == ("memory", "ranges")
    assert first.results == second.results


def test_what_stays_holds_the_same_rows_in_parts(both: Both) -> None:
    one, other = ({path.name for path in (run / "protected").iterdir()} for run in both.runs)
    assert one == other
    for name in one:
        if name.endswith(".parquet"):
            assert_frame_equal(*(rows_at(run / "protected" / name) for run in both.runs))
    for name in (RunFolder.exact_findings, RunFolder.work_list, RunFolder.work_book):
        assert (both.memory / name).read_bytes() == (both.ranges / name).read_bytes()
    parts = [path.name for path in sorted((both.ranges / RunFolder.outcomes).iterdir())]
    assert parts == ["part-00000.parquet", "part-00001.parquet"]
    assert len(rows_at(both.ranges / RunFolder.outcomes / parts[0])) == 0


def test_what_stays_is_for_its_owner_alone(both: Both) -> None:
    protected = RunFolder(both.ranges).protected
    modes = {
        (path.is_dir(), stat.S_IMODE(path.stat().st_mode))
        for path in [protected, *protected.rglob("*")]
    }
    assert modes == {(True, 0o700), (False, 0o600)}


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_explain_tells_the_same(both: Both, capsys: pytest.CaptureFixture[str]) -> None:
    persons = rows_at(both.memory / RunFolder.outcomes)["person_id"]
    asked = [persons[0], persons[-1], "P000003", "nobody"]  # P000003 was set aside
    for person in asked:
        one, other = (told(capsys, "explain", run, person, "--json") for run in both.runs)
        assert one[0] == other[0], person
        for place in (1, 2):
            assert one[place].replace(str(both.memory), str(both.ranges)) == other[place], person


def test_compare_says_that_nothing_differs(both: Both, capsys: pytest.CaptureFixture[str]) -> None:
    code, shown, _ = told(capsys, "compare", *both.runs)
    assert code == 0
    assert "engine: memory → ranges" in shown
    assert told(capsys, "compare", *both.runs, "--json")[1].count('"causes": []') == 1
    assert "parameter (" not in shown
    assert "Persons who moved between headline outcomes\n  nobody" in shown


def test_verify_makes_it_again_in_parts(both: Both, capsys: pytest.CaptureFixture[str]) -> None:
    code, shown, _ = told(capsys, "verify", both.ranges)
    assert (code, shown.startswith("The same: ")) == (0, True)


@pytest.mark.parametrize("fate", ["changed", "gone", "added"])
def test_a_part_that_is_not_as_it_was_left_is_named(
    fate: str, both: Both, capsys: pytest.CaptureFixture[str]
) -> None:
    part = both.ranges / RunFolder.doubted / "part-00001.parquet"
    content, spoiled = part.read_bytes(), part
    words = {"changed": "is not the file of the record", "gone": "is gone"}
    try:
        if fate == "added":
            spoiled = part.with_name("part-00009.parquet")
            spoiled.write_bytes(content)
        elif fate == "gone":
            part.unlink()
        else:
            part.write_bytes(content[:-1] + b"x")
        code, shown, said = told(capsys, "explain", both.ranges, "P000020")
        assert (code, shown) == (2, "")
        assert f"protected/doubted.parquet/{spoiled.name}" in said
        assert words.get(fate, "was not there when the run was made") in said
    finally:
        spoiled.unlink(missing_ok=True)
        part.write_bytes(content)


DESK = {
    "persons": lambda run: run.persons(),
    "persons by the records": lambda run: run.persons(as_recorded=True),
    "by reading": lambda run: run.by_reading(),
    "notices": lambda run: run.notices(),
    "doubts": lambda run: run.doubts(),
    "causes": lambda run: run.causes(),
    "rows": lambda run: run.rows("fines"),
    "what if": lambda run: run.what_if(tolerance_days=5),
}


@pytest.fixture(scope="module")
def opened(both: Both) -> tuple[Any, Any]:
    policy = str(both.extract.parent / "quick.toml")
    one, other = (
        hertoets.open_run(str(both.extract), str(run), disclosure=policy, **SETTINGS)
        for run in both.runs
    )
    return one, other


@pytest.mark.parametrize("call", DESK)
def test_the_desk_shows_the_same(call: str, opened: tuple[Any, Any]) -> None:
    one, other = map(DESK[call], opened)
    if hasattr(one, "equals"):
        assert one.equals(other)
        assert len(one) or call == "doubts"  # below a thousand persons nothing is in doubt
    else:
        assert str(one) == str(other)


def test_an_interrupted_run_leaves_nothing(
    both: Both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_self: object, number: int) -> None:
        assert number == 0
        raise KeyboardInterrupt

    monkeypatch.setattr("hertoets.run.ranges.rounds.Judging.__call__", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_extract(both.extract, tmp_path / "runs" / "a", Parameters(), engine="ranges")
    assert list(tmp_path.iterdir()) == []


def test_a_run_in_parts_may_be_replaced_as_any_other(both: Both) -> None:
    refuse_foreign(both.ranges, RUN)
    own = both.ranges / RunFolder.outcomes / "mine.parquet"
    own.write_text("not a run's", encoding="utf-8")
    try:
        with pytest.raises(UseError, match=r"outcomes\.parquet/mine\.parquet"):
            refuse_foreign(both.ranges, RUN)
    finally:
        own.unlink()
