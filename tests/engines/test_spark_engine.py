"""The engine on Spark finds what the engine in memory finds, and refuses what that refuses."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hertoets.errors import UseError
from hertoets.extract.cutting import Sources, bounds_of
from hertoets.extract.files import sources_of
from hertoets.extract.parted import Cut, read_part
from hertoets.extract.reading import find_delivery, read_extract
from hertoets.extract.schema import schema
from hertoets.release import save_exact
from hertoets.run.compute import find_in_memory
from hertoets.run.parameters import Parameters
from hertoets.run.ranges.compute import find_in_parts
from hertoets.run.ranges.engine import OneByOne
from hertoets.run.spark import OnSpark, Session, cut, session
from hertoets.run.spark import engine as spark_engine
from hertoets.run.steps import Silent
from hertoets.synth.write import write_synthetic_extract

from tests.support.same_run import assert_same_run
from tests.support.spark import QUICK, needs_spark


@pytest.fixture(scope="module")
def begun() -> Iterator[Session]:
    needs_spark()
    with session("local[2]", more=QUICK) as begun:
        yield begun


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    extract = tmp_path_factory.mktemp("small") / "extract"
    write_synthetic_extract(extract, 300, 20220321)
    return extract


@pytest.fixture
def cut_by_spark(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tables that Spark has cut."""
    tables: list[str] = []

    def seen(begun: Session, files: dict[str, list[object]], *rest: object) -> object:
        done = cut(begun, files, *rest)  # type: ignore[arg-type]
        tables.extend(done)
        return done

    monkeypatch.setattr(spark_engine, "cut", seen)
    return tables


def same_as_in_memory(begun: Session, extract: Path, part: int, folder: Path) -> None:
    """Compute twice, in three parts of so many persons and at once, and compare everything."""
    found, expected = folder / "spark", folder / "memory"
    for out in (found, expected):
        out.mkdir()
    parameters, steps = Parameters(), Silent()
    save_exact(find_in_parts(extract, found, parameters, steps, OnSpark(begun), part), found)
    save_exact(find_in_memory(extract, expected, parameters, steps), expected)
    assert len(list((found / "protected" / "outcomes.parquet").iterdir())) == 3
    assert_same_run(found, expected)


def test_the_default_extract_gives_the_same_bytes_as_in_memory(
    begun: Session, tmp_path: Path, cut_by_spark: list[str]
) -> None:
    write_synthetic_extract(tmp_path / "extract", 3000, 20220321)
    same_as_in_memory(begun, tmp_path / "extract", 1100, tmp_path)
    assert set(cut_by_spark) == set(schema()) - {"guidance_counts"}


def test_an_extract_of_text_files_is_cut_beside_spark(
    begun: Session, small: Path, tmp_path: Path, cut_by_spark: list[str]
) -> None:
    extract = tmp_path / "extract"
    copytree(small, extract)
    for path in extract.glob("*.parquet"):
        pl.read_parquet(path).write_csv(path.with_suffix(".csv"))
        path.unlink()
    same_as_in_memory(begun, extract, 110, tmp_path)
    assert cut_by_spark == []


def in_every_form(small: Path, extract: Path) -> Path:
    """The small extract with tables in parts, foreign columns, and keys in two parts of it."""
    copytree(small, extract)
    persons = pq.read_table(extract / "persons.parquet")["person_id"].to_pylist()
    first, last = min(filter(None, persons)), max(filter(None, persons))
    # Keys of two persons, and one that is empty and of nobody: in files of other types and names.
    notices = pq.read_table(extract / "notices.parquet")
    own = notices.set_column(0, "notice_id", pa.array(range(len(notices))))
    two = own.slice(0, 3).set_column(1, "person_id", pa.array([first, last, None]))
    texts = pa.array(["7", "8", ""])
    two = two.set_column(0, "notice_id", texts).append_column("Jansen", pa.array([1.5, 2, 3]))
    (extract / "notices.parquet").unlink()
    folder = extract / "notices"
    folder.mkdir()
    pq.write_table(
        two.rename_columns([f" {name}" for name in two.column_names]), folder / "b.parquet"
    )
    pq.write_table(own, folder / "_a [1].parquet")
    rights = pq.read_table(extract / "residence_rights.parquet")
    twice = rights.slice(0, 2).set_column(
        rights.column_names.index("person_id"), "person_id", pa.array([first, last])
    )
    twice = twice.set_column(
        rights.column_names.index("right_id"),
        "right_id",
        rights["right_id"].slice(0, 2).take(pa.array([0, 0])),
    )
    pq.write_table(pa.concat_tables([rights, twice]), extract / "residence_rights.parquet")
    # A type that Spark cannot hand on, and a table as text.
    loans = pq.read_table(extract / "loans.parquet")
    place = loans.column_names.index("amount_euro")
    unsigned = loans["amount_euro"].cast(pa.uint32())
    pq.write_table(loans.set_column(place, "amount_euro", unsigned), extract / "loans.parquet")
    pl.read_parquet(extract / "fines.parquet").write_csv(extract / "fines.csv")
    (extract / "fines.parquet").unlink()
    return extract


def test_parts_foreign_columns_and_what_spark_cannot_hand_on_change_nothing(
    begun: Session, small: Path, tmp_path: Path, cut_by_spark: list[str]
) -> None:
    extract = in_every_form(small, tmp_path / "extract")
    same_as_in_memory(begun, extract, 110, tmp_path)
    assert set(cut_by_spark) == set(schema()) - {"guidance_counts", "loans", "fines"}


def test_both_cutters_tell_the_same_keys_and_the_same_parts(
    begun: Session, small: Path, tmp_path: Path
) -> None:
    extract = in_every_form(small, tmp_path / "extract")
    found, wrong = find_delivery(extract)
    assert wrong == []
    sources: Sources = {
        name: sources_of(path, schema()[name]) for name, path in found.paths.items()
    }
    bounds = bounds_of(sources["persons"], 100)
    columns = {name: own[0].columns for name, own in sources.items()}
    cuts = []
    for name, engine in (("spark", OnSpark(begun)), ("here", OneByOne())):
        elsewhere = engine.cut(sources, bounds, tmp_path / name)
        cuts.append(Cut(tmp_path / name, bounds.parts, found.meta, columns, elsewhere))
    by_spark, here = cuts
    keys = [{name: set(own) for name, own in one.elsewhere.items()} for one in cuts]
    assert keys[0] == keys[1]
    assert {"7", "8"} & keys[0]["notices"]
    assert keys[0]["residence_rights"]
    assert {path.name for path in by_spark.folder.iterdir()} == set(sources)
    for number in range(bounds.parts):
        own, other = read_part(by_spark, number), read_part(here, number)
        assert own.rows == other.rows
        assert own.aside.equals(other.aside)
        assert all(own.tables[name].equals(rows) for name, rows in other.tables.items())


@pytest.mark.parametrize(
    ("column", "cell", "what"),
    [
        ("plan_date", b"31-12-2021", "plan_date"),
        ("municipality", b"GM\xff", "not a Parquet file that can be read"),
    ],
    ids=["no date", "no text"],
)
def test_what_cannot_be_read_is_told_as_in_memory(
    column: str, cell: bytes, what: str, begun: Session, small: Path, tmp_path: Path
) -> None:
    extract = tmp_path / "extract"
    copytree(small, extract)
    plans = pq.read_table(extract / "plans.parquet")
    cells = [text.encode() for text in plans[column].cast(pa.string()).to_pylist()]
    spoilt = pa.array([*cells[:-1], cell]).cast(pa.string(), safe=False)
    place = plans.column_names.index(column)
    pq.write_table(plans.set_column(place, column, spoilt), extract / "plans.parquet")
    with pytest.raises(UseError, match=what) as expected:
        read_extract(extract)
    with pytest.raises(UseError) as refused:
        find_in_parts(extract, tmp_path, Parameters(), Silent(), OnSpark(begun), 100)
    assert refused.value.faults == expected.value.faults
    assert list((tmp_path / "protected").iterdir()) == []


def test_a_damaged_page_is_told_by_its_file(begun: Session, small: Path, tmp_path: Path) -> None:
    extract = tmp_path / "extract"
    copytree(small, extract)
    path = extract / "plans.parquet"
    pq.write_table(
        pq.read_table(path),
        path,
        use_dictionary=False,
        compression="none",
        write_page_checksum=True,
    )
    names = pq.read_table(path)["person_id"].to_pylist()
    inner = sorted(set(names))[1].encode()  # the first and the last stand in a header too
    stored = bytearray(path.read_bytes())
    stored[stored.index(inner) + 1] = ord("9")
    path.write_bytes(stored)
    with pytest.raises(UseError, match=r"plans\.parquet: not a Parquet file that can be read"):
        find_in_parts(extract, tmp_path, Parameters(), Silent(), OnSpark(begun), 100)
