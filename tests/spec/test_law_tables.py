"""The decision tables say what the specification's table of readings says, cell by cell."""

from dataclasses import replace
from itertools import product

import pytest
from hertoets.errors import DataError
from hertoets.law import (
    FACT_VALUES,
    Law,
    Situation,
    decides,
    judge,
    law_as_markdown,
    law_as_text,
    load_law,
    undecided_facts,
)

STANDINGS = [
    "excluded",
    "completed",
    "under_16",
    "schooling",
    "diploma_a2",
    "dispensed",
    "obligable",
    "unknown",
]
TREATIES = [
    "none",
    "asylum_since_may_2020",
    "asylum_before_may_2020",
    "family_or_other",
    "unknown",
]
RIGHT_DATES = ["before", "bridged", "after", "no_right", "unknown"]
NOTICE_DATES = ["before", "after", "no_notice", "unknown"]

DATE_OF = {
    "publication": "publication",
    "publication_exceptions": "publication",
    "decision": "decision",
    "duty": "publication",
    "scope": "publication",
    "effective": "effective",
    "notice": "notice",
}

# By reading: bridged, obligable, completed, under_16, schooling, diploma_a2, dispensed.
OWN_COLUMNS = [
    "bridged",
    "obligable",
    "completed",
    "under_16",
    "schooling",
    "diploma_a2",
    "dispensed",
]
OWN = {
    "publication": ["open", "wi2013", "wi2013", "wi2013", "wi2013", "wi2013", "wi2013"],
    "publication_exceptions": ["open", "wi2013", "wi2013", "wi2021", "wi2021", "open", "open"],
    "decision": ["open", "wi2013", "wi2013", "wi2013", "wi2013", "wi2013", "wi2013"],
    "duty": ["wi2013", "wi2013", "wi2013", "open", "open", "open", "open"],
    "scope": ["wi2013", "wi2013", "wi2013", "wi2013", "wi2013", "wi2013", "wi2013"],
    "effective": ["open", "wi2013", "wi2013", "wi2013", "wi2013", "wi2013", "wi2013"],
}
NOTICE = {"before": "wi2013", "after": "wi2021", "no_notice": "none", "unknown": "unknown"}

# rule, standing, treaty, date, regime: situations in which only this common rule can decide,
# or in which it goes before another that would say something else.
COMMON_CASES = [
    ("C1", "obligable", "none", "no_right", "none"),
    ("C1", "unknown", "unknown", "no_right", "none"),
    ("C1", "excluded", "family_or_other", "no_right", "none"),
    ("C2", "excluded", "none", "before", "none"),
    ("C2", "excluded", "none", "after", "none"),
    ("C2", "excluded", "unknown", "unknown", "none"),
    ("C3", "unknown", "none", "before", "unknown"),
    ("C3", "unknown", "family_or_other", "after", "unknown"),
    ("C3", "unknown", "none", "unknown", "unknown"),
    ("C4", "obligable", "none", "unknown", "unknown"),
    ("C4", "completed", "family_or_other", "unknown", "unknown"),
    ("C5", "completed", "none", "after", "none"),
    ("C5", "completed", "unknown", "after", "none"),
    ("C6", "obligable", "none", "after", "wi2021"),
    ("C6", "under_16", "family_or_other", "after", "wi2021"),
    ("C6", "dispensed", "unknown", "after", "wi2021"),
    ("C7", "obligable", "unknown", "before", "unknown"),
    ("C7", "schooling", "unknown", "bridged", "unknown"),
    ("C8", "obligable", "family_or_other", "before", "none"),
    ("C8", "completed", "family_or_other", "bridged", "none"),
    ("C9", "obligable", "asylum_before_may_2020", "before", "open"),
    ("C9", "diploma_a2", "asylum_before_may_2020", "bridged", "open"),
]

# A value that no reading under test may depend on: each case is judged with these elsewhere.
ELSEWHERE = Situation("obligable", "none", "no_right", "no_right", "no_right", "no_notice")


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law()


def situation(reading: str, standing: str, treaty: str, date: str) -> Situation:
    facts = {"standing": standing, "treaty": treaty, DATE_OF[reading]: date}
    return replace(ELSEWHERE, **facts)


def told(law: Law, reading: str, standing: str, treaty: str, date: str) -> tuple[str, str]:
    judgement = judge(law.readings[reading], situation(reading, standing, treaty, date))
    return judgement.regime, judgement.rule


def by_specification(reading: str, standing: str, treaty: str, date: str) -> tuple[str, str]:
    """The specification's two tables, written out a second time without any table."""
    if reading == "notice":
        return NOTICE[date], f"notice.{date}"
    common = [
        ("C1", "none", date == "no_right"),
        ("C2", "none", standing == "excluded"),
        ("C3", "unknown", standing == "unknown"),
        ("C4", "unknown", date == "unknown"),
        ("C5", "none", standing == "completed" and date == "after"),
        ("C6", "wi2021", date == "after"),
        ("C7", "unknown", treaty == "unknown"),
        ("C8", "none", treaty == "family_or_other"),
        ("C9", "open", treaty == "asylum_before_may_2020"),
    ]
    for rule, regime, holds in common:
        if holds:
            return regime, rule
    column = "bridged" if date == "bridged" else standing
    return OWN[reading][OWN_COLUMNS.index(column)], f"{reading}.{column}"


def test_the_readings_stand_in_the_order_of_the_specification(law: Law) -> None:
    assert list(law.readings) == list(DATE_OF)


@pytest.mark.parametrize(("reading", "date_fact"), DATE_OF.items())
def test_each_reading_looks_at_the_date_that_the_specification_names(
    law: Law, reading: str, date_fact: str
) -> None:
    assert law.readings[reading].date_fact == date_fact


def test_the_facts_have_the_values_of_the_specification() -> None:
    assert {
        "standing": tuple(STANDINGS),
        "treaty": tuple(TREATIES),
        "publication": tuple(RIGHT_DATES),
        "decision": tuple(RIGHT_DATES),
        "effective": tuple(RIGHT_DATES),
        "notice": tuple(NOTICE_DATES),
    } == FACT_VALUES


@pytest.mark.parametrize("reading", OWN)
@pytest.mark.parametrize(
    ("rule", "standing", "treaty", "date", "regime"),
    COMMON_CASES,
    ids=[f"{case[0]}: {case[1]} / {case[2]} / {case[3]}" for case in COMMON_CASES],
)
def test_a_common_rule_decides_in_every_reading_of_a_right(
    law: Law, reading: str, rule: str, standing: str, treaty: str, date: str, regime: str
) -> None:
    assert told(law, reading, standing, treaty, date) == (regime, rule)


@pytest.mark.parametrize("treaty", ["none", "asylum_since_may_2020"])
@pytest.mark.parametrize(
    ("reading", "standing", "regime"),
    [
        (reading, standing, regime)
        for reading, regimes in OWN.items()
        for standing, regime in zip(OWN_COLUMNS[1:], regimes[1:], strict=True)
    ],
)
def test_an_old_right_is_judged_by_the_standing(
    law: Law, reading: str, standing: str, regime: str, treaty: str
) -> None:
    assert told(law, reading, standing, treaty, "before") == (regime, f"{reading}.{standing}")


@pytest.mark.parametrize("standing", OWN_COLUMNS[1:])
@pytest.mark.parametrize("reading", OWN)
def test_a_bridged_right_is_judged_alike_for_every_standing(
    law: Law, reading: str, standing: str
) -> None:
    expected = (OWN[reading][0], f"{reading}.bridged")
    assert told(law, reading, standing, "none", "bridged") == expected


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("date", NOTICE_DATES)
def test_what_the_chain_did_turns_on_the_notice_alone(law: Law, standing: str, date: str) -> None:
    for treaty in TREATIES:
        assert told(law, "notice", standing, treaty, date) == (NOTICE[date], f"notice.{date}")


@pytest.mark.parametrize("reading", DATE_OF)
def test_every_combination_of_facts_is_judged_as_specified(law: Law, reading: str) -> None:
    dates = NOTICE_DATES if reading == "notice" else RIGHT_DATES
    cases = list(product(STANDINGS, TREATIES, dates))
    assert len(cases) == 40 * len(dates)  # 8 standings by 5 treaty values
    for case in cases:
        assert told(law, reading, *case) == by_specification(reading, *case), case


@pytest.mark.parametrize(
    ("rule", "citation"),
    [
        ("C1", "W1 art. 3(1)"),
        ("C2", "W1 art. 5(1)(a)–(c), 5(2)"),
        ("C5", "W1 art. 5(1)(c)"),
        ("C6", "S4"),
        ("C8", "T1"),
        ("C9", "T2"),
    ],
)
def test_a_common_rule_bears_the_citation_of_the_specification(
    law: Law, rule: str, citation: str
) -> None:
    assert {row.id: row.citation for row in law.common.rules}[rule] == citation


@pytest.mark.parametrize("rule", ["C3", "C4", "C7", "notice.unknown"])
def test_a_rule_without_an_article_says_that_data_are_missing(law: Law, rule: str) -> None:
    rows = (*law.common.rules, *law.readings["notice"].own)
    assert {row.id: row.citation for row in rows}[rule].startswith("DATA ")


@pytest.mark.parametrize(
    ("reading", "status", "sources"),
    [
        ("publication", "official", ["D1", "S3"]),
        ("publication_exceptions", "official_with_exceptions", ["D1", "S3"]),
        ("decision", "defensible", ["N1", "L353", "S1"]),
        ("duty", "defensible", ["S2"]),
        ("scope", "defensible", ["S2"]),
        ("effective", "sensitivity", ["W1 art. 3(4)"]),
        ("notice", "practice", ["L353"]),
    ],
)
def test_a_reading_has_the_status_and_cites_the_sources_of_the_specification(
    law: Law, reading: str, status: str, sources: list[str]
) -> None:
    assert law.readings[reading].status == status
    first = {"notice": "notice.before"}.get(reading, f"{reading}.obligable")
    citation = {rule.id: rule.citation for rule in law.readings[reading].rules}[first]
    assert all(source in citation for source in sources)


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
    with pytest.raises(DataError, match="standing obligable, treaty none, publication bridged"):
        judge(reading, bridged)


@pytest.mark.parametrize(
    ("reading", "facts", "expected"),
    [
        pytest.param("publication", {"publication": "before"}, (), id="decided: wi2013"),
        pytest.param("publication", {"publication": "bridged"}, (), id="open is an answer"),
        pytest.param(
            "publication",
            {"standing": "unknown", "publication": "no_right"},
            (),
            id="an unknown that does not matter",
        ),
        pytest.param("publication", {"publication": "unknown"}, ("publication",), id="date alone"),
        pytest.param(
            "publication",
            {"treaty": "unknown", "publication": "before"},
            ("treaty",),
            id="treaty alone",
        ),
        pytest.param(
            "publication",
            {"standing": "unknown", "treaty": "unknown", "publication": "after"},
            ("standing",),
            id="after: the treaty does not matter",
        ),
        pytest.param(
            "publication",
            {"standing": "unknown", "treaty": "unknown", "publication": "before"},
            ("standing", "treaty"),
            id="before: both matter",
        ),
        pytest.param(
            "publication",
            {"standing": "unknown", "treaty": "family_or_other", "publication": "before"},
            ("standing",),
            id="whatever the standing is, knowing it decides",
        ),
        pytest.param(
            "decision",
            {"publication": "unknown", "decision": "before"},
            (),
            id="a date that the reading does not look at",
        ),
        pytest.param("notice", {"notice": "unknown"}, ("notice",), id="notice"),
    ],
)
def test_the_unknown_facts_that_kept_a_reading_from_deciding_are_named(
    law: Law, reading: str, facts: dict[str, str], expected: tuple[str, ...]
) -> None:
    assert undecided_facts(law.readings[reading], replace(ELSEWHERE, **facts)) == expected


def test_each_value_of_an_unknown_fact_shows_what_it_would_decide(law: Law) -> None:
    unknown_date = replace(ELSEWHERE, publication="unknown")
    answers = decides(law.readings["publication"], unknown_date, "publication")
    assert {value: answer.regime for value, answer in answers.items()} == {
        "before": "wi2013",
        "bridged": "open",
        "after": "wi2021",
        "no_right": "none",
    }


def test_every_value_has_a_meaning_in_dutch_and_no_word_is_left_over(law: Law) -> None:
    words = {part: list(meanings) for part, meanings in law.vocabulary.items()}
    assert words == {
        **{fact: list(values) for fact, values in FACT_VALUES.items()},
        "regime": ["wi2013", "wi2021", "none", "open", "unknown"],
        "status": [
            "official",
            "official_with_exceptions",
            "defensible",
            "sensitivity",
            "practice",
        ],
        "read": ["seen", "2nd", "known", "not_a_document"],
    }


@pytest.mark.parametrize("render", [law_as_text, law_as_markdown])
def test_a_rendering_shows_every_rule_sentence_and_source(law: Law, render) -> None:
    # Wrapped lines are joined first, so that a sentence is found whole.
    shown = " ".join(render(law).split())
    for rule in (*law.common.rules, *(r for each in law.readings.values() for r in each.own)):
        assert rule.id in shown
        assert rule.citation in shown
        assert rule.says_nl in shown
    for source in law.sources.values():
        assert all(part in shown for part in (source.document, source.date, source.address))


def test_the_text_fits_a_terminal_of_100_columns_but_for_addresses(law: Law) -> None:
    lines = law_as_text(law).splitlines()
    assert [line for line in lines if len(line) > 100 and "https://" not in line] == []
