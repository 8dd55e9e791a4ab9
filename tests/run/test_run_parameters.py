"""The parameters of a run: text in, typed values out, every fault at once."""

import shutil
from dataclasses import fields
from datetime import date
from pathlib import Path

import hertoets
import pytest
from hertoets.errors import UseError
from hertoets.outcomes import Settings
from hertoets.run.parameters import Parameters


def test_without_anything_set_the_parameters_are_those_of_the_contract() -> None:
    assert Parameters.from_assignments([]).as_values() == {
        "reference_date": "2021-12-31",
        "as_of": "",
        "cohort_from": "2019-11-01",
        "cohort_to": "2021-12-31",
        "tolerance_days": 2,
        "headline": "publication_exceptions",
        "readings": "",
        "guidance_from": "2021-01-01",
        "guidance_to": "2021-12-31",
        "disclosure": "",
    }


def test_text_becomes_values_of_the_right_type(tmp_path: Path) -> None:
    table = Path(hertoets.__file__).parent / "law" / "tables" / "duty.toml"
    shutil.copy(table, tmp_path)
    read = Parameters.from_assignments(
        [
            "reference_date=2022-01-15",
            "tolerance_days=0",
            "headline = duty",
            f"readings={tmp_path}",
        ]
    )
    assert read.reference_date == date(2022, 1, 15)
    assert read.tolerance_days == 0
    assert read.headline == "duty"
    assert read.readings == tmp_path.resolve()


def test_the_settings_of_a_comparison_follow_the_parameters() -> None:
    read = Parameters.from_values({"cohort_from": "2020-01-01", "tolerance_days": 7})
    settings = read.settings()
    assert settings.cohort_from == date(2020, 1, 1)
    assert settings.tolerance_days == 7
    # The days of the stop and the restarts are the law room's: a run does not choose them.
    chosen = {field.name for field in fields(Settings)} - {"stop_and_restart"}
    assert chosen <= {field.name for field in fields(Parameters)}


def test_what_a_notebook_holds_comes_back_the_same() -> None:
    written = Parameters.from_assignments(["cohort_from=2020-02-29", "headline=notice"]).as_values()
    assert Parameters.from_values(written).as_values() == written


@pytest.mark.parametrize(
    ("assignment", "said"),
    [
        ("refernce_date=2021-12-31", "Nearest is reference_date"),
        ("xyz=1", "Use one of: reference_date"),
        ("headline", "no value given"),
        ("headline=publicatoin", "Nearest is publication"),
        ("reference_date=31-12-2021", "write YYYY-MM-DD"),
        ("reference_date=20211231", "write YYYY-MM-DD"),
        ("reference_date=2021-W52-5", "write YYYY-MM-DD"),
        ("reference_date=2021-02-29", "a day that does not exist"),
        ("tolerance_days=-1", "zero or more"),
        ("tolerance_days=2.0", "zero or more"),
        ("reference_date=1989-12-31", "not between 1990-01-01 and 2100-12-31"),
        ("reference_date=2101-01-01", "not between"),
        ("tolerance_days=٣", "zero or more"),
        ("cohort_to=2019-10-31", "lies before cohort_from"),
        ("guidance_from=2022-01-01", "guidance_to: lies before guidance_from"),
        ("readings=/nowhere/at/all", "no folder"),
        ("disclosure=/nowhere/at/all", "no file"),
    ],
)
def test_a_wrong_value_is_refused_with_the_mend(assignment: str, said: str) -> None:
    with pytest.raises(UseError, match=said):
        Parameters.from_assignments([assignment])


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(UseError, match="given twice"):
        Parameters.from_assignments(["headline=duty", "headline=scope"])


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(UseError) as caught:
        Parameters.from_assignments(["headlin=duty", "tolerance_days=x", "headline=none", "a"])
    assert len(caught.value.faults) == 4


def test_a_policy_with_an_unknown_setting_is_refused(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("treshold = 10\n", encoding="utf-8")
    with pytest.raises(UseError, match="treshold"):
        Parameters.from_assignments([f"disclosure={policy}"])


@pytest.mark.parametrize("name", ["readings", "headline", "reference_date", "tolerance_days"])
def test_an_empty_value_is_refused_and_is_not_the_default(name: str) -> None:
    with pytest.raises(UseError, match=f"{name}= *: no value given"):
        Parameters.from_assignments([f"{name}= "])
