"""The front door: a lock for runs and one for tests, the targets that README names, no registry."""

import re
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.machine import lacking

ROOT = Path(__file__).resolve().parents[2]
RUN_TIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
DOCUMENTATION, ON_SPARK = "requirements-docs.lock", "requirements-spark.lock"
LOCKS = (RUN_TIME, DEVELOPMENT, DOCUMENTATION, ON_SPARK)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = (ROOT / "environment.yml").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
TARGETS = (
    "setup", "dev", "report", "test", "lab", "docs", "gx", "release", "lint", "bench", "spark", "lock", "wheels",
)  # fmt: skip

# Written in two parts, so that this file does not mention a host itself.
REGISTRY_HOSTS = tuple(
    f"{name}.{domain}"
    for name, domain in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("anaconda", "org"),
        ("anaconda", "com"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("proxy.golang", "org"),
    )
)


def _name(requirement: str) -> str:
    name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def _locked(lock: str) -> dict[str, list[str]]:
    """Give each entry of a lock by name: the first lines of its entries, for each system one."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and line.strip()[0] != "#"]
    entries: dict[str, list[str]] = {}
    for entry in re.split(r"\n(?=\S)", "\n".join(lines)):
        entries.setdefault(_name(entry), []).append(entry)
    return entries


def _pins(lock: str) -> set[str]:
    return {
        entry.split()[0].rstrip("\\;") for entries in _locked(lock).values() for entry in entries
    }


def _files_in_git() -> list[Path]:
    if not (ROOT / ".git").exists():
        lacking("the project as a git checkout, in which to look for what it holds")
    # Who may read a checkout is not always its owner, and git asks to be told so.
    asked = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others"]
    listed = subprocess.run(
        [*asked, "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


@pytest.mark.parametrize("extra", ["", *PROJECT["optional-dependencies"]])
def test_every_dependency_of_the_project_is_in_its_lock(extra: str) -> None:
    wanted = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    locks = {"dev": DEVELOPMENT, "docs": DOCUMENTATION, "spark": ON_SPARK}
    lock = locks.get(extra, RUN_TIME)
    assert {_name(requirement) for requirement in wanted} <= _locked(lock).keys()


def test_what_only_tests_need_is_not_in_the_lock_of_a_run() -> None:
    # The kernel of the notebooks measures memory too.
    extras = PROJECT["optional-dependencies"]
    only_tests = {_name(one) for name in ("dev", "docs", "spark") for one in extras[name]} - {
        "psutil"
    }
    assert only_tests & _locked(RUN_TIME).keys() == set()


def test_tests_run_on_what_a_run_runs_on() -> None:
    """The other locks hold the first, version for version."""
    assert _pins(RUN_TIME) < _pins(DEVELOPMENT)
    assert _pins(RUN_TIME) < _pins(DOCUMENTATION)


def test_spark_adds_packages_to_those_of_a_run_and_changes_none() -> None:
    assert _pins(RUN_TIME) < _pins(ON_SPARK)
    added = _locked(ON_SPARK).keys() - _locked(RUN_TIME).keys()
    assert added == {"pyspark", "py4j", "setuptools"}


@pytest.mark.parametrize("target", ["setup", "dev", "report", "test", "lab", "docs"])
def test_spark_is_installed_only_where_it_is_asked_for(target: str) -> None:
    asked = ["make", "--dry-run", "VENV=elsewhere"]
    told = subprocess.run(
        [*asked, target], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert ON_SPARK not in told
    told = subprocess.run(
        [*asked, "spark"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    builder, packages = "-r elsewhere/builder.lock", f"--no-build-isolation -r {ON_SPARK}"
    assert told.index(f"-r {RUN_TIME}") < told.index(builder) < told.index(packages)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_of_a_lock_is_pinned_and_has_a_hash(lock: str) -> None:
    entries = [entry for entries in _locked(lock).values() for entry in entries]
    loose = [
        entry.split()[0]
        for entry in entries
        if "==" not in entry.splitlines()[0] or "--hash=sha256:" not in entry
    ]
    assert len(entries) > 50
    assert loose == []


def _size_in_gb(lock: str) -> float:
    """Add up what the packages of a lock take that this system asks for, before they are compiled."""
    size = 0
    for name in _locked(lock):
        try:
            files = distribution(name).files or []
        except PackageNotFoundError:  # of another system or Python
            continue
        paths = [Path(str(file.locate())) for file in files if file.suffix != ".pyc"]
        size += sum(path.stat().st_size for path in paths if path.is_file())
    return size / 1e9


def test_the_packages_take_about_the_room_that_the_readme_says() -> None:
    """Within a tenth of a gigabyte: wheels differ from system to system."""
    text = " ".join(README.split())
    run_time = re.search(r"The packages of a run take about (\d\.\d) GB", text)
    more = re.search(r"those for tests (\d\.\d) GB more", text)
    assert run_time
    assert more
    assert _size_in_gb(RUN_TIME) == pytest.approx(float(run_time[1]), abs=0.1)
    for_tests = _size_in_gb(DEVELOPMENT) - _size_in_gb(RUN_TIME)
    assert for_tests == pytest.approx(float(more[1]), abs=0.1)
    for_docs = re.search(r"those for documentation and release (\d\.\d) GB", text)
    assert for_docs
    size = _size_in_gb(DOCUMENTATION) - _size_in_gb(RUN_TIME)
    assert size == pytest.approx(float(for_docs[1]), abs=0.1)
    on_spark = re.search(r"Spark (\d\.\d) GB", text)
    assert on_spark
    if find_spec("pyspark") is not None:
        size = _size_in_gb(ON_SPARK) - _size_in_gb(RUN_TIME)
        assert size == pytest.approx(float(on_spark[1]), abs=0.1)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    for sign in ("://", "file:", "--index-url", "--extra-index-url", "--find-links", "@ "):
        assert sign not in text


def test_conda_users_get_the_same_lock_and_the_same_python() -> None:
    asked = ENVIRONMENT[ENVIRONMENT.index("dependencies:") :].splitlines()[1:]
    assert [line.strip().removeprefix("- ") for line in asked] == [
        f"python{PROJECT['requires-python']}",
        "pip",
        "pip:",
        "--require-hashes",
        f"-r {RUN_TIME}",
    ]


def test_the_bounds_on_python_are_the_same_wherever_they_stand() -> None:
    lowest, above = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"]).groups()  # type: ignore[union-attr]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    versions = [f"3.{minor}" for minor in range(int(lowest), int(above))]
    assert re.search(r"^PYTHONS +:= (.+)$", makefile, re.MULTILINE)[1].split() == versions  # type: ignore[index]
    assert f"(3, {lowest}) <= sys.version_info[:2] <= (3, {int(above) - 1})" in makefile
    for text in (makefile, README):
        assert f"Python {versions[0]} to {versions[-1]}" in text


@pytest.mark.parametrize("target", TARGETS)
def test_make_has_the_targets_of_the_front_door(target: str) -> None:
    asked = subprocess.run(
        ["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 0, asked.stderr


def test_make_report_runs_on_what_make_synth_made_and_asks_for_setup_first() -> None:
    asked = subprocess.run(
        ["make", "--dry-run", "report", "VENV=elsewhere"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    order = ["--require-hashes -r requirements.lock", "hertoets synth --out", "hertoets run"]
    places = [asked.index(part) for part in order]
    assert places == sorted(places)
    assert DEVELOPMENT not in asked


def test_make_test_asks_for_all_locks() -> None:
    asked = subprocess.run(
        ["make", "--dry-run", "test", "VENV=elsewhere"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    order = [f"-r {RUN_TIME}", f"-r {DEVELOPMENT}", f"-r {DOCUMENTATION}", "python -m pytest"]
    places = [asked.index(part) for part in order]
    assert places == sorted(places)


def test_make_says_which_python_it_needs() -> None:
    asked = subprocess.run(
        ["make", "setup", "VENV=elsewhere", "PYTHON=python-that-is-not-there"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode != 0
    assert "needs Python 3.11 to 3.14" in asked.stderr
    assert not (ROOT / "elsewhere").exists()


def test_ci_calls_the_tests_and_then_the_report() -> None:
    script = ROOT / ".ci" / "run"
    calls = [line for line in script.read_text(encoding="utf-8").splitlines() if "make " in line]
    assert script.stat().st_mode & 0o111
    assert calls == ["make test", "make report"]


def test_no_file_mentions_the_host_of_a_registry() -> None:
    files = _files_in_git()
    assert len(files) > 20
    mentions = {
        str(file.relative_to(ROOT))
        for file in files
        if file.is_file() and any(host.encode() in file.read_bytes() for host in REGISTRY_HOSTS)
    }
    assert mentions == set()
