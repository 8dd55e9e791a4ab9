"""Without faults of the records, an extract keeps to the contract in every value."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hertoets.extract import read_extract
from hertoets.extract.schema import MUNICIPALITY, nationality_codes, schema
from hertoets.synth import write_synthetic_extract
from hertoets.synth.draws import Columns
from hertoets.synth.municipalities import municipalities
from hertoets.synth.world import World, make_world

from tests.support.cases import DRAWN

SIZES = [300, 6_000]


@pytest.fixture(scope="module", params=SIZES)
def world(request: pytest.FixtureRequest) -> World:
    return make_world(request.param, 11)


def filled(values: np.ndarray) -> set[object]:
    return {value for value in values.tolist() if value is not None}


@pytest.mark.parametrize("name", DRAWN)
def test_columns_are_those_of_the_schema(world: World, name: str) -> None:
    assert set(world.tables[name]) == set(schema()[name].column_names)


@pytest.mark.parametrize("name", DRAWN)
def test_codes_are_those_of_the_schema(world: World, name: str) -> None:
    for column in schema()[name].columns:
        values = filled(world.tables[name][column.name]) if column.type == "code" else set()
        if column.codes == "iso_3166_1_alpha_3":
            assert values <= nationality_codes()
        elif column.codes == "municipality":
            assert all(MUNICIPALITY.fullmatch(str(value)) for value in values)
        elif column.codes is not None:
            assert values <= set(column.codes)


@pytest.mark.parametrize("name", DRAWN)
def test_keys_are_filled_and_unique(world: World, name: str) -> None:
    key = pd.DataFrame({column: world.tables[name][column] for column in schema()[name].key})
    assert key.notna().all(axis=None)
    assert not key.duplicated().any()


@pytest.mark.parametrize("name", [name for name in DRAWN if name != "guidance_counts"])
def test_every_row_is_of_a_person_in_the_extract(world: World, name: str) -> None:
    persons = set(world.tables["persons"]["person_id"])
    assert set(world.tables[name]["person_id"]) <= persons


@pytest.mark.parametrize(
    ("name", "earlier", "later"),
    [
        pytest.param("residence_rights", "decision_date", "document_collected_date", id="collect"),
        pytest.param("residence_rights", "effective_date", "end_date", id="right"),
        pytest.param("exemptions", "valid_from", "valid_to", id="exemption"),
        pytest.param("notices", "start_stated", "term_end_stated", id="term"),
        pytest.param("notices", "notice_date", "withdrawn_on", id="withdrawal"),
        pytest.param("registrations", "valid_from", "valid_to", id="registration"),
        pytest.param("reception", "from_date", "to_date", id="stay"),
        pytest.param("choices", "offered_on", "chosen_on", id="choice"),
        pytest.param("fines", "imposed_on", "withdrawn_on", id="fine"),
        pytest.param("loans", "granted_on", "repayment_from", id="repayment"),
        pytest.param("loans", "granted_on", "written_off_on", id="written off"),
    ],
)
def test_no_date_lies_before_the_one_it_follows(
    world: World, name: str, earlier: str, later: str
) -> None:
    table = world.tables[name]
    assert not (table[later] < table[earlier]).any()


def test_registrations_of_a_person_follow_each_other(world: World) -> None:
    table = pd.DataFrame(world.tables["registrations"]).sort_values(["person_id", "valid_from"])
    ends = table.groupby("person_id")["valid_to"].shift()
    follows = table["person_id"] == table["person_id"].shift()
    assert (table["valid_from"] == ends)[follows].all()


def test_every_municipality_code_is_valid_on_its_day(world: World) -> None:
    places = municipalities()
    ended = {places.codes[row]: places.ends[row] for row in np.flatnonzero(~np.isnat(places.ends))}
    days: list[tuple[str, str, str]] = [
        ("registrations", "municipality", "valid_from"),
        ("reception", "location_municipality", "from_date"),
        ("reception", "linked_municipality", "linked_on"),
        ("plans", "municipality", "plan_date"),
    ]
    for name, column, day in days:
        table = world.tables[name]
        for code, end in ended.items():
            assert not (table[day][table[column] == code] >= end).any()


def test_birth_dates_are_dates_or_partly_unknown(world: World) -> None:
    for text in filled(world.tables["persons"]["birth_date"]):
        assert re.fullmatch(r"(19|20)\d\d-(\d\d-\d\d|00-00)", str(text))
        np.datetime64(str(text).replace("-00", "-01"))


def test_a_former_nationality_and_its_end_are_of_the_dutch_only(world: World) -> None:
    persons = world.tables["persons"]
    other = persons["nationality"] != "NLD"
    assert filled(persons["former_nationality"][other]) == set()
    assert np.isnat(persons["dutch_since"][other]).all()
    assert "NLD" not in filled(persons["former_nationality"])


def test_family_of_an_asylum_holder_is_known_of_family_rights_only(world: World) -> None:
    rights = world.tables["residence_rights"]
    family = rights["migrant_group"] == "family"
    assert filled(rights["family_of_asylum"][family]) == {True, False}
    assert None not in rights["family_of_asylum"][family].tolist()
    assert filled(rights["family_of_asylum"][~family]) == set()


def test_who_opted_in_did_so_before_it_was_a_duty(world: World) -> None:
    spells = world.tables["exemptions"]
    day = spells["valid_from"][spells["kind"] == "opt_in"]
    assert len(day)
    assert (day < np.datetime64("2020-05-01")).all()


def test_amounts_keep_to_the_law(world: World) -> None:
    # Fines at most EUR 1,250 (W1 art. 34), loans EUR 10,000 a person (W2 Besluit 4.1a).
    fines, loans = world.tables["fines"], pd.DataFrame(world.tables["loans"])
    assert ((fines["amount_euro"] > 0) & (fines["amount_euro"] <= 1_250)).all()
    assert (loans["amount_euro"] > 0).all()
    assert loans.groupby("person_id")["amount_euro"].sum().max() <= 10_000


def test_a_plan_is_made_after_a_notice_of_the_new_law(world: World) -> None:
    notices = pd.DataFrame(world.tables["notices"])
    told = notices[notices["regime_stated"] == "wi2021"].groupby("person_id")["notice_date"].min()
    plans = pd.DataFrame(world.tables["plans"])
    assert (plans["plan_date"] > told.reindex(plans["person_id"]).to_numpy()).all()


def test_nothing_happens_after_the_delivery(world: World) -> None:
    delivered = np.datetime64("2022-09-30")
    happened: dict[str, list[str]] = {
        "persons": ["dutch_since"],
        "residence_rights": ["decision_date", "document_collected_date", "effective_date"],
        "notices": ["notice_date", "withdrawn_on"],
        "registrations": ["valid_from", "valid_to"],
        "reception": ["from_date", "to_date"],
        "exemptions": ["valid_from"],
        "choices": ["chosen_on"],
        "extensions": ["granted_on"],
        "fines": ["imposed_on", "withdrawn_on"],
        "loans": ["granted_on", "repayment_from", "written_off_on"],
        "plans": ["plan_date"],
    }
    for name, columns in happened.items():
        for column in columns:
            # Planted schooling of a 16 year old may begin on a birthday; none lies that late.
            assert not (world.tables[name][column] > delivered).any(), (name, column)


def test_pseudonyms_tell_nothing_of_the_order_of_decisions(world: World) -> None:
    rights: Columns = world.tables["residence_rights"]
    asylum = (rights["migrant_group"] == "asylum") & ~np.isnat(rights["decision_date"])
    place = np.arange(len(asylum))[asylum]
    when = rights["decision_date"][asylum].astype(int)
    # The rows stand in the order of the pseudonyms; 4 standard errors of no correlation.
    assert abs(np.corrcoef(place, when)[0, 1]) < 4 / np.sqrt(len(when))


def test_the_reader_finds_nothing_to_object_to(tmp_path: Path) -> None:
    write_synthetic_extract(tmp_path / "x", persons=2_000, faults=False)
    extract = read_extract(tmp_path / "x")
    assert extract.persons_in_extract == 2_000
    assert len(extract.set_aside) == 0
    assert len(extract.unknown) == 0
    assert not extract.notes
    assert extract.meta.synthetic is True
