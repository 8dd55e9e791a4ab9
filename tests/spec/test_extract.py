"""Reading an extract: a value, what becomes of it, the count reported (contract, section 1)."""

from pathlib import Path

import pandas as pd
import pytest
from hertoets.extract import Extract, read_extract

from tests.extract.hand import counted, one, read, typed
from tests.support.cases import Case, Tables, tables_of, write_tables

DELIVERED = "delivered_on = 2022-09-30\n"
RIGHT, NOTICE = "residence_rights", "notices"
DECISION, COLLECTED, END = (
    f"{RIGHT}.decision_date",
    f"{RIGHT}.document_collected_date",
    f"{RIGHT}.end_date",
)
BIRTH, TOLD, TERM = "persons.birth_date", f"{NOTICE}.notice_date", f"{NOTICE}.term_end_stated"
NATIONALITY, BASIS = "persons.nationality", f"{RIGHT}.family_of_asylum"
FORMER, SINCE = "persons.former_nationality", "persons.dutch_since"

# What is written in a cell, the typed column looked at, what stands there, and the check counted.
# The case: born 1990-05-15, SYR, asylum decided, collected and effective on 2021-05-03, told on
# 2022-01-10; the extract was delivered on 2022-09-30.
VALUES = [
    # dates: four, two and two digits
    (TOLD, "2022-01-10", "notice_date", "2022-01-10", None),
    (TOLD, "", "notice_date", None, None),
    (TOLD, "2020-02-29", "notice_date", "2020-02-29", None),
    (TOLD, "2022-02-29", "notice_date", None, "no_such_date"),
    (TOLD, "2021-02-30", "notice_date", None, "no_such_date"),
    (TOLD, "2021-13-01", "notice_date", None, "no_such_date"),
    (TOLD, "2021-05-00", "notice_date", None, "no_such_date"),
    (TOLD, "0000-00-00", "notice_date", None, "no_such_date"),
    (TOLD, "9999-99-99", "notice_date", None, "no_such_date"),
    (TOLD, "1900-01-01", "notice_date", "1900-01-01", None),
    (TOLD, "1899-12-31", "notice_date", None, "before_1900"),
    (TOLD, "0001-01-01", "notice_date", None, "before_1900"),
    # open columns: open is one thing, unknown another
    (END, "", "end_date", "9999-12-31", None),
    (END, "9999-12-31", "end_date", "9999-12-31", None),
    (END, "1899-12-31", "end_date", None, "before_1900"),
    (END, "2022-02-30", "end_date", None, "no_such_date"),
    (END, "9999-12-30", "end_date", "9999-12-30", None),
    (TOLD, "9999-12-31", "notice_date", None, "no_such_date"),
    (f"{NOTICE}.withdrawn_on", "9999-12-31", "withdrawn_on", "9999-12-31", None),
    # after the delivery
    (TOLD, "2022-09-30", "notice_date", "2022-09-30", None),
    (TOLD, "2022-10-01", "notice_date", None, "after_delivery"),
    (DECISION, "2022-10-01", "decision_date", None, "after_delivery"),
    (COLLECTED, "2022-10-01", "document_collected_date", None, "after_delivery"),
    (f"{NOTICE}.withdrawn_on", "2022-10-01", "withdrawn_on", None, "after_delivery"),
    ("reception.linked_on", "2022-10-01", "linked_on", None, "after_delivery"),
    ("choices.offered_on", "2022-10-01", "offered_on", None, "after_delivery"),
    ("choices.chosen_on", "2022-10-01", "chosen_on", None, "after_delivery"),
    ("fines.withdrawn_on", "2022-10-01", "withdrawn_on", None, "after_delivery"),
    (BIRTH, "2022-10-00", "birth_from", None, "after_delivery"),
    (END, "2030-01-01", "end_date", "2030-01-01", None),
    (f"{RIGHT}.effective_date", "2022-10-01", "effective_date", "2022-10-01", None),
    ("registrations.valid_from", "2022-10-01", "valid_from", "2022-10-01", None),
    # births, partly unknown
    (BIRTH, "1990-02-00", "birth_from", "1990-02-01", None),
    (BIRTH, "1988-02-00", "birth_to", "1988-02-29", None),
    (BIRTH, "1990-00-00", "birth_from", "1990-01-01", None),
    (BIRTH, "1990-00-00", "birth_to", "1990-12-31", None),
    (BIRTH, "0000-00-00", "birth_from", None, "means_unknown"),
    (BIRTH, "1990-00-15", "birth_from", None, "no_such_date"),
    (BIRTH, "0000-05-15", "birth_from", None, "no_such_date"),
    (BIRTH, "1990-02-30", "birth_to", None, "no_such_date"),
    (BIRTH, "1899-00-00", "birth_to", None, "before_1900"),
    (BIRTH, "9999-12-31", "birth_to", None, "no_such_date"),
    (BIRTH, "2021-05-04", "birth_from", None, "birth_after_decision"),
    (BIRTH, "2021-05-03", "birth_from", "2021-05-03", None),
    (BIRTH, "2021-05-00", "birth_from", "2021-05-01", None),
    (BIRTH, "2021-06-00", "birth_to", None, "birth_after_decision"),
    # comparisons within a row
    (COLLECTED, "2021-05-02", "document_collected_date", None, "collected_before_decision"),
    (COLLECTED, "2021-05-03", "document_collected_date", "2021-05-03", None),
    (END, "2021-05-03", "end_date", "2021-05-03", None),
    (TERM, "2022-01-09", "term_end_stated", None, "term_end_before_start"),
    (TERM, "2022-01-10", "term_end_stated", "2022-01-10", None),
    # codes
    (NATIONALITY, "XKX", "nationality", "XKX", None),
    (NATIONALITY, "XXA", "nationality", "XXA", None),
    (NATIONALITY, "XXB", "nationality", "XXB", None),
    (NATIONALITY, "XXC", "nationality", "XXC", None),
    (NATIONALITY, "NLD", "nationality", "NLD", None),
    (NATIONALITY, "SUN", "nationality", None, "means_unknown"),
    (NATIONALITY, "YUG", "nationality", None, "means_unknown"),
    (NATIONALITY, "ANT", "nationality", None, "means_unknown"),
    (NATIONALITY, "ABW", "nationality", None, "means_unknown"),
    (NATIONALITY, "CUW", "nationality", None, "means_unknown"),
    (NATIONALITY, "SXM", "nationality", None, "means_unknown"),
    (NATIONALITY, "BES", "nationality", None, "means_unknown"),
    (NATIONALITY, "XXX", "nationality", None, "means_unknown"),
    ("registrations.municipality", "GM0000", "municipality", None, "means_unknown"),
    ("registrations.municipality", "GM1999", "municipality", None, "means_unknown"),
    ("registrations.municipality", "GM9998", "municipality", "GM9998", None),
    (f"{NOTICE}.municipality_informed", "GM0000", "municipality_informed", None, "means_unknown"),
    (f"{NOTICE}.municipality_informed", "", "municipality_informed", "", None),
    ("choices.choice", "", "choice", "", None),
    ("exemptions.kind", "opt_in", "kind", "opt_in", None),
    # truth values and counts
    (f"{RIGHT}.temporary_purpose", "TRUE", "temporary_purpose", True, None),
    (BASIS, "true", "family_of_asylum", True, None),
    ("guidance_counts.persons_counted", "0", "persons_counted", 0, None),
    ("guidance_counts.persons_counted", "-1", "persons_counted", None, "out_of_range"),
    ("guidance_counts.persons_counted", "99999999999", "persons_counted", None, "out_of_range"),
    ("extensions.days", "1", "days", 1, None),
    ("extensions.days", "0", "days", None, "out_of_range"),
    ("fines.amount_euro", "-250", "amount_euro", None, "out_of_range"),
    ("loans.amount_euro", "0", "amount_euro", 0, None),
    # read only of the Dutch
    (FORMER, "TUR", "former_nationality", None, None),
    (SINCE, "2020-03-01", "dutch_since", None, None),
    (SINCE, "2021-02-30", "dutch_since", None, None),
]  # fmt: skip

# The same of someone whose nationality is NLD.
VALUES_OF_THE_DUTCH = [
    (FORMER, "TUR", "former_nationality", "TUR", None),
    (FORMER, "NLD", "former_nationality", None, "means_unknown"),
    (FORMER, "SUN", "former_nationality", None, "means_unknown"),
    (SINCE, "2020-03-01", "dutch_since", "2020-03-01", None),
    (SINCE, "2022-10-01", "dutch_since", None, "after_delivery"),
    (SINCE, "1899-12-31", "dutch_since", None, "before_1900"),
]

OTHER_ROWS = {
    "registrations": {"person_id": "P1", "municipality": "GM0363", "valid_from": "2021-06-01"},
    "reception": {
        "person_id": "P1",
        "location_municipality": "GM0363",
        "location_kind": "azc",
        "from_date": "2021-04-01",
    },
    "exemptions": {"person_id": "P1", "kind": "medical", "valid_from": "2021-02-01"},
    "guidance_counts": {"municipality": "GM0363", "period": "2022-09", "persons_counted": "4"},
    "extensions": {"person_id": "P1", "granted_on": "2021-02-01", "days": "90", "reason": "azc"},
    "fines": {"fine_id": "F1", "person_id": "P1", "imposed_on": "2022-03-01", "amount_euro": "250"},
    "loans": {"loan_id": "L1", "person_id": "P1", "granted_on": "2021-03-01", "amount_euro": "900"},
    "plans": {"person_id": "P1", "plan_date": "2022-03-01", "municipality": "GM0363"},
    "choices": {"person_id": "P1", "offered_on": "2022-06-01", "choice": "wi2013"},
}


def everything() -> Tables:
    """One person with a row in each table."""
    tables = one()
    for table, row in OTHER_ROWS.items():
        tables[table] = [dict(row)]
    return tables


def read_changed(tables: Tables, cell: str, written: str, folder: Path) -> Extract:
    table, column = cell.split(".")
    tables[table][0][column] = written
    write_tables(tables, folder)
    (folder / "extract.toml").write_text(DELIVERED, encoding="utf-8")
    return read_extract(folder)


@pytest.mark.parametrize(
    ("cell", "written", "column", "expected", "check"),
    VALUES,
    ids=[f"{cell} {written or 'empty'}, {column}" for cell, written, column, _, _ in VALUES],
)
def test_a_value_becomes_what_the_contract_says_and_is_counted(
    cell: str, written: str, column: str, expected: object, check: str | None, tmp_path: Path
) -> None:
    extract = read_changed(everything(), cell, written, tmp_path)
    assert typed(extract, cell.split(".")[0], column) == expected
    assert counted(extract) == ([check] if check else [])


@pytest.mark.parametrize(
    ("cell", "written", "column", "expected", "check"),
    VALUES_OF_THE_DUTCH,
    ids=lambda part: str(part),
)
def test_what_was_before_the_dutch_nationality_is_read_of_the_dutch(
    cell: str, written: str, column: str, expected: object, check: str | None, tmp_path: Path
) -> None:
    tables = everything()
    tables["persons"][0]["nationality"] = "NLD"
    extract = read_changed(tables, cell, written, tmp_path)
    assert typed(extract, "persons", column) == expected
    assert counted(extract) == ([check] if check else [])


def test_a_value_that_is_not_read_is_told_with_its_number(tmp_path: Path) -> None:
    notes = read_changed(everything(), FORMER, "TUR", tmp_path).notes
    told = "persons: former_nationality is filled in 1 rows of another nationality than NLD; "
    assert f"{told}it was not read there." in notes


SPELLS = {
    "residence_rights": ("effective_date", "end_date"),
    "registrations": ("valid_from", "valid_to"),
    "reception": ("from_date", "to_date"),
    "exemptions": ("valid_from", "valid_to"),
}


@pytest.mark.parametrize("table", SPELLS)
@pytest.mark.parametrize(
    ("begins", "ends", "wrong"),
    [
        ("2021-06-02", "2021-06-01", True),
        ("2021-06-02", "2021-06-02", False),
        ("2021-06-02", "", False),
        ("", "2021-06-01", False),
        ("2021-06-02", "1899-12-31", False),
        ("2021-06-02", "9999-12-31", False),
    ],
)
def test_an_end_before_its_begin_makes_both_unknown(
    table: str, begins: str, ends: str, wrong: bool, tmp_path: Path
) -> None:
    tables = everything()
    begin, end = SPELLS[table]
    tables[table][0][begin] = begins
    extract = read_changed(tables, f"{table}.{end}", ends, tmp_path)
    assert typed(extract, table, begin) == (None if wrong or not begins else begins)
    unknown = wrong or ends == "1899-12-31"
    assert typed(extract, table, end) == (None if unknown else ends or "9999-12-31")
    found = extract.unknown[extract.unknown["check"] == "end_before_begin"]
    assert found[["table", "column", "rows"]].to_numpy().tolist() == (
        [[table, begin, 1], [table, end, 1]] if wrong else []
    )


def test_only_the_named_spells_are_compared(tmp_path: Path) -> None:
    tables = one()
    row = {"person_id": "P1", "municipality": "GM0363", "viewed": "true"}
    tables["data_access"] = [row | {"visible_from": "2022-03-02", "visible_to": "2022-03-01"}]
    extract = read(tables, tmp_path)
    assert typed(extract, "data_access", "visible_to") == "2022-03-01"
    assert counted(extract) == []


def test_comparisons_are_between_what_is_still_known(tmp_path: Path) -> None:
    """A decision after the delivery is unknown, so nothing lies before it, and no birth after."""
    tables = one()
    right = tables["residence_rights"][0]
    right |= {"decision_date": "2022-10-01", "document_collected_date": "2021-05-01"}
    extract = read_changed(tables, BIRTH, "2022-05-01", tmp_path)
    assert typed(extract, "residence_rights", "document_collected_date") == "2021-05-01"
    assert typed(extract, "persons", "birth_from") == "2022-05-01"
    assert counted(extract) == ["after_delivery"]


def test_without_a_day_of_delivery_no_date_lies_after_it(tmp_path: Path) -> None:
    extract = read(one(notices__notice_date="2031-01-01"), tmp_path)
    assert typed(extract, "notices", "notice_date") == "2031-01-01"


def test_a_choice_of_an_unlisted_law_is_a_choice_unknown_which(tmp_path: Path) -> None:
    tables = tables_of(Case(f"P{n:02}").add("choices", offered_on="2022-06-01") for n in range(40))
    for row in tables["choices"]:
        row["choice"] = "wi2013"
    tables["choices"][0]["choice"] = "wi2007"
    choices = read(tables, tmp_path).tables["choices"]["choice"]
    assert choices.to_list() == [None, *["wi2013"] * 39]


@pytest.mark.parametrize(
    ("table", "column"),
    [("persons", "former_nationality"), ("persons", "dutch_since"), (RIGHT, "family_of_asylum")],
)
def test_an_optional_column_that_is_absent_is_unknown_in_every_row_and_said(
    table: str, column: str, tmp_path: Path
) -> None:
    write_tables(one(), tmp_path)
    path = tmp_path / f"{table}.csv"
    kept = pd.read_csv(path, dtype=str, keep_default_na=False).drop(columns=column)
    kept.to_csv(path, index=False)
    extract = read_extract(tmp_path)
    assert typed(extract, table, column) is None
    assert extract.absent_columns == ((table, column),)
    told = f"{table}.csv: the optional column {column} is absent: unknown in every row."
    assert told in extract.notes


def test_the_new_tables_are_read_and_absent_ones_stay_absent(tmp_path: Path) -> None:
    extract = read(everything(), tmp_path / "all")
    assert set(OTHER_ROWS) < set(extract.tables)
    assert all(extract.rows_used[name] == 1 for name in OTHER_ROWS)
    assert not {"extensions", "fines", "loans", "plans"} & set(read(one(), tmp_path / "few").tables)
