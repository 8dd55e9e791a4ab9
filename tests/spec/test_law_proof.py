"""The proof: every situation is decided, and no row is dead or could be left out unseen."""

from dataclasses import replace

import pytest
from hertoets.law import (
    FACT_VALUES,
    Law,
    Reading,
    Rule,
    Situation,
    check_law,
    judge,
    load_law,
    situations_of,
)

OWN_ROWS = [
    (name, rule.id) for name, reading in load_law().readings.items() for rule in reading.own
]

NOBODY = Situation(**dict.fromkeys(FACT_VALUES, "unknown"))


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law()


def with_own(law: Law, name: str, own: tuple[Rule, ...]) -> Law:
    readings = {**law.readings, name: replace(law.readings[name], own=own)}
    return replace(law, readings=readings)


def test_the_built_in_law_is_proven(law: Law) -> None:
    assert check_law(law) == []


def without_common(law: Law, rule_id: str) -> Law:
    """The law without one of its common rules, in every reading that uses them."""
    rest = tuple(rule for rule in law.common.rules if rule.id != rule_id)
    common = replace(law.common, rules=rest)
    readings = {
        name: replace(reading, common=common if reading.common else None)
        for name, reading in law.readings.items()
    }
    return replace(law, common=common, readings=readings)


# Which rows decide in place of one that is left out; "gap" where none does. Of what is not named
# here all is a gap: nothing else was waiting to decide.
EXEMPT = (
    "not_excluded under_16 schooling diploma_a2_obliged_yes diploma_a2_obliged_no "
    "diploma_a2_obliged_unknown dispensed"
)
FALLS_TO = {
    "publication_exceptions.told": f"obligable completed {EXEMPT}",
    "publication_exceptions.obligable": "told_unknown gap",
    "publication_exceptions.completed": "told_unknown gap",
    "publication_exceptions.told_unknown": EXEMPT,
    "C1": "C2 C3 C7 C8 C9 C10 C11 gap",
    "C2": "C4 C6 C7 C8 C9 C10 C11 gap",
    "C3": "C4 C6 C7 C8 C9 C10 C11 gap",
    "C4": "C7 C8 C9 C10 C11 gap",
    "C5": "C6",
    "C6": "C7 C8 C9 C10 C11 gap",
    "C9": "C11",
    "C10": "C11",
}


def falls_to(whole: Reading, fewer: Reading, rule_id: str) -> set[str]:
    """The rows that decide what a row decided before it was left out."""
    after = [
        fewer.first_match(each)
        for each in situations_of(whole)
        if judge(whole, each).rule == rule_id
    ]
    return {rule.id.split(".")[-1] if rule else "gap" for rule in after}


@pytest.mark.parametrize(("name", "rule_id"), OWN_ROWS, ids=[rule for _, rule in OWN_ROWS])
def test_a_row_that_is_left_out_leaves_a_gap_or_another_answer(
    law: Law, name: str, rule_id: str
) -> None:
    reading = law.readings[name]
    rest = tuple(rule for rule in reading.own if rule.id != rule_id)
    expected = set(FALLS_TO.get(rule_id, "gap").split())
    assert falls_to(reading, replace(reading, own=rest), rule_id) == expected

    said = [f.what for f in check_law(with_own(law, name, rest)) if "among them" in f.what]
    assert len(said) == ("gap" in expected)
    if said:  # the situation named is one that the row decided
        values = dict(part.split() for part in said[0].split("among them ")[1].split(", "))
        assert judge(reading, replace(NOBODY, **values)).rule == rule_id


@pytest.mark.parametrize("rule_id", [f"C{number}" for number in range(1, 12)])
def test_a_common_rule_that_is_left_out_leaves_a_gap_or_another_answer_in_every_reading(
    law: Law, rule_id: str
) -> None:
    fewer = without_common(law, rule_id)
    of_a_right = {name: each for name, each in law.readings.items() if each.common}
    expected = set(FALLS_TO.get(rule_id, "gap").split())
    for name, reading in of_a_right.items():
        assert falls_to(reading, fewer.readings[name], rule_id) == expected
    said = {fault.where for fault in check_law(fewer) if "among them" in fault.what}
    assert said == ({f"{name}.toml" for name in of_a_right} if "gap" in expected else set())


def test_a_gap_says_how_many_situations_it_leaves_open(law: Law) -> None:
    own = tuple(rule for rule in law.readings["scope"].own if rule.id != "scope.obligable")
    (fault,) = check_law(with_own(law, "scope", own))
    # Three values of treaty are left when the common rules are through, and four of notice.
    assert fault.what == (
        "12 situations reach no row, among them standing obligable, treaty none, "
        "publication before, notice before"
    )


def test_of_two_rows_that_fit_the_first_decides(law: Law) -> None:
    extra = Rule(
        id="decision.turkish",
        treaty="asylum_since_may_2020",
        date="before",
        regime="wi2021",
        citation="T2",
        says_nl="Zo.",
    )
    turkish = replace(
        NOBODY, standing="obligable", treaty="asylum_since_may_2020", decision="before"
    )
    first = with_own(law, "decision", (extra, *law.readings["decision"].own))
    assert check_law(first) == []
    assert judge(first.readings["decision"], turkish).rule == "decision.turkish"
    (fault,) = check_law(with_own(law, "decision", (*law.readings["decision"].own, extra)))
    assert fault.at == "rule decision.turkish"


def test_a_row_behind_a_common_rule_is_refused_with_that_rule(law: Law) -> None:
    dead = Rule(
        id="duty.late",
        treaty="family_or_other",
        date="after",
        regime="wi2021",
        citation="T1",
        says_nl="Zo.",
    )
    (fault,) = check_law(with_own(law, "duty", (*law.readings["duty"].own, dead)))
    assert (fault.where, fault.at) == ("duty.toml", "rule duty.late")
    # With a date after the reference date: excluded C2, unknown C3, completed C5, the rest C6.
    assert fault.what == "no situation reaches this row: C2, C3, C5, C6 decide before it"


def test_a_row_behind_a_row_of_its_own_reading_is_refused_with_that_row(law: Law) -> None:
    twin = replace(law.readings["notice"].own[0], id="notice.twin")
    (fault,) = check_law(with_own(law, "notice", (*law.readings["notice"].own, twin)))
    assert fault.at == "rule notice.twin"
    assert fault.what == "no situation reaches this row: notice.before decide before it"


def test_a_row_on_what_the_common_rules_do_not_leave_is_refused(law: Law) -> None:
    # The hole that C8 leaves is not for a reading to fill.
    fewer = without_common(law, "C8")
    own = Rule(
        id="duty.family",
        treaty="family_or_other",
        date="before",
        regime="none",
        citation="T1",
        says_nl="Zo.",
    )
    faults = check_law(with_own(fewer, "duty", (*law.readings["duty"].own, own)))
    told = {fault.at: fault.what for fault in faults if fault.where == "duty.toml"}
    assert "among them standing" in told["rules"]
    assert "no situation reaches this row" in told["rule duty.family"]


def test_a_common_rule_that_nothing_reaches_is_refused_once(law: Law) -> None:
    dead = Rule(
        id="C12",
        treaty="family_or_other",
        date="bridged",
        regime="open",
        citation="T1",
        says_nl="Zo.",
    )
    common = replace(law.common, rules=(*law.common.rules, dead))
    readings = {
        name: replace(reading, common=common if reading.common else None)
        for name, reading in law.readings.items()
    }
    (fault,) = check_law(replace(law, common=common, readings=readings))
    assert (fault.where, fault.at) == ("common.toml", "rule C12")
    assert "C2, C3, C8 decide before it" in fault.what
