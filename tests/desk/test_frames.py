"""What a researcher gets: frames that agree with the run, with real types, described."""

import doctest
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import hertoets
import pandas as pd
import polars as pl
import pytest
from hertoets import desk
from hertoets.desk import inside
from hertoets.errors import UseError
from hertoets.extract import schema
from hertoets.law import load_law
from hertoets.outcomes.columns import describe_outcomes, outcome_columns
from hertoets.runfolder import RunFolder

ROOT = Path(__file__).parents[2]
OPEN = pd.Timestamp("9999-12-31")


@pytest.fixture(scope="module")
def run(full_run: Path) -> Iterator[hertoets.Run]:
    return hertoets.open_run(full_run)


@pytest.fixture(scope="module")
def people(run: hertoets.Run) -> pd.DataFrame:
    return run.persons()


def test_everybody_of_the_run_stands_there_once(run: hertoets.Run, people: pd.DataFrame) -> None:
    doubted = pl.read_parquet(RunFolder(run.folder).doubted)
    assert people.person_id.tolist() == doubted["person_id"].to_list()


@pytest.mark.parametrize("as_recorded", [True, False])
def test_outcomes_are_those_of_the_run(run: hertoets.Run, as_recorded: bool) -> None:
    folder = RunFolder(run.folder)
    stored = pl.read_parquet(folder.outcomes if as_recorded else folder.doubted)
    shown = run.persons(as_recorded=as_recorded)
    for column in stored.columns:
        own = shown[column]
        told = [None if pd.isna(value) else value for value in own]
        if stored[column].dtype == pl.Date:
            told = [None if value is None else value.date() for value in told]
        assert told == stored[column].to_list(), column


def test_days_are_days_and_codes_are_categories(people: pd.DataFrame) -> None:
    described = outcome_columns(load_law(None))
    for name, column in described.items():
        if column.type == "date":
            assert people[name].dtype == "datetime64[us]", name
        if column.values:
            assert people[name].cat.categories.tolist() == list(column.values), name
    assert people.nationality.dtype == "category"
    assert people.end_date.max() == OPEN


def test_an_age_is_that_of_the_day_or_unknown(people: pd.DataFrame) -> None:
    day = pd.Timestamp("2021-12-31")
    known = people.birth_from == people.birth_to
    for row in people[known].head(300).itertuples():
        born = row.birth_from
        years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        assert row.age == years
    open_ = people[people.birth_from.isna()]
    assert open_.age.isna().all()
    whole_year = people[(people.birth_to - people.birth_from).dt.days.between(300, 366)]
    ends_in_year = whole_year[whole_year.birth_from.dt.month == 1]
    assert len(ends_in_year)
    assert (ends_in_year.age == 2021 - ends_in_year.birth_from.dt.year).all()


def test_the_right_is_the_one_that_gives_the_group(people: pd.DataFrame, run: hertoets.Run) -> None:
    named = people[people.migrant_group.notna() & (people.group != "unknown")]
    plain = run.persons(as_recorded=True).set_index("person_id").loc[named.person_id]
    assert (plain.group.astype(str) == plain.migrant_group.astype(str)).all()
    rights = run.rights()
    may = rights[rights.qualifies.fillna(True).astype(bool)]
    first = (
        may.sort_values(["person_id", "decision_date", "right_id"], na_position="last")
        .drop_duplicates("person_id")
        .set_index("person_id")
        .right_id
    )
    held = people.dropna(subset="right_id").set_index("person_id").right_id
    assert held.to_dict() == first.loc[held.index].to_dict()
    assert set(people.person_id[people.right_id.isna()]).isdisjoint(first.index)


def test_doubts_name_the_checks_of_a_person(run: hertoets.Run, people: pd.DataFrame) -> None:
    named = run.doubts().groupby("person_id").check.agg(lambda c: " ".join(sorted(set(c))))
    held = people.set_index("person_id").doubts
    assert held[held != ""].to_dict() == named[named.index.isin(held.index)].to_dict()


def test_by_reading_is_the_same_turned_on_its_side(run: hertoets.Run, people: pd.DataFrame) -> None:
    long = run.by_reading(people.head(50), keep=["age"])
    assert len(long) == 50 * len(run.law.readings)
    wide = long.pivot(index="person_id", columns="reading", values="regime")
    for reading in run.law.readings:
        assert wide[reading].tolist() == people.head(50)[f"regime_{reading}"].tolist()
    assert long.reading.cat.categories.tolist() == list(run.law.readings)
    assert len(run.by_reading([])) == 0
    assert len(run.by_reading(run.doubts())) > 0  # which have rows of nobody in particular


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"persons": "P000000001"}, "persons: is a single text, and a list of pseudonyms is asked"),
        ({"persons": ["nobody"]}, "persons: 1 of 1 pseudonyms are of nobody in this run"),
        ({"persons": [3]}, "persons: 1 of 1 pseudonyms are of nobody"),
        ({"persons": [["nobody"], None]}, "persons: 1 of 1 pseudonyms are of nobody"),
        ({"persons": 3}, "persons: is neither a frame nor a list of pseudonyms"),
        ({"persons": pd.DataFrame({"person": ["P1"]})}, "a frame without the column person_id"),
        ({"persons": pd.DataFrame({"person_id": ["nobody"]})}, "are of nobody in this run"),
        ({"keep": "sex"}, r'keep: is a single name.*Write keep=\["sex"\]'),
        ({"keep": 3}, "keep: is no list of names"),
        ({"keep": [None]}, "keep: is no list of names"),
        ({"keep": ["sexe"]}, "sexe: no such name.*Nearest is sex"),
        ({"keep": ["person_id"]}, "person_id: no such name"),
        ({"as_recorded": "no"}, "as_recorded: is neither True nor False"),
    ],
)
def test_what_means_nobody_or_nothing_is_refused(
    run: hertoets.Run, given: dict[str, object], said: str
) -> None:
    with pytest.raises(UseError, match=said) as refused:
        run.by_reading(**given)  # type: ignore[arg-type]
    assert "P000000001" not in str(refused.value)
    assert "nobody." not in str(refused.value)


def test_columns_of_several_rows_of_a_person_are_not_kept(run: hertoets.Run) -> None:
    notices = run.notices()
    assert notices.person_id.duplicated().any()
    assert len(run.by_reading(notices)) == notices.person_id.nunique() * len(run.law.readings)
    with pytest.raises(UseError, match=r"several rows.*Keep one row"):
        run.by_reading(notices, keep=["notice_date"])


@pytest.mark.parametrize("call", [desk.answer, desk.figure, desk.law_table, desk.sensitivity])
def test_what_is_no_opened_run_is_refused(call: Callable[..., object]) -> None:
    with pytest.raises(UseError, match=rf"{call.__name__}.*run: is no opened run.*Open it first"):
        call("runs/synthetic")


def test_switches_and_frames_of_another_kind_are_refused(run: hertoets.Run) -> None:
    with pytest.raises(UseError, match="exact: is neither True nor False"):
        run.finding("wrong_notice", exact="no")  # type: ignore[arg-type]
    with pytest.raises(UseError, match="as_recorded: is neither True nor False"):
        run.persons(as_recorded="no")  # type: ignore[arg-type]
    with pytest.raises(UseError, match=r"describe.*no such name"):
        run.describe(["persons"])  # type: ignore[arg-type]


def test_a_source_that_is_a_page_names_one_of_its_headings(run: hertoets.Run) -> None:
    cited = {one for frame in ("persons", "by_reading") for one in run.describe(frame).source}
    assert not any("contract" in one for one in cited)
    pages = [one for one in cited if one.startswith("docs/")]
    assert pages
    for one in pages:
        page, heading = one.split(", ", 1)
        assert f"## {heading}\n" in (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("table", schema())
def test_rows_are_those_that_were_used(run: hertoets.Run, table: str) -> None:
    rows = run.rows(table)
    assert len(rows) == len(run._frames.extract.tables[table])
    if table != "persons":  # of that name the frame with the outcomes is described
        assert set(run.describe(table).column) == set(rows.columns)


def test_every_column_of_persons_is_described(run: hertoets.Run, people: pd.DataFrame) -> None:
    described = run.describe("persons")
    assert described.column.tolist() == people.columns.tolist()
    assert (described.meaning != "").all()
    by_reading = run.describe("by_reading")
    assert by_reading.column.tolist() == run.by_reading([]).columns.tolist()


def test_the_page_of_outcomes_is_what_the_code_says() -> None:
    written = (ROOT / "docs" / "outcomes.md").read_text(encoding="utf-8")
    assert written == describe_outcomes(load_law(None))


def test_a_frame_of_a_figure_has_its_numbers(run: hertoets.Run) -> None:
    for name, finding in run.release.findings.items():
        frame = run.finding(name).set_index("reading")
        for reading, (lower, upper) in finding.by_reading.items():
            row = frame.loc[reading]
            told = [None if pd.isna(value) else value for value in (row.lower, row.upper)]
            assert told == [lower, upper]
    exact = run.finding("wrong_notice", exact=True)
    assert exact.reading.iloc[-1] == "records"


def test_a_number_of_a_table_may_be_what_the_policy_leaves(run: hertoets.Run) -> None:
    seen = set()
    for name in run.release.tables:
        frame = run.table(name)
        if frame.empty:
            continue
        seen |= set(frame.marker)
        counts = frame[frame.marker == "small"]
        assert (counts.lower == 1).all()
        assert (counts.upper == 9).all()
        assert counts.shown.isna().all()
        shown = frame[frame.marker == "shown"]
        assert (shown.lower <= shown.shown).all()
        assert (shown.shown <= shown.upper).all()
    assert {"shown", "small", "withheld"} <= seen


def test_what_does_not_exist_is_said_with_the_nearest(run: hertoets.Run) -> None:
    for call in (
        lambda: run.finding("wrong_notices"),
        lambda: run.table("solution"),
        lambda: run.rows("notice"),
        lambda: run.describe("person"),
        lambda: run.by_reading(run.persons().head(2), keep=["ages"]),
    ):
        with pytest.raises(UseError) as refused:
            call()
        assert "Nearest is" in str(refused.value)


def test_a_table_that_was_not_delivered_is_said_to_be_so(bare_run: Path) -> None:
    bare = hertoets.open_run(bare_run)
    with pytest.raises(UseError, match="not delivered"):
        bare.rows("fines")
    assert len(bare.persons()) == 2


def test_docstrings_run(run: hertoets.Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hertoets, "open_run", lambda *_: run, raising=False)
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner()
    tried = 0
    for what in (hertoets.Run, inside.Inside):
        for test in finder.find(what, globs={"run": run}):
            tried += runner.run(test).attempted
    assert tried > 10
    assert runner.failures == 0


def test_the_page_runs_and_the_question_takes_six_lines(
    run: hertoets.Run, full_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "synthetic").symlink_to(full_run)
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "desk.md").read_text(encoding="utf-8")
    pieces = re.findall(r"^```python\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    names: dict[str, object] = {}
    for piece in pieces:
        exec(compile(piece, "desk.md", "exec"), names)
    assert len([line for line in pieces[1].splitlines() if line]) <= 6
    # The run of the tests is small: the same lines, asked of more people.
    wider = pieces[1].replace("nationality == 'ERI'", "nationality != 'ERI'")
    wider = wider.replace("18 <= age <= 30", "16 <= age <= 60").replace("10-01", "01-01")
    exec(compile(wider, "desk.md", "exec"), names)
    by_hand = counted_by_hand(run)
    answer = names["answer"]
    assert answer[answer > 0].to_dict() == by_hand  # type: ignore[index, operator]
    assert len(by_hand) > 5


def counted_by_hand(run: hertoets.Run) -> dict[tuple[object, str, str], int]:
    """Answer the wider question once more, from the files of run and extract."""
    outcomes = pl.read_parquet(RunFolder(run.folder).doubted).to_dicts()
    persons = {row["person_id"]: row for row in run.rows("persons").to_dict("records")}
    rights = run.rights().to_dict("records")
    counted: dict[tuple[object, str, str], int] = {}
    for row in outcomes:
        person = persons[row["person_id"]]
        mine = [
            r for r in rights if r["person_id"] == row["person_id"] and r["qualifies"] is not False
        ]
        mine.sort(key=lambda r: (pd.isna(r["decision_date"]), r["decision_date"], r["right_id"]))
        if row["group"] != "family" or row["regime_stated"] != "wi2021" or not mine:
            continue
        collected, born = mine[0]["document_collected_date"], person["birth_from"]
        if pd.isna(person["nationality"]) or person["nationality"] == "ERI" or pd.isna(collected):
            continue
        if not pd.Timestamp(2021, 1, 1) <= collected <= pd.Timestamp(2021, 12, 31):
            continue
        ages = {2021 - day.year for day in (born, person["birth_to"])}
        if len(ages) != 1 or not 16 <= ages.pop() <= 60:
            continue
        for reading in run.law.readings:
            key = (collected.to_period("M"), reading, row[f"regime_{reading}"])
            counted[key] = counted.get(key, 0) + 1
    return counted
