"""Reading an extract: impossible is unknown, set aside, stop (contract, section 1)."""

import gzip
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hertoets.errors import DataError, UseError
from hertoets.extract import Extract, read_extract

from tests.support.cases import Case, Tables, tables_of, write_parquet, write_tables


def read(tables: Tables, folder: Path) -> Extract:
    return read_extract(write_tables(tables, folder))


def one(**changed: str) -> Tables:
    """One person with a right and a notice; ``table__column`` changes a cell."""
    tables = tables_of([Case("P1").right().notice()])
    for name, value in changed.items():
        table, column = name.split("__")
        tables[table][0][column] = value
    return tables


def typed(extract: Extract, table: str, column: str) -> object:
    value = extract.tables[table][column].iloc[0]
    return None if pd.isna(value) else value


# claim: cell, column looked at, what it becomes, check counted
VALUES = {
    "a date": ("notices__notice_date", "2022-01-10", "notice_date", 20220110, None),
    "an empty date": ("notices__notice_date", "", "notice_date", None, None),
    "29 February in a leap year": ("notices__notice_date", "2020-02-29", "notice_date", 20200229, None),
    "a date that does not exist": ("notices__notice_date", "2022-02-29", "notice_date", None, "no_such_date"),
    "month 13": ("notices__notice_date", "2022-13-01", "notice_date", None, "no_such_date"),
    "1900 and later": ("notices__notice_date", "1900-01-01", "notice_date", 19000101, None),
    "before 1900": ("notices__notice_date", "1899-12-31", "notice_date", None, "before_1900"),
    "9999-12-31 in an open column": ("residence_rights__end_date", "9999-12-31", "end_date_unknown", False, None),
    "no such date in an open column": (
        "residence_rights__end_date",
        "2022-02-30",
        "end_date_unknown",
        True,
        "no_such_date",
    ),
    "birth day unknown, first": ("persons__birth_date", "1990-02-00", "birth_from", 19900201, None),
    "birth day unknown, last": ("persons__birth_date", "1988-02-00", "birth_to", 19880229, None),
    "birth month unknown": ("persons__birth_date", "1990-00-00", "birth_to", 19901231, None),
    "birth wholly unknown": ("persons__birth_date", "0000-00-00", "birth_from", None, "means_unknown"),
    "a birth date that does not exist": ("persons__birth_date", "1990-02-30", "birth_to", None, "no_such_date"),
    "birth after a decision": ("persons__birth_date", "2021-05-04", "birth_from", None, "birth_after_decision"),
    "birth in the month of a decision": ("persons__birth_date", "2021-05-00", "birth_from", 20210501, None),
    "collected before the decision": (
        "residence_rights__document_collected_date",
        "2021-05-02",
        "document_collected_date",
        None,
        "collected_before_decision",
    ),
    "ending before it begins": ("residence_rights__end_date", "2021-05-02", "reversed", True, "end_before_effective"),
    "a term that ends before its start": (
        "notices__term_end_stated",
        "2022-01-09",
        "term_end_stated",
        None,
        "term_end_before_start",
    ),
    "upper-case booleans": ("residence_rights__temporary_purpose", "TRUE", "temporary_purpose", True, None),
}  # fmt: skip


@pytest.mark.parametrize("claim", VALUES)
def test_value(claim: str, tmp_path: Path) -> None:
    cell, written, column, expected, check = VALUES[claim]
    extract = read(one(**{cell: written}), tmp_path)
    assert typed(extract, cell.split("__")[0], column) == expected
    assert list(extract.unknown["check"]) == ([check] if check else [])


def test_an_exemption_that_ends_before_it_begins_has_no_dates(tmp_path: Path) -> None:
    extract = read(tables_of([Case("P1").exempt("medical", "2021-02-01", "2021-01-31")]), tmp_path)
    row = extract.tables["exemptions"].iloc[0]
    assert (pd.isna(row["valid_from"]), pd.isna(row["valid_to"])) == (True, True)
    assert row["valid_to_unknown"]


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
    assert (extract.persons_in_extract, extract.persons_set_aside) == (4, 2)
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


# claim: file, its text, what the message says
BAD_FILES = {
    "a date written the Dutch way": (
        "notices.csv",
        "notice_id,person_id,notice_date,regime_stated,start_stated,term_end_stated,"
        "municipality_informed,withdrawn_on\nN1,P1,10-01-2022,wi2021,,,,\n",
        r"notices\.csv  row 2, notice_date: not a date\. Write YYYY-MM-DD",
    ),
    "semicolons": (
        "persons.csv",
        "person_id;birth_date;sex;nationality\nP1;1990-01-01;f;SYR\n",
        r"persons\.csv  row 1: the columns are separated by semicolons",
    ),
    "nothing": ("persons.csv", "", r"persons\.csv: the file is empty"),
    "a byte-order mark": (
        "persons.csv",
        "\ufeffperson_id,birth_date,sex,nationality\nP1,1990-01-01,f,SYR\n",
        r"persons\.csv  row 1: the file begins with a byte-order mark",
    ),
    "a column missing": (
        "persons.csv",
        "person_id,birthdate,sex,nationality\nP1,1990-01-01,f,SYR\n",
        r"persons\.csv  birth_date: column missing\. Nearest is birthdate: rename it",
    ),
    "a column twice": (
        "persons.csv",
        "person_id,birth_date,sex,sex,nationality\nP1,1990-01-01,f,f,SYR\n",
        r"persons\.csv  sex: the column stands twice",
    ),
    "a cell too many": (
        "persons.csv",
        "person_id,birth_date,sex,nationality\nP1,1990-01-01,f,SYR\nP2,1990-01-01,f,SYR,x\n",
        r"persons\.csv  row 3: the row has 5 cells, the header 4",
    ),
    "no boolean": (
        "data_access.csv",
        "person_id,municipality,visible_from,visible_to,viewed\nP1,GM0363,2022-01-12,,ja\n",
        r"data_access\.csv  row 2, viewed: not true or false",
    ),
    "a negative count": (
        "guidance_counts.csv",
        "municipality,period,persons_counted\nGM0363,2022-09,-1\n",
        r"guidance_counts\.csv  row 2, persons_counted: not a count",
    ),
}


@pytest.mark.parametrize("claim", BAD_FILES)
def test_unreadable_file_is_refused_with_its_place(claim: str, tmp_path: Path) -> None:
    name, text, message = BAD_FILES[claim]
    write_tables(one(), tmp_path)
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UseError, match=message) as error:
        read_extract(tmp_path)
    assert "1990" not in str(error.value)  # no value of a person


def test_text_that_is_not_utf_8_is_refused_with_its_row(tmp_path: Path) -> None:
    write_tables(one(), tmp_path)
    text = "person_id,birth_date,sex,nationality\nP1,,f,\nPé,,f,\n"
    (tmp_path / "persons.csv").write_bytes(text.encode("latin-1"))
    with pytest.raises(UseError, match=r"persons\.csv  row 3: the text is not UTF-8"):
        read_extract(tmp_path)


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    write_tables(one(), tmp_path)
    (tmp_path / "notices.csv").unlink()
    (tmp_path / "persons.csv").write_text("person_id,sex\nP1,f\n", encoding="utf-8")
    with pytest.raises(UseError) as error:
        read_extract(tmp_path)
    assert [(fault.where, fault.at) for fault in error.value.faults] == [
        ("persons.csv", "birth_date"),
        ("persons.csv", "nationality"),
        (tmp_path.name, "notices"),
    ]


def test_a_table_in_two_files_is_refused(tmp_path: Path) -> None:
    write_tables(one(), tmp_path)
    (tmp_path / "persons.csv.gz").write_bytes(
        gzip.compress((tmp_path / "persons.csv").read_bytes())
    )
    with pytest.raises(UseError, match=r"persons\.csv, persons\.csv\.gz: .*more than one file"):
        read_extract(tmp_path)


def test_an_extract_without_persons_is_refused(tmp_path: Path) -> None:
    tables = one()
    tables["persons"] = []
    with pytest.raises(DataError, match="persons: the table holds no person"):
        read(tables, tmp_path)


def test_a_column_that_the_schema_does_not_name_is_ignored_with_one_line(tmp_path: Path) -> None:
    write_tables(one(), tmp_path)
    text = "remark,person_id,birth_date,sex,nationality\nx,P1,1990-01-01,f,SYR\n"
    (tmp_path / "persons.csv").write_text(text, encoding="utf-8")
    notes = read_extract(tmp_path).notes
    assert [note for note in notes if "remark" in note] == [
        "persons.csv: column remark is not part of the extract and was ignored."
    ]


def test_the_same_extract_in_any_format_is_the_same(tmp_path: Path) -> None:
    tables = tables_of(
        [Case("P1", birth_date="1990-05-00").right(temporary="").notice(), Case("P2")]
    )
    write_tables(tables, tmp_path / "csv")
    zipped, parquet = tmp_path / "gz", write_parquet(tables, tmp_path / "parquet")
    zipped.mkdir()
    for path in (tmp_path / "csv").iterdir():
        (zipped / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    first = read_extract(tmp_path / "csv").tables
    for other in (zipped, parquet):
        tables_there = read_extract(other).tables
        assert list(tables_there) == list(first)
        for name, frame in first.items():
            pd.testing.assert_frame_equal(tables_there[name], frame)


def test_extract_toml_is_checked(tmp_path: Path) -> None:
    write_tables(one(), tmp_path)
    (tmp_path / "extract.toml").write_text('synthetic = "yes"\nnaam = "x"\n', encoding="utf-8")
    with pytest.raises(UseError) as error:
        read_extract(tmp_path)
    assert [fault.at for fault in error.value.faults] == ["synthetic", "naam"]


def test_a_file_that_looks_like_a_table_is_named_with_the_nearest(tmp_path: Path) -> None:
    write_tables(one(), tmp_path)
    (tmp_path / "registration.csv").write_text("person_id\n", encoding="utf-8")
    assert read_extract(tmp_path).notes[-1] == (
        "registration.csv: not a table of the extract; it was ignored. Nearest is registrations."
    )


@pytest.mark.parametrize(("hour", "refused"), [(0, False), (13, True)])
def test_a_moment_is_not_a_day(hour: int, refused: bool, tmp_path: Path) -> None:
    write_parquet(one(), tmp_path)
    table = pq.read_table(tmp_path / "notices.parquet")
    moments = pa.array([datetime(2022, 1, 10, hour)], pa.timestamp("ns"))
    table = table.set_column(table.column_names.index("notice_date"), "notice_date", moments)
    pq.write_table(table, tmp_path / "notices.parquet")
    if refused:
        with pytest.raises(
            UseError, match=r"notices\.parquet  notice_date: .*cannot be read as date"
        ):
            read_extract(tmp_path)
    else:
        assert typed(read_extract(tmp_path), "notices", "notice_date") == 20220110


def test_a_row_of_parquet_is_counted_without_a_header(tmp_path: Path) -> None:
    write_parquet(one(), tmp_path)
    table = pq.read_table(tmp_path / "notices.parquet")
    table = table.set_column(
        table.column_names.index("notice_date"), "notice_date", pa.array(["10-01-2022"])
    )
    pq.write_table(table, tmp_path / "notices.parquet")
    with pytest.raises(UseError, match=r"notices\.parquet  row 1, notice_date: not a date"):
        read_extract(tmp_path)
