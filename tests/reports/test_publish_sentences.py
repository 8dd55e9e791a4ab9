"""Sentences: the words for each state of a finding, and no number that is typed."""

import re
from dataclasses import replace
from string import Formatter

import pytest
from hertoets.findings.definitions import load_definitions
from hertoets.publish.lessons import lessons, standing_of
from hertoets.publish.numbers import bind_nl
from hertoets.publish.pages import answer, meaning
from hertoets.publish.sentences import brief, limits_of, meaning_of, state_of, templates
from invented_findings import SETTINGS, finding, release

WORDS = ["measured", "zero", "hidden", "bounds", "means", "unextended", "limits", "needs"]
# Years that stand in the name of an act, dates, numbers of documents and of rulings.
NBSP = "\N{NO-BREAK SPACE}"
REFERENCE = f"31{NBSP}december{NBSP}2021"
WORDS_OF_THE_CODE = {"tolerance"}
RULINGS = r"\b(4 februari 2025|9 juli 2025|18 februari 2026)\b"
ALLOWED = (
    rf"\b\d{{1,2}} (januari|maart|mei) 2022\b|{RULINGS}|\b20(13|19|21|22)\b|ECLI\S+|\b(A2|R1|R4|W2)\b"
    r"|\bdeel \d\b|\{\w+\}"
)


@pytest.mark.parametrize(
    ("lower", "upper", "said", "state"),
    [
        pytest.param(0, 0, "geen personen", "zero", id="nobody"),
        pytest.param(25, 25, "25 personen", "measured", id="one number"),
        pytest.param(
            25, 40, "ten minste 25 en ten hoogste 40 personen", "bounds", id="two numbers"
        ),
        pytest.param(None, None, "minder dan 10 personen", "hidden", id="hidden"),
        pytest.param(None, 40, "ten hoogste 40 (minder dan 10 zeker)", "bounds", id="half hidden"),
    ],
)
def test_a_finding_is_spoken_of_in_the_state_it_is_in(
    lower: int | None, upper: int | None, said: str, state: str
) -> None:
    assert state_of(finding("wrong_notice", lower, upper, said)) == state


def test_the_sentence_holds_the_findings_own_words_and_the_run_s_own_date() -> None:
    assert meaning_of(release(), "wrong_notice") == (
        f"Na {REFERENCE} kregen ten minste 175 en ten hoogste 325{NBSP}personen een kennisgeving "
        "onder de nieuwe wet, terwijl voor hen de oude wet gold of geen plicht bestond."
    )


@pytest.mark.parametrize(
    ("by_reading", "disputed"),
    [
        pytest.param({"publication": (175, 325), "duty": (150, 325)}, True, id="they differ"),
        pytest.param({"publication": (175, 325), "duty": (175, 325)}, False, id="they agree"),
        pytest.param({"publication": (175, 325), "notice": (0, 0)}, False, id="practice is none"),
        pytest.param({"publication": (175, 325), "effective": (0, 0)}, False, id="nor is a test"),
        pytest.param({"publication": (None, None), "duty": (None, None)}, True, id="hidden"),
    ],
)
def test_an_answer_that_depends_on_a_disputed_reading_names_the_headline_reading_once(
    by_reading: dict[str, tuple[int | None, int | None]], disputed: bool
) -> None:
    one = finding("wrong_notice", 175, 325, "175 personen", by_reading=by_reading)
    told = answer(release(one), ["wrong_notice"]).text
    assert told.count("Volgens de hoofdlezing.") == int(disputed)


@pytest.mark.parametrize("name", templates())
def test_a_sentence_never_begins_with_a_digit(name: str) -> None:
    """A finding that was not rounded begins with one, and a setting may be a date."""
    exact = finding(name, 25, 25, "25\u00a0personen")
    for kind, text in templates()[name].items():
        assert not re.search(rf"(^|[.!?] ){{({'|'.join([*SETTINGS, 'tolerance'])})}}", text), kind
        assert not re.search(r"[.!?] {", text), kind
    others = [finding(other, 25, 25, "25\u00a0personen") for other in templates() if other != name]
    told = meaning_of(release(exact, *others), name)
    assert not re.search(r"(^|[.!?] )\d", told), told


@pytest.mark.parametrize(("rounding", "said"), [(1, "Precies"), (5, "Afgerond")])
def test_a_number_at_the_start_says_whether_it_was_rounded(rounding: int, said: str) -> None:
    some = finding("persons_in_extract", 25, 25, "25\u00a0personen")
    run = replace(release(some), policy={"rounding": rounding})
    assert meaning_of(run, "persons_in_extract") == f"{said} 25\u00a0personen staan in de levering."


@pytest.mark.parametrize(("days", "said"), [("1", "1\u00a0dag"), ("2", "2\u00a0dagen")])
def test_the_tolerance_is_said_in_days(days: str, said: str) -> None:
    late = finding("cohort_start_late", 25, 25, "25\u00a0personen")
    run = replace(release(late), settings={**SETTINGS, "tolerance_days": days})
    assert f"meer dan {said} na" in meaning_of(run, "cohort_start_late")


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        pytest.param("op 1 januari 2022", "op 1~januari~2022", id="date"),
        pytest.param("sinds november 2019", "sinds november~2019", id="month"),
        pytest.param("artikel 54 en art. 3", "artikel~54 en art.~3", id="article"),
        pytest.param("Kamerstuk 32 824, nr. 356", "Kamerstuk~32~824, nr.~356", id="paper"),
        pytest.param("1.235 personen, 1 dag", "1.235~personen, 1~dag", id="unit"),
        pytest.param("deel 2 van 2022", "deel~2 van 2022", id="part"),
    ],
)
def test_what_is_read_as_one_stays_on_one_line(text: str, bound: str) -> None:
    assert bind_nl(text) == bound.replace("~", NBSP)


def test_zero_has_a_sentence_of_its_own() -> None:
    nobody = finding("outcome_no_notice", 0, 0, "geen personen")
    told = meaning_of(release(nobody), "outcome_no_notice")
    assert told == "Iedereen in de levering kreeg een kennisgeving."


def test_what_is_not_measured_names_itself_and_the_table_that_is_missing() -> None:
    absent = finding("breach_persons", None, None, "niet gemeten", measured=False)
    assert meaning_of(release(absent), "breach_persons") == (
        "Titel van breach_persons: niet gemeten; de tabel data_access (inzage in het portaal) "
        "ontbreekt in de levering."
    )


@pytest.mark.parametrize(
    ("lower", "upper", "said", "short"),
    [
        pytest.param(16725, 16725, "16.725 personen", "16.725", id="one number"),
        pytest.param(175, 325, "", "175 tot 325", id="two"),
        pytest.param(30315, 34052, "", "30.300 tot 34.100", id="outward"),
        pytest.param(None, None, "minder dan 10 personen", "minder dan 10", id="hidden"),
    ],
)
def test_the_first_screen_says_a_finding_briefly(
    lower: int | None, upper: int | None, said: str, short: str
) -> None:
    assert brief(finding("wrong_notice", lower, upper, said)) == short


@pytest.mark.parametrize("name", load_definitions())
def test_every_finding_has_its_words(name: str) -> None:
    words = templates()[name]
    assert {"measured", "limits"} <= words.keys() <= set(WORDS)
    assert not load_definitions()[name].needs or "needs" in words


@pytest.mark.parametrize("name", templates())
def test_no_number_is_typed_into_a_sentence(name: str) -> None:
    for text in templates()[name].values():
        assert not re.search(r"\d", re.sub(ALLOWED, "", text)), text


@pytest.mark.parametrize("name", templates())
def test_a_sentence_names_only_findings_and_settings(name: str) -> None:
    for text in templates()[name].values():
        asked = {field for _, field, _, _ in Formatter().parse(text) if field}
        assert asked <= load_definitions().keys() | SETTINGS.keys() | WORDS_OF_THE_CODE, text


def test_a_number_never_follows_a_preposition_that_two_bounds_would_break() -> None:
    """``bij ten minste 20 en ten hoogste 40 personen`` is no Dutch."""
    settings = "|".join([*SETTINGS, *WORDS_OF_THE_CODE])
    broken = re.compile(rf"\b(van|bij|voor|over|aan|in|met|dan) {{(?!{settings})", re.IGNORECASE)
    assert [
        text for words in templates().values() for text in words.values() if broken.search(text)
    ] == []


def test_what_a_finding_does_not_say_follows_the_settings_of_the_run() -> None:
    expected = finding("guidance_expected", 20, 20, "20 personen")
    told = limits_of(release(expected), "guidance_expected").replace(NBSP, " ")
    assert "van 1 januari 2021 tot en met 31 december 2021" in told


def test_a_lesson_is_shown_only_where_its_evidence_may_be_more_than_zero() -> None:
    money = next(lesson for lesson in lessons() if lesson.id == "Les 6")
    first, second = money.evidence
    none, some = finding(first, 0, 0, "geen personen"), finding(second, 20, 20, "€ 20")
    absent = [finding(name, None, None, "", measured=False) for name in money.evidence]
    assert standing_of(release(none, some), money) == "shown"
    assert standing_of(release(none, absent[1]), money) == "not_seen"
    assert standing_of(release(*absent), money) == "not_measured"


def test_what_a_finding_comes_down_to_is_said_only_where_it_counts_somebody() -> None:
    some = finding("informed_wrong", 20, 20, "20 personen")
    none = finding("informed_wrong", 0, 0, "geen personen")
    told = "Hun begeleiding kon daardoor op de verkeerde plek beginnen, of uitblijven."
    assert meaning(release(some), ["informed_wrong"]).text.endswith(told)
    assert told not in meaning(release(none), ["informed_wrong"]).text
