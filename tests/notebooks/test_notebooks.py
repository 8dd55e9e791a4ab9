"""The notebooks as the house rules have them, and run: here, and by papermill by itself.

That they run without the optional tables is seen in the tests of the report.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest

import hertoets.desk
from hertoets.errors import UseError
from hertoets.findings.definitions import load_definitions
from hertoets.desk import open_run
from hertoets.publish.annex import annex_parts
from hertoets.publish.figures import figure_specs
from hertoets.run import Parameters
from hertoets.synth import write_synthetic_extract
from tests.run.small_extract import replace, write_extract
from jupyter_client.manager import start_new_kernel

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
"""Those of the report: a run executes each."""
START, TRIAL = sorted((FOLDER / "bureau").glob("*.ipynb"))
"""Those of the desk, which no run executes: the page to begin on, and another reading."""
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
# What a number in prose may be: a date, an article, a document, the name of an act.
ALLOWED = [
    rf"\b(\d{{1,2}} )?({MONTHS.replace(' ', '|')})( \d{{4}})?\b",
    r"\b([Ii]n|begin|eind) \d{4}\b",
    r"\bKamerstuk 32 824, nr\. \d+",
    r"\b[Aa]rtikel \d+\b",
    r"\bECLI\S+",
    r"\bWi20(13|21)\b|\bWet inburgering 2021\b",
    r"\bToezegging \d\b",
    r"\bdeel \d\b",
]

by_notebook = pytest.mark.parametrize("path", [*NOTEBOOKS, TRIAL], ids=lambda path: path.stem)


def _cells(path: Path, kind: str) -> list[Any]:
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == kind]


def _is_parameters(cell: Any) -> bool:
    return "parameters" in cell.metadata.get("tags", [])


def test_nine_notebooks_stand_in_reading_order() -> None:
    assert [path.stem.partition("_")[0] for path in NOTEBOOKS] == [f"0{n}" for n in range(1, 10)]


@by_notebook
def test_it_is_stored_without_outputs_in_a_form_that_gives_small_differences(path: Path) -> None:
    stored = json.loads(path.read_text(encoding="utf-8"))
    nbformat.validate(nbformat.from_dict(stored))
    assert (stored["nbformat"], stored["nbformat_minor"]) == (4, 5)
    assert stored["metadata"]["kernelspec"]["name"] == "python3"
    for cell in stored["cells"]:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
    assert path.read_text(encoding="utf-8").endswith("}\n")


@by_notebook
def test_its_title_is_a_question_and_its_last_section_tells_limits_and_source(path: Path) -> None:
    prose = [cell.source for cell in _cells(path, "markdown")]
    assert re.fullmatch(r"# .+\?", prose[0].splitlines()[0])
    sections = re.findall(r"^## (.+)$", "\n".join(prose), flags=re.MULTILINE)
    assert sections[-1] == "Grenzen en herkomst"
    assert _cells(path, "code")[-1].source == "provenance(result)"


@by_notebook
def test_its_parameters_are_those_of_a_run_with_the_same_defaults(path: Path) -> None:
    [cell] = [cell for cell in _cells(path, "code") if _is_parameters(cell)]
    values = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(cell.source).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    assert list(values) == ["extract", "run", *Parameters().as_values()]
    assert {**values, "extract": "", "run": ""} == {
        "extract": "",
        "run": "",
        **Parameters().as_values(),
    }


@by_notebook
def test_papermill_sees_every_parameter_with_what_it_means(path: Path) -> None:
    found = papermill.inspect_notebook(str(path))
    assert len(found) == len(Parameters().as_values()) + 2
    assert all(parameter["help"] for parameter in found.values())


@by_notebook
def test_a_code_cell_is_one_call_of_at_most_eight_lines(path: Path) -> None:
    """The parameters cell holds no call: it takes a line for each parameter."""
    first, *rest = [cell for cell in _cells(path, "code") if not _is_parameters(cell)]
    [imported] = ast.parse(first.source).body
    assert isinstance(imported, ast.ImportFrom)
    assert imported.module == "hertoets.desk"
    assert {name.name for name in imported.names} <= set(hertoets.desk.__all__)
    used = set()
    for cell in rest:
        assert len(cell.source.splitlines()) <= 8
        [statement] = ast.parse(cell.source).body
        assert isinstance(statement, ast.Expr | ast.Assign)
        nodes = list(ast.walk(statement))
        [call] = [node for node in nodes if isinstance(node, ast.Call)]
        assert isinstance(call.func, ast.Name)
        used.add(call.func.id)
        kinds = ast.Name | ast.Constant | ast.keyword | ast.Call | ast.expr_context
        assert all(isinstance(node, kinds) for node in nodes[1:])
    assert used == {name.name for name in imported.names}


@by_notebook
def test_it_asks_for_findings_and_figures_that_exist(path: Path) -> None:
    for cell in _cells(path, "code"):
        [statement, *_] = ast.parse(cell.source).body
        if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
            continue
        asked = {arg.value for arg in statement.value.args if isinstance(arg, ast.Constant)}
        known: dict[str, set[str]] = {
            "figure": set(figure_specs()),
            "annex": {"index", *annex_parts()},
            "table": asked,  # the tables are those of a run: see the tests of the report
        }
        assert asked <= known.get(statement.value.func.id, set(load_definitions()))


@by_notebook
def test_no_number_is_typed_into_its_prose(path: Path) -> None:
    for cell in _cells(path, "markdown"):
        left = cell.source
        for allowed in ALLOWED:
            left = re.sub(allowed, "", left)
        assert not re.search(r"\d", left), left


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented extract of 700 people, with all nine tables."""
    folder = tmp_path_factory.mktemp("notebooks") / "extract"
    write_synthetic_extract(folder, persons=700, seed=11)
    return folder


def _shown(path: Path, parameters: dict[str, str]) -> list[Any]:
    """Run the code cells of a notebook here, as a kernel does; give what each of them shows."""
    names: dict[str, Any] = {}
    shown = []
    for cell in _cells(path, "code"):
        [*before, last] = ast.parse(cell.source).body
        ending = [] if isinstance(last, ast.Expr) else [last]
        exec(compile(ast.Module([*before, *ending], []), path.name, "exec"), names)
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), path.name, "eval"), names))
        if _is_parameters(cell):
            names.update(parameters)
    return shown


@pytest.fixture(scope="module")
def run(extract: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run that is computed, as the first notebook leaves it for the next."""
    folder = tmp_path_factory.mktemp("opened") / "run"
    open_run(str(extract), str(folder))
    return folder


@by_notebook
def test_every_call_shows_something_as_a_page_and_as_text(
    path: Path, extract: Path, run: Path
) -> None:
    shown = _shown(path, {"extract": str(extract), "run": str(run)})
    assert len(shown) >= 3
    assert all(block._repr_html_().startswith("<") for block in shown)
    assert all(repr(block) for block in shown)


def test_every_notebook_opens_its_run_in_the_same_way() -> None:
    """So that one of them, run by itself below, stands for all."""
    openings = {_cells(path, "code")[2].source for path in [*NOTEBOOKS, TRIAL]}
    [opening] = openings
    assert opening.startswith("result = open_run(")


def test_the_page_to_begin_on_names_every_question_and_leads_to_its_notebook() -> None:
    listed = "\n".join(cell.source for cell in _cells(START, "markdown"))
    led = re.findall(r"^- \[(.+)\]\((\S+)\)$", listed, flags=re.MULTILINE)
    titles = [
        (_cells(path, "markdown")[0].source.removeprefix("# "), os.path.relpath(path, START.parent))
        for path in [*NOTEBOOKS, TRIAL]
    ]
    assert led == titles
    [first] = re.findall(r"^# (.+)$", listed, flags=re.MULTILINE)
    assert first == "Waar begin ik?"
    assert 'zet dan `run = "runs/synthetic"`' in listed  # else a notebook computes one of its own
    for beside in re.findall(r"\]\((\.\./\.\./\S+)\)", listed):
        assert (START.parent / beside).is_file(), beside


def test_the_page_to_begin_on_is_stored_without_outputs_and_its_cells_run(
    extract: Path, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = json.loads(START.read_text(encoding="utf-8"))
    nbformat.validate(nbformat.from_dict(stored))
    assert all(cell.get("outputs", []) == [] for cell in stored["cells"])
    (tmp_path / "data").mkdir()
    (tmp_path / "runs").mkdir()
    (tmp_path / "data" / "mijn").symlink_to(extract)
    (tmp_path / "runs" / "mijn").symlink_to(run)
    (tmp_path / "runs" / "iets anders").mkdir()
    (tmp_path / "notebooks" / "bureau").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "notebooks" / "bureau")
    [shown] = _shown(START, {})
    assert "../../runs/mijn | “Fictief voorbeeld” (FICTIEF)" in repr(shown)
    assert 'open_run("../../runs/mijn")' in repr(shown)
    assert 'open_run("../../data/mijn", "../../runs/NAAM")' in repr(shown)
    assert "iets anders" not in repr(shown)
    assert open_run("../../runs/mijn").folder.resolve() == run.resolve()


def test_without_runs_and_extracts_it_is_said_how_one_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    assert "hertoets synth --out data/synthetic" in repr(hertoets.desk.what_is_here())


def test_the_controls_are_a_block_where_nobody_can_turn_them(extract: Path, run: Path) -> None:
    shown = hertoets.desk.setting_controls(open_run(extract, run), headline="duty")
    assert "Gevraagd is hoofdlezing: “Plicht op de peildatum”" in repr(shown)
    with pytest.raises(UseError, match="Nearest is duty"):
        hertoets.desk.setting_controls(open_run(extract, run), headline="dutty")


def test_papermill_runs_the_notebook_of_another_reading(extract: Path, run: Path, tmp_path: Path) -> None:
    out = tmp_path / TRIAL.name
    parameters = {"extract": str(extract), "run": str(run)}
    papermill.execute_notebook(
        str(TRIAL), str(out), parameters, progress_bar=False, cwd=str(tmp_path)
    )
    shown = [output.data for cell in _cells(out, "code") for output in cell.outputs]
    assert len(shown) == 3
    assert all(set(data) == {"text/html", "text/plain"} for data in shown)


def test_papermill_runs_one_by_itself_with_an_extract_and_a_folder(
    extract: Path, tmp_path: Path
) -> None:
    out = tmp_path / NOTEBOOKS[3].name
    parameters = {"extract": str(extract), "run": str(tmp_path / "run")}
    papermill.execute_notebook(
        str(NOTEBOOKS[3]), str(out), parameters, progress_bar=False, cwd=str(tmp_path)
    )
    outputs = [cell.outputs for cell in _cells(out, "code")]
    assert all("text/html" in output.data for shown in outputs for output in shown)
    assert sum(map(len, outputs)) == len(outputs) - 4  # imports, parameters twice, the opening
    assert (tmp_path / "run" / "findings.json").is_file()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two small extracts that differ in one date."""
    place = tmp_path_factory.mktemp("two")
    write_extract(place / "extract")
    replace("notices.csv", "2022-01-12", "2022-01-13")(
        Path(shutil.copytree(place / "extract", place / "other"))
    )
    return place


def _by_papermill(place: Path, **parameters: object) -> list[Any]:
    """Run a notebook by itself; give what its code cells show."""
    out = place / "out.ipynb"
    papermill.execute_notebook(
        str(NOTEBOOKS[7]), str(out), parameters, progress_bar=False, cwd=str(place)
    )
    return [cell.outputs for cell in _cells(out, "code")]


def test_changing_only_the_extract_shows_that_extract_and_leaves_no_trace_of_computing(
    two: Path,
) -> None:
    first = _by_papermill(two, extract="extract")
    record = (two / "extract-run" / "record.json").read_bytes()
    assert first == _by_papermill(two, extract="extract")  # computed once, then opened
    assert (two / "extract-run" / "record.json").read_bytes() == record
    assert [output for shown in first[:4] for output in shown] == []
    assert open_run(two / "other").folder == two / "other-run"


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        (
            {"extract": "extract", "reference_dat": "2020-01-01"},
            "parameters cell  reference_dat: no such parameter. Nearest is reference_date.",
        ),
        ({"extract": "extract", "tolerance_days": "x"}, "tolerance_days: not a whole number"),
        ({"extract": "nowhere", "run": "extract-run"}, "extract: nowhere is not found"),
    ],
    ids=lambda value: "" if isinstance(value, str) else "-".join(value),
)
def test_papermill_fails_with_one_message_and_no_traceback(
    parameters: dict[str, object], said: str, two: Path
) -> None:
    with pytest.raises(papermill.PapermillExecutionError, match="1 fault") as failed:
        _by_papermill(two, **parameters)
    assert failed.value.ename == "UseError"
    assert said in str(failed.value)
    assert "open_run(" not in str(failed.value)  # no source, no traceback
    assert len(failed.value.traceback) == 1


def test_plain_ipython_shows_one_message_and_no_traceback(tmp_path: Path) -> None:
    code = "from hertoets.desk import open_run; open_run('nergens', tolerance_days=-1)"
    told = subprocess.run(
        [sys.executable, "-m", "IPython", "--no-banner", "--colors=NoColor", "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "IPYTHONDIR": str(tmp_path)},
        check=False,
    )
    assert told.returncode == 1
    assert "2 faults.\nparameters cell  tolerance_days: not a whole number" in told.stdout
    assert "Traceback" not in told.stdout + told.stderr


def test_a_kernel_shows_each_step_while_it_computes_and_clears_them(tmp_path: Path) -> None:
    code = (
        "from hertoets.desk.shown_steps import shown_steps\n"
        "with shown_steps() as steps:\n"
        "    with steps.step('one'): pass\n"
        "    with steps.step('two'): pass\n"
    )
    manager, client = start_new_kernel(cwd=str(tmp_path))
    shown: list[Any] = []
    try:
        client.execute_interactive(code, output_hook=shown.append, timeout=60)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    told = [(m["msg_type"], m["content"].get("data", {}).get("text/plain", "")) for m in shown]
    texts = [text for kind, text in told if "display" in kind]
    assert [kind for kind, _ in told if kind != "status"][-1] == "clear_output"
    assert len(texts) == 4
    assert texts[0].endswith("one …")
    assert texts[-1].endswith(" s two")


# names that mean nothing


@pytest.mark.parametrize(
    ("call", "name", "near"),
    [
        (hertoets.desk.table, "funel", "funnel"),
        (hertoets.desk.figure, "municipalitie", "municipalities"),
        (hertoets.desk.answer, "wrong_notise", "wrong_notice"),
        (hertoets.desk.meaning, "persons_in_extracts", "persons_in_extract"),
        (hertoets.desk.limits, "cohort_sise", "cohort_size"),
        (hertoets.desk.definitions, "missing_notices", "missing_notice"),
        (hertoets.desk.law_table, "publicaton", "publication"),
        (hertoets.desk.annex, "lesons", "lessons"),
        (hertoets.desk.table, 5, "Use one of"),
        (hertoets.desk.answer, ["wrong_notice"], ""),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(
    call: Any, name: object, near: str, run: Path, extract: Path
) -> None:
    opened = open_run(extract, run)
    with pytest.raises(UseError, match="no such name") as refused:
        call(opened, name)
    assert near in str(refused.value)
    assert call.__name__ in str(refused.value)


def test_a_known_name_that_is_not_measured_still_says_so(two: Path) -> None:
    opened = open_run(two / "extract")
    for call, name in (
        (hertoets.desk.table, "choices"),
        (hertoets.desk.figure, "guidance"),
        (hertoets.desk.answer, "choices_offered"),
    ):
        assert "niet gemeten" in repr(call(opened, name)).lower().replace("\xa0", " ")


def test_a_notebook_that_cannot_compute_its_run_leaves_no_half_of_it(tmp_path: Path) -> None:
    extract = tmp_path / "extract"
    write_synthetic_extract(extract, persons=60, seed=11)
    (extract / "notices.parquet").unlink()
    with pytest.raises(UseError, match="notices"):
        open_run(str(extract), str(tmp_path / "runs" / "lab"))
    assert [left.name for left in tmp_path.iterdir()] == ["extract"]
