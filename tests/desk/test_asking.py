"""Questions of one's own: counted as by hand, protected beside the run, published whole."""

import csv
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import nbformat
import openpyxl
import pandas as pd
import pytest
from hertoets import open_run
from hertoets.desk.asking import Asked
from hertoets.desk.run import Run
from hertoets.errors import UseError
from hertoets.extract.schema import nationality_codes
from hertoets.findings.asked import Published, findings_of
from hertoets.findings.question import Question, question_of
from hertoets.findings.tables_persons import BY_GROUP
from hertoets.release import load_policy, marked
from hertoets.release.asked import control_question
from hertoets.release.counts import round_count
from hertoets.run import Parameters, run_extract
from hertoets.run.answers import answers_of, load_answer, lost_answers
from hertoets.run.intact import changed_results
from hertoets.run.record import read_record
from hertoets.run.register import Register
from hertoets.run.replacing import RUN, refuse_foreign
from nbformat.v4 import new_markdown_cell, new_notebook

from tests.support.pageless import pageless
from tests.support.small_runs import compared, found_in

pytestmark = pytest.mark.usefixtures("worked_once")


@pytest.fixture(scope="module")
def made(full_extract: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run of an invented extract, without pages."""
    place = tmp_path_factory.mktemp("asking")
    (place / "notebooks").mkdir()
    title = new_markdown_cell("# Niets", id="title")
    nbformat.write(new_notebook(cells=[title]), place / "notebooks" / "01_none.ipynb")
    with pageless():
        run_extract(
            full_extract, place / "runs" / "first", Parameters(), notebooks=place / "notebooks"
        )
    return place


@pytest.fixture(scope="module")
def run(made: Path) -> Run:
    """The run, opened; questions put to it stay with it for the whole module."""
    return open_run(made / "runs" / "first")


@pytest.fixture(scope="module")
def by_group(run: Run) -> Asked:
    return run.ask("misclassified", by="group", name="per_groep")


@pytest.fixture(scope="module")
def doubted(run: Run) -> pd.DataFrame:
    """What the second pass of the law says of each person, with what the extract says of them."""
    outcomes = pd.read_parquet(run.folder / "protected" / "doubted.parquet")
    persons = pd.read_parquet(run.extract / "persons.parquet").drop_duplicates("person_id")
    return outcomes.merge(persons, on="person_id", how="left", validate="1:1")


def _holds(asked: Asked, row: int, side: str, exact: int) -> None:
    """A count is what it was counted by hand, in the form that the policy gives it."""
    frame = asked.frame()
    state = frame[f"{side}_state"][row]
    shown = frame[side][row]
    small = 0 < exact < 10
    right = shown == round_count(exact, load_policy()) if state == "shown" else small
    assert right or state == "withheld", (frame.iloc[row].to_dict(), exact)


def test_a_question_counts_who_surely_belongs_and_who_may(
    by_group: Asked, doubted: pd.DataFrame
) -> None:
    outcome = doubted["outcome_publication_exceptions"]
    sure, may = ["wrong_regime", "no_duty"], ["wrong_regime", "no_duty", "unknown", "open"]
    labels = {"asiel": "asylum", "gezin": "family", "overig": "other", "onbekend": "unknown"}
    frame = by_group.frame()
    for row, label in enumerate(frame["group"]):
        of = doubted["group"] == labels[label] if label in labels else doubted["group"] != ""
        _holds(by_group, row, "lower", int((of & outcome.isin(sure)).sum()))
        _holds(by_group, row, "upper", int((of & outcome.isin(may)).sum()))
    assert frame["lower_state"].eq("shown").any()


def test_persons_are_counted_by_sex_and_by_the_month_of_their_notice(
    run: Run, doubted: pd.DataFrame
) -> None:
    asked = run.ask("persons", by=["sex", "month_notice"], where={"group": "family"})
    months = pd.to_datetime(doubted["notice_date"]).dt.strftime("%Y-%m")
    told = doubted["notice"] != "no_notice"
    month = months.where(told, "geen").fillna("onbekend")
    sexes = {"vrouw": "f", "man": "m", "x": "x"}
    family = doubted["group"] == "family"
    in_doubt = set(pd.read_parquet(run.folder / "protected" / "doubts.parquet")["person"].dropna())
    sure = ~doubted["person_id"].isin(in_doubt)
    frame = asked.frame()
    seen = 0
    for row, (sex, when) in enumerate(zip(frame["sex"], frame["month_notice"], strict=True)):
        if sex not in sexes or when == "" or when in ("geen", "onbekend"):
            continue
        here = family & (doubted["sex"] == sexes[sex]) & (month == when)
        least, most = int((here & sure).sum()), int(here.sum())
        if frame["lower_state"][row] == "shown":
            seen += 1
            assert least - 2 <= frame["lower"][row] <= most + 2  # rounded to five
    assert seen > 3


QUESTIONS = (
    ("wrong_notice", ["group", "month"], None, "all"),
    ("misclassified", ["nationality"], {"group": ["asylum", "family"]}, ""),
    (None, ["outcome", "sex"], {"stated": "wi2021"}, "decision"),
    ({"regime": "wi2013"}, ["age", "certainty"], None, ""),
    ("cohort_start_late", ["municipality"], None, ""),
    ("breach_any", ["month_start", "breach"], None, ""),
)


def _asked(what: object, by: list[str], where: object, readings: str) -> tuple[Question, Published]:
    comparison, _ = compared(300, 3)
    found = found_in(300, 3)
    question = question_of(
        what, by, where, readings, list(found.readings), found.settings["headline"]
    )  # type: ignore[arg-type]
    return question, Published(found, comparison)


@pytest.mark.parametrize(("what", "by", "where", "readings"), QUESTIONS)
def test_least_is_no_more_than_most_and_the_rows_add_up_to_the_total(
    what: object, by: list[str], where: object, readings: str
) -> None:
    question, published = _asked(what, by, where, readings)
    [table] = findings_of(question, published).tables.values()
    first = len(by)
    for row in table.rows:
        counts = [int(cell) for cell in row[first:] if cell is not None]
        assert all(low <= high for low, high in zip(counts[::2], counts[1::2], strict=True))
    for column in range(first, len(table.columns)):
        *parts, whole = (int(row[column] or 0) for row in table.rows)
        assert sum(parts) == whole


def test_a_finding_undivided_is_the_finding() -> None:
    question, published = _asked("wrong_notice", [], None, "all")
    [table] = findings_of(question, published).tables.values()
    finding = published.findings.findings["wrong_notice"]
    [row] = table.rows
    bounds = [bound for name in question.readings for bound in finding.by_reading[name]]
    assert list(row[1:]) == bounds


def test_the_same_question_is_answered_once(made: Path, run: Run, by_group: Asked) -> None:
    kept = run.folder / "protected" / "asked" / f"{by_group.table.id}.json"
    before, entries = kept.read_bytes(), len(Register.of(run.folder).entries)
    again = open_run(made / "runs" / "first").ask("misclassified", by=["group"], where={})
    assert again.table == by_group.table
    assert kept.read_bytes() == before
    assert len(Register.of(run.folder).entries) == entries


def test_an_answer_that_is_lost_comes_out_the_same(run: Run, by_group: Asked) -> None:
    kept = run.folder / "protected" / "asked" / f"{by_group.table.id}.json"
    before = json.loads(kept.read_text(encoding="utf-8"))
    kept.unlink()
    run.ask("misclassified", by="group")
    after = json.loads(kept.read_text(encoding="utf-8"))
    assert after["asked"] == before["asked"]
    assert after["asked_at"] == before["asked_at"]


def _to_undo(run: Run) -> tuple[str, str, str, int, int]:
    """A column and a value, and a group of whom few have it: hidden, and the whole is shown.

    So few that the whole and the rest, rounded, are the same number: whoever knows both knows that
    there are four at most.
    """
    exact = run._asking.inquiry.published.findings.tables
    for name, (column, _) in BY_GROUP.items():
        shown, table = run.release.tables[name].by_key(), exact[name]
        for place, head in enumerate(table.columns):
            if head.kind != "count" or head.name == "total":
                continue
            counts = dict(zip(table.keys, (row[place] for row in table.rows), strict=True))
            whole = int(counts["total"] or 0)
            for group in ("asylum", "family", "other"):
                part = int(counts[group] or 0)
                same = round_count(whole, load_policy()) == round_count(whole - part, load_policy())
                if shown[group][place] == "<10" and isinstance(shown["total"][place], int) and same:
                    return column, head.name, group, whole, part
    raise AssertionError("no hidden count that could be undone")


def test_what_would_undo_a_hidden_count_is_withheld(run: Run) -> None:
    """Whoever knows the whole and all but the hidden part knows the part."""
    column, value, group, whole, part = _to_undo(run)
    others = [one for one in ("asylum", "family", "other", "unknown") if one != group]
    who, where = {column: value}, {"group": others}
    question = question_of(who, (), where, "", list(run.law.readings), "publication_exceptions")
    findings = findings_of(question, run._asking.inquiry.published)
    [[_, rest, _]] = next(iter(findings.tables.values())).rows
    assert rest == whole - part
    # Without regard to what the run told it would be shown.
    alone = control_question(replace(findings, goes_on=None), load_policy(), [], key=b"")
    assert alone.table.rows[-1][1] == round_count(whole - part, load_policy())

    asked = run.ask(who, where=where)
    assert asked.frame()["lower_state"].tolist() == ["withheld"]
    assert "totaal; ten minste" in asked.withheld
    kept = load_answer(run.folder, asked.table.id)
    assert kept is not None
    assert all(line[6] == "–" or int(line[6]) >= int(line[7]) for line in kept.hidden)
    assert kept.outsider[1] >= 5


def test_nationality_by_month_is_answered_and_named_by_who_may_be_meant(run: Run) -> None:
    """All nationalities by all months would be thousands of rows."""
    asked = run.ask("wrong_notice", by=["nationality", "month"], where={"group": "asylum"})
    frame = asked.frame()
    assert {"nationality", "month_wrong_notice"} <= {*frame.columns}
    assert frame["upper_state"].isin(["shown", "small", "withheld"]).all()
    assert len(frame) > 10


def test_what_two_questions_would_tell_together_is_withheld(run: Run) -> None:
    """Each is harmless by itself; the second would tell what the first one hid."""
    first = run.ask("wrong_notice", by="nationality")
    frame = first.frame()
    lower = [row for row, state in enumerate(frame["lower_state"]) if state == "small"]
    basis = run._asking.inquiry.published
    question = question_of(
        "wrong_notice", "nationality", None, "", list(run.law.readings), "publication_exceptions"
    )
    [exact] = findings_of(question, basis).tables.values()
    counts = {key: int(row[1] or 0) for key, row in zip(exact.keys, exact.rows, strict=True)}
    whole, policy = counts.pop("total"), load_policy()
    small = {
        key: part
        for key, part in counts.items()
        if 0 < part < 10 and round_count(whole, policy) == round_count(whole - part, policy)
    }
    assert lower
    assert small
    hidden = min(small, key=lambda key: (small[key], key))
    others = [key for key in counts if key != hidden]
    second = run.ask({"wrong_notice": "yes", "nationality": others})
    kept = load_answer(run.folder, second.table.id)
    assert kept is not None
    assert second.frame()["lower_state"].tolist() == ["withheld"]
    assert kept.outsider[1] >= 5


@pytest.mark.usefixtures("by_group")
def test_a_later_run_reckons_with_what_was_asked(made: Path, run: Run) -> None:
    register = Register.of(made / "runs" / "second")
    asked = [entry for entry in register.entries if entry.of]
    assert asked
    record = read_record(run.folder)
    ids = run._asking.inquiry.published.comparison.person_ids
    beside = register.beside(record, lambda key: marked(ids, key), out=made / "runs" / "second")
    # The run made again is the same run, and reckons with what it reckoned with then.
    assert beside.entries == ()
    other = record.model_copy(update={"law": "another"})
    beside = register.beside(other, lambda key: marked(ids, key), out=made / "runs" / "second")
    assert {entry.seal for entry in asked} <= {entry.seal for entry in beside.entries}
    assert any("vraag" in name for name, _ in beside.named.beside)


@pytest.mark.parametrize(
    ("what", "by", "where", "readings", "said"),
    [
        ("wrong_notce", (), None, "", "no such finding.*Nearest is wrong_notice"),
        ("waited_days_median", (), None, "", "no count of persons.*Ask waited_persons"),
        ("fine_euro", (), None, "", "no count of persons"),
        ("wrong_notice", "nationalty", None, "", "no such dimension.*Nearest is nationality"),
        ("wrong_notice", ["sex", "sex"], None, "", "stands there twice"),
        ("wrong_notice", "sex", {"grup": "family"}, "", "no such dimension.*Nearest is group"),
        ("wrong_notice", "sex", {"group": "famly"}, "", "no such value.*Nearest is family"),
        ("wrong_notice", "sex", {"group": []}, "", "has no value"),
        ("wrong_notice", "sex", {"month": "maart"}, "", "Write a month as 2022-03"),
        ("wrong_notice", "sex", None, "publicaton", "no such reading.*Nearest is publication"),
        (None, ["municipality", "month_decided", "nationality"], None, "", "more than 2000 counts"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_nearest(
    run: Run, what: object, by: object, where: object, readings: str, said: str
) -> None:
    with pytest.raises(UseError, match=said):
        run.ask(what, by, where, readings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"what": ["wrong_notice"]}, "what: is neither the id of a figure nor dimensions"),
        ({"what": {"regime": None}}, "regime: has a value that is no text"),
        ({"by": 3}, "by: is no name and no list of names.*Write by="),
        ({"by": {"sex": "f"}}, "by: is no name"),
        ({"by": [None]}, "by: is no name"),
        ({"where": "group"}, "where: is no dimensions with their values.*Write where="),
        ({"where": {"month": date(2022, 1, 1)}}, "month: has a value that is no text.*2022-03"),
        ({"where": {"group": b"family"}}, "group: has a value that is no text"),
        ({"where": {"group": ["family", 1.5]}}, "group: has a value that is no text"),
        ({"readings": 4}, "readings: is no name"),
        ({"name": 7}, "7: is no name"),
    ],
)
def test_what_is_of_another_type_is_refused(run: Run, given: dict[str, object], said: str) -> None:
    with pytest.raises(UseError, match=said):
        run.ask(**{"what": "wrong_notice", **given})  # type: ignore[arg-type]


def test_a_refusal_does_not_tell_which_nationalities_and_municipalities_occur(run: Run) -> None:
    held = run._asking.inquiry.published.comparison.extract.tables["persons"]["nationality"]
    there = {str(one) for one in held.unique().drop_nulls()}
    absent = min(nationality_codes() - there)
    for where in ({"nationality": "QQQ"}, {"nationality": "other"}, {"municipality": "GM12"}):
        with pytest.raises(UseError, match=r"Write a (country|municipality) as") as refused:
            run.ask("persons", where=where)
        assert not {"ERI", "IRN", "AFG"} & {*str(refused.value).split()}
    # Of whom there is nobody is counted like all others, and counts as asked.
    assert run.ask("persons", where={"nationality": absent}).frame()["lower"].tolist() == [0]


def test_every_dimension_is_listed(run: Run) -> None:
    listed = run.dimensions()
    assert {"group", "nationality", "month_notice", "municipality"} <= {*listed["name"]}
    assert listed.notna().all().all()


@pytest.mark.usefixtures("by_group")
def test_a_published_answer_is_there_whole_and_the_run_is_still_itself(
    made: Path, run: Run
) -> None:
    folder = run.publish("per_groep")
    assert folder == run.folder / "report" / "vragen" / "per_groep"
    names = {path.name for path in folder.iterdir()}
    tables = {f"per_groep.{form}" for form in ("csv", "nl.csv", "json", "xlsx")}
    figure = {f"per_groep-figuur.{form}" for form in ("svg", "png", "alt.txt", "csv")}
    assert names == {*tables, *figure, "index.html", "vraag.json"}
    assert "FICTIEF" in (folder / "index.html").read_text(encoding="utf-8")
    assert changed_results(run.folder, read_record(run.folder)) == []
    assert open_run(made / "runs" / "first").release.findings
    refuse_foreign(run.folder, RUN)
    assert run.publish("per_groep") == folder
    page = (run.folder / "protected" / "disclosure.html").read_text(encoding="utf-8")
    assert "gepubliceerd als per_groep" in page
    for answer in answers_of(run.folder):
        assert answer.table.id in page
        assert answer.asked_at in page


def test_a_hidden_count_is_a_mark_alone_in_every_file_of_an_answer(by_group: Asked) -> None:
    folder = by_group.publish("per_groep")
    marks = {"small": {"<10"}, "withheld": {"x", "afgeschermd"}}
    frame = by_group.frame()
    sheet = openpyxl.load_workbook(folder / "per_groep.xlsx").active
    files = {"per_groep.xlsx": [list(row) for row in sheet.iter_rows(values_only=True)]}
    for name, mark in (
        ("per_groep.csv", ","),
        ("per_groep.nl.csv", ";"),
        ("per_groep-figuur.csv", ","),
    ):
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            files[name] = list(csv.reader(file, delimiter=mark))
    for name, rows in files.items():
        last = rows[-len(frame) :]
        for row, told in enumerate(last):
            for place, side in enumerate(("lower", "upper"), start=1):
                state = frame[f"{side}_state"][row]
                shown = marks.get(state, {str(frame[side][row])})
                assert str(told[place]) in shown, (name, row, side)
    states = {*frame["lower_state"], *frame["upper_state"]}
    assert "shown" in states
    assert states & {*marks}


def test_a_published_answer_that_was_changed_is_noticed(
    run: Run, by_group: Asked, tmp_path: Path
) -> None:
    by_group.publish("per_groep")
    copy = tmp_path / "first"
    shutil.copytree(run.folder, copy)
    record = read_record(copy)
    assert changed_results(copy, record) == []
    table = copy / "report" / "vragen" / "per_groep" / "per_groep.csv"
    table.write_text("groep\n", encoding="utf-8")
    assert [fault.what for fault in changed_results(copy, record)] == [
        "is not the file that was published"
    ]
    told = json.loads((table.parent / "vraag.json").read_text(encoding="utf-8"))
    told["files"]["per_groep.csv"] = "00"
    (table.parent / "vraag.json").write_text(json.dumps(told), encoding="utf-8")
    assert "it was changed" in changed_results(copy, record)[0].what
    shutil.rmtree(table.parent)
    assert [fault.what for fault in changed_results(copy, record)] == ["is gone"]


@pytest.mark.usefixtures("by_group")
@pytest.mark.parametrize("name", ["Groep", "../elders", "een naam", "x" * 41])
def test_a_name_that_is_none_is_refused(run: Run, name: str) -> None:
    with pytest.raises(UseError, match="is no name"):
        run.publish(name)


@pytest.mark.usefixtures("by_group")
@pytest.mark.parametrize("name", ["", None, 7])
def test_what_is_no_name_at_all_is_refused(run: Run, name: object) -> None:
    with pytest.raises(UseError, match="is no name"):
        run.publish(name)  # type: ignore[arg-type]


def test_a_name_that_no_question_has_is_refused_where_the_last_one_has_another(
    made: Path, by_group: Asked
) -> None:
    run = open_run(made / "runs" / "first")
    run.ask("misclassified", by="group", name="per_groep")
    with pytest.raises(UseError, match=r"has another: per_groep.*Nearest is per_groep"):
        run.publish("per_groop")
    assert not (run.folder / "report" / "vragen" / "per_groop").exists()
    asked = run.ask("misclassified", by="group")
    assert asked.table == by_group.table
    assert run.publish("zonder_naam").name == "zonder_naam"  # the last one was given no name


def test_a_name_that_is_taken_is_refused(run: Run, by_group: Asked) -> None:
    by_group.publish("bezet")
    other = run.ask("wrong_notice", by="sex")
    with pytest.raises(UseError, match="is taken already"):
        other.publish("bezet")


def test_a_run_that_the_register_does_not_know_cannot_be_asked(
    made: Path, full_extract: Path, tmp_path: Path
) -> None:
    shutil.copytree(made / "runs" / "first", tmp_path / "elsewhere")
    with pytest.raises(UseError, match="does not know the run"):
        open_run(full_extract, tmp_path / "elsewhere").ask("wrong_notice", by="sex")


def _edited(path: Path, answer: dict[str, object]) -> None:
    path.write_text(json.dumps(answer), encoding="utf-8")


def test_a_kept_answer_that_was_changed_is_refused(made: Path, run: Run, by_group: Asked) -> None:
    """Else whoever edits it publishes numbers that nobody counted."""
    kept = run.folder / "protected" / "asked" / f"{by_group.table.id}.json"
    before = kept.read_text(encoding="utf-8")
    answer = json.loads(before)
    forged = json.loads(before)
    forged["asked"]["table"]["rows"][0][1] = 9990
    other_run = {**answer, "run": "00"}
    try:
        for changed in (forged, {**answer, "published": []}, other_run, {"seal": answer["seal"]}):
            _edited(kept, changed)
            again = open_run(made / "runs" / "first")
            for asked in ({"by": "group"}, {"by": "sex"}):
                with pytest.raises(UseError, match=r"not the answer that was given.*Put the file"):
                    again.ask("misclassified", **asked)
            with pytest.raises(UseError, match="not the answer that was given"):
                by_group.publish("vervalst")
            assert not (run.folder / "report" / "vragen" / "vervalst").exists()
            [fault] = changed_results(run.folder, read_record(run.folder))
            assert fault.at == f"protected/asked/{kept.name}"
        kept.write_text(before, encoding="utf-8")
        copy = kept.with_name("ask_000000000000.json")
        shutil.copy(kept, copy)
        with pytest.raises(UseError, match="comes from elsewhere"):
            run.ask("misclassified", by="sex")
        copy.unlink()
    finally:
        kept.write_text(before, encoding="utf-8")
    assert changed_results(run.folder, read_record(run.folder)) == []


def test_a_kept_answer_that_is_gone_is_put_back_by_asking_it_once_more(
    made: Path, run: Run, by_group: Asked
) -> None:
    """Else the outsider would read later questions without it."""
    by_group.publish("per_groep")
    kept = run.folder / "protected" / "asked" / f"{by_group.table.id}.json"
    before = kept.read_bytes()
    names = json.loads(before)["published"]
    kept.unlink()
    entries = Register.of(run.folder).entries
    [fault] = lost_answers(run.folder, read_record(run.folder).seal, entries)
    assert fault.at == f"protected/asked/{kept.name}"
    again = open_run(made / "runs" / "first")
    with pytest.raises(UseError, match=r"is gone.*put the question once more: .*misclassified"):
        again.ask("misclassified", by="stated")
    again.ask("misclassified", by="group")
    assert sorted(json.loads(kept.read_bytes())["published"]) == sorted(names)
    assert again.ask("misclassified", by="group", name="per_groep").publish().name == "per_groep"


@pytest.mark.usefixtures("by_group")
def test_a_register_that_forgot_a_question_is_refused(run: Run) -> None:
    """Else what was asked after it would not be laid beside what that question told."""
    path = Register.of(run.folder).folder / "register.json"
    before = path.read_text(encoding="utf-8")
    entries = json.loads(before)
    entries["runs"] = [one for one in entries["runs"] if not one["of"]]
    try:
        path.write_text(json.dumps(entries), encoding="utf-8")
        with pytest.raises(UseError, match="does not know a question that was put to this run"):
            run.ask("misclassified", by="sex")
    finally:
        path.write_text(before, encoding="utf-8")
