"""The proof: every situation decided, by one row of the reading's own, and no row dead."""

from dataclasses import replace

import pytest
from hertoets.law import Law, Rule, Situation, check_law, judge, load_law

OWN_ROWS = [
    (name, rule.id) for name, reading in load_law().readings.items() for rule in reading.own
]


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law()


def with_own(law: Law, name: str, own: tuple[Rule, ...]) -> Law:
    readings = {**law.readings, name: replace(law.readings[name], own=own)}
    return replace(law, readings=readings)


def test_the_built_in_law_is_proven(law: Law) -> None:
    assert check_law(law) == []


def test_there_are_seven_rows_for_each_reading_of_a_right_and_four_for_the_notice() -> None:
    assert len(OWN_ROWS) == 6 * 7 + 4


@pytest.mark.parametrize(("name", "rule_id"), OWN_ROWS, ids=[rule for _, rule in OWN_ROWS])
def test_without_one_of_its_rows_a_reading_is_refused_with_a_situation(
    law: Law, name: str, rule_id: str
) -> None:
    reading = law.readings[name]
    rest = tuple(rule for rule in reading.own if rule.id != rule_id)
    faults = check_law(with_own(law, name, rest))

    assert [(fault.where, fault.at) for fault in faults] == [(f"{name}.toml", "rules")]
    # The situation named is one that the removed row decided.
    said = faults[0].what.split("among them ")[1]
    values = dict(part.split() for part in said.split(", "))
    elsewhere = Situation("obligable", "none", "before", "before", "before", "before")
    assert judge(reading, replace(elsewhere, **values)).rule == rule_id


@pytest.mark.parametrize("number", range(9), ids=[f"C{number}" for number in range(1, 10)])
def test_without_one_of_the_common_rules_every_reading_names_a_situation(
    law: Law, number: int
) -> None:
    rest = law.common.rules[:number] + law.common.rules[number + 1 :]
    readings = {
        name: replace(reading, common=rest) if reading.common else reading
        for name, reading in law.readings.items()
    }
    common = replace(law.common, rules=rest)
    faults = check_law(replace(law, common=common, readings=readings))
    named = {fault.where for fault in faults if "among them standing" in fault.what}
    assert named == {f"{name}.toml" for name, reading in law.readings.items() if reading.common}


def test_a_gap_says_how_many_situations_it_leaves_open(law: Law) -> None:
    own = tuple(rule for rule in law.readings["scope"].own if rule.id != "scope.obligable")
    (fault,) = check_law(with_own(law, "scope", own))
    # Two treaty values are left when the common rules are through: none, asylum_since_may_2020.
    assert fault.what == (
        "2 situations reach no row, among them standing obligable, treaty none, publication before"
    )


@pytest.mark.parametrize(
    ("regime", "told"), [("wi2021", "contradict each other on"), ("wi2013", "say the same of")]
)
def test_two_rows_of_one_reading_on_one_situation_are_refused(
    law: Law, regime: str, told: str
) -> None:
    extra = Rule("decision.turkish", "any", "asylum_since_may_2020", "before", regime, "T2", "Zo.")
    faults = check_law(with_own(law, "decision", (extra, *law.readings["decision"].own)))
    assert len(faults) == 6  # one for each standing that is judged on an old right
    assert {fault.at for fault in faults} == {
        f"rules decision.turkish and decision.{standing}"
        for standing in (
            "obligable",
            "completed",
            "under_16",
            "schooling",
            "diploma_a2",
            "dispensed",
        )
    }
    assert all(
        f"both {told} standing " in fault.what
        and fault.what.endswith("treaty asylum_since_may_2020, decision before")
        for fault in faults
    )


def test_a_row_behind_a_common_rule_is_refused_with_that_rule(law: Law) -> None:
    dead = Rule("duty.late", "any", "family_or_other", "after", "wi2021", "T1", "Zo.")
    (fault,) = check_law(with_own(law, "duty", (*law.readings["duty"].own, dead)))
    assert (fault.where, fault.at) == ("duty.toml", "rule duty.late")
    # With a date after the reference date: excluded C2, unknown C3, completed C5, the rest C6.
    assert fault.what == "no situation reaches this row: C2, C3, C5, C6 decide before it"


def test_a_row_behind_a_row_of_its_own_reading_is_refused_with_that_row(law: Law) -> None:
    twin = replace(law.readings["notice"].own[0], id="notice.twin")
    faults = check_law(with_own(law, "notice", (*law.readings["notice"].own, twin)))
    assert [fault.at for fault in faults] == [
        "rules notice.before and notice.twin",
        "rule notice.twin",
    ]
    assert "notice.before decide before it" in faults[1].what


def test_a_common_rule_that_nothing_reaches_is_refused_once(law: Law) -> None:
    dead = Rule("C10", "any", "family_or_other", "bridged", "open", "T1", "Zo.")
    common = replace(law.common, rules=(*law.common.rules, dead))
    readings = {
        name: replace(reading, common=common.rules if reading.common else ())
        for name, reading in law.readings.items()
    }
    faults = check_law(replace(law, common=common, readings=readings))
    assert [(fault.where, fault.at) for fault in faults] == [("common.toml", "rule C10")]
    assert "C2, C3, C8 decide before it" in faults[0].what
