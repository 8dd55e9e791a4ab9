"""The random extracts reach the whole contract, and the oracle is sound on them."""

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest
from hertoets.extract.schema import nationality_codes, schema

from . import oracle, random_extract
from .law import READINGS

SEEDS = range(15)

EXPECTED = {
    "standing": "excluded completed under_16 schooling diploma_a2 dispensed obligable unknown",
    "treaty": "none unknown asylum_since_may_2020 asylum_before_may_2020 family_or_other",
    "publication": "before bridged after no_right unknown",
    "decision": "before bridged after no_right unknown",
    "effective": "before bridged after no_right unknown",
    "notice": "before after no_notice unknown",
    "group": "asylum family other unknown",
    "certainty": "certain unknown reading_dependent",
    "start_class": "on_time late early unknown not_applicable",
    "term_class": "on_time longer shorter unknown not_applicable",
    "wrong_notice": "yes no unknown",
    "breach": "viewed visible unknown no not_measured",
    "informed": "not_informed right wrong_reception wrong_other unknown not_measured",
    "regime_by_choice": "wi2013 wi2021 no_choice not_offered not_measured unknown",
}
COMMON = {"C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9"}
OWN = {"bridged", "obligable", "completed", "under_16", "schooling", "diploma_a2", "dispensed"}


@pytest.fixture(scope="module")
def seen():
    values = defaultdict(set)
    for seed in SEEDS:
        for row in oracle(random_extract(seed, 300)).outcomes:
            for column, value in row.items():
                values[column].add(value)
    return values


@pytest.mark.parametrize("column", EXPECTED)
def test_every_value_of_the_outcome_occurs(seen, column):
    assert seen[column] == set(EXPECTED[column].split())


@pytest.mark.parametrize("reading", READINGS[:-1])
def test_every_rule_of_a_reading_occurs(seen, reading):
    assert seen[f"rule_{reading}"] == COMMON | {f"{reading}.{name}" for name in OWN}
    outcomes = {"no_notice", "unknown", "open", "no_duty", "correct", "wrong_regime"}
    assert seen[f"outcome_{reading}"] == outcomes


def test_dates_and_numbers_occur_filled_and_empty(seen):
    columns = [f"start_{reading}" for reading in READINGS]
    for column in [*columns, "waited_days", "start_shift_days", "choice_default"]:
        assert None in seen[column]
        assert len(seen[column]) >= 3, column


@pytest.mark.parametrize("seed", SEEDS)
def test_bad_codes_stay_below_the_share_that_stops_a_run(seed):
    for name, rows in random_extract(seed, 200).items():
        for column in schema()[name].columns:
            if column.type != "code" or column.optional:
                continue
            filled = [row[column.name] for row in rows if row[column.name]]
            codes = column.codes
            if codes == "iso_3166_1_alpha_3":
                codes = nationality_codes()
            bad = [
                text
                for text in filled
                if (codes == "municipality" and text == "GM36") or (text == "XXX")
            ]
            assert len(bad) <= 0.045 * len(filled), (name, column.name)


def test_the_same_seed_gives_the_same_extract():
    assert random_extract(3, 40) == random_extract(3, 40)


@pytest.mark.parametrize("headline", READINGS)
def test_the_order_of_rows_does_not_matter(headline):
    tables = random_extract(7, 80)
    turned = {name: rows[::-1] for name, rows in tables.items()}
    settings = {"headline": headline, "reference_date": date(2021, 6, 30)}
    assert oracle(tables, **settings).outcomes == oracle(turned, **settings).outcomes


# not the treaty and the group, which the contract reads off rights that only may qualify
FACTS = ("standing", "publication", "decision", "effective")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_filling_in_what_is_unknown_never_contradicts_what_was_known(seed):
    """Three-valued means: the answer holds whatever the unknown is (contract 2)."""
    rng = random.Random(seed)
    tables = random_extract(seed, 150)
    known = {row["person_id"]: row for row in oracle(tables).outcomes}
    compared = 0
    for _ in range(12):
        for now in oracle(_filled_in(rng, tables)).outcomes:
            was = known.get(now["person_id"], {})
            for fact in FACTS:
                if was.get(fact, "unknown") != "unknown":
                    compared += 1
                    assert now[fact] == was[fact], (now["person_id"], fact)
            for reading in READINGS[:-1]:
                if was.get(f"start_{reading}") is not None:
                    compared += 1
                    assert now[f"start_{reading}"] == was[f"start_{reading}"]
    assert compared > 1000


def _filled_in(rng, tables):
    """The same extract with possible values for empty dates, codes and flags.

    Left alone: what the contract does not take as open to any value (an undated notice beside a
    dated one), and keys.
    """
    dated = {row["person_id"] for row in tables["notices"] if row["notice_date"]}
    full = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for row in full["persons"]:
        row["nationality"] = row["nationality"] or rng.choice(("TUR", "SYR", "DEU", "NLD"))
    for row in full["residence_rights"]:
        row["migrant_group"] = row["migrant_group"] or rng.choice(("asylum", "family", "other"))
        for flag in ("spiritual_minister", "temporary_purpose"):
            row[flag] = row[flag] or rng.choice(("true", "false"))
        latest = row["document_collected_date"] or "2023-01-01"
        row["decision_date"] = row["decision_date"] or _day(rng, "2018-01-01", latest)
        earliest = row["decision_date"]
        row["document_collected_date"] = row["document_collected_date"] or _day(
            rng, earliest, "2023-01-01"
        )
        latest = row["end_date"] or "2023-01-01"
        row["effective_date"] = row["effective_date"] or _day(rng, "2018-01-01", latest)
        if row["end_date"] in ("2021-02-30", "1899-12-31"):
            row["end_date"] = _day(rng, row["effective_date"], "2023-01-01")
    for row in full.get("exemptions", []):
        row["kind"] = row["kind"] or rng.choice(
            ("compulsory_education", "medical", "diploma", "completed", "partial")
        )
        latest = row["valid_to"] or "2023-01-01"
        row["valid_from"] = row["valid_from"] or _day(rng, "2018-01-01", latest)
        if row["valid_to"] in ("2021-02-30", "1899-12-31"):
            row["valid_to"] = _day(rng, row["valid_from"], "2023-01-01")
    for row in full["notices"]:
        if row["person_id"] not in dated:
            row["notice_date"] = _day(rng, "2019-01-01", "2022-06-01")
    return full


def _day(rng, first, last):
    """A day between two texts; where that cannot be, the unknown stays."""
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return ""
    if not date(1900, 1, 1) <= begin <= end:
        return ""
    return (begin + timedelta(rng.randint(0, (end - begin).days))).isoformat()
