"""The outcome of a person, worked by hand from the contract (4), and rows set aside (1)."""

import pytest

from . import oracle
from .one_person import ADULT, ASYLUM, FAMILY, NOTICE, TOLD_2013, judged, right


def test_stated_start_and_term_are_compared_within_two_days():
    def classes(start, term):
        row = judged([ASYLUM], [{**TOLD_2013, "start_stated": start, "term_end_stated": term}])
        return row["start_shift_days"], row["start_class"], row["term_class"]

    assert classes("2021-03-12", "2024-03-08") == (2, "on_time", "on_time")
    assert classes("2021-03-13", "2024-03-13") == (3, "late", "longer")
    assert classes("2021-03-07", "2024-03-07") == (-3, "early", "shorter")
    assert classes("", "2021-01-01") == (None, "unknown", "shorter")
    assert classes("2021-03-12", "2021-03-11") == (2, "on_time", "unknown")


def test_a_term_from_29_february_ends_on_1_march():
    leap = right("2020-02-29", "2020-02-29", "")
    told = {**TOLD_2013, "start_stated": "2020-02-29", "term_end_stated": "2023-03-01"}
    row = judged([leap], [told], settings={"tolerance_days": 0})
    assert (row["start_class"], row["term_class"]) == ("on_time", "on_time")


def test_a_second_notice_may_be_the_wrong_one():
    second = {**NOTICE, "notice_date": "2022-02-01"}
    row = judged([ASYLUM], [TOLD_2013, second])
    assert (row["outcome_publication"], row["wrong_notice"]) == ("correct", "yes")
    undated = {**second, "notice_date": ""}
    assert judged([ASYLUM], [TOLD_2013, undated])["wrong_notice"] == "unknown"
    silent = {**second, "regime_stated": ""}
    assert judged([ASYLUM], [TOLD_2013, silent])["wrong_notice"] == "unknown"
    other = {**second, "regime_stated": "wi2013"}
    assert judged([ASYLUM], [TOLD_2013, other])["wrong_notice"] == "no"
    later = right("2022-01-01", "2022-01-01", "")
    assert judged([later], [undated])["wrong_notice"] == "no"


def test_an_undated_notice_leaves_the_test_day_unknown():
    undated = {**NOTICE, "notice_date": ""}
    row = judged([ASYLUM], [undated])
    assert (row["notice"], row["publication"]) == ("unknown", "before")
    assert (row["regime_notice"], row["rule_notice"]) == ("unknown", "notice.unknown")
    assert row["outcome_publication"] == "wrong_regime"
    ended = judged([{**ASYLUM, "end_date": "2021-12-30"}], [undated])
    assert ended["publication"] == "unknown"
    assert judged(notices=[undated], person={"birth_date": "1950-01-01"})["standing"] == "unknown"
    assert judged(notices=[undated], person={"nationality": "DEU"})["standing"] == "excluded"
    assert judged([ASYLUM], [undated, TOLD_2013])["notice"] == "before"


@pytest.mark.parametrize(
    ("group", "stated", "told", "days"),
    [
        ("asylum", "wi2021", "2022-03-25", 58),  # from 26 January
        ("asylum", "wi2021", "2022-03-24", None),
        ("family", "wi2021", "2022-03-01", 34),
        ("other", "wi2021", "2022-03-01", None),
        ("other", "wi2013", "2022-05-23", 117),
        ("", "wi2021", "2022-05-23", None),
        ("", "wi2013", "2022-05-23", 117),
    ],
)
def test_waiting_runs_from_the_stop_to_a_notice_after_the_restart(group, stated, told, days):
    one = right("2021-03-10", "2021-03-10", "", migrant_group=group)
    row = judged([one], [{**NOTICE, "notice_date": told, "regime_stated": stated}])
    assert row["waited_days"] == days


def test_waiting_runs_from_a_publication_after_the_stop():
    one = right("2022-02-20", "2022-02-20", "", migrant_group="family")
    told = {**NOTICE, "notice_date": "2022-03-10"}
    assert judged([one], [told])["waited_days"] == 18
    late = right("2022-03-01", "2022-03-01", "", migrant_group="family")
    assert judged([late], [told])["waited_days"] is None


HOST = {
    "location_municipality": "GM0599",
    "location_kind": "azc",
    "linked_municipality": "GM0363",
    "linked_on": "2022-01-12",
    "from_date": "2021-10-01",
    "to_date": "2022-01-13",
}
HOME = {"municipality": "GM0518", "valid_from": "2021-01-01", "valid_to": ""}


@pytest.mark.parametrize(
    ("told", "change", "answer"),
    [
        ("GM0363", {}, "right"),
        ("GM0599", {}, "wrong_reception"),
        ("GM0518", {}, "wrong_other"),
        ("", {}, "not_informed"),
        ("Utrecht", {}, "unknown"),
        ("GM0599", {"location_municipality": ""}, "wrong_other"),
        ("GM0363", {"linked_on": "2022-01-13"}, "unknown"),
        ("GM0363", {"linked_municipality": ""}, "unknown"),
        ("GM0518", {"to_date": "2022-01-12"}, "right"),  # left that day: registered elsewhere
        ("GM0518", {"to_date": "2022-02-30"}, "unknown"),
        ("GM0518", {"from_date": "2022-01-13", "to_date": ""}, "right"),
    ],
)
def test_who_should_have_been_informed(told, change, answer):
    notice = {**NOTICE, "municipality_informed": told}
    row = judged(notices=[notice], reception=[{**HOST, **change}], registrations=[HOME])
    assert row["informed"] == answer


def test_the_spell_that_began_last_decides_who_should_have_been_informed():
    later = {**HOST, "from_date": "2021-12-01", "linked_municipality": "GM0034"}
    notice = {**NOTICE, "municipality_informed": "GM0034"}
    row = judged(notices=[notice], reception=[later, HOST], registrations=[HOME])
    assert row["informed"] == "right"
    row = judged(notices=[notice], reception=[later], registrations=[HOME])
    assert row["informed"] == "right"
    earlier = {**HOST, "to_date": "1899-01-01"}
    row = judged(notices=[notice], reception=[later, earlier], registrations=[HOME])
    assert row["informed"] == "right"
    assert judged(notices=[notice], reception=[later])["informed"] == "not_measured"


def test_a_breach_was_seen_or_only_visible():
    rows = [
        {"municipality": "GM0363", "visible_from": "2022-01-13", "visible_to": "", "viewed": seen}
        for seen in ("", "true")
    ]
    assert judged(data_access=rows[:1])["breach"] == "visible"
    assert judged(data_access=rows[1:])["breach"] == "viewed"
    assert judged(data_access=[])["breach"] == "no"
    assert judged()["breach"] == "not_measured"
    assert judged([], data_access=rows[1:])["breach"] == "unknown"


def test_the_choice_offered_last_counts():
    rows = [
        {"offered_on": "2022-06-01", "choice": "wi2013", "chosen_on": ""},
        {"offered_on": "2022-07-01", "choice": "", "chosen_on": ""},
        {"offered_on": "", "choice": "wi2021", "chosen_on": ""},
    ]
    row = judged(choices=rows)
    assert (row["choice_default"], row["regime_by_choice"]) == ("wi2021", "no_choice")
    assert judged(choices=rows[:1])["regime_by_choice"] == "wi2013"
    assert judged(choices=[])["regime_by_choice"] == "not_offered"
    assert judged()["regime_by_choice"] == "not_measured"
    assert judged([FAMILY], choices=rows[:1])["choice_default"] == "wi2013"


def test_rows_are_set_aside_with_a_reason():
    person = {"person_id": "P1", **ADULT}
    one = {"right_id": "R1", "person_id": "P1", **ASYLUM}
    told = {"notice_id": "N1", "person_id": "P1", **NOTICE}
    result = oracle(
        {
            "persons": [
                person,
                person,
                {**person, "person_id": "P2"},
                {**person, "person_id": "P2", "sex": "m"},
            ],
            "residence_rights": [
                one,
                one,
                {**one, "right_id": "R2", "person_id": "P2"},
                {**one, "right_id": "R3", "person_id": "P3"},
            ],
            "notices": [told, {**told, "regime_stated": "wi2013"}],
        }
    )
    found = sorted((row["table"], row["key"], row["check"]) for row in result.set_aside)
    assert found == [
        ("notices", ("N1",), "differing_rows"),
        ("notices", ("N1",), "differing_rows"),
        ("persons", ("P1",), "identical_row"),
        ("persons", ("P2",), "differing_rows"),
        ("persons", ("P2",), "differing_rows"),
        ("residence_rights", ("R1",), "identical_row"),
        ("residence_rights", ("R2",), "person_set_aside"),
        ("residence_rights", ("R3",), "no_person"),
    ]
    assert result.persons_set_aside == ["P2"]
    assert [row["notice"] for row in result.outcomes] == ["no_notice"]


def test_impossible_values_are_unknown_and_nobody_is_lost():
    row = judged(person={"birth_date": "2021-04-00"})
    assert row["standing"] == "unknown"  # wholly after the decision of 10 March
    row = judged(person={"birth_date": "2021-03-00"})
    assert row["standing"] == "under_16"
    row = judged([{**ASYLUM, "decision_date": "1899-12-31"}])
    assert row["decision"] == "unknown"
    row = judged([{**ASYLUM, "end_date": "9999-12-31"}])
    assert row["publication"] == "before"
