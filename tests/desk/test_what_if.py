"""What another setting would do: the same as a real run with it, and the same as each reading found."""

import re
from pathlib import Path

import hertoets
import pandas as pd
import polars as pl
import pytest
from hertoets.datafile import read_json
from hertoets.desk.each_setting import main_figures
from hertoets.errors import UseError
from hertoets.findings import load_definitions
from hertoets.run import Parameters
from hertoets.runfolder import RunFolder

ROOT = Path(__file__).parents[2]
CERTAINTY = {"certain", "reading_dependent", "certainty_unknown"}
"""Of what they count the headline decides who is unknown, so they are no figures of one reading."""


@pytest.fixture(scope="module")
def run(full_run: Path) -> hertoets.Run:
    return hertoets.open_run(full_run)


def exact(folder: Path) -> dict[str, dict[str, object]]:
    return {one["id"]: one for one in read_json(RunFolder(folder).exact_findings)}


def bounds(frame: pd.DataFrame, name: str, *columns: str) -> list[float | None]:
    row = frame.set_index("id").loc[name]
    return [None if pd.isna(row[column]) else float(row[column]) for column in columns]


def test_unchanged_settings_move_nobody_and_no_figure(run: hertoets.Run) -> None:
    trial = run.what_if()
    assert trial.changed == {}
    assert len(trial.persons()) == len(trial.situations()) == len(trial.rules()) == 0
    frame = trial.figures()
    assert (frame[["difference_lower", "difference_upper"]].fillna(0) == 0).all(axis=None)
    found = exact(run.folder)
    assert frame["id"].tolist() == list(load_definitions())
    for name, entry in found.items():
        told = [entry["lower"], entry["upper"]]
        assert bounds(frame, name, "lower", "upper") == told, name
        assert bounds(frame, name, "what_if_lower", "what_if_upper") == told, name
    assert "Niemand komt anders uit" in repr(trial)


@pytest.mark.parametrize("reading", ["publication", "duty", "effective", "notice"])
def test_another_headline_gives_what_the_run_found_by_that_reading(
    run: hertoets.Run, reading: str
) -> None:
    trial = run.what_if(headline=reading)
    frame, found = trial.figures(), exact(run.folder)
    for name, entry in found.items():
        if name in CERTAINTY:
            continue
        pair = entry["by_reading"].get(reading, [None, None])  # type: ignore[attr-defined]
        assert bounds(frame, name, "what_if_lower", "what_if_upper") == pair, name
    people = run.persons().set_index("person_id")
    moved = trial.persons().set_index("person_id")
    own = run.parameters.headline
    for side in ("regime", "outcome"):
        one, other = people[f"{side}_{own}"].astype(str), people[f"{side}_{reading}"].astype(str)
        differs = one.index[one != other]
        assert set(differs) <= set(moved.index)
        assert (moved.loc[differs, f"{side}_before"].astype(str) == one[differs]).all()
        assert (moved.loc[differs, f"{side}_after"].astype(str) == other[differs]).all()


@pytest.mark.parametrize(
    "settings",
    [{"reference_date": "2022-01-15"}, {"tolerance_days": 14, "cohort_from": "2020-02-01"},
     {"as_of": "2022-04-30"}],
    ids=lambda one: "-".join(one),
)  # fmt: skip
def test_it_agrees_with_a_real_run_with_these_settings(
    run: hertoets.Run, full_extract: Path, settings: dict[str, object], tmp_path: Path
) -> None:
    """The real run computes and writes everything; of the trial nothing but memory is used."""
    trial = run.what_if(**settings)
    parameters = Parameters.from_values(settings)
    compute_exact(full_extract, tmp_path, parameters)
    frame = trial.figures()
    for name, entry in exact(tmp_path).items():
        pair = [entry["lower"], entry["upper"]]
        assert bounds(frame, name, "what_if_lower", "what_if_upper") == pair, name
    real = pl.read_parquet(RunFolder(tmp_path).doubted).to_pandas().set_index("person_id")
    before = run.persons().set_index("person_id")
    moved = trial.persons().set_index("person_id")
    names = {name: f"{name}_publication_exceptions" for name in ("regime", "outcome", "rule")}
    names |= {name: name for name in ("wrong_notice", "start_class", "term_class")}
    judged = [name for name in names if name != "rule"]
    otherwise = pd.concat(
        [before[names[n]].astype(str) != real[names[n]].astype(str) for n in judged], axis=1
    ).any(axis=1)
    assert set(moved.index) == set(otherwise.index[otherwise])
    for name, column in names.items():
        assert (moved[f"{name}_after"].astype(str) == real.loc[moved.index, column]).all()
    assert len(moved)


def compute_exact(extract: Path, folder: Path, parameters: Parameters) -> None:
    """What `hertoets run` computes and writes before anything is published."""
    from hertoets.findings import find
    from hertoets.quality import assess
    from hertoets.release import save_exact
    from hertoets.run.outcomes import compute_outcomes
    from hertoets.run.tables import write_table

    comparison = compute_outcomes(extract, folder, parameters)
    assessment = assess(comparison.extract)
    comparison = comparison.with_doubts(assessment.doubts)
    write_table(comparison.doubted.outcomes, RunFolder(folder).doubted)
    save_exact(find(comparison, assessment), folder)


def test_situations_and_rules_add_up_to_those_who_moved(run: hertoets.Run) -> None:
    trial = run.what_if(reference_date="2022-01-31")
    persons, situations, rules = trial.persons(), trial.situations(), trial.rules()
    assert situations.persons.sum() == len(persons)
    assert situations.persons.is_monotonic_decreasing
    other = persons.rule_before.astype(str) != persons.rule_after.astype(str)
    assert rules.persons.sum() == other.sum()
    known = {rule.id: rule.citation for rule in run.law.readings["publication_exceptions"].rules}
    for row in rules.itertuples():
        assert row.citation_before == known[row.rule_before]
        assert row.citation_after == known[row.rule_after]
    moved = situations[situations.regime_before != situations.regime_after]
    assert (moved.facts_after != "").all()  # by one reading the same facts give the same Act


def test_nothing_is_written_and_it_says_so(run: hertoets.Run, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in run.folder.rglob("*")}
    trial = run.what_if(tolerance_days=9)
    assert "Er is geen run geschreven en niets gepubliceerd" in repr(trial)
    assert {path: path.stat().st_mtime_ns for path in run.folder.rglob("*")} == before
    assert list(tmp_path.iterdir()) == []


def test_a_second_trial_reads_and_checks_nothing_again(
    run: hertoets.Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.what_if(tolerance_days=3)
    for name in ("read_extract", "assess"):
        monkeypatch.setattr(f"hertoets.between.recompute.{name}", None)
    monkeypatch.setattr("hertoets.desk.frames.read_extract", None)
    assert run.what_if(tolerance_days=4).changed == {"tolerance_days": (2, 4)}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"reference_dat": "2022-01-01"},
            "reference_dat: no such parameter. Nearest is reference_date",
        ),
        (
            {"headline": "publicatie"},
            "headline: no reading named publicatie. Nearest is publication",
        ),
        ({"tolerance_days": -1}, "tolerance_days: not a whole number"),
        ({"cohort_to": "2019-01-01"}, "cohort_to: lies before cohort_from"),
        ({"disclosure": "policy.toml"}, "disclosure: has no part in this"),
    ],
    ids=lambda one: "" if isinstance(one, str) else next(iter(one)),
)
def test_a_wrong_setting_is_refused_with_the_mend(
    run: hertoets.Run, settings: dict[str, object], said: str
) -> None:
    with pytest.raises(UseError, match="what_if") as refused:
        run.what_if(**settings)
    assert said in str(refused.value)


def test_a_folder_of_own_readings_is_laid_beside_the_run(run: hertoets.Run, tmp_path: Path) -> None:
    """A reading of one's own, here the duty under another name, is tried without a run."""
    tables = ROOT / "analysis" / "hertoets" / "law" / "tables"
    text = (tables / "duty.toml").read_text(encoding="utf-8")
    text = text.replace("Plicht op de peildatum", "Eigen lezing").replace('"duty.', '"own.')
    text = re.sub(r'^reading(\s*)= "duty"', r'reading\1= "own"', text, flags=re.MULTILINE)
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    own = run.what_if(readings=tmp_path, headline="own")
    duty = run.what_if(headline="duty")
    assert "“Eigen lezing”" in repr(own)
    assert own.persons().person_id.tolist() == duty.persons().person_id.tolist()
    pd.testing.assert_frame_equal(own.figures(), duty.figures())


def test_its_block_is_a_page_and_text_with_the_same_numbers(run: hertoets.Run) -> None:
    trial = run.what_if(headline="duty")
    html, text = trial._repr_html_(), repr(trial).replace("\xa0", " ")
    assert html.startswith("<div")
    assert html.count("FICTIEF") >= 3
    moved = f"{len(trial.persons()):,}".replace(",", ".")
    assert f"{moved} personen komen anders uit" in text
    assert f"{moved} personen komen anders uit" in html.replace("\xa0", " ")
    assert "unknown" not in re.sub(r"\([a-zA-Z_0-9.]+\)", "", text)  # codes only as ids of rules


def test_every_main_figure_follows_one_reading() -> None:
    assert set(main_figures()) <= set(load_definitions())
    assert not CERTAINTY & set(main_figures())


def test_the_page_runs(full_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "synthetic").symlink_to(full_run)
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "what-if.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for piece in re.findall(r"^```python\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL):
        exec(compile(piece, "what-if.md", "exec"), names)
    assert len(names["figures"]) == len(load_definitions())  # type: ignore[arg-type]
    assert len(names["widest"]) > 10  # type: ignore[arg-type]
