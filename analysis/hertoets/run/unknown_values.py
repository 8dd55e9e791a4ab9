"""What is not known of one person in the rows that count, and why: empty, or made unknown."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from hertoets.extract import Extract, read_extract, schema
from hertoets.extract.aside import REASONS
from hertoets.extract.cells import TYPED
from hertoets.extract.keys import keys_of
from hertoets.outcomes.tried import READ_WHERE, is_used
from hertoets.run.page import Cell, Section

EMPTY = "empty: unknown"
MADE = "read as unknown by the check {check}"
ASIDE = "rows were set aside: {reason}"


def unknown_section(extract: Path | None, person_id: str) -> Section:
    """A section with every value of a person that a figure could read and that is not known.

    Parameters
    ----------
    extract : Path or None
        The folder that the run read, from `hertoets.run.described.extract_of`.
    person_id : str
        The pseudonym.

    Returns
    -------
    Section
        Without rows where all is known, or the extract is no longer the one that was read.
    """
    rows = () if extract is None else tuple(_unknown(read_extract(extract), person_id))
    title = "What is not known in these rows, and why"
    return Section("unknown_values", title, ("table", "key", "column", "because"), rows)


def _unknown(extract: Extract, person_id: str) -> Iterator[tuple[Cell, ...]]:
    number = extract.tables["persons"]["person_id"].index_of(person_id)
    for table, frame in extract.tables.items():
        if number is None or "person" not in frame.columns:
            continue
        own = np.flatnonzero(frame["person"].to_numpy() == number).astype(np.int32)
        keys = keys_of(extract.tables, table, own)
        for row, key in zip(own.tolist(), keys, strict=True):
            for column, check in _of_row(extract, table, row):
                yield table, key, column, MADE.format(check=check) if check else EMPTY
        for (of, check), persons in extract.traces.aside.items():
            if of == table and number in persons:
                yield table, "", "", ASIDE.format(reason=REASONS[check])


def _of_row(extract: Extract, table: str, row: int) -> Iterator[tuple[str, str]]:
    """The columns of a row without a known value, and the check that made each so."""
    frame = extract.tables[table][row]
    for column in schema()[table].columns:
        read = READ_WHERE.get((table, column.name), pl.lit(value=True))
        if column.type == "text" or not is_used(column.name):
            continue
        held = TYPED.get(column.name, (column.name,))[0]
        if frame[held].is_null().all() and not frame.filter(read).is_empty():
            turned = extract.traces.turned.items()
            by = [
                c
                for (of, name, c), rows in turned
                if (of, name) == (table, column.name) and row in rows
            ]
            yield column.name, ", ".join(by)
