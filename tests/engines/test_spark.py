"""Spark cuts raw tables as a plain cut does, works on each part, and hands on what was refused."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hertoets.errors import DataError, Fault, HertoetsError, UseError
from hertoets.extract.parted import UnreadError
from hertoets.extract.tablefile import ParquetFile
from hertoets.run.spark import CannotCutError, Session, cut, each, installed, session
from hertoets.run.spark.stored import after_cut, columns_after_cut

from tests.engines.spark_tables import BOUNDARIES, cut_plainly, folder_of, read_part, write_tables
from tests.support.spark import QUICK, needs_spark

TABLES = ("persons", "notices", "fines", "loans", "plans", "choices", "extensions")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """One session for all tests of this module."""
    needs_spark()
    from pyspark.cloudpickle import register_pickle_by_value

    register_pickle_by_value(sys.modules[__name__])  # no executor could import a test
    before = psutil.Process().children()
    with pytest.MonkeyPatch.context() as patched:
        temporary = tmp_path_factory.mktemp("temporary")
        patched.setattr("tempfile.tempdir", str(temporary))
        with session("local[2]", more=QUICK) as begun:
            assert len(list(temporary.iterdir())) == 1
            yield begun
    # It left no process and no file.
    assert [one for one in psutil.Process().children() if one not in before] == []
    assert list(temporary.iterdir()) == []


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[ParquetFile]]:
    return write_tables(tmp_path_factory.mktemp("een map [é] *{a}") / "extract")


@pytest.fixture(scope="module")
def parts(
    begun: Session, sources: dict[str, list[ParquetFile]]
) -> tuple[Path, dict[str, dict[int, int]]]:
    out = sources["persons"][0].path.parents[2] / "parts"
    return out, cut(begun, sources, BOUNDARIES, out)


@pytest.mark.parametrize("table", TABLES)
def test_a_cut_by_spark_is_a_plain_cut(
    table: str,
    parts: tuple[Path, dict[str, dict[int, int]]],
    sources: dict[str, list[ParquetFile]],
) -> None:
    out, written = parts
    expected = cut_plainly(sources[table], BOUNDARIES)
    folders = {folder_of(out / table, part) for part in expected}
    assert set((out / table).iterdir()) == folders
    assert written[table] == {part: sum(map(len, rows)) for part, rows in sorted(expected.items())}
    for part, rows in expected.items():
        found = read_part(folder_of(out / table, part))
        assert len(found) == len(rows)
        for own, plain in zip(found, rows, strict=True):
            assert own.to_pydict() == plain.to_pydict()
            assert own.schema.types == [after_cut(kind) for kind in plain.schema.types]


def test_persons_are_spread_over_all_parts_so_that_something_is_compared(
    parts: tuple[Path, dict[str, dict[int, int]]],
) -> None:
    assert list(parts[1]["persons"]) == list(range(len(BOUNDARIES) + 1))
    assert sum(parts[1]["loans"].values()) == 3
    assert parts[1]["fines"] == {}


def test_what_has_no_persons_is_not_cut_and_nothing_else_lies_beside_the_parts(
    parts: tuple[Path, dict[str, dict[int, int]]],
) -> None:
    out, written = parts
    assert set(written) == {path.name for path in out.iterdir()} == set(TABLES)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in out.rglob("*")}
    assert modes == {0o700, 0o600}


def test_without_a_boundary_all_are_in_the_first_part(
    begun: Session, sources: dict[str, list[ParquetFile]], tmp_path: Path
) -> None:
    written = cut(begun, {"persons": sources["persons"]}, [], tmp_path / "out")
    assert list(written["persons"]) == [0]


def test_a_damaged_page_is_refused_and_no_row_is_lost_silently(
    begun: Session, tmp_path: Path
) -> None:
    path = tmp_path / "1.parquet"
    rows = pa.table({"person_id": [f"P{number:05d}" for number in range(2000)]})
    pq.write_table(rows, path, use_dictionary=False, compression="none", write_page_checksum=True)
    bytes_of_file = bytearray(path.read_bytes())
    place = bytes_of_file.index(b"P01234")
    bytes_of_file[place : place + 6] = b"P99999"
    path.write_bytes(bytes_of_file)
    files = [ParquetFile(path, {"person_id": "person_id"})]
    with pytest.raises(CannotCutError, match="notices: Spark could not cut the table"):
        cut(begun, {"notices": files}, ["P01000"], tmp_path / "out")


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def refuse_odd(number: int) -> int:
    if number % 2:
        raise DataError([Fault(f"notices.csv {number}", "row 3", "not a date", "Write it")] * 2)
    return number


def fail_to_read(_number: int) -> int:
    raise UnreadError


def run_out(_number: int) -> int:
    raise MemoryError


def stumble(number: int) -> int:
    return {"a": 1}[f"Achternaam{number}"]


def test_answers_come_in_the_order_of_the_tasks_and_from_other_processes(begun: Session) -> None:
    answers = each(begun, square, range(9))
    assert [answer for answer, _ in answers] == [0, 1, 4, 9, 16, 25, 36, 49, 64]
    assert os.getpid() not in {process for _, process in answers}
    assert each(begun, square, []) == []


def test_a_refusal_comes_through_as_it_was_raised(begun: Session) -> None:
    with pytest.raises(DataError) as caught:
        each(begun, refuse_odd, range(4))
    assert caught.value.faults == (Fault("notices.csv 1", "row 3", "not a date", "Write it"),) * 2


def test_a_part_that_cannot_be_read_is_told_as_on_one_machine(begun: Session) -> None:
    with pytest.raises(UnreadError):
        each(begun, fail_to_read, range(2))


def test_too_little_memory_is_told_with_its_mend(begun: Session) -> None:
    with pytest.raises(UseError, match=r"memory did not suffice for a part.*Give them more"):
        each(begun, run_out, range(1))


def test_of_what_nobody_foresaw_kind_and_place_are_told_and_no_value(
    begun: Session, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(
        HertoetsError, match=r"a part failed: KeyError at test_spark.py:\d+"
    ) as caught:
        each(begun, stumble, range(2))
    assert "Achternaam" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert capfd.readouterr() == ("", "")


def test_a_second_session_is_refused(begun: Session) -> None:
    assert begun.master == "local[2]"
    with pytest.raises(UseError, match="Spark is under way in this process already"), session():
        pass


@pytest.mark.parametrize(
    "kind",
    [
        pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64(), pa.float16(), pa.binary(3),
        pa.timestamp("ns"), pa.timestamp("us", "Europe/Amsterdam"), pa.timestamp("ms", "UTC"),
        pa.time32("ms"), pa.time64("us"), pa.duration("us"), pa.decimal256(60, 2),
        pa.list_(pa.int64()), pa.struct([("a", pa.int64())]), pa.uuid(),
    ],
    ids=str,
)  # fmt: skip
def test_what_spark_would_change_is_refused_by_table_and_column(kind: pa.DataType) -> None:
    columns = pa.schema([("person_id", pa.string()), ("term_end_stated", kind), ("Jansen", kind)])
    with pytest.raises(CannotCutError) as caught:
        columns_after_cut("notices", "notices.parquet", columns, [])
    assert [(one.where, one.at) for one in caught.value.faults] == [
        ("notices.parquet", "term_end_stated"),
        ("notices.parquet", "column 3"),  # a name that no schema knows may be a person's
    ]


@pytest.mark.parametrize(
    ("columns", "what"),
    [
        ([("person_id", pa.date32())], "Spark finds a person by text or whole numbers"),
        ([("person_id", pa.string()), ("part", pa.string())], "is one that the cut needs"),
        ([("person_id", pa.string()), ("n", pa.int8()), ("n", pa.int8())], "stands twice"),
    ],
    ids=["a day as identifier", "a name of ours", "twice one name"],
)
def test_a_column_that_the_cut_cannot_do_with_is_refused(
    columns: list[tuple[str, pa.DataType]], what: str
) -> None:
    with pytest.raises(CannotCutError, match=what):
        columns_after_cut("notices", "notices.parquet", pa.schema(columns), ["part"])


def test_without_spark_and_java_both_are_told_with_their_mend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def absent(name: str) -> str:
        raise installed.PackageNotFoundError(name)

    monkeypatch.setattr(installed, "version", absent)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(UseError) as caught, session():
        pass
    assert [fault.what for fault in caught.value.faults] == [
        "the package pyspark is not installed",
        "there is no Java on the path",
    ]
    assert all(fault.mend for fault in caught.value.faults)


@pytest.mark.parametrize(("said", "number"), [("1.8.0_402", 8), ("17.0.15", 17), ("25", 25)])
def test_an_old_java_is_known_by_what_it_says(said: str, number: int, tmp_path: Path) -> None:
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{said}\" 2024' >&2\n", encoding="ascii")
    java.chmod(0o700)
    assert installed._version_of(str(java)) == number
