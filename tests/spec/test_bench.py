"""The page of ``make bench`` is made of its numbers, and what it lays beside each other is equal."""

import re
from pathlib import Path

import numpy as np
import pytest
from hertoets.law import check_law
from hertoets.quality import load_expectations
from hertoets.run.parameters import Parameters

from benchmarks.speed import engines, figure, more, page, toy
from benchmarks.speed.growth import growths
from benchmarks.speed.place import PROJECT
from benchmarks.speed.row import Row
from benchmarks.toy import with_hertoets
from benchmarks.toy.people import draw_people
from benchmarks.toy.rules import REGIMES

PERSONS = 5_000


def row(system: str, persons: int, cpu: float, times: float | None = None) -> Row:
    return Row(f"{system}, {persons}", cpu, cpu, 1.0, times, "", system, persons)


TWO_SIZES = {"outcomes": [row("law", 100_000, 2.0), row("law", 1_000_000, 20.0, 3.04)]}


def test_the_page_is_what_its_numbers_say() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.as_markdown(page.kept())
    assert page.kept().keys() == page.PARTS.keys()


def test_a_tenfold_of_seconds_for_a_tenfold_of_persons_is_growth_one() -> None:
    (one,) = growths(TWO_SIZES["outcomes"])
    assert one.exponent == pytest.approx(1.0)
    assert (one.smaller, one.larger) == (100_000, 1_000_000)


def test_a_size_at_which_the_start_is_measured_is_no_part_of_growth() -> None:
    assert growths([row("law", 1, 1.0), row("law", 100_000, 2.0)]) == []


def test_what_one_more_costs_is_told_in_percent() -> None:
    told = page.as_markdown({"more": [row("a", 10, 2.0), row("b", 10, 2.1, 1.05)]})
    assert "| +5.0 % |" in told


def test_a_system_that_was_not_measured_is_named() -> None:
    told = page.as_markdown({"toy": [row(toy.OURS, 1, 1.0, 1.0)]})
    assert "could not be installed: toy in OpenFisca, toy in ttsim." in told.replace("\n", " ")


def test_the_figure_is_the_same_for_the_same_numbers(tmp_path: Path) -> None:
    images = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for image in images:
        figure.draw(TWO_SIZES, image)
    assert images[0].read_bytes() == images[1].read_bytes()
    assert "2.0 s at 100,000 persons to 20.0 s at 1,000,000" in figure.as_markdown(TWO_SIZES)


def test_every_size_is_of_a_system_that_has_a_command() -> None:
    assert {size.system for size in engines.ROWS} == engines.COMMANDS.keys()


def test_one_reading_more_is_proved_and_one_check_more_is_read(tmp_path: Path) -> None:
    readings = tmp_path / "readings"
    readings.mkdir()
    law = Parameters.from_assignments([f"readings={more.reading_again(readings)}"]).law()
    assert len(law.readings) == len(Parameters().law().readings) + 1
    assert check_law(law) == []
    again = load_expectations(more.check_again(tmp_path / "expectations"))
    assert len(again) == len(load_expectations()) + 1


@pytest.mark.parametrize("system", [name for name in toy.SYSTEMS.values() if name != "hertoets"])
def test_a_lock_of_another_system_has_hashes_and_names_no_index(system: str) -> None:
    lock = PROJECT / "benchmarks" / "toy" / f"requirements-{system}.lock"
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    packages = re.findall(r"^[a-z0-9].*\n.*$", text, flags=re.M)
    assert packages
    assert all("--hash=sha256:" in package for package in packages)


def test_the_toy_in_hertoets_is_the_rules_as_told(tmp_path: Path) -> None:
    people = draw_people(PERSONS)
    np.savez(tmp_path / "people.npz", allow_pickle=False, **people)
    with_hertoets.main(tmp_path / "people.npz", tmp_path / "regimes.npy")
    found = [REGIMES[code] for code in np.load(tmp_path / "regimes.npy")]
    rows = [dict(zip(people, one, strict=True)) for one in zip(*people.values(), strict=True)]
    assert found == [regime(**one) for one in rows]
    assert set(found) == set(REGIMES)


def test_costs_of_systems_that_answer_otherwise_are_not_compared() -> None:
    with pytest.raises(RuntimeError, match="toy in ttsim answers otherwise"):
        toy.refuse_other_answers({toy.OURS: np.array([1, 2]), "toy in ttsim": np.array([1, 3])})


def regime(
    *, group, temporary, decided, collected, ends, born, of_eu, at_school, dispensed, told
) -> str:
    """The rules of `benchmarks.toy.rules`, of one person."""
    on = 2021_12_31
    published = decided if group == 0 else collected
    if temporary and group != 0:
        return "none"
    if published <= on and ends < on:
        return "none"
    if of_eu or (on - born) // 10_000 >= 67:
        return "none"
    if published > on:
        return "wi2021"
    if 0 < told <= on:
        return "wi2013"
    if (on - born) // 10_000 < 16 or at_school:
        return "wi2021"
    return "open" if dispensed else "wi2013"
