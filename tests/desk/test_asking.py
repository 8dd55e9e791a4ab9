"""Questions of one's own: counted as by hand, protected beside the run, published whole."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from hertoets import open_run
from hertoets.desk.asking import Asked
from hertoets.desk.run import Run
from hertoets.errors import UseError
from hertoets.findings.asked import Published, findings_of
from hertoets.findings.question import Question, question_of
from hertoets.release import load_policy
from hertoets.release.asked import control_question
from hertoets.run import Parameters, run_extract
from hertoets.run.answers import answers_of, load_answer
from hertoets.run.intact import changed_results
from hertoets.run.record import read_record
from hertoets.run.register import Register
from hertoets.run.replacing import RUN, refuse_foreign
from hertoets.synth import write_synthetic_extract
from nbformat.v4 import new_markdown_cell, new_notebook

from tests.support.pageless import pageless
from tests.support.small_runs import compared, found_in

PERSONS, SEED = 2000, 11


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with an extract and a run of it, in which counts are hidden but not rounded."""
    place = tmp_path_factory.mktemp("asking")
    write_synthetic_extract(place / "extract", PERSONS, SEED)
    policy = asdict(load_policy()) | {"rounding": 1}
    lines = [f"{name} = {value}\n" for name, value in policy.items()]
    (place / "exact.toml").write_text("".join(lines), encoding="utf-8")
    (place / "notebooks").mkdir()
    title = new_markdown_cell("# Niets", id="title")
    nbformat.write(new_notebook(cells=[title]), place / "notebooks" / "01_none.ipynb")
    with pageless():
        run_extract(
            place / "extract",
            place / "runs" / "first",
            Parameters.from_values({"disclosure": str(place / "exact.toml")}),
            notebooks=place / "notebooks",
        )
    yield place


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
    persons = pd.read_parquet(run.extract / "persons.parquet")
    return outcomes.merge(persons, on="person_id", how="left", validate="1:1")


def _holds(run: Run, asked: Asked, row: int, side: str, exact: int) -> None:
    """A count is what it was counted by hand, in the form that the policy gives it."""
    frame = asked.frame()
    state = frame[f"{side}_state"][row]
    assert (state == "shown" and frame[side][row] == exact) or (
        (state == "small" and 0 < exact < 10) or state == "withheld"
    ), (frame.iloc[row].to_dict(), exact)


def test_a_question_counts_who_surely_belongs_and_who_may(
    run: Run, by_group: Asked, doubted: pd.DataFrame
) -> None:
    outcome = doubted["outcome_publication_exceptions"]
    sure, may = ["wrong_regime", "no_duty"], ["wrong_regime", "no_duty", "unknown", "open"]
    labels = {"asiel": "asylum", "gezin": "family", "overig": "other", "onbekend": "unknown"}
    frame = by_group.frame()
    for row, label in enumerate(frame["group"]):
        of = doubted["group"] == labels[label] if label in labels else doubted["group"] != ""
        _holds(run, by_group, row, "lower", int((of & outcome.isin(sure)).sum()))
        _holds(run, by_group, row, "upper", int((of & outcome.isin(may)).sum()))
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
            assert least <= frame["lower"][row] <= most
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


def test_a_finding_undivided_is_the_finding(run: Run) -> None:
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


def test_an_answer_that_is_lost_comes_out_the_same(made: Path, run: Run, by_group: Asked) -> None:
    kept = run.folder / "protected" / "asked" / f"{by_group.table.id}.json"
    before = json.loads(kept.read_text(encoding="utf-8"))
    kept.unlink()
    run.ask("misclassified", by="group")
    after = json.loads(kept.read_text(encoding="utf-8"))
    assert after["asked"] == before["asked"]
    assert after["asked_at"] == before["asked_at"]


def test_what_would_undo_a_hidden_count_is_withheld(run: Run) -> None:
    """Whoever knows the whole and all but the hidden part knows the part."""
    table = run.release.tables["by_group_of_outcome"] if False else None
    assert table is None
    whole = run.release.findings["wrong_notice"].lower
    rows = run.release.tables["wrong_notice_by_group"]
    yes = [column.name for column in rows.columns].index("yes")
    hidden = [key for key, row in rows.by_key().items() if row[yes] == "<10" and key != "total"]
    assert whole is not None
    assert hidden
    groups = ["asylum", "family", "other", "unknown"]
    others = [group for group in groups if group != hidden[0]]
    ask = {"what": {"wrong_notice": "yes"}, "by": [], "where": {"group": others}}
    question = question_of(
        ask["what"], [], ask["where"], "", list(run.law.readings), "publication_exceptions"
    )  # type: ignore[arg-type]
    published = run._asking.inquiry.published
    exact = findings_of(question, published)
    [[_, rest, _]] = next(iter(exact.tables.values())).rows
    # By itself it would be shown, and the hidden count with it.
    alone = control_question(exact, _policy(run), [], key=b"")
    assert alone.table.rows[-1][1] == rest
    assert 0 < whole - int(rest or 0) < 10

    asked = run.ask({"wrong_notice": "yes"}, where={"group": others})
    assert asked.frame()["lower_state"].tolist() == ["withheld"]
    assert asked.withheld == ["totaal; ten minste"] or len(asked.withheld) == 2
    kept = load_answer(run.folder, asked.table.id)
    assert kept is not None
    assert all(line[6] == "–" or int(line[6]) >= int(line[7]) for line in kept.hidden)
    assert kept.outsider[1] >= 5


def _policy(run: Run) -> object:
    return run.parameters.policy()


def test_what_two_questions_would_tell_together_is_withheld(run: Run) -> None:
    """Each is harmless by itself; the second would tell what the first one hid."""
    first = run.ask("persons", by="nationality")
    frame = first.frame()
    small = frame[frame["lower_state"] == "small"]
    assert len(small)
    published = run._asking.inquiry.published
    values = published.findings.basis
    assert values is not None
    named = {"Syrië": "SYR", "Eritrea": "ERI", "Turkije": "TUR", "Iran": "IRN", "Irak": "IRQ"}
    codes = [named.get(name, name) for name in frame["nationality"][:-1]]
    labels = ["Afghanistan", "Jemen", "onbekend"]
    real = {"Afghanistan": "AFG", "Jemen": "YEM", "onbekend": "unknown"}
    codes = [real.get(code, code) if code in labels else code for code in codes]
    hidden = codes[small.index[0]]
    second = run.ask({"nationality": [code for code in codes if code != hidden]})
    state = second.frame()["lower_state"].tolist()
    kept = load_answer(run.folder, second.table.id)
    assert kept is not None
    assert state == ["withheld"]
    assert kept.outsider[1] >= 5


def test_a_later_run_reckons_with_what_was_asked(made: Path, run: Run, by_group: Asked) -> None:
    register = Register.of(made / "runs" / "second")
    asked = [entry for entry in register.entries if entry.of]
    assert asked
    record = read_record(run.folder)
    from hertoets.release import marked

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
        (None, ["municipality", "month_decided", "nationality"], None, "", "counts, and 2000"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_nearest(
    run: Run, what: object, by: object, where: object, readings: str, said: str
) -> None:
    with pytest.raises(UseError, match=said):
        run.ask(what, by, where, readings)  # type: ignore[arg-type]


def test_every_dimension_is_listed(run: Run) -> None:
    listed = run.dimensions()
    assert {"group", "nationality", "month_notice", "municipality"} <= {*listed["name"]}
    assert listed.notna().all().all()


def test_a_published_answer_is_there_whole_and_the_run_is_still_itself(
    made: Path, run: Run, by_group: Asked
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


@pytest.mark.parametrize("name", ["", "Groep", "../elders", "een naam", "x" * 41])
def test_a_name_that_is_none_is_refused(run: Run, by_group: Asked, name: str) -> None:
    with pytest.raises(UseError, match="is no name"):
        run.publish(name)


def test_a_name_that_is_taken_is_refused(run: Run, by_group: Asked) -> None:
    by_group.publish("bezet")
    other = run.ask("wrong_notice", by="sex")
    with pytest.raises(UseError, match="is taken already"):
        other.publish("bezet")


def test_a_run_that_the_register_does_not_know_cannot_be_asked(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "runs" / "first", tmp_path / "elsewhere")
    with pytest.raises(UseError, match="does not know the run"):
        open_run(made / "extract", tmp_path / "elsewhere", disclosure=str(made / "exact.toml")).ask(
            "wrong_notice", by="sex"
        )
