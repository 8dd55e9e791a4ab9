"""What is said to be true is true: by the law's own tables on complete registers, and by hand."""

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hertoets.extract import read_extract
from hertoets.law import load_law
from hertoets.outcomes import Settings, compare
from hertoets.synth import write_synthetic_extract
from hertoets.synth.chains import Rights, judge_rights
from hertoets.synth.situations import cases
from hertoets.synth.truth import STATED
from hertoets.synth.world import World, make_world
from hertoets.synth.write import write_tables

PERSONS, SEED = 6_000, 8
REFERENCE = np.datetime64("2021-12-31")


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(PERSONS, SEED)


AS_OF = Settings(as_of=date(2022, 9, 30))


def outcomes(folder: Path) -> pd.DataFrame:
    return compare(read_extract(folder), load_law(), AS_OF).outcomes.set_index("person_id")


@pytest.fixture(scope="module")
def both(world: World, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Truth and outcomes of the registers as they would be if they knew everything.

    Without a day of delivery, for they also know what happened after it: which documents were
    collected later. What was told is judged on that day all the same.
    """
    folder: Path = tmp_path_factory.mktemp("complete")
    write_tables(world.completed(), folder)
    (folder / "extract.toml").write_text('name = "x"\nsynthetic = true\n')
    truth = pd.DataFrame(world.truth).set_index("person_id")
    return truth.join(outcomes(folder).add_prefix("found_"), validate="1:1")


@pytest.mark.parametrize(
    ("true", "found"),
    [
        pytest.param("regime", "regime_publication_exceptions", id="regime"),
        pytest.param("became_obliged", "regime_became_obliged", id="became obliged"),
        pytest.param("outcome", "outcome_publication_exceptions", id="outcome"),
        pytest.param("obliged", "obliged", id="obliged"),
        pytest.param("treaty", "treaty", id="treaty"),
        pytest.param("duty", "duty", id="duty"),
        pytest.param("group", "group", id="group"),
    ],
)
def test_truth_is_what_the_law_says_of_complete_registers(
    both: pd.DataFrame, true: str, found: str
) -> None:
    assert len(both) == PERSONS
    wrong = both[true] != both[f"found_{found}"].astype(object)
    assert not wrong.any(), both.loc[wrong, [true, f"found_{found}"]].value_counts()
    # Every answer occurs among those that are drawn, or nothing would be shown.
    assert both[true].nunique() >= {"obliged": 3, "treaty": 5, "duty": 7}.get(true, 4)


FOLLOWED = ("fine", "loan", "plan")


@pytest.mark.parametrize("followed", FOLLOWED)
def test_what_truly_followed_is_what_the_outcomes_say(
    world: World, both: pd.DataFrame, followed: str
) -> None:
    if f"found_{followed}" not in both:
        pytest.skip("the outcomes have no such column yet")
    # A planted case may leave a date unknown on purpose.
    drawn = both[~both.index.isin(list(world.case))]
    wrong = drawn[followed] != drawn[f"found_{followed}"].astype(object)
    assert not wrong.any(), drawn.loc[wrong, [followed, f"found_{followed}"]].value_counts()


def test_the_true_start_is_the_start_by_the_official_rule(world: World, both: pd.DataFrame) -> None:
    # A planted case may leave a date unknown on purpose; its start then is not one day.
    drawn = both[~both.index.isin(list(world.case))]
    start = pd.to_datetime(drawn["found_start_publication_exceptions"].astype(object))
    pd.testing.assert_series_equal(drawn["start"], start, check_dtype=False, check_names=False)
    assert drawn["start"].notna().sum() > PERSONS / 2


@pytest.mark.parametrize("answer", STATED)
def test_a_planted_case_has_the_answer_that_is_written_with_it(world: World, answer: str) -> None:
    truth = dict(zip(world.truth["person_id"], world.truth[answer], strict=True))
    stated = {
        person: getattr(cases()[case], answer)
        for person, case in world.case.items()
        if getattr(cases()[case], answer) is not None
    }
    assert stated
    assert {person: truth[person] for person in stated} == stated


def test_only_planted_cases_are_unknown(world: World) -> None:
    truth = pd.DataFrame(world.truth)
    unknown = set(truth["person_id"][truth["regime"] == "unknown"])
    assert unknown
    assert unknown <= set(world.case)


def right(decided: str, collected: str, effective: str, end: str = "") -> dict[str, object]:
    return {
        "person": 0,
        "migrant_group": "family",
        "spiritual_minister": False,
        "temporary_purpose": False,
        "family_of_asylum": False,
        "decision_date": np.datetime64(decided),
        "collected": np.datetime64(collected),
        "effective_date": np.datetime64(effective),
        "end_date": np.datetime64(end or "NaT"),
    }


SINGLE = [right("2021-11-01", "2021-11-20", "2021-11-01")]
LATE = [right("2021-12-01", "2022-01-01", "2021-12-01")]
ENDED = [right("2020-01-06", "2020-01-20", "2020-01-06", "2021-06-30")]
A_DAY_ON = [*ENDED, right("2021-07-01", "2021-07-15", "2021-07-01")]
A_YEAR_ON = [*ENDED, right("2022-06-01", "2022-06-20", "2022-06-30")]
OVER_A_YEAR_ON = [*ENDED, right("2022-06-01", "2022-06-20", "2022-07-01")]
THROUGH_ANOTHER = [
    *ENDED,
    right("2021-07-01", "2021-07-15", "2021-07-01", "2021-09-30"),
    right("2021-10-01", "2021-10-15", "2021-10-01"),
]
IN_FORCE_LATER = [right("2021-03-01", "2021-03-15", "2021-04-01")]
AFTER_A_YEAR_BEFORE = [
    right("2019-01-07", "2019-01-21", "2019-01-07", "2019-06-30"),
    right("2021-02-01", "2021-02-15", "2021-02-01"),
]


@pytest.mark.parametrize(
    ("rights", "fact", "start"),
    [
        pytest.param(SINGLE, "before", "2021-11-20", id="one right: the day of collection"),
        pytest.param(LATE, "after", "NaT", id="collected on the first day of the new law"),
        pytest.param(ENDED, "no_right", "NaT", id="ended before the test day"),
        pytest.param(A_DAY_ON, "before", "2020-01-20", id="joined the day after"),
        pytest.param(THROUGH_ANOTHER, "before", "2020-01-20", id="joined through another one"),
        pytest.param(IN_FORCE_LATER, "before", "2021-04-01", id="published before it is in force"),
        pytest.param(A_YEAR_ON, "bridged", "NaT", id="another one a year after the end"),
        pytest.param(OVER_A_YEAR_ON, "after", "NaT", id="another one a year and a day after"),
        pytest.param(AFTER_A_YEAR_BEFORE, "before", "2021-02-15", id="the first chain had ended"),
    ],
)
def test_rights_are_judged_as_the_contract_says(
    rights: list[dict[str, object]], fact: str, start: str
) -> None:
    table = {name: pd.Series([row[name] for row in rights]).to_numpy() for name in rights[0]}
    dates = [name for name in table if name.endswith("_date") or name == "collected"]
    table |= {name: table[name].astype("datetime64[D]") for name in dates}
    found = judge_rights(Rights.of(table), np.array([REFERENCE]), REFERENCE)
    assert found.fact.tolist() == [fact]
    if fact == "before":
        assert found.start[0] == np.datetime64(start)


def test_a_run_comes_out_the_same_without_the_truth(tmp_path: Path) -> None:
    write_synthetic_extract(tmp_path / "x", persons=1_000, seed=SEED)
    with_truth = outcomes(tmp_path / "x")
    (tmp_path / "x" / "truth" / "persons.csv").write_text("not,a,table\n")
    with_more = outcomes(tmp_path / "x")
    shutil.rmtree(tmp_path / "x" / "truth")
    without = outcomes(tmp_path / "x")
    pd.testing.assert_frame_equal(with_truth, without)
    pd.testing.assert_frame_equal(with_more, without)
