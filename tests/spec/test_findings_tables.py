"""The tables behind the figures: rows, totals and what stops a run. Values worked out by hand."""

from datetime import date

import pytest
from hertoets.errors import DataError

from tests.handmade import Handmade, find, people

NO_NOTICE = {"notice": "no_notice", "regime_stated": None, "outcome": "no_notice"}


def column(table, name):
    return [row[table.position(name)] for row in table.rows]


def test_the_funnel_adds_up():
    comparison = Handmade(
        people(5) + people(2, outcome="wrong_regime") + people(1, **NO_NOTICE), set_aside=3
    )
    assert column(find(comparison).tables["funnel"], "persons") == [11, 3, 5, 2, 0, 0, 0, 1]


def test_a_funnel_that_does_not_add_up_stops_the_run():
    comparison = Handmade(people(5))
    comparison.extract.persons_in_extract = 6
    with pytest.raises(DataError, match="6 persons came in, but 5 are accounted for"):
        find(comparison)


def test_somebody_with_an_unheard_of_code_does_not_fall_out_of_a_table():
    with pytest.raises(
        DataError, match=r"breach .*: 1 of 5 persons have a value that no table lists"
    ):
        find(Handmade(people(4) + people(1, breach="seen")))


def test_rows_delivered_are_used_or_set_aside():
    table = find(Handmade(people(5), set_aside=2)).tables["delivery"]
    assert table.rows == (("persons", 5, 2, 7),)


def test_a_row_that_vanished_stops_the_run():
    comparison = Handmade(people(5))
    comparison.extract.rows["persons"] = 8
    with pytest.raises(DataError, match="8 rows came in, but 5"):
        find(comparison)


def test_the_cohort_stands_in_every_month_of_its_period_by_the_stated_start_first():
    persons = [
        {"start_stated": date(2020, 3, 1), "start": date(2020, 2, 1)},
        {"start_stated": None, "start": date(2020, 2, 1), "group": "family"},
        {"start_stated": date(2022, 5, 1), "start": date(2021, 12, 1)},  # in by the law's start
    ]
    table = find(Handmade(persons)).tables["cohort_by_month"]
    months = column(table, "label")
    assert (months[0], months[-1], len(months)) == ("2019-11", "2022-05", 26 + 1)
    by_month = {row[0]: row[1:] for row in table.rows if row[-1]}
    assert by_month == {
        "2020-02": (0, 1, 0, 0, 1),
        "2020-03": (1, 0, 0, 0, 1),
        "2022-05": (1, 0, 0, 0, 1),
    }


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (-366, "meer dan 365 dagen te vroeg"),
        (-3, "3 tot en met 30 dagen te vroeg"),
        (-2, "ten hoogste 2 dagen verschil"),
        (2, "ten hoogste 2 dagen verschil"),
        (3, "3 tot en met 30 dagen te laat"),
        (30, "3 tot en met 30 dagen te laat"),
        (31, "31 tot en met 90 dagen te laat"),
        (365, "181 tot en met 365 dagen te laat"),
    ],
)
def test_days_of_shift_fall_in_bands_with_their_direction(days, band):
    kind = "on_time" if abs(days) <= 2 else "late" if days > 0 else "early"
    persons = [{"start_shift_days": days, "start_class": kind}]
    table = find(Handmade(persons)).tables["start_shift"]
    assert [row[0] for row in table.rows[:-1] if row[-1]] == [band]


def test_situations_stand_from_many_to_few_with_every_reading():
    comparison = Handmade(
        people(1, group="family") + people(3) + people(2, group="other"),
        under_reading={"duty": {0: {"regime": "open"}}},
    )
    table = find(comparison).tables["situations"]
    assert column(table, "persons") == [3, 2, 1]
    assert column(table, "group") == ["asiel", "overig", "gezin"]
    assert column(table, "regime_duty") == ["Wi2013", "Wi2013", "bronnen zwijgen"]


@pytest.mark.parametrize("absent", ["data_access", "choices", "reception"])
def test_a_table_that_was_not_measured_is_absent(absent):
    table = {"data_access": "breach", "choices": "choices", "reception": "informed"}[absent]
    assert table in find(Handmade(people(1))).tables
    assert table not in find(Handmade(people(1), absent=(absent,))).tables


def test_own_figures_stand_beside_published_ones_only_where_persons_are_real():
    told = {"notice": "after", "regime_stated": "wi2021", "outcome": "wrong_regime"}
    persons = (
        people(2, **told, notice_date=date(2022, 1, 26))
        + people(4, **told, notice_date=date(2022, 1, 27), group="family")
        + people(8, **told | {"notice": "unknown"}, notice_date=None)
    )
    assert "reconciliation" not in find(Handmade(persons)).tables
    table = find(Handmade(persons, synthetic=False)).tables["reconciliation"]
    own = [(row[0], row[2], row[3]) for row in table.rows[:4]]
    assert own == [("F1", 2, 10), ("F2", 6, 14), ("F2", 2, 10), ("F2", 4, 4)]
    assert "populaties verschillen" in table.note_nl


def test_the_kinds_of_reception_stand_by_period_and_beside_whoever_was_told_there():
    """Who was told before 25 March 2022 and since; only the municipality of reception is wrong."""
    azc = {"reception_kind": "azc", "informed": "wrong_reception"}
    before, since = {"notice_date": date(2022, 3, 24)}, {"notice_date": date(2022, 3, 25)}
    persons = (
        people(1, **azc, **before)
        + people(2, **azc, **since)
        + people(4, reception_kind="azc", **since)
        + people(8, reception_kind="logeerregeling", informed="wrong_other", **before)
        + people(16, informed="wrong_reception", **before)  # in no reception that is known
        + people(32, reception_kind="azc", notice_date=None)
        + people(64, reception_kind="azc", **NO_NOTICE)
    )
    rows = {row[0]: row[1:] for row in find(Handmade(persons)).tables["informed_by_kind"].rows}
    assert rows == {
        "azc": (1 + 64, 1, 2 + 4, 2),  # nobody was told before, and of who was not told that holds
        "logeerregeling": (8, 0, 0, 0),
        "overig": (0, 0, 0, 0),
        "totaal": (1 + 64 + 8, 1, 6, 2),
    }


def test_beside_a_figure_that_doubt_moves_stands_what_the_records_alone_say():
    persons = people(5, wrong_notice="yes") + people(3)
    persons[0]["wrong_notice"] = "unknown"
    comparison = Handmade(persons, by_records={0: {"wrong_notice": "yes"}})
    found = find(comparison)
    finding = found.findings["wrong_notice"]
    assert (finding.lower, finding.upper, finding.records) == (4, 5, (5, 5))
    rows = {row[-1]: row[1:-1] for row in found.tables["records"].rows}
    assert rows["wrong_notice"] == (5, 4, 5, 5)
    assert rows["cohort_size"] == (8, 8, 8, 8)  # each figure has its row: that it has tells nothing


def test_the_least_and_the_most_that_a_municipality_should_be_paid_for_stand_beside_its_count():
    money = [("GM0363", 10, 12, 15), ("GM0518", 20, 21, None)]
    table = find(Handmade(people(3), money=money)).tables["guidance"]
    at = {name: table.position(name) for name in ("expected_lower", "expected_upper", "counted")}
    rows = [tuple(row[place] for place in at.values()) for row in table.rows]
    assert rows == [(10, 12, 15), (20, 21, None), (30, 33, None)]  # no total of what is not known
