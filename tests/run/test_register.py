"""The register of runs: each reckons with all on the same people, unasked, or is refused."""

import csv
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import hertoets.release.door
import nbformat
import polars as pl
import pytest
from hertoets.between.changes import add_changes
from hertoets.cli import main
from hertoets.errors import DataError, UseError
from hertoets.release import EarlierClashError, load_policy, load_release
from hertoets.release.places import published
from hertoets.run import Parameters, run_extract
from hertoets.run.register import NAME
from hertoets.run.registered import Beside, Entry, reasons_of
from nbformat.v4 import new_markdown_cell, new_notebook
from small_extract import write_quick_policy

from tests.support.found_once import found_once
from tests.support.pageless import pageless

PERSONS = 100


@pytest.fixture(scope="module", autouse=True)
def no_pages() -> Iterator[None]:
    with found_once(), pageless():
        yield


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two extracts of other people, policies that hide less and that are quick, an empty notebook."""
    place = tmp_path_factory.mktemp("register")
    for name, seed in (("extract", "3"), ("others", "4")):
        asked = ["synth", "--persons", str(PERSONS), "--seed", seed, "--quiet", "--out"]
        assert main([*asked, str(place / name)]) == 0
    policy = asdict(load_policy()) | {"threshold": 6, "rounding": 1}
    lines = [f"{name} = {value}\n" for name, value in policy.items()]
    (place / "six.toml").write_text("".join(lines), encoding="utf-8")
    write_quick_policy(place)
    (place / "notebooks").mkdir()
    title = new_markdown_cell("# Niets", id="title")
    nbformat.write(new_notebook(cells=[title]), place / "notebooks" / "01_none.ipynb")
    return place


def _run(
    place: Path,
    out: Path,
    *,
    extract: str = "extract",
    force: bool = False,
    without: dict[str, str] | None = None,
    **values: object,
) -> Path:
    run_extract(
        place / extract,
        out,
        Parameters.from_values(values),
        notebooks=place / "notebooks",
        force=force,
        without=without,
        changes=add_changes,
    )
    return out


@pytest.fixture(scope="module")
def first(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _run(place, tmp_path_factory.mktemp("kept") / "first")


@pytest.fixture
def runs(first: Path, tmp_path: Path) -> Path:
    """A folder of runs that holds the first one, and its register."""
    shutil.copytree(first.parent, tmp_path / "runs")
    return tmp_path / "runs"


def _record(run: Path) -> dict[str, object]:
    return dict(json.loads((run / "record.json").read_text(encoding="utf-8")))


def _beside(run: Path) -> list[str]:
    beside = _record(run)["beside"]
    assert isinstance(beside, list)
    return [one["run"] for one in beside]


def _page(run: Path) -> str:
    [page] = (run / "protected").glob("*.html")
    return page.read_text(encoding="utf-8")


def _refuse_few(run: Path) -> None:
    with (run / "protected" / "attack.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    # Where a rule leaves fewer, whatever is published (codes outside a list), all of these are left.
    assert all(line["over"] == "–" or int(line["over"]) >= int(line["vereist"]) for line in lines)
    kept = [line["over"] for line in lines if line["vereist"] == "5"]
    assert len(kept) > 50
    assert all(left == "–" or int(left) >= 5 for left in kept)


def test_a_run_with_another_setting_reckons_with_the_first(place: Path, runs: Path) -> None:
    run = _run(place, runs / "second", tolerance_days=3)
    assert _beside(run) == ["first"]
    assert '<th scope="row">first</th>' in _page(run)
    assert "opgegeven" not in _page(run)
    assert "geldt niet naast" not in _page(run)
    _refuse_few(run)


def test_the_register_names_runs_and_holds_no_pseudonym(runs: Path) -> None:
    [entry] = json.loads((runs / NAME / "register.json").read_text(encoding="utf-8"))["runs"]
    assert (entry["run"], entry["seal"]) == ("first", _record(runs / "first")["seal"])
    assert entry["settings"]["headline"] == "publication_exceptions"
    persons = pl.read_parquet(runs / "first" / "protected" / "outcomes.parquet")["person_id"]
    held = b"".join(path.read_bytes() for path in (runs / NAME).rglob("*") if path.is_file())
    assert not any(person.encode() in held for person in persons)
    for path in (runs / NAME).rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_the_same_run_again_is_the_same_and_no_other_run(place: Path, runs: Path) -> None:
    again = _run(place, runs / "again")
    assert _beside(again) == []
    for name in ("findings.json", "protected/attack.csv"):
        assert (again / name).read_bytes() == (runs / "first" / name).read_bytes()


def test_a_cohort_moved_in_steps_is_laid_beside_every_earlier_step(place: Path, runs: Path) -> None:
    taken = ["first"]
    for step in ("2021-11-30", "2021-11-15"):
        try:
            run = _run(place, runs / f"to-{step}", cohort_to=step)
        except DataError:
            assert not (runs / f"to-{step}").exists()
            continue
        assert _beside(run) == taken
        _refuse_few(run)
        taken.append(run.name)
    assert len(taken) > 1


def test_a_delivery_with_one_person_less_is_laid_beside(place: Path, runs: Path) -> None:
    later = place / "later"
    if not later.exists():
        shutil.copytree(place / "extract", later)
        gone = pl.read_parquet(later / "persons.parquet")["person_id"][0]
        for table in later.glob("*.parquet"):
            rows = pl.read_parquet(table)
            if "person_id" in rows.columns:
                rows.filter(pl.col("person_id") != gone).write_parquet(table)
    run = _run(place, runs / "later", extract="later")
    assert _beside(run) == ["first"]
    _refuse_few(run)
    # What one person less changed is nowhere to be read off: shown on both sides it is the same.
    then, now = (dict(published(load_release(one), load_policy())) for one in (runs / "first", run))
    both = [key for key in then.keys() & now.keys() if isinstance(then[key], int)]
    moved = [key for key in both if isinstance(now[key], int) and now[key] != then[key]]
    assert all(abs(int(now[key]) - int(then[key])) <= 5 for key in moved)


def test_other_people_are_not_reckoned_with(place: Path, runs: Path) -> None:
    assert (
        _beside(_run(place, runs / "others", extract="others", disclosure=place / "quick.toml"))
        == []
    )


def test_a_run_that_was_replaced_is_reckoned_with_all_the_same(place: Path, runs: Path) -> None:
    _run(place, runs / "first", force=True, tolerance_days=3, disclosure=place / "quick.toml")
    assert _beside(runs / "first") == ["first"]
    entries = json.loads((runs / NAME / "register.json").read_text(encoding="utf-8"))["runs"]
    assert [entry["replaced"] for entry in entries] == [True, False]


def _gone(runs: Path) -> None:
    shutil.rmtree(runs / "first")


def _changed(runs: Path) -> None:
    path = runs / "first" / "findings.json"
    path.write_text(path.read_text(encoding="utf-8").replace("5", "6", 1), encoding="utf-8")


def _no_longer_told(runs: Path) -> None:
    for path in (runs / NAME).rglob("*.npz"):
        path.unlink()


def _told_otherwise(runs: Path) -> None:
    for path in (runs / NAME).rglob("*.npz"):
        path.write_bytes(path.read_bytes()[:-1] + b"x")


def _unregistered(runs: Path) -> None:
    shutil.rmtree(runs / NAME)


@pytest.mark.parametrize(
    "spoil", [_gone, _changed, _no_longer_told, _told_otherwise, _unregistered]
)
def test_a_run_that_cannot_be_read_any_more_refuses_the_next(
    spoil: object, place: Path, runs: Path
) -> None:
    assert callable(spoil)
    spoil(runs)
    with pytest.raises(DataError, match=r"first.*cannot be reckoned with.*--without first"):
        _run(place, runs / "second", tolerance_days=3)
    assert not (runs / "second").exists()


def test_it_is_left_out_only_with_a_reason_which_the_checker_reads(
    place: Path, runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _gone(runs)
    asked = ["run", str(place / "extract"), "--out", str(runs / "b"), "--without", "first"]
    capsys.readouterr()
    assert main([*asked, "--quiet"]) == 2
    assert "needs a reason" in capsys.readouterr().err
    values = {"tolerance_days": 3, "disclosure": place / "quick.toml"}
    run = _run(place, runs / "b", without={"first": "nooit <uit> handen gegeven"}, **values)
    assert _beside(run) == []
    page = _page(run)
    assert "nooit &lt;uit&gt; handen gegeven" in page
    # The warning stands in the proof itself, above the signatures, and not only in the list below.
    proof = page.partition("Wat het bewijs zegt")[2].partition("Handtekeningen")[0]
    assert "dit bewijs geldt niet naast 1 eerdere run die is weggelaten: first." in proof
    assert _record(run)["without"] == [{"run": "first", "because": "nooit <uit> handen gegeven"}]


def _entry(run: str, *beside: str, made_of: str = "") -> Entry:
    return Entry(
        run=run, seal=run, made_of=made_of or run, finished_at="", extract={}, settings={},
        beside=list(beside), told="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "left_out"),
    [
        pytest.param([_entry("a"), _entry("b", "a")], [], id="each reckoned with the others"),
        pytest.param(
            [_entry("a"), _entry("b", "a"), _entry("c")], ["c"], id="one was made without two"
        ),
        pytest.param(
            [_entry("a"), _entry("b"), _entry("c", "b"), _entry("d", "b", "c")],
            ["a"],
            id="three were made without one",
        ),
        pytest.param(
            [_entry("a"), _entry("b", "a"), _entry("again", made_of="a")],
            [],
            id="the first was made again",
        ),
    ],
)
def test_the_fewest_runs_are_named_without_which_the_others_keep_their_promise(
    entries: list[Entry], left_out: list[str]
) -> None:
    beside = Beside(entries=tuple(entries))
    assert [entry.run for entry in beside.to_leave_out] == left_out


def test_a_run_is_not_blamed_for_earlier_ones_that_give_each_other_away(
    place: Path, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(
        place,
        runs / "second",
        tolerance_days=1,
        without={"first": "nooit verspreid"},
        disclosure=place / "quick.toml",
    )

    def refuse(*_: object) -> None:
        raise EarlierClashError.of(where="register", at="first", what="too few values")

    monkeypatch.setattr(hertoets.release.door, "secure", refuse)
    with pytest.raises(DataError) as refused:
        _run(place, runs / "third", tolerance_days=3)
    said = str(refused.value)
    assert "second did not reckon with first. It is not this run" in said
    assert '--without second --because "…"' in said


def test_who_leaves_a_run_out_is_warned(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["run", str(place / "extract"), "--out", str(tmp_path / "b"), "--without", "frist"]
    assert main([*asked, "--because", "verschreven"]) == 2
    assert "later runs beside it and those left out may be refused" in capsys.readouterr().err


def test_a_run_that_nobody_knows_cannot_be_left_out(place: Path, runs: Path) -> None:
    with pytest.raises(UseError, match="no such run is known"):
        _run(place, runs / "b", tolerance_days=3, without={"frist": "verschreven"})


@pytest.mark.parametrize(("without", "because"), [(["a"], []), ([], ["b"]), (["a"], [" "])])
def test_each_run_left_out_has_its_reason(without: list[str], because: list[str]) -> None:
    with pytest.raises(UseError, match="needs a reason"):
        reasons_of(without, because)


def test_a_register_that_is_none_stops_the_run(place: Path, runs: Path) -> None:
    (runs / NAME / "register.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UseError, match="is no register of runs"):
        _run(place, runs / "second", tolerance_days=3)


def test_after_a_run_that_showed_more_the_default_run_is_refused(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(place, tmp_path / "more", disclosure=place / "six.toml")
    capsys.readouterr()
    assert main(["run", str(place / "extract"), "--out", str(tmp_path / "refused"), "--quiet"]) == 1
    said = capsys.readouterr().err
    assert "fewer than 5 possible values" in said
    assert "Earlier runs on these people tell too much" in said
    assert "Traceback" not in said
    assert sorted(left.name for left in tmp_path.iterdir()) == ["more", NAME]


def test_after_the_default_run_one_that_would_show_more_shows_less(
    place: Path, runs: Path, tmp_path: Path
) -> None:
    alone = _run(place, tmp_path / "alone", disclosure=place / "six.toml")
    both = _run(place, runs / "both", disclosure=place / "six.toml")
    _refuse_few(both)
    # By its own policy it shows seven and eight as they are; beside the first run it may not.
    shown = dict(published(load_release(alone), load_policy()))
    told = [key for key, form in shown.items() if isinstance(form, int) and 6 <= form <= 9]
    assert told
    for run in (runs / "first", both):
        beside = dict(published(load_release(run), load_policy()))
        assert [key for key in told if isinstance(beside[key], int)] == []
