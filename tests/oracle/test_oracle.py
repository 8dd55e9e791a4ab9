"""The facts and the common rows, worked by hand from the contract (1 to 3)."""

from datetime import date

import pytest

from .one_person import ASYLUM, FAMILY, NOTICE, TOLD_2013, judged, right, spell


def test_the_core_case_was_told_of_the_wrong_act():
    row = judged()
    assert row["rule_publication"] == "publication.obligable"
    assert row["regime_publication"] == "wi2013"
    assert row["start_publication"] == date(2021, 3, 10)
    assert row["start_effective"] == date(2020, 11, 5)
    assert row["outcome_publication"] == "wrong_regime"
    assert row["outcome_notice"] == "correct"
    assert (row["certainty"], row["wrong_notice"]) == ("certain", "yes")
    assert row["start_shift_days"] == 308
    assert (row["start_class"], row["in_cohort"]) == ("not_applicable", True)


@pytest.mark.parametrize(
    ("collected", "fact", "start"),
    [
        ("2021-12-31", "before", date(2021, 12, 31)),
        ("2022-01-01", "after", None),
        ("", "unknown", None),
        ("2021-03-09", "unknown", None),  # before its decision: unknown
    ],
)
def test_family_turns_on_collection_of_the_document(collected, fact, start):
    row = judged([{**FAMILY, "document_collected_date": collected}])
    assert (row["publication"], row["decision"]) == (fact, "before")
    assert row["start_publication"] == start


def test_without_a_collection_a_decision_after_the_reference_date_is_published_after_it():
    row = judged([{**FAMILY, "decision_date": "2022-01-01", "document_collected_date": ""}])
    assert (row["publication"], row["rule_publication"]) == ("after", "C6")


@pytest.mark.parametrize(
    ("decided", "collected", "fact"),
    [
        ("2021-12-30", "2021-12-31", "before"),
        ("2021-12-31", "2022-01-01", "unknown"),
        ("2022-01-01", "", "after"),
        ("", "2021-12-31", "unknown"),
        ("2021-12-31", "", "unknown"),
    ],
)
def test_unknown_group_is_published_only_where_both_dates_say_so(decided, collected, fact):
    row = judged(
        [
            {
                **ASYLUM,
                "migrant_group": "",
                "decision_date": decided,
                "document_collected_date": collected,
            }
        ]
    )
    assert row["publication"] == fact
    assert row["group"] == "unknown"
    assert row["start_publication"] is None


def test_who_was_told_in_time_is_judged_on_the_day_of_the_notice():
    ended = {**ASYLUM, "end_date": "2021-08-01"}
    assert judged([ended], [TOLD_2013])["publication"] == "before"
    assert judged([ended], [NOTICE])["publication"] == "no_right"
    diploma = [spell("diploma", "2021-09-01")]
    assert judged([ASYLUM], [TOLD_2013], diploma)["standing"] == "obligable"
    assert judged([ASYLUM], [NOTICE], diploma)["standing"] == "excluded"


def test_a_right_that_ends_on_the_test_day_lasts_to_it():
    assert judged([{**ASYLUM, "end_date": "2021-12-31"}])["publication"] == "before"
    assert judged([{**ASYLUM, "end_date": "2021-12-30"}])["publication"] == "no_right"


@pytest.mark.parametrize(
    ("begin", "fact"),
    [
        ("2021-07-31", "before"),  # overlaps
        ("2021-08-02", "before"),  # the day after
        ("2021-08-03", "bridged"),
        ("2022-08-01", "bridged"),  # one year
        ("2022-08-02", "after"),  # a year and a day; the new right was decided in 2022
    ],
)
def test_a_next_right_joins_bridges_or_comes_too_late(begin, fact):
    first = right("2021-03-10", "2020-11-05", "2021-08-01")
    assert judged([first, right("2022-02-01", begin, "")])["publication"] == fact


def test_a_bridge_leaves_the_official_rule_open_and_the_start_empty():
    row = judged(
        [right("2021-03-10", "2020-11-05", "2021-08-01"), right("2022-02-01", "2022-02-01", "")]
    )
    assert row["rule_publication"] == "publication.bridged"
    assert (row["regime_publication"], row["regime_duty"]) == ("open", "wi2013")
    assert row["start_duty"] is None
    assert (row["wrong_notice"], row["certainty"]) == ("unknown", "reading_dependent")


@pytest.mark.parametrize(
    ("group", "decided", "said", "rule"),
    [
        ("asylum", "2020-05-01", "asylum_since_may_2020", "publication.obligable"),
        ("asylum", "2020-04-30", "asylum_before_may_2020", "C9"),
        ("family", "2021-03-10", "family_or_other", "C8"),
        ("asylum", "", "unknown", "C4"),
        ("", "2021-03-10", "unknown", "C7"),
    ],
)
def test_a_turkish_national_is_judged_by_group_and_may_2020(group, decided, said, rule):
    row = judged(
        [{**ASYLUM, "migrant_group": group, "decision_date": decided}],
        person={"nationality": "TUR"},
    )
    assert (row["treaty"], row["rule_publication"]) == (said, rule)


def test_turkish_rights_that_differ_follow_the_earliest_decision_if_all_is_known():
    early = right("2020-04-01", "2020-04-01", "2020-12-31", migrant_group="family")
    late = right("2021-01-01", "2021-01-01", "")
    turk = {"nationality": "TUR"}
    assert judged([late, early], person=turk)["treaty"] == "family_or_other"
    unsure = {**late, "temporary_purpose": ""}
    assert judged([unsure, early], person=turk)["treaty"] == "unknown"


def test_no_right_comes_before_every_exclusion():
    row = judged([{**ASYLUM, "temporary_purpose": "true"}], person={"nationality": "DEU"})
    assert (row["rule_publication"], row["regime_publication"]) == ("C1", "none")
    assert row["outcome_publication"] == "no_duty"
    assert row["treaty"] == "none"


def test_a_minister_qualifies_with_a_temporary_purpose():
    row = judged([{**ASYLUM, "temporary_purpose": "true", "spiritual_minister": "TRUE"}])
    assert row["publication"] == "before"


def test_of_a_right_that_ends_before_it_begins_neither_date_is_known():
    row = judged([{**ASYLUM, "effective_date": "2021-06-02", "end_date": "2021-06-01"}])
    assert row["publication"] == "unknown"  # it may have lasted
    assert row["effective"] == "unknown"


@pytest.mark.parametrize(
    ("nationality", "standing", "rule"),
    [
        ("DEU", "excluded", "C2"),
        ("CHE", "excluded", "C2"),
        ("NLD", "unknown", "C3"),
        ("", "unknown", "C3"),
        ("TUR", "obligable", "publication.obligable"),
    ],
)
def test_nationality_excludes_the_free_movers(nationality, standing, rule):
    row = judged(person={"nationality": nationality})
    assert (row["standing"], row["rule_publication"]) == (standing, rule)


@pytest.mark.parametrize(
    ("birth", "standing"),
    [
        ("1955-08-31", "excluded"),  # 66 years and 4 months on 31 December 2021
        ("1955-09-01", "obligable"),
        ("1955-00-00", "unknown"),
        ("1955-08-00", "excluded"),
        ("2005-12-31", "obligable"),  # 16 on the reference date
        ("2006-01-01", "under_16"),
        ("2006-00-00", "under_16"),
        ("2005-12-00", "obligable"),
        ("", "unknown"),
    ],
)
def test_age_is_judged_on_the_possible_days_of_birth(birth, standing):
    assert judged(person={"birth_date": birth})["standing"] == standing


def test_pension_age_of_31_october_falls_on_1_march():
    told = {**TOLD_2013, "notice_date": "2021-02-28"}
    born = {"birth_date": "1954-10-31"}
    early = right("2020-06-01", "2020-06-01", "")
    assert judged([early], [told], person=born)["standing"] == "obligable"
    told = {**told, "notice_date": "2021-03-01"}
    assert judged([early], [told], person=born)["standing"] == "excluded"


@pytest.mark.parametrize(
    ("exemption", "standing"),
    [
        (spell("compulsory_education", "2021-01-01", "2021-12-31"), "schooling"),
        (spell("compulsory_education", "2021-01-01", "2021-12-30"), "obligable"),
        (spell("diploma_a2", "2019-01-01", "2020-01-01"), "diploma_a2"),
        (spell("medical", "2019-01-01", "2020-01-01"), "obligable"),
        (spell("medical", "2021-12-31"), "dispensed"),
        (spell("completed", "", "2021-12-31"), "completed"),
        (spell("completed", "2022-01-01"), "obligable"),
        (spell("partial", "2019-01-01"), "obligable"),
        (spell("", "2022-01-01"), "obligable"),
        (spell("", "2019-01-01"), "unknown"),
        (spell("treaty", "2021-05-02", "2021-05-01"), "unknown"),
        (spell("medical", "2021-02-30", "2022-05-01"), "unknown"),
    ],
)
def test_exemptions_count_by_kind_and_day(exemption, standing):
    assert judged(exemptions=[exemption])["standing"] == standing


def test_the_common_rows_decide_in_their_order():
    done = [spell("completed", "2021-11-01")]
    later = right("2022-01-01", "2022-01-01", "")
    assert judged([later], exemptions=done)["rule_publication"] == "C5"
    assert judged([later])["rule_publication"] == "C6"
    assert judged([], person={"nationality": "DEU"})["rule_publication"] == "C2"
    row = judged([])
    assert (row["publication"], row["treaty"], row["rule_publication"]) == ("unknown", "none", "C4")
