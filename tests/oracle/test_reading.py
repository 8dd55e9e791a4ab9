"""Contract section 1: what is set aside, what is unknown, and what stops."""

from datetime import date

import pytest

from . import StopError
from .logic import OPEN, UNKNOWN
from .reading import read_folder, read_tables

PERSON = {"person_id": "a", "birth_date": "1990-05-15", "sex": "f", "nationality": "SYR"}
NOTICE = {
    "notice_id": "n",
    "person_id": "a",
    "notice_date": "2022-01-10",
    "regime_stated": "wi2021",
    "start_stated": "2022-01-10",
    "term_end_stated": "",
    "municipality_informed": "",
    "withdrawn_on": "",
}
SCHOOL = {"person_id": "a", "kind": "medical", "valid_from": "2020-01-01", "valid_to": ""}
FINE = {"fine_id": "", "person_id": "a", "imposed_on": "2020-01-01", "amount_euro": "1"}
FINE |= {"withdrawn_on": ""}
OFFER = {"person_id": "a", "offered_on": "2022-06-01", "choice": "", "chosen_on": ""}


def read(delivered_on=None, **tables):
    tables = {"persons": [PERSON], "residence_rights": [], "notices": []} | tables
    return read_tables(tables, delivered_on=delivered_on)


def checks(extract):
    return [(table, check) for table, _, check, _ in extract.set_aside]


# name: table, rows, how many are kept, why the others are not
SET_ASIDE = {
    "one row": ("notices", [NOTICE], 1, []),
    "the same row twice": ("notices", [NOTICE, NOTICE], 1, ["duplicate_identical"]),
    "one number, two rows that differ": (
        "notices",
        [NOTICE, NOTICE | {"notice_date": "2022-01-11"}],
        0,
        ["duplicate_differing"] * 2,
    ),
    "two alike and one that differs": (
        "notices",
        [NOTICE, NOTICE, NOTICE | {"notice_date": "2022-01-11"}],
        0,
        ["duplicate_differing"] * 3,
    ),
    "they differ in a column that is not named": (
        "notices",
        [NOTICE | {"extra": "1"}, NOTICE | {"extra": "2"}],
        1,
        ["duplicate_identical"],
    ),
    "a notice without number": ("notices", [NOTICE | {"notice_id": ""}], 0, ["id_empty"]),
    "a notice without person": ("notices", [NOTICE | {"person_id": ""}], 0, ["id_empty"]),
    "a stranger": ("notices", [NOTICE | {"person_id": "q"}], 0, ["person_unknown"]),
    "a fine without number stays": ("fines", [FINE], 1, []),
    "two fines without number that differ": ("fines", [FINE, FINE | {"amount_euro": "2"}], 2, []),
    "two fines without number, alike": ("fines", [FINE, FINE], 1, ["duplicate_identical"]),
    "one key as written": (
        "exemptions",
        [SCHOOL, SCHOOL | {"valid_to": "2021-01-01"}],
        0,
        ["duplicate_differing"] * 2,
    ),
    "an empty part of the key": (
        "exemptions",
        [SCHOOL | {"valid_from": ""}, SCHOOL | {"valid_from": "", "valid_to": "2021-01-01"}],
        2,
        [],
    ),
    "an impossible part of the key": (
        "exemptions",
        [
            SCHOOL | {"valid_from": "1899-01-01"},
            SCHOOL | {"valid_from": "1899-01-01", "valid_to": "2021-01-01"},
        ],
        2,
        [],
    ),
    "an impossible part of the key, alike": (
        "exemptions",
        [SCHOOL | {"valid_from": "2021-02-30"}] * 2,
        1,
        ["duplicate_identical"],
    ),
    "two impossible parts that differ as written": (
        "exemptions",
        [SCHOOL | {"valid_from": "2021-02-30"}, SCHOOL | {"valid_from": "2021-02-31"}],
        2,
        [],
    ),
}


@pytest.mark.parametrize(("table", "rows", "kept", "why"), SET_ASIDE.values(), ids=SET_ASIDE)
def test_rows_that_are_set_aside(table, rows, kept, why):
    extract = read(**{table: rows})
    assert len(extract.tables[table]) == kept
    assert checks(extract) == [(table, check) for check in why]


def test_a_person_whose_rows_differ_goes_with_everything_of_that_person():
    extract = read(persons=[PERSON, PERSON | {"sex": "m"}], notices=[NOTICE])
    assert extract.persons_set_aside == 1
    assert extract.tables["persons"] == extract.tables["notices"] == []
    assert checks(extract) == [
        ("persons", "duplicate_differing"),
        ("persons", "duplicate_differing"),
        ("notices", "person_set_aside"),
    ]


def test_an_offer_after_the_delivery_has_no_key_in_common():
    late = OFFER | {"offered_on": "2022-07-01"}
    extract = read(date(2022, 6, 30), choices=[late, late | {"choice": "wi2013"}])
    assert [row["offered_on"] for row in extract.tables["choices"]] == [UNKNOWN, UNKNOWN]


STOPS = {
    "a date written otherwise": {"notices": [NOTICE | {"notice_date": "31-12-2021"}]},
    "a date that is no date in a row set aside": {
        "notices": [NOTICE | {"notice_date": "x", "notice_id": ""}]
    },
    "an amount that is no number": {"fines": [FINE | {"amount_euro": "much"}]},
    "a required column missing": {"persons": [{"person_id": "a", "sex": "f"}]},
    "over 5% of the codes": {"notices": [NOTICE | {"regime_stated": "wi2007"}]},
}


@pytest.mark.parametrize("tables", STOPS.values(), ids=STOPS)
def test_what_stops(tables):
    headers = {"persons": list(tables["persons"][0])} if "persons" in tables else None
    usual = {"persons": [PERSON], "residence_rights": [], "notices": []}
    with pytest.raises(StopError):
        read_tables(usual | tables, headers)


def test_a_required_table_missing_stops():
    with pytest.raises(StopError, match="residence_rights"):
        read_tables({"persons": [PERSON], "notices": []})


@pytest.mark.parametrize(("bad", "stops"), [(1, False), (2, True)])
def test_five_percent_is_still_read(bad, stops):
    rows = [PERSON | {"person_id": str(n), "sex": "?" if n < bad else "f"} for n in range(20)]
    if stops:
        with pytest.raises(StopError):
            read(persons=rows)
    else:
        extract = read(persons=rows)
        assert extract.unknown["persons", "sex", "code"] == 1


def test_codes_that_are_no_error_do_not_count():
    codes = ("SUN", "YUG", "ABW", "CUW", "SXM", "BES", "XXX")
    rows = [PERSON | {"person_id": code, "nationality": code} for code in codes]
    extract = read(persons=rows)
    assert {row["nationality"] for row in extract.tables["persons"]} == {UNKNOWN}
    assert extract.unknown["persons", "nationality", "not_counted"] == len(codes)


def test_an_open_column_knows_three_states():
    cells = ("", "9999-12-31", "1899-12-31", "2021-13-01", "2022-02-01")
    rows = [NOTICE | {"notice_id": cell or "-", "withdrawn_on": cell} for cell in cells]
    extract = read(notices=rows)
    found = [row["withdrawn_on"] for row in extract.tables["notices"]]
    assert found == [OPEN, OPEN, UNKNOWN, UNKNOWN, date(2022, 2, 1)]


def test_an_absent_optional_column_is_unknown_and_named():
    extract = read()
    assert ("persons", "dutch_since") in extract.absent_columns
    assert extract.tables["persons"][0]["dutch_since"] is UNKNOWN


def test_a_folder_reads_as_its_tables(tmp_path):
    from .fuzz import random_extract, write_csv

    tables = random_extract(1, 40)
    day = date(2022, 11, 30)
    folder = write_csv(tables, tmp_path, day)
    assert read_folder(folder).tables == read_tables(tables, delivered_on=day).tables
