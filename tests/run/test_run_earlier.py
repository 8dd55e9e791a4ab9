"""Pairs of runs, one of which would undo the other: through the command line, on one extract."""

import csv
import json
from dataclasses import asdict
from pathlib import Path

import nbformat
import pytest
from hertoets.between.changes import add_changes
from hertoets.cli import main
from hertoets.release import load_policy, load_release
from hertoets.release.places import published
from hertoets.run import Parameters, run_extract
from nbformat.v4 import new_markdown_cell, new_notebook

PERSONS = 600


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An extract, a policy that hides less, and a notebook that shows nothing."""
    place = tmp_path_factory.mktemp("earlier")
    asked = ["synth", "--persons", str(PERSONS), "--quiet", "--out", str(place / "extract")]
    assert main(asked) == 0
    policy = asdict(load_policy()) | {"threshold": 6, "rounding": 1}
    lines = [f"{name} = {value}\n" for name, value in policy.items()]
    (place / "six.toml").write_text("".join(lines), encoding="utf-8")
    (place / "notebooks").mkdir()
    title = new_markdown_cell("# Niets", id="title")
    nbformat.write(new_notebook(cells=[title]), place / "notebooks" / "01_none.ipynb")
    return place


def _run(place: Path, name: str, *earlier: Path, **values: object) -> Path:
    run_extract(
        place / "extract",
        place / name,
        Parameters.from_values(values),
        notebooks=place / "notebooks",
        earlier=earlier,
        changes=add_changes,
    )
    return place / name


@pytest.fixture(scope="module")
def default(place: Path) -> Path:
    return _run(place, "default")


def _attacked(run: Path) -> list[dict[str, str]]:
    with (run / "protected" / "attack.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _refuse_few(run: Path) -> None:
    lines = _attacked(run)
    assert {line["vereist"] for line in lines} <= {"0", "5"}
    kept = [line["over"] for line in lines if line["vereist"] == "5"]
    assert len(kept) > 100
    assert all(left == "–" or int(left) >= 5 for left in kept)


def test_after_a_run_that_showed_more_the_default_run_is_refused(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shows_more = _run(place, "shows_more", disclosure=place / "six.toml")
    out = place / "refused"
    capsys.readouterr()
    asked = ["run", str(place / "extract"), "--out", str(out), "--earlier", str(shows_more)]
    assert main([*asked, "--quiet"]) == 1
    said = capsys.readouterr().err
    assert "disclosure" in said
    assert "fewer than 5 possible values" in said
    assert "an earlier run already shows it" in said
    assert "Traceback" not in said
    assert not out.exists()
    assert [left.name for left in place.iterdir() if left.name.startswith((".", "refused"))] == []


def test_after_the_default_run_one_that_would_show_more_shows_less(
    place: Path, default: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = _run(place, "alone", disclosure=place / "six.toml")
    both = _run(place, "both", default, disclosure=place / "six.toml")
    hidden_then = {line["plaats"]: line for line in _attacked(both) if "eerdere" in line["plaats"]}
    assert hidden_then
    _refuse_few(both)
    # By its own policy it shows seven and eight as they are; beside the first run it may not.
    told = [
        place
        for place, shown in published(load_release(alone))
        if isinstance(shown, int) and 6 <= shown <= 9
    ]
    assert told
    for run in (default, both):
        beside = dict(published(load_release(run)))
        assert [place for place in told if isinstance(beside[place], int)] == []
    # What differs is put down to the run laid beside, and not to code or data.
    capsys.readouterr()
    assert main(["compare", str(alone), str(both), "--json", "--quiet"]) in (0, 3)
    [step] = json.loads(capsys.readouterr().out)["attribution"]["steps"]
    assert step["causes"] == ["earlier (default laid beside)"]
    one, other = (load_release(run).findings for run in (alone, both))
    assert step["findings"]
    assert step["findings"].keys() == {
        id_ for id_ in one if one[id_].display_nl != other[id_].display_nl
    }


def test_a_run_with_another_headline_is_laid_beside_the_first(place: Path, default: Path) -> None:
    run = _run(place, "duty", default, headline="duty")
    lines = _attacked(run)
    _refuse_few(run)
    # Tables by the headline are other tables; those of the first run are attacked too.
    assert any(
        line["uitkomst"] == "cohort_by_group" and "eerdere run default" in line["plaats"]
        for line in lines
    )
    assert {change.run for change in load_release(run).changes} <= {"default"}
