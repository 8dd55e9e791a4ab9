"""Every situation of the transitional law is planted, on and around its cut-offs."""

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hertoets.extract import read_extract
from hertoets.law import load_law
from hertoets.outcomes import Settings, compare
from hertoets.synth import write_synthetic_extract
from hertoets.synth.faults import plant_faults
from hertoets.synth.situations import cases
from hertoets.synth.world import World, make_world

SEED = 4


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(5_000, SEED)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    folder: Path = tmp_path_factory.mktemp("synth") / "x"
    write_synthetic_extract(folder, persons=5_000, seed=SEED)
    return compare(read_extract(folder), load_law(), Settings()).outcomes.set_index("person_id")


@pytest.mark.parametrize("situation", range(1, 22))
def test_every_situation_occurs_twelve_times_from_5000_persons(
    world: World, situation: int
) -> None:
    planted = Counter(cases()[case].situation for case in world.case.values())
    assert planted[situation] >= 12


@pytest.mark.parametrize("persons", [600, 1_000])
def test_every_case_occurs_in_a_small_extract(persons: int) -> None:
    planted = set(make_world(persons, SEED).case.values())
    assert planted == set(range(len(cases())))


def test_no_two_cases_have_one_name() -> None:
    names = [case.name for case in cases()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("case", range(len(cases())), ids=[case.name for case in cases()])
def test_the_official_rule_says_what_the_case_says(
    world: World, outcomes: pd.DataFrame, case: int
) -> None:
    """The cases were written from the law's facts; the decision tables are another's work."""
    people = [person for person, planted in world.case.items() if planted == case]
    assert len(people) == 4
    stated = cases()[case]
    found = outcomes.loc[people].astype(object)
    assert set(found["regime_publication_exceptions"]) == {stated.regime}
    assert set(found["regime_publication"]) == {stated.publication}
    assert set(found["regime_became_obliged"]) == {stated.became_obliged}
    assert set(found["obliged"]) == {stated.obliged}
    assert set(found["duty"]) == {stated.duty}


@pytest.mark.parametrize(
    ("situation", "certainty"),
    [pytest.param(row, "certain", id=f"row {row}") for row in (1, 2, 4, 8, 15)]
    + [pytest.param(row, "reading_dependent", id=f"row {row}") for row in (3, 9, 10, 12, 18)],
)
def test_certainty_is_what_the_facts_of_the_law_say(
    world: World, outcomes: pd.DataFrame, situation: int, certainty: str
) -> None:
    """Law facts, section 4: rows on which every reading agrees, and rows on which they do not."""
    people = [person for person, case in world.case.items() if cases()[case].situation == situation]
    assert set(outcomes.loc[people, "certainty"]) == {certainty}


@pytest.mark.parametrize(
    ("name", "start_class", "term_class"),
    [
        pytest.param("stated start two days late", "on_time", "on_time", id="2 late"),
        pytest.param("stated start three days late", "late", "longer", id="3 late"),
        pytest.param("stated start two days early", "on_time", "on_time", id="2 early"),
        pytest.param("stated start three days early", "early", "shorter", id="3 early"),
        pytest.param("stated term end two days longer", "on_time", "on_time", id="2 longer"),
        pytest.param("stated term end three days longer", "on_time", "longer", id="3 longer"),
        pytest.param("stated term end three days shorter", "on_time", "shorter", id="3 shorter"),
        pytest.param("start on 29 February, term to 1 March", "on_time", "on_time", id="leap day"),
    ],
)
def test_tolerance_is_met_from_both_sides(
    world: World, outcomes: pd.DataFrame, name: str, start_class: str, term_class: str
) -> None:
    people = [person for person, case in world.case.items() if cases()[case].name == name]
    assert set(outcomes.loc[people, "start_class"]) == {start_class}
    assert set(outcomes.loc[people, "term_class"]) == {term_class}


LAW = ["2021-12-31", "2022-01-01"]
SPELL = ["2021-12-30", *LAW]


@pytest.mark.parametrize(
    ("table", "column", "days"),
    [
        pytest.param("residence_rights", "decision_date", LAW, id="decision"),
        pytest.param("residence_rights", "document_collected_date", LAW, id="collection"),
        pytest.param("residence_rights", "effective_date", LAW, id="effective"),
        pytest.param(
            "residence_rights", "decision_date", ["2020-04-30", "2020-05-01"], id="Turkish asylum"
        ),
        pytest.param("exemptions", "valid_to", SPELL, id="end of a spell"),
        pytest.param("exemptions", "valid_from", LAW, id="diploma"),
        pytest.param("notices", "notice_date", ["2021-12-31"], id="notice"),
        pytest.param("persons", "birth_date", ["2005-12-31", "2006-01-01"], id="16 years"),
        pytest.param("persons", "birth_date", ["2003-12-31", "2004-01-01"], id="18 years"),
        pytest.param("persons", "birth_date", ["1955-08-31", "1955-09-01"], id="pension age"),
        pytest.param(
            "persons", "birth_date", ["1954-02-15", "1954-02-16"], id="pension age when told"
        ),
        pytest.param("persons", "dutch_since", LAW, id="naturalised"),
    ],
)
def test_planted_dates_lie_on_and_around_the_cut_offs(
    world: World, table: str, column: str, days: list[str]
) -> None:
    planted = world.tables[table][column][world.planted[table]]
    assert set(days) <= {str(day) for day in planted}


def test_planted_people_have_no_faults_of_the_records() -> None:
    clean, spoiled = make_world(2_000, SEED), make_world(2_000, SEED)
    people = set(clean.case)
    tables = plant_faults(spoiled, SEED).tables
    for name, table in clean.tables.items():
        if name == "guidance_counts":
            continue
        before, after = pd.DataFrame(table), pd.DataFrame(tables[name])
        pd.testing.assert_frame_equal(
            before[before["person_id"].isin(people)].reset_index(drop=True),
            after[after["person_id"].isin(people)].reset_index(drop=True),
            check_dtype=False,
        )


def test_most_people_come_out_correct_and_few_unknown(outcomes: pd.DataFrame) -> None:
    share = outcomes["outcome_publication_exceptions"].value_counts(normalize=True)
    # Planted cases are 8% of 5,000 persons and mostly not correct.
    assert share["correct"] > 0.65
    assert share["unknown"] < 0.08


def test_copies_of_a_case_live_in_different_municipalities(world: World) -> None:
    table = world.tables["registrations"]
    planted = table["municipality"][world.planted["registrations"]]
    assert len(np.unique(planted.astype(str))) > 50
