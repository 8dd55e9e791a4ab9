"""Write a synthetic extract as a folder, whole or not at all, byte for byte the same each time."""

import shutil
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Literal

import pyarrow as pa

from hertoets.errors import Fault, UseError
from hertoets.extract.datapackage import write_package
from hertoets.extract.schema import schema
from hertoets.synth.draws import Columns
from hertoets.synth.faults import plant_faults
from hertoets.synth.inparts import PERSONS_OF_A_PART, write_parts
from hertoets.synth.ledger import drawn_faults, list_faults
from hertoets.synth.parameters import parameters
from hertoets.synth.storing import TRUTH, as_arrow, write_table
from hertoets.synth.world import make_world

Format = Literal["parquet", "csv"]

MOST_PERSONS = 20_000_000
"""More than live in the country: a number beyond it is a slip, and would fill the disk."""


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
    Above `hertoets.synth.inparts.PERSONS_OF_A_PART` persons tables, truth and ledger come in parts.

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


def write_into(
    folder: Path,
    persons: int,
    seed: int,
    faults: bool,
    format: Format,
    most: int = PERSONS_OF_A_PART,
) -> None:
    """Write what `write_synthetic_extract` writes into an empty folder that exists.

    Parameters
    ----------
    folder : Path
        The caller throws it away where this fails.
    persons, seed, faults, format
        As there, and not refused by `refuse_meaningless`.
    most : int
        Persons of one part; more are written in parts.
    """
    if persons > most:
        parts, names = write_parts(folder, persons, seed, faults, format, most), list(schema())
    else:
        parts, names = 1, _write_whole(folder, persons, seed, faults, format)
    meta = _meta(persons, seed, faults, parts)
    (folder / "extract.toml").write_text(meta, encoding="utf-8", newline="\n")
    delivered = {name: schema()[name].column_names for name in names}
    in_parts = [name for name in names if (folder / name).is_dir()]
    write_package(folder, delivered, format, dict.fromkeys(in_parts, parts))


def _write_whole(folder: Path, persons: int, seed: int, faults: bool, format: Format) -> list[str]:
    """Write tables and truth a file each; name the tables."""
    world = make_world(persons, seed)
    tables, struck = world.tables, drawn_faults(world)
    if faults:
        spoiled = plant_faults(world, seed)
        tables, struck = spoiled.tables, struck + spoiled.struck
    truth = {"truth": world.truth, "ledger": list_faults(struck)}
    write_tables(tables, folder, format)
    (folder / TRUTH).mkdir()
    for name, columns in truth.items():
        write_table(pa.table(columns), folder / TRUTH / f"{name}.parquet", "parquet")
    return list(tables)


def write_tables(tables: dict[str, Columns], folder: Path, format: Format = "parquet") -> None:
    """Write the tables into a folder that exists, without description or truth."""
    for name in tables:
        table = schema()[name]
        write_table(as_arrow(table, tables[name]), folder / f"{name}.{format}", format)


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


def _meta(persons: int, seed: int, faults: bool, parts: int) -> str:
    text = files("hertoets.synth").joinpath("parameters.toml").read_bytes()
    origin = f"hertoets.synth: {persons} personen, zaad {seed}, "
    origin += "met fouten" if faults else "zonder fouten"
    origin += f", in {parts} delen" if parts > 1 else ""
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
