"""Persons are found by a hash and known by their name: two names of one hash are two persons."""

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from hertoets.extract import numbering
from hertoets.extract.numbering import NOT_IN_PERSONS, SET_ASIDE, number_persons

DELIVERED = pl.Series(["P3", "P1", None, "P2", "P1", "P4"])
STAYS = np.array([True, True, False, True, False, False])
ASKED = pl.Series(["P1", "P2", "P9", None, "P4", "P3", "P1"])
NUMBERS = [0, 1, NOT_IN_PERSONS, NOT_IN_PERSONS, SET_ASIDE, 2, 0]


def by_hash(hash_of: object, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    monkeypatch.setattr(numbering, "hash_of", hash_of)
    persons = number_persons(DELIVERED, STAYS)
    assert (persons.kept, persons.aside) == (3, 1)
    return persons.number(ASKED).tolist()


@pytest.mark.parametrize("value", [0, 1, 2**63, 2**64 - 1])
def test_persons_of_one_hash_keep_their_numbers(
    value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def same(ids: pl.Series) -> npt.NDArray[np.uint64]:
        return np.full(len(ids), value, dtype=np.uint64)

    assert by_hash(same, monkeypatch) == NUMBERS


def test_persons_have_their_place_in_the_order_of_their_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert by_hash(numbering.hash_of, monkeypatch) == NUMBERS


def test_nobody_has_no_number() -> None:
    nobody = number_persons(pl.Series([None], dtype=pl.String), np.array([False]))
    assert (nobody.kept, nobody.aside) == (0, 0)
    assert nobody.number(ASKED).tolist() == [NOT_IN_PERSONS] * len(ASKED)
