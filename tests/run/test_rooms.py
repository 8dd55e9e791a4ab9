"""Who may import whom: the rooms of the design, held by import-linter."""

import configparser
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_data_flow_one_way() -> None:
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    asked = subprocess.run(
        [sys.executable, "-c", script, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stdout + asked.stderr


def test_every_room_has_its_place_in_the_flow() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    layers = config["importlinter:contract:flow"]["layers"]
    placed = {word.strip("()").removeprefix("hertoets.") for word in layers.split() if word != "|"}
    rooms = {path.parent.name for path in (ROOT / "analysis" / "hertoets").glob("*/*.py")}
    rooms |= {path.stem for path in (ROOT / "analysis" / "hertoets").glob("*.py")} - {"__init__"}
    assert rooms <= placed


MOST_LINES = 300


def test_a_module_has_no_more_lines_than_one_can_hold_in_mind() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "analysis").rglob("*.py")
    }
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_docstring_opens_with_a_word_that_says_nothing() -> None:
    idle = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "analysis").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.strip().startswith('"""Give ')
    ]
    assert idle == []
