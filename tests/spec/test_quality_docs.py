"""The page on the checks names every field, way of looking and check, and each asks something."""

import re
from dataclasses import fields
from inspect import signature
from pathlib import Path

import pytest
from hertoets.quality import WIDENS_FROM, Expectation, load_expectations
from hertoets.quality.expectation import CONSEQUENCES
from hertoets.quality.kinds import KINDS
from hertoets.quality.own_kinds import counted_by

PATH = Path(__file__).parents[2] / "docs" / "quality.md"
PAGE = PATH.read_text(encoding="utf-8")
CHECKS = load_expectations()
HEAD = "| id | table | question | counted by | consequence | in doubt | lesson | source |"
MEND = "write it anew: .venv/bin/python -m tests.spec.test_quality_docs"

by_id = pytest.mark.parametrize("entry", CHECKS, ids=lambda entry: entry.id)


def part(heading: str) -> str:
    """Give the text below a heading, up to the next."""
    return PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def row_of(entry: Expectation) -> str:
    """The row of the page that says what an entry says."""
    missing = [f"rows of `{table}`" for table in entry.missing]
    cells = (
        f"`{entry.id}`",
        f"`{entry.table}`",
        entry.question_nl,
        f"`{counted_by(entry)}`",
        f"`{entry.consequence}`",
        ", ".join([*(f"`{column}`" for column in entry.doubts), *missing]),
        entry.lesson,
        entry.source,
    )
    return "| " + " | ".join(cells) + " |"


def write_the_table() -> None:
    """Put the table of all checks at the end of the page."""
    table = [HEAD, "| --- " * HEAD.count(" | ") + "| --- |", *map(row_of, CHECKS)]
    opening = PAGE.partition("| id | table | question |")[0].rstrip("\n")
    PATH.write_text("\n".join([opening, "", *table, ""]), encoding="utf-8")


@pytest.mark.parametrize("name", [field.name for field in fields(Expectation)])
def test_the_page_tells_what_a_field_means(name: str) -> None:
    assert f"`{name}`" in part("The fields of an entry")


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_names_a_way_of_looking_with_its_arguments(kind: str) -> None:
    lines = part("Ways of looking").splitlines()
    [row] = [line for line in lines if line.startswith(f"| `{kind}` |")]
    arguments = list(signature(KINDS[kind]).parameters.values())[2:]
    told = [f"`{one.name}`" + ("" if one.default is one.empty else "?") for one in arguments]
    assert row.split("|")[2].strip() == ", ".join(told)


def test_the_page_tells_every_consequence_and_from_how_many_persons_on() -> None:
    assert all(f"| `{name}` |" in PAGE for name in CONSEQUENCES)
    assert f"fewer than {WIDENS_FROM:,} persons" in PAGE


@by_id
def test_the_page_says_of_a_check_what_its_entry_says(entry: Expectation) -> None:
    assert row_of(entry) in part("All checks").splitlines(), MEND


def test_the_page_names_no_other_check_and_keeps_the_order_of_the_files() -> None:
    rows = [line for line in part("All checks").splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == [entry.id for entry in CHECKS], MEND


@by_id
def test_a_check_asks_a_question_and_has_lesson_and_source(entry: Expectation) -> None:
    assert entry.question_nl.endswith("?")
    assert not re.search(r"[?]|\.$", entry.finds_nl)
    assert entry.finds_nl[:1].islower()
    assert entry.lesson
    assert entry.source


if __name__ == "__main__":
    write_the_table()
