"""What `hertoets compare` says to a reader: each thing once, and what is not for publication."""

from types import SimpleNamespace
from typing import Any, cast

from hertoets.between.attribution import Attribution, Step
from hertoets.between.compare import Contrast
from hertoets.between.compared import FigurePair, Situations
from hertoets.between.moved import Move, Moves

NOT_PUBLISHED = "For whoever may read the extract; not for publication."


def pair(before: str, after: str) -> FigurePair:
    return FigurePair(
        *(
            cast(Any, SimpleNamespace(title_nl="Ten onrechte", display_nl=said, status="measured"))
            for said in (before, after)
        )
    )


def said(*steps: dict[str, FigurePair], moved: tuple[Move, ...] = ()) -> str:
    return Contrast(
        settings={},
        hashes={},
        causes=(),
        findings={"wrong_notice": pair("5", "20")},
        by_reading={},
        tables=(),
        situations=Situations({}, {}, {}, {}, {}),
        moved=Moves(moved),
        attribution=Attribution(
            tuple(Step((f"cause {n}",), step) for n, step in enumerate(steps)), split=True
        ),
        tolerance=0,
        figures_moved=("wrong_notice",),
    ).text()


def part(text: str, title: str) -> str:
    return text.partition(f"{title}\n")[2].partition("\n\n")[0]


def test_a_figure_has_its_title_beside_its_id() -> None:
    text = said()
    assert part(text, "Findings") == "  wrong_notice (Ten onrechte): 5 → 20"
    moved = part(text, "Figures that surely moved by more than 0")
    assert moved.strip() == "wrong_notice (Ten onrechte)"


def test_what_one_cause_did_is_not_told_twice() -> None:
    due = part(said({"wrong_notice": pair("5", "20")}), "Due to what")
    assert "as above" in due
    assert "→" not in due
    assert NOT_PUBLISHED not in due  # both runs publish it


def test_a_step_between_two_runs_is_not_for_publication() -> None:
    steps = {"wrong_notice": pair("5", "10")}, {"wrong_notice": pair("10", "20")}
    due = part(said(*steps), "Due to what")
    assert due.strip().startswith(NOT_PUBLISHED)
    assert "5 → 10" in due
    assert "10 → 20" in due


def test_where_each_way_is_hidden_one_line_says_so() -> None:
    hidden = tuple(Move("correct", after, "x") for after in ("open", "unknown"))
    title = "Persons who moved between headline outcomes"
    assert part(said(moved=hidden), title).count("\n") == 0
    told = (*hidden, Move("open", "correct", "25"))
    assert part(said(moved=told), title).count("→") == 3
