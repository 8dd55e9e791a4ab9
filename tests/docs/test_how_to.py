"""What the how-to pages show can be used as it stands: a reading, a check and a figure of one's own."""

import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hertoets.cli import main
from hertoets.findings import load_definitions
from hertoets.findings.definitions import Definition, leaves_open
from hertoets.law import REGIMES, load_law
from hertoets.quality import load_expectations

from tests.docs.blocks import ROOT, block


def test_the_reading_of_the_page_decides_every_situation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "only_obligable.toml").write_text(block("add-a-reading.md", "toml"), "utf-8")
    assert main(["law", "--check", "--set", f"readings={tmp_path}"]) == 0
    assert "only_obligable" in capsys.readouterr().out


def test_without_the_row_that_the_page_names_a_gap_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = block("add-a-reading.md", "toml")
    lines = [line for line in text.splitlines() if "only_obligable.rest" not in line]
    assert len(lines) == len(text.splitlines()) - 1
    (tmp_path / "only_obligable.toml").write_text("\n".join(lines), "utf-8")
    assert main(["law", "--check", "--set", f"readings={tmp_path}"]) == 1
    assert "only_obligable" in capsys.readouterr().err


def test_the_values_that_the_page_gives_for_a_regime_are_all_there_are() -> None:
    page = (ROOT / "docs" / "add-a-reading.md").read_text(encoding="utf-8")
    assert all(f"`{regime}`" in page for regime in REGIMES)


def test_the_check_of_the_page_is_one_that_can_be_read(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "expectations", tmp_path / "expectations")
    with (tmp_path / "expectations" / "notices.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + block("add-a-check.md", "toml"))
    before, after = load_expectations(), load_expectations(tmp_path / "expectations")
    [new] = {entry.id for entry in after} - {entry.id for entry in before}
    assert new == "notices_term_two_years"


def test_the_figure_of_the_page_is_one_that_can_be_counted() -> None:
    [entry] = tomllib.loads(block("add-a-figure.md", "toml"))["finding"]
    told = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
    who = {column: tuple(values) for column, values in entry["who"].items()}
    figure = replace(Definition(**told), who=who)
    known = load_definitions()
    assert figure.id not in known
    assert figure.within in known
    assert leaves_open("told_without_duty") == ("unknown",)
    assert figure.widened["told_without_duty"] == ("yes", "unknown")
    assert set(figure.source) <= set(load_law(None).sources)
