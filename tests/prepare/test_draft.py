"""A first mapping from a delivery: what it guesses, what it leaves, and what never stands in it."""

import tomllib
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from hertoets.cli import main
from hertoets.errors import UseError
from hertoets.prepare import draft_mapping, load_mappings
from hertoets.prepare.drafting import GAP
from small_delivery import prepare, write

SECRET = ("Jansen", "Zandvoortselaan", "111222333", "123456782", "010464554", "19900201")
PERSONS = """\
burgerservicenummer;geboortedatum;geslachtsaanduiding;nationaliteit;naam;straat
111222333;19900201;V;0336;Jansen;Zandvoortselaan 1
123456782;19850715;M;0339;Jansen;Zandvoortselaan 1
010464554;19850700;M;7777;Jansen;Zandvoortselaan 2
"""


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    folder = tmp_path / "delivery"
    write(folder, "BRP personen.csv", PERSONS, "windows-1252")
    book = openpyxl.Workbook()
    book.active.title = "Rechten"
    book.active.append(["Zaaknummer", "BSN", "Soort", "Geestelijke bedienaar", "Einddatum"])
    for number in range(12):
        book.active.append([f"Z{number}", 111222333, "A", "N", "Jansen" if number == 3 else 44561])
    book.save(folder / "verblijfsrechten.xlsx")
    write(folder, "lees.pdf", "x")
    write(folder, "zonder kop.csv", "111222333;Jansen;19900201\n")
    return folder


def test_a_draft_is_a_mapping_that_says_where_it_is_not_sure(delivery: Path) -> None:
    text = draft_mapping(delivery)
    said = tomllib.loads(text)
    assert [source["table"] for source in said["source"]] == ["persons", "residence_rights"]
    persons, rights = said["source"]
    assert (persons["files"], persons["separator"]) == (["BRP personen.csv"], ";")
    assert persons["columns"]["person_id"] == {
        "from": "burgerservicenummer",
        "hash": "bsn",
        "pad": 9,
    }
    assert persons["columns"]["birth_date"]["dates"] == ["%Y%m%d"]
    assert persons["columns"]["nationality"] == {
        "from": "nationaliteit",
        "codes": "persons_nationality",
        "pad": 4,
    }
    assert said["codes"]["persons_nationality"] == {"extends": "brp_nationality", "7777": ""}
    assert rights["columns"]["end_date"]["dates"] == ["excel"]
    assert f'"A" = ""  # 12 rows; {GAP}' in text
    assert "lees.pdf" in text
    assert '"zonder kop.csv": the first row of its 3 columns does not look like names' in text


def test_no_value_of_a_person_stands_in_a_draft(delivery: Path) -> None:
    text = draft_mapping(delivery)
    assert [secret for secret in SECRET if secret in text] == []


def test_a_draft_is_accepted_once_its_gaps_are_filled(delivery: Path, tmp_path: Path) -> None:
    text = draft_mapping(delivery).replace('"A" = ""', '"A" = "asylum"')
    filled = write(tmp_path, "filled.toml", text)
    assert load_mappings([filled]).hashes
    persons = text[: text.index("[[source]]", text.index("[[source]]") + 1)]
    own = persons.replace("files = ", "files = ")
    _, out = prepare(tmp_path / "b", own, {"BRP personen.csv": PERSONS})
    assert pq.read_table(out / "persons.parquet")["nationality"].to_pylist() == ["SYR", "TUR", None]


@pytest.mark.parametrize("place", ["drafts", "drafts/brp.toml"])
def test_the_command_writes_a_draft_to_a_file_or_a_folder(
    place: str, delivery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["prepare", str(delivery), "--draft", "--out", str(tmp_path / place), "--quiet"]
    assert main(words) == 0
    file = tmp_path / (place if place.endswith(".toml") else f"{place}/mapping.toml")
    assert file.read_text(encoding="utf-8") == draft_mapping(delivery)
    assert main(words) == 2  # it is there
    assert main([*words, "--force"]) == 0
    file.write_text("# my own\n", encoding="utf-8")
    assert main([*words, "--force"]) == 2  # what is not a draft is never replaced
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    capsys.readouterr()


def test_without_a_mapping_and_without_draft_the_command_says_what_to_add(
    delivery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prepare", str(delivery), "--out", str(tmp_path / "x")]) == 2
    assert "--draft" in capsys.readouterr().err
    words = ["prepare", str(delivery), "--draft", "--csv", "--out", str(tmp_path / "x")]
    assert main(words) == 2
    assert not (tmp_path / "x").exists()


def test_a_delivery_without_a_file_that_can_be_read_gives_no_draft(tmp_path: Path) -> None:
    write(tmp_path / "d", "lees.pdf", "x")
    with pytest.raises(UseError, match="no file of the delivery can be read"):
        draft_mapping(tmp_path / "d")


def test_a_draft_knows_the_tables_of_what_followed(tmp_path: Path) -> None:
    files = {
        "BOETE.csv": "bsn;boetenummer;datumOplegging;bedrag;datumIntrekking\n"
        "123456782;B1;01-02-2022;1250;\n",
        "LENING.csv": "bsn;leningnummer;datumToekenning;bedrag;beginTerugbetaling;"
        "datumKwijtschelding\n123456782;L1;01-02-2020;5000;;\n",
        "PIP_2022.csv": "bsn;datumVaststellingPIP;gemeentecode\n123456782;20220401;0363\n",
        "VERLENGING.csv": "bsn;datumBesluit;aantalDagen;verlengingsgrond\n"
        "123456782;17-12-2021;31;Corona\n",
    }
    for name, text in files.items():
        write(tmp_path / "delivery", name, text)
    said = tomllib.loads(draft_mapping(tmp_path / "delivery"))
    columns = {source["table"]: [*source["columns"]] for source in said["source"]}
    assert columns == {
        "extensions": ["person_id", "granted_on", "days", "reason"],
        "fines": ["fine_id", "person_id", "imposed_on", "amount_euro", "withdrawn_on"],
        "loans": [
            "loan_id",
            "person_id",
            "granted_on",
            "amount_euro",
            "repayment_from",
            "written_off_on",
        ],
        "plans": ["person_id", "plan_date", "municipality"],
    }
