"""A delivery of a few rows by hand, its mapping, and one rule tried on a few cells."""

import json
from pathlib import Path

import pyarrow.parquet as pq
from hertoets.extract import schema
from hertoets.prepare import Prepared, load_mappings, prepare_delivery

KEY = b"k" * 32

PERSONS = """\
[[source]]
table = "persons"
files = ["personen.csv"]
separator = ";"
[source.columns]
person_id = { from = "bsn", hash = "bsn" }
birth_date = { from = "geboren", dates = "%d-%m-%Y" }
sex = { from = "geslacht", codes = "brp_sex" }
nationality = { from = "land", codes = "brp_nationality" }
"""

PEOPLE = """\
bsn;geboren;geslacht;land
111222333;01-02-1990;V;0336
123456782;15-07-1985;M;0339
"""


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def prepare(
    folder: Path, mapping: str, files: dict[str, str], encoding: str = "utf-8"
) -> tuple[Prepared, Path]:
    """Prepare a delivery of text files."""
    for name, text in files.items():
        write(folder / "delivery", name, text, encoding)
    out = folder / "extract"
    out.mkdir()
    read = load_mappings([write(folder, "mapping.toml", mapping)])
    return prepare_delivery(folder / "delivery", read, out, key=KEY), out


def column(out: Path, table: str, name: str) -> list[object]:
    found: list[object] = pq.read_table(out / f"{table}.parquet")[name].to_pylist()
    return found


def one_rule(
    folder: Path, table: str, name: str, rule: str, cells: list[str], extra: str = ""
) -> tuple[list[object], dict[str, object]]:
    """Try one rule on the cells of one delivered column ``a``; the rest of the row is unknown.

    Cells may hold several columns, parted by a semicolon: ``a``, ``b``, ``c``.
    """
    columns = {}
    for other in schema()[table].columns:
        key = other.name in schema()[table].key
        open_code = other.open and other.type == "code"
        usual = '{ from = "a" }' if key else '{ absent = "unknown" }'
        if key and other.type == "date":
            usual = "{ constant = 2021-01-01 }"
        if key and other.type == "code":
            first = other.codes[0] if isinstance(other.codes, tuple) else "GM0363"
            usual = f'{{ constant = "{first}" }}'
        columns[other.name] = '{ absent = "open" }' if open_code else usual
    columns[name] = rule
    lines = "\n".join(f"{key} = {value}" for key, value in columns.items())
    mapping = f"""[[source]]
table = "{table}"
files = ["f.csv"]
separator = ";"
one_of = "leave"
{extra}
[source.columns]
{lines}
"""
    width = max(cell.count(";") for cell in cells) + 1
    header = ";".join("abc"[:width])
    text = header + ";x\n" + "".join(f"{cell};x\n" for cell in cells)
    _, out = prepare(folder, mapping, {"f.csv": text})
    report = json.loads((out / "prepared.json").read_text(encoding="utf-8"))
    entries = [entry for entry in report["columns"] if entry["column"] == name]
    return column(out, table, name), entries[0] if entries else {}
