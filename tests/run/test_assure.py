"""Hand-worked persons beside what the readings say: agreement, deviations, and files that are wrong."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hertoets.cli import main
from hertoets.run import casefile, caserows

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "cases-example.toml"
Said = pytest.CaptureFixture[str]

USUAL = """\
[parameters]
as_of = 2022-12-31
[usual.persons]
birth_date = 1990-05-15
sex = "f"
nationality = "SYR"
[usual.residence_rights]
document_collected_date = "as decision_date"
effective_date = "as decision_date"
spiritual_minister = false
temporary_purpose = false
"""
CASE = """
[[case]]
name = "wronged"
why = "told of the new Act"
source = "D1"
residence_rights = [{ migrant_group = "asylum", decision_date = 2021-05-03 }]
notices = [{ notice_date = 2022-01-10, regime_stated = "wi2021" }]
"""
EXPECT = 'expect = { regime_publication = "wi2013" }\n'


def _file(tmp_path: Path, text: str, name: str = "cases.toml") -> str:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / name)


def _assure(capsys: Said, *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["assure", *words, "--json", "--quiet"])
    return code, json.loads(capsys.readouterr().out)


def _answer(capsys: Said, tmp_path: Path, case: str, usual: str = USUAL) -> dict[str, Any]:
    """What is found for a case, whatever it expects."""
    _, told = _assure(capsys, _file(tmp_path, usual + case))
    return {one["column"]: one["found"] for one in told["deviations"]}


# Agreement and deviations


def test_the_example_that_a_jurist_reads_holds(capsys: Said) -> None:
    code, told = _assure(capsys, str(EXAMPLE))
    assert (code, told["deviations"]) == (0, [])
    assert (told["cases"], told["answers"], told["agree"], told["differ"]) == (5, 18, 18, 0)


def test_a_wrong_expectation_is_named_with_the_rule_behind_what_was_found(
    tmp_path: Path, capsys: Said
) -> None:
    expect = 'expect = { regime_publication = "wi2021", repair_days = 354, standing = "obligable", start_publication = 2021-05-04 }\n'
    cases = _file(tmp_path, USUAL + CASE + expect)
    assert main(["assure", cases, "--quiet"]) == 1
    said = capsys.readouterr()
    assert said.err == ""
    assert "wronged  regime_publication: expected wi2021, found wi2013" in said.out
    assert "found by publication.obligable: D1; S3" in said.out
    assert "expected because: told of the new Act; D1" in said.out
    assert said.out.endswith("1 case, 4 answers asked: 1 agree, 3 differ in 1 case.\n")
    assert "1990" not in said.out  # nothing of the person but the answers
    code, told = _assure(capsys, cases)
    assert code == 1
    assert (told["cases_that_differ"], told["agree"], told["differ"]) == (1, 1, 3)
    assert told["files"] == {"cases.toml": 1}
    first, days, start = told["deviations"]
    assert first == {
        "file": "cases.toml", "case": "wronged", "column": "regime_publication",
        "expected": "wi2021", "found": "wi2013", "reading": "publication",
        "rule": "publication.obligable", "citation": "D1; S3",
        "why": "told of the new Act", "source": "D1",
    }  # fmt: skip
    assert (days["expected"], days["found"]) == (354, 355)
    assert days["reading"] == "publication_exceptions"  # the headline, of which repair follows
    assert (start["expected"], start["found"]) == ("2021-05-04", "2021-05-03")


def test_no_rule_is_named_behind_a_fact(tmp_path: Path, capsys: Said) -> None:
    _, told = _assure(
        capsys, _file(tmp_path, USUAL + CASE + 'expect = { standing = "excluded" }\n')
    )
    assert [(one["found"], one["rule"]) for one in told["deviations"]] == [("obligable", "")]


def test_a_changed_row_of_a_reading_is_found_by_the_cases(tmp_path: Path, capsys: Said) -> None:
    tables = ROOT / "analysis" / "hertoets" / "law" / "tables"
    (tmp_path / "mine").mkdir()
    text = (tables / "publication.toml").read_text(encoding="utf-8")
    old, new = 'regime = "wi2013"', 'regime = "wi2021"'
    assert old in text
    (tmp_path / "mine" / "publication.toml").write_text(text.replace(old, new), encoding="utf-8")
    cases = _file(tmp_path, USUAL + CASE + EXPECT)
    assert _assure(capsys, cases)[0] == 0
    code, told = _assure(capsys, cases, "--set", f"readings={tmp_path / 'mine'}")
    assert code == 1
    assert [(one["column"], one["found"]) for one in told["deviations"]] == [
        ("regime_publication", "wi2021")
    ]


def test_the_answers_of_a_reading_of_ones_own_can_be_expected(tmp_path: Path, capsys: Said) -> None:
    tables = ROOT / "analysis" / "hertoets" / "law" / "tables"
    (tmp_path / "mine").mkdir()
    text = (tables / "publication.toml").read_text(encoding="utf-8")
    text = text.replace('= "publication"\ntitle', '= "mine"\ntitle').replace(
        '"publication.', '"mine.'
    )
    assert 'rule = "mine.obligable"' in text
    (tmp_path / "mine" / "mine.toml").write_text(text, encoding="utf-8")
    cases = _file(tmp_path, USUAL + CASE + 'expect = { regime_mine = "wi2013" }\n')
    assert _assure(capsys, cases, "--set", f"readings={tmp_path / 'mine'}")[0] == 0
    assert main(["assure", cases, "--quiet"]) == 2
    assert "expect  regime_mine: no such answer" in capsys.readouterr().err


def test_a_folder_is_all_its_files(tmp_path: Path, capsys: Said) -> None:
    _file(tmp_path, USUAL + CASE + EXPECT, "a.toml")
    _file(tmp_path, USUAL + CASE.replace("wronged", "again") + EXPECT, "b.toml")
    (tmp_path / "notes.txt").write_text("not read", encoding="utf-8")
    code, told = _assure(capsys, str(tmp_path))
    assert (code, told["files"]) == (0, {"a.toml": 1, "b.toml": 1})


# What holds where a case says nothing


def test_what_a_case_does_not_name_is_unknown(tmp_path: Path, capsys: Said) -> None:
    bare = '[[case]]\nname = "bare"\nexpect = { standing = "excluded", publication = "before", notice = "before" }\n'
    assert _answer(capsys, tmp_path, bare, usual="") == {
        "standing": "unknown", "publication": "unknown", "notice": "no_notice",
    }  # fmt: skip


def test_every_table_is_there_unless_it_is_said_to_be_absent(tmp_path: Path, capsys: Said) -> None:
    expect = 'expect = { fine = "other", loan = "other" }\n'
    assert _answer(capsys, tmp_path, CASE + expect) == {"fine": "no_fine", "loan": "no_loan"}
    absent = 'absent = ["fines"]\n'
    assert _answer(capsys, tmp_path, CASE + absent + expect) == {
        "fine": "not_measured", "loan": "no_loan",
    }  # fmt: skip
    # For a whole file it is said once.
    assert _answer(capsys, tmp_path, CASE + expect, usual=f"{absent}{USUAL}") == {
        "fine": "not_measured", "loan": "no_loan",
    }  # fmt: skip


def test_a_case_goes_before_its_file_and_that_before_the_command(
    tmp_path: Path, capsys: Said
) -> None:
    expect = "expect = { repair_days = 0 }\n"
    own = "parameters = { as_of = 2022-01-31 }\n"
    unset = USUAL.replace("as_of = 2022-12-31", "")
    assert _answer(capsys, tmp_path, CASE + own + expect) == {"repair_days": 21}
    assert _answer(capsys, tmp_path, CASE + expect) == {"repair_days": 355}
    for usual, days in ((USUAL, 355), (unset, 11)):
        cases = _file(tmp_path, usual + CASE + expect)
        _, told = _assure(capsys, cases, "--set", "as_of=2022-01-21")
        assert [one["found"] for one in told["deviations"]] == [days]


def test_without_a_day_each_person_is_judged_up_to_the_last_day_that_is_known_of_that_person(
    tmp_path: Path, capsys: Said
) -> None:
    """As in an extract of that person alone; what is known of another case changes nothing."""
    unset = USUAL.replace("as_of = 2022-12-31", "")
    offered = "choices = [{ offered_on = 2022-02-10 }]\n"
    expect = "expect = { repair_days = 0 }\n"
    two = CASE + offered + expect + CASE.replace('"wronged"', '"other"') + expect
    _, told = _assure(capsys, _file(tmp_path, unset + two))
    assert {one["case"]: one["found"] for one in told["deviations"]} == {"wronged": 31}
    delivered = unset.replace("[parameters]", "[parameters]\ndelivered_on = 2022-01-11")
    _, told = _assure(capsys, _file(tmp_path, delivered + CASE + expect))
    assert [one["found"] for one in told["deviations"]] == [1]


def test_an_own_number_of_a_row_decides_which_of_two_notices_is_first(
    tmp_path: Path, capsys: Said
) -> None:
    notices = """
notices = [
  { notice_id = "2", notice_date = 2022-01-10, regime_stated = "wi2021" },
  { notice_id = "1", notice_date = 2022-01-10, regime_stated = "wi2013" },
]
"""
    case = CASE.partition("notices")[0] + notices + 'expect = { regime_stated = "" }\n'
    assert _answer(capsys, tmp_path, case) == {"regime_stated": "wi2013"}


def test_what_registers_may_deliver_can_be_tried(tmp_path: Path, capsys: Said) -> None:
    strange = CASE.replace("2021-05-03", '"2021-02-30"').replace('"wi2021"', '"wi2022"')
    expect = 'expect = { publication = "before", regime_stated = "wi2013" }\n'
    cases = _file(tmp_path, USUAL + strange + expect)
    assert main(["assure", cases, "--quiet"]) == 2
    assert "as_delivered = true" in capsys.readouterr().err
    tried = _answer(capsys, tmp_path, strange + "as_delivered = true\n" + expect)
    assert tried == {"publication": "unknown", "regime_stated": None}


# Files that are wrong

WRONG = {
    "an unknown table": (CASE + "notice = []\n" + EXPECT, "wronged  notice: no such name here. Nearest is notices"),
    "an unknown column": (CASE.replace("decision_date", "decided_on"), "wronged  residence_rights  decided_on: no such name here"),
    "a column near another": (CASE.replace("migrant_group", "migrant_grp"), "migrant_grp: no such name here. Nearest is migrant_group"),
    "an unknown answer": (CASE + 'expect = { regime_publicaton = "wi2013" }\n', "wronged  expect  regime_publicaton: no such answer. Nearest is regime_publication"),
    "an answer never given": (CASE + 'expect = { regime_publication = "wi2012" }\n', "expect  regime_publication: an answer that this column never gives. Nearest is"),
    "a rule that is none": (CASE + 'expect = { rule_publication = "C99" }\n', "expect  rule_publication: an answer that this column never gives"),
    "an answer of another type": (CASE + 'expect = { repair_days = "3" }\n', "expect  repair_days: not a whole number"),
    "a truth value for days": (CASE + "expect = { repair_days = true }\n", "expect  repair_days: not a whole number"),
    "a number for a code": (CASE + "expect = { standing = 1 }\n", "expect  standing: not text"),
    "a text for a date": (CASE + 'expect = { start_publication = "May" }\n', "expect  start_publication: not a date"),
    "no answer": (CASE, "wronged: expects no answer"),
    "no name": (CASE.replace('name = "wronged"\n', "") + EXPECT, "case 1: has no name"),
    "two of one name": (CASE + EXPECT + CASE + EXPECT, "wronged: a name that another case has"),
    "two persons": (CASE + "persons = [{}, {}]\n" + EXPECT, "wronged  persons: 2 rows, and a case is one person"),
    "a person's number": (CASE + 'persons = { person_id = "P1" }\n' + EXPECT, "persons  person_id: filled in by itself"),
    "a code outside its list": (CASE.replace('"asylum"', '"assylum"') + EXPECT, "residence_rights  migrant_group: a code outside its list. Nearest is asylum"),
    "a municipality": (CASE + 'plans = [{ municipality = "Utrecht" }]\n' + EXPECT, "plans  municipality: a code outside its list. Write GM and four digits"),
    "a nationality": (CASE + 'persons = { nationality = "NL" }\n' + EXPECT, "persons  nationality: a code outside its list. Write three capitals"),
    "a date that is none": (CASE.replace("2021-05-03", '"3 May 2021"') + EXPECT, "residence_rights  decision_date: not a date"),
    "a moment": (CASE.replace("2021-05-03", "2021-05-03T00:00:00") + EXPECT, "residence_rights  decision_date: not a date"),
    "a day that does not exist": (CASE.replace("2021-05-03", '"2021-02-30"') + EXPECT, "decision_date: a day that does not exist"),
    "a birth month that does not exist": (CASE + 'persons = { birth_date = "1990-13-00" }\n' + EXPECT, "birth_date: a day that does not exist"),
    "a truth value that is none": (CASE + 'data_access = [{ viewed = "yes" }]\n' + EXPECT, "data_access  viewed: not true or false"),
    "an amount that is none": (CASE + "fines = [{ amount_euro = 1.5 }]\n" + EXPECT, "fines  amount_euro: not a whole number"),
    "an amount below zero": (CASE + "fines = [{ amount_euro = -1 }]\n" + EXPECT, "fines  amount_euro: below 0"),
    "the second of two rows": (CASE + 'plans = [{}, { plan_date = "x" }]\n' + EXPECT, "plans row 2  plan_date: not a date"),
    "rows that are none": (CASE + 'plans = "2022-01-01"\n' + EXPECT, "plans: not rows"),
    "counts of municipalities": (CASE + "guidance_counts = []\n" + EXPECT, "guidance_counts: no such name here"),
    "an unknown parameter": (CASE + "parameters = { headlin = 1 }\n" + EXPECT, "headlin: no such name here. Nearest is headline"),
    "a parameter of the command": (CASE + 'parameters = { readings = "." }\n' + EXPECT, "readings: no such name here"),
    "a reading that there is not": (CASE + 'parameters = { headline = "dutty" }\n' + EXPECT, "wronged  headline: no reading named dutty. Nearest is duty"),
    "a day of delivery that is none": (CASE + 'parameters = { delivered_on = "x" }\n' + EXPECT, "delivered_on: not a date"),
    "a required table absent": (CASE + 'absent = ["notices"]\n' + EXPECT, "absent: notices: nothing of that name may be absent"),
    "rows in an absent table": (CASE + 'absent = ["plans"]\nplans = [{}]\n' + EXPECT, "plans: has rows and is said to be absent"),
    "a why that is none": (CASE.replace('"told of the new Act"', "3") + EXPECT, "wronged  why: not text"),
    "cases that are none": ("case = 3\n", "case: not a list of cases"),
    "nothing usual of that name": ("[usual.person]\n" + CASE + EXPECT, "usual.person: no table of persons. Nearest is persons"),
    "an unknown name at the top": ("[settings]\n" + CASE + EXPECT, "settings: no such name here"),
    "a value in an absent column": (CASE + 'absent = ["persons.dutch_since"]\npersons = { dutch_since = 2020-01-01 }\n' + EXPECT, "persons  dutch_since: has a value and is said to be absent"),
    "no case": ("", "no case in it"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_file_that_is_wrong_is_refused_with_its_place_and_no_value(
    case: str, tmp_path: Path, capsys: Said
) -> None:
    text, said = WRONG[case]
    usual = "" if text.startswith(("case =", "[settings]", "[usual.person]")) or not text else USUAL
    assert main(["assure", _file(tmp_path, usual + text), "--quiet"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert "cases.toml" in told.err
    assert not [v for v in ("assylum", "Utrecht", "3 May", "1990-05", "wi2012") if v in told.err]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path, capsys: Said) -> None:
    text = USUAL + CASE.replace("migrant_group", "group") + "fine = []\nexpect = { x = 1 }\n"
    assert main(["assure", _file(tmp_path, text), "--quiet"]) == 2
    assert capsys.readouterr().err.startswith("3 faults.\n")


USUALLY_WRONG = {
    "a column": ('[usual.notices]\nnotice_day = ""\n', "usual.notices  notice_day: no such name here. Nearest is notice_date"),
    "a value": ('[usual.notices]\nnotice_date = 3\n', "usual.notices  notice_date: not a date"),
    "a column of which it is the same": ('[usual.notices]\nstart_stated = "as notice_day"\n', "usual.notices  start_stated: the same as a column that has no value of its own. Nearest is notice_date"),
    "what is absent": ('absent = ["plan"]\n', "absent: plan: nothing of that name may be absent. Nearest is plans"),
    "a parameter": ("[parameters]\nheadlin = 1\n", "parameters  headlin: no such name here"),
    "a day of delivery": ("[parameters]\ndelivered_on = 1\n", "parameters  delivered_on: not a date"),
}  # fmt: skip


@pytest.mark.parametrize("case", USUALLY_WRONG)
def test_what_is_wrong_for_all_cases_of_a_file_is_told_once(
    case: str, tmp_path: Path, capsys: Said
) -> None:
    text, said = USUALLY_WRONG[case]
    cases = CASE + EXPECT + CASE.replace('"wronged"', '"other"') + EXPECT
    assert main(["assure", _file(tmp_path, text + cases), "--quiet"]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count(said) == 1


def test_a_folder_without_a_file_of_cases_is_refused(tmp_path: Path, capsys: Said) -> None:
    assert main(["assure", str(tmp_path), "--quiet"]) == 2
    assert "no file in it that ends in .toml" in capsys.readouterr().err


def test_readings_that_leave_a_situation_undecided_are_refused(
    tmp_path: Path, capsys: Said
) -> None:
    table = ROOT / "analysis" / "hertoets" / "law" / "tables" / "scope.toml"
    (tmp_path / "mine").mkdir()
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "scope.dispensed" not in line]
    assert len(kept) == len(lines) - 1
    (tmp_path / "mine" / "scope.toml").write_text("".join(kept), encoding="utf-8")
    cases = _file(tmp_path, USUAL + CASE + EXPECT)
    assert main(["assure", cases, "--quiet", "--set", f"readings={tmp_path / 'mine'}"]) == 1
    assert "scope" in capsys.readouterr().err


def test_the_example_of_the_page_holds_as_it_stands_and_needs_each_of_its_rows(
    tmp_path: Path, capsys: Said
) -> None:
    page = (ROOT / "docs" / "assure.md").read_text(encoding="utf-8")
    [example] = re.findall(r"^```toml\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    code, told = _assure(capsys, _file(tmp_path, example))
    assert (code, told["agree"], told["deviations"]) == (0, 2, [])
    lines = example.splitlines(keepends=True)
    without = "".join(line for line in lines if not line.startswith("persons"))
    code, told = _assure(capsys, _file(tmp_path, without))
    assert (code, [one["found"] for one in told["deviations"]]) == (1, ["unknown", "unknown"])


def test_the_page_names_all_that_a_case_may_hold() -> None:
    page = (ROOT / "docs" / "assure.md").read_text(encoding="utf-8")
    named = {*casefile.OF_CASE, *casefile.OF_FILE, *casefile.SETTINGS, *caserows.OF_A_PERSON}
    lacking = [name for name in named if f"`{name}`" not in page and f"[{name}]" not in page]
    assert [name for name in lacking if name not in ("usual", "case")] == []
