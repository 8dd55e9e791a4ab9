"""The random extracts reach the whole contract, and stay readable."""

from collections import defaultdict

import pytest

from . import oracle
from .fuzz import random_delivery, random_extract, random_settings
from .schema import READINGS

SEEDS = (*range(10), 14, 19, 24)  # every fifth lacks tables
EXPECTED = {
    "standing": "excluded completed under_16 schooling diploma_a2 dispensed obligable not_excluded "
    "unknown",
    "treaty": "none unknown asylum_since_may_2020 asylum_opted_in asylum_before_may_2020 "
    "family_or_other",
    "publication": "before bridged after no_right unknown",
    "decision": "before bridged after no_right unknown",
    "effective": "before bridged after no_right unknown",
    "obliged": "yes no unknown",
    "notice": "before after no_notice unknown",
    "group": "asylum family other unknown",
    "certainty": "certain unknown reading_dependent",
    "duty": "no not_yet completed exempt dispensed obliged unknown",
    "start_class": "on_time late early unknown not_applicable",
    "term_class": "on_time longer shorter unknown not_applicable",
    "wrong_notice": "yes no unknown",
    "told_without_duty": "yes no unknown",
    "in_cohort": "yes no unknown",
    "breach": "viewed visible elsewhere unknown no not_measured",
    "informed": "not_informed right wrong_reception wrong_other unknown not_measured",
    "regime_by_choice": "wi2013 wi2021 no_choice not_offered not_measured unknown",
    "repair": "not_wronged unknown told_right chose default offered withdrawn nothing",
    "fine": "no_fine without_duty too_early other unknown not_measured",
    "loan": "no_loan not_written_off late_access other unknown not_measured",
    "plan": "no_plan without_basis other unknown not_measured",
}
FILLED = ("waited_days", "start_shift_days", "access_late_days", "choice_default", "repair_days")


@pytest.fixture(scope="module")
def seen():
    values = defaultdict(set)
    for seed in SEEDS:
        tables = random_extract(seed, 400)
        for row in oracle(
            tables, delivered_on=random_delivery(seed), **random_settings(seed)
        ).outcomes:
            for column, value in row.items():
                values[column].add(value)
    return values


@pytest.mark.parametrize("column", EXPECTED)
def test_every_value_of_the_outcome_occurs(seen, column):
    assert seen[column] == set(EXPECTED[column].split())


@pytest.mark.parametrize("reading", READINGS[:-1])
def test_every_common_rule_occurs(seen, reading):
    assert {f"C{number}" for number in range(1, 12)} <= seen[f"rule_{reading}"]


@pytest.mark.parametrize("column", [*FILLED, *(f"start_{reading}" for reading in READINGS)])
def test_what_may_be_empty_occurs_filled_and_empty(seen, column):
    assert None in seen[column]
    assert len(seen[column]) >= 3


def test_the_same_seed_gives_the_same_extract():
    assert random_extract(3, 40) == random_extract(3, 40)


@pytest.mark.parametrize("headline", READINGS)
def test_the_order_of_rows_does_not_matter(headline):
    tables = random_extract(7, 60)
    turned = {name: rows[::-1] for name, rows in tables.items()}
    assert oracle(tables, headline=headline).outcomes == oracle(turned, headline=headline).outcomes
