"""A table may be delivered in parts: the same rows give the same bytes, and a fault names its part."""

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hertoets.desk.here import here_block
from hertoets.errors import UseError
from hertoets.extract import parquetfile, parts, read_extract
from hertoets.extract.schema import schema
from hertoets.findings import find
from hertoets.quality import assess
from hertoets.release import save_exact
from hertoets.run.hashes import hashes_of_extract
from hertoets.run.outcomes import compute_outcomes
from hertoets.run.parameters import Parameters
from hertoets.run.source_rows import source_sections
from hertoets.run.steps import Silent
from hertoets.synth import write_synthetic_extract
from polars.testing import assert_frame_equal

CUTS = {
    "three alike": lambda rows, _place: [rows // 3, 2 * rows // 3],
    "elsewhere in each table": lambda rows, place: sorted(
        [min(rows, 7 * place + 1), max(rows - place, 0)]
    ),
    "some without rows": lambda rows, _place: [0, rows],
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented extract of 600 persons, a table a file."""
    folder = tmp_path_factory.mktemp("parts") / "extract"
    write_synthetic_extract(folder, persons=600, seed=3)
    return folder


def in_parts(whole: Path, folder: Path, cuts: Callable[[int, int], list[int]]) -> Path:
    folder.mkdir()
    shutil.copy(whole / "extract.toml", folder)
    for place, name in enumerate(schema()):
        rows = pq.read_table(whole / f"{name}.parquet")
        bounds = [0, *cuts(rows.num_rows, place), rows.num_rows]
        for number, (begin, end) in enumerate(pairwise(bounds)):
            write_part(folder, name, f"p{number}.parquet", rows.slice(begin, end - begin))
    return folder


def write_part(folder: Path, table: str, name: str, rows: pa.Table) -> None:
    (folder / table).mkdir(exist_ok=True)
    pq.write_table(rows, folder / table / name)


def split(whole: Path, folder: Path, table: str, into: Mapping[str, pa.Table]) -> Path:
    """The extract with one table in these parts."""
    shutil.copytree(whole, folder)
    (folder / f"{table}.parquet").unlink()
    for name, rows in into.items():
        write_part(folder, table, name, rows)
    return folder


def refused(folder: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(UseError) as error:
        read_extract(folder)
    assert all(fault.mend for fault in error.value.faults)
    return [(fault.where, fault.at, fault.what) for fault in error.value.faults]


def computed(extract: Path, folder: Path) -> dict[str, bytes]:
    """Outcomes and exact findings as a run writes them."""
    folder.mkdir()
    (folder / "protected").mkdir()
    comparison = compute_outcomes(extract, folder, Parameters(), Silent())
    assessment = assess(comparison.extract)
    save_exact(find(comparison.with_doubts(assessment.doubts), assessment), folder)
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.name: path.read_bytes() for path in files}


@pytest.mark.parametrize("cuts", CUTS)
def test_the_same_rows_in_parts_are_the_same_extract(
    cuts: str, whole: Path, tmp_path: Path
) -> None:
    one, other = read_extract(whole), read_extract(in_parts(whole, tmp_path / "x", CUTS[cuts]))
    assert list(other.tables) == list(one.tables)
    for name, frame in one.tables.items():
        assert_frame_equal(other.tables[name], frame)
    assert_frame_equal(other.aside, one.aside)
    assert_frame_equal(other.made_unknown, one.made_unknown)
    assert (other.rows, other.notes) == (one.rows, one.notes)


def test_the_same_rows_in_parts_give_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    split_up = in_parts(whole, tmp_path / "x", CUTS["elsewhere in each table"])
    one, other = computed(whole, tmp_path / "one"), computed(split_up, tmp_path / "other")
    assert {"outcomes.parquet", "findings.json"} <= one.keys()
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_the_rows_of_a_person_are_shown_from_every_part(whole: Path, tmp_path: Path) -> None:
    split_up = in_parts(whole, tmp_path / "x", CUTS["three alike"])
    notices = pq.read_table(whole / "notices.parquet")["person_id"]
    counts = pc.value_counts(notices).to_pylist()
    twice = next(one["values"] for one in counts if one["counts"] > 1)
    assert source_sections(split_up, twice) == source_sections(whole, twice)


def test_parts_are_hashed_each_under_its_place(whole: Path, tmp_path: Path) -> None:
    rows = pq.read_table(whole / "plans.parquet")
    into = {"Jansen.parquet": rows.slice(0, 5), "a.PARQUET": rows.slice(5)}
    folder = split(whole, tmp_path / "x", "plans", into)
    names = {name for name in hashes_of_extract(folder) if name.startswith("plans")}
    assert names == {"plans/part-00000.parquet", "plans/part-00001.parquet"}
    before = hashes_of_extract(folder)
    write_part(folder, "plans", "a.PARQUET", rows.slice(6))
    after = hashes_of_extract(folder)
    assert [name for name in after if after[name] != before[name]] == ["plans/part-00001.parquet"]


def test_a_wrong_cell_is_named_by_its_part_and_its_row_there(whole: Path, tmp_path: Path) -> None:
    rows = pq.read_table(whole / "plans.parquet")
    dates = pc.cast(rows["plan_date"], pa.string()).to_pylist()
    dates[6], dates[9] = "31-12-1990", "31-12-1990"
    rows = rows.set_column(1, "plan_date", pa.array(dates))
    into = {"a.parquet": rows.slice(0, 5), "b.parquet": rows.slice(5, 3)}
    folder = split(whole, tmp_path / "x", "plans", {**into, "c.parquet": rows.slice(8)})
    assert refused(folder) == [
        ("plans/b.parquet", "row 2, plan_date", "not a date"),
        ("plans/c.parquet", "row 2, plan_date", "not a date"),
    ]


def test_a_column_that_one_part_lacks_is_named(whole: Path, tmp_path: Path) -> None:
    rows = pq.read_table(whole / "persons.parquet")
    into = {"a.parquet": rows.slice(0, 9), "b.parquet": rows.slice(9).drop_columns("dutch_since")}
    folder = split(whole, tmp_path / "x", "persons", into)
    what = "column missing: persons/a.parquet has it"
    assert refused(folder) == [("persons/b.parquet", "dutch_since", what)]
    write_part(folder, "persons", "a.parquet", rows.slice(0, 9).drop_columns("sex"))
    assert refused(folder) == [("persons/a.parquet", "sex", "column missing")]


def test_parts_may_order_and_store_their_columns_in_other_ways(whole: Path, tmp_path: Path) -> None:
    rows = pq.read_table(whole / "extensions.parquet")
    last = rows.slice(9)
    narrow = pa.compute.cast(last["days"], pa.int16())
    last = last.set_column(last.column_names.index("days"), "days", narrow)
    last = last.select(last.column_names[::-1])
    coded = rows.slice(4, 5).to_pandas().astype({"reason": "category"})
    parts = [rows.slice(0, 4), pa.Table.from_pandas(coded), last]
    parts[1] = parts[1].set_column(
        parts[1].column_names.index("granted_on"),
        "granted_on",
        rows.slice(4, 5)["granted_on"].cast(pa.timestamp("us")),
    )
    into = {f"{place}.parquet": part for place, part in enumerate(parts)}
    folder = split(whole, tmp_path / "x", "extensions", into)
    found, wanted = read_extract(folder), read_extract(whole)
    assert_frame_equal(found.tables["extensions"], wanted.tables["extensions"])
    assert_frame_equal(found.aside, wanted.aside)


def test_a_date_that_one_part_stores_as_text_is_refused(whole: Path, tmp_path: Path) -> None:
    rows = pq.read_table(whole / "plans.parquet")
    text = rows.slice(5).set_column(
        1, "plan_date", pc.cast(rows.slice(5)["plan_date"], pa.string())
    )
    folder = split(
        whole, tmp_path / "x", "plans", {"a.parquet": rows.slice(0, 5), "b.parquet": text}
    )
    what = "the column is stored in another type than in the parts before this one"
    assert refused(folder) == [("plans/b.parquet", "plan_date", what)]


def test_a_moment_is_named_by_the_part_that_holds_it(whole: Path, tmp_path: Path) -> None:
    rows = pq.read_table(whole / "plans.parquet")
    moments = pa.array([1_600_000_000] * (rows.num_rows - 5), pa.timestamp("s"))
    last = rows.slice(5).set_column(1, "plan_date", moments)
    folder = split(
        whole, tmp_path / "x", "plans", {"a.parquet": rows.slice(0, 5), "b.parquet": last}
    )
    ((where, at, what),) = refused(folder)
    assert (where, at) == ("plans/b.parquet", "plan_date")
    assert what.endswith("it holds moments with a time of the day")


def _add(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / "plans" / name).write_text("x", encoding="utf-8")


def _empty(folder: Path) -> None:
    for path in (folder / "plans").iterdir():
        path.unlink()


NO_PARTS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "empty folder": (_empty, "plans/", "the folder of this table is empty"),
    "a CSV": (_add("a.csv"), "plans/a.csv", "a table cannot be delivered as CSV in parts"),
    "a packed CSV": (_add("a.CSV.gz"), "plans/a.CSV.gz", "a table cannot be delivered as CSV"),
    "a foreign file": (_add("_SUCCESS"), "plans/_SUCCESS", "this is no part of the table"),
    "a hidden file": (_add(".x"), "plans/.x", "this is no part of the table"),
    "a folder": (lambda x: (x / "plans" / "y").mkdir(), "plans/y", "this is a folder, not a part"),
    "a damaged part": (_add("b.parquet"), "plans/b.parquet", "not a Parquet file that can be read"),
    "a link to nothing": (
        lambda folder: (folder / "plans" / "z.parquet").symlink_to("nowhere"),
        "plans/z.parquet",
        "this is a link to nothing",
    ),
    "also a file": (
        lambda folder: shutil.copy(folder / "plans" / "a.parquet", folder / "plans.parquet"),
        "plans/, plans.parquet",
        "the table plans stands more than once",
    ),
    "another folder": (
        lambda folder: shutil.copytree(folder / "plans", folder / "PLANS"),
        "PLANS/, plans/",
        "the table plans stands more than once",
    ),
}


@pytest.mark.parametrize("claim", NO_PARTS)
def test_a_folder_that_is_no_table_in_parts_is_refused(
    claim: str, whole: Path, tmp_path: Path
) -> None:
    rows = pq.read_table(whole / "plans.parquet")
    folder = split(whole, tmp_path / "x", "plans", {"a.parquet": rows})
    read_extract(folder)
    spoil, where, what = NO_PARTS[claim]
    spoil(folder)
    ((found, at, why),) = refused(folder)
    assert (found, at) == (where, "")
    assert why.startswith(what)


def test_a_folder_that_ends_as_a_file_is_told_how_to_be_named(whole: Path, tmp_path: Path) -> None:
    rows = pq.read_table(whole / "plans.parquet")
    folder = split(whole, tmp_path / "x", "plans", {"a.parquet": rows})
    (folder / "plans").rename(folder / "plans.parquet")
    with pytest.raises(UseError, match="name the folder plans where it holds Parquet files"):
        read_extract(folder)


def test_parts_may_hold_many_times_what_one_file_may(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = pq.read_table(whole / "persons.parquet")
    into = {f"{place}.parquet": rows.slice(place * 100, 100) for place in range(6)}
    folder = split(whole, tmp_path / "x", "persons", into)
    monkeypatch.setattr(parquetfile, "MOST_ROWS", max(100, *_rows_of(folder).values()))
    assert read_extract(folder).rows["persons"] == 600


def _rows_of(folder: Path) -> dict[str, int]:
    return {path.name: pq.read_metadata(path).num_rows for path in folder.glob("*.parquet")}


def test_limits_hold_for_the_parts_together(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = pq.read_table(whole / "persons.parquet")
    into = {"a.parquet": rows.slice(0, 300), "b.parquet": rows.slice(300)}
    folder = split(whole, tmp_path / "x", "persons", into)
    monkeypatch.setattr(parquetfile, "MOST_ROWS", rows.num_rows - 1)
    monkeypatch.setattr(parts, "MOST_TOGETHER", 1)
    for name in schema():
        if name != "persons":
            (folder / f"{name}.parquet").unlink()
    faults = refused(folder)
    assert faults[-1][0] == "persons/"
    assert faults[-1][2].startswith(f"its parts say to hold {rows.num_rows} rows")
    monkeypatch.setattr(parts, "MOST_PARTS", 1)
    assert ("persons/", "", "the table stands in 2 parts; at most 1 are read") in refused(folder)


def test_an_extract_in_parts_is_offered_in_the_lab(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    in_parts(whole, tmp_path / "data" / "large", CUTS["three alike"])
    monkeypatch.chdir(tmp_path)
    assert "data/large" in here_block().html


def test_what_is_told_of_every_part_alike_is_told_once(whole: Path, tmp_path: Path) -> None:
    rows = pq.read_table(whole / "persons.parquet").drop_columns("dutch_since")
    rows = rows.append_column("Jansen", pa.nulls(rows.num_rows, pa.string()))
    into = {"a.parquet": rows.slice(0, 9), "b.parquet": rows.slice(9)}
    notes = read_extract(split(whole, tmp_path / "x", "persons", into)).notes
    about = [note for note in notes if note.startswith("persons")]
    ignored = "persons: 1 column is not part of the extract and was ignored (column 6)."
    absent = "persons: the optional column dutch_since is absent: unknown in every row."
    assert about == [ignored, absent]


def test_a_table_in_parts_without_rows_is_present(whole: Path, tmp_path: Path) -> None:
    rows = pq.read_table(whole / "fines.parquet").slice(0, 0)
    folder = split(whole, tmp_path / "x", "fines", {"a.parquet": rows, "b.parquet": rows})
    found = read_extract(folder)
    assert found.has("fines")
    assert "fines: the table has no rows." in found.notes


def test_a_part_with_nothing_in_a_column_fits_beside_one_with_dates(
    whole: Path, tmp_path: Path
) -> None:
    rows = pq.read_table(whole / "plans.parquet").slice(0, 2)
    rows = rows.set_column(1, "plan_date", pa.array([date(2022, 1, 1), date(2022, 2, 1)]))
    nothing = rows.set_column(1, "plan_date", pa.nulls(2))
    into = {"a.parquet": nothing, "b.parquet": rows}
    found = read_extract(split(whole, tmp_path / "x", "plans", into))
    days = [None, None, date(2022, 1, 1), date(2022, 2, 1)]
    assert found.tables["plans"]["plan_date"].to_list() == days
