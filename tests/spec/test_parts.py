"""Tables cut by person: every person in one part, under a number that counts from nought there."""

import polars as pl
import pytest
from hertoets.facts.parts import parts_of


@pytest.mark.parametrize(
    ("persons", "sizes"), [(0, [0]), (1, [1]), (2, [2]), (3, [2, 1]), (4, [2, 2]), (5, [2, 2, 1])]
)
def test_every_person_is_in_one_part(persons: int, sizes: list[int]) -> None:
    numbers = pl.Series("person", range(persons), pl.Int32)
    notices = pl.concat([numbers, numbers]).sort()
    tables = {"persons": numbers.to_frame(), "notices": notices.to_frame()}
    parts = list(parts_of(tables, 2))
    assert [len(part.tables["persons"]) for part in parts] == sizes
    for name, table in tables.items():
        here = [part.tables[name] for part in parts]
        assert all(rows["person"].is_between(0, 1).all() for rows in here)
        back = [part.numbered(rows) for part, rows in zip(parts, here, strict=True)]
        assert pl.concat(back)["person"].to_list() == table["person"].to_list()
