"""Which rows are set aside, and why: two rows with one key, or nobody to belong to.

Contract, section 1: rows whose ``person_id``, ``right_id`` or ``notice_id`` is empty; of rows with
one key that are identical in every named column all but the first; of differing rows with one key
all; rows whose person is not in ``persons``; the rows of a person whose own rows are all set
aside. Keys are compared as written. A part of a key that is empty, or impossible by itself, is
unknown, and two unknowns are not the same: such rows are set aside only where they are identical
throughout.
"""

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from hertoets.extract.cells import Cells, Flags
from hertoets.extract.keys import BETWEEN_PARTS
from hertoets.extract.schema import Table
from hertoets.extract.values import BY_ITSELF

IDENTICAL = "duplicate_identical"
DIFFERING = "duplicate_differing"
NO_KEY = "key_missing"
NO_PERSON = "person_not_in_persons"
PERSON_ASIDE = "person_set_aside"

REASONS = {
    IDENTICAL: "the same row stands in the table more than once; the first was kept",
    DIFFERING: "rows with one key say different things; which is right cannot be known",
    NO_KEY: "person_id, right_id or notice_id is empty",
    NO_PERSON: "the person is not in the table persons",
    PERSON_ASIDE: "the rows of this person in the table persons were set aside",
}

NEEDED = frozenset({"person_id", "right_id", "notice_id"})
"""Columns without which a row belongs to nobody, or cannot be told from another."""

CHECKS = ("", *REASONS)

Checks = npt.NDArray[np.uint8]
"""For each row the place in `CHECKS` of the check that set it aside; 0 where the row stays."""

_ODD = np.uint64(0x9E3779B97F4A7C15)


def check_keys(
    table: Table, cells: dict[str, Cells], rows: int, elsewhere: pl.Series | None = None
) -> Checks:
    """Find the rows that lack a key, or share one.

    Keys of equal hash are few; only those are compared. `elsewhere` are keys of one column that
    rows have which are not here, and which therefore are not identical to any of these.

    Returns
    -------
    numpy.ndarray of uint8, shape (rows,)
        ``key_missing``, ``duplicate_identical``, ``duplicate_differing`` or none, as `CHECKS`.
    """
    checks = np.zeros(rows, dtype=np.uint8)
    for name in NEEDED.intersection(table.column_names):
        if (written := cells[name].written).null_count():
            checks[written.is_null().to_numpy()] = CHECKS.index(NO_KEY)
    hashes = np.zeros(rows, dtype=np.uint64)
    for name in table.key:
        hashes = hashes * _ODD + cells[name].written.hash().to_numpy()
    ordered = np.sort(hashes)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    there = np.zeros(rows, dtype=bool)
    if elsewhere is not None and len(elsewhere):
        keys = cells[table.key[0]].written.cast(pl.String)
        there = keys.is_in(elsewhere.implode()).fill_null(False).to_numpy()
    if not len(twice) and not there.any():
        return checks
    shared = pl.Series(hashes).is_in(pl.Series(twice).unique().implode()).to_numpy() | there
    suspects = np.flatnonzero(shared & (checks == 0))
    whole = pl.DataFrame({name: cells[name].written.gather(suspects) for name in cells})
    first = whole.select(pl.struct(pl.all()).is_first_distinct()).to_series().to_numpy()
    checks[suspects[~first]] = CHECKS.index(IDENTICAL)
    left, key = suspects[first], whole.filter(first).select(table.key)
    differing = key.is_duplicated().to_numpy() | there[left]
    for name in table.key:
        differing &= key[name].is_not_null().to_numpy()
        for check, mask in cells[name].checks.items():
            if check in BY_ITSELF:
                differing &= ~mask[left]
    checks[left[differing]] = CHECKS.index(DIFFERING)
    return checks


def check_persons(checks: Checks, known: Flags, aside: Flags) -> None:
    """Add the rows whose person does not stay: set aside, or not in the table ``persons``."""
    free = (checks == 0) & ~known
    checks[free] = np.where(aside[free], CHECKS.index(PERSON_ASIDE), CHECKS.index(NO_PERSON))


def list_aside(table: Table, raw: pa.Table, checks: Checks) -> pl.DataFrame:
    """List the rows set aside.

    Returns
    -------
    polars.DataFrame
        ``table``, ``key`` (its parts joined by ``|``), ``check``, ``reason``; one row a row.
    """
    rows = np.flatnonzero(checks)
    found = raw.select(list(table.key)).take(pa.array(rows, pa.int64()))
    parts = [pc.fill_null(found[name].cast(pa.string()), "") for name in table.key]
    keys = pc.binary_join_element_wise(*parts, BETWEEN_PARTS)
    names = [CHECKS[check] for check in checks[rows]]
    listed = {
        "table": [table.name] * len(rows),
        "key": keys.to_pylist(),
        "check": names,
        "reason": [REASONS[name] for name in names],
    }
    text = dict.fromkeys(listed, pl.String)
    return pl.DataFrame(listed, schema=text).sort("key", "check", maintain_order=True)
