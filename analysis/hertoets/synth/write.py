"""Write a synthetic extract as a folder, whole or not at all, byte for byte the same each time."""

import shutil
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from hertoets.errors import Fault, UseError
from hertoets.extract.datapackage import write_package
from hertoets.extract.schema import Column, Table, schema
from hertoets.synth.draws import Columns
from hertoets.synth.faults import plant_faults
from hertoets.synth.ledger import drawn_faults, list_faults
from hertoets.synth.parameters import parameters
from hertoets.synth.world import make_world

Format = Literal["parquet", "csv"]

MOST_PERSONS = 20_000_000
"""More than live in the country: a number beyond it is a slip, and would fill any memory."""

TRUTH = "truth"
"""The folder for what no delivery holds."""

ARROW_TYPES = {
    "text": pa.string(),
    "code": pa.string(),
    "birth_date": pa.string(),
    "date": pa.date32(),
    "bool": pa.bool_(),
    "count": pa.int64(),
}


def write_synthetic_extract(
    out: Path,
    persons: int = 60_000,
    seed: int = 20220321,
    faults: bool = True,
    format: Format = "parquet",
) -> None:
    """Write the tables of an extract, ``extract.toml`` and ``truth/``, of invented people.

    ``truth/truth.parquet`` holds what is true of each person (see `hertoets.synth.truth`);
    ``truth/ledger.parquet`` every fault planted (see `hertoets.synth.ledger`). No run reads them.

    Parameters
    ----------
    out : Path
        The folder to make; it appears whole or not at all.
    persons : int
        How many people, from 1. 60,000 is about the real size; from 600 every planted case
        occurs.
    seed : int
        The same seed, size and options give the same bytes.
    faults : bool
        Also plant faults of the records. Without them every value lies within the contract of
        the extract; the errors of the affair itself always stay.
    format : str
        ``parquet`` or ``csv``.

    Raises
    ------
    UseError
        The folder exists, or an argument has no meaning.
    """
    out = Path(out).resolve()
    if out.exists():
        raise UseError.of(where=str(out), what="exists already", mend="Choose another folder")
    refuse_meaningless(persons, seed, format)
    part = out.with_name(f".{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        write_into(part, persons, seed, faults, format)
        part.rename(out)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def write_into(folder: Path, persons: int, seed: int, faults: bool, format: Format) -> None:
    """Write what `write_synthetic_extract` writes into an empty folder that exists.

    Parameters
    ----------
    folder : Path
        The caller throws it away where this fails.
    persons, seed, faults, format
        As there, and not refused by `refuse_meaningless`.
    """
    world = make_world(persons, seed)
    tables, struck = world.tables, drawn_faults(world)
    if faults:
        spoiled = plant_faults(world, seed)
        tables, struck = spoiled.tables, struck + spoiled.struck
    truth = {"truth": world.truth, "ledger": list_faults(struck)}
    write_tables(tables, folder, format)
    (folder / TRUTH).mkdir()
    for name, columns in truth.items():
        _write_table(pa.table(columns), folder / TRUTH / f"{name}.parquet", "parquet")
    meta = _meta(persons, seed, faults)
    (folder / "extract.toml").write_text(meta, encoding="utf-8", newline="\n")
    write_package(folder, {name: schema()[name].column_names for name in tables}, format)


def write_tables(tables: dict[str, Columns], folder: Path, format: Format = "parquet") -> None:
    """Write the tables into a folder that exists, without description or truth."""
    for name in tables:
        table = schema()[name]
        _write_table(_arrow(table, tables[name]), folder / f"{name}.{format}", format)


def refuse_meaningless(persons: int, seed: int, format: str) -> None:
    """Refuse arguments that have no meaning, all at once, before any work.

    Raises
    ------
    UseError
    """
    faults = []
    if not 1 <= persons <= MOST_PERSONS:
        mend = f"Give a number from 1 to {MOST_PERSONS}."
        faults.append(Fault("--persons", "", "Out of range.", mend))
    if seed < 0:
        faults.append(Fault("--seed", "", "Below 0.", "Give a number from 0."))
    if format not in ("parquet", "csv"):
        faults.append(Fault("format", "", "Unknown.", "Give parquet or csv."))
    if faults:
        raise UseError(faults)


def _arrow(table: Table, columns: Columns) -> pa.Table:
    given = (column for column in table.columns if column.name in columns)
    arrays = {column.name: _array(column, columns) for column in given}
    return pa.table(arrays)


def _array(column: Column, columns: Columns) -> pa.Array:
    values = columns[column.name]
    if column.type == "bool" and values.dtype == object:
        return pa.array(values, type=pa.bool_())
    return pa.array(values, type=ARROW_TYPES[column.type])


def _write_table(table: pa.Table, path: Path, format: str) -> None:
    if format == "csv":
        # Keys, codes and dates hold nothing that needs quotes; pyarrow would quote the heading.
        options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="none")
        with path.open("wb") as file:
            file.write((",".join(table.column_names) + "\n").encode())
            pyarrow.csv.write_csv(table, file, options)
    else:
        pyarrow.parquet.write_table(table, path, compression="zstd", store_schema=False)


def _meta(persons: int, seed: int, faults: bool) -> str:
    text = files("hertoets.synth").joinpath("parameters.toml").read_bytes()
    origin = f"hertoets.synth: {persons} personen, zaad {seed}, "
    origin += "met fouten" if faults else "zonder fouten"
    origin += f", parameters {sha256(text).hexdigest()[:12]}"
    return "\n".join(
        [
            'name = "Fictief voorbeeld"',
            f"delivered_on = {parameters().raw('delivered_on')}",
            "synthetic = true",
            f'source = "{origin}"',
            "",
        ]
    )
