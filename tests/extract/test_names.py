"""Which file is which table: a name that is nearly right is read or refused, never passed over."""

from pathlib import Path

import pytest
from hertoets.errors import UseError
from hertoets.extract import read_extract, schema
from hertoets.extract.metadata import read_meta
from hertoets.extract.tables import nearest_table, table_named

from tests.extract.planted import write_planted
from tests.run.small_extract import write_extract

NAMES = {
    "CHOICES.CSV": "choices",
    "Persons.Parquet": "persons",
    "Data_Access.csv.GZ": "data_access",
    "choices.xlsx": None,
    "choices.csv.zip": None,
    "choice.csv": None,
    "choices": None,
}
NEAR = {
    "choices.xlsx": "choices",
    "choice.csv": "choices",
    "choises.csv": "choices",
    "choices.csv.zip": "choices",
    "choices": "choices",
    ".choices.csv": "choices",
    "2022 choices (1).csv": "choices",
    "data-access.csv": "data_access",
    "DataAccess.csv": "data_access",
    "access.csv": None,
    "guidance.csv": "guidance_counts",
    "residence-rights-2022.txt": "residence_rights",
    "plan.csv": "plans",
    "plan van aanpak.docx": None,
    "README.md": None,
    "truth": None,
    "prepared.json": None,
    "codebook.xlsx": None,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_means_a_table_in_capitals_or_not(name: str) -> None:
    assert table_named(name) == NAMES[name]


@pytest.mark.parametrize("name", NEAR)
def test_a_name_that_means_none_is_near_one_or_not(name: str) -> None:
    assert nearest_table(name) == NEAR[name]


def test_a_near_name_stops_where_the_table_is_absent_and_is_noted_where_it_is_not(
    tmp_path: Path,
) -> None:
    folder = write_extract(tmp_path / "extract")
    (folder / "choices.xlsx").write_bytes(b"")
    with pytest.raises(UseError, match=r"choices\.xlsx: the table choices is absent"):
        read_extract(folder)
    whole = write_planted(tmp_path / "whole")
    (whole / "choices.xlsx").write_bytes(b"")
    told = "choices.xlsx: not a table of the extract; it was ignored. Nearest is choices."
    assert told in read_extract(whole).notes


def test_a_required_table_under_a_near_name_is_one_fault(tmp_path: Path) -> None:
    folder = write_extract(tmp_path / "extract")
    (folder / "notices.csv").rename(folder / "notice.csv")
    with pytest.raises(UseError) as error:
        read_extract(folder)
    assert [fault.where for fault in error.value.faults] == ["notice.csv"]


def test_no_two_tables_are_near_each_other() -> None:
    """A file of one table is never taken for a slip in the name of another."""
    assert [name for name in schema() if nearest_table(f"{name}.xlsx") != name] == []


@pytest.mark.parametrize("name", ["EXTRACT.TOML", "Extract.toml"])
def test_the_description_is_read_in_capitals_or_not(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("synthetic = true\n", encoding="utf-8")
    assert read_meta(tmp_path).synthetic


def test_a_folder_name_is_cleaned_of_control_characters(tmp_path: Path) -> None:
    folder = tmp_path / "a\x1b[31mb"
    folder.mkdir()
    assert read_meta(folder).name == "a[U+001B][31mb"
