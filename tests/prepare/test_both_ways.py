"""The example mappings both ways: tables of an extract into exports, and back, equal."""

import hmac
import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import hertoets.prepare
import pyarrow.parquet as pq
import pytest
from exporting import NAME, Row, bsns, export
from hertoets.extract import read_extract, schema
from hertoets.extract.written import ARROW_TYPES
from hertoets.prepare import Mapping, load_mappings, prepare_delivery
from hertoets.synth import write_synthetic_extract
from pyarrow import csv

from tests.support.cases import DRAWN

EXAMPLES = Path(hertoets.prepare.__file__).parent / "mappings"
KEY = b"0123456789abcdef0123456789abcdef"

# Kinds that DUO's own codes can say, by the source of duo-export.toml that holds them.
KINDS = {
    "source 2 (exemptions)": ("integrated", "diploma", "completed", "partial"),
    "source 3 (exemptions)": ("follow_on_education",),
    "source 4 (exemptions)": ("medical",),
}
NO_END = ("source 2 (exemptions)", "source 4 (exemptions)")


def letters(number: str) -> str:
    """Give the pseudonym, worked out here again."""
    digest = hmac.new(KEY, number.encode(), sha256).hexdigest()[:32]
    return "".join("abcdefghijklmnop"[int(digit, 16)] for digit in digest)


def by_source(mapping: Mapping, tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Give each source the rows that it can say."""
    given = {}
    for source in mapping.sources:
        rows = tables[source.table.name]
        place = source.label.partition(", ")[2]
        if place in KINDS:
            rows = [row for row in rows if row["kind"] in KINDS[place]]
        if place in NO_END:
            rows = [row for row in rows if row["valid_to"] is None]
        given[source.label] = rows
    return given


def ordered(rows: list[Row]) -> list[list[tuple[str, str]]]:
    return sorted([(name, repr(value)) for name, value in row.items()] for row in rows)


def written(folder: Path, name: str, format: str) -> list[Row]:
    if format == "parquet":
        return pq.read_table(folder / f"{name}.parquet").to_pylist()
    types = {column.name: ARROW_TYPES[column.type] for column in schema()[name].columns}
    options = csv.ConvertOptions(column_types=types, strings_can_be_null=True)
    return csv.read_csv(folder / f"{name}.csv", convert_options=options).to_pylist()


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    folder = tmp_path_factory.mktemp("synthetic") / "extract"
    write_synthetic_extract(folder, persons=3_000, faults=False)
    read = {name: pq.read_table(folder / f"{name}.parquet").to_pylist() for name in DRAWN}
    for row in read["persons"]:
        for column in ("nationality", "former_nationality"):
            if row[column] == "PSE":  # the BRP has no code for it: it cannot come back
                row[column] = None
    return read


@pytest.mark.parametrize("format", ["parquet", "csv"])
@pytest.mark.parametrize("rights", ["ind-export", "duo-rights-export"])
def test_the_examples_give_back_the_tables_that_were_exported(
    rights: str, format: str, tables: dict[str, list[Row]], tmp_path: Path
) -> None:
    names = ["brp-export", "duo-export", "coa-export", "pip-export", rights, "delivery"]
    mapping = load_mappings(EXAMPLES / f"{name}.toml" for name in names)
    people = [str(row["person_id"]) for row in tables["persons"]]
    numbers = dict(zip(people, bsns(len(people)), strict=True))
    given = by_source(mapping, tables)
    export(mapping, given, numbers, tmp_path / "delivery")
    out = tmp_path / "extract"
    out.mkdir()
    prepared = prepare_delivery(tmp_path / "delivery", mapping, out, key=KEY, format=format)  # type: ignore[arg-type]

    expected: dict[str, list[Row]] = {name: [] for name in DRAWN}
    for source in mapping.sources:
        for row in given[source.label]:
            who = (
                {"person_id": letters(numbers[str(row["person_id"])])} if "person_id" in row else {}
            )
            expected[source.table.name].append({**row, **who})
    assert all(len(rows) > 20 for rows in expected.values())
    for name, rows in expected.items():
        assert ordered(written(out, name, format)) == ordered(rows), name
    assert sum(column.unmapped.total() for column in prepared.columns) == 0

    extract = read_extract(out)
    assert extract.persons_in_extract == len(people)
    assert extract.set_aside.empty
    assert extract.meta.name == "Levering inburgering"
    assert extract.meta.delivered_on == date(2022, 9, 30)
    everything = b"".join(path.read_bytes() for path in sorted(out.iterdir()))
    assert [number for number in numbers.values() if number.encode() in everything] == []
    assert NAME.encode() not in everything
    assert KEY not in everything


def test_the_same_delivery_gives_the_same_bytes(
    tables: dict[str, list[Row]], tmp_path: Path
) -> None:
    mapping = load_mappings([EXAMPLES / "brp-export.toml"])
    people = [str(row["person_id"]) for row in tables["persons"]]
    numbers = dict(zip(people, bsns(len(people)), strict=True))
    export(mapping, by_source(mapping, tables), numbers, tmp_path / "delivery")
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        prepare_delivery(tmp_path / "delivery", mapping, tmp_path / name, key=KEY)
        made.append({path.name: path.read_bytes() for path in sorted((tmp_path / name).iterdir())})
    assert made[0] == made[1]
    assert set(made[0]) == {
        "datapackage.json",
        "extract.toml",
        "persons.parquet",
        "prepared.json",
        "registrations.parquet",
    }
    report = json.loads(made[0]["prepared.json"])
    assert report["notes"] == [
        "residence_rights is required for a run, and no source gives it.",
        "notices is required for a run, and no source gives it.",
    ]
    assert report["sources"][0]["unused_columns"] == ["geslachtsnaam"]


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.toml")))
def test_every_example_stands_in_the_page(name: str) -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "prepare.md"
    assert name in page.read_text(encoding="utf-8")
