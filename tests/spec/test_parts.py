"""Tables cut by person: every row in one part, and persons numbered from zero in each."""

import polars as pl
import pytest
from hertoets.facts.parts import parts_of

PERSONS = pl.DataFrame({"person": [0, 1, 2, 3, 4]})
NOTICES = pl.DataFrame({"person": [4, 0, 2, 2], "notice": ["e", "a", "c", "d"]})


@pytest.mark.parametrize(
    ("size", "firsts"), [(2, [0, 2, 4]), (4, [0, 4]), (5, [0]), (6, [0])], ids=str
)
def test_parts_hold_each_row_once_and_number_their_persons_from_zero(
    size: int, firsts: list[int]
) -> None:
    parts = list(parts_of({"persons": PERSONS, "notices": NOTICES}, size))
    assert [part.first for part in parts] == firsts
    for part in parts:
        persons = part.tables["persons"]["person"].to_list()
        assert persons == list(range(len(persons)))
    together = pl.concat([part.numbered(part.tables["notices"]) for part in parts])
    assert sorted(together.rows()) == sorted(NOTICES.rows())


def test_without_persons_there_is_one_part() -> None:
    (part,) = parts_of({"persons": PERSONS.clear()}, 2)
    assert (part.first, len(part.tables["persons"])) == (0, 0)
