"""The rooms against the contract written as plain Python, one person at a time.

The oracle shares no code with the rooms but the list of columns, so a rule that both read wrongly
in the same way is the only error this cannot see; the hand-worked cases are there for that.
"""

from datetime import date
from pathlib import Path

import pytest
from hertoets.compare import Settings, compare
from hertoets.extract import read_extract
from hertoets.law import load_law

from tests.oracle import OUTCOME_COLUMNS, oracle, random_extract, write_csv

DEFAULTS = {
    "reference_date": date(2021, 12, 31),
    "cohort_from": date(2019, 11, 1),
    "cohort_to": date(2021, 12, 31),
    "tolerance_days": 2,
    "headline": "publication",
}
CASES = [
    *(pytest.param(seed, {}, id=f"seed {seed}") for seed in range(12)),
    *(
        pytest.param(20 + number, {"headline": name}, id=f"headline {name}")
        for number, name in enumerate(
            ("publication_exceptions", "decision", "duty", "scope", "effective", "notice")
        )
    ),
    pytest.param(30, {"reference_date": date(2020, 6, 30)}, id="another reference date"),
    pytest.param(31, {"tolerance_days": 0}, id="no tolerance"),
]


@pytest.mark.parametrize(("seed", "changed"), CASES)
def test_every_column_of_every_person_is_what_the_contract_says(
    seed: int, changed: dict[str, object], tmp_path: Path
) -> None:
    tables = random_extract(seed, 300)
    settings = DEFAULTS | changed
    expected = oracle(tables, **settings)
    write_csv(tables, tmp_path)
    extract = read_extract(tmp_path)
    outcomes = compare(extract, load_law(None), Settings(**settings)).outcomes
    assert [*outcomes.columns.drop("situation_id")] == [
        c for c in OUTCOME_COLUMNS if c != "situation_id"
    ]
    rows = outcomes.drop(columns="situation_id").astype(object).where(outcomes.notna(), None)
    found = rows.to_dict("records")
    assert [row["person_id"] for row in found] == [row["person_id"] for row in expected.outcomes]
    differences = [
        (have["person_id"], column, have[column], want[column])
        for have, want in zip(found, expected.outcomes, strict=True)
        for column in want
        if have[column] != want[column]
    ]
    assert differences == []
    assert sorted(zip(extract.set_aside["table"], extract.set_aside["key"], strict=True)) == sorted(
        (row["table"], "|".join(part or "" for part in row["key"])) for row in expected.set_aside
    )
