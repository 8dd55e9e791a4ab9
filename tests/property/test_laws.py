"""What must hold for every extract: laws of the comparison, not of one case."""

import random
from pathlib import Path

import pandas as pd
import pytest
from hertoets.extract import read_extract, schema
from hertoets.law import load_law
from hertoets.outcomes import Settings, compare
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.oracle.fuzz import random_extract
from tests.support.cases import Tables, compared, write_tables

READINGS = tuple(load_law(None).readings)
OUTCOMES = {"no_notice", "unknown", "open", "no_duty", "correct", "wrong_regime"}
# Not `treaty`: it repeats what a right says that only may qualify, so a purpose made unknown can
# bring it from "none" to that. The dates are unknown then, and so is every regime.
FACTS = ("standing", "publication", "decision", "effective")
NOT_SURE = {"unknown", "not_excluded"}
PRESUMED = ("nationality", "former_nationality", "dutch_since")
# An extract that fails is small already, and shrinking its seed means nothing.
SLOW = settings(
    max_examples=4,
    derandomize=True,  # the same extracts everywhere: a new seed is a new case, written down
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
SEEDS = st.integers(min_value=1000, max_value=100_000)


def outcomes(tables: Tables) -> pd.DataFrame:
    return compared(tables).outcomes.set_index("person_id")


def one_row_a_key(table: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Drop rows that share a key: two that differ are set aside, blurred they may agree."""
    return list(
        {tuple(row.get(part) for part in schema()[table].key): row for row in rows}.values()
    )


@given(seed=SEEDS)
@SLOW
def test_every_person_has_one_outcome_by_every_reading(seed: int) -> None:
    found = outcomes(random_extract(seed, 60))
    assert found.index.is_unique
    for reading in READINGS:
        assert set(found[f"outcome_{reading}"]) <= OUTCOMES
        # the outcome says of the regime exactly what it should
        for row in found[
            ["notice", "regime_stated", f"regime_{reading}", f"outcome_{reading}"]
        ].itertuples(index=False):
            notice, stated, regime, outcome = row
            told = notice != "no_notice" and not pd.isna(stated)
            assert (outcome == "correct") == (told and regime == stated)
            assert (outcome == "no_notice") == (notice == "no_notice")


@given(seed=SEEDS, data=st.data())
@SLOW
def test_adding_a_person_changes_only_that_person(seed: int, data: st.DataObject) -> None:
    tables = random_extract(seed, 40)
    everyone = outcomes(tables)
    left_out = data.draw(st.sampled_from(sorted(everyone.index)))
    without = {
        name: [row for row in rows if row.get("person_id") != left_out]
        for name, rows in tables.items()
    }
    pd.testing.assert_frame_equal(outcomes(without), everyone.drop(index=left_out))


@given(seed=SEEDS)
@SLOW
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    tables = random_extract(seed, 60)
    shuffled = {name: random.Random(seed).sample(rows, len(rows)) for name, rows in tables.items()}
    pd.testing.assert_frame_equal(outcomes(shuffled), outcomes(tables))


def test_the_order_of_columns_does_not_matter(tmp_path: Path) -> None:
    tables = random_extract(1, 60)
    folder = write_tables(tables, tmp_path / "reversed")
    for path in folder.iterdir():
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        frame[frame.columns[::-1]].to_csv(path, index=False)
    found = compare(read_extract(folder), load_law(None), Settings()).outcomes.set_index(
        "person_id"
    )
    pd.testing.assert_frame_equal(found, outcomes(tables))


@pytest.mark.parametrize("table", ["persons", "exemptions"])
@given(seed=SEEDS)
@SLOW
def test_making_a_value_unknown_never_turns_one_sure_answer_into_another(
    table: str, seed: int
) -> None:
    """In every row one cell, drawn anew, is made unknown; keys stay, and so does the group's order.

    Not where the contract looks at what is known: of several notices an undated one comes last,
    the test day follows the known publication dates of the rights, and who was
    of which nationality is presumed while a right covers the day.
    """
    tables = {name: one_row_a_key(name, rows) for name, rows in random_extract(seed, 80).items()}
    draw = random.Random(seed)
    columns = [
        c for c in schema()[table].columns if c.name not in (*schema()[table].key, *PRESUMED)
    ]
    blurred = []
    for row in tables.get(table, []):
        column = draw.choice(columns)
        unknown = "2021-02-30" if column.open else ""
        blurred.append({**row, column.name: unknown})
    before = outcomes(tables)
    after = outcomes({**tables, table: blurred}).reindex(before.index)
    for column in [*FACTS, *(f"regime_{name}" for name in READINGS)]:
        changed = (before[column] != after[column]) & ~before[column].isin(NOT_SURE)
        assert set(after.loc[changed.fillna(False), column].dropna()) <= NOT_SURE, column


@given(seed=SEEDS)
@SLOW
def test_persons_in_the_extract_are_those_judged_and_those_set_aside(seed: int) -> None:
    tables = random_extract(seed, 60)
    comparison = compared(tables)
    extract, judged = comparison.extract, comparison.outcomes
    assert extract.persons_in_extract == len(judged) + extract.persons_set_aside
    for name, rows in extract.rows.items():
        aside = int((extract.set_aside["table"] == name).sum())
        assert rows == len(extract.tables[name]) + aside
