"""The figures that the letter asks for (kst-32824-356), each by hand: January, restart, reach, repair."""

from datetime import date

import pytest
from hertoets.findings import find, load_definitions
from hertoets.outcomes import Comparison

from tests.handmade import Handmade, access, people
from tests.support.cases import Case, compared, tables_of

WRONG = {"notice": "after", "regime_stated": "wi2021", "outcome": "wrong_regime"}
RIGHT = {"notice": "after", "regime_stated": "wi2021", "regime": "wi2021"}


def bounds(comparison: Handmade | Comparison, name: str) -> tuple[object, object]:
    finding = find(comparison).findings[name]
    return finding.lower, finding.upper


def told(name: str, day: str, *, group: str = "asylum", decision: str = "2021-05-03") -> Case:
    return Case(name).right(group, decision).notice(day)


@pytest.mark.parametrize(
    ("cases", "sent", "wrong"),
    [
        pytest.param([told("a", "2021-12-31")], 0, 0, id="the day before January"),
        pytest.param([told("a", "2022-01-01")], 1, 1, id="its first day"),
        pytest.param([told("a", "2022-01-31")], 1, 1, id="its last day"),
        pytest.param([told("a", "2022-02-01")], 0, 0, id="the day after it"),
        pytest.param(
            [told("a", "2022-01-20", decision="2022-01-05")], 1, 0, id="rightly told in January"
        ),
        pytest.param(
            [told("a", "2022-03-28").notice("2022-01-10")], 1, 1, id="any notice, not the first"
        ),
        pytest.param(
            [told("a", "2021-06-01").notice("2022-01-10", "wi2013")], 0, 0, id="of the old Act"
        ),
    ],
)
def test_of_who_was_told_in_january_some_were_told_wrongly(
    cases: list[Case], sent: int, wrong: int
) -> None:
    found = find(compared(tables_of(cases))).findings
    assert (found["january_notices"].lower, found["january_notices"].upper) == (sent, sent)
    january = found["wrong_notice_january"]
    assert (january.lower, january.upper) == (wrong, wrong)


def test_who_may_be_told_in_january_or_may_be_bound_by_another_act_may_belong() -> None:
    cases = [
        Case("undated").right().notice(""),
        Case("of an unknown Act").right().notice("2022-01-10", ""),
        Case("law unknown").right(decision="").notice("2022-01-10"),
    ]
    found = find(compared(tables_of(cases))).findings
    assert (found["january_notices"].lower, found["january_notices"].upper) == (1, 3)
    january = found["wrong_notice_january"]
    assert (january.lower, january.upper) == (0, 3)


@pytest.mark.parametrize(
    ("group", "day", "counts"),
    [
        ("asylum", "2022-03-24", 0),
        ("asylum", "2022-03-25", 1),
        ("family", "2022-02-28", 0),
        ("family", "2022-03-01", 1),
        ("other", "2022-03-24", 0),
        ("other", "2022-03-25", 1),
    ],
)
def test_a_wrong_notice_after_the_restart_is_one_from_the_day_of_its_group(
    group: str, day: str, counts: int
) -> None:
    found = compared(tables_of([told("a", day, group=group)]))
    assert bounds(found, "wrong_notice") == (1, 1)
    assert bounds(found, "wrong_notice_after_restart") == (counts, counts)


def test_a_notice_rightly_sent_after_the_restart_is_none() -> None:
    cases = [told("a", "2022-04-01", decision="2022-01-05")]
    assert bounds(compared(tables_of(cases)), "wrong_notice_after_restart") == (0, 0)


@pytest.mark.parametrize(
    ("duty", "expected"),
    [
        ("no", (1, 1)),
        ("not_yet", (1, 1)),
        ("completed", (1, 1)),
        ("exempt", (1, 1)),
        ("dispensed", (1, 1)),
        ("obliged", (0, 0)),
        ("unknown", (0, 1)),
    ],
)
def test_told_without_duty_whatever_the_reason(duty: str, expected: tuple[int, int]) -> None:
    assert bounds(Handmade(people(1, duty=duty)), "told_without_duty") == expected


def test_nobody_is_told_without_duty_without_a_notice() -> None:
    nothing = {"notice": "no_notice", "regime_stated": None, "outcome": "no_notice"}
    assert bounds(Handmade(people(1, duty="no", **nothing)), "told_without_duty") == (0, 0)


def test_of_the_cohort_no_duty_is_counted_apart_from_another_act() -> None:
    persons = (
        people(1, outcome="no_duty")
        + people(2, outcome="wrong_regime")
        + people(4, outcome="no_duty", in_cohort="no")
        + people(8, outcome="no_duty", in_cohort="unknown")
        + people(16, outcome="open")
    )
    assert bounds(Handmade(persons), "cohort_no_duty") == (1, 1 + 8 + 16)
    assert bounds(Handmade(persons), "cohort_wrong_regime") == (2, 2 + 16)


SEEN = (
    people(1, breach="viewed", medical="yes")
    + people(2, breach="visible")
    + people(4, breach="visible", viewed="unknown")
    + people(8, breach="unknown", medical="unknown")
    + people(16, breach="elsewhere", medical="yes")
    + people(32, medical="yes")
    + people(64, breach="visible", medical="yes")
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("breach_any", (1 + 2 + 4 + 16 + 64, 1 + 2 + 4 + 8 + 16 + 64)),
        ("breach_persons", (1 + 2 + 4 + 64, 1 + 2 + 4 + 8 + 64)),
        ("breach_viewed", (1, 1 + 4 + 8)),  # where a row may not say whether anybody looked
        ("breach_elsewhere", (16, 16 + 8)),
        ("breach_medical", (1 + 64, 1 + 64 + 8)),
    ],
)
def test_a_breach_is_counted_by_its_kind(name: str, expected: tuple[int, int]) -> None:
    assert bounds(Handmade(SEEN), name) == expected


def test_a_medical_exemption_at_any_time_makes_it_health_data() -> None:
    portal = {"municipality": "GM0363", "visible_to": "", "visible_from": "2022-01-03"}
    cases = [
        Case("seen").right().notice().add("data_access", **portal, viewed="false"),
        Case("relieved").right().notice().add("data_access", **portal, viewed="false"),
        Case("relieved of what?").right().notice().add("data_access", **portal, viewed="false"),
    ]
    cases[1].exempt("medical", "2019-01-01", "2019-02-01")
    cases[2].exempt("", "2019-01-01", "2019-02-01")
    found = compared(tables_of(cases))
    assert bounds(found, "breach_persons") == (2, 3)  # what an unknown exemption is may exclude
    assert bounds(found, "breach_medical") == (1, 2)


def test_who_was_told_to_a_wrong_municipality_is_counted_by_which_and_by_period() -> None:
    persons = (
        people(1, informed="wrong_reception", notice_date=date(2022, 3, 24))
        + people(2, informed="wrong_reception", notice_date=date(2022, 3, 25))
        + people(4, informed="wrong_reception", notice_date=None)
        + people(8, informed="wrong_other")
        + people(16, informed="unknown")  # told in 2020
        + people(32)
    )
    found = find(Handmade(persons)).findings
    expected = {
        "informed_wrong": (15, 31),
        "informed_wrong_reception": (7, 23),
        "informed_wrong_reception_before": (1, 1 + 4 + 16),
        "informed_wrong_reception_from": (2, 2 + 4),
        "informed_wrong_other": (8, 24),
    }
    assert {name: (found[name].lower, found[name].upper) for name in expected} == expected


def test_an_offer_reaches_some_of_who_was_wronged_and_others_are_without() -> None:
    persons = (
        people(1, **WRONG, regime_by_choice="wi2013")
        + people(2, **WRONG)
        + people(4, **WRONG | {"regime": "open", "outcome": "open"}, regime_by_choice="no_choice")
        + people(8, **WRONG | {"regime": "unknown", "outcome": "unknown"})
        + people(16, **RIGHT, regime_by_choice="wi2021")
        + people(32, **RIGHT)
    )
    found = find(Handmade(persons)).findings
    expected = {
        "wrong_notice": (3, 15),
        "choices_offered": (21, 21),
        "choices_made": (17, 17),
        "choices_none": (4, 4),
        "choices_offered_to_wronged": (1, 5),
        "wronged_without_offer": (2, 10),
    }
    assert {name: (found[name].lower, found[name].upper) for name in expected} == expected


STEPS = {
    "told_right": 1, "chose": 2, "default": 4, "offered": 8, "withdrawn": 16, "nothing": 32,
}  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_every_step_of_the_repair_is_counted_and_who_is_in_doubt_may_be_in_any(step: str) -> None:
    persons = [one for name, size in STEPS.items() for one in people(size, **WRONG, repair=name)]
    persons += people(64, **WRONG, repair="unknown") + people(128)
    assert bounds(Handmade(persons), f"repair_{step}") == (STEPS[step], STEPS[step] + 64)


def test_who_was_not_wronged_needs_no_repair() -> None:
    persons = people(3) + people(4, **WRONG) + people(8, wrong_notice="unknown")
    assert bounds(Handmade(persons), "repair_not_wronged") == (3, 11)


def test_there_is_a_figure_for_every_step_that_a_person_can_be_at() -> None:
    from hertoets.outcomes.repair import REPAIR

    named = {f"repair_{step}" for step in REPAIR.categories if step != "unknown"}
    assert {name for name in load_definitions() if name.startswith("repair_")} == named


PERIODS = {"GM0363": (15, 10), "GM0518": (3, 5), "GM0599": (7, 7)}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("guidance_may_september_difference", 5 - 2),
        ("guidance_may_september_more", 5),
        ("guidance_may_september_less", 2),
    ],
)
def test_september_is_laid_beside_may_and_more_and_less_are_not_netted(
    name: str, expected: int
) -> None:
    assert bounds(Handmade(people(1), periods=PERIODS), name) == (expected, expected)


def test_of_one_count_only_there_is_no_difference_between_periods() -> None:
    tables = tables_of([Case("a").right()], "guidance_counts")
    for place, period, number in (
        ("GM0363", "2022-05", "4"),
        ("GM0363", "2022-09", "9"),
        ("GM0518", "2022-09", "8"),
        ("GM0599", "2022-05", "8"),
        ("GM0599", "2022-09", ""),
    ):
        row = {"municipality": place, "period": period, "persons_counted": number}
        tables["guidance_counts"].append(row)
    assert bounds(compared(tables), "guidance_may_september_difference") == (5, 5)


def test_the_median_shift_is_that_of_the_cohort_with_the_numbers_who_have_one_and_have_none() -> (
    None
):
    persons = (
        [{"start_shift_days": days} for days in (-10, 0, 30, 400)]
        + people(1, start_shift_days=900, in_cohort="no")
        + people(1, start_shift_days=800, in_cohort="unknown")
        + people(2, start_shift_days=None, start_stated=None, start_class="unknown")
    )
    comparison = Handmade(persons)
    assert bounds(comparison, "cohort_start_shift_median") == (15, 15)
    assert bounds(comparison, "cohort_start_shift_known") == (4, 4)
    assert bounds(comparison, "cohort_start_shift_unknown") == (2, 2)
    assert bounds(comparison, "cohort_size") == (6, 7)


def test_the_delay_of_what_was_to_get_better_under_the_old_act_is_never_measured() -> None:
    finding = find(Handmade(people(3))).findings["delay_wi2013_measures"]
    assert (finding.status, finding.lower, finding.upper) == ("not_measured", None, None)
    assert finding.by_reading == {}
    assert finding.display_nl == load_definitions()["delay_wi2013_measures"].never
    assert "zegt toe" in finding.display_nl


def test_a_municipality_sees_without_ground_only_whom_the_new_act_does_not_bind() -> None:
    persons = people(1, breach="elsewhere") + people(1, breach="no") + people(1, breach="viewed")
    rows = [("p0000", "GM0363"), ("p0001", "GM0518"), ("p0002", "GM0599"), ("p0002", "GM0363")]
    assert bounds(Handmade(persons, access=access(rows)), "breach_municipalities") == (2, 2)
