"""Whatever fails, and wherever: no value of a person on the terminal or on disk, nothing half-made.

Recognisable values stand in the extract, and every stage is made to fail with them on its lips.
"""

import errno
import logging
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable
from pathlib import Path

import hertoets.run.compute
import hertoets.run.outcomes
import hertoets.run.recorded
import hertoets.run.run
import nbformat
import pytest
from hertoets.cli import main
from hertoets.desk import open_run
from hertoets.errors import HertoetsError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from small_extract import Spoil, replace

pytestmark = pytest.mark.usefixtures("worked_once")

PLANTED = ("CANARY", "1907-03-17", "17-03-1907", "19070317", "GM0997", "2019-07-23", "CNR")
TABLES = {
    "persons.csv": """\
person_id,birth_date,sex,nationality
CANARY-A1,1907-03-17,f,SYR
CANARY-B2,1985-11-30,m,MAR
""",
    "residence_rights.csv": """\
right_id,person_id,migrant_group,spiritual_minister,temporary_purpose,decision_date,document_collected_date,effective_date,end_date
CANARY-R1,CANARY-A1,asylum,false,false,2019-07-23,2021-11-01,2021-03-15,
CANARY-R2,CANARY-B2,family,false,false,2021-12-20,2022-01-10,2021-12-20,
""",
    "notices.csv": """\
notice_id,person_id,notice_date,regime_stated,start_stated,term_end_stated,municipality_informed,withdrawn_on
CANARY-N1,CANARY-A1,2022-01-10,wi2021,2022-01-10,,GM0997,
CANARY-N2,CANARY-B2,2022-01-12,wi2021,2022-01-12,,GM0997,
""",
    "registrations.csv": """\
person_id,municipality,valid_from,valid_to
CANARY-A1,GM0997,2019-07-23,
""",
}
SAID = "CANARY-A1 born 1907-03-17 in GM0997"


def _spoil_bytes(name: str, content: bytes) -> Spoil:
    return lambda folder: (folder / name).write_bytes(content)


def _as_parquet_that_is_none(folder: Path) -> None:
    (folder / "persons.csv").rename(folder / "persons.parquet")


# what is wrong with the extract, and the exit code
BAD_EXTRACTS: dict[str, tuple[Spoil, int]] = {
    "a date in another order": (replace("persons.csv", "1907-03-17", "17-03-1907"), 2),
    "a date with a time": (replace("persons.csv", "1907-03-17", "1907-03-17T00:00:00"), 2),
    "a code outside its list": (replace("persons.csv", "SYR", "CNR"), 1),
    "a truth value that is none": (
        replace("residence_rights.csv", "asylum,false", "asylum,CNR"),
        2,
    ),
    "a missing column": (replace("persons.csv", "birth_date", "born"), 2),
    "a file without its header": (
        replace("persons.csv", "person_id,birth_date,sex,nationality\n", ""),
        2,
    ),
    "a cell too many": (replace("persons.csv", "1907-03-17,f", "1907-03-17,CANARY,f"), 2),
    "a quote that never ends": (replace("persons.csv", "CANARY-A1", '"CANARY-A1'), 2),
    "a byte that is no UTF-8": (
        _spoil_bytes(
            "persons.csv", b"person_id,birth_date,sex,nationality\nCANARY\xff,1907-03-17,f,SYR\n"
        ),
        2,
    ),
    "text under the name of a Parquet file": (_as_parquet_that_is_none, 2),
    "one key with differing rows": (
        replace("persons.csv", "CANARY-B2,1985-11-30,m,MAR", "CANARY-A1,1985-11-30,m,MAR"),
        1,
    ),
}


@pytest.fixture
def extract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An extract with planted values; temporary files go where the test can see them."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    folder = tmp_path / "extract"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _run(extract: Path, *words: str) -> int:
    return main(["run", str(extract), "--out", str(extract.parent / "runs" / "a"), *words])


def _nothing_left(extract: Path, said: tuple[str, str], *, faults: bool = True) -> None:
    out, err = said
    text = out + err
    assert [value for value in PLANTED if value in text] == []
    assert "Traceback (most" not in text
    assert not faults or "nothing was written" in err
    place = extract.parent
    assert sorted(path.name for path in place.iterdir() if path.name != "notebooks") == [
        "extract",
        "tmp",
    ]
    assert list((place / "tmp").rglob("*")) == []


@pytest.mark.parametrize("case", BAD_EXTRACTS)
def test_a_bad_extract_is_refused_without_quoting_it(
    case: str, extract: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    spoil, code = BAD_EXTRACTS[case]
    spoil(extract)
    assert _run(extract) == code
    _nothing_left(extract, capfd.readouterr())


def _raise(error: BaseException) -> Callable[..., object]:
    def fail(*_args: object, **_named: object) -> object:
        raise error

    return fail


def _warn(*_args: object, **_named: object) -> object:
    warnings.warn(SAID, UserWarning, stacklevel=1)
    logging.getLogger("some.library").error(SAID)
    thread = threading.Thread(target=_raise(ValueError(SAID)))
    thread.start()
    thread.join()
    raise LookupError(SAID)


def _chained(*_args: object, **_named: object) -> object:
    try:
        raise ValueError(SAID)
    except ValueError as error:
        raise RuntimeError(SAID) from error


def _in_groups(*_args: object, **_named: object) -> object:
    raise ExceptionGroup(SAID, [ValueError(SAID)])


# which function of which module fails
STAGES = {
    "reading": (hertoets.run.outcomes, "read_extract"),
    "the law": (hertoets.run.outcomes, "proved_law"),
    "comparing": (hertoets.run.outcomes, "compare"),
    "writing outcomes": (hertoets.run.outcomes, "write_table"),
    "quality": (hertoets.run.compute, "assess"),
    "findings": (hertoets.run.compute, "find"),
    "disclosure": (hertoets.run.compute, "control"),
    "saving findings": (hertoets.run.compute, "save_release"),
    "notebooks": (hertoets.run.run, "execute_notebooks"),
    "report": (hertoets.run.run, "build_report"),
    "record": (hertoets.run.recorded, "write_record"),
}
# how it fails, what the message names, the exit code
FAILURES: dict[str, tuple[Callable[..., object], str, int]] = {
    "an error of a library": (_raise(ValueError(SAID)), "ValueError", 1),
    "one error after another": (_chained, "RuntimeError", 1),
    "a group of errors": (_in_groups, "ExceptionGroup", 1),
    "warnings, log lines and a thread": (_warn, "LookupError", 1),
    "an assertion": (_raise(AssertionError(SAID)), "AssertionError", 1),
    "a full disk": (_raise(OSError(errno.ENOSPC, SAID)), "No space left on device", 2),
    "no memory": (_raise(MemoryError(SAID)), "not enough memory", 1),
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """One notebook that shows nothing, so that what comes after the notebooks is reached soon."""
    return _notebook(monkeypatch, tmp_path)


def _notebook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *code: str) -> Path:
    (tmp_path / "notebooks").mkdir()
    path = tmp_path / "notebooks" / "01_vraag.ipynb"
    cells = [
        new_markdown_cell("# Vraag", id="title"),
        new_code_cell('extract = ""\nrun = ""', id="parameters", metadata={"tags": ["parameters"]}),
        *(new_code_cell(text, id=f"cell-{number}") for number, text in enumerate(code)),
    ]
    nbformat.write(new_notebook(cells=cells), path)
    monkeypatch.setattr(hertoets.run.run, "notebooks_of_the_project", lambda _=None: [path])
    return path


def _fails_at(monkeypatch: pytest.MonkeyPatch, stage: str, fail: Callable[..., object]) -> None:
    monkeypatch.setattr(*STAGES[stage], fail)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.usefixtures("quick")
def test_a_stage_that_fails_tells_the_kind_of_error_and_no_value(
    stage: str, extract: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    _fails_at(monkeypatch, stage, _chained)
    assert _run(extract) == 1
    said = capfd.readouterr()
    assert "internal error in hertoets.run." in said.err
    assert "RuntimeError" in said.err
    _nothing_left(extract, said)


@pytest.mark.parametrize("failure", FAILURES)
def test_however_a_stage_fails_its_words_are_not_repeated(
    failure: str, extract: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    fail, named, code = FAILURES[failure]
    _fails_at(monkeypatch, "comparing", fail)
    monkeypatch.setenv("HERTOETS_DEBUG", "1")  # even where somebody asks for more
    assert _run(extract, "--json") == code
    said = capfd.readouterr()
    assert named in said.err
    _nothing_left(extract, said)


@pytest.mark.parametrize("stage", ["reading", "comparing", "findings", "report"])
@pytest.mark.usefixtures("quick")
def test_a_keyboard_interrupt_leaves_nothing_and_says_nothing(
    stage: str, extract: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    _fails_at(monkeypatch, stage, _raise(KeyboardInterrupt(SAID)))
    assert _run(extract, "--quiet") == 130
    _nothing_left(extract, capfd.readouterr(), faults=False)


CELLS = {
    "an error of a library": f"raise ValueError({SAID!r})",
    "an error of several lines": f"raise ValueError('x\\n' + {SAID!r})",
    "an exit with a message": f"raise SystemExit('x\\n' + {SAID!r})",
    "an interrupt": f"raise KeyboardInterrupt('x\\n' + {SAID!r})",
    "an error in an error": f"try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise KeyError({SAID!r})",
    "a line that is no Python": f"{SAID} 1907-03-17 (",
    "a kernel that dies with words": f"import os, sys\nos.write(2, b{SAID!r})\nos._exit(1)",
    "words before the error": f"print({SAID!r})\nimport warnings\nwarnings.warn({SAID!r})\n1 / 0",
}


@pytest.mark.parametrize("case", CELLS)
def test_a_notebook_that_fails_shows_no_value(
    case: str,
    extract: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    _notebook(monkeypatch, tmp_path, CELLS[case])
    assert _run(extract) == 1
    said = capfd.readouterr()
    assert "01_vraag.ipynb" in said.err
    _nothing_left(extract, said)


def test_what_a_notebook_prints_is_not_published(
    extract: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    say = f"import warnings\nwarnings.warn({SAID!r})\nprint({SAID!r})"
    _notebook(monkeypatch, tmp_path, say)
    assert _run(extract) == 0
    said = capfd.readouterr()
    run = tmp_path / "runs" / "a"
    shown = [path for path in run.rglob("*") if path.is_file() and "protected" not in path.parts]
    text = b"".join(path.read_bytes() for path in shown).decode("utf-8", "replace")
    assert len(shown) > 10
    assert [value for value in PLANTED if value in text + said.out + said.err] == []


def test_decision_tables_that_are_broken_are_named_without_a_value(
    extract: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    tables = tmp_path / "extract" / "tables"
    tables.mkdir()
    (tables / "publication.toml").write_text(f"title_nl = {SAID}", encoding="utf-8")
    assert _run(extract, "--set", f"readings={tables}") == 2
    _nothing_left(extract, capfd.readouterr())


def test_a_disk_that_is_full_leaves_nothing(extract: Path) -> None:
    """The system itself refuses: no file may grow past a few kilobytes."""
    script = "import sys; from hertoets.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", script, "run", str(extract), "--out", f"{extract.parent}/runs/a"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MPLCONFIGDIR": str(extract)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)),
    )
    assert done.returncode in (1, 2), done.stderr
    _nothing_left(extract, (done.stdout, done.stderr))


def test_a_notebook_that_computes_by_itself_keeps_no_value_in_its_error(
    extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hertoets.run.outcomes, "compare", _chained)
    with pytest.raises(HertoetsError, match="internal error, RuntimeError") as caught:
        open_run(str(extract), str(extract.parent / "lab"))
    assert caught.value.__suppress_context__
    assert not any(value in str(caught.value) for value in PLANTED)


def test_a_verification_that_is_stopped_leaves_no_person_in_the_temporary_folder(
    extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _notebook(monkeypatch, tmp_path)
    assert _run(extract, "--quiet") == 0
    script = "import sys; from hertoets.cli import main; sys.exit(main())"
    work = subprocess.Popen(
        [sys.executable, "-c", script, "verify", str(tmp_path / "runs" / "a")],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert work.stderr is not None
    for line in work.stderr:
        if "writing the outcomes" in line:
            break
    assert [path.name[:9] for path in (tmp_path / "tmp").iterdir()] == ["hertoets-"]
    work.send_signal(signal.SIGTERM)
    assert work.wait(timeout=60) == 128 + signal.SIGTERM
    work.stderr.close()
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_failed_verification_and_comparison_name_no_person(
    extract: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    _notebook(monkeypatch, tmp_path)
    assert _run(extract) == 0
    run = tmp_path / "runs" / "a"
    (run / "protected" / "outcomes.parquet").write_bytes(SAID.encode())
    assert main(["verify", str(run)]) == 1
    assert main(["compare", str(run), str(run)]) == 2
    assert main(["explain", str(run), "somebody"]) == 2
    said = capfd.readouterr()
    assert [value for value in PLANTED if value in said.out + said.err] == []
    assert list((tmp_path / "tmp").rglob("*")) == []
