"""What followed a wrong notice hangs together, as the law's own rooms read it."""

from pathlib import Path

import pandas as pd
import pytest
from hertoets.extract import read_extract
from hertoets.law import load_law
from hertoets.outcomes import Settings, compare
from hertoets.synth import write_synthetic_extract


@pytest.fixture(scope="module")
def wronged(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Who was surely told the wrong law, in an extract of the default size and seed."""
    folder: Path = tmp_path_factory.mktemp("synth") / "x"
    write_synthetic_extract(folder, faults=False)
    outcomes = compare(read_extract(folder), load_law(), Settings()).outcomes
    return outcomes[outcomes["wrong_notice"] == "yes"].astype({"repair": object})


def test_every_step_of_the_repair_occurs_and_nothing_else(wronged: pd.DataFrame) -> None:
    steps = {"told_right", "chose", "default", "offered", "withdrawn", "nothing"}
    assert set(wronged["repair"]) == steps


def test_every_step_comes_after_the_wrong_notice(wronged: pd.DataFrame) -> None:
    assert (wronged["repair_days"] > 0).all()


def test_most_of_those_offered_a_choice_are_asylum_holders_who_keep_the_new_law(
    wronged: pd.DataFrame,
) -> None:
    asylum = wronged[wronged["choice_default"].astype(object) == "wi2021"]
    assert (asylum["regime_by_choice"].astype(object) == "wi2021").mean() > 0.85


def test_who_said_nothing_is_under_the_law_of_the_default(wronged: pd.DataFrame) -> None:
    silent = wronged[wronged["regime_by_choice"].astype(object) == "no_choice"]
    default = silent["choice_default"].astype(object)
    assert set(silent.loc[default == "wi2013", "repair"]) == {"told_right", "default"}
    assert set(silent.loc[default == "wi2021", "repair"]) == {"offered"}


def test_without_a_duty_the_right_thing_is_that_every_notice_is_withdrawn(
    wronged: pd.DataFrame,
) -> None:
    without = wronged[wronged["regime_publication_exceptions"].astype(object) == "none"]
    assert set(without["repair"]) == {"told_right", "nothing"}
