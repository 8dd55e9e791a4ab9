"""What forbids a run forbids it in parts too, in the same words; nothing of it stays behind."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hertoets.errors import DataError, HertoetsError
from hertoets.extract import read_extract
from hertoets.run import Parameters
from hertoets.run.ranges import compute
from hertoets.run.ranges.compute import find_in_parts
from hertoets.run.ranges.engine import OneByOne

from tests.engines.test_ranges_reading import Change, again, as_parts, tables, text_of, write
from tests.extract.bad_inputs import COUNTED, READ, Kind, kinds
from tests.extract.planted import planted_values, write_planted

LARGE = ("a thousand times its size", "100,000 columns")
BAD = [
    kind
    for kind in kinds()
    if not {READ, COUNTED}.intersection(kind.ends) and kind.name not in LARGE
]


class StoppedError(Exception):
    """Everything was read."""


class UntilRead:
    """Lets a run go on until everything is read."""

    @contextmanager
    def step(self, name: str, /) -> Iterator[None]:
        if name == "checking the data":
            raise StoppedError
        yield


def refused(extract: Path, place: Path, persons: int = 1) -> tuple[str, int] | None:
    """Why an extract is refused in parts; nothing is left of a run."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    try:
        find_in_parts(extract, place, Parameters(), UntilRead(), OneByOne(), persons)
    except HertoetsError as error:
        return str(error), error.exit_code
    except StoppedError:
        return None
    finally:
        assert [path.name for path in place.rglob("*")] in (["protected"], [])
    raise AssertionError


def refused_whole(extract: Path) -> tuple[str, int] | None:
    try:
        read_extract(extract)
    except HertoetsError as error:
        return str(error), error.exit_code
    return None


@pytest.fixture(scope="module", autouse=True)
def law_once() -> Iterator[None]:
    """The law is proved once for all of them."""
    law = compute.proved_law(Parameters())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compute, "proved_law", lambda _: law)
        yield


@pytest.mark.parametrize("form", sorted({kind.form for kind in BAD}))
def test_bad_inputs_are_refused_in_the_words_of_the_whole(form: str, tmp_path: Path) -> None:
    for place, kind in enumerate(kind for kind in BAD if kind.form == form):
        extract, table = _spoiled(kind, tmp_path / str(place))
        told = refused(extract, tmp_path / "run")
        assert told is not None, (kind.name, table)
        assert told == refused_whole(extract), (kind.name, table)
        assert [value for value in planted_values() if value in told[0]] == [], kind.name


def _spoiled(kind: Kind, place: Path) -> tuple[Path, str]:
    table = Random(kind.name).choice(kind.tables)
    extract = write_planted(place / "extract", table)
    kind.spoil(extract, table)
    return extract, table


def damage(extract: Path) -> None:
    """Turn some bytes in the middle of a page of notices: only reading them shows it."""
    rows = [{**row, "regime_stated": "wi2021"} for row in tables()["notices"]]
    text = {name: pa.array([row[name] or "x" * 9 for row in rows]) for name in rows[0]}
    (extract / "notices.csv").unlink()
    path = extract / "notices.parquet"
    pq.write_table(
        pa.table(text), path, use_dictionary=False, compression="none", write_page_checksum=True
    )
    content = path.read_bytes()
    assert b"N3" in content
    path.write_bytes(content.replace(b"N3", b"N9", 1))


def foreign(number: int) -> Change:
    """Put a foreign code in so many rows of forty."""

    def change(made: dict[str, list[dict[str, str]]]) -> None:
        for table, rows in made.items():
            made[table] = [
                {
                    name: f"{value}x{more}" if name.endswith("_id") else value
                    for name, value in row.items()
                }
                for more in range(10, 20)
                for row in rows[:4]
            ]
        made["persons"].sort(key=lambda row: row["person_id"])
        for row in made["persons"][:number]:
            row["sex"] = "?"

    return change


def two_wrong(made: dict[str, list[dict[str, str]]]) -> None:
    made["notices"][5]["notice_date"] = "31-12-1990"
    made["fines"][0]["amount_euro"] = "x"
    made["persons"][3]["birth_date"] = "x"


def two_foreign(made: dict[str, list[dict[str, str]]]) -> None:
    made["residence_rights"][0]["migrant_group"] = "q"
    made["notices"][5]["regime_stated"] = "q"
    for row in made["persons"][:2]:
        row["nationality"] = "??1"
    made["persons"][5]["sex"] = "q"


CASES = {
    "three tables at once": ([two_wrong], None),
    "foreign codes in the order of the schema": ([two_foreign], None),
    "a table of which a column is missing beside a wrong date": (
        [two_wrong, lambda made: [row.pop("fine_id") for row in made["fines"]]],
        None,
    ),
    "a damaged page beside a wrong value": (
        [lambda made: made["fines"][0].update(amount_euro="x")],
        damage,
    ),
    "days in one part and text in another, each of other persons": (
        [],
        as_parts("notices", {"notice_date": [pa.date32(), pa.string()]}),
    ),
    "numbers in one part and text in another": (
        [],
        as_parts("fines", {"amount_euro": [pa.int64(), pa.string()]}),
    ),
    "nobody": ([lambda made: made["persons"].clear()], None),
    "everybody set aside": ([*(again("persons", n, sex="m") for n in range(6))], None),
    "over five percent": ([foreign(3)], None),
    "a stray mark": ([], text_of("notices", lambda text: text.replace("N2,", 'N2",'))),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("persons", [3, 20])
def test_an_extract_is_refused_in_the_words_of_the_whole(
    case: str, persons: int, tmp_path: Path
) -> None:
    changes, store = CASES[case]
    extract = write(tmp_path / "extract", *changes)
    if store is not None:
        store(extract)
    told = refused(extract, tmp_path / "run", persons)
    assert told is not None
    assert told == refused_whole(extract)


def test_five_percent_is_of_the_whole_and_not_of_a_part(tmp_path: Path) -> None:
    extract = write(tmp_path / "extract", foreign(2))
    assert refused_whole(extract) is None
    assert refused(extract, tmp_path / "run", persons=20) is None  # 2 of 20 stand in the first part


def test_without_an_extract_the_place_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "none", tmp_path / "run") == refused_whole(tmp_path / "none")


def test_what_cannot_be_read_in_parts_alone_is_said_to_have_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract = write(tmp_path / "extract")
    monkeypatch.setattr(compute, "stores_alike", lambda *_: False)
    with pytest.raises(DataError, match="did it change meanwhile"):
        find_in_parts(extract, tmp_path, Parameters(), UntilRead(), OneByOne(), 2)
