"""One list of municipalities: what is drawn, who succeeds whom, and the weights all fit it."""

import csv
from importlib.resources import files
from itertools import pairwise

import pytest
from hertoets.extract.municipalities import municipalities
from hertoets.synth.municipalities import municipalities as drawn


def test_every_code_has_a_name_and_stands_once_in_order() -> None:
    known = municipalities()
    assert len(known) == 359
    assert all(code == entry.code and entry.name for code, entry in known.items())
    assert all(before < after for before, after in pairwise(known))


def test_every_code_that_ends_has_a_successor_that_is_valid_when_it_ends() -> None:
    known = municipalities()
    ending = [entry for entry in known.values() if entry.valid_to]
    assert ending
    for entry in ending:
        assert known[entry.successor].valid_from <= entry.valid_to
        assert (
            not known[entry.successor].valid_to or known[entry.successor].valid_to > entry.valid_to
        )


def test_every_weight_is_of_a_code_that_exists_and_every_code_is_drawn_from() -> None:
    text = files("hertoets.synth").joinpath("municipalities.csv").read_text(encoding="utf-8")
    weighed = [row["code"] for row in csv.DictReader(text.splitlines())]
    assert sorted(weighed) == list(municipalities())
    assert list(drawn().codes) == list(municipalities())


@pytest.mark.parametrize(
    ("code", "name"), [("GM0363", "Amsterdam"), ("GM1979", "Eemsdelta"), ("GM0003", "Appingedam")]
)
def test_a_code_is_named_as_the_register_names_it(code: str, name: str) -> None:
    assert municipalities()[code].name == name
