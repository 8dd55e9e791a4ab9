"""Readings that part, chains and starts, worked by hand from the contract (3)."""

from datetime import date

import pytest

from .one_person import judged, right, spell


def test_readings_part_where_an_exemption_ran_on_the_reference_date():
    row = judged(exemptions=[spell("compulsory_education", "2020-01-01", "2022-07-31")])
    regimes = [row[f"regime_{name}"] for name in ("publication_exceptions", "duty", "scope")]
    assert regimes == ["wi2021", "open", "wi2013"]
    assert row["start_publication"] == date(2022, 8, 1)
    assert row["start_publication_exceptions"] is None
    assert row["certainty"] == "reading_dependent"
    row = judged(exemptions=[spell("medical", "2020-01-01")])
    assert row["regime_publication_exceptions"] == "open"
    assert row["start_publication"] == date(2021, 3, 10)


def test_a_chain_starts_with_its_earliest_right_and_breaks_after_a_year_and_a_day():
    old = right("2018-05-01", "2018-05-01", "2019-06-30")
    assert judged([right("2020-06-30", "2020-06-30", ""), old])["start_publication"] == date(
        2018, 5, 1
    )
    assert judged([right("2020-07-01", "2020-07-01", ""), old])["start_publication"] == date(
        2020, 7, 1
    )


def test_a_start_with_several_rights_is_empty_if_one_of_them_is_unsure():
    good, other = right("2020-06-30", "2020-06-30", ""), right("2019-05-01", "2018-05-01", "")
    assert judged([good, other])["start_publication"] == date(2019, 5, 1)
    unsure = {"temporary_purpose": ""}, {"effective_date": ""}, {"decision_date": ""}
    for change in (*unsure, {"end_date": "2021-02-30"}):
        assert judged([good, {**other, **change}])["start_publication"] is None
    temporary = {**other, "temporary_purpose": "true", "effective_date": ""}
    assert judged([good, temporary])["start_publication"] == date(2020, 6, 30)


@pytest.mark.parametrize(
    ("birth", "start"),
    [
        ("2005-08-20", date(2021, 8, 20)),
        ("2004-02-29", date(2021, 3, 10)),
        ("2005-03-09", date(2021, 3, 10)),
        ("2005-03-00", None),
        ("2005-02-00", date(2021, 3, 10)),
    ],
)
def test_a_start_waits_for_the_sixteenth_birthday(birth, start):
    assert judged(person={"birth_date": birth})["start_publication"] == start


def test_a_year_after_29_february_is_1_march():
    leap = right("2020-02-01", "2020-02-01", "2020-02-29")
    next_day = [leap, right("2022-02-01", "2021-03-01", "")]
    assert judged(next_day)["publication"] == "bridged"
    too_late = [leap, right("2022-02-01", "2021-03-02", "")]
    assert judged(too_late)["publication"] == "after"


@pytest.mark.parametrize(
    ("spells", "start"),
    [
        ([("2021-01-01", "2021-03-10")], date(2021, 3, 11)),
        ([("2021-03-11", "2021-06-01")], date(2021, 3, 10)),
        ([("2021-01-01", "2021-04-30"), ("2021-05-01", "2021-09-30")], date(2021, 10, 1)),
        ([("2021-01-01", "2021-04-30"), ("2021-05-02", "2021-09-30")], date(2021, 5, 1)),
        ([("2021-01-01", "")], None),
        ([("2021-04-01", "")], date(2021, 3, 10)),
        ([("2021-01-01", "2021-02-30")], None),
        ([("2021-04-01", "2021-02-30")], date(2021, 3, 10)),
        ([("2021-02-30", "2021-03-10")], date(2021, 3, 11)),
        ([("2021-02-30", "2021-03-11")], None),
    ],
)
def test_a_start_moves_to_the_day_after_schooling(spells, start):
    done = spell("completed", "2021-12-01")  # so that the standing is known whatever the spell
    schooling = [spell("follow_on_education", *one) for one in spells]
    row = judged(exemptions=[done, *schooling])
    assert row["standing"] == "completed"
    assert row["start_decision"] == start


def test_schooling_of_unknown_kind_counts_only_if_it_could_matter():
    def start(first, last):
        done = spell("completed", "2021-12-01")
        return judged(exemptions=[done, spell("", first, last)])["start_publication"]

    # of unknown kind it may also be an exclusion once it ran on the test day or began before it
    assert judged(exemptions=[spell("", "2021-01-01", "2021-06-01")])["standing"] == "unknown"
    assert start("2022-01-01", "2022-06-01") == date(2021, 3, 10)
