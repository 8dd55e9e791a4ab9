"""What failed checks put in doubt: values of rows, rows that may be missing; by number and by key."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hertoets.extract import Extract, read_extract
from hertoets.quality import Assessment, Expectation, assess, load_expectations
from hertoets.quality.assessing import run_checks
from hertoets.runfolder import RunFolder
from hertoets.synth import write_synthetic_extract

from tests.faults.tidy_extract import AT_RECEPTION, Change, add, read_with, set_

EXPECTATIONS = {entry.id: entry for entry in load_expectations()}
A, F, NEW = "A2021-03", "F2021-03", "A2022-01"

KEY = ["table", "key", "check"]


def assessed(extract: Extract, *names: str, **changes: object) -> Assessment:
    """Some checks on an extract, as if it were large enough for doubts."""
    entries = [replace(EXPECTATIONS[name], **changes) for name in names]
    return replace(run_checks(extract, entries), widens=True)


def read(folder: Path, changes: Sequence[Change] = ()) -> Extract:
    return read_with(folder / "extract", changes)


def row_of(extract: Extract, table: str, person: str) -> int:
    """The number of a person's only row in a table."""
    number = number_of(extract, person)
    [row] = [row for row, own in enumerate(extract.tables[table]["person"]) if own == number]
    return row


def number_of(extract: Extract, person: str) -> int:
    return extract.tables["persons"]["person_id"].to_list().index(person)


def test_values_are_doubted_in_the_rows_that_failed(tmp_path: Path) -> None:
    extract = read(tmp_path, [set_("registrations", A, municipality="GM0003")])
    [doubt] = assessed(extract, "registrations_municipality_valid").doubts
    assert (doubt.check, doubt.table) == ("registrations_municipality_valid", "registrations")
    assert doubt.columns == ("municipality",)
    assert doubt.rows.tolist() == [row_of(extract, "registrations", A)]
    assert doubt.persons.tolist() == [number_of(extract, A)]
    assert doubt.missing == ()


def test_a_value_made_impossible_by_another_puts_the_other_in_doubt(tmp_path: Path) -> None:
    extract = read(tmp_path, [set_("residence_rights", F, document_collected_date="2021-03-05")])
    row = row_of(extract, "residence_rights", F)
    assert extract.tables["residence_rights"]["document_collected_date"][row] is None
    [doubt] = assessed(extract, "rights_collected_after_decision").doubts
    assert (doubt.columns, doubt.rows.tolist()) == (("decision_date",), [row])


def test_rows_may_be_missing_for_the_persons_of_the_rows_that_failed(tmp_path: Path) -> None:
    extract = read(tmp_path, [add("data_access", NEW, person_id=A), *drop_notice(A)])
    [doubt] = assessed(extract, "seen_has_notice").doubts
    assert (doubt.columns, doubt.rows.tolist()) == ((), [])
    assert (doubt.missing, doubt.persons.tolist()) == (("notices",), [number_of(extract, A)])


def drop_notice(person: str) -> list[Change]:
    def change(tables: dict[str, list[dict[str, str]]]) -> None:
        tables["notices"] = [row for row in tables["notices"] if row["person_id"] != person]

    return [change]


def test_rows_that_contradict_each_other_are_missed_of_their_person(tmp_path: Path) -> None:
    extract = read(tmp_path, [add("reception", A, linked_municipality=AT_RECEPTION)])
    [doubt] = assessed(extract, "reception_all_kept").doubts
    assert (doubt.table, doubt.missing) == ("reception", ("reception",))
    assert (doubt.rows.tolist(), doubt.persons.tolist()) == ([], [number_of(extract, A)])


def test_a_check_may_doubt_values_and_miss_rows_at_once(tmp_path: Path) -> None:
    extract = read(tmp_path, [set_("notices", A, notice_date="2021-03-04")])
    [doubt] = assessed(extract, "notice_after_decision").doubts
    assert (doubt.columns, doubt.missing) == (("notice_date",), ("residence_rights",))
    assert doubt.rows.tolist() == [row_of(extract, "notices", A)]


def test_a_birth_date_is_doubted_as_the_columns_that_it_becomes(tmp_path: Path) -> None:
    extract = read(tmp_path, [set_("persons", A, birth_date="1914-12-31")])
    [doubt] = assessed(extract, "persons_born_since_1915").doubts
    assert EXPECTATIONS["persons_born_since_1915"].doubts == ("birth_date",)
    assert doubt.columns == ("birth_from", "birth_to")
    assert set(doubt.columns) <= set(extract.tables["persons"].columns)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"consequence": "note", "doubts": ()}, id="a check that only notes"),
        pytest.param({"at_most": 1}, id="a check that passes with a wrong row"),
    ],
)
def test_nothing_is_doubted_by(changes: dict[str, object], tmp_path: Path) -> None:
    extract = read(tmp_path, [set_("registrations", A, municipality="GM0003")])
    assessment = assessed(extract, "registrations_municipality_valid", **changes)
    assert assessment.results[0].rows == 1
    assert assessment.doubts == ()


def test_in_a_small_extract_nothing_is_in_doubt(tmp_path: Path) -> None:
    extract = read(tmp_path, [set_("registrations", A, municipality="GM0003")])
    assessment = run_checks(extract, [EXPECTATIONS["registrations_municipality_valid"]])
    assert assessment.results[0].state == "failed"
    assert (assessment.widens, assessment.doubts) == (False, ())
    assert assessment.doubts_frame(extract).is_empty()
    assert assessment.failures(extract).height == 1


@pytest.mark.parametrize(("persons", "widens"), [(999, False), (1_000, True)])
def test_a_failed_check_doubts_only_in_an_extract_of_a_thousand_persons(
    tmp_path: Path, persons: int, widens: bool
) -> None:
    write_synthetic_extract(tmp_path / "extract", persons=persons, seed=11)
    extract = read_extract(tmp_path / "extract")
    # Persons delivered twice under one key are still one person.
    assert extract.persons_in_extract == persons
    assessment = assess(extract)
    failed = [entry for entry in assessment.results if entry.state == "failed"]
    assert any(entry.consequence == "widen" for entry in failed)
    assert assessment.widens is widens
    assert bool(assessment.doubts) is widens


@pytest.fixture(scope="module")
def faulted(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    folder = tmp_path_factory.mktemp("faulted") / "extract"
    write_synthetic_extract(folder, persons=2_000, seed=11)
    return read_extract(folder)


def test_doubts_stand_in_the_order_of_the_files(faulted: Extract) -> None:
    order = list(EXPECTATIONS)
    places = [order.index(doubt.check) for doubt in assess(faulted).doubts]
    assert places == sorted(places)
    assert len(places) > 15


def test_every_doubt_names_rows_columns_and_persons_that_are_there(faulted: Extract) -> None:
    persons = faulted.tables["persons"].height
    for doubt in assess(faulted).doubts:
        frame = faulted.tables[doubt.table]
        assert set(doubt.columns) <= set(frame.columns)
        assert bool(doubt.columns) is bool(len(doubt.rows))
        assert (doubt.rows < frame.height).all()
        assert (doubt.persons < persons).all()


def test_nothing_in_a_doubt_can_be_changed(faulted: Extract) -> None:
    doubt = next(one for one in assess(faulted).doubts if len(one.rows))
    for numbers in (doubt.rows, doubt.persons):
        with pytest.raises(ValueError, match="read-only"):
            numbers[0] = 1


def test_what_is_in_doubt_is_told_by_pseudonym_and_key(tmp_path: Path) -> None:
    changes = [
        set_("registrations", A, municipality="GM0003"),
        add("reception", A, linked_municipality=AT_RECEPTION),
    ]
    extract = read(tmp_path, changes)
    names = ("registrations_municipality_valid", "reception_all_kept")
    told = assessed(extract, *names).doubts_frame(extract)
    assert told.columns == ["person", "table", "key", "check", "column"]
    valid = "registrations_municipality_valid"
    assert told.rows() == [
        (A, "reception", "", "reception_all_kept", ""),
        (A, "registrations", f"{A}|2021-03-25", valid, "municipality"),
    ]


def test_each_value_of_a_row_that_is_in_doubt_is_told_under_its_name_in_the_contract(
    tmp_path: Path,
) -> None:
    changes = [
        set_("persons", A, birth_date="1914-12-31"),
        set_("notices", F, withdrawn_on="2021-01-01"),
    ]
    extract = read(tmp_path, changes)
    names = ("persons_born_since_1915", "notices_withdrawn_after_sent")
    told = assessed(extract, *names).doubts_frame(extract)
    assert told.select("person", "column").rows() == [
        (A, "birth_date"),
        (F, "notice_date"),
        (F, "withdrawn_on"),
    ]


def test_failures_name_each_row_by_the_key_that_a_row_set_aside_has(tmp_path: Path) -> None:
    changes = [
        set_("registrations", A, municipality="GM0003"),
        set_("notices", F, start_stated="2021-03-12"),
        set_("data_access", NEW, viewed=""),
        set_("guidance_counts", "", persons_counted=""),
        add("reception", A, linked_municipality=AT_RECEPTION),
    ]
    extract = read(tmp_path, changes)
    names = (
        "registrations_municipality_valid", "notices_start_not_after", "access_viewed_known",
        "guidance_count_known", "reception_all_kept", "notices_months",
    )  # fmt: skip
    told = assessed(extract, *names).failures(extract)
    assert told.columns[:3] == KEY
    assert told.select(KEY).rows() == [
        ("data_access", f"{NEW}|GM0344|2022-01-10", "access_viewed_known"),
        ("guidance_counts", "GM0344|2022-05", "guidance_count_known"),
        ("reception", f"{A}|2021-03-02", "reception_all_kept"),
        ("reception", f"{A}|2021-03-02", "reception_all_kept"),
        ("registrations", f"{A}|2021-03-25", "registrations_municipality_valid"),
        ("notices", f"N{F}", "notices_start_not_after"),  # what the chain did comes last
    ]
    assert set(extract.aside["key"]) == {f"{A}|2021-03-02"}


def test_a_part_of_a_key_that_is_unknown_is_empty(tmp_path: Path) -> None:
    extract = read(tmp_path, [set_("registrations", A, valid_from="")])
    told = assessed(extract, "registrations_begin_known").failures(extract)
    assert told.select(KEY).rows() == [("registrations", f"{A}|", "registrations_begin_known")]


def test_failures_are_as_many_as_the_rows_that_failed(faulted: Extract) -> None:
    assessment = assess(faulted)
    counted = assessment.failures(faulted)["check"].value_counts()
    told = dict(counted.iter_rows())
    failed = {one.id: one for one in assessment.results if one.state == "failed"}
    of_rows = {name for name, one in failed.items() if one.expectation.kind != "months_filled"}
    assert {name: failed[name].rows for name in of_rows} == told


@pytest.mark.parametrize("name", ["failures", "doubts_frame"])
def test_where_nothing_failed_the_lists_are_empty_and_have_their_columns(
    name: str, tmp_path: Path
) -> None:
    extract = read(tmp_path)
    assessment = assessed(extract, *EXPECTATIONS, least_persons=10_000)
    told = getattr(assessment, name)(extract)
    assert told.is_empty()
    assert set(told.dtypes) == {pl.String}


def test_the_doubts_of_a_run_lie_under_protected() -> None:
    assert RunFolder.doubts.as_posix() == "protected/doubts.parquet"


def test_an_entry_says_what_it_doubts() -> None:
    entry = Expectation("own", "notices", "?", "rijen", "filled", "low", "note")
    assert (entry.doubts, entry.missing) == ((), ())
