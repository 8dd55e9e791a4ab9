"""Which rows are set aside, and why: two rows with one key, or nobody to belong to.

Contract, section 1: rows whose ``person_id``, ``right_id`` or ``notice_id`` is empty; of rows with
one key that are identical in every named column all but the first; of differing rows with one key
all; rows whose person is not in ``persons``; the rows of a person whose own rows are all set
aside. Keys are compared as written. A part of a key that is empty, or impossible by itself, is
unknown, and two unknowns are not the same: such rows are set aside only where they are identical
throughout.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hertoets.extract.schema import Table

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

Flags = npt.NDArray[np.bool_]
Checks = npt.NDArray[np.object_]
"""For each row the name of the check that set it aside, or None."""


def check_keys(
    table: Table,
    codes: Callable[[str], npt.NDArray[np.int64]],
    impossible: Callable[[str], Flags],
    rows: int,
) -> Checks:
    """Find the rows that lack a key, or share one.

    Parameters
    ----------
    table : Table
        Its key names the columns.
    codes : callable of str, giving numpy.ndarray of int64
        For a column a number for each distinct written value; -1 for an empty cell.
    impossible : callable of str, giving numpy.ndarray of bool
        For a column the rows whose value is impossible by itself.
    rows : int
        Number of rows.

    Returns
    -------
    numpy.ndarray of object, shape (rows,)
        ``key_missing``, ``duplicate_identical``, ``duplicate_differing`` or None.
    """
    checks = np.full(rows, None, dtype=object)
    key, complete = _combine([codes(name) for name in table.key])
    for name in table.key:
        complete &= ~impossible(name)
    nameless = np.zeros(rows, dtype=bool)
    for name in NEEDED.intersection(table.column_names):
        nameless |= codes(name) < 0
    checks[nameless] = NO_KEY
    sharing = pd.Series(key).duplicated(keep=False).to_numpy()
    suspects = np.flatnonzero(sharing & ~nameless)
    if not len(suspects):
        return checks
    whole = pd.DataFrame({name: codes(name)[suspects] for name in table.column_names})
    repeated = whole.duplicated(keep="first").to_numpy()
    checks[suspects[repeated]] = IDENTICAL
    left = suspects[~repeated]
    differing = pd.Series(key[left]).duplicated(keep=False).to_numpy() & complete[left]
    checks[left[differing]] = DIFFERING
    return checks


def check_persons(checks: Checks, known: Flags, aside: Flags) -> Checks:
    """Find the rows that belong to nobody, among those not set aside before.

    Parameters
    ----------
    checks : numpy.ndarray of object
        What `check_keys` found.
    known, aside : numpy.ndarray of bool
        Whether each row's person stays in the extract, or was set aside.

    Returns
    -------
    numpy.ndarray of object
        ``checks`` with ``person_set_aside`` and ``person_not_in_persons`` added.
    """
    free = pd.isna(checks) & ~known
    if not free.any():
        return checks
    checks = checks.copy()
    checks[free & aside] = PERSON_ASIDE
    checks[free & ~aside] = NO_PERSON
    return checks


def list_aside(table: Table, raw: pa.Table, checks: Checks) -> pd.DataFrame:
    """List the rows set aside.

    Returns
    -------
    pandas.DataFrame
        ``table``, ``key`` (its parts joined by ``|``), ``check``, ``reason``; one row a row.
    """
    rows = np.flatnonzero(pd.notna(checks))
    found = raw.select(list(table.key)).take(pa.array(rows, pa.int64()))
    parts = [pc.fill_null(found[name].cast(pa.string()), "") for name in table.key]
    keys = pc.binary_join_element_wise(*parts, "|")
    names = pd.Series(checks[rows], dtype=object)
    listed = pd.DataFrame(
        {
            "table": table.name,
            "key": keys.to_numpy().astype(object),
            "check": names,
            "reason": names.map(REASONS),
        },
        dtype=object,
    )
    return listed.sort_values(["key", "check"], kind="stable", ignore_index=True)


def _combine(parts: list[npt.NDArray[np.int64]]) -> tuple[npt.NDArray[np.int64], Flags]:
    """One number for each distinct combination, and whether every part of it is filled."""
    key = np.zeros(len(parts[0]), dtype=np.int64)
    complete = np.ones(len(parts[0]), dtype=bool)
    for part in parts:
        key = pd.factorize(key)[0].astype(np.int64) * (part.max(initial=-1) + 2) + part + 1
        complete &= part >= 0
    return key, complete
