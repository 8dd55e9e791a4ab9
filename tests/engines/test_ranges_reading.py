"""An extract that is cut by person and read in parts is the extract that is read at once."""

import csv
import gzip
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hertoets.extract import Extract, schema

from tests.oracle.fuzz import random_delivery, random_extract, write_csv
from tests.support.ranges import differing_extracts, read_in_parts, whole_extract

Tables = dict[str, list[dict[str, str]]]
Change = Callable[[Tables], object]
Stored = Callable[[Path], object]
PERSONS = 6
STRANGE = "person_id=1 [é] *{a}?"  # a pattern to some, a column to others: only a name here


def tables() -> Tables:
    """Six persons with a row each in six tables."""
    numbers = range(PERSONS)
    right = {
        "migrant_group": "asylum", "spiritual_minister": "false", "temporary_purpose": "false",
        "decision_date": "2021-10-04", "document_collected_date": "2021-11-01",
        "effective_date": "2021-03-15", "end_date": "",
    }  # fmt: skip
    notice = {
        "notice_date": "2022-01-10", "regime_stated": "wi2021", "start_stated": "2022-01-10",
        "term_end_stated": "", "municipality_informed": "", "withdrawn_on": "",
    }  # fmt: skip
    fine = {"imposed_on": "2022-05-01", "amount_euro": "100", "withdrawn_on": ""}
    loan = {"granted_on": "2022-02-01", "amount_euro": "100"}
    loan |= {"repayment_from": "", "written_off_on": ""}
    person = {"birth_date": "1990-05-02", "sex": "f", "nationality": "SYR"}
    home = {"municipality": "GM0363", "valid_from": "2021-11-01", "valid_to": ""}
    return {
        "persons": [{"person_id": f"P{n}", **person} for n in numbers],
        "residence_rights": [{"right_id": f"R{n}", "person_id": f"P{n}", **right} for n in numbers],
        "notices": [{"notice_id": f"N{n}", "person_id": f"P{n}", **notice} for n in numbers],
        "fines": [{"fine_id": f"F{n}", "person_id": f"P{n}", **fine} for n in numbers],
        "loans": [{"loan_id": f"L{n}", "person_id": f"P{n}", **loan} for n in numbers],
        "registrations": [{"person_id": f"P{n}", **home} for n in numbers],
    }


def write(folder: Path, *changes: Change, meta: str = "delivered_on = 2022-09-30\n") -> Path:
    made = tables()
    for change in changes:
        change(made)
    folder.mkdir(parents=True)
    for name, rows in made.items():
        columns = dict.fromkeys(column for row in rows for column in row)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*(columns or schema()[name].column_names)])
            writer.writeheader()
            writer.writerows(rows)
    if meta:
        (folder / "extract.toml").write_text(meta, encoding="utf-8")
    return folder


def again(table: str, number: int, **values: str) -> Change:
    """Add a row once more, with some values changed."""
    return lambda made: made[table].append({**made[table][number], **values})


def set_all(table: str, **values: str) -> Change:
    return lambda made: [row.update(values) for row in made[table]]


def named(name: Callable[[int], str]) -> Change:
    """Name the persons otherwise, in every table."""

    def change(made: Tables) -> None:
        for rows in made.values():
            for number, row in enumerate(rows[:PERSONS]):
                row["person_id"] = name(number)

    return change


def checked(found: Extract | str) -> dict[str, int]:
    assert isinstance(found, Extract)
    return Counter(found.aside["check"].to_list())


def assert_same(extract: Path, place: Path, *sizes: int) -> Extract:
    whole = whole_extract(extract)
    assert isinstance(whole, Extract)
    for persons in sizes:
        parts = read_in_parts(extract, place / STRANGE / str(persons), persons)
        assert len(parts) >= min(2, len(whole.tables["persons"]))
        assert list(differing_extracts(whole, parts)) == [], persons
    return whole


IDENTICAL, DIFFERING, NO_KEY, ASIDE, STRANGER = (
    "duplicate_identical", "duplicate_differing", "key_missing", "person_set_aside",
    "person_not_in_persons",
)  # fmt: skip
KEYS = {"residence_rights": "right_id", "notices": "notice_id", "fines": "fine_id"}
KEYS |= {"loans": "loan_id"}
OTHER = {"residence_rights": {"migrant_group": "family"}, "notices": {"regime_stated": "wi2013"}}
OTHER |= {"fines": {"amount_euro": "7"}, "loans": {"amount_euro": "7"}}


@pytest.mark.parametrize("table", KEYS)
def test_keys_that_stand_twice_are_judged_as_in_the_whole(table: str, tmp_path: Path) -> None:
    empty = {KEYS[table]: ""}
    needed = KEYS[table] in ("right_id", "notice_id")
    cases: dict[str, tuple[list[Change], dict[str, int]]] = {
        "alike": ([again(table, 2)], {IDENTICAL: 1}),
        "differing": ([again(table, 2, **OTHER[table])], {DIFFERING: 2}),
        "of two persons": ([again(table, 2, person_id="P5")], {DIFFERING: 2}),
        "three times, of two persons": (
            [again(table, 2), again(table, 2), again(table, 2, person_id="P5")],
            {IDENTICAL: 2, DIFFERING: 2},
        ),
        "of three persons": (
            [again(table, 2, person_id="P5"), again(table, 2, person_id="P0")],
            {DIFFERING: 3},
        ),
        "of nobody": ([again(table, 2, person_id="")], {NO_KEY: 1}),
        "of strangers": (
            [again(table, 2, person_id="Q"), again(table, 3, person_id="A")],
            {DIFFERING: 4},
        ),
        "no key": (
            [again(table, 2, **empty), again(table, 4, **empty), again(table, 4, **empty)],
            {NO_KEY: 3} if needed else {IDENTICAL: 1},
        ),
        "of one set aside": (
            [again("persons", 5, sex="m"), again(table, 2, person_id="P5")],
            {DIFFERING: 4, ASIDE: 5},
        ),
    }
    for place, (name, (changes, expected)) in enumerate(cases.items()):
        extract = write(tmp_path / str(place) / "extract", *changes)
        whole = assert_same(extract, tmp_path / str(place), 2)
        assert checked(whole) == expected, name


PEOPLE = {
    "twice alike": ([again("persons", 2)], {IDENTICAL: 1}),
    "twice, differing": ([again("persons", 2, sex="m")], {DIFFERING: 2, ASIDE: 5}),
    "named by nothing": ([again("persons", 2, person_id="")], {NO_KEY: 1}),
    "all of a part": (
        [again("persons", 0, sex="m"), again("persons", 1, sex="m")],
        {DIFFERING: 4, ASIDE: 10},
    ),
    "only in other tables": (
        [lambda made: [row.update(person_id="Q") for row in made["fines"]]],
        {STRANGER: 6},
    ),
    "one alone": (
        [lambda made: made.update({name: rows[:1] for name, rows in made.items()})],
        {},
    ),
    "hard to order": (
        [named(lambda number: ["é", "e\u0301", "\U0001f600", "\uffee", " a", "a "][number])],
        {},
    ),
    "without a fine": ([lambda made: made["fines"].clear()], {}),
    "without a table of fines": ([lambda made: made.pop("fines")], {}),
    "with a column of their own": ([set_all("notices", extra="a\nb")], {}),
}


@pytest.mark.parametrize("case", PEOPLE)
def test_persons_are_judged_as_in_the_whole(case: str, tmp_path: Path) -> None:
    changes, expected = PEOPLE[case]
    assert checked(assert_same(write(tmp_path / "extract", *changes), tmp_path, 1, 3)) == expected


def as_parts(table: str, kinds: dict[str, list[pa.DataType]], *, turns: bool = False) -> Stored:
    """Store a table in two Parquet files, its columns of these types in each: halves, or in turns."""

    def store(folder: Path) -> None:
        path = folder / f"{table}.csv"
        rows = list(csv.DictReader(path.open(encoding="utf-8")))
        path.unlink()
        (folder / table).mkdir()
        half = len(rows) // 2
        for place, own in enumerate(
            (rows[::2], rows[1::2]) if turns else (rows[:half], rows[half:])
        ):
            columns = {}
            for name in rows[0]:
                text = pa.array([row[name] or None for row in own], pa.string())
                columns[name] = text.cast(kinds[name][place]) if name in kinds else text
            pq.write_table(pa.table(columns), folder / table / f"p{place}.parquet")

    return store


def text_of(table: str, change: Callable[[str], str]) -> Stored:
    def store(folder: Path) -> None:
        path = folder / f"{table}.csv"
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    return store


def packed(folder: Path) -> None:
    path = folder / "notices.csv"
    (folder / "notices.csv.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()


INTS, TEXT = pa.int64(), pa.string()
NUMBERED: list[Change] = [named(lambda number: str(7 * number + 5))]
NUMBERED += [lambda made: [row.update(notice_id=row["notice_id"][1:]) for row in made["notices"]]]
STORED: dict[str, tuple[list[Change], Stored, dict[str, int]]] = {
    "keys as numbers and as text": (
        [*NUMBERED, again("notices", 0, person_id="40"), again("notices", 1)],
        as_parts("notices", {"notice_id": [INTS, TEXT], "person_id": [INTS, TEXT]}, turns=True),
        {DIFFERING: 2, IDENTICAL: 1},
    ),
    "persons as numbers and as text": (
        [*NUMBERED, again("persons", 0)],
        as_parts("persons", {"person_id": [pa.int16(), TEXT]}, turns=True),
        {IDENTICAL: 1},
    ),
    "texts that are numbered": (
        NUMBERED,
        as_parts("persons", {"person_id": [pa.dictionary(pa.int32(), TEXT), pa.large_string()]}),
        {},
    ),
    "days and moments": (
        [],
        as_parts("notices", {"notice_date": [pa.date32(), pa.timestamp("ms")]}),
        {},
    ),
    "a column without values beside days": (
        [lambda made: [row.update(start_stated="") for row in made["notices"][3:]]],
        as_parts("notices", {"start_stated": [pa.date32(), TEXT]}),
        {},
    ),
    "blank lines": ([], text_of("notices", lambda text: text.replace("\n", "\n\n")), {}),
    "blanks in the header": ([], text_of("notices", lambda t: t.replace(",", " , ", 5)), {}),
    "packed": ([], packed, {}),
}  # fmt: skip


@pytest.mark.parametrize("case", STORED)
def test_however_tables_are_stored_parts_are_the_whole(case: str, tmp_path: Path) -> None:
    changes, store, expected = STORED[case]
    extract = write(tmp_path / "extract", *changes)
    store(extract)
    assert checked(assert_same(extract, tmp_path, 2)) == expected


# what a file between two others stores otherwise
TURNS: dict[str, tuple[str, pa.DataType, pa.DataType]] = {
    "no values": ("withdrawn_on", pa.null(), pa.date32()),
    "codes": ("regime_stated", pa.dictionary(pa.int32(), pa.string()), TEXT),
    "long text": ("notice_id", pa.large_string(), TEXT),
    "moments": ("notice_date", pa.timestamp("ms"), pa.date32()),
    "persons": ("person_id", pa.large_string(), TEXT),
}


@pytest.mark.parametrize("case", TURNS)
def test_files_may_take_turns_in_how_they_store_a_column(case: str, tmp_path: Path) -> None:
    column, between, around = TURNS[case]
    extract = write(tmp_path / "extract")
    rows = list(csv.DictReader((extract / "notices.csv").open(encoding="utf-8")))
    (extract / "notices.csv").unlink()
    (extract / "notices").mkdir()
    # Each person has a row in every file: only their order says which is the later one.
    for place, kind in enumerate((around, between, around)):
        own = [row | {"notice_id": f"{row['notice_id']}-{2 - place}"} for row in rows]
        columns = {name: pa.array([row[name] or None for row in own], TEXT) for name in rows[0]}
        text = columns[column]
        columns[column] = pa.nulls(len(own)) if kind == pa.null() else text.cast(kind)
        pq.write_table(pa.table(columns), extract / "notices" / f"p{place}.parquet")
    assert_same(extract, tmp_path, 1, 4)


@pytest.mark.parametrize("seed", range(700, 704))
def test_parts_of_random_extracts_are_the_whole(seed: int, tmp_path: Path) -> None:
    rng = Random(seed)
    extract = write_csv(random_extract(seed, 40), tmp_path / "extract", random_delivery(seed))
    assert_same(extract, tmp_path, rng.randint(2, 6), rng.randint(7, 20))
