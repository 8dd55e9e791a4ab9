"""The page on the checks names every field and every way of looking, and each check asks something."""

from dataclasses import fields
from inspect import signature
from pathlib import Path

import pytest

from analysis.quality import WIDENS_FROM, Expectation, load_expectations
from analysis.quality.expectation import CONSEQUENCES
from analysis.quality.kinds import KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "quality.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [field.name for field in fields(Expectation)])
def test_the_page_tells_what_a_field_means(name: str) -> None:
    heading, _, _ = PAGE.partition("## Ways of looking")
    assert f"`{name}`" in heading.partition("## The fields of an entry")[2]


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_names_a_way_of_looking_with_its_arguments(kind: str) -> None:
    [row] = [line for line in PAGE.splitlines() if line.startswith(f"| `{kind}` |")]
    arguments = list(signature(KINDS[kind]).parameters.values())[2:]
    told = [f"`{one.name}`" + ("" if one.default is one.empty else "?") for one in arguments]
    assert row.split("|")[2].strip() == ", ".join(told)


def test_the_page_tells_every_consequence_and_from_how_many_persons_on() -> None:
    assert all(f"| `{name}` |" in PAGE for name in CONSEQUENCES)
    assert f"fewer than {WIDENS_FROM:,} persons" in PAGE


@pytest.mark.parametrize("entry", load_expectations(), ids=lambda entry: entry.id)
def test_a_check_asks_a_question_and_has_lesson_and_source(entry: Expectation) -> None:
    assert entry.question_nl.endswith("?")
    assert entry.lesson
    assert entry.source
