"""The decision tables say what the specification's table of readings says, row by row."""

from dataclasses import replace
from itertools import product

import pytest
from hertoets.errors import DataError
from hertoets.law import (
    CERTAINTY_READINGS,
    FACT_VALUES,
    HEADLINE,
    Law,
    Situation,
    decides,
    judge,
    load_law,
    undecided_facts,
)

RIGHT_DATES = ("before", "bridged", "after", "no_right", "unknown")
VALUES = {
    "standing": (
        "excluded", "completed", "under_16", "schooling", "diploma_a2", "dispensed", "obligable",
        "not_excluded", "unknown",
    ),
    "treaty": (
        "none", "asylum_since_may_2020", "asylum_opted_in", "asylum_before_may_2020",
        "family_or_other", "unknown",
    ),
    "publication": RIGHT_DATES,
    "decision": RIGHT_DATES,
    "effective": RIGHT_DATES,
    "obliged": ("yes", "no", "unknown"),
    "notice": ("before", "after", "no_notice", "unknown"),
}  # fmt: skip

# In the order of the specification.
DATE_OF = {
    "publication_exceptions": "publication",
    "publication": "publication",
    "became_obliged": "publication",
    "decision": "decision",
    "duty": "publication",
    "scope": "publication",
    "effective": "effective",
    "notice": "notice",
}
OF_A_RIGHT = [reading for reading in DATE_OF if reading != "notice"]

# rule, standing, treaty, notice, date, regime: situations in which this common rule decides in
# every reading of a right, or in which it goes before one that would say something else.
COMMON = """
C1   obligable     none                    after      no_right  none
C1   unknown       unknown                 after      no_right  none
C1   excluded      family_or_other         before     no_right  none
C2   excluded      none                    after      before    none
C2   excluded      none                    after      after     none
C2   excluded      unknown                 unknown    unknown   none
C2   excluded      asylum_before_may_2020  before     bridged   none
C3   unknown       none                    after      before    unknown
C3   unknown       family_or_other         no_notice  after     unknown
C3   unknown       none                    before     unknown   unknown
C4   obligable     none                    after      unknown   unknown
C4   completed     family_or_other         after      unknown   unknown
C4   not_excluded  asylum_opted_in         before     unknown   unknown
C5   completed     none                    after      after     none
C5   completed     unknown                 no_notice  after     none
C6   obligable     none                    after      after     wi2021
C6   not_excluded  none                    before     after     wi2021
C6   under_16      family_or_other         after      after     wi2021
C6   dispensed     unknown                 unknown    after     wi2021
C6   obligable     asylum_before_may_2020  before     after     wi2021
C7   obligable     unknown                 before     before    unknown
C7   schooling     unknown                 after      bridged   unknown
C8   obligable     family_or_other         before     before    none
C8   completed     family_or_other         after      bridged   none
C9   obligable     asylum_before_may_2020  before     before    open
C9   diploma_a2    asylum_before_may_2020  before     bridged   open
C10  obligable     asylum_before_may_2020  unknown    before    unknown
C10  not_excluded  asylum_before_may_2020  unknown    bridged   unknown
C11  obligable     asylum_before_may_2020  after      before    none
C11  completed     asylum_before_may_2020  no_notice  bridged   none
"""

# rule, standing, notice, obliged, date, regime: a situation that the row decides (treaty none).
OWN = """
publication_exceptions.bridged                     obligable     before     unknown  bridged  open
publication_exceptions.bridged                     under_16      after      unknown  bridged  open
publication_exceptions.told                        obligable     before     yes      before   wi2013
publication_exceptions.told                        under_16      before     no       before   wi2013
publication_exceptions.told                        not_excluded  before     unknown  before   wi2013
publication_exceptions.told                        dispensed     before     yes      before   wi2013
publication_exceptions.obligable                   obligable     after      yes      before   wi2013
publication_exceptions.obligable                   obligable     unknown    yes      before   wi2013
publication_exceptions.completed                   completed     no_notice  yes      before   wi2013
publication_exceptions.completed                   completed     unknown    yes      before   wi2013
publication_exceptions.told_unknown                not_excluded  unknown    unknown  before   unknown
publication_exceptions.told_unknown                schooling     unknown    no       before   unknown
publication_exceptions.told_unknown                dispensed     unknown    yes      before   unknown
publication_exceptions.not_excluded                not_excluded  after      yes      before   unknown
publication_exceptions.under_16                    under_16      after      no       before   wi2021
publication_exceptions.under_16                    under_16      no_notice  no       before   wi2021
publication_exceptions.schooling                   schooling     after      yes      before   wi2021
publication_exceptions.diploma_a2_obliged_yes      diploma_a2    after      yes      before   wi2013
publication_exceptions.diploma_a2_obliged_no       diploma_a2    after      no       before   wi2021
publication_exceptions.diploma_a2_obliged_unknown  diploma_a2    no_notice  unknown  before   unknown
publication_exceptions.dispensed                   dispensed     after      yes      before   open
publication.bridged                                obligable     before     unknown  bridged  open
publication.obligable                              obligable     after      yes      before   wi2013
publication.completed                              completed     after      yes      before   wi2013
publication.under_16                               under_16      after      no       before   wi2013
publication.schooling                              schooling     after      no       before   wi2013
publication.diploma_a2                             diploma_a2    after      no       before   wi2013
publication.dispensed                              dispensed     after      yes      before   wi2013
publication.not_excluded                           not_excluded  unknown    unknown  before   wi2013
became_obliged.bridged                             obligable     before     unknown  bridged  open
became_obliged.bridged                             obligable     before     yes      bridged  open
became_obliged.obliged_yes                         schooling     after      yes      before   wi2013
became_obliged.obliged_unknown                     obligable     after      unknown  before   unknown
became_obliged.obliged_no                          under_16      before     no       before   open
decision.bridged                                   obligable     after      unknown  bridged  open
decision.obligable                                 obligable     after      no       before   wi2013
decision.completed                                 completed     after      yes      before   wi2013
decision.under_16                                  under_16      after      no       before   wi2013
decision.schooling                                 schooling     after      no       before   wi2013
decision.diploma_a2                                diploma_a2    after      no       before   wi2013
decision.dispensed                                 dispensed     after      yes      before   wi2013
decision.not_excluded                              not_excluded  after      unknown  before   wi2013
duty.bridged                                       obligable     after      unknown  bridged  wi2013
duty.bridged                                       not_excluded  after      unknown  bridged  wi2013
duty.bridged                                       dispensed     after      unknown  bridged  wi2013
duty.obligable                                     obligable     after      yes      before   wi2013
duty.completed                                     completed     after      yes      before   wi2013
duty.not_excluded                                  not_excluded  before     yes      before   unknown
duty.under_16                                      under_16      after      no       before   open
duty.schooling                                     schooling     after      yes      before   open
duty.diploma_a2                                    diploma_a2    after      yes      before   open
duty.dispensed                                     dispensed     before     yes      before   open
scope.bridged                                      schooling     after      unknown  bridged  wi2013
scope.obligable                                    obligable     after      yes      before   wi2013
scope.completed                                    completed     after      yes      before   wi2013
scope.under_16                                     under_16      after      no       before   wi2013
scope.schooling                                    schooling     after      no       before   wi2013
scope.diploma_a2                                   diploma_a2    after      no       before   wi2013
scope.dispensed                                    dispensed     after      yes      before   wi2013
scope.not_excluded                                 not_excluded  after      unknown  before   wi2013
effective.bridged                                  obligable     after      unknown  bridged  open
effective.obligable                                obligable     after      no       before   wi2013
effective.completed                                completed     after      no       before   wi2013
effective.under_16                                 under_16      after      no       before   wi2013
effective.schooling                                schooling     after      no       before   wi2013
effective.diploma_a2                               diploma_a2    after      no       before   wi2013
effective.dispensed                                dispensed     after      no       before   wi2013
effective.not_excluded                             not_excluded  after      no       before   wi2013
"""
NOTICE = {"before": "wi2013", "after": "wi2021", "no_notice": "none", "unknown": "unknown"}


def cases(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


def by_words(case: list[str]) -> str:
    return " / ".join(case)


# A value that no reading under test may depend on: each case is judged with these elsewhere.
ELSEWHERE = Situation(
    standing="obligable",
    treaty="none",
    publication="no_right",
    decision="no_right",
    effective="no_right",
    obliged="unknown",
    notice="no_notice",
)


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law()


def judged(law: Law, reading: str, **facts: str) -> tuple[str, str]:
    if "date" in facts:
        facts[DATE_OF[reading]] = facts.pop("date")
    judgement = judge(law.readings[reading], replace(ELSEWHERE, **facts))
    return judgement.regime, judgement.rule


def by_specification(reading: str, facts: dict[str, str]) -> tuple[str, str]:
    """The specification's two tables, written out a second time without any table."""
    standing, treaty, notice = facts["standing"], facts["treaty"], facts["notice"]
    obliged, date = facts["obliged"], facts[DATE_OF[reading]]
    if reading == "notice":
        return NOTICE[date], f"notice.{date}"
    early = treaty == "asylum_before_may_2020"
    common = [
        ("C1", "none", date == "no_right"),
        ("C2", "none", standing == "excluded"),
        ("C3", "unknown", standing == "unknown"),
        ("C4", "unknown", date == "unknown"),
        ("C5", "none", standing == "completed" and date == "after"),
        ("C6", "wi2021", date == "after"),
        ("C7", "unknown", treaty == "unknown"),
        ("C8", "none", treaty == "family_or_other"),
        ("C9", "open", early and notice == "before"),
        ("C10", "unknown", early and notice == "unknown"),
        ("C11", "none", early),
    ]
    for rule, regime, holds in common:
        if holds:
            return regime, rule
    regime, row = _own(reading, standing, notice, obliged, date)
    return regime, f"{reading}.{row}"


def _own(reading: str, standing: str, notice: str, obliged: str, date: str) -> tuple[str, str]:
    if date == "bridged":
        return ("wi2013" if reading in ("duty", "scope") else "open"), "bridged"
    if reading == "became_obliged":
        return {"yes": "wi2013", "unknown": "unknown", "no": "open"}[obliged], f"obliged_{obliged}"
    if reading == "duty":
        regimes = {"obligable": "wi2013", "completed": "wi2013", "not_excluded": "unknown"}
        return regimes.get(standing, "open"), standing
    if reading != "publication_exceptions":
        return "wi2013", standing
    if notice == "before":
        return "wi2013", "told"
    if standing in ("obligable", "completed"):
        return "wi2013", standing
    if notice == "unknown":
        return "unknown", "told_unknown"
    if standing == "diploma_a2":
        regimes = {"yes": "wi2013", "no": "wi2021", "unknown": "unknown"}
        return regimes[obliged], f"diploma_a2_obliged_{obliged}"
    regimes = {"not_excluded": "unknown", "dispensed": "open"}
    return regimes.get(standing, "wi2021"), standing


# What the tables are about


def test_the_readings_stand_in_the_order_of_the_specification(law: Law) -> None:
    assert list(law.readings) == list(DATE_OF)


@pytest.mark.parametrize(("reading", "date_fact"), DATE_OF.items())
def test_each_reading_looks_at_the_date_that_the_specification_names(
    law: Law, reading: str, date_fact: str
) -> None:
    assert law.readings[reading].date_fact == date_fact


def test_the_facts_have_the_values_of_the_specification_in_its_order() -> None:
    assert list(FACT_VALUES.items()) == list(VALUES.items())


def test_an_outcome_is_certain_by_the_six_readings_of_the_specification() -> None:
    assert tuple(DATE_OF)[:6] == CERTAINTY_READINGS


def test_the_official_rule_leads() -> None:
    assert HEADLINE == "publication_exceptions"


@pytest.mark.parametrize(
    ("reading", "facts"),
    [
        ("publication_exceptions", ("standing", "treaty", "publication", "obliged", "notice")),
        ("publication", ("standing", "treaty", "publication", "notice")),
        ("became_obliged", ("standing", "treaty", "publication", "obliged", "notice")),
        ("decision", ("standing", "treaty", "decision", "notice")),
        ("effective", ("standing", "treaty", "effective", "notice")),
        ("notice", ("notice",)),
    ],
)
def test_a_reading_looks_at_no_other_facts_than_its_rows_ask_about(
    law: Law, reading: str, facts: tuple[str, ...]
) -> None:
    assert law.readings[reading].facts == facts


# Row by row


@pytest.mark.parametrize("reading", OF_A_RIGHT)
@pytest.mark.parametrize("case", cases(COMMON), ids=by_words)
def test_a_common_rule_decides_in_every_reading_of_a_right(
    law: Law, reading: str, case: list[str]
) -> None:
    rule, standing, treaty, notice, date, regime = case
    found = judged(law, reading, standing=standing, treaty=treaty, notice=notice, date=date)
    assert found == (regime, rule)


@pytest.mark.parametrize("treaty", ["none", "asylum_since_may_2020", "asylum_opted_in"])
@pytest.mark.parametrize("case", cases(OWN), ids=by_words)
def test_a_row_decides_its_situation_whatever_treaty_still_leaves_a_duty(
    law: Law, case: list[str], treaty: str
) -> None:
    rule, standing, notice, obliged, date, regime = case
    reading = rule.split(".")[0]
    facts = {"standing": standing, "treaty": treaty, "notice": notice, "obliged": obliged}
    assert judged(law, reading, **facts, date=date) == (regime, rule)


@pytest.mark.parametrize(("notice", "regime"), NOTICE.items())
def test_what_the_chain_did_turns_on_the_notice_alone(law: Law, notice: str, regime: str) -> None:
    for standing, treaty in product(VALUES["standing"], VALUES["treaty"]):
        found = judged(law, "notice", standing=standing, treaty=treaty, notice=notice)
        assert found == (regime, f"notice.{notice}")


def test_the_tables_of_cases_name_every_row_of_the_law(law: Law) -> None:
    named = {case[0] for case in cases(COMMON) + cases(OWN)} | {f"notice.{v}" for v in NOTICE}
    rows = [rule.id for reading in law.readings.values() for rule in reading.rules]
    assert named == set(rows)
    assert len(law.common.rules) == 11
    assert {name: len(reading.own) for name, reading in law.readings.items()} == {
        "publication_exceptions": 12,
        "publication": 8,
        "became_obliged": 4,
        "decision": 8,
        "duty": 8,
        "scope": 8,
        "effective": 8,
        "notice": 4,
    }


@pytest.mark.parametrize("reading", DATE_OF)
def test_every_combination_of_facts_is_judged_as_specified(law: Law, reading: str) -> None:
    asked = dict.fromkeys(("standing", "treaty", "obliged", "notice", DATE_OF[reading]))
    combinations = list(product(*(VALUES[fact] for fact in asked)))
    assert len(combinations) == 9 * 6 * 3 * 4 * (1 if reading == "notice" else 5)
    for values in combinations:
        facts = dict(zip(asked, values, strict=True))
        assert judged(law, reading, **facts) == by_specification(reading, facts), facts


# Sources


@pytest.mark.parametrize(
    ("rule", "citation"),
    [
        ("C1", "W1 art. 3(1)"),
        ("C2", "W1 art. 5(1)(a)–(c), 5(2); W4 art. 3(1), 3(2)"),
        ("C5", "W1 art. 5(1)(c); W4 art. 4(1)(b)"),
        ("C6", "S4; W4 art. 3(1)"),
        ("C8", "T1"),
        ("C9", "T3; T4"),
        ("C11", "T3"),
    ],
)
def test_a_common_rule_bears_the_citation_of_the_specification(
    law: Law, rule: str, citation: str
) -> None:
    assert {row.id: row.citation for row in law.common.rules}[rule] == citation


def test_who_says_that_data_are_missing_cites_the_delivery_and_nobody_else_does(law: Law) -> None:
    rows = {rule.id: rule for reading in law.readings.values() for rule in reading.rules}
    missing = {name for name, rule in rows.items() if rule.regime == "unknown"}
    assert missing == {name for name, rule in rows.items() if rule.citation.startswith("DATA ")}
    assert {"C3", "C4", "C7", "C10", "notice.unknown", "duty.not_excluded"} <= missing


@pytest.mark.parametrize(
    ("reading", "status", "rule", "sources"),
    [
        ("publication_exceptions", "official", "obligable", ["D1", "S3"]),
        ("publication", "main_rule", "obligable", ["D1", "S3"]),
        ("became_obliged", "legislator", "obliged_yes", ["M1", "W8"]),
        ("decision", "defensible", "obligable", ["N1", "L353"]),
        ("duty", "defensible", "obligable", ["S2 (a)", "S1", "N2"]),
        ("scope", "defensible", "obligable", ["S2 (b)"]),
        ("effective", "sensitivity", "obligable", ["W1 art. 3(4), contra"]),
        ("notice", "practice", "before", ["L353", "L356"]),
    ],
)
def test_a_reading_has_the_status_and_cites_the_sources_of_the_specification(
    law: Law, reading: str, status: str, rule: str, sources: list[str]
) -> None:
    assert law.readings[reading].status == status
    citations = {row.id: row.citation for row in law.readings[reading].own}
    assert citations[f"{reading}.{rule}"].split("; ") == sources


@pytest.mark.parametrize("source", ["W8", "W9", "D4", "R5", "T3", "T4", "AOW", "LPW"])
def test_a_source_found_since_is_listed(law: Law, source: str) -> None:
    assert law.sources[source].read == ("known" if source in ("AOW", "LPW") else "seen")


def test_no_row_rests_on_a_source_of_second_hand_or_on_what_was_not_read(law: Law) -> None:
    rows = [rule for reading in law.readings.values() for rule in reading.rules]
    cited = {part.split()[0] for rule in rows for part in rule.citation.split(";")}
    assert {law.sources[source].read for source in cited} == {"seen", "not_a_document"}


# Answers


def test_a_judgement_carries_the_citation_and_the_sentence_of_its_row(law: Law) -> None:
    judgement = judge(law.readings["publication"], ELSEWHERE)
    assert judgement.citation == "W1 art. 3(1)"
    assert judgement.says_nl == law.common.rules[0].says_nl


def test_a_value_outside_a_fact_is_refused_by_fact_and_without_the_value() -> None:
    with pytest.raises(DataError, match="treaty: a value that the decision tables do not") as info:
        replace(ELSEWHERE, treaty="TUR")
    assert "TUR" not in str(info.value)


def test_a_situation_that_no_row_decides_is_named(law: Law) -> None:
    whole = law.readings["publication"]
    reading = replace(whole, own=whole.own[1:])
    bridged = replace(ELSEWHERE, publication="bridged")
    with pytest.raises(
        DataError, match="standing obligable, treaty none, publication bridged, notice no_notice"
    ):
        judge(reading, bridged)


# reading, facts that differ from ELSEWHERE, the unknown facts that kept it from deciding
UNDECIDED = {
    "decided: wi2013": ("publication", "publication=before", ""),
    "open is an answer": ("publication", "publication=bridged", ""),
    "an unknown that does not matter": ("publication", "standing=unknown publication=no_right", ""),
    "date alone": ("publication", "publication=unknown", "publication"),
    "treaty alone": ("publication", "treaty=unknown publication=before", "treaty"),
    "after: the treaty does not matter": (
        "publication", "standing=unknown treaty=unknown publication=after", "standing",
    ),
    "before: both matter": (
        "publication", "standing=unknown treaty=unknown publication=before", "standing treaty",
    ),
    "whatever the standing is, knowing it decides": (
        "publication", "standing=unknown treaty=family_or_other publication=before", "standing",
    ),
    "a date that the reading does not look at": (
        "decision", "publication=unknown decision=before", "",
    ),
    "notice": ("notice", "notice=unknown", "notice"),
    "exempt, and told nobody knows when": (
        "publication_exceptions", "standing=under_16 publication=before notice=unknown", "notice",
    ),
    "an A2 proof, and nobody knows since when obliged": (
        "publication_exceptions", "standing=diploma_a2 publication=before", "obliged",
    ),
    "an A2 proof of who was told in time": (
        "publication_exceptions", "standing=diploma_a2 publication=before notice=before", "",
    ),
    "neither excluded nor completed, and told after it": (
        "publication_exceptions", "standing=not_excluded publication=before notice=after",
        "standing obliged",
    ),
    "neither excluded nor completed, where that is enough": (
        "publication", "standing=not_excluded publication=before", "",
    ),
    "whether obliged": ("became_obliged", "publication=before", "obliged"),
    "before May 2020, and told nobody knows when": (
        "publication", "treaty=asylum_before_may_2020 publication=before notice=unknown", "notice",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("reading", "facts", "expected"), UNDECIDED.values(), ids=UNDECIDED)
def test_the_unknown_facts_that_kept_a_reading_from_deciding_are_named(
    law: Law, reading: str, facts: str, expected: str
) -> None:
    situation = replace(ELSEWHERE, **dict(part.split("=") for part in facts.split()))
    assert undecided_facts(law.readings[reading], situation) == tuple(expected.split())


def test_of_a_fact_that_is_known_in_part_only_what_it_leaves_open_is_tried(law: Law) -> None:
    young = replace(ELSEWHERE, standing="not_excluded", publication="before", notice="after")
    answers = decides(law.readings["publication_exceptions"], young, "standing")
    assert set(answers) == {"under_16", "schooling", "diploma_a2", "dispensed", "obligable"}
    assert answers["schooling"].regime == "wi2021"
    assert answers["obligable"].regime == "wi2013"


def test_each_value_of_an_unknown_fact_shows_what_it_would_decide(law: Law) -> None:
    unknown_date = replace(ELSEWHERE, publication="unknown")
    answers = decides(law.readings["publication"], unknown_date, "publication")
    assert {value: answer.regime for value, answer in answers.items()} == {
        "before": "wi2013",
        "bridged": "open",
        "after": "wi2021",
        "no_right": "none",
    }
