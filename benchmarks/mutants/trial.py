"""Try mutants: each in a copy of the project, by the quick tests, in a forked process.

A worker loads the packages from elsewhere once and forks for each mutant, so that a mutant costs
only the import of the mutated package and the tests up to the first that fails. The sources in the
checkout are never written.
"""

import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutants.mutant import Mutant

PROJECT = Path(__file__).resolve().parents[2]
LEFT_OUT = (".*", "data", "runs", "build", "*.pyc")
CPU_SECONDS = 240
WALL_SECONDS = 600
CASES = ("tests/differential/test_hand_cases.py",)
LAW = tuple(
    f"tests/spec/test_law_{what}.py"
    for what in ("constants", "situations", "wording", "tables", "loading", "proof")
)
# Last, because it notices any word of a table that is no longer what the page says.
LAW_PAGE = ("tests/spec/test_docs.py::test_the_law_page_is_what_the_tables_say",)
OUTCOMES = tuple(
    f"tests/spec/test_{what}.py"
    for what in ("codes", "crowd", "crowds", "guidance", "parts", "work_list")
)
ORACLE = ("tests/differential/test_against_oracle.py",)
FINDINGS = tuple(
    f"tests/spec/test_{what}.py"
    for what in (
        "tables_again", "findings", "guidance", "findings_tables", "lessons", "counts_file",
        "causes", "parts", "findings_of_the_letter",
    )
)  # fmt: skip
QUALITY = (
    "tests/differential/test_checks_again.py",
    *(
        f"tests/faults/test_{what}.py"
        for what in ("expectations_files", "own_kinds", "doubts", "lost_notices", "expectations")
    ),
)
MINED = "test_all_that_follows_among_invented_persons_is_derived"
RELEASE = (
    *(
        f"tests/spec/test_{what}.py"
        for what in (
            "forms_of_counts", "pool", "populations", "withholding", "counts_file", "counts",
            "disclosure_attack", "attack_by_trying", "disclosure_earlier", "disclosure",
        )
    ),
    "tests/spec/test_outsider.py::test_five_values_stay_possible_in_tables_and_figures_that_overlap",
    "tests/spec/test_outsider.py::test_five_values_stay_possible_in_a_table_of_small_numbers",
    "tests/spec/test_miner.py::" + MINED,
)  # fmt: skip
QUICK_TESTS = {
    "facts": (*CASES, *ORACLE, *OUTCOMES),
    "law": (*LAW, *CASES, *LAW_PAGE),
    "outcomes": (*CASES, *OUTCOMES, *ORACLE),
    "findings": FINDINGS,
    "quality": (*QUALITY, "tests/spec/test_lessons.py"),
    "release": RELEASE,
}
"""The quick tests of each room, those first that notice most for their time."""
OF_FILE = {
    **dict.fromkeys(
        ("release/nearest.py", "release/populations.py"),
        ("tests/spec/test_populations.py", "tests/spec/test_attack_by_trying.py"),
    ),
    **dict.fromkeys(("release/pool.py", "release/numbering.py"), ("tests/spec/test_pool.py",)),
    **dict.fromkeys(
        ("release/opening.py", "release/solver.py"), ("tests/spec/test_withholding.py",)
    ),
    **dict.fromkeys(
        ("release/attack.py", "release/narrowing.py", "release/separate.py"),
        ("tests/spec/test_attack_by_trying.py", "tests/spec/test_disclosure_attack.py"),
    ),
    **dict.fromkeys(
        ("release/counted.py", "release/proof.py", "release/places.py"),
        ("tests/spec/test_counts_file.py",),
    ),
    "release/derived.py": ("tests/spec/test_derived.py", "tests/spec/test_miner.py::" + MINED),
    "release/earlier.py": ("tests/spec/test_disclosure_earlier.py",),
    "release/tables.py": ("tests/spec/test_disclosure.py",),
    "findings/guidance.py": ("tests/spec/test_tables_again.py", "tests/spec/test_findings.py"),
    "findings/causes.py": ("tests/spec/test_causes.py",),
    **dict.fromkeys(
        ("findings/tables_lessons.py", "findings/alarms.py"), ("tests/spec/test_lessons.py",)
    ),
    **dict.fromkeys(
        ("quality/entries.py", "quality/loading.py"), ("tests/faults/test_expectations_files.py",)
    ),
    **dict.fromkeys(
        ("quality/own_kinds.py", "quality/counting.py"), ("tests/faults/test_own_kinds.py",)
    ),
    "quality/assessment.py": ("tests/spec/test_tables_again.py", "tests/faults/test_doubts.py"),
}
"""Tests that are about a file: of its mutants they notice most, so they come before the others."""


@dataclass(frozen=True)
class Trial:
    """What became of a mutant: ``caught``, ``out of time`` or ``survived``; by which test."""

    mutant: Mutant
    result: str
    by: str
    seconds: float


@contextmanager
def project_copy() -> Iterator[Path]:
    """A copy of what the tests read, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name)
        left_out = shutil.ignore_patterns(*LEFT_OUT)
        shutil.copytree(PROJECT, folder / "project", ignore=left_out)
        yield folder / "project"


def warm_up() -> None:
    """Load what every trial needs from elsewhere, and nothing of the project."""
    # A thread of a pool does not survive a fork: no package may start one of its own.
    os.environ |= {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    for name in ("numpy", "pandas", "polars", "pyarrow.parquet", "pyarrow.csv", "pydantic"):
        __import__(name)
    for name in ("scipy.sparse", "scipy.sparse.csgraph", "highspy", "great_expectations"):
        __import__(name)
    for name in ("pytest", "hypothesis.strategies", "pycountry", "stdnum"):
        __import__(name)
    assert not any(name.partition(".")[0] == "hertoets" for name in sys.modules)


def tried(mutant: Mutant, copy: Path) -> Trial:
    """Make the change in the copy, run the quick tests of its room, take the change back."""
    file = copy / "analysis" / "hertoets" / mutant.file
    source = file.read_bytes()
    _write(file, mutant.applied(source))
    began = time.monotonic()
    try:
        result, by = run_tests(copy, tests_of(mutant.file))
    finally:
        _write(file, source)
    return Trial(mutant, result, by, round(time.monotonic() - began, 1))


def tests_of(file: str) -> tuple[str, ...]:
    """The tests that are run on a mutant of a file, each once."""
    room = QUICK_TESTS[file.partition("/")[0]]
    return tuple(dict.fromkeys([*OF_FILE.get(file, ()), *room]))


def _write(file: Path, source: bytes) -> None:
    # What Python compiled would serve for a file of the same size and second.
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()
    file.write_bytes(source)


def run_tests(copy: Path, tests: tuple[str, ...]) -> tuple[str, str]:
    """Run tests on the copy in a forked process: the result, and the test that failed first."""
    told = copy / "told.txt"
    told.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        _run_in_child(copy, tests, told)
    ended, deadline = 0, time.monotonic() + WALL_SECONDS
    while not ended:
        ended, status = os.waitpid(child, os.WNOHANG)
        if not ended and time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            deadline = float("inf")
        time.sleep(0.02)
    by = told.read_text(encoding="utf-8") if told.exists() else ""
    if os.WIFSIGNALED(status):
        in_time = os.WTERMSIG(status) not in (signal.SIGKILL, signal.SIGXCPU)
        return ("caught", "the process died") if in_time else ("out of time", "")
    passed = os.WEXITSTATUS(status) == 0
    return ("survived", "") if passed else ("caught", by or "import of the package")


def _run_in_child(copy: Path, tests: tuple[str, ...], told: Path) -> None:
    """Never returns: the tests' own exit code is the process's."""
    code = 3
    try:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
        sink = os.open(copy / "output.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        os.chdir(copy)
        sys.path[:] = [str(copy), str(copy / "analysis"), *_elsewhere()]
        for name in [name for name in sys.modules if name.partition(".")[0] == "benchmarks"]:
            del sys.modules[name]
        import pytest

        options = ["-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no"]
        options += ["--rootdir", str(copy), "-c", str(copy / "pyproject.toml")]
        options += ["--basetemp", str(copy / "temporary")]
        code = int(pytest.main([*options, *tests], plugins=[_FirstFailure(told)]))
    finally:
        os._exit(code)


def _elsewhere() -> list[str]:
    own = {str(PROJECT), str(PROJECT / "analysis"), ""}
    return [path for path in sys.path if path not in own]


class _FirstFailure:
    """Writes down the first test that failed."""

    def __init__(self, told: Path) -> None:
        self.told = told

    def pytest_runtest_logreport(self, report: object) -> None:
        if report.failed and not self.told.exists():  # type: ignore[attr-defined]
            self.told.write_text(report.nodeid, encoding="utf-8")  # type: ignore[attr-defined]

    def pytest_collectreport(self, report: object) -> None:
        self.pytest_runtest_logreport(report)
