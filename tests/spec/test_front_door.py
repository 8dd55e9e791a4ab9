"""The front door: one lock for pip and conda, the targets that README names, no registry."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = (ROOT / "environment.yml").read_text(encoding="utf-8")
TARGETS = ("setup", "report", "test", "lab", "lint", "bench")

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


def _locked() -> dict[str, str]:
    """Give each entry of the lock by name: all its lines, without comments."""
    lines = [
        line for line in LOCK.splitlines() if line.strip() and not line.strip().startswith("#")
    ]
    entries = re.split(r"\n(?=\S)", "\n".join(lines))
    return {_name(entry): entry for entry in entries}


def _files_in_git() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.splitlines()]


@pytest.mark.parametrize("extra", ["", *PROJECT["optional-dependencies"]])
def test_every_dependency_of_the_project_is_in_the_lock(extra: str) -> None:
    wanted = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    assert {_name(requirement) for requirement in wanted} <= _locked().keys()


def test_every_entry_of_the_lock_is_pinned_and_has_a_hash() -> None:
    loose = [
        name
        for name, entry in _locked().items()
        if "==" not in entry.splitlines()[0] or "--hash=sha256:" not in entry
    ]
    assert len(_locked()) > 50
    assert loose == []


def test_the_lock_names_no_address() -> None:
    assert "://" not in LOCK
    assert "--index-url" not in LOCK
    assert "--find-links" not in LOCK


def test_conda_users_get_the_same_lock_and_the_same_python() -> None:
    asked = ENVIRONMENT[ENVIRONMENT.index("dependencies:") :].splitlines()[1:]
    assert [line.strip().removeprefix("- ") for line in asked] == [
        f"python{PROJECT['requires-python']}",
        "pip",
        "pip:",
        "--require-hashes",
        "-r requirements.lock",
    ]


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


def test_make_says_which_python_it_needs() -> None:
    asked = subprocess.run(
        ["make", "setup", "VENV=elsewhere", "PYTHON=python-that-is-not-there"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode != 0
    assert "needs Python 3.11 or newer" in asked.stderr
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
