"""Whatever standard output and standard error are, a command ends in its code and one message."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PLAIN = {"PYTHONIOENCODING": "ascii"}
NO_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def _command(words: str, shell: str = "", **changed: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a shell, with what comes after it there."""
    program = f'"{sys.executable}" -c "from hertoets.cli import main; raise SystemExit(main())"'
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {program} {words} {shell}"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **changed},
    )


# what follows the command in the shell, the variables, the exit code, what is said
CASES: dict[str, tuple[str, str, dict[str, str], int, str]] = {
    "a terminal without Dutch letters": ("law", ">/dev/null", PLAIN, 0, ""),
    "no locale": ("law", ">/dev/null", NO_LOCALE, 0, ""),
    "a reader who reads one line": ("law", "| head -1 >/dev/null", {}, 0, ""),
    "a reader of the help": ("--help", "| head -1 >/dev/null", {}, 0, ""),
    "a reader who reads nothing": ("law --check", "| true", {}, 0, ""),
    "a full disk under the result": ("law", ">/dev/full", {}, 2, "standard output: cannot be"),
    "a full disk under the faults": ("check no --json", ">/dev/full", {}, 2, "standard output"),
    "a full disk under the progress": ("check no", "2>/dev/full", {}, 2, ""),
    "no standard output": ("law", ">&-", {}, 0, ""),
    "no stream at all": ("check no", ">&- 2>&-", {}, 2, ""),
    "a progress that nobody reads": ("check no", "2> >(true)", {}, 2, ""),
    "no home": ("law --check", ">/dev/null", {"HOME": ""}, 0, ""),
    "a home that is not there": ("law --check", ">/dev/null", {"HOME": "/nowhere"}, 0, ""),
}


@pytest.mark.parametrize("case", CASES)
def test_however_the_streams_are_the_command_ends_in_its_code(case: str) -> None:
    words, shell, changed, code, said = CASES[case]
    done = _command(words, shell, **changed)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert "Exception ignored" not in done.stderr
    assert said in done.stderr
    assert said or code or done.stderr == ""


def test_without_a_locale_a_folder_may_have_an_accent_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "één map").mkdir()
    program = f'"{sys.executable}" -c "from hertoets.cli import main; raise SystemExit(main())"'
    inside = subprocess.run(
        ["bash", "-c", f"{program} check ."],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path / "één map",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **NO_LOCALE},
    )
    assert inside.returncode == 2
    assert "not UTF-8" not in inside.stderr
    assert "persons" in inside.stderr  # it was read, and holds no table


def test_a_letter_that_cannot_be_shown_becomes_a_question_mark_and_json_stays_exact(
    tmp_path: Path,
) -> None:
    shown = _command("law", **PLAIN)
    assert shown.stdout.isascii()
    assert "?" in shown.stdout
    place = tmp_path / "café"
    told = _command(f"check '{place}' --json", **PLAIN)
    assert told.stdout.isascii()
    assert json.loads(told.stdout)["faults"][0]["where"] == str(place)


def test_a_working_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    program = "import os; from hertoets.cli import main; os.rmdir(os.getcwd())\n"
    program += "raise SystemExit(main(['synth', '--out', 'x', '--persons', '3']))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path / "gone",
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, map(os.path.abspath, sys.path))),
        },
    )
    assert done.returncode == 2
    assert "the working folder is gone" in done.stderr
