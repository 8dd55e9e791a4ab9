"""Reading an extract: which rows are set aside, and what stops it (contract, section 1)."""

from pathlib import Path

import pytest
from hertoets.errors import DataError

from tests.extract.hand import counted, one, read
from tests.support.cases import Case, tables_of


def test_of_identical_rows_the_first_stays_and_of_differing_rows_none(tmp_path: Path) -> None:
    tables = tables_of([Case("P1").right().right("family"), Case("P2").right()])
    same, other = tables["residence_rights"][0], tables["residence_rights"][1]
    tables["residence_rights"] += [dict(same), {**other, "migrant_group": "other"}]
    extract = read(tables, tmp_path)
    assert extract.tables["residence_rights"]["right_id"].to_list() == ["R-P1-0", "R-P2-0"]
    assert extract.set_aside[["table", "key", "check"]].to_numpy().tolist() == [
        ["residence_rights", "R-P1-0", "duplicate_identical"],
        ["residence_rights", "R-P1-1", "duplicate_differing"],
        ["residence_rights", "R-P1-1", "duplicate_differing"],
    ]


def test_rows_follow_their_person(tmp_path: Path) -> None:
    tables = tables_of([Case("P1").right(), Case("P2").right(), Case("P3").right()])
    tables["persons"] = [
        *tables["persons"][:2],
        {**tables["persons"][1], "sex": "m"},  # P2 twice, differing; P3 not at all
    ]
    tables["persons"] += [
        {**tables["persons"][0], "person_id": "P4"},
        {**tables["persons"][0], "person_id": ""},
    ]
    del tables["persons"][2]["sex"]
    extract = read(tables, tmp_path)
    assert extract.tables["persons"]["person_id"].to_list() == ["P1", "P4"]
    # The row without a name is set aside, and is no person.
    assert (extract.persons_in_extract, extract.persons_set_aside) == (3, 1)
    assert extract.set_aside[["key", "check"]].to_numpy().tolist() == [
        ["", "key_missing"],
        ["P2", "duplicate_differing"],
        ["P2", "duplicate_differing"],
        ["R-P2-0", "person_set_aside"],
        ["R-P3-0", "person_not_in_persons"],
    ]


def test_two_unknown_parts_of_a_key_are_not_the_same(tmp_path: Path) -> None:
    person = Case("P1").exempt("medical", "", "2021-01-01").exempt("medical", "", "2021-02-01")
    person.exempt("medical", "", "2021-01-01")
    extract = read(tables_of([person]), tmp_path)
    assert len(extract.tables["exemptions"]) == 2
    assert extract.set_aside["check"].to_list() == ["duplicate_identical"]


# What stands twice in a key beside another end, and whether the two rows share a key.
KEYS = {
    "a day": ("2021-02-01", True),
    "nothing": ("", False),
    "no day of any calendar": ("2021-02-30", False),
    "a day before 1900": ("1899-12-31", False),
    "a day after the delivery": ("2031-01-01", True),
}


@pytest.mark.parametrize("claim", KEYS)
def test_a_part_of_a_key_that_says_nothing_by_itself_is_shared_with_no_row(
    claim: str, tmp_path: Path
) -> None:
    written, shared = KEYS[claim]
    person = Case("P1").exempt("medical", written, "2031-02-01").exempt("medical", written, "")
    extract = read(tables_of([person]), tmp_path)
    assert extract.set_aside["check"].to_list() == ["duplicate_differing"] * (2 * shared)


def test_keys_are_compared_as_written(tmp_path: Path) -> None:
    tables = tables_of([Case("P1").right(), Case("p1").right()])
    tables["persons"][1]["person_id"] = "p1"
    extract = read(tables, tmp_path)
    assert extract.tables["persons"]["person_id"].to_list() == ["P1", "p1"]


@pytest.mark.parametrize(
    ("table", "column"),
    [("notices", "notice_id"), ("residence_rights", "right_id"), ("notices", "person_id")],
)
def test_a_row_without_its_key_or_person_is_set_aside(
    table: str, column: str, tmp_path: Path
) -> None:
    extract = read(one(**{f"{table}__{column}": ""}), tmp_path)
    assert extract.set_aside[["table", "check"]].to_numpy().tolist() == [[table, "key_missing"]]
    assert extract.rows_used[table] == 0
    assert extract.rows[table] == 1


def test_fines_without_a_key_stay_unless_they_are_identical(tmp_path: Path) -> None:
    fine = {"fine_id": "", "person_id": "P1", "imposed_on": "2022-03-01", "amount_euro": "250"}
    tables = one() | {"fines": [fine, dict(fine), fine | {"amount_euro": "500"}]}
    extract = read(tables, tmp_path)
    assert extract.set_aside["check"].to_list() == ["duplicate_identical"]
    assert extract.rows_used["fines"] == 2


def test_who_lost_every_notice_is_counted(tmp_path: Path) -> None:
    tables = tables_of([Case("P1").right().notice(), Case("P2").right().notice()])
    tables["notices"].append({**tables["notices"][0], "regime_stated": "wi2013"})
    extract = read(tables, tmp_path)
    assert extract.unknown.to_numpy().tolist() == [
        ["notices", "person_id", "persons_with_all_rows_set_aside", 1]
    ]


def test_five_percent_of_codes_outside_the_list_is_the_most(tmp_path: Path) -> None:
    tables = tables_of(Case(f"P{n:02}") for n in range(41))
    tables["persons"][0]["nationality"] = ""  # an empty cell is not filled
    for row in tables["persons"][1:3]:
        row["nationality"] = "XYZ"
    extract = read(tables, tmp_path / "two of forty")
    assert extract.unknown.to_numpy().tolist() == [["persons", "nationality", "outside_list", 2]]
    tables["persons"][3]["nationality"] = "tur"
    with pytest.raises(DataError, match="persons  nationality: 3 of 40 filled rows"):
        read(tables, tmp_path / "three of forty")


@pytest.mark.parametrize("code", ["SUN", "XXX", "CUW"])
def test_codes_that_mean_unknown_do_not_count_for_the_five_percent(
    code: str, tmp_path: Path
) -> None:
    tables = tables_of(Case(f"P{n:02}") for n in range(40))
    for row in tables["persons"]:
        row["nationality"] = code
    extract = read(tables, tmp_path)
    assert extract.unknown.to_numpy().tolist() == [["persons", "nationality", "means_unknown", 40]]


def test_the_five_percent_are_of_the_whole_column_also_where_it_is_not_read(
    tmp_path: Path,
) -> None:
    tables = tables_of(Case(f"P{n:02}") for n in range(40))
    for row in tables["persons"]:
        row["former_nationality"] = "SYR"
    for row in tables["persons"][:2]:
        row["former_nationality"] = "0339"
    tables["persons"][0]["nationality"] = "NLD"
    assert counted(read(tables, tmp_path / "two of forty")) == ["outside_list"]
    tables["persons"][2]["former_nationality"] = "0339"
    with pytest.raises(DataError, match="former_nationality: 3 of 40 filled rows"):
        read(tables, tmp_path / "three of forty")


def test_rows_set_aside_do_not_count_for_the_five_percent(tmp_path: Path) -> None:
    tables = tables_of(Case(f"P{n:02}") for n in range(20))
    for number in (0, 1):  # the same key twice, differing: both are set aside
        tables["persons"].append({**tables["persons"][number], "nationality": "XYZ"})
    tables["persons"][2]["nationality"] = "XYZ"
    with pytest.raises(DataError, match="nationality: 1 of 18 filled rows"):
        read(tables, tmp_path)


def test_an_extract_without_persons_is_refused(tmp_path: Path) -> None:
    tables = one()
    tables["persons"] = []
    with pytest.raises(DataError, match="persons: the table holds no person"):
        read(tables, tmp_path)
