"""No endless work: what is beyond measure stops at a stated size, and want of memory is told."""

import gzip
from datetime import date
from pathlib import Path
from time import monotonic

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hertoets.cli import main
from hertoets.errors import UseError
from hertoets.extract import read_extract
from hertoets.extract.limits import MOST_ROWS
from hertoets.extract.schema import schema
from hertoets.extract.stored import as_stored
from hertoets.extract.wording import stored_as

from tests.extract.planted import MARK, as_arrow, as_csv, planted_values, write_planted


def said_of(folder: Path) -> str:
    with pytest.raises(UseError) as error:
        read_extract(folder)
    assert [value for value in planted_values() if value in str(error.value)] == []
    return str(error.value)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_hundred_thousand_columns_are_refused_at_once(form: str, tmp_path: Path) -> None:
    folder = write_planted(tmp_path / "extract")
    names = [f"{MARK}{n}" for n in range(100_000)]
    if form == "csv":
        text = as_csv("plans").replace("\n", f",{','.join(names)}\n", 1)
        (folder / "plans.csv").write_text(text, encoding="utf-8")
    else:
        (folder / "plans.csv").unlink()
        rows = as_arrow("plans").slice(0, 0)
        empty = {name: pa.array([], pa.string()) for name in names}
        pq.write_table(
            pa.table({**{name: rows[name] for name in rows.column_names}, **empty}),
            folder / "plans.parquet",
        )
    begun = monotonic()
    assert "columns; at most 1,000 are read" in said_of(folder)
    assert monotonic() - begun < 5


def test_a_table_that_says_to_hold_more_rows_than_there_are_people_is_refused(
    tmp_path: Path,
) -> None:
    folder = write_planted(tmp_path / "extract")
    (folder / "plans.csv").unlink()
    nothing = pa.nulls(MOST_ROWS + 1)
    names = ("person_id", "plan_date", "municipality")
    pq.write_table(pa.table(dict.fromkeys(names, nothing)), folder / "plans.parquet")
    assert (folder / "plans.parquet").stat().st_size < 1_000_000
    assert "At most 50,000,000 rows" in said_of(folder)


def test_a_bomb_stops_at_a_stated_size(tmp_path: Path) -> None:
    folder = write_planted(tmp_path / "extract")
    (folder / "plans.csv").unlink()
    with gzip.open(folder / "plans.csv.gz", "wb") as file:
        for _ in range(65):
            file.write(b"\n" * (1 << 20))
    assert "unpacks to more than 64 MB" in said_of(folder)


def test_a_small_table_may_be_as_repetitive_as_it_likes(tmp_path: Path) -> None:
    folder = write_planted(tmp_path / "extract")
    rows = as_csv("plans").splitlines(keepends=True)
    (folder / "plans.csv").unlink()
    packed = gzip.compress("".join([rows[0], *[rows[1]] * 200_000]).encode())
    (folder / "plans.csv.gz").write_bytes(packed)
    assert read_extract(folder).rows["plans"] == 200_000


@pytest.mark.parametrize("error", [MemoryError, pa.ArrowMemoryError])
@pytest.mark.parametrize(
    "place",
    ["hertoets.extract.textfile.csv.read_csv", "hertoets.extract.cells.pc.dictionary_encode"],
)
def test_want_of_memory_is_told_as_that(
    error: type[Exception],
    place: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = write_planted(tmp_path / "extract")

    def fail(*_: object, **__: object) -> None:
        raise error(f"{MARK} could not be held")

    monkeypatch.setattr(place, fail)
    assert main(["check", str(folder), "--quiet"]) == 1
    said = capsys.readouterr().err
    assert "not enough memory" in said
    assert MARK not in said


# How Parquet may store the column of a type, what becomes of it, or in which words it is refused.
NOTICE_DATE = next(c for c in schema()["notices"].columns if c.name == "notice_date")
COUNTED = next(c for c in schema()["guidance_counts"].columns if c.name == "persons_counted")
STORED = [
    (NOTICE_DATE, pa.array([1], pa.date32()), [1]),
    (NOTICE_DATE, pa.array([86_400_000], pa.date64()), [1]),
    (NOTICE_DATE, pa.array([86_400], pa.timestamp("s")), [1]),
    (NOTICE_DATE, pa.array([None], pa.int64()), [None]),
    (NOTICE_DATE, pa.array(["2022-01-10", ""]).dictionary_encode(), ["2022-01-10", None]),
    (COUNTED, pa.array([4], pa.uint64()), [4]),
    (COUNTED, pa.array([4.0, float("nan")]), [4, None]),
    (COUNTED, pa.array([4], pa.decimal128(9, 2)), [4]),
]
WORDS = [
    (pa.timestamp("us", tz="Europe/Amsterdam"), "moments in a time zone"),
    (pa.timestamp("us"), "moments with a time of the day"),
    (pa.struct({MARK: pa.string()}), "nested values"),
    (pa.list_(pa.string()), "nested values"),
    (pa.decimal128(9, 2), "decimal numbers"),
    (pa.uint64(), "whole numbers"),
    (pa.float32(), "numbers with a fraction"),
    (pa.time64("us"), "times of the day"),
    (pa.duration("s"), "lengths of time"),
    (pa.binary_view(), "raw bytes"),
    (pa.uuid(), "values of a type of its own"),
]


@pytest.mark.parametrize(("column", "array", "expected"), STORED, ids=lambda part: str(part)[:30])
def test_what_can_mean_one_thing_only_is_read(column, array, expected) -> None:  # type: ignore[no-untyped-def]
    assert as_stored(column, array).to_pylist() == expected


@pytest.mark.parametrize(("kind", "words"), WORDS, ids=lambda part: str(part)[:30])
def test_a_type_is_told_in_words_and_never_by_what_it_names(kind: pa.DataType, words: str) -> None:
    assert stored_as(kind) == words


def test_days_beyond_every_calendar_are_unknown(tmp_path: Path) -> None:
    folder = write_planted(tmp_path / "extract")
    (folder / "plans.csv").unlink()
    rows = as_arrow("plans")
    far = pa.array([2**31 - 1, -(2**31), 0], pa.int32()).cast(pa.date32())
    place = rows.column_names.index("plan_date")
    pq.write_table(rows.set_column(place, "plan_date", far), folder / "plans.parquet")
    extract = read_extract(folder)
    assert extract.tables["plans"]["plan_date"].drop_nulls().to_list() == [date(1970, 1, 1)]
    assert extract.unknown[["check", "rows"]].to_numpy().tolist() == [["no_such_date", 2]]
