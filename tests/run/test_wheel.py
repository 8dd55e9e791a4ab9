"""The wheel by itself: installed outside the checkout, it does all that the checkout does."""

import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from hertoets.run.hashes import code_hash
from hertoets.shipped import TRAVELLING

from tests.support.machine import lacking

ROOT = Path(__file__).resolve().parents[2]
PERSONS = "60"


def _call(*words: object, cwd: Path, **variables: str) -> str:
    """Run a command as somebody would who never saw the checkout; give what it said."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=known | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    out = tmp_path_factory.mktemp("wheel")
    _call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out, cwd=ROOT)
    [made] = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def hertoets(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, in an environment that holds the wheel and sees the packages of this one."""
    place = tmp_path_factory.mktemp("een map é") / "omgeving"
    venv.create(place, with_pip=False, symlinks=True)
    python = place / "bin" / "python"
    [packages] = (place / "lib").glob("python*/site-packages")
    # A folder that is named in a .pth is searched, and a .pth in that folder is not read: so what
    # the checkout left there, to be found from anywhere, is not seen. Python reads a .pth by the
    # locale, so it names links, which have no accents.
    here = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    links = [f"packages_{number}" for number in range(len(here))]
    for link, path in zip(links, here, strict=True):
        (packages / link).symlink_to(path)
    (packages / "packages.pth").write_text("\n".join(links) + "\n", encoding="ascii")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index"]
    _call(*pip, "--no-deps", wheel, cwd=place)
    where = _call(python, "-c", "import hertoets; print(hertoets.__file__)", cwd=place)
    assert Path(where.strip()).is_relative_to(packages)
    return place / "bin" / "hertoets"


def test_it_holds_the_package_the_notebooks_and_the_expectations_and_nothing_else(
    wheel: Path,
) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top.partition("-")[0] for top in tops} == {"hertoets"}
    for folder, suffix in (("notebooks", ".ipynb"), ("expectations", ".toml")):
        wanted = {path.name for path in (ROOT / folder).glob(f"*{suffix}")}
        inside = {Path(name).name for name in names if name.startswith(f"hertoets/{folder}/")}
        assert wanted
        assert wanted <= inside
    bureau = {
        f"hertoets/{path.relative_to(ROOT)}" for path in ROOT.glob("notebooks/bureau/*.ipynb")
    }
    assert len(bureau) == 2
    lab = {f"hertoets/desk/lab/{name}" for name in ("jupyter_lab_config.py", "overrides.json")}
    assert bureau | lab <= set(names)
    assert not [name for name in names if "test" in Path(name).name or name.endswith(".pyc")]


def test_each_file_that_travels_is_one_of_the_checkout_under_the_name_that_the_code_looks_for(
    wheel: Path,
) -> None:
    """Whatever lies beside them, as the copies that JupyterLab keeps, stays behind."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *TRAVELLING.values()], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:
        lacking("git")
    kept = ROOT / "notebooks" / ".ipynb_checkpoints"
    was_there = kept.exists()
    kept.mkdir(exist_ok=True)
    copy = kept / "proef-checkpoint.ipynb"
    copy.write_text('{"cells": []}', encoding="utf-8")
    try:
        out = wheel.parent / "beside"
        _call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out, cwd=ROOT)
    finally:
        copy.unlink()
        if not was_there:
            kept.rmdir()
    with zipfile.ZipFile(next(out.glob("*.whl"))) as packed:
        names = packed.namelist()
    assert [name for name in names if "checkpoint" in name] == []
    tracked = [name for name in listed.stdout.decode().split("\0") if name]
    for inside, place in TRAVELLING.items():
        there = {name.removeprefix(f"hertoets/{inside}/") for name in names
                 if name.startswith(f"hertoets/{inside}/")}  # fmt: skip
        here = {name.removeprefix(f"{place}/") for name in tracked if name.startswith(f"{place}/")}
        assert here
        assert there == here


def test_its_code_is_that_of_the_checkout_so_a_run_of_the_one_opens_in_the_other(
    hertoets: Path, tmp_path: Path
) -> None:
    ask = "from hertoets.run.hashes import code_hash; print(code_hash())"
    assert _call(hertoets.with_name("python"), "-c", ask, cwd=tmp_path).strip() == code_hash()


def test_it_judges_the_hand_cases_that_travel_with_it(hertoets: Path, tmp_path: Path) -> None:
    said = _call(hertoets, "assure", "--quiet", cwd=tmp_path)
    cases = sum(
        path.read_text(encoding="utf-8").count("[[case]]")
        for path in (ROOT / "tests" / "cases").glob("*.toml")
    )
    assert said.startswith(f"{cases} cases,")
    assert " 0 differ" in said


def test_the_lab_puts_notebooks_beside_the_pages_that_they_lead_to(
    hertoets: Path, tmp_path: Path
) -> None:
    ask = "from hertoets.desk.lab.__main__ import copy_shipped; copy_shipped()"
    assert _call(hertoets.with_name("python"), "-c", ask, cwd=tmp_path) == ""
    start = tmp_path / "notebooks" / "bureau" / "00_waar_begin_ik.ipynb"
    links = re.findall(r"\]\((\.[^)#]+)", start.read_text(encoding="utf-8"))
    assert len(links) > 10
    assert [link for link in links if not (start.parent / link).exists()] == []


def test_the_lab_leaves_a_folder_of_somebody_else_alone_and_says_so(
    hertoets: Path, tmp_path: Path
) -> None:
    (tmp_path / "notebooks").mkdir()
    ask = "from hertoets.desk.lab.__main__ import copy_shipped; copy_shipped()"
    said = _call(hertoets.with_name("python"), "-c", ask, cwd=tmp_path)
    assert "a folder of your own" in said
    assert list((tmp_path / "notebooks").iterdir()) == []


def test_it_goes_from_an_invented_extract_to_a_report_that_comes_out_the_same(
    hertoets: Path, tmp_path: Path
) -> None:
    home = tmp_path / "thuis"
    home.mkdir()
    said = ""
    for command in (
        ["synth", "--out", "extract", "--persons", PERSONS, "--quiet"],
        ["check", "extract", "--quiet"],
        ["run", "extract", "--out", "run", "--quiet"],
        ["verify", "run", "--quiet"],
    ):
        said += _call(hertoets, *command, cwd=tmp_path, HOME=str(home), PATH="/usr/bin:/bin")
    run = tmp_path / "run"
    assert (run / "report" / "index.html").is_file()
    assert len(list((run / "protected" / "notebooks").glob("*.ipynb"))) == 9
    # Nothing of it leads back to the checkout.
    written = [path for path in run.rglob("*") if path.is_file()]
    assert [path for path in written if str(ROOT).encode() in path.read_bytes()] == []
    assert str(ROOT) not in said
