"""The tests themselves, on another machine: without a browser, in the background, far from here."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = "tests/reports/test_widths.py"
# Read by the shell and pytest of whoever runs these tests: not of the tests that run below.
NOT_PASSED_ON = ("CI", "CHROMIUM", "LANG", "PYTEST_ADDOPTS", "PYTHONUTF8", "PYTHONIOENCODING")


def _tests(
    words: Sequence[str], place: Path, deaf: bool = False, **variables: str
) -> tuple[int, str]:
    """Run some tests in a process of their own; give its exit code and what it said."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in NOT_PASSED_ON and not name.startswith(("LC_", "PYTEST_XDIST"))
    }

    def ignore() -> None:
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--basetemp={place}", *words],
        cwd=ROOT,
        env=kept | variables,
        preexec_fn=ignore if deaf else None,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_without_a_browser_its_tests_are_skipped_and_named(tmp_path: Path) -> None:
    code, said = _tests(["-n", "1", WIDTHS], tmp_path / "t", PATH="")
    assert code == 0, said
    named = re.search(r"=+ (\d+) tests did not run on this machine =+\n(.+)\n((?:  .+\n)+)", said)
    assert named, said
    count, reason, names = named.groups()
    assert int(count) == names.count("\n") > 10
    assert "apt-get install chromium" in reason
    assert f"{WIDTHS}::test_what_does_not_fit_would_be_seen\n" in names
    assert f"{count} skipped" in said


def test_in_ci_a_missing_browser_is_a_failure(tmp_path: Path) -> None:
    asked = f"{WIDTHS}::test_what_does_not_fit_would_be_seen"
    code, said = _tests([asked], tmp_path / "t", PATH="", CI="true")
    assert code == 1, said
    assert "not on this machine: These tests look at the pages in Chromium" in said


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Anchorage"])
def test_tests_hold_in_the_background_without_a_locale_and_far_away(
    tmp_path: Path, zone: str
) -> None:
    """Among them are those that stop a child by a signal, which the background is deaf to."""
    stops = "tests/run/test_run_folder.py"
    place = tmp_path / "een map é"
    code, said = _tests([stops], place, deaf=True, TZ=zone, LC_ALL="C")
    assert code == 0, said
    assert re.search(r"\d\d passed", said), said
