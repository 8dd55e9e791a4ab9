"""Persons in parts: every row of every person once, with the numbers that they have among all."""

import polars as pl
import pytest
from hertoets.facts.parts import as_one, parts_of

TABLES = {
    "persons": pl.DataFrame({"person": [0, 1, 2, 3, 4]}, schema={"person": pl.Int32}),
    "rights": pl.DataFrame(
        {"person": [4, 0, 2, 2], "right": ["e", "a", "c", "d"]},
        schema={"person": pl.Int32, "right": pl.String},
    ),
}


@pytest.mark.parametrize("size", [1, 2, 3, 5, 9])
def test_parts_put_together_are_the_whole(size: int) -> None:
    parts = list(parts_of(TABLES, size))
    assert len(parts) == -(-5 // size)
    for part in parts:
        persons = part.tables["persons"]["person"].to_list()
        assert persons == list(range(len(persons)))
    for name, table in TABLES.items():
        whole = as_one([part.numbered(part.tables[name]) for part in parts])
        assert whole.sort(whole.columns).equals(table.sort(table.columns))


def test_an_extract_of_nobody_is_one_part_without_persons() -> None:
    nobody = {name: table.clear() for name, table in TABLES.items()}
    [part] = parts_of(nobody, 2)
    assert part.tables["persons"].is_empty()
