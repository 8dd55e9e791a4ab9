"""A run shows nothing that does not belong to what is in front of it, by a table of what differs.

Each case is tried on a run of ``hertoets run``, which is refused, and on one that a notebook made by
itself, which is computed again.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hertoets
import hertoets.desk.opening
import hertoets.run.described
import hertoets.run.hashes
import nbformat
import pytest
from hertoets.between.changes import add_changes
from hertoets.cli import main
from hertoets.desk import open_run
from hertoets.desk.cells import set_in_cells
from hertoets.errors import UseError
from hertoets.run import Parameters, run_extract
from hertoets.run.record import read_record
from hertoets.shipped import shipped
from nbformat.v4 import new_markdown_cell, new_notebook
from small_extract import replace, write_extract, write_quick_policy

pytestmark = pytest.mark.usefixtures("worked_once")


@dataclass
class Place:
    """What is in front of a notebook, and what it asks for; each case changes one of them."""

    folder: Path
    run: Path
    patch: pytest.MonkeyPatch
    asked: dict[str, Any]

    @property
    def extract(self) -> Path:
        return self.folder / "extract"

    def open(self) -> Any:
        return open_run(**{"extract": self.extract, "run": self.run, **self.asked})


def _another_extract(place: Place) -> None:
    replace("notices.csv", "2022-01-12", "2022-01-13")(
        Path(shutil.copytree(place.extract, place.folder / "other"))
    )
    place.asked["extract"] = place.folder / "other"


def _readings(place: Place, *, edited: bool) -> None:
    """Decision tables of one's own, in the words of those that ship but for one outcome."""
    own = place.folder / "readings" / "publication.toml"
    table = Path(hertoets.__file__).parent / "law" / "tables" / "publication.toml"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    if edited:
        lines = [
            line.replace('"wi2013"', '"none"') if '"publication.schooling"' in line else line
            for line in lines
        ]
        assert "".join(lines) != table.read_text(encoding="utf-8")
    own.parent.mkdir(exist_ok=True)
    own.write_text("".join(lines), encoding="utf-8")
    place.asked["readings"] = str(own.parent)


def _policy(place: Place) -> None:
    text = write_quick_policy(place.folder).read_text(encoding="utf-8")
    (place.folder / "own.toml").write_text(
        text.replace("median_base = 10", "median_base = 20"), encoding="utf-8"
    )
    place.asked["disclosure"] = place.folder / "own.toml"


def _expectations(place: Place) -> None:
    folder = Path(shutil.copytree(shipped("expectations"), place.folder / "expectations"))
    checks = folder / "persons.toml"
    text = checks.read_text(encoding="utf-8")
    assert 'severity = "low"' in text
    checks.write_text(text.replace('severity = "low"', 'severity = "high"', 1), encoding="utf-8")
    place.patch.setattr(hertoets.run.hashes, "shipped", lambda _name: folder)


def _append(name: str) -> Callable[[Place], None]:
    def spoil(place: Place) -> None:
        content = json.loads((place.run / name).read_text(encoding="utf-8"))
        (place.run / name).write_text(json.dumps(content), encoding="utf-8")

    return spoil


# what differs, and what is said of it
DIFFERS: dict[str, tuple[Callable[[Place], object], str]] = {
    "another extract": (_another_extract, "notices.csv: the run read another content"),
    "an extract edited in place": (
        lambda place: replace("persons.csv", "1990-05-02", "1990-05-03")(place.extract),
        "persons.csv: the run read another content",
    ),
    "a table more": (
        lambda place: (place.extract / "choices.csv").write_text(
            "person_id,offered_on,choice,chosen_on\n", encoding="utf-8"
        ),
        "choices.csv: .* holds this table, and the run did not read it",
    ),
    "another name of the delivery": (
        lambda place: (place.extract / "extract.toml").write_text('name = "ander"\n', "utf-8"),
        "extract.toml: .* holds this table",
    ),
    "another setting": (
        lambda place: place.asked.update(tolerance_days=5),
        "tolerance_days: the run in this folder was made with 2, not 5",
    ),
    "another date": (
        lambda place: place.asked.update(reference_date="2021-12-30"),
        "reference_date: the run in this folder was made with 2021-12-31, not 2021-12-30",
    ),
    "another headline": (
        lambda place: place.asked.update(headline="duty"),
        "headline: the run in this folder was made with publication_exceptions, not duty",
    ),
    "an edited decision table": (
        lambda place: _readings(place, edited=True),
        "publication.schooling changed in publication: the run applied other decision tables",
    ),
    "another policy": (_policy, "median_base: its policy of disclosure is another"),
    "an edited check": (_expectations, "checks of quality: the checks on the data are others"),
    "other code": (
        lambda place: place.patch.setattr(hertoets.run.described, "code_hash", lambda: "0" * 64),
        "package hertoets: the version of Hertoets is another",
    ),
    "a figure that was changed": (_append("findings.json"), "findings.json: is not the file of"),
    "a table that was changed": (
        _append("report/tables/funnel.json"),
        "report/tables/funnel.json: is not the file of",
    ),
    "the basis that was changed": (_append("report/basis.json"), "report/basis.json: is not"),
}

by_difference = pytest.mark.parametrize("case", DIFFERS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An extract, a run of it by the command with an empty notebook, and one by a notebook."""
    folder = tmp_path_factory.mktemp("belonging")
    write_extract(folder / "extract")
    (folder / "notebooks").mkdir()
    title = new_markdown_cell("# Niets", id="title")
    nbformat.write(new_notebook(cells=[title]), folder / "notebooks" / "01_none.ipynb")
    quick = Parameters.from_values({"disclosure": write_quick_policy(folder)})
    notebooks = folder / "notebooks"
    run_extract(folder / "extract", folder / "by_command", quick, notebooks=notebooks)
    open_run(folder / "extract", folder / "by_notebook", disclosure=folder / "quick.toml")
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    folder = Path(shutil.copytree(made, tmp_path / "place"))
    asked = {"disclosure": folder / "quick.toml"}
    return Place(folder, folder / "by_command", monkeypatch, asked)


def _content(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@by_difference
def test_a_run_of_the_command_is_refused_where_anything_differs_and_left_as_it_is(
    case: str, place: Place
) -> None:
    differ, said = DIFFERS[case]
    differ(place)
    before = _content(place.run)
    with pytest.raises(UseError, match=said) as refused:
        place.open()
    assert "nothing of this run is shown" in str(refused.value)
    assert _content(place.run) == before


@by_difference
def test_a_run_of_a_notebook_is_computed_again_where_anything_differs_and_says_why(
    case: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    differ, said = DIFFERS[case]
    place.run = place.folder / "by_notebook"
    differ(place)
    opened = place.open()
    told = capsys.readouterr()
    assert "was computed again" in told.out
    assert said.split(":")[0] in told.out
    assert "disclosure control" in told.err  # and not in silence
    assert opened.release.settings["tolerance_days"] == str(place.asked.get("tolerance_days", 2))
    # Now it belongs to what is asked: nothing is computed any more.
    place.patch.setattr(hertoets.desk.opening, "_compute", _not_again)
    assert place.open().release == opened.release


def _not_again(*_: object) -> None:
    raise AssertionError("computed again")


@pytest.mark.parametrize("name", ["by_command", "by_notebook"])
def test_a_run_that_belongs_is_opened_without_computing(name: str, place: Place) -> None:
    place.patch.setattr(hertoets.desk.opening, "_compute", _not_again)
    place.run = place.folder / name
    assert place.open().release.meta.name
    # Where things lie does not matter: the same words elsewhere are the same.
    _readings(place, edited=False)
    place.asked["extract"] = shutil.copytree(place.extract, place.folder / "moved")
    assert place.open().release.meta.name


@pytest.mark.parametrize("name", ["by_command", "by_notebook"])
def test_an_extract_that_is_not_there_is_refused_whatever_the_folder_holds(
    name: str, place: Place
) -> None:
    place.run = place.folder / name
    shutil.rmtree(place.extract)
    with pytest.raises(UseError, match="it cannot be told whether a run belongs to it"):
        place.open()


# how a record may be damaged: none of it tells whose the folder is, so nothing is computed over it
DAMAGED: dict[str, Callable[[str], str]] = {
    "cut off": lambda text: text[: len(text) // 2],
    "empty": lambda _: "",
    "another thing": lambda _: "[1, 2]",
    "of other types": lambda text: text.replace('"parameters": {', '"parameters": 5, "p": {'),
    "endless": lambda _: "[" * 200_000,
    "a setting": lambda text: text.replace('"tolerance_days": 2', '"tolerance_days": 5'),
    "its maker": lambda text: text.replace('"made_by": "', '"made_by": "no '),
    "a hash": lambda text: text.replace('"law": "', '"law": "0'),
    "without its seal": lambda text: text.replace('"seal"', '"saal"'),
}


@pytest.mark.parametrize("name", ["by_command", "by_notebook"])
@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_record_is_refused_and_the_folder_left_as_it_is(
    case: str, name: str, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.run = place.folder / name
    record = place.run / "record.json"
    text = record.read_text(encoding="utf-8")
    record.write_text(DAMAGED[case](text), encoding="utf-8")
    assert record.read_text(encoding="utf-8") != text
    before = _content(place.run)
    with pytest.raises(UseError, match=r"record\.json"):
        place.open()
    assert _content(place.run) == before
    for words in (["explain", str(place.run), "A1"], ["verify", str(place.run)]):
        assert main(words) == 2
        assert "record.json" in capsys.readouterr().err


def test_without_protected_the_keyed_hashes_tell_whether_a_run_read_the_extract(
    place: Place,
) -> None:
    shutil.rmtree(place.run / "protected")
    assert place.open().release.meta.name
    replace("persons.csv", "1990-05-02", "1990-05-03")(place.extract)
    with pytest.raises(UseError, match="it cannot be told whether this run read"):
        place.open()


def test_a_folder_with_other_files_is_no_run_and_is_left_alone(place: Place) -> None:
    place.run = place.folder / "mine"
    place.run.mkdir()
    (place.run / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UseError, match=r"no readable record\.json in it"):
        place.open()
    assert [path.name for path in place.run.iterdir()] == ["letter.txt"]


def test_a_notebook_takes_its_drawings_with_its_run_and_no_file_of_somebody_else(
    place: Place,
) -> None:
    place.run = place.folder / "by_notebook"
    place.open()
    stale = place.run / "report" / "figures" / "of_another_run.svg"
    stale.write_text("x", encoding="utf-8")
    place.asked["tolerance_days"] = 5
    with pytest.raises(UseError, match="of_another_run"):
        place.open()
    stale.unlink()
    place.open()
    assert (place.run / "report" / "figures" / "flow.svg").is_file()
    (place.run / "letter.txt").write_text("x", encoding="utf-8")
    before = _content(place.run)
    place.asked["tolerance_days"] = 7
    with pytest.raises(UseError, match=r"with 5, not 7(.|\n)*no command made.*: letter\.txt"):
        place.open()
    assert _content(place.run) == before


# the folder that follows from the extract


def test_a_notebook_that_names_no_run_has_one_beside_each_extract(place: Place) -> None:
    """Two extracts of one name at two places, and a link that is laid to another, never mix."""
    other = place.folder / "elsewhere" / "extract"
    other.parent.mkdir()
    shutil.copytree(place.extract, other)
    link = place.folder / "latest"
    link.symlink_to(other)
    opened = [
        open_run(extract, disclosure=place.folder / "quick.toml").folder
        for extract in (place.extract, other, link)
    ]
    own = [place.folder / "extract-run", place.folder / "elsewhere" / "extract-run"]
    assert opened == [*own, own[1]]


# what is published tells no place, and the run of a notebook is a run


def test_no_published_file_holds_a_place_on_the_machine(place: Place) -> None:
    _readings(place, edited=False)
    run = place.folder / "new"
    values = Parameters.from_values(place.asked)
    earlier = [place.folder / "by_command"]
    notebooks = place.folder / "notebooks"
    result = run_extract(
        place.extract, run, values, notebooks=notebooks, earlier=earlier, changes=add_changes
    )
    told = result.values()["findings"]
    assert told["persons_with_notice"]["status"] == "measured"
    assert {type(f[side]) for f in told.values() for side in ("lower", "upper")} <= {
        int,
        float,
        type(None),
    }
    published = {n: c for n, c in _content(run).items() if not n.startswith("protected/")}
    assert len(published) > 30
    assert [name for name, c in published.items() if str(place.folder).encode() in c] == []
    record = json.loads(published["record.json"])
    assert (record["parameters"]["readings"], record["earlier"][0]["run"]) == (
        "readings",
        "by_command",
    )
    # Whoever may look under protected/ still finds them.
    assert read_record(run).extract.folder == str(place.extract)
    assert main(["verify", str(run), "--quiet"]) == 0


def test_explain_compare_and_verify_accept_the_run_of_a_notebook(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    run = str(place.folder / "by_notebook")
    for words in (["explain", run, "A1"], ["verify", run], ["compare", run, str(place.run)]):
        assert main([*words, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
    assert told["findings"] == {}
    assert told["causes"] == []


# parameters that nobody reads

KNOWN = {"extract", "run", "headline", "tolerance_days"}
CELL = 'extract = "a"\nrun = ""  # map\nheadline = "publication"\ntolerance_days = 2\n'
OPEN = "result = open_run(\n    extract, run, headline=headline,\n)"


@pytest.mark.parametrize(
    ("cells", "unknown"),
    [
        ([CELL, OPEN], []),
        ([CELL, '# Parameters\nheadlin = "duty"\n', OPEN], ["headlin"]),
        ([CELL, '# Parameters\nextract = "b"\nfoo = float("nan")\n', OPEN], ["foo"]),
        ([CELL.replace("tolerance_days", "tolerance_day"), OPEN], ["tolerance_day"]),
        ([CELL.replace("extract =", "extract: str ="), OPEN], []),
        # names of one's own, in cells of one's own
        ([CELL, "rows = 5", "import math\nx = math.pi", OPEN, "y = 3", OPEN], []),
        # who corrects the cell is not held to what it said before
        ([CELL + "foo = 1", OPEN, CELL, OPEN], []),
        ([CELL, "# Parameters\nfoo = 1", OPEN, '# Parameters\nheadline = "duty"', OPEN], []),
        # who does not, is refused again
        ([CELL + "foo = 1", OPEN, OPEN], ["foo"]),
        ([CELL, "not python (", "%%bash\nls", OPEN], []),
    ],
)
def test_a_name_that_a_parameters_cell_sets_and_nothing_reads_is_found(
    cells: list[str], unknown: list[str]
) -> None:
    assert [name for name in set_in_cells(cells, KNOWN) if name not in KNOWN] == unknown


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"reference_dat": "2021-12-31"}, "reference_dat: no such parameter. Nearest is reference_date"),
        ({"reference_date": 20211231}, "reference_date: not a date; write YYYY-MM-DD"),
        ({"reference_date": "2021-02-30"}, "reference_date: a day that does not exist"),
        ({"reference_date": "２０２１-12-31"}, "reference_date: not a date"),
        ({"cohort_from": "1989-12-31"}, "cohort_from: not between 1990-01-01 and 2100-12-31"),
        ({"cohort_to": "2101-01-01"}, "cohort_to: not between"),
        ({"tolerance_days": "２"}, "tolerance_days: not a whole number of days"),
        ({"tolerance_days": 2.0}, "tolerance_days: not a whole number of days"),
        ({"tolerance_days": True}, "tolerance_days: not a whole number of days"),
        ({"headline": "publicaton"}, "headline: no reading named publicaton. Nearest is publication"),
        ({"headline": 5}, "headline: not text but int"),
        ({"readings": 2022}, "readings: not text but int; .* -r instead of -p"),
        ({"readings": "~no-such-user/x"}, "readings: no such home folder"),
        ({"disclosure": "x" * 5000}, "disclosure: cannot be opened: File name too long"),
        ({"extract": 363}, "extract: not text but int; .* -r instead of -p"),
        ({"extract": None}, "extract: not text but NoneType"),
        ({"extract": ""}, "extract: no folder is named"),
        ({"extract": "a\0b"}, "extract: .* is not found"),
        ({"extract": "x" * 5000}, "extract: .* is not found"),
        ({"run": 2022}, "run: not text but int"),
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_parameter_is_told_by_its_name_in_the_cell(
    asked: dict[str, Any], said: str, place: Place
) -> None:
    place.asked.update(asked)
    with pytest.raises(UseError, match=f"parameters cell  {said}") as refused:
        place.open()
    assert "--set" not in str(refused.value)
    assert str(refused.value).startswith("1 fault.")
