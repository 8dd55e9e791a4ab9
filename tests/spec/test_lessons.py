"""Lessons from the checks: when the first alarm would have been given, and who came after it."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from hertoets.extract.doubt import NOBODY
from hertoets.findings.alarms import load_alarms
from hertoets.findings.catalogue import load_labels
from hertoets.findings.tables_lessons import months_of_history
from hertoets.publish.alarms import alarm_cells, alarm_rule, alarm_told, alarms
from hertoets.publish.figures import missing_for, picture_of
from hertoets.publish.lessons import lessons, lessons_markdown
from hertoets.quality import Assessment, CheckResult, Expectation, load_expectations
from hertoets.quality.marks import Measure
from hertoets.release import load_policy, released

from tests.handmade import Handmade, find, people

CHAIN = {"wet", "SZW", "IND", "COA", "BRP", "DUO", "gemeente"}


PERSONS = 120
ROWS: list[tuple[int, date]] = []
"""Rows of the table of notices, each of another person, for the checks to find wrong."""


def check(name, lesson, persons_by_month=None, *, state="failed", one_in=10, **arguments):
    """A check as assessed, one row wrong in so many; without months it could not be evaluated."""
    entry = Expectation(
        id=name,
        table="notices",
        question_nl=f"Vraag van {name}?",
        finds_nl=f"rijen van {name}",
        kind="within_days",
        severity="high",
        consequence="note",
        lesson=lesson,
        arguments=arguments,
        date_column="notice_date",
    )
    if persons_by_month is None:
        return CheckResult(entry, "not_evaluable", "niet geleverd")
    days = [
        date.fromisoformat(f"{m}-07") for m, size in persons_by_month.items() for _ in range(size)
    ]
    wrong = np.arange(len(ROWS), len(ROWS) + len(days), dtype=np.int32)
    ROWS.extend(enumerate(days))
    judged = {month: one_in * count for month, count in persons_by_month.items()}
    measure = Measure(
        one_in * len(days), len(days), NOBODY, persons_by_month, judged, persons_by_month, wrong
    )
    return CheckResult(entry, state, measure=measure)


ASSESSMENT = Assessment(
    (
        check(
            "start_is_publication",
            "Les 1",
            {"2019-10": 40, "2019-11": 9, "2020-01": 10, "2020-02": 12, "2020-03": 13},
        ),
        check("notices_start_not_copied", "Les 2", {"2020-05": 10}),
        check("notices_start_not_after", "Les 2", {"2020-05": 30, "2020-06": 5}),
        check("a_check_without_months", "Les 2", {}, state="passed"),
        check("new_law_for_new_rights", "Les 3"),
        check("told_municipality_not_of_reception", "Les 4", {"2021-01": 9, "2021-02": 9}),
        check("seen_under_new_law_only", "Les 5", {"2022-01": 20, "2022-02": 18, "2022-03": 2}),
        check(
            "right_has_notice",
            "Les 10",
            {"2020-01": 11, "2020-07": 20, "2020-08": 30, "2020-09": 14},
            after_days=183,
        ),
        check("notice_within_half_a_year", "Les 7", {"2021-03": 40}, one_in=21),
        check("first_home_where_linked", "Les 6", {"2021-03": 40}, one_in=20),
    )
)


@pytest.fixture(scope="module")
def found():
    kinds = {"person": pl.Int32, "notice_date": pl.Date}
    notices = pl.DataFrame(ROWS, schema=kinds, orient="row")
    return find(Handmade(people(PERSONS), tables={"notices": notices}), ASSESSMENT)


@pytest.fixture(scope="module")
def shown(found):
    return released(found, load_policy())


def row(findings, lesson):
    table = findings.tables["lessons"]
    [cells] = [cells for cells in table.rows if cells[0] == lesson]
    return dict(zip([column.name for column in table.columns], cells, strict=True))


def count(findings, lesson, month):
    table = findings.tables["lessons_by_month"]
    place = [column.name for column in table.columns].index(lesson)
    [cell] = [cells[place] for cells in table.rows if cells[0] == month]
    return cell


def test_the_first_alarm_is_the_first_month_of_the_history_with_enough_persons(found):
    """October 2019 lies before the cohorts; nine in November are one short of an alarm."""
    told = row(found, "Les 1")
    assert (told["first_alarm"], told["month"]) == ("2020-01", "2020-01")
    assert told["check"] == "start_is_publication"
    assert count(found, "Les 1", "2020-01") == 10


def test_who_first_came_in_a_later_month_would_have_been_spared(found):
    assert count(found, "Les 1", "na het alarm") == 12 + 13


def test_of_two_alarms_in_one_month_the_one_over_most_persons_counts(found):
    assert row(found, "Les 2")["check"] == "notices_start_not_after"
    assert count(found, "Les 2", "2020-05") == 30
    assert count(found, "Les 2", "na het alarm") == 5


def test_a_check_that_waits_gives_its_alarm_later_and_spares_only_who_came_after_that(found):
    """The last of January 2020 is 183 days old on 1 August, so who came in August is too early."""
    told = row(found, "Les 10")
    assert (told["month"], told["first_alarm"]) == ("2020-01", "2020-08")
    assert count(found, "Les 10", "na het alarm") == 14


def test_too_few_in_every_month_give_no_alarm_and_nobody_to_spare(found):
    assert row(found, "Les 4")["first_alarm"] == ""
    assert count(found, "Les 4", "2021-01") == 9
    assert count(found, "Les 4", "na het alarm") is None


def test_an_alarm_takes_one_row_in_twenty_of_those_judged_in_its_month(found):
    assert row(found, "Les 7")["first_alarm"] == ""  # 40 of 840
    assert row(found, "Les 6")["first_alarm"] == "2021-03"  # 40 of 800


def test_a_lesson_whose_checks_were_not_counted_is_not_measured_and_not_zero(found):
    assert row(found, "Les 3")["first_alarm"] == ""
    assert count(found, "Les 3", "2022-01") is None


def test_the_state_of_all_checks_of_a_lesson_is_counted(found):
    told = row(found, "Les 2")
    assert [told[name] for name in ("failed", "not_evaluable", "passed")] == ["2", "0", "1"]


def test_without_an_assessment_there_are_no_lessons_to_count():
    assert not {"lessons", "lessons_by_month"} & find(Handmade(people(1))).tables.keys()


def test_the_history_runs_from_the_first_cohort_to_the_delivery(found):
    months = [cells[0] for cells in found.tables["lessons_by_month"].rows]
    assert (months[0], months[-2], len(months)) == ("2019-11", "2022-09", 36)


def test_without_a_day_of_delivery_the_history_runs_a_year_past_the_cohorts():
    assert months_of_history(date(2019, 11, 1), date(2021, 12, 31), None)[-1] == "2022-12"


def test_small_counts_of_the_lessons_are_hidden_and_others_rounded(shown):
    assert count(shown, "Les 1", "2020-02") == 10
    assert count(shown, "Les 1", "2019-11") == "<10"
    assert count(shown, "Les 2", "na het alarm") == "<10"


def test_a_small_month_does_not_follow_from_what_came_after_the_alarm(shown):
    """20 after it (18 to 22) less 18 (shown 20, 18 to 22) would leave 1 to 4: one more must go."""
    cells = [count(shown, "Les 5", name) for name in ("2022-02", "2022-03", "na het alarm")]
    assert cells[1] == "<10"
    assert "x" in cells


def test_every_count_of_persons_stands_in_the_table_whose_sums_are_known(found):
    kinds = {column.kind for column in found.tables["lessons"].columns}
    assert kinds == {"label", "text"}


def test_the_alarm_is_told_in_protected_numbers(shown):
    told = alarms(shown)
    assert " ".join(alarm_told(told["Les 2"])).replace("\u00a0", " ") == (
        "Een maandelijkse controle had in mei 2020 alarm geslagen, over 30 personen. Die controle "
        "vraagt: Vraag van notices_start_not_after? Daarna vond zij de fout nog bij minder dan 10 personen. Bij ten hoogste zoveel mensen was de fout te "
        "voorkomen, als iemand naar het alarm had gehandeld. Controles bij deze les: 1 gehaald, "
        "2 niet gehaald, 0 niet te beoordelen."
    )
    assert (
        "in augustus 2020 alarm geslagen over de maand januari 2020"
        in alarm_told(told["Les 10"])[0]
    )
    assert alarm_told(told["Les 3"])[0].startswith("Niet gemeten")
    assert alarm_told(told["Les 4"])[0].startswith("Geen van de controles")


def test_every_lesson_names_cause_links_checks_and_first_alarm(shown):
    text = lessons_markdown(shown)
    assert text.count("\nOorzaak volgens de bronnen") == len(lessons())
    assert text.count("\n- Actie: (in te vullen)\n- Wie: (in te vullen)\n") == len(lessons())
    assert text.count("\nEerste alarm: ") == len(lessons())
    assert "Eerste alarm: Een maandelijkse controle had in januari 2020 alarm geslagen" in text
    plain = text
    for one in ASSESSMENT.results:  # the questions of these checks are made up from their ids
        plain = plain.replace(one.question_nl, "")
    assert not any(entry.id in plain for entry in load_expectations(None))


def test_without_an_assessment_lessons_and_figure_say_that_nothing_was_measured():
    shown = released(find(Handmade(people(30))), load_policy())
    assert missing_for(shown, "lessons").startswith("de controles op de gegevens zijn")
    said = "Eerste alarm: Niet gemeten: de controles op de gegevens zijn niet gedraaid."
    assert lessons_markdown(shown).count(said) == len(lessons())


def test_the_figure_marks_the_first_alarm_of_each_lesson_in_words_and_numbers(shown):
    picture = picture_of(shown, "lessons")
    assert picture.frame.title == "Het vroegste alarm was mogelijk in januari 2020"
    assert "Les 4: registers en nieuwe opvang – geen alarm" in picture.alt
    assert "Les 3: een nieuwe wet, onbeproefd aangezet – niet gemeten" in picture.alt
    assert "Les 1: een conclusie voor één groep – alarm jan 2020" in picture.alt
    assert picture.svg() == picture.svg()


def test_every_alarm_is_given_by_an_expectation_of_that_lesson_with_a_month():
    known = {entry.id: entry for entry in load_expectations(None)}
    for lesson, names in load_alarms()["checks"].items():
        for name in names:
            assert known[name].lesson == lesson, name
            assert known[name].date_column, name


def test_the_lessons_that_are_counted_are_the_lessons_that_are_told():
    told = [lesson.id for lesson in lessons()]
    assert list(load_labels()["lesson"]) == list(load_alarms()["checks"]) == told


def test_every_lesson_names_the_links_of_the_chain_it_lies_in():
    named = {link for lesson in lessons() for link in lesson.chain}
    assert named == CHAIN
    assert all(lesson.chain for lesson in lessons())


def test_an_alarm_takes_as_many_persons_as_a_count_needs_to_be_shown():
    assert load_alarms()["alarm_from"] == load_policy().threshold


def test_the_rule_of_an_alarm_is_told_whole(shown):
    """Persons enough in a month is half of it: the other half is the share of the rows judged."""
    assert (load_alarms()["alarm_from"], load_alarms()["alarm_share"]) == (10, 1 / 20)
    assert "ten minste 10 personen en ten minste één op de twintig" in alarm_rule(shown)
    assert alarm_rule(shown) in lessons_markdown(shown)


def test_a_fault_in_the_first_month_that_is_looked_at_is_no_alarm_of_that_month(shown):
    alarm = replace(alarms(shown)["Les 5"], opens=True)
    assert "wanneer het alarm het eerst was afgegaan, is niet te zeggen" in alarm_told(alarm)[0]
    assert alarm_cells(alarm)[0] == "januari 2022 of eerder"


def test_without_an_alarm_it_cannot_be_said_whom_it_would_have_spared(shown):
    assert alarm_cells(alarms(shown)["Les 4"]) == ("geen alarm", "niet te zeggen")
    assert alarm_cells(alarms(shown)["Les 3"]) == ("niet gemeten", "niet gemeten")
    assert alarm_cells(alarms(shown)["Les 2"]) == ("mei 2020", "minder dan 10")
    assert alarm_cells(alarms(shown)["Les 1"]) == ("januari 2020", "ten hoogste 25")
