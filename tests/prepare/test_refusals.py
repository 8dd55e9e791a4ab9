"""What is refused: mappings with faults, deliveries that do not fit, numbers that would be left."""

from pathlib import Path

import openpyxl
import pytest
from hertoets.cli import main
from hertoets.errors import DataError, UseError
from hertoets.extract.metadata import read_meta
from hertoets.prepare import load_mappings
from small_delivery import PEOPLE, PERSONS, prepare, write

NOTICES = """\
[[source]]
table = "notices"
files = ["brieven.csv"]
separator = ";"
[source.columns]
notice_id = { from = "kenmerk" }
person_id = { from = "bsn", hash = "bsn" }
notice_date = { from = "datum", dates = "%d-%m-%Y" }
regime_stated = { from = "wet", codes = { "2013" = "wi2013", "2021" = "wi2021" } }
start_stated = { absent = "unknown" }
term_end_stated = { absent = "unknown" }
municipality_informed = { absent = "open" }
withdrawn_on = { absent = "unknown" }
"""
LETTERS = "kenmerk;bsn;datum;wet\nK1;111222333;10-01-2022;2021\n"

# what is written instead of what, and what the message says
FAULTS = {
    "an unknown key of the file": (
        PERSONS,
        "[[source]]",
        "[extrac]\n[[source]]",
        "Nearest is extract",
    ),
    "an unknown key of a source": (PERSONS, "separator", "seperator", "Nearest is separator"),
    "an unknown table": (PERSONS, '"persons"', '"person"', "Nearest is persons"),
    "an unknown column": (PERSONS, "birth_date =", "birthdate =", "Nearest is birth_date"),
    "a column without rule": (PERSONS, "birth_date =", "birthdate =", "no rule for this column"),
    "an unknown key of a rule": (PERSONS, "dates =", "date =", "Nearest is dates"),
    "an unknown list": (PERSONS, '"brp_sex"', '"brp_sexe"', "Nearest is brp_sex"),
    "a list of something else": (PERSONS, '"brp_sex"', '"duo_exemption"', "may not hold"),
    "codes outside the contract": (PERSONS, '"brp_sex"', '{ V = "vrouw" }', "vrouw"),
    "a form that is none": (PERSONS, "%d-%m-%Y", "dd-mm-jjjj", "not a form of a date"),
    "a bsn that is not hashed": (PERSONS, ', hash = "bsn"', "", "may not come into an extract"),
    "a hash of a date": (PERSONS, "dates =", 'hash = "text", dates =', "no meaning for a column"),
    "two origins": (
        PERSONS,
        'from = "geboren"',
        'from = "geboren", absent = "unknown"',
        "Give one of",
    ),
    "no origin": (PERSONS, '{ from = "geboren", dates = "%d-%m-%Y" }', "{}", "Give one of"),
    "open where nothing is": (
        PERSONS,
        '{ from = "geboren", dates = "%d-%m-%Y" }',
        '{ absent = "open" }',
        "the column is not open",
    ),
    "several columns without how": (PERSONS, '"geboren"', '["a", "b"]', "how they become one"),
    "a key that is absent": (
        PERSONS,
        '{ from = "bsn", hash = "bsn" }',
        '{ absent = "unknown" }',
        "a key must come from the delivery",
    ),
    "an encoding that is none": (
        PERSONS,
        "separator",
        'encoding = "cp-1252"\nseparator',
        "windows-1252",
    ),
    "a separator of two": (PERSONS, '";"', '";;"', "not one character"),
    "a file outside": (PERSONS, "personen.csv", "../personen.csv", "not a place inside"),
    "a sheet of a text file": (
        PERSONS,
        "separator",
        'form = "csv"\nsheet = "A"\nseparator',
        "for csv",
    ),
    "an end that the contract does not know": (
        NOTICES,
        'dates = "%d-%m-%Y"',
        'dates = "%d-%m-%Y", ends = "inclusive"',
        "does not say which day",
    ),
    "an end of a third kind": (
        NOTICES,
        'term_end_stated = { absent = "unknown" }',
        'term_end_stated = { from = "x", ends = "exklusive" }',
        "Nearest is exclusive",
    ),
    "no TOML": (PERSONS, "[[source]]", "[[source]", "not TOML"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_of_the_mapping_is_named_with_its_mend(case: str, tmp_path: Path) -> None:
    mapping, old, new, said = FAULTS[case]
    assert old in mapping
    path = write(tmp_path, "m.toml", mapping.replace(old, new))
    with pytest.raises(UseError, match=r"m\.toml") as caught:
        load_mappings([path])
    assert said in str(caught.value)


def test_all_faults_of_all_mappings_are_told_at_once(tmp_path: Path) -> None:
    one = write(tmp_path, "a.toml", PERSONS.replace("dates", "date").replace("brp_sex", "sexe"))
    two = write(tmp_path, "b.toml", NOTICES.replace("files", "file"))
    with pytest.raises(UseError) as caught:
        load_mappings([one, two])
    assert {(fault.where, fault.at.split(", ")[-1]) for fault in caught.value.faults} == {
        ("a.toml", "date"),
        ("a.toml", "codes"),
        ("b.toml", "file"),
        ("b.toml", "files"),
    }


def test_persons_that_would_not_link_are_refused(tmp_path: Path) -> None:
    other = NOTICES.replace('{ from = "bsn", hash = "bsn" }', '{ from = "pseudoniem" }')
    with pytest.raises(UseError, match="nobody would link"):
        load_mappings([write(tmp_path, "m.toml", PERSONS + other)])


def test_the_description_may_stand_in_one_mapping_only(tmp_path: Path) -> None:
    head = '[extract]\nname = "A"\n'
    one, two = (write(tmp_path, f"{n}.toml", head + PERSONS) for n in "ab")
    with pytest.raises(UseError, match="stands in two mapping files"):
        load_mappings([one, two])


DELIVERIES = {
    "a file that is not there": ({"person.csv": PEOPLE}, "Nearest is person.csv"),
    "a column that is not there": (
        {"personen.csv": PEOPLE.replace("geboren", "geborn")},
        "that of column 2 of 4",  # not its name: without a header it would be a value
    ),
    "a column that stands twice": (
        {"personen.csv": PEOPLE.replace("land", "bsn", 1)},
        "the column stands twice",
    ),
    "another separator": ({"personen.csv": PEOPLE.replace(";", ",")}, "check separator"),
    "a row too long": ({"personen.csv": PEOPLE + "1;2;3;4;5\n"}, "row 4: the row has 5 cells"),
    "an empty file": ({"personen.csv": ""}, "no row with column names"),
}


@pytest.mark.parametrize("case", DELIVERIES)
def test_a_delivery_that_does_not_fit_is_refused_with_its_place(case: str, tmp_path: Path) -> None:
    files, said = DELIVERIES[case]
    with pytest.raises(UseError) as caught:
        prepare(tmp_path, PERSONS, files)
    assert said in str(caught.value)
    assert "111222333" not in str(caught.value)


def test_a_file_without_a_header_shows_no_value_of_a_person(tmp_path: Path) -> None:
    text = PEOPLE.partition("\n")[2].replace("0336", "lande")
    with pytest.raises(UseError, match="column missing") as caught:
        prepare(
            tmp_path, PERSONS.replace('"bsn", hash', '"111222334", hash'), {"personen.csv": text}
        )
    assert "111222333" not in str(caught.value)


def test_text_that_is_not_in_its_encoding_is_refused_with_its_row(tmp_path: Path) -> None:
    text = PEOPLE.replace("0339", "0339é")
    with pytest.raises(UseError, match=r"row 3.*not utf-8.*windows-1252"):
        prepare(tmp_path, PERSONS, {"personen.csv": text}, "windows-1252")


def test_a_workbook_without_the_sheet_is_refused_with_the_sheets_there_are(tmp_path: Path) -> None:
    (tmp_path / "delivery").mkdir()
    book = openpyxl.Workbook()
    book.active.title = "Blad1"  # type: ignore[union-attr]
    book.save(tmp_path / "delivery" / "personen.xlsx")
    mapping = PERSONS.replace("personen.csv", "personen.xlsx")
    mapping = mapping.replace('separator = ";"', 'sheet = "Personen"')
    with pytest.raises(UseError, match=r"no sheet Personen.*Blad1"):
        prepare(tmp_path, mapping, {})


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    mapping = PERSONS.replace("personen.csv", "personen.xlsx")
    with pytest.raises(UseError, match="is not an Excel workbook"):
        prepare(tmp_path, mapping, {"personen.xlsx": PEOPLE})


def test_more_than_one_in_twenty_that_does_not_map_stops(tmp_path: Path) -> None:
    row = "111222333;01-02-1990;V;0336\n"
    head = PEOPLE.partition("\n")[0] + "\n"
    wrong = row.replace("01-02-1990", "1990-02-01")
    mapping = PERSONS.replace("separator", 'one_of = "leave"\nseparator')
    prepared, _ = prepare(tmp_path / "a", mapping, {"personen.csv": head + row * 19 + wrong})
    assert dict(prepared.columns[1].unmapped) == {"not_a_date": 1}
    with pytest.raises(DataError, match="birth_date: 1 of 19 filled cells do not map"):
        prepare(tmp_path / "b", mapping, {"personen.csv": head + row * 18 + wrong})


# What leaves a number behind: the mapping of a key of the notices, and a cell in it.
LEAKS = {
    "the number itself": "111222333",
    "the number of another person": "123456782",
    "inside a key": "KG-111222333-01",
    "with dots": "1112.22.333",
    "of a partner who is in no table, inside a key": "KG-123456782",
}


@pytest.mark.parametrize("case", LEAKS)
def test_an_extract_in_which_a_bsn_would_be_left_is_refused(case: str, tmp_path: Path) -> None:
    text = LETTERS.replace("K1", LEAKS[case])
    files = {"personen.csv": PEOPLE, "brieven.csv": text}
    with pytest.raises(DataError, match=r"notices\.parquet  notice_id") as caught:
        prepare(tmp_path, PERSONS + NOTICES, files)
    assert LEAKS[case] not in str(caught.value)


def test_a_key_made_of_a_bsn_may_be_hashed(tmp_path: Path) -> None:
    text = LETTERS.replace("K1", "KG-111222333-01")
    mapping = PERSONS + NOTICES.replace('"kenmerk"', '"kenmerk", hash = "text"')
    prepared, _ = prepare(tmp_path, mapping, {"personen.csv": PEOPLE, "brieven.csv": text})
    assert prepared.sources[1].rows_out == 1


def test_a_bsn_under_another_name_is_seen_for_what_it_is(tmp_path: Path) -> None:
    mapping = PERSONS.replace('"bsn", hash = "bsn"', '"nummer"')
    with pytest.raises(
        DataError, match="nine-digit numbers pass the test of a burgerservicenummer"
    ):
        prepare(tmp_path, mapping, {"personen.csv": PEOPLE.replace("bsn", "nummer")})


# The command line


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    write(tmp_path / "delivery", "personen.csv", PEOPLE)
    mapping = write(tmp_path, "m.toml", '[extract]\nname = "Proef"\nsynthetic = true\n' + PERSONS)
    out = tmp_path / "made" / "extract"
    key = write(tmp_path / "safe", "key", "k" * 32 + "\n")
    return [
        *("prepare", str(tmp_path / "delivery"), "--mapping", str(mapping)),
        *("--out", str(out), "--key", str(key), "--quiet"),
    ]


def test_the_command_makes_an_extract_and_tells_what_it_did(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    assert "2  m.toml, source 1 (persons)" in capsys.readouterr().out
    out = tmp_path / "made" / "extract"
    assert sorted(path.name for path in out.iterdir()) == [
        "datapackage.json",
        "extract.toml",
        "persons.parquet",
        "prepared.json",
    ]
    assert (read_meta(out).name, read_meta(out).synthetic) == ("Proef", True)
    assert main(words) == 2  # it exists
    assert main([*words, "--force"]) == 0
    assert main([*words, "--force", "--csv"]) == 0
    assert (out / "persons.csv").is_file()
    assert not (out / "persons.parquet").exists()


KEYS = {
    "no key": ("", "no key was given"),
    "a key that is not there": ("nowhere/key", "the file cannot be read"),
    "a key in the delivery": ("delivery/key", "the key lies in"),
    "a key in the extract": ("made/extract/key", "the key lies in"),
    "a short key": ("safe/short", "shorter than 32 bytes"),
}


@pytest.mark.parametrize("case", KEYS)
def test_a_key_that_does_not_do_is_refused_and_nothing_is_left(
    case: str, words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, said = KEYS[case]
    write(tmp_path / "delivery", "key", "k" * 32)
    write(tmp_path / "safe", "short", "geheim")
    at = words.index("--key")
    words[at : at + 2] = ["--key", str(tmp_path / place)] if place else []
    assert main(words) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "geheim" not in error
    assert not (tmp_path / "made").exists()


def test_a_link_to_a_key_in_the_delivery_does_not_help(words: list[str], tmp_path: Path) -> None:
    write(tmp_path / "delivery", "key", "k" * 32)
    (tmp_path / "link").symlink_to(tmp_path / "delivery" / "key")
    words[words.index("--key") + 1] = str(tmp_path / "link")
    assert main(words) == 2


def test_a_failure_leaves_no_part_of_an_extract(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = PEOPLE.replace("01-02-1990", "1990")
    write(tmp_path / "delivery", "personen.csv", text)
    assert main(words) == 1
    assert "1 of 2 filled cells do not map" in capsys.readouterr().err
    assert not (tmp_path / "made").exists()


def test_the_key_stands_nowhere_in_what_is_written(words: list[str], tmp_path: Path) -> None:
    assert main(words) == 0
    files = (tmp_path / "made" / "extract").iterdir()
    assert [path.name for path in files if b"k" * 32 in path.read_bytes()] == []


def test_an_extract_may_not_lie_in_the_delivery(words: list[str], tmp_path: Path) -> None:
    words[words.index("--out") + 1] = str(tmp_path / "delivery" / "extract")
    assert main(words) == 2
