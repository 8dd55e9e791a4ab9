"""What is drawn lies near its parameter, and the calendar of the affair is kept to the day.

Tolerance of a share: four standard errors of a draw of that size, so that a right generator fails
about once in 16,000 seeds; the seed is fixed, so it never fails by chance twice.
"""

import numpy as np
import pandas as pd
import pytest
from hertoets.synth.parameters import parameters
from hertoets.synth.practice import january_sizes
from hertoets.synth.world import World, make_world

from tests.support.drawn import assert_share, drawn, people, world

__all__ = ["people", "world"]  # fixtures

LAW = pd.Timestamp("2022-01-01")


@pytest.fixture(scope="module")
def first_notices(world: World) -> pd.DataFrame:
    notices = pd.DataFrame(world.tables["notices"]).sort_values(["notice_date", "notice_id"])
    return notices.drop_duplicates("person_id")


def test_groups_follow_the_yearly_numbers(people: pd.DataFrame) -> None:
    # By hand: asylum 10000/6 + 12000 + 19000 + 9500 = 42,167; family 7000/6 + 4800 + 7000 + 3462.5
    # = 16,429; other 340/6 + 340 + 520 + 252.5 = 1,169. 2021 is not a flat year; the sums are.
    assert_share(people["migrant_group"] == "asylum", 42_167 / 59_765, slack=0.003)
    assert_share(people["migrant_group"] == "family", 16_429 / 59_765, slack=0.003)


def test_men_among_asylum_are_as_published(people: pd.DataFrame) -> None:
    assert_share(people["sex"][people["migrant_group"] == "asylum"] == "m", 0.595)


def test_women_among_family_and_other_are_as_published(people: pd.DataFrame) -> None:
    assert_share(people["sex"][people["migrant_group"] != "asylum"] == "f", 0.68)


@pytest.mark.parametrize(
    ("nationality", "share"),
    [("SYR", 0.48), ("TUR", 0.09), ("ERI", 0.07), ("AFG", 0.06), ("XXA", 0.02)],
)
def test_nationalities_of_asylum(people: pd.DataFrame, nationality: str, share: float) -> None:
    asylum = people[people["migrant_group"] == "asylum"]
    # Those naturalised (0.5% of who came long enough ago) or of an EU state (0.05%) left it.
    assert_share(asylum["nationality"] == nationality, share, slack=0.0055 * share)


def test_asylum_rights_mostly_take_effect_before_the_decision(people: pd.DataFrame) -> None:
    asylum = people[people["migrant_group"] == "asylum"]
    assert_share(asylum["effective_date"] < asylum["decision_date"], 0.95)


def test_asylum_rights_decided_early_2022_mostly_take_effect_in_2021(people: pd.DataFrame) -> None:
    early = people[(people["decision_date"] >= LAW) & (people["decision_date"] < "2022-04-01")]
    early = early[early["migrant_group"] == "asylum"]
    # The proposal asks for 2% at least; a median wait of 28 weeks makes it most of them.
    assert (early["effective_date"] < LAW).mean() > 0.5


def test_documents_are_collected_about_three_weeks_after_the_decision(people: pd.DataFrame) -> None:
    # Without those decided too late to have collected by the delivery.
    settled = people[people["decision_date"] < "2022-03-01"]
    after = (settled["document_collected_date"] - settled["decision_date"]).dt.days
    # Weekends move to Monday: between 0 and 2 days on top of 21.
    assert 21 <= after.median() <= 23
    # The share is empty, and of some the second right is met first.
    assert_share(after.isna(), 0.02, slack=0.002)


def test_births_on_the_first_of_january_are_heaped_among_asylum(people: pd.DataFrame) -> None:
    asylum = people[people["migrant_group"] == "asylum"]
    heaped = asylum["birth_date"].str.endswith("-01-01")
    # 0.08, of which 3% lost day or month, and 1/365 of the others.
    assert_share(heaped, 0.08 * 0.97 + 0.92 / 365, slack=0.001)


def test_unknown_parts_of_birth_dates_among_asylum(people: pd.DataFrame) -> None:
    asylum = people[people["migrant_group"] == "asylum"]
    assert_share(asylum["birth_date"].str.endswith("-00"), 0.03)


def test_about_500_notices_of_the_new_law_before_the_stop(first_notices: pd.DataFrame) -> None:
    january = first_notices[
        (first_notices["regime_stated"] == "wi2021") & (first_notices["notice_date"] < "2022-01-20")
    ]
    assert len(january) == 500
    assert january["notice_date"].min() >= pd.Timestamp("2022-01-03")


def test_about_60_percent_of_those_were_wrong(world: World, first_notices: pd.DataFrame) -> None:
    january = first_notices[
        (first_notices["regime_stated"] == "wi2021") & (first_notices["notice_date"] < "2022-01-20")
    ]
    rights = pd.DataFrame(world.tables["residence_rights"])
    rights = rights[rights["person_id"].isin(january["person_id"])]
    asylum = rights["migrant_group"] == "asylum"
    published = rights["decision_date"].where(asylum, rights["document_collected_date"])
    old = rights["person_id"][(published < LAW) & ~rights["temporary_purpose"]].nunique()
    # 300 by construction; collection dates that the register lacks hide a few, and planted people
    # without a duty (Turkish, EU) or with a gap add some.
    assert 270 <= old <= 340


@pytest.mark.parametrize(
    ("group", "regime", "restart"),
    [
        pytest.param("family", "wi2021", "2022-03-01", id="family"),
        pytest.param("asylum", "wi2021", "2022-03-25", id="asylum"),
        pytest.param("other", "wi2021", "2022-03-25", id="other"),
    ],
)
def test_no_notice_between_the_stop_and_the_restart(
    people: pd.DataFrame, first_notices: pd.DataFrame, group: str, regime: str, restart: str
) -> None:
    notices = first_notices.merge(people, on="person_id", validate="1:1")
    told = notices[(notices["migrant_group"] == group) & (notices["regime_stated"] == regime)]
    after_the_stop = told["notice_date"][told["notice_date"] > "2022-01-19"]
    assert after_the_stop.min() >= pd.Timestamp(restart)
    # And the queue starts to move at once.
    assert after_the_stop.min() <= pd.Timestamp(restart) + pd.Timedelta(days=7)


def test_no_notice_of_the_old_law_between_new_year_and_its_restart(world: World) -> None:
    notices = pd.DataFrame(world.tables["notices"])
    old = notices["notice_date"][notices["regime_stated"] == "wi2013"]
    assert not ((old >= LAW) & (old < "2022-05-23")).any()
    assert (old >= "2022-05-23").sum() > 1_000


def test_every_notice_until_2021_states_the_old_law(world: World) -> None:
    notices = pd.DataFrame(world.tables["notices"])
    assert set(notices["regime_stated"][notices["notice_date"] < LAW]) == {"wi2013"}


def test_until_2021_most_notices_state_their_own_date_as_the_start(world: World) -> None:
    notices = drawn(world, "notices")
    old = notices[notices["notice_date"] < LAW]
    # 0.88 copies its date; the second notices after a withdrawal (0.5%) copy the first one's.
    assert_share(old["start_stated"] == old["notice_date"], 0.88, slack=0.005)
    earlier = old[old["start_stated"] < old["notice_date"]]
    days = (earlier["notice_date"] - earlier["start_stated"]).dt.days
    assert days.quantile(0.05) >= 13
    assert days.quantile(0.95) <= 77


def test_asylum_starts_are_stated_about_45_days_late(
    people: pd.DataFrame, first_notices: pd.DataFrame
) -> None:
    notices = first_notices.merge(people, on="person_id", validate="1:1")
    old = notices[
        (notices["notice_date"] < LAW)
        & (notices["start_stated"] == notices["notice_date"])
        & (notices["migrant_group"] == "asylum")
    ]
    late = (old["start_stated"] - old["decision_date"]).dt.days
    # Median 45; the end of the window cuts off long delays of late decisions.
    assert 40 <= late.median() <= 50


def test_terms_are_three_years_but_for_the_stated_shares(world: World) -> None:
    notices = drawn(world, "notices")
    old = notices[notices["regime_stated"] == "wi2013"]
    years = old["start_stated"].map(lambda day: day + pd.DateOffset(years=3))
    shift = (old["term_end_stated"] - years).dt.days
    # One day short 0.05; extended 0.06; on 29 February pandas gives the 28th: one day longer.
    assert_share(shift == -1, 0.05, slack=0.001)
    assert_share(shift > 1, 0.06)
    assert old["term_end_stated"].notna().all()


def test_terms_of_the_new_law_are_not_known(world: World) -> None:
    notices = drawn(world, "notices")
    assert notices["term_end_stated"][notices["regime_stated"] == "wi2021"].isna().all()


def test_three_in_ten_leave_reception_within_fourteen_weeks(
    world: World, people: pd.DataFrame
) -> None:
    stays = drawn(world, "reception").sort_values("from_date")
    last = stays.drop_duplicates("person_id", keep="last")
    asylum = people[people["decision_date"] < "2022-06-01"]
    joined = last.merge(asylum, on="person_id", validate="1:1")
    weeks = (joined["to_date"] - joined["decision_date"]).dt.days / 7
    assert 0.20 <= (weeks <= 14).mean() <= 0.35


def test_reception_is_for_asylum_only(world: World, people: pd.DataFrame) -> None:
    inside = set(drawn(world, "reception")["person_id"])
    asylum = people["migrant_group"] == "asylum"
    assert not people["person_id"][~asylum].isin(inside).any()
    # 0.85 of those who do not join family (0.93).
    assert_share(people["person_id"][asylum].isin(inside), 0.85 * 0.93)


def test_municipality_of_the_link_is_mostly_another_than_of_the_reception(world: World) -> None:
    stays = drawn(world, "reception")
    azc = stays[(stays["location_kind"] == "azc") & stays["linked_municipality"].notna()]
    # 0.93 of the links; now and then the drawn home has the same reception location.
    elsewhere = (azc["linked_municipality"] != azc["location_municipality"]).mean()
    assert 0.90 <= elsewhere <= 0.94


def test_every_wrongly_told_person_was_visible_to_a_municipality(world: World) -> None:
    notices = pd.DataFrame(world.tables["notices"])
    told = set(notices["person_id"][notices["regime_stated"] == "wi2021"])
    assert told == set(world.tables["data_access"]["person_id"])


def test_the_choice_is_offered_on_one_day_to_about_all_wrongly_told(world: World) -> None:
    choices = pd.DataFrame(world.tables["choices"])
    assert set(choices["offered_on"]) == {pd.Timestamp("2022-06-01")}
    assert 300 <= len(choices) <= 450
    assert (choices["chosen_on"].isna() == choices["choice"].isna()).all()
    assert (choices["chosen_on"].dropna() <= pd.Timestamp("2022-07-27")).all()


def test_counts_of_september_lie_nearer_to_the_rule_than_those_of_may(world: World) -> None:
    counts = pd.DataFrame(world.tables["guidance_counts"])
    wide = counts.pivot(index="municipality", columns="period", values="persons_counted").fillna(0)
    # Reception municipalities were counted too high in May (Westerwolde has no such inflow).
    assert wide.loc["GM1950", "2022-05"] > wide.loc["GM1950", "2022-09"]


@pytest.mark.parametrize(("persons", "notices"), [(60_000, 500), (120_000, 1_000), (2_000, 36)])
def test_january_notices_scale_with_the_size(persons: int, notices: int) -> None:
    wrong, right = january_sizes(persons, parameters())
    assert wrong + right == notices
    assert wrong == round(0.6 * notices)


def test_the_same_people_come_back_with_the_same_seed() -> None:
    one, two = make_world(900, 5), make_world(900, 5)
    for name, table in one.tables.items():
        for column, values in table.items():
            np.testing.assert_array_equal(values, two.tables[name][column])
