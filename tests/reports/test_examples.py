"""Five invented persons from delivery to outcome: what the text says is what the engine makes of them."""

import copy
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from hertoets.desk.examples import follow_persons, invented_persons
from hertoets.law import FACT_VALUES, HEADLINE, REGIMES, load_law
from hertoets.outcomes.breach import BREACH
from hertoets.outcomes.repair import REPAIR
from hertoets.outcomes.situations import CERTAINTY
from hertoets.publish.examples import Example, examples_block
from hertoets.publish.shown import shown_html
from hertoets.publish.words import read_words

from tests.support.cases import Row, outcomes_of

REFERENCE = date(2021, 12, 31)
MOST_WORDS = 350


def followed(invented: Mapping[str, Any], headline: str = HEADLINE) -> list[Example]:
    return follow_persons(
        invented, load_law(None), headline=headline, reference_date=REFERENCE, tolerance_days=2
    )


def told(persons: list[Example]) -> str:
    return examples_block(persons, REFERENCE).text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(scope="module")
def persons() -> list[Example]:
    return followed(invented_persons())


def test_the_five_show_what_they_were_invented_for(persons: list[Example]) -> None:
    shown = [(p.regime, p.certainty, p.wrong_notice, p.start_class, p.breach) for p in persons]
    assert shown == [
        ("wi2013", "certain", "yes", "not_applicable", "no"),
        ("wi2013", "certain", "no", "late", "no"),
        ("none", "certain", "yes", "not_applicable", "no"),
        ("wi2021", "reading_dependent", "no", "not_applicable", "no"),
        ("wi2013", "certain", "yes", "not_applicable", "viewed"),
    ]
    assert persons[4].informed == "wrong_reception"


def test_the_outcomes_in_the_text_are_those_of_the_engine(persons: list[Example]) -> None:
    invented = invented_persons()
    tables: dict[str, list[Row]] = {"persons": [], "exemptions": [], "registrations": []}
    usual = dict.fromkeys(("spiritual_minister", "temporary_purpose", "family_of_asylum"), "false")
    keys = {"residence_rights": "right_id", "notices": "notice_id"}
    for person in invented["person"]:
        of_whom = {"person_id": person["name"]}
        plain = {name: str(person[name]) for name in ("birth_date", "nationality")}
        tables["persons"].append({**of_whom, "sex": "x", **plain})
        for table in (
            "residence_rights",
            "exemptions",
            "reception",
            "notices",
            "data_access",
            "choices",
        ):
            for number, entry in enumerate(person.get(table, [])):
                key = {keys[table]: f"{person['name']}{number}"} if table in keys else {}
                row = {
                    k: str(v).lower() if isinstance(v, bool) else str(v) for k, v in entry.items()
                }
                extra = usual if table == "residence_rights" else {}
                tables.setdefault(table, []).append({**of_whom, **key, **extra, **row})
    outcomes = outcomes_of(tables, as_of=invented["delivered_on"])
    words = read_words("examples")
    text = told(persons)
    parts = dict(
        zip(
            [p.name for p in persons], re.split(r"Persoon . \(verzonnen\)\n", text)[1:], strict=True
        )
    )
    for name, outcome in outcomes.items():
        assert words["regime"][outcome[f"regime_{HEADLINE}"]] in parts[name]
        assert words["standing"][outcome["standing"]] in parts[name]
        depends = outcome["certainty"] == "reading_dependent"
        assert (words["certainty"]["reading_dependent"] in parts[name]) is depends
        wronged = outcome["wrong_notice"] == "yes"
        assert (words["wrong_notice"]["yes"] in parts[name]) is wronged
        assert ("te laat." in parts[name]) is (outcome["start_class"] == "late")
        assert (words["breach"]["viewed"] in parts[name]) is (outcome["breach"] == "viewed")
    assert len(outcomes) == len(parts) == 5


def test_another_birth_date_tells_another_story(persons: list[Example]) -> None:
    invented = copy.deepcopy(invented_persons())
    invented["person"][0]["birth_date"] = date(2007, 3, 14)
    young = followed(invented)
    assert told(young) != told(persons)
    assert young[0].standing == "under_16"
    assert "Geboren op 14 maart 2007." in told(young)
    assert "jonger dan zestien" in told(young)
    assert "De Wi2021 geldt. Andere lezingen zeggen iets anders." in told(young)
    assert young[1:] == persons[1:]


def test_another_reading_in_front_tells_another_story(persons: list[Example]) -> None:
    assert followed(invented_persons(), "publication")[3].regime == "wi2013"
    assert persons[3].regime == "wi2021"


def test_it_is_short_names_nobody_and_says_that_they_are_invented(persons: list[Example]) -> None:
    text = told(persons)
    assert len(text.split()) <= MOST_WORDS
    assert text.count("verzonnen)") == 5
    assert not re.search(r"[a-z]+_[a-z]|wi20\d\d|None|\{|\}|  ", text)
    # Nothing stands there that could be taken for a count: only dates and the names of Acts.
    months = (
        "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    )
    assert not re.search(r"\d", re.sub(rf"\d+ (?:{months}) \d{{4}}|Wi20\d\d", "", text))


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ("regime", REGIMES),
        ("publication", FACT_VALUES["publication"]),
        ("standing", FACT_VALUES["standing"]),
        ("treaty", FACT_VALUES["treaty"]),
        ("certainty", CERTAINTY.categories),
        ("repair", REPAIR.categories),
        ("breach", BREACH.categories),
        ("start_class", ("late", "early", "on_time", "unknown", "not_applicable")),
        ("wrong_notice", ("yes", "no", "unknown")),
        ("informed", ("right", "wrong_reception", "wrong_other", "unknown", "not_informed")),
        ("group", ("asylum", "family", "other")),
    ],
)
def test_every_code_can_be_told(
    persons: list[Example], column: str, codes: tuple[str, ...]
) -> None:
    for code in codes:
        text = told([replace(persons[0], start=REFERENCE, **{column: code})])
        assert not re.search(r"[a-z]+_[a-z]|None|\{|  |: \.|\.\.|: $", text, re.MULTILINE), code


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.append(tag)


def test_the_page_shows_a_list_with_named_steps(persons: list[Example]) -> None:
    html = examples_block(persons, REFERENCE).html
    assert unescape(shown_html(str(html))) == unescape(
        html
    )  # nothing of it is lost on the way into the report
    page = _Page()
    page.feed(str(html))
    counted = {tag: page.tags.count(tag) for tag in ("ul", "li", "dl", "dt", "dd", "table")}
    assert counted == {"ul": 1, "li": 5, "dl": 5, "dt": 20, "dd": 20, "table": 0}


def test_following_them_leaves_nothing_behind_and_is_the_same_each_time(
    persons: list[Example],
) -> None:
    assert followed(invented_persons()) == persons
