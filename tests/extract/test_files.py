"""Reading an extract: files in any form, and what is refused with its place."""

import gzip
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hertoets.errors import UseError
from hertoets.extract import read_extract
from polars.testing import assert_frame_equal

from tests.extract.hand import one, typed
from tests.support.cases import Case, tables_of, write_parquet, write_tables

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
        r"persons\.csv  birth_date: column missing\. Column 2 comes nearest: rename it birth_date",
    ),
    "a column twice": (
        "persons.csv",
        "person_id,birth_date,sex,sex,nationality\nP1,1990-01-01,f,f,SYR\n",
        r"persons\.csv  sex: the column stands twice",
    ),
    "a cell too many": (
        "persons.csv",
        "person_id,birth_date,sex,nationality\nP1,1990-01-01,f,SYR\nP2,1990-01-01,f,SYR,x\n",
        r"persons\.csv  row 3: more or fewer cells than the 4 of the header",
    ),
    "no boolean": (
        "data_access.csv",
        "person_id,municipality,visible_from,visible_to,viewed\nP1,GM0363,2022-01-12,,ja\n",
        r"data_access\.csv  row 2, viewed: not true or false",
    ),
    "a count with a fraction": (
        "guidance_counts.csv",
        "municipality,period,persons_counted\nGM0363,2022-09,1.5\n",
        r"guidance_counts\.csv  row 2, persons_counted: not a whole number",
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
        (tmp_path.name, "notices"),
        ("persons.csv", "birth_date"),
        ("persons.csv", "nationality"),
    ]


def test_a_table_in_two_files_is_refused(tmp_path: Path) -> None:
    write_tables(one(), tmp_path)
    (tmp_path / "persons.csv.gz").write_bytes(
        gzip.compress((tmp_path / "persons.csv").read_bytes())
    )
    with pytest.raises(UseError, match=r"persons\.csv, persons\.csv\.gz: .*more than one file"):
        read_extract(tmp_path)


def test_a_column_that_the_schema_does_not_name_is_ignored_with_one_line(tmp_path: Path) -> None:
    write_tables(one(), tmp_path)
    text = "remark,person_id,birth_date,sex,nationality\nx,P1,1990-01-01,f,SYR\n"
    (tmp_path / "persons.csv").write_text(text, encoding="utf-8")
    told = "persons.csv: 1 column is not part of the extract and was ignored (column 1)."
    assert told in read_extract(tmp_path).notes


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
            assert_frame_equal(tables_there[name], frame)


def test_extract_toml_is_checked(tmp_path: Path) -> None:
    write_tables(one(), tmp_path)
    (tmp_path / "extract.toml").write_text('synthetic = "yes"\nnaam = "x"\n', encoding="utf-8")
    with pytest.raises(UseError) as error:
        read_extract(tmp_path)
    assert [fault.at for fault in error.value.faults] == ["synthetic", "key 2"]


@pytest.mark.parametrize(("hour", "refused"), [(0, False), (13, True)])
def test_a_moment_is_not_a_day(hour: int, refused: bool, tmp_path: Path) -> None:
    write_parquet(one(), tmp_path)
    table = pq.read_table(tmp_path / "notices.parquet")
    moments = pa.array([datetime(2022, 1, 10, hour)], pa.timestamp("ns"))
    table = table.set_column(table.column_names.index("notice_date"), "notice_date", moments)
    pq.write_table(table, tmp_path / "notices.parquet")
    if refused:
        with pytest.raises(UseError, match=r"notices\.parquet  notice_date: .*moments with a time"):
            read_extract(tmp_path)
    else:
        assert typed(read_extract(tmp_path), "notices", "notice_date") == "2022-01-10"


def test_a_row_of_parquet_is_counted_without_a_header(tmp_path: Path) -> None:
    write_parquet(one(), tmp_path)
    table = pq.read_table(tmp_path / "notices.parquet")
    table = table.set_column(
        table.column_names.index("notice_date"), "notice_date", pa.array(["10-01-2022"])
    )
    pq.write_table(table, tmp_path / "notices.parquet")
    with pytest.raises(UseError, match=r"notices\.parquet  row 1, notice_date: not a date"):
        read_extract(tmp_path)


def test_a_damaged_page_is_known_by_its_checksum(tmp_path: Path) -> None:
    write_parquet(tables_of([Case("P1"), Case("P2")]), tmp_path)
    path = tmp_path / "persons.parquet"
    how = {"compression": "none", "use_dictionary": False, "write_statistics": False}
    pq.write_table(pq.read_table(path), path, write_page_checksum=True, **how)  # type: ignore[arg-type]
    path.write_bytes(path.read_bytes().replace(b"SYR", b"TUR"))
    with pytest.raises(UseError, match=r"persons\.parquet: .*damaged"):
        read_extract(tmp_path)


def test_a_word_that_stands_in_no_row_is_not_judged(tmp_path: Path) -> None:
    tables = tables_of([Case("P1").right().notice()])
    expected = read_extract(write_parquet(tables, tmp_path / "plain")).tables["notices"]
    folder = write_parquet(tables, tmp_path / "numbered")
    rows = pq.read_table(folder / "notices.parquet")
    for name in ("notice_date", "regime_stated"):
        words = pa.array([*rows[name].cast(pa.string()).to_pylist(), "no such word"])
        numbered = pa.DictionaryArray.from_arrays(pa.array([0], pa.int8()), words)
        rows = rows.set_column(rows.column_names.index(name), name, numbered)
    pq.write_table(rows, folder / "notices.parquet")
    found = read_extract(folder)
    assert_frame_equal(found.tables["notices"], expected)
    assert found.unknown.empty


@pytest.mark.parametrize("name", ["persons", "residence_rights", "notices"])
def test_text_that_is_stored_as_a_view_is_text(name: str, tmp_path: Path) -> None:
    tables = tables_of([Case("P1").right().notice(), Case("P2").right().notice()])
    tables[name].append(dict(tables[name][0]))
    expected = read_extract(write_parquet(tables, tmp_path / "plain"))
    assert len(expected.set_aside) > 0
    folder = write_parquet(tables, tmp_path / "views")
    path = folder / f"{name}.parquet"
    table = pq.read_table(path)
    views = [
        pa.field(field.name, pa.string_view() if pa.types.is_string(field.type) else field.type)
        for field in table.schema
    ]
    pq.write_table(table.cast(pa.schema(views)), path)
    found = read_extract(folder)
    pd.testing.assert_frame_equal(found.set_aside, expected.set_aside)
    assert_frame_equal(found.tables[name], expected.tables[name])


@pytest.mark.parametrize(
    ("name", "packed", "said"),
    [
        ("persons.csv", True, "the file is gzip, whatever its name says"),
        ("persons.csv.gz", False, "the file is not gzip, whatever its name says"),
    ],
)
def test_a_name_that_says_otherwise_is_told(
    name: str, packed: bool, said: str, tmp_path: Path
) -> None:
    text = (write_tables(one(), tmp_path) / "persons.csv").read_bytes()
    (tmp_path / "persons.csv").unlink()
    (tmp_path / name).write_bytes(gzip.compress(text) if packed else text)
    with pytest.raises(UseError, match=said):
        read_extract(tmp_path)
