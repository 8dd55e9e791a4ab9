"""The tables for a Dutch spreadsheet: the same numbers, opened without a wizard, every column named."""

import csv
import io
from pathlib import Path

import pytest
from hertoets.plain import csv_text
from hertoets.publish.dutch_csv import ENDING, dutch_csv, write_dutch_tables
from hertoets.release import ReleasedTable, TableColumn, load_release
from hertoets.runfolder import RunFolder
from invented_findings import BY_GROUP, release

MARK = b"\xef\xbb\xbf"
MONTHS = ReleasedTable(
    id="months",
    title_nl="Per maand",
    columns=(
        TableColumn("month", "", "label"),
        TableColumn("persons", "personen", "count"),
        TableColumn("share", "aandeel", "percent"),
        TableColumn("median", "mediaan in dagen", "days"),
    ),
    rows=(("2022-01", 1250, 12, 38.5), ("2022-02", "<10", None, None), ("2022-03", "x", 0, -3)),
    population="personen",
    unit="personen",
    source="DATA",
    reading=None,
    note_nl="",
)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_codes_stand_beside_their_names_and_hidden_numbers_are_said_in_words() -> None:
    assert read(dutch_csv(MONTHS, release(synthetic=False))) == [
        ["onderdeel", "onderdeel (code)", "personen", "aandeel (%)", "mediaan in dagen"],
        ["januari 2022", "2022-01", "1250", "12", "38,5"],
        ["februari 2022", "2022-02", "<10", "n.v.t.", "n.v.t."],
        ["maart 2022", "2022-03", "afgeschermd", "0", "-3"],
    ]


def test_without_codes_no_column_is_doubled() -> None:
    heading, first, *_ = read(dutch_csv(BY_GROUP, release(synthetic=False)))
    assert heading == ["groep", "ten onrechte", "niet vast te stellen", "niet"]
    assert first == ["asiel", "1250", "110", "13820"]


def test_invented_data_say_so_in_the_first_heading() -> None:
    assert dutch_csv(BY_GROUP, release()).startswith("groep (FICTIEF);")


def test_a_decimal_number_has_a_comma_and_a_text_never_becomes_a_formula() -> None:
    text = csv_text([("a;b", -1.5, "=1+1", "x;=2")], dutch=True)
    assert text == '"a;b";-1,5;\'=1+1;"x;\'=2"\n'


@pytest.mark.parametrize("name", ["full_run", "bare_run"])
def test_every_table_of_a_run_has_such_a_file(name: str, request: pytest.FixtureRequest) -> None:
    run: Path = request.getfixturevalue(name)
    tables, shown = RunFolder(run).tables, load_release(run)
    files = {path.name.removesuffix(ENDING) for path in tables.glob(f"*{ENDING}")}
    assert files == set(shown.tables)
    for id_, one in shown.tables.items():
        content = (tables / f"{id_}{ENDING}").read_bytes()
        assert content.startswith(MARK)
        heading, *rows = read(content.decode("utf-8-sig"))
        assert all(heading), id_
        assert len(set(heading)) == len(heading), id_
        assert "(FICTIEF)" in heading[0] or not shown.meta.synthetic
        assert [len(row) for row in rows] == [len(heading)] * len(one.rows)
        counted = [column.title_nl for column in one.columns if column.kind == "count"]
        places = [place for place, title in enumerate(heading) if title in counted]
        assert all(row[place] for row in rows for place in places), id_


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write_dutch_tables(release(), tmp_path / folder)
    made = [{p.name: p.read_bytes() for p in (tmp_path / f).iterdir()} for f in ("a", "b")]
    assert made[0] == made[1] != {}
