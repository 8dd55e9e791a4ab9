"""Faults of the records are planted as their table says, and a reader finds them all."""

from pathlib import Path

import pandas as pd
import pytest
from hertoets.extract import read_extract
from hertoets.synth import write_synthetic_extract
from hertoets.synth.faults import Spoiled, how_many, plant_faults, record_faults, spoils
from hertoets.synth.ledger import list_faults
from hertoets.synth.world import make_world

PERSONS, SEED = 12_000, 3


@pytest.fixture(scope="module")
def spoiled() -> Spoiled:
    return plant_faults(make_world(PERSONS, SEED), SEED)


@pytest.fixture(scope="module")
def planted(spoiled: Spoiled) -> dict[str, list[str]]:
    """The keys of each fault in its own table."""
    table = {fault.id: fault.table for fault in record_faults()}
    ledger = pd.DataFrame(list_faults(spoiled.struck))
    own = ledger[ledger["table"] == ledger["fault"].map(table)]
    return own.groupby("fault")["key"].agg(list).to_dict()


def test_every_fault_of_the_table_has_a_way_of_making_it() -> None:
    assert [fault.id for fault in record_faults()] == list(spoils())


@pytest.mark.parametrize("fault", [fault.id for fault in record_faults()])
def test_every_fault_is_planted(planted: dict[str, list[str]], fault: str) -> None:
    assert len(planted[fault]) >= 1


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
        pytest.param("residence_rights", "effective_date", ["R2", "R3"], id="effective date"),
        pytest.param("residence_rights", "migrant_group", ["R7"], id="group"),
        pytest.param("registrations", "municipality", ["G1", "G2"], id="registration"),
        pytest.param("registrations", "valid_to", ["G5"], id="end of registration"),
        pytest.param("reception", "to_date", ["C6"], id="end of stay"),
        pytest.param("reception", "location_kind", ["C1"], id="kind of location"),
        pytest.param("reception", "linked_municipality", ["C2"], id="link"),
        pytest.param("reception", "location_municipality", ["C7"], id="location"),
        pytest.param("exemptions", "kind", ["E2"], id="kind of exemption"),
        pytest.param("exemptions", "valid_to", ["E1"], id="spell of exemption"),
        pytest.param("notices", "term_end_stated", ["N1"], id="term"),
        pytest.param("notices", "regime_stated", ["N2"], id="law stated"),
        pytest.param("notices", "municipality_informed", ["N7"], id="informed"),
        pytest.param("data_access", "municipality", ["A4"], id="access"),
    ],
)
def test_the_reader_counts_what_was_planted(
    planted: dict[str, list[str]],
    read: tuple[pd.Series, pd.Series],
    table: str,
    column: str,
    faults: list[str],
) -> None:
    count = sum(len(planted[fault]) for fault in faults)
    # A person set aside may take a row along; a decision whose day and month were swapped (R10)
    # may come to lie after the collection.
    swapped = len(planted["R10"]) if column == "document_collected_date" else 0
    assert count - 1 <= read[0][(table, column)] <= count + swapped


@pytest.mark.parametrize(
    ("table", "once", "twice"),
    [
        # Both rows of P9 stand in the ledger.
        pytest.param("persons", ["P5", "P9"], ["P6"], id="persons"),
        pytest.param("guidance_counts", ["M2"], ["M3"], id="guidance"),
    ],
)
def test_the_reader_sets_aside_what_was_planted(
    planted: dict[str, list[str]],
    read: tuple[pd.Series, pd.Series],
    table: str,
    once: list[str],
    twice: list[str],
) -> None:
    rows = sum(len(planted[fault]) for fault in once)
    rows += 2 * sum(len(planted[fault]) for fault in twice)
    assert read[1][table] == rows


@pytest.mark.parametrize("persons", [1_000, 3_000])
def test_an_extract_with_faults_can_be_read(tmp_path: Path, persons: int) -> None:
    write_synthetic_extract(tmp_path / "x", persons=persons, seed=SEED)
    extract = read_extract(tmp_path / "x")
    assert extract.persons_in_extract >= persons
    assert extract.persons_set_aside >= 1


def test_a_split_person_has_rights_and_notice_under_two_pseudonyms(
    spoiled: Spoiled, planted: dict[str, list[str]]
) -> None:
    notices = pd.DataFrame(spoiled.tables["notices"])
    people = set(notices["person_id"][notices["notice_id"].isin(planted["N9"])])
    assert people
    assert people <= set(spoiled.tables["persons"]["person_id"])
    assert not people & set(spoiled.tables["residence_rights"]["person_id"])


def test_two_persons_under_one_pseudonym_leave_one_of_two_in_every_table(
    spoiled: Spoiled, planted: dict[str, list[str]]
) -> None:
    kept = set(planted["P9"])
    merged = {
        name: pd.Series(table["person_id"])
        for name, table in spoiled.tables.items()
        if "person_id" in table
    }
    assert merged["persons"].isin(kept).sum() == 2 * len(kept)
    people = set(merged["persons"])
    strangers = {part.table for part in spoiled.struck if part.column == "person_id"}
    assert all(set(ids) <= people for name, ids in merged.items() if name not in strangers)


def test_one_month_of_notices_to_family_is_left_out(
    spoiled: Spoiled, planted: dict[str, list[str]]
) -> None:
    before = pd.DataFrame(make_world(PERSONS, SEED).tables["notices"]).set_index("notice_id")
    months = before.loc[planted["N10"], "notice_date"].dt.strftime("%Y-%m")
    assert months.nunique() == 1
    assert not set(planted["N10"]) & set(spoiled.tables["notices"]["notice_id"])
    after = pd.DataFrame(spoiled.tables["notices"])
    rights = pd.DataFrame(spoiled.tables["residence_rights"])
    family = after["person_id"].isin(rights["person_id"][rights["migrant_group"] == "family"])
    left = after[family & (after["notice_date"].dt.strftime("%Y-%m") == months.iloc[0])]
    # Planted people are never touched, and rows with another fault already.
    assert len(left) < len(planted["N10"]) / 3
