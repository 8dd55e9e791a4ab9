"""By how much a figure surely moved, from what two runs publish and nothing else."""

from dataclasses import replace

import pytest
from hertoets.between.tolerance import moved_figures
from hertoets.release import Origin, Policy, Release, ReleasedFinding, load_policy
from hertoets.release.model import ShownPair
from hertoets.run.machine import number_of, numbers_of

HIDDEN = None  # a bound of 1 to 9
WITHHELD = "withheld"  # any number
Bound = int | str | None


def _finding(lower: Bound, upper: Bound, unit: str = "personen") -> ReleasedFinding:
    bounds = {"lower": lower, "upper": upper}
    shown = [None if bound == WITHHELD else bound for bound in (lower, upper)]
    pair: ShownPair = (shown[0], shown[1])  # type: ignore[assignment]
    return ReleasedFinding(
        id="figure",
        title_nl="",
        definition="",
        population="",
        within=None,
        unit=unit,
        source="",
        reading="publication",
        lower=pair[0],
        upper=pair[1],
        records=pair,
        by_reading={"publication": pair},
        undecided={},
        display_nl="",
        status="measured",
        below=10,
        withheld=tuple(("publication", side) for side, b in bounds.items() if b == WITHHELD),  # type: ignore[misc]
    )


def _run(finding: ReleasedFinding | None) -> Release:
    policy: Policy = load_policy()
    return Release(
        findings={} if finding is None else {"figure": finding},
        tables={},
        meta=Origin("", None, synthetic=True, source=""),
        settings={"headline": "publication"},
        readings={},
        notes=(),
        policy=vars(policy),
    )


def _moves(one: ReleasedFinding | None, other: ReleasedFinding | None, tolerance: int) -> bool:
    told = moved_figures(_run(one), _run(other), tolerance)
    assert told == moved_figures(_run(other), _run(one), tolerance)  # whichever comes first
    return told == ("figure",)


@pytest.mark.parametrize(
    ("before", "after", "least"),
    [
        # shown on either side: as they are shown
        ((25, 40), (25, 40), 0),
        ((25, 40), (30, 40), 5),
        ((25, 40), (25, 60), 20),
        # from 25 to at most 9, from nothing to at least 1
        ((25, 40), (HIDDEN, 40), 16),
        ((0, 40), (HIDDEN, 40), 1),
        # a difference may lie below zero: from -25 to -9
        ((-25, 40), (HIDDEN, 40), 16),
        # what cannot be told is not told
        ((HIDDEN, 40), (HIDDEN, 40), 0),
        ((25, 40), (WITHHELD, 40), 0),
        ((HIDDEN, 40), (WITHHELD, 40), 0),
        ((WITHHELD, WITHHELD), (WITHHELD, WITHHELD), 0),
    ],
)
def test_a_figure_moved_by_what_is_sure(
    before: tuple[Bound, Bound], after: tuple[Bound, Bound], least: int
) -> None:
    one, other = _finding(*before), _finding(*after)
    assert not _moves(one, other, least)
    if least:
        assert _moves(one, other, least - 1)


def test_of_a_hidden_amount_nothing_is_known() -> None:
    one, other = _finding(2370, 2370, "euro"), _finding(HIDDEN, 2370, "euro")
    assert not _moves(one, other, 0)


def test_a_figure_that_comes_or_goes_or_is_no_longer_measured_moved() -> None:
    here = _finding(25, 40)
    gone = replace(here, lower=None, upper=None, status="not_measured")
    for other in (None, gone):
        assert _moves(here, other, 10**6)
    assert not _moves(gone, gone, 0)


def test_a_machine_is_given_numbers_and_null() -> None:
    assert numbers_of(_finding(25, HIDDEN)) == {
        "lower": 25,
        "upper": None,
        "by_reading": {"publication": [25, None]},
        "unit": "personen",
        "status": "measured",
    }
    cells = (25, "25", "<10", "x", None)
    assert [number_of(cell) for cell in cells] == [25, 25, None, None, None]
