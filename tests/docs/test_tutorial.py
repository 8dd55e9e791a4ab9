"""The tutorial can be followed: every block of the page is run in order, in a folder of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hertoets.run.record import read_record

from tests.docs.blocks import ROOT, blocks


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The folder in which the tutorial was followed, and what each block said."""
    home = tmp_path_factory.mktemp("tutorial")
    (home / "docs").symlink_to(ROOT / "docs")
    programs = home / "bin"
    programs.mkdir()
    command = "import sys; from hertoets.cli import main; sys.exit(main())"
    for name, words in (("python", ""), ("hertoets", f" -c '{command}'")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}"{words} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    known = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    said: list[str] = []
    for kind, text in blocks("tutorial.md", "sh", "python"):
        if "PERSON_ID" in text:
            text = text.replace("PERSON_ID", said[-1].split()[-1])
        if "hertoets verify" in text:
            continue  # it computes the run once more; tests/run/test_run_ledger.py holds it
        words = ["bash", "-e", "-c", text] if kind == "sh" else ["python", "-c", text]
        done = subprocess.run(
            words, cwd=home, env=known, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
        said.append(done.stdout + done.stderr)
    return home, said


def test_it_ends_with_an_annex_and_a_page_to_sign(followed: tuple[Path, list[str]]) -> None:
    run = followed[0] / "runs" / "tutorial"
    assert (run / "report" / "bijlage.pdf").read_bytes().startswith(b"%PDF")
    assert "Onthullingscontrole" in (run / "protected" / "disclosure.html").read_text("utf-8")
    assert read_record(run).extract.synthetic


def test_it_shows_what_the_page_says_that_it_shows(followed: tuple[Path, list[str]]) -> None:
    said = "\n".join(followed[1])
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    assert "3 rows hold a code that had ended by the day of the delivery" in said
    for check in re.findall(r"`(\w+)` \(", page.partition("## 3.")[2].partition("## 4.")[0]):
        assert f"  {check} (" in said, check
    assert said.count("absent  ") == 9
    assert "The extract can be used." in said
    assert "What each reading says" in said


def test_no_number_of_a_person_is_left_in_what_it_made(followed: tuple[Path, list[str]]) -> None:
    home, said = followed
    delivered = (ROOT / "docs/tutorial/delivery/BRP_personen.csv").read_text(encoding="utf-8")
    numbers = [line.split(";")[0] for line in delivered.splitlines()[1:]]
    assert len(numbers) == len(set(numbers)) == 240
    made = list((home / "data" / "tutorial" / "extract").iterdir())
    held = b"".join(path.read_bytes() for path in made).decode("latin-1")
    assert [number for number in numbers if number in held] == []
    assert [number for number in numbers if number in "".join(said[1:])] == []
