"""Faults of the records are planted as their table says, and a reader finds them all."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.extract import read_extract
from analysis.synth import write_synthetic_extract
from analysis.synth.faults import Spoiled, how_many, plant_faults, record_faults, spoils
from analysis.synth.world import make_world

PERSONS, SEED = 6_000, 3


@pytest.fixture(scope="module")
def spoiled() -> Spoiled:
    return plant_faults(make_world(PERSONS, SEED), SEED)


def test_every_fault_of_the_table_has_a_way_of_making_it() -> None:
    assert [fault.id for fault in record_faults()] == list(spoils())


@pytest.mark.parametrize("fault", [fault.id for fault in record_faults()])
def test_every_fault_is_planted(spoiled: Spoiled, fault: str) -> None:
    assert len(spoiled.planted[fault]) >= 1


@pytest.mark.parametrize(
    ("rate", "able", "size", "expected"),
    [
        pytest.param(0.01, 1_000, 1_000, 10, id="its share"),
        pytest.param(0.0001, 1_000, 1_000, 1, id="at least one"),
        pytest.param(0.5, 1_000, 1_000, 20, id="at most two percent of the table"),
        pytest.param(0.01, 40, 40, 0, id="none in a table under fifty rows"),
        pytest.param(0.01, 0, 1_000, 0, id="none where no row can bear it"),
    ],
)
def test_size_of_a_fault(rate: float, able: int, size: int, expected: int) -> None:
    assert how_many(rate, able, size) == expected


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[pd.Series, pd.Series]:
    folder: Path = tmp_path_factory.mktemp("synth") / "x"
    write_synthetic_extract(folder, persons=PERSONS, seed=SEED)
    extract = read_extract(folder)
    unknown = extract.unknown.set_index(["table", "column"])["rows"].groupby(level=[0, 1]).sum()
    return unknown, extract.set_aside.groupby("table").size()


@pytest.mark.parametrize(
    ("table", "column", "faults"),
    [
        pytest.param("persons", "nationality", ["P7"], id="nationality"),
        pytest.param("persons", "sex", ["P8"], id="sex"),
        pytest.param("persons", "birth_date", ["P1", "P2", "P3"], id="birth date"),
        pytest.param("residence_rights", "document_collected_date", ["R1"], id="collected"),
        pytest.param("residence_rights", "end_date", ["R2"], id="end of right"),
        pytest.param("residence_rights", "effective_date", ["R3"], id="effective date"),
        pytest.param("residence_rights", "migrant_group", ["R7"], id="group"),
        pytest.param("registrations", "municipality", ["G1"], id="registration"),
        pytest.param("reception", "location_kind", ["C1"], id="kind of location"),
        pytest.param("reception", "linked_municipality", ["C2"], id="link"),
        pytest.param("exemptions", "kind", ["E2"], id="kind of exemption"),
        pytest.param("exemptions", "valid_to", ["E1"], id="spell of exemption"),
        pytest.param("notices", "term_end_stated", ["N1"], id="term"),
        pytest.param("notices", "regime_stated", ["N2"], id="law stated"),
        pytest.param("notices", "municipality_informed", ["N7"], id="informed"),
        pytest.param("data_access", "municipality", ["A4"], id="access"),
    ],
)
def test_the_reader_counts_what_was_planted(
    spoiled: Spoiled,
    read: tuple[pd.Series, pd.Series],
    table: str,
    column: str,
    faults: list[str],
) -> None:
    planted = sum(len(spoiled.planted[fault]) for fault in faults)
    # A person set aside may take a row along; a decision whose day and month were swapped (R10)
    # may come to lie after the collection.
    swapped = len(spoiled.planted["R10"]) if column == "document_collected_date" else 0
    assert planted - 1 <= read[0][(table, column)] <= planted + swapped


@pytest.mark.parametrize(
    ("table", "once", "twice"),
    [
        pytest.param("persons", ["P5"], ["P6"], id="persons"),
        pytest.param("guidance_counts", ["M2"], ["M3"], id="guidance"),
    ],
)
def test_the_reader_sets_aside_what_was_planted(
    spoiled: Spoiled,
    read: tuple[pd.Series, pd.Series],
    table: str,
    once: list[str],
    twice: list[str],
) -> None:
    rows = sum(len(spoiled.planted[fault]) for fault in once)
    rows += 2 * sum(len(spoiled.planted[fault]) for fault in twice)
    assert read[1][table] == rows


@pytest.mark.parametrize("persons", [1_000, 3_000])
def test_an_extract_with_faults_can_be_read(tmp_path: Path, persons: int) -> None:
    write_synthetic_extract(tmp_path / "x", persons=persons, seed=SEED)
    extract = read_extract(tmp_path / "x")
    assert extract.persons_in_extract >= persons
    assert extract.persons_set_aside >= 1


def test_a_split_person_has_rights_and_notice_under_two_pseudonyms(spoiled: Spoiled) -> None:
    keys = set(spoiled.planted["N9"])
    notices = pd.DataFrame(spoiled.tables["notices"])
    people = set(notices["person_id"][notices["notice_id"].isin(keys)])
    assert people
    assert people <= set(spoiled.tables["persons"]["person_id"])
    assert not people & set(spoiled.tables["residence_rights"]["person_id"])
