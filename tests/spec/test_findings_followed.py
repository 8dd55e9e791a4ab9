"""Fines, loans and plans as figures, and the sums in euro of who they are over. By hand."""

import pytest
from hertoets.findings import Findings, load_definitions
from hertoets.findings.amounts import most_of
from hertoets.release import load_policy, released
from hertoets.release.counts import amount_step, below_of, has_amount, round_amount

from tests.handmade import READINGS, Handmade, find, people
from tests.handmade_persons import Said

POLICY = load_policy()
FINE_STEP, LOAN_STEP = 25 * 1_250, 25 * 10_000


def pair(found: Findings, name: str) -> tuple[object, object]:
    return found.findings[name].lower, found.findings[name].upper


def fined(value: str, euro: tuple[int, int], number: int = 1, **more: object) -> list[Said]:
    return people(number, fine=value, fine_euro=euro, **more)


def test_each_value_is_a_figure_and_who_is_unknown_may_be_of_each() -> None:
    found = find(
        Handmade(
            [{"fine": one} for one in ("no_fine", "without_duty", "too_early", "other", "unknown")]
            + [{"loan": one} for one in ("not_written_off", "late_access", "other", "unknown")]
            + [{"plan": one} for one in ("without_basis", "other", "unknown")]
        )
    )
    for name in ("without_duty", "too_early", "other"):
        assert pair(found, f"fine_{name}") == (1, 2)
    assert pair(found, "fine_wrong") == (2, 3)
    assert pair(found, "fine_no_fine") == (1 + 4 + 3, 9)
    for name in ("not_written_off", "late_access", "other"):
        assert pair(found, f"loan_{name}") == (1, 2)
    assert pair(found, "loan_no_loan") == (5 + 3, 9)
    for name in ("without_basis", "other"):
        assert pair(found, f"plan_{name}") == (1, 2)
    assert pair(found, "plan_no_plan") == (5 + 4, 10)


def test_the_second_promise_is_of_the_cohorts() -> None:
    said = {"fine": "too_early", "loan": "not_written_off", "plan": "without_basis"}
    found = find(Handmade([{**said, "in_cohort": one} for one in ("yes", "no", "unknown")]))
    names = ("fine_wrong", "fine_too_early", "loan_not_written_off", "plan_without_basis")
    for name in names:
        assert pair(found, name) == (3, 3)
        assert pair(found, f"cohort_{name}") == (1, 2)
    assert pair(found, "cohort_fine_without_duty") == (0, 0)


def test_a_sum_adds_up_the_least_of_who_surely_belongs_and_the_most_of_who_may() -> None:
    """Two fines of one person, one of an amount that is not known, and who may have been fined."""
    persons = [
        *fined("without_duty", (500 + 300, 500 + 300)),
        *fined("too_early", (0, 1250)),
        *fined("unknown", (400, 900)),
        *fined("other", (0, 0)),
        *fined("no_fine", (0, 0)),
        *people(1, loan="not_written_off", loan_euro=(4000, 4000), in_cohort="no"),
        *people(1, loan="unknown", loan_euro=(7000, 10000)),
        *people(1, loan="other", loan_euro=(6000, 6000)),
    ]
    found = find(Handmade(persons))
    assert pair(found, "fine_euro") == (800, 800 + 1250 + 900)
    assert pair(found, "loan_euro") == (4000, 14000)


def test_a_sum_has_every_reading_and_what_the_records_say() -> None:
    persons = fined("without_duty", (700, 700), 2, in_cohort="yes")
    comparison = Handmade(
        persons,
        under_reading={"decision": {0: {"fine": "no_fine", "fine_euro": (0, 0)}}},
        by_records={1: {"in_cohort": "no", "fine_euro": (650, 650)}},
    )
    found = find(comparison).findings
    assert found["fine_euro"].by_reading == dict.fromkeys(READINGS, (1400, 1400)) | {
        "decision": (700, 700)
    }
    assert found["fine_euro"].records == (700 + 650,) * 2
    assert found["cohort_fine_euro"].records == (700, 700)


def test_the_median_of_later_support_is_of_who_surely_was_told_too_late() -> None:
    persons = [{"start_class": "late", "start_shift_days": days} for days in (10, 20, 60)]
    found = find(Handmade([*persons, {"start_class": "early", "start_shift_days": -9}]))
    assert pair(found, "access_late_days_median") == (20, 20)
    assert load_definitions()["access_late_days_median"].of == "start_late"


@pytest.mark.parametrize("table", ["fines", "loans", "plans"])
def test_without_its_table_nothing_of_it_is_measured(table: str) -> None:
    found = find(Handmade(people(2), absent=(table,)))
    followed = {
        name: one.needs for name, one in load_definitions().items()
        if {*one.needs} & {"fines", "loans", "plans"}
    }  # fmt: skip
    assert len(followed) == 22
    for name, needs in followed.items():
        assert (found.findings[name].status == "not_measured") == (table in needs)
    assert any(f"De tabel {table} is niet geleverd" in note for note in found.notes)


OF_TABLE = {"fines": "fine", "loans": "loan", "plans": "plan"}
BY = (
    "followed_by_group",
    "followed_by_month",
    "followed_by_nationality",
    "followed_by_sex_and_age",
)


@pytest.mark.parametrize("table", OF_TABLE)
def test_without_one_of_its_tables_a_table_tells_of_the_others_and_names_what_it_lacks(
    table: str,
) -> None:
    whole, less = find(Handmade(people(2))), find(Handmade(people(2), absent=(table,)))
    for name in BY:
        before = [column.name for column in whole.tables[name].columns]
        kept = [column for column in before if not column.startswith(OF_TABLE[table])]
        assert len(kept) < len(before)
        assert [column.name for column in less.tables[name].columns] == kept
    keys = [key for key in whole.tables["solutions"].keys if f".{OF_TABLE[table]}_" not in key]
    assert list(less.tables["solutions"].keys) == keys
    for name in (*BY, "solutions"):
        assert f"(tabel {table})" not in whole.tables[name].note_nl
        assert f"(tabel {table})" in less.tables[name].note_nl


def test_without_all_of_its_tables_there_is_none() -> None:
    found = find(Handmade(people(2), absent=tuple(OF_TABLE)))
    assert not any(name.startswith(("followed", "solutions")) for name in found.tables)


def test_a_sum_is_rounded_to_what_so_many_persons_can_have() -> None:
    definitions = load_definitions()
    assert amount_step(most_of(definitions["fine_euro"]), POLICY) == FINE_STEP
    assert amount_step(most_of(definitions["loan_euro"]), POLICY) == LOAN_STEP
    assert below_of(definitions["loan_euro"], POLICY) == LOAN_STEP
    assert most_of(definitions["guidance_overpaid_euro"]) == 0


@pytest.mark.parametrize(
    ("value", "persons", "shown"),
    [
        (0, 0, 0),
        (0, 40, None),
        (9_000, 9, None),
        (9_000, 10, None),
        (15_624, 60, None),
        (15_625, 60, 31_250),
        (46_874, 60, 31_250),
        (46_875, 60, 62_500),
    ],
)
def test_a_sum_over_few_or_of_little_is_hidden_and_none_is_none(
    value: int, persons: int, shown: int | None
) -> None:
    assert round_amount(value, persons, 1_250, POLICY) == shown


def test_one_sum_says_of_its_persons_no_more_than_the_rounded_count_beside_it() -> None:
    """Whatever amounts they have: every number of persons that is shown so leaves room for it."""
    for persons in range(10, 160):
        shown = (2 * persons + 5) // 10 * 5
        alike = [other for other in range(10, 170) if (2 * other + 5) // 10 * 5 == shown]
        for value in {0, persons * 625, persons * 1_250, max(0, persons * 1_250 - 1)}:
            told = round_amount(value, persons, 1_250, POLICY)
            for other in alike:
                sums = range(0, other * 1_250 + 1, 5)
                assert any(
                    round_amount(one, other, 1_250, POLICY) == told for one in sums[::25]
                ) or (round_amount(other * 1_250, other, 1_250, POLICY) == told)


@pytest.mark.parametrize(
    ("persons", "expected"),
    [
        pytest.param(fined("without_duty", (1000, 1000), 100), (93_750, 93_750), id="many"),
        pytest.param(fined("without_duty", (1000, 1000), 9), (None, None), id="nine"),
        pytest.param(fined("unknown", (0, 1250), 100), (0, 125_000), id="perhaps"),
        pytest.param(people(3), (0, 0), id="nobody"),
        pytest.param(fined("too_early", (2000, 2000), 100), (None, None), id="more than one each"),
    ],
)
def test_a_sum_stands_where_the_count_of_its_persons_does(
    persons: list[Said], expected: tuple[int | None, int | None]
) -> None:
    release = released(find(Handmade(persons + people(100))), POLICY)
    found = release.findings["fine_euro"]
    assert (found.lower, found.upper) == expected
    # Sums of more than one fine for each are left out: they are no small amount.
    forms = {one.state for one in release.bounds("fine_euro")}
    if expected == (None, None):
        assert forms == ({"withheld"} if persons[0]["fine_euro"] == (2000, 2000) else {"small"})
    assert found.below == FINE_STEP


def test_a_person_may_have_more_than_one_fine() -> None:
    assert has_amount(12_500, 10, 1_250)
    assert not has_amount(12_501, 10, 1_250)
