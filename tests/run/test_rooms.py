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
