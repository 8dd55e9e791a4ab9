"""The files in ``expectations/``: complete, in order, and refused with every fault at once."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hertoets.errors import UseError
from hertoets.extract import schema
from hertoets.law import constants
from hertoets.publish.lessons import lessons
from hertoets.quality import (
    Assessment,
    CheckResult,
    Expectation,
    expectations_folder,
    load_expectations,
)

from tests.handmade import Handmade, find, people

EXPECTATIONS = load_expectations()
by_id = pytest.mark.parametrize("entry", EXPECTATIONS, ids=lambda entry: entry.id)

GOOD = """\
[[expectation]]
id = "one"
question_nl = "Is de datum bekend?"
finds_nl = "rijen zonder datum"
kind = "filled"
arguments = { columns = ["notice_date"] }
severity = "low"
consequence = "note"
lesson = "Les 9"
source = "DATA"
"""


def test_there_are_two_hundred_or_more_over_all_tables() -> None:
    assert len(EXPECTATIONS) >= 200
    assert {entry.table for entry in EXPECTATIONS} == set(schema())


@pytest.mark.parametrize(
    ("check", "constant"),
    [("fines_amount_at_most", "fine_most"), ("loans_amount_at_most", "loan_most")],
)
def test_the_highest_amounts_are_those_of_the_law(check: str, constant: str) -> None:
    [entry] = [entry for entry in EXPECTATIONS if entry.id == check]
    assert entry.arguments["most"] == constants().number(constant)


def test_they_stand_in_the_order_of_the_files() -> None:
    listed = [
        line.removeprefix('id = "').removesuffix('"')
        for name in [*schema(), "between"]
        if (expectations_folder() / f"{name}.toml").is_file()
        for line in (expectations_folder() / f"{name}.toml").read_text("utf-8").splitlines()
        if line.startswith("id = ")
    ]
    assert [entry.id for entry in EXPECTATIONS] == listed


@by_id
def test_it_asks_a_question_and_names_its_source(entry: Expectation) -> None:
    assert entry.question_nl.endswith("?")
    assert entry.source


@by_id
def test_it_puts_something_in_doubt_where_it_widens_and_only_there(entry: Expectation) -> None:
    assert bool(entry.doubts or entry.missing) is (entry.consequence == "widen")


@by_id
def test_what_is_unknown_already_is_put_in_doubt_no_more(entry: Expectation) -> None:
    """The law knows an unknown value for one; what a check doubts is something else."""
    if entry.kind in ("touched", "filled") and entry.consequence == "widen":
        assert not set(entry.doubts) & set(entry.arguments.get("columns", ()))


@by_id
def test_rows_that_contradict_each_other_are_missed_in_their_own_table(entry: Expectation) -> None:
    if entry.kind == "touched" and entry.arguments["checks"] == ["duplicate_differing"]:
        assert (entry.consequence, entry.missing) == ("widen", (entry.table,))


def test_of_every_table_with_rows_of_ones_own_somebody_misses_those_that_contradict() -> None:
    missed = {entry.table for entry in EXPECTATIONS if entry.id.endswith("_all_kept")}
    assert missed == {entry.table for entry in EXPECTATIONS} - {"persons"}


@by_id
def test_it_supports_a_lesson_that_exists(entry: Expectation) -> None:
    assert entry.lesson in {lesson.id for lesson in lessons()}


@by_id
def test_only_what_the_contract_itself_does_stops_or_sets_aside(entry: Expectation) -> None:
    if entry.consequence == "stop":
        assert (entry.kind, entry.at_most_share) == ("codes_listed", 0.05)
    if entry.consequence == "set_aside":
        assert entry.kind == "touched"
        assert "columns" not in entry.arguments


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param('kind = "filled"', 'kind = "sql"', "kind is one of touched, ", id="kind"),
        pytest.param("columns =", "column =", "filled has no argument column", id="argument"),
        pytest.param("columns =", "where =", "filled needs the argument columns", id="missing"),
        pytest.param('"low"', '"grave"', "severity is one of low, medium, high", id="severity"),
        pytest.param('"note"', '"mend"', "consequence is one of stop, ", id="consequence"),
        pytest.param('"note"', '"set_aside"', "only the contract sets rows aside", id="set aside"),
        pytest.param('"note"', '"widen"', "it puts nothing in doubt", id="widens nothing"),
        pytest.param(
            '"note"',
            '"note"\ndoubts = ["start_stated"]',
            "only a check that widens puts something in doubt",
            id="doubts and only notes",
        ),
        pytest.param(
            '"note"',
            '"widen"\ndoubts = ["sent_on"]',
            "notices has no column sent_on to doubt",
            id="doubts no column",
        ),
        pytest.param(
            '"note"',
            '"widen"\ndoubts = ["person_id"]',
            "notices has no column person_id to doubt",
            id="doubts whose row it is",
        ),
        pytest.param(
            '"note"',
            '"widen"\ndoubts = ["start_stated", "start_stated"]',
            "doubts names one thing twice",
            id="doubts twice",
        ),
        pytest.param(
            '"note"',
            '"widen"\nmissing = ["letters"]',
            "of letters no rows can be missing for those in notices",
            id="misses no table",
        ),
        pytest.param(
            '"note"',
            '"widen"\nmissing = ["persons"]',
            "of persons no rows can be missing for those in notices",
            id="misses persons",
        ),
        pytest.param(
            '"note"',
            '"widen"\nmissing = ["guidance_counts"]',
            "of guidance_counts no rows can be missing for those in notices",
            id="misses rows of nobody",
        ),
        pytest.param(
            '"note"',
            '"widen"\nmissing = "notices"',
            "missing is a list of names",
            id="misses no list",
        ),
        pytest.param('source = "DATA"\n', "", "source is missing", id="no source"),
        pytest.param(
            'lesson = "Les 9"', 'lesson = "Les 9"\nowner = "x"', "no field owner", id="field"
        ),
        pytest.param(
            'lesson = "Les 9"',
            'lesson = "Les 9"\ndate_column = "sent_on"',
            "notices has no date sent_on",
            id="date column",
        ),
        *(
            pytest.param(
                'lesson = "Les 9"',
                f'lesson = "Les 9"\ndate_column = "{name}"',
                f"notices has no date {name}",
                id=f"{name} is no date of the table",
            )
            for name in ("regime_stated", "birth_from", "decision_date")
        ),
        pytest.param(
            '["notice_date"]', '["birth_from"]', "notices has no column birth_from", id="of others"
        ),
        pytest.param(
            '["notice_date"]', '["sent_on"]', "notices has no column sent_on", id="column"
        ),
        pytest.param(
            'lesson = "Les 9"',
            'lesson = "Les 9"\nat_most_share = "5%"',
            "at_most_share is a share",
            id="share",
        ),
        pytest.param(
            'lesson = "Les 9"', 'lesson = "Les 9"\nat_most = "2"', "at_most is a whole", id="number"
        ),
        pytest.param(
            'lesson = "Les 9"',
            'lesson = "Les 9"\nfindings = []',
            "no field findings",
            id="findings",
        ),
        pytest.param(
            'lesson = "Les 9"', 'lesson = "Les 9"\ndoubts = "x"', "doubts is a list", id="list"
        ),
    ],
)
def test_an_entry_without_meaning_is_refused_with_what_to_mend(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    assert old in GOOD
    (tmp_path / "notices.toml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(UseError, match=rf"notices.toml  one: .*{told}"):
        load_expectations(tmp_path)


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "notices.toml").write_text(GOOD.replace('"low"', '"grave"'), encoding="utf-8")
    (tmp_path / "persons.toml").write_text("[[expectation\n", encoding="utf-8")
    (tmp_path / "letters.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(UseError) as refused:
        load_expectations(tmp_path)
    assert [fault.where for fault in refused.value.faults] == [
        str(tmp_path),
        "persons.toml",
        "notices.toml",
    ]


def test_two_entries_with_one_id_are_refused(tmp_path: Path) -> None:
    (tmp_path / "notices.toml").write_text(GOOD + GOOD, encoding="utf-8")
    with pytest.raises(UseError, match="one: stands more than once"):
        load_expectations(tmp_path)


def test_a_folder_without_expectations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UseError, match="no expectations here"):
        load_expectations(tmp_path)


def test_a_file_says_all_that_an_expectation_holds(tmp_path: Path) -> None:
    (tmp_path / "notices.toml").write_text(GOOD, encoding="utf-8")
    [entry] = load_expectations(tmp_path)
    assert entry == Expectation(
        id="one",
        table="notices",
        question_nl="Is de datum bekend?",
        finds_nl="rijen zonder datum",
        kind="filled",
        severity="low",
        consequence="note",
        lesson="Les 9",
        source="DATA",
        arguments={"columns": ["notice_date"]},
    )


@pytest.mark.parametrize(
    ("kind", "arguments", "told"),
    [
        ("touched", {"checks": ["duplikate_identical"]}, "reading knows no check duplikate"),
        ("has_row_in", {"other": "letters", "after_days": 1}, "there is no table letters"),
        (
            "days_between",
            {"earlier": "notice_date", "later": "start_stated", "never": "zero"},
            "never is a whole number",
        ),
        ("days_between", {"earlier": "sent_on", "later": "start_stated"}, "no column sent_on"),
    ],
)
def test_an_argument_that_names_nothing_is_refused(
    kind: str, arguments: dict[str, object], told: str, tmp_path: Path
) -> None:
    given = ", ".join(f"{name} = {json.dumps(value)}" for name, value in arguments.items())
    text = GOOD.replace('kind = "filled"', f'kind = "{kind}"')
    text = re.sub("arguments = .*", f"arguments = {{ {given} }}", text)
    (tmp_path / "notices.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UseError, match=told):
        load_expectations(tmp_path)


@pytest.mark.parametrize(
    ("kind", "arguments", "doubt", "told"),
    [
        pytest.param(
            "touched",
            {"checks": ["duplicate_differing"]},
            'doubts = ["start_stated"]',
            "touched finds no rows here whose values could be in doubt",
            id="rows that were set aside",
        ),
        pytest.param(
            "months_filled",
            {"column": "notice_date", "since": "2019-11"},
            'missing = ["notices"]',
            "months_filled finds nobody for whom rows could be missing",
            id="a count that belongs to no row",
        ),
    ],
)
def test_a_doubt_that_points_at_nothing_is_refused(
    kind: str, arguments: dict[str, object], doubt: str, told: str, tmp_path: Path
) -> None:
    given = ", ".join(f"{name} = {json.dumps(value)}" for name, value in arguments.items())
    text = GOOD.replace('kind = "filled"', f'kind = "{kind}"')
    text = re.sub("arguments = .*", f"arguments = {{ {given} }}", text)
    text = text.replace('consequence = "note"', f'consequence = "widen"\n{doubt}')
    (tmp_path / "notices.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UseError, match=told):
        load_expectations(tmp_path)


def test_a_lesson_that_nobody_knows_is_refused() -> None:
    entry = replace(load_expectations()[0], lesson="L42")
    assessment = Assessment((CheckResult(entry, "passed"),))
    with pytest.raises(UseError, match="there is no lesson L42"):
        find(Handmade(people(1)), assessment)
