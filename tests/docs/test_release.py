"""A release is whole, the same every time, and its wheel stands by itself."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from hashlib import sha256
from pathlib import Path

import hertoets
import pytest

from tests.docs.blocks import ROOT
from tests.spec.test_front_door import REGISTRY_HOSTS
from tests.support.machine import lacking
from tools import release
from tools.outputs import refuse_outputs

README = (ROOT / "README.md").read_text(encoding="utf-8")
LINKS = [
    link.partition("#")[0]
    for link in re.findall(r"\]\(([^)\s]+)\)", README)
    if "://" not in link and link.partition("#")[0]
]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of this checkout, with a site of one page."""
    if importlib.util.find_spec("cyclonedx_py") is None:
        lacking("the packages of requirements-docs.lock (make docs)")
    base = tmp_path_factory.mktemp("release")
    (base / "site").mkdir()
    (base / "site" / "index.html").write_text("<p>Hertoets</p>", encoding="utf-8")
    kept, release.SITE = release.SITE, base / "site"
    try:
        release.make_release(base / "out")
    finally:
        release.SITE = kept
    return base / "out"


def test_it_holds_what_is_handed_over_and_the_sums_of_it(released: Path) -> None:
    version = hertoets.__version__
    names = {path.name for path in released.iterdir()}
    assert names == {
        f"hertoets-{version}-py3-none-any.whl",
        f"hertoets-{version}.tar.gz",
        f"hertoets-{version}-docs.zip",
        f"hertoets-{version}.cdx.json",
        *release.LOCKS,
        "SHA256SUMS",
    }
    told = dict(
        line.split("  ")[::-1] for line in (released / "SHA256SUMS").read_text().splitlines()
    )
    sums = {name: sha256((released / name).read_bytes()).hexdigest() for name in names}
    assert told == {name: one for name, one in sums.items() if name != "SHA256SUMS"}


def test_the_same_checkout_gives_the_same_wheel_sdist_and_bill(
    released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    release._call(sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path))
    release.write_sbom(tmp_path / f"hertoets-{hertoets.__version__}.cdx.json")
    again = sorted(tmp_path.iterdir())
    assert len(again) == 3
    for path in again:
        assert path.read_bytes() == (released / path.name).read_bytes(), path.name


def test_the_bill_names_every_package_of_a_run_with_its_hashes_and_no_index(released: Path) -> None:
    [path] = released.glob("*.cdx.json")
    text = path.read_text(encoding="utf-8")
    told = json.loads(text)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert told["metadata"]["component"]["version"] == hertoets.__version__
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = set(re.findall(r"^([\w.-]+)==([^\s;\\]+)", locked, re.MULTILINE))
    assert {(one["name"], one["version"]) for one in told["components"]} == pins
    assert set(re.findall(r"sha256:([0-9a-f]{64})", locked)) == set(
        re.findall(r'"content": "([0-9a-f]{64})"', text)
    )
    assert [host for host in REGISTRY_HOSTS if host in text] == []


def test_the_sdist_holds_all_that_the_readme_leads_to(released: Path) -> None:
    [path] = released.glob("*.tar.gz")
    with tarfile.open(path) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    folders = {str(parent) for name in names for parent in Path(name).parents}
    assert len(LINKS) > 30
    assert [link for link in LINKS if link.rstrip("/") not in names | folders] == []


def test_the_wheel_holds_the_pages_notebooks_and_checks_that_the_readme_leads_to(
    released: Path,
) -> None:
    [path] = released.glob("*.whl")
    with zipfile.ZipFile(path) as packed:
        names = set(packed.namelist())
    folders = {str(parent) for name in names for parent in Path(name).parents}
    of_the_checkout = {"tests", "benchmarks", "tools", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"}
    inside = [link.rstrip("/") for link in LINKS if link.rstrip("/") not in of_the_checkout]
    places = [f"hertoets/{link.removeprefix('analysis/hertoets/')}" for link in inside]
    assert [place for place in places if place not in names | folders] == []
    assert "hertoets/py.typed" in names


def test_the_wheel_works_in_an_environment_of_its_own(released: Path, tmp_path: Path) -> None:
    """It sees the packages of this one, and nothing of the checkout."""
    [wheel] = released.glob("*.whl")
    place = tmp_path / "env"
    venv.create(place, with_pip=False, symlinks=True)
    python = place / "bin" / "python"
    [packages] = (place / "lib").glob("python*/site-packages")
    here = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    for number, path in enumerate(here):
        (packages / f"packages_{number}").symlink_to(path)
    names = "\n".join(f"packages_{number}" for number in range(len(here)))
    (packages / "packages.pth").write_text(names, encoding="ascii")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index"]
    known = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def call(*words: object) -> str:
        done = subprocess.run(
            [str(word) for word in words],
            cwd=tmp_path, env=known, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    call(*pip, "--no-deps", wheel)
    assert call(place / "bin" / "hertoets", "--version") == f"hertoets {hertoets.__version__}\n"
    told = (
        "import hertoets, pathlib; help(hertoets.open_run); home = pathlib.Path(hertoets.__file__).parent;"
        "print(home, (home / 'py.typed').is_file(), (home / 'docs' / 'tutorial.md').is_file())"
    )
    said = call(python, "-c", told)
    assert "Open a run that belongs to what is asked" in said
    assert said.split()[-2:] == ["True", "True"]
    assert str(packages) in said


def test_a_notebook_that_holds_what_a_run_showed_is_refused(tmp_path: Path) -> None:
    clean, shown = tmp_path / "schoon.ipynb", tmp_path / "getoond.ipynb"
    clean.write_text('{"cells": [{"outputs": []}, {"source": "# tekst"}]}', encoding="utf-8")
    shown.write_text('{"cells": [{"outputs": [{"text": "386"}]}]}', encoding="utf-8")
    refuse_outputs([clean])
    with pytest.raises(SystemExit, match=r"getoond\.ipynb: saved with what a run showed"):
        refuse_outputs([clean, shown])


def test_a_release_with_such_a_notebook_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notebooks").mkdir()
    shown = tmp_path / "notebooks" / "getoond.ipynb"
    shown.write_text('{"cells": [{"outputs": [{"text": "386"}]}]}', encoding="utf-8")
    monkeypatch.setattr(release, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="getoond"):
        release.make_release(tmp_path / "out")
    assert not (tmp_path / "out").exists()
