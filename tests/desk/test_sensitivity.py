"""How much each setting moves the main figures: every trial is one that `what_if` gives too."""

import base64
import re
from pathlib import Path

import hertoets
import pandas as pd
import pytest
from hertoets.datafile import read_toml
from hertoets.desk.each_setting import Sensitivity, main_figures
from hertoets.errors import UseError
from hertoets.run import Parameters

DATA = Path(hertoets.__file__).parent / "desk" / "each_setting.toml"
SHIFTED = {
    "reference_date": ["2021-11-30", "2021-12-30", "2022-01-01", "2022-01-31"],
    "as_of": ["2022-06-30", "2022-08-30"],
    "cohort_from": ["2019-10-01", "2019-12-01"],
    "cohort_to": ["2021-11-30", "2022-01-31"],
    "guidance_from": ["2020-10-01", "2021-04-01"],
    "guidance_to": ["2021-09-30", "2022-03-31"],
}
"""Worked out by hand from the defaults and the day of delivery, 30 September 2022."""


@pytest.fixture(scope="module")
def run(full_run: Path) -> hertoets.Run:
    return hertoets.open_run(full_run)


@pytest.fixture(scope="module")
def found(run: hertoets.Run) -> Sensitivity:
    return run.sensitivity()


def test_each_setting_is_tried_with_the_values_of_the_data_file(found: Sensitivity) -> None:
    frame = found.figures()
    for name, days in SHIFTED.items():
        assert frame[frame.setting == name].value.unique().tolist() == days
    tolerance = frame[frame.setting == "tolerance_days"].value.unique().tolist()
    assert tolerance == ["0", "7", "14", "31"]
    readings = frame[frame.setting == "headline"].value.unique().tolist()
    assert readings == [one for one in found.readings if one != "publication_exceptions"]
    asked = {entry["name"] for entry in read_toml(DATA)["setting"]}
    assert asked == set(frame.setting) == set(Parameters().as_values()) - {"readings", "disclosure"}


@pytest.mark.parametrize(
    "setting", ["headline", "reference_date", "as_of", "tolerance_days", "cohort_to", "guidance_to"]
)
def test_a_trial_is_what_what_if_gives(run: hertoets.Run, found: Sensitivity, setting: str) -> None:
    frame = found.figures()
    value = frame[frame.setting == setting].value.iloc[-1]
    trial = run.what_if(**{setting: value}).figures().set_index("id")
    rows = frame[(frame.setting == setting) & (frame.value == value)].set_index("id")
    assert rows.index.tolist() == list(main_figures())
    for side in ("lower", "upper"):
        told = trial.loc[rows.index]
        pd.testing.assert_series_equal(rows[side], told[f"what_if_{side}"], check_names=False)
        pd.testing.assert_series_equal(rows[f"run_{side}"], told[side], check_names=False)


def test_a_wider_tolerance_calls_fewer_starts_late(found: Sensitivity) -> None:
    frame = found.figures()
    late = frame[(frame.id == "cohort_start_late") & (frame.setting == "tolerance_days")]
    numbers = late.set_index("value").lower
    assert numbers["0"] >= late.run_lower.iloc[0] >= numbers["7"] >= numbers["14"] >= numbers["31"]


def test_the_block_has_a_picture_with_its_message_and_a_table_of_all(found: Sensitivity) -> None:
    html, text = found._repr_html_(), repr(found)
    [alt] = re.findall(r'<img alt="([^"]+)"', html)
    assert alt.startswith("Stippen met lijnen: Ten onrechte een kennisgeving")
    assert "De ondergrens verandert het meest met" in alt
    [drawn] = re.findall(r"base64,([^\"]+)", html)
    svg = base64.b64decode(drawn)
    assert b'role="img"' in svg
    assert b"<desc" in svg
    assert html.count("<tbody") == 2
    assert len(re.findall(r'<th scope="row"', html.rpartition("<table")[2])) == len(found.run)
    assert "blijft binnen" in text


def test_every_main_figure_has_a_picture_and_another_name_is_refused(found: Sensitivity) -> None:
    for name in main_figures():
        assert "<figure>" in found.picture(name)._repr_html_()
    with pytest.raises(UseError, match="Nearest is wrong_notice"):
        found.picture("wrong_notise")


def test_without_a_table_a_figure_says_that_it_is_not_measured(bare_run: Path) -> None:
    bare = hertoets.open_run(bare_run).sensitivity()
    assert "niet gemeten" in repr(bare.picture("breach_persons"))
    frame = bare.figures()
    assert frame[frame.id == "guidance_expected"].lower.isna().all()
    assert bare._repr_html_().startswith("<div")
