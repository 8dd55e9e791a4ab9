"""A synthetic extract of any size: people made part after part, so that memory stays flat.

Each part is drawn from a seed of its own, which follows from the seed of the extract, and its keys
from row numbers that no other part has. What counts people is one table of the whole.
"""

from pathlib import Path
from typing import Final, Literal

import numpy as np
import pyarrow as pa

from hertoets.extract.schema import schema
from hertoets.synth.draws import Columns, Draw
from hertoets.synth.faults import plant_faults
from hertoets.synth.guidance import Counted, guidance_table
from hertoets.synth.ledger import drawn_faults, list_faults, marked_faults
from hertoets.synth.parameters import parameters
from hertoets.synth.pseudonyms import Part
from hertoets.synth.storing import TRUTH, as_arrow, write_table
from hertoets.synth.world import World, make_world

PERSONS_OF_A_PART: Final = 1_000_000
"""Above so many persons an extract is written in parts, of at most so many each. They take two
gigabytes of memory while they are made, which a laptop has; and an extract of the real size, less
than a tenth of it, stays one file a table."""

COUNTS: Final = "guidance_counts"
"""The one table that is no table of persons, and so is none of parts."""


def write_parts(
    folder: Path,
    persons: int,
    seed: int,
    faults: bool,
    format: Literal["parquet", "csv"],
    most: int = PERSONS_OF_A_PART,
) -> int:
    """Write tables, truth and ledger in parts; a CSV grows by each of them.

    Parameters
    ----------
    folder : Path
        Empty.
    persons, seed, faults, format
        As `hertoets.synth.write_synthetic_extract` takes them.
    most : int
        Persons of one part; all parts are nearly as large as one another.

    Returns
    -------
    int
        How many parts there are. The ledger has one more, for the table of the whole.
    """
    for name in schema():
        if name != COUNTS and format == "parquet":
            (folder / name).mkdir()
    for name in ("truth", "ledger"):
        (folder / TRUTH / name).mkdir(parents=True)
    number = -(-persons // most)
    counted = Counted.nobody()
    first = 0
    for part, draws in enumerate(seeds_of_parts(seed, number)):
        size = persons // number + (part < persons % number)
        counted += _write_part(folder, size, draws, Part(seed, part, number, first), faults, format)
        first += size
    _write_counts(folder, counted, seed, number, faults, format)
    return number


def seeds_of_parts(seed: int, parts: int) -> list[int]:
    """The seed of each part's draws: independent streams that follow from the seed."""
    spawned = np.random.SeedSequence(seed).spawn(parts)
    return [int(one.generate_state(1, np.uint64)[0]) for one in spawned]


def _write_part(
    folder: Path, persons: int, seed: int, part: Part, faults: bool, format: str
) -> Counted:
    """Write one part; what is left in memory is how many were counted where."""
    world = make_world(persons, seed, part)
    for held in (world.tables, world.planted, world.marks):
        del held[COUNTS]
    struck = drawn_faults(world)
    truth = world.truth
    tables = world.tables
    if faults:
        spoiled = plant_faults(world, seed)
        tables, struck = spoiled.tables, struck + spoiled.struck
    for name, columns in tables.items():
        path = folder / f"{name}.csv" if format == "csv" else folder / name / _file(part.number)
        write_table(as_arrow(schema()[name], columns), path, format, below=part.number > 0)
    _write_truth(folder, "truth", part.number, truth)
    _write_truth(folder, "ledger", part.number, list_faults(struck))
    return world.counted


def _write_counts(
    folder: Path, counted: Counted, seed: int, number: int, faults: bool, format: str
) -> None:
    """Write the counts of the whole, and what is wrong in them behind the parts of the ledger."""
    counts = guidance_table(Draw(seed, "guidance"), counted, parameters())
    marks = {"Q24": counts.pop("Q24")}
    world = World(
        tables={COUNTS: counts},
        planted={COUNTS: np.zeros(len(counts["period"]), dtype=bool)},
        case={},
        truth={},
        complete={},
        marks={COUNTS: marks},
        counted=counted,
        part=Part(seed),
    )
    struck = marked_faults(world)
    tables = world.tables
    if faults:
        spoiled = plant_faults(world, seed)
        tables, struck = spoiled.tables, struck + spoiled.struck
    write_table(as_arrow(schema()[COUNTS], tables[COUNTS]), folder / f"{COUNTS}.{format}", format)
    _write_truth(folder, "ledger", number, list_faults(struck))


def _write_truth(folder: Path, name: str, part: int, columns: Columns) -> None:
    # A part may have nothing in a column, which is a column of texts all the same.
    arrays = {
        key: pa.array(column, pa.string() if column.dtype == object else None)
        for key, column in columns.items()
    }
    write_table(pa.table(arrays), folder / TRUTH / name / _file(part), "parquet")


def _file(part: int) -> str:
    return f"part-{part:05d}.parquet"
