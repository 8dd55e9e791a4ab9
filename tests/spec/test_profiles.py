"""Profiles count as the persons one by one do, under each reading and both passes of the law.

Source: contract, sections 4 and 5. A person who might have been counts nowhere.
"""

import random
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hertoets.extract import read_extract
from hertoets.findings import find, load_definitions
from hertoets.outcomes import Comparison, Profiles, Settings, compare
from hertoets.outcomes.by_kind import as_text
from hertoets.outcomes.kinds import Kinds, added_up
from hertoets.outcomes.profiles import counted_kinds

from tests.differential.rooms import LAW
from tests.differential.rooms import compared as compared_rooms
from tests.oracle.cases import load_cases
from tests.oracle.cases import tables_of as tables_of_cases
from tests.oracle.fuzz import random_delivery, random_extract, write_csv
from tests.oracle.schema import READINGS
from tests.support.cases import Case, compared, tables_of
from tests.support.doubts import random_doubts

HEADLINE = "publication_exceptions"
SEED = 8
ALIKE_IN = (
    "group", "notice", "regime_stated", "regime", "outcome", "duty", "start_class", "term_class",
    "wrong_notice", "told_without_duty", "in_cohort", "breach", "informed", "reception_kind",
    "waited", "waiting", "certainty", "regime_by_choice", "repair",
)  # fmt: skip

PEOPLE = (
    Case("wronged").right().notice(),
    Case("told of the old Act").right().notice("2021-06-01", "wi2013", start="2021-05-13"),
    Case("rightly told").right(decision="2022-02-01").notice("2022-03-10"),
    Case("told early").right().notice("2018-03-01", "wi2013"),
    Case("started early").right(decision="2018-05-03").notice(start=""),
    Case("no start known").right(decision="2022-02-01").notice(start=""),
    Case("told nothing").right(),
    Case("told nothing of long ago").right(decision="2018-05-03"),
    Case("may be wronged").right(decision="").notice(),
)


@cache
def drawn(kind: str) -> Comparison:
    """The hand-worked cases, or an extract drawn at random of which some is in doubt."""
    if kind == "cases":
        return compared_rooms(tables_of_cases(load_cases()), None, {})
    with tempfile.TemporaryDirectory() as folder:
        tables, delivered = random_extract(SEED, 300), random_delivery(SEED)
        extract = read_extract(write_csv(tables, Path(folder) / "extract", delivered))
    doubts = random_doubts(random.Random(SEED), extract)
    return compare(extract, LAW, Settings()).with_doubts(doubts)


def one_by_one(comparison: Comparison, reading: str) -> pl.DataFrame:
    persons = pl.from_pandas(comparison.under(reading))
    return persons.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))


def unfolded(profiles: Profiles, reading: str, *, doubted: bool = True) -> pl.DataFrame:
    """A row a person, in their order."""
    return profiles.frames[reading, doubted].select(pl.all().gather(profiles.of_persons))


@pytest.mark.parametrize("kind", ["cases", "in doubt"])
@pytest.mark.parametrize("reading", READINGS)
def test_each_person_is_in_a_profile_what_the_person_is_alone(reading: str, kind: str) -> None:
    comparison = drawn(kind)
    alone = one_by_one(comparison.basis, reading)
    together = unfolded(comparison.profiles, reading)
    for column in ALIKE_IN:
        assert together[column].to_list() == alone[column].to_list(), column
    assert len(alone) > 200


@pytest.mark.parametrize("kind", ["cases", "in doubt"])
def test_by_the_records_too_each_person_is_what_the_person_is_alone(kind: str) -> None:
    comparison = drawn(kind)
    alone = one_by_one(comparison, HEADLINE)
    together = unfolded(comparison.profiles, HEADLINE, doubted=False)
    for column in ALIKE_IN:
        assert together[column].to_list() == alone[column].to_list(), column


def test_what_is_in_doubt_is_known_by_the_records() -> None:
    comparison = drawn("in doubt")
    records, doubted = (unfolded(comparison.profiles, HEADLINE, doubted=d) for d in (False, True))
    assert (records["outcome"] != doubted["outcome"]).sum() > 20


@pytest.mark.parametrize("kind", ["cases", "in doubt"])
def test_the_days_of_a_median_are_those_of_the_persons(kind: str) -> None:
    comparison = drawn(kind)
    for reading in READINGS:
        alone = pl.from_pandas(comparison.basis.under(reading))
        inside = alone["in_cohort"].cast(pl.String) == "yes"
        shifts = alone["start_shift_days"].zip_with(inside, pl.Series([None], dtype=pl.Int32))
        counted = comparison.profiles.days[reading, True]
        for name, days in (("waited_days", alone["waited_days"]), ("cohort_shift_days", shifts)):
            found = counted.filter(pl.col("of") == name).select("group", "days", "persons")
            each = zip(alone["group"].cast(pl.String).to_list(), days.to_list(), strict=True)
            by_hand = Counter(one for one in each if one[1] is not None)
            assert {(group, day): number for group, day, number in found.rows()} == by_hand


@pytest.mark.parametrize("kind", ["cases", "in doubt"])
def test_every_person_stands_in_one_profile_and_no_profile_stands_twice(kind: str) -> None:
    profiles = drawn(kind).profiles
    sizes = np.bincount(profiles.of_persons, minlength=len(profiles.persons))
    assert (sizes == profiles.persons).all()
    both = pl.concat(
        [
            profiles.frames[HEADLINE, True],
            profiles.frames[HEADLINE, False].rename(lambda n: f"r_{n}"),
        ],
        how="horizontal",
    )
    assert both.is_unique().all()


@pytest.mark.parametrize("kind", ["cases", "in doubt"])
def test_who_might_have_been_counts_nowhere(kind: str) -> None:
    """So without them every figure counts as much; and in each pass they are who they are."""
    comparison = drawn(kind)
    profiles = comparison.profiles
    nobody = profiles.persons == 0
    assert nobody.sum() > 100
    assert nobody.argmax() == (~nobody).sum()  # those who are stand first
    records, doubted = (
        as_text(profiles.frames[HEADLINE, d].filter(pl.Series(nobody))) for d in (False, True)
    )
    assert records.equals(doubted)
    alone = one_by_one(comparison.basis, HEADLINE)
    found = find(comparison).findings
    expected = {
        "wrong_notice": (alone["wrong_notice"] == "yes").sum(),
        "cohort_size": (alone["in_cohort"] == "yes").sum(),
        "waited_persons": alone["waited"].sum(),
        "certain": (alone["certainty"] == "certain").sum(),
    }
    assert {name: found[name].lower for name in expected} == expected


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compared(tables_of(PEOPLE))


def counted(comparison: Comparison, column: str) -> Counter[object]:
    return Counter(unfolded(comparison.profiles, HEADLINE)[column].to_list())


def test_who_has_no_known_start_is_counted_apart_from_whose_start_lies_elsewhere(
    comparison: Comparison,
) -> None:
    assert counted(comparison, "in_cohort") == {"yes": 4, "no": 2, "unknown": 3}


def test_a_month_is_that_of_the_stated_start_or_else_of_the_lawful_one(
    comparison: Comparison,
) -> None:
    assert counted(comparison, "cohort_month") == {
        "2018-03": 1,  # told early
        "2018-05": 2,  # by law: started early, told nothing of long ago
        "2021-05": 2,  # told of the old Act; by law: told nothing
        "2022-01": 2,  # wronged, may be wronged
        "2022-03": 1,  # rightly told
        "": 1,
    }


def test_a_notice_that_may_be_wrong_stands_in_its_month(comparison: Comparison) -> None:
    """All notices of the Wi2021 after the reference date, right ones too; of the others none."""
    assert counted(comparison, "notice_month") == {"2022-01": 4, "2022-03": 1, None: 4}


def test_every_column_that_a_figure_asks_for_is_one_of_a_profile() -> None:
    columns = set(drawn("cases").profiles.frames[HEADLINE, True].columns)
    for definition in load_definitions().values():
        assert {*(definition.who or {}), *(definition.maybe or {})} <= columns, definition.id


@pytest.mark.parametrize("kind", ["cases", "in doubt"])
def test_kinds_of_parts_add_up_to_those_of_the_whole(kind: str) -> None:
    """Cut anywhere by person: the same kinds in the same order, and as many of each."""
    comparison = drawn(kind)
    size = len(comparison.person_ids)

    def kinds(numbers: np.ndarray) -> Kinds:
        own = np.intersect1d(comparison.in_doubt, numbers)
        places = np.searchsorted(numbers, own).astype(np.int32)
        doubted = comparison.doubted.some(numbers)
        recorded = comparison.people.some(numbers)
        return counted_kinds(recorded, doubted, places)[0]

    everyone = np.arange(size, dtype=np.int32)
    whole = kinds(everyone)
    for cuts in ([size // 2], [1, size // 3, size - 1]):
        parts = [kinds(part) for part in np.split(everyone, cuts)]
        summed, of_parts = added_up(parts)
        every = pl.concat([part.now for part in parts])
        assert summed.now[of_parts].equals(every)
        assert summed.now.equals(whole.now)
        assert summed.before.equals(whole.before)
        assert summed.persons.to_list() == whole.persons.to_list()
        for one, days in whole.days.items():
            assert summed.days[one].equals(days)
        for one, amounts in whole.amounts.items():
            assert summed.amounts[one].equals(amounts)
    assert whole.persons.sum() == size
