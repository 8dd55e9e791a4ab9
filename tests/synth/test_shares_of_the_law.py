"""What the corrected law looks at is drawn: naturalised, opted in, at school, near the pension age.

Tolerance of a share as in `tests.synth.test_shares`: four standard errors of a draw of that size.
"""

import pandas as pd
import pytest
from hertoets.synth.world import World

from tests.support.drawn import assert_share, drawn, people, world

__all__ = ["people", "world"]  # fixtures


def test_the_naturalised_among_family_and_what_the_register_lacks_of_them(
    people: pd.DataFrame,
) -> None:
    # A year before the delivery of 2022-09-30; the others cannot have been naturalised.
    long_ago = people["decision_date"] <= "2021-09-30"
    family = people[(people["migrant_group"] == "family") & long_ago]
    # Of some the first lasting right is the second one, or ended.
    assert_share(family["nationality"] == "NLD", 0.05, slack=0.002)
    dutch = people[people["nationality"] == "NLD"]
    assert_share(dutch["former_nationality"].notna(), 0.9)
    assert_share(dutch["dutch_since"].notna(), 0.8)
    dated = dutch[dutch["dutch_since"].notna()]
    assert (dated["dutch_since"] > dated["decision_date"]).all()


def test_one_in_twenty_family_members_joins_an_asylum_holder(people: pd.DataFrame) -> None:
    family = people[people["migrant_group"] == "family"]
    assert_share(family["family_of_asylum"].astype(bool), 0.05)


def test_three_in_ten_turkish_asylum_holders_opted_in(world: World, people: pd.DataFrame) -> None:
    early = people[(people["migrant_group"] == "asylum") & (people["nationality"] == "TUR")]
    early = early[early["decision_date"] < "2020-05-01"]
    spells = drawn(world, "exemptions")
    opted = set(spells["person_id"][spells["kind"] == "opt_in"])
    # 8% were under 18 at the decision and cannot have.
    assert_share(early["person_id"].isin(opted), 0.3 * 0.92)
    notices = set(drawn(world, "notices")["person_id"])
    told = early["person_id"].isin(notices)
    assert told[early["person_id"].isin(opted)].mean() > 0.9
    assert told[~early["person_id"].isin(opted)].mean() < 0.1


def test_sixteen_and_seventeen_year_olds_are_mostly_on_record_at_school(
    world: World, people: pd.DataFrame
) -> None:
    born = pd.to_datetime(people["birth_date"].str.replace("-00", "-01"))
    # 16 or 17 on the reference date, with a right by then; a month off both ends for unknown days.
    young = people[born.between(pd.Timestamp("2004-02-02"), pd.Timestamp("2005-11-29"))]
    young = young[young["decision_date"] < "2021-11-01"]
    spells = drawn(world, "exemptions")
    school = spells[spells["kind"] == "compulsory_education"]
    at_school = school["person_id"][
        (school["valid_from"] <= "2021-12-31") & (school["valid_to"] > "2021-12-31")
    ]
    assert young["person_id"].isin(school["person_id"]).mean() == pytest.approx(0.95, abs=0.03)
    # Nine in ten stay until they are 18; some of the others have not left yet.
    assert 0.85 <= young["person_id"].isin(at_school).mean() <= 0.95
    assert (school["valid_to"] >= school["valid_from"]).all()


def test_people_are_drawn_on_both_sides_of_the_pension_age(people: pd.DataFrame) -> None:
    born = people["birth_date"]
    # 66 years and 4 months on the reference date: born on 1955-08-31.
    assert born.between("1954-08-31", "1955-08-31").sum() > 20
    assert born.between("1955-09-01", "1956-08-31").sum() > 20


def test_a_notice_is_withdrawn_for_a_choice_after_it_only(world: World) -> None:
    notices = pd.DataFrame(world.tables["notices"])
    offered = pd.DataFrame(world.tables["choices"])
    wrong = notices[
        (notices["regime_stated"] == "wi2021") & (notices["notice_date"] < "2022-05-23")
    ]
    both = wrong.merge(offered, on="person_id", validate="m:1")
    rights = pd.DataFrame(world.tables["residence_rights"])
    counted = (rights["migrant_group"] == "asylum") | (rights["family_of_asylum"] == True)  # noqa: E712
    asylum = both["person_id"].isin(rights["person_id"][counted])
    for_old_law = both[asylum & (both["choice"] == "wi2013")]
    assert len(for_old_law) >= 3
    assert (for_old_law["withdrawn_on"] >= for_old_law["chosen_on"]).all()
    assert both["withdrawn_on"][both["choice"] == "wi2021"].isna().all()
