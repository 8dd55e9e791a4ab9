"""A delivery with planted faults beside its true twin: the same people, nothing unknown.

The twin holds the tables as they would be if every register knew everything, of the people that
the delivery does not set aside: that is the population by which the figures are defined. Where
the delivery lacks a count of guidance, the twin lacks it too, for the same reason.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from hertoets.extract import read_extract
from hertoets.law import load_law
from hertoets.outcomes import Comparison, Settings, compare
from hertoets.synth.draws import Columns, is_one_of, rows
from hertoets.synth.faults import plant_faults
from hertoets.synth.ledger import drawn_faults, list_faults
from hertoets.synth.parameters import parameters
from hertoets.synth.world import make_world
from hertoets.synth.write import write_tables

META = f'name = "Fictief"\nsynthetic = true\ndelivered_on = {parameters().raw("delivered_on")}\n'
ASIDE = ("P6", "P9")
"""Faults after which a person's own rows are set aside."""
GONE = ("A5", "B2", "C4", "E6", "G9", "H4", "I2", "L2", "M3", "N5", "N10", "R6", "V2")
"""Faults after which a row is set aside, or was never delivered."""
COUNT_UNKNOWN = ("M1", "M3")


@dataclass(frozen=True)
class Twins:
    """Both sides of one seed.

    `truth` is one row a person of the world (see `hertoets.synth.truth`), `ledger` one row a
    planted fault; `delivered` and `aside` are the pseudonyms in the delivery, and those of them
    that it sets aside.
    """

    found: Comparison
    true: Comparison
    truth: pd.DataFrame
    ledger: pd.DataFrame
    delivered: frozenset[str]
    aside: frozenset[str]


def make_twins(persons: int, seed: int) -> Twins:
    """Make an extract with faults and its true twin, and compare both with the law.

    Parameters
    ----------
    persons, seed : int
        As `hertoets.synth.write_synthetic_extract` takes them.

    Returns
    -------
    Twins
    """
    world = make_world(persons, seed)
    complete, truth = world.completed(), pd.DataFrame(world.truth)
    complete = {name: {**table} for name, table in complete.items()}
    struck = drawn_faults(world)
    # Faults are planted into the columns themselves: the twin needs columns of its own.
    kept = {
        name: {column: values.copy() for column, values in table.items()}
        for name, table in complete.items()
    }
    spoiled = plant_faults(world, seed)
    ledger = pd.DataFrame(list_faults(struck + spoiled.struck))
    delivered = frozenset(spoiled.tables["persons"]["person_id"].tolist())
    aside = frozenset(ledger.loc[ledger["fault"].isin(ASIDE), "person_id"])
    unknown = ledger.loc[ledger["fault"].isin(COUNT_UNKNOWN), "key"]
    return Twins(
        found=_compare(spoiled.tables),
        true=_compare(_of_people(kept, delivered - aside, frozenset(unknown))),
        truth=truth,
        ledger=ledger,
        delivered=delivered,
        aside=aside,
    )


def _compare(tables: dict[str, Columns]) -> Comparison:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tables(tables, folder)
        (folder / "extract.toml").write_text(META, encoding="utf-8")
        return compare(read_extract(folder), load_law(), Settings())


def _of_people(
    tables: dict[str, Columns], people: frozenset[str], unknown: frozenset[str]
) -> dict[str, Columns]:
    some = np.array(sorted(people), dtype=object)
    kept = {
        name: rows(table, is_one_of(table["person_id"], some)) if "person_id" in table else table
        for name, table in tables.items()
    }
    counts = kept["guidance_counts"]
    keys = counts["municipality"] + "|" + counts["period"]
    counts["persons_counted"] = counts["persons_counted"].astype(object)
    counts["persons_counted"][[key in unknown for key in keys]] = None
    return kept
